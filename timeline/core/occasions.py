"""What takes place during what: the signing during the visit. They stay two events, related."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from timeline.core.event import EventType
from timeline.core.precision import Precision

OCCASIONS = (EventType.VISIT, EventType.SUMMIT, EventType.MEETING)
"""Kinds during which something else takes place, the likeliest first."""

WITHIN = (EventType.SIGNING, EventType.AGREEMENT, EventType.ANNOUNCEMENT, EventType.CEREMONY)
"""Kinds that are a part of an occasion."""

_EXACT = frozenset({Precision.MINUTE, Precision.HOUR, Precision.DAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An event's kind and its days, the last one inclusive; None where they are not known."""

    id: str
    type: EventType
    deadline: bool
    precision: Precision | None
    first: date | None
    last: date | None


def is_part(one: Placed, occasion: Placed) -> bool:
    """True where the one takes place during the other, given that one article tells both.

    The first day of the one lies within the days of the other, both known to the day.
    """
    if one.type not in WITHIN or one.deadline or occasion.type not in OCCASIONS:
        return False
    if one.precision not in _EXACT or occasion.precision not in _EXACT:
        return False
    if one.first is None or occasion.first is None or occasion.last is None:
        return False
    return occasion.first <= one.first <= occasion.last


def occasion_of(one: Placed, beside: Iterable[Placed]) -> str | None:
    """The id of the event that the one is a part of, among those told by the same articles.

    A visit goes before a summit and that before a meeting, then the lower id.
    """
    fitting = [other for other in beside if is_part(one, other)]
    ranks = [(OCCASIONS.index(other.type), other.id) for other in fitting]
    return min(ranks)[1] if ranks else None
