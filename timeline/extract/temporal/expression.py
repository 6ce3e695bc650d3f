"""What a phrase says before anybody knows when it was written: expressions without values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from timeline.core.timex import Mod


class Origin(StrEnum):
    """What a relative expression counts from.

    ANCHOR is the publication date ("ago"), REFERENCE the last date told ("later", "that day"),
    CONTEXT the one of both that the text's style asks for ("the year", "the end of the month").
    """

    ANCHOR = "anchor"
    REFERENCE = "reference"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """A date as far as the phrase names it; `of` is the coarser time that holds it.

    `part` is a TIMEX3 part of day (MO, AF, EV, NI, …), `season` one of SP SU FA WI, `weekday`
    counts from Monday as 0, `feast` names a feast of `feasts.py`. `nearest` is -1 for "last", 1 for
    "next", 0 for "this" and None where no such word stands there. `told_quarter` is true for the
    quarter last told, in this year.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None
    quarter: int | None = None
    half: int | None = None
    week: int | None = None
    decade: int | None = None
    century: int | None = None
    bc: bool = False
    short_year: bool = False
    fiscal: bool = False
    part: str | None = None
    clock: str | None = None
    zone: str | None = None
    feast: str | None = None
    weekend: bool = False
    nearest: int | None = None
    told_quarter: bool = False
    of: "Expression | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A whole unit, `count` of them away from its origin: "last week", "tomorrow", "that year"."""

    unit: str
    count: int
    origin: Origin = Origin.ANCHOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A length: pairs of number (None is "some") and unit, coarsest first."""

    parts: tuple[tuple[float | None, str], ...]
    mod: Mod | None = None
    ago: int = 0
    """-1 where the length reaches back from the origin ("the past two years"), 1 ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A point one `amount` before (-1) or after (1) its origin: "three weeks ago"."""

    amount: Amount
    sign: int
    origin: "Origin | Expression" = Origin.ANCHOR
    exact: bool = False

    @property
    def is_clock(self) -> bool:
        """True for hours and what is shorter: "an hour later" names no day of its own."""
        return self.amount.parts[-1][1] in {"hour", "minute", "second"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nth:
    """The `n`th unit of a time, counted from its end where negative: "the first week of May"."""

    n: int
    unit: str
    of: "Expression | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vague:
    """PRESENT_REF, PAST_REF, FUTURE_REF, or another value that stands as it is."""

    value: str
    type: str = "DATE"
    history: bool = False
    """True for a word that names a time in a history only ("the former emperor")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A set: the value that recurs, with TIMEX3's own notation ("P1D", "XXXX-WXX-1")."""

    value: str


Expression = Fields | Shift | Amount | Moved | Nth | Vague | Repeated


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A span that names a time, not yet resolved. `symbol` is the grammar's word for its kind."""

    start: int
    end: int
    expression: Expression
    mod: Mod | None = None
    bound: str | None = None
    lead: int | None = None
    until: Expression | None = None
    """The second end where the span is the first end of a range ("5 | -7 May")."""
    clock: Expression | None = None
    """The time of day with its day, where a preposition parts them ("Friday | at 10 a.m.")."""


Captures = dict[str, Any]
"""What a pattern caught: the name of each symbol and the value of its token."""

Constants = dict[str, Any]
"""What a rule of the file says beside its pattern."""
