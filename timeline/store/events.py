"""Events: found by the one filter, and kept with what tells them."""

import base64
import binascii
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, tuple_, update

from timeline.core.errors import BadInput, NotFound
from timeline.core.event import Event, Mention, Status, Telling
from timeline.core.filter import Filter, searchable
from timeline.core.interval import Interval, sort_key
from timeline.core.precision import Precision
from timeline.store import codec, marks
from timeline.store.engine import Session
from timeline.store.facets import Facets, facets
from timeline.store.loading import read_events, read_tellings
from timeline.store.matching import conditions
from timeline.store.tables import (
    CalendarEntryRow,
    DateRow,
    EventRow,
    MentionRow,
    OutboxRow,
    ParticipantRow,
    RedirectRow,
    RenderedRow,
    RevisionRow,
)

__all__ = [
    "Facets",
    "absorb",
    "changed_at",
    "count_events",
    "cursor",
    "facets",
    "find_candidates",
    "find_changed",
    "find_events",
    "find_tellings",
    "get_event",
    "next_up",
    "save_event",
    "save_mentions",
    "version",
]

UNDATED = datetime.max.replace(tzinfo=UTC)
_ORDER = (EventRow.sort_at, EventRow.id)
_ZONES = timedelta(days=1)  # the same hour may be another day on another clock
_REMEMBERED = timedelta(days=31)  # how long after its day an event is still called off
_LONGEST_FINE = timedelta(days=400)  # events that a day, week or month may tell are not longer
_LONGEST = timedelta(days=36525)
_LIVE = tuple(status for status in Status if status.is_live)


def find_events(
    session: Session, chosen: Filter, *, limit: int | None = None, after: str | None = None
) -> list[Event]:
    """The events that match, by start, then id, those without a date last.

    `after` is the `cursor` of the last event of the page before; raises BadInput where it is none.
    """
    query = select(EventRow).where(*conditions(chosen)).order_by(*_ORDER).limit(limit)
    if after is not None:
        query = query.where(tuple_(*_ORDER) > tuple_(*_position(after)))
    return read_events(session, session.scalars(query).all())


def find_changed(session: Session, chosen: Filter, *, limit: int) -> list[Event]:
    """The events that match and were changed last, the newest change first."""
    query = select(EventRow).where(*conditions(chosen))
    newest = query.order_by(EventRow.changed_at.desc(), EventRow.id.desc()).limit(limit)
    return read_events(session, session.scalars(newest).all())


def cursor(event: Event) -> str:
    """Where the event stands in the order of `find_events`; opaque and safe in addresses."""
    place = f"{_sort_at(event.interval).isoformat()} {event.id}"
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def count_events(session: Session, chosen: Filter) -> int:
    """How many events match."""
    query = select(func.count()).select_from(EventRow).where(*conditions(chosen))
    return session.scalar(query) or 0


def get_event(session: Session, event_id: str) -> Event:
    """The event of that id, or the one that it was merged into (its id is another then).

    Raises NotFound where there never was one.
    """
    row = session.get(EventRow, event_id)
    if row is None:
        went = session.scalar(select(RedirectRow.event_id).where(RedirectRow.id == event_id))
        row = session.get(EventRow, went) if went else None
    if row is None:
        raise NotFound(f"there is no event {event_id!r}")
    return read_events(session, [row])[0]


def next_up(session: Session, chosen: Filter, today: date, limit: int = 4) -> list[Event]:
    """The nearest deadline first, then what is planned or expected next; never what is past.

    Ordered by the last day on which it may still come, so that "in 2026" does not stand before the
    day after tomorrow.
    """
    comes = func.coalesce(EventRow.last_on, EventRow.first_on)
    live = [*conditions(chosen), comes >= today]
    query = select(EventRow).order_by(comes, *_ORDER)
    due = query.where(*live, EventRow.deadline.is_(True), EventRow.status.in_(_LIVE)).limit(1)
    rows = list(session.scalars(due).all())
    planned = query.where(
        *live,
        EventRow.status.in_([Status.PLANNED, Status.EXPECTED]),
        EventRow.id.not_in([row.id for row in rows]),
    )
    rows += session.scalars(planned.limit(max(0, limit - len(rows)))).all()
    return read_events(session, rows[:limit])


def version(session: Session) -> str:
    """A short text that is another one after every change of an article or event."""
    mark = marks.get_mark(session, marks.VERSION)
    return "0" if mark is None else str(mark.number)


def changed_at(session: Session) -> datetime | None:
    """The instant of the last change; None in an empty store."""
    mark = marks.get_mark(session, marks.VERSION)
    return None if mark is None else mark.at


def find_candidates(
    session: Session, mention: Mention, published_on: date, *, limit: int = 200
) -> list[Event]:
    """The events that the mention may belong to: of its type, its days, its countries, in order.

    Days are those of the event now or before it moved. A mention without a date may tell an event
    that has none either, or call off one that was still to come a month before `published_on`.
    """
    query = (
        select(EventRow)
        .where(EventRow.type == mention.type, _about(mention, published_on))
        .order_by(*_ORDER)
        .limit(limit)
    )
    if mention.countries:
        has = select(1).where(ParticipantRow.event_id == EventRow.id)
        shares = exists(has.where(ParticipantRow.country.in_(mention.countries)))
        names_none = ~exists(has.where(ParticipantRow.country.is_not(None)))
        query = query.where(or_(shares, names_none))
    return read_events(session, session.scalars(query).all())


def find_tellings(session: Session, event_id: str) -> list[Telling]:
    """Every mention of the event with its article, in order of publication."""
    return read_tellings(session, event_id)


