"""Which events a mention may tell: by type, days and countries, through the indices alone."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select

from timeline.core.event import EventType, Mention
from timeline.core.interval import Interval
from timeline.store.engine import Session
from timeline.store.tables import DateRow, MentionRow, ParticipantRow

WIDE = timedelta(days=31)
"""An event that lasts longer is looked for apart, so that the others need no long search."""

_ZONES = timedelta(days=1)  # the same hour may be another day on another clock
_REMEMBERED = timedelta(days=31)  # how long after its day an event is still called off or moved
_AHEAD = timedelta(days=400)  # how far ahead what is called off without a date is looked for
_LONGEST = timedelta(days=36525)
_MOST = 400


def find_candidates(
    session: Session,
    mention: Mention,
    published_on: date,
    *,
    kinds: Iterable[EventType],
    certain: bool,
    change: bool,
) -> set[str]:
    """The ids of the events that the mention may tell.

    They are of one of the `kinds` and of its days, now or before they moved; where both name
    countries for certain they share one (`certain` is the mention's side). A mention that changes
    something known (`change`) may tell of an event on any day from a month before `published_on`.
    Those without any date are found through `find_floating`.
    """
    days = [_near(one) for one in (mention.interval, mention.previous) if one is not None]
    if change:
        ahead = published_on - _REMEMBERED, _moved(published_on, _AHEAD)
        days.append(and_(DateRow.first_on.between(*ahead), DateRow.wide.is_(False)))
        days.append(_touches(published_on - _REMEMBERED, _moved(published_on, _AHEAD), wide=True))
    if not days:
        return set()
    found: set[str] = set()
    who = _who(mention, certain=certain)
    for about in days:
        query = (
            select(DateRow.event_id)
            .where(DateRow.type.in_(sorted(kinds)), about, *who)
            .distinct()
            .limit(_MOST)
        )
        found.update(session.scalars(query))
    return found


def find_floating(
    session: Session, mention: Mention, published_on: date, *, kinds: Iterable[EventType]
) -> set[str]:
    """The ids of the events of mentions whose own date does not say which event they tell.

    Those that may tell the mention's event: published around its days, or around `published_on`
    where it has none.
    """
    sides = [days_of(one) for one in (mention.interval, mention.previous) if one is not None]
    first = min([published_on, *(one[0] for one in sides)])
    last = max([published_on, *(one[1] for one in sides)])
    low, high = _moved(first, -_AHEAD), _moved(last, _REMEMBERED)
    query = (
        select(MentionRow.event_id)
        .where(MentionRow.floats_on.between(low, high), MentionRow.type.in_(sorted(kinds)))
        .distinct()
    )
    if mention.countries:
        query = query.where(_shares(mention, MentionRow.event_id))
    return set(session.scalars(query.limit(_MOST)))


def days_of(interval: Interval) -> tuple[date, date]:
    """The first and last day; the known one twice where a side is open."""
    first, last = interval.first_day, interval.last_day
    low, high = first or last, last or first
    if low is None or high is None:
        raise ValueError(f"an interval has at least one side: {interval!r}")
    return low, high


def _near(interval: Interval) -> ColumnElement[bool]:
    """Days that touch those of the interval, a day more on either side for the sake of zones."""
    first, last = days_of(interval)
    first, last = _moved(first, -_ZONES), _moved(last, _ZONES)
    return or_(_touches(first, last, wide=False), _touches(first, last, wide=True))


def _touches(first: date, last: date, *, wide: bool) -> ColumnElement[bool]:
    longest = _LONGEST if wide else WIDE
    return and_(
        DateRow.wide.is_(wide),
        DateRow.first_on.between(_moved(first, -longest), last),
        DateRow.last_on >= first,
    )


def _who(mention: Mention, *, certain: bool) -> list[ColumnElement[bool]]:
    if not mention.countries or not certain:
        return []
    return [or_(DateRow.anybody.is_(True), _shares(mention, DateRow.event_id))]


def _shares(mention: Mention, event_id: object) -> ColumnElement[bool]:
    has = select(1).where(ParticipantRow.event_id == event_id)
    return exists(has.where(ParticipantRow.country.in_(mention.countries)))


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min
