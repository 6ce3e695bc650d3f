"""What a time says of its event: its limits, its beginning, or no more than a comparison."""

from timeline.core.event import EventType
from timeline.core.interval import Bound, Interval, bounded
from timeline.core.timex import Mod, Timex
from timeline.extract import cues
from timeline.extract.grammar import Tree
from timeline.extract.triggers import Clue

_OWING = frozenset({"have", "give", "avoir", "donner", "laisser", "accorder"})
_LASTING = frozenset(
    {
        EventType.EFFECT, EventType.SANCTIONS, EventType.CONFLICT, EventType.MEETING,
        EventType.VISIT, EventType.SUMMIT, EventType.VOTE, EventType.COURT,
    }
)  # fmt: skip
"""Types that go on from a day, and are no other event for that."""
_COMPARED = 8  # words before "since" in which a superlative may stand
_FIRST = frozenset({"first", "only", "last", "record"})


def bound_type(tree: Tree, clue: Clue, bound: Bound | None, lang: str = "en") -> EventType:
    """What a bound makes of an event: due by a day, in force from or until one.

    Who "has until Friday to answer" must do so: that "until" is a deadline.
    """
    if bound is None:
        return clue.type
    if bound in {Bound.FROM, Bound.SINCE, Bound.AFTER}:
        return clue.type if clue.type in _LASTING else EventType.EFFECT
    if bound is Bound.UNTIL:
        above = [clue.head, *tree.ancestors(clue.head)][:2]
        owes = clue.type is EventType.DEADLINE or any(tree.word(i) in _OWING for i in above)
        owes = owes or cues.has_until(tree.sentence, lang)
        return EventType.DEADLINE if owes else EventType.EFFECT
    return EventType.DEADLINE


def interval_of(timex: Timex) -> Interval | None:
    """The event's time: a lower bound names its beginning only (gold rule 6)."""
    if timex.bound in {Bound.FROM, Bound.SINCE, Bound.AFTER}:
        return timex.interval
    if timex.bound is Bound.BEFORE and timex.mod is Mod.END and timex.interval is not None:
        return bounded(timex.interval, Bound.BY)  # "before the end of 2029" includes 2029
    return timex.when


def only_compares(tree: Tree, timex: Timex) -> bool:
    """True for a day since which something is the first or the most: "the largest since 2022"."""
    if timex.bound is not Bound.SINCE or not tree.parsed:
        return False
    before = [i for i, token in enumerate(tree.tokens) if token.end <= timex.start][-_COMPARED:]
    return any(
        tree.tokens[i].tag.startswith(("JJS", "RBS")) or tree.word(i) in _FIRST for i in before
    )