def save_event(session: Session, event: Event) -> None:
    """Keep the event's face and history as they are now. Its mentions are saved apart."""
    row = session.get(EventRow, event.id) or EventRow(id=event.id)
    row.type, row.title, row.status = event.type, event.title, event.status
    written = codec.write_interval(event.interval)
    row.starts, row.ends = written["starts"], written["ends"]
    row.precision, row.approximate = written["precision"], written["approximate"]
    row.deadline, row.confidence, row.place = event.deadline, event.confidence, event.place
    row.outcome, row.timex = event.outcome, codec.write_timex(event.timex)
    row.created_at, row.changed_at, row.revision = (
        event.created_at,
        event.changed_at,
        event.revision,
    )
    row.searchable, row.sort_at = searchable(event), _sort_at(event.interval)
    row.first_on = event.due_on or (event.interval.first_day if event.interval else None)
    row.last_on = event.interval.last_day if event.interval else None
    session.add(row)
    session.flush()
    _save_parts(session, event)
    marks.set_mark(session, marks.VERSION, event.changed_at)


def save_mentions(session: Session, article_id: str, told: Iterable[tuple[Mention, str]]) -> None:
    """Keep what an article tells: its mentions in text order, each with the id of its event."""
    for position, (mention, event_id) in enumerate(told):
        session.add(
            MentionRow(
                article_id=article_id,
                position=position,
                event_id=event_id,
                type=mention.type,
                title=mention.title,
                **codec.write_interval(mention.interval),
                deadline=mention.deadline,
                status=mention.status,
                confidence=mention.confidence,
                place=mention.place,
                participants=codec.write_participants(mention.participants),
                timex=codec.write_timex(mention.timex),
                previous=codec.interval_json(mention.previous),
                quote=mention.evidence.quote,
                quote_start=mention.evidence.start,
                quote_end=mention.evidence.end,
            )
        )
    session.flush()


def absorb(session: Session, kept: str, gone: str) -> None:
    """Move all that tells `gone` to `kept` and send its id there for ever.

    The face of `kept` is the caller's to derive anew. A reminder that both had stays once.
    """
    session.execute(update(MentionRow).where(MentionRow.event_id == gone).values(event_id=kept))
    for points in (RedirectRow, CalendarEntryRow):
        session.execute(update(points).where(points.event_id == gone).values(event_id=kept))
    session.add(RedirectRow(id=gone, event_id=kept))
    session.execute(delete(OutboxRow).where(OutboxRow.event_id == gone))
    session.execute(delete(EventRow).where(EventRow.id == gone))
    session.flush()


def _save_parts(session: Session, event: Event) -> None:
    for part in (ParticipantRow, DateRow, RevisionRow, RenderedRow):
        session.execute(delete(part).where(part.event_id == event.id))
    known = [event.interval, *(side for one in event.history for side in (one.old, one.new))]
    days = {_days(one) for one in known if isinstance(one, Interval)}
    session.add_all(
        DateRow(event_id=event.id, first_on=first, last_on=last, type=event.type)
        for first, last in sorted(days)
    )
    session.add_all(
        ParticipantRow(
            event_id=event.id,
            position=position,
            name=one.name,
            folded=one.name.casefold(),
            country=one.country,
            role=one.role,
        )
        for position, one in enumerate(event.participants)
    )
    session.add_all(
        RevisionRow(
            event_id=event.id,
            position=position,
            at=one.at,
            by=one.by,
            what=one.what,
            old=codec.write_change(one.old),
            new=codec.write_change(one.new),
            evidence=one.evidence,
        )
        for position, one in enumerate(event.history)
    )
    session.flush()


def _sort_at(interval: Interval | None) -> datetime:
    return UNDATED if interval is None else sort_key(interval)[0]


def _position(after: str) -> tuple[datetime, str]:
    try:
        padded = after + "=" * (-len(after) % 4)
        moment, event_id = base64.b64decode(padded, altchars="-_", validate=True).decode().split()
        read = datetime.fromisoformat(moment)
        if read.utcoffset() is None:
            raise ValueError(moment)
    except (ValueError, binascii.Error, UnicodeError) as error:
        raise BadInput(f"unknown cursor {after!r}: give the `next` of the page before") from error
    return read, event_id


def _about(mention: Mention, published_on: date) -> ColumnElement[bool]:
    named = [one for one in (mention.interval, mention.previous) if one is not None]
    if named:
        return EventRow.id.in_(
            select(DateRow.event_id).where(
                DateRow.type == mention.type, or_(*(_near(one) for one in named))
            )
        )
    if mention.status not in {Status.POSTPONED, Status.CANCELLED}:
        return EventRow.precision.is_(None)
    waits = EventRow.status.in_([*_LIVE, mention.status])
    return and_(waits, EventRow.last_on >= _moved(published_on, -_REMEMBERED))


def _near(interval: Interval) -> ColumnElement[bool]:
    """Days that touch those of the interval, a day more on either side for the sake of zones."""
    first, last = _days(interval)
    fine = interval.precision.rank <= Precision.MONTH.rank
    longest = _LONGEST_FINE if fine else _LONGEST
    return and_(
        DateRow.first_on.between(_moved(first, -longest), _moved(last, _ZONES)),
        DateRow.last_on >= _moved(first, -_ZONES),
    )


def _days(interval: Interval) -> tuple[date, date]:
    """The first and last day; the known one twice where a side is open."""
    first, last = interval.first_day, interval.last_day
    low, high = first or last, last or first
    if low is None or high is None:
        raise ValueError(f"an interval has at least one side: {interval!r}")
    return low, high


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min
