"""What builders hand on: an expression with the mod of its own words."""

from dataclasses import dataclass

from timeline.core.timex import Mod
from timeline.extract.temporal.expression import Captures, Constants, Expression


@dataclass(frozen=True, slots=True)
class Built:
    """An expression with the mod of its own words; `until` and `clock` are as in Found."""

    expression: Expression
    mod: Mod | None = None
    until: Expression | None = None
    clock: Expression | None = None


def mod_of(caught: Captures, constants: Constants) -> Mod | None:
    """The mod that a word of the pattern brings, else the rule's own; None without."""
    for name in ("EARLY", "EDGE", "APPROX"):
        if name in caught:
            return Mod(caught[name])
    return Mod(constants["mod"]) if "mod" in constants else None
