"""Events: found by the one filter, and kept with what tells them."""

import base64
import binascii
from collections.abc import Iterable
from datetime import UTC, date, datetime

from sqlalchemy import delete, func, select, tuple_, update

from timeline.core.errors import BadInput, NotFound
from timeline.core.event import Event, Status, Telling
from timeline.core.filter import Filter, searchable
from timeline.core.interval import Interval, sort_key
from timeline.core.timex import Mod
from timeline.store import codec, marks, rendered, search
from timeline.store.candidates import WIDE, days_of
from timeline.store.engine import Session
from timeline.store.facets import Facets, facets
from timeline.store.loading import read_events, read_stored
from timeline.store.matching import conditions
from timeline.store.outbox import move_reminders
from timeline.store.tables import (
    CalendarEntryRow,
    DateRow,
    EditRow,
    EventRow,
    MentionRow,
    ParticipantRow,
    RedirectRow,
    RevisionRow,
)

__all__ = [
    "Facets",
    "absorb",
    "changed_at",
    "count_events",
    "cursor",
    "facets",
    "find_changed",
    "find_events",
    "find_tellings",
    "get_event",
    "get_events",
    "next_up",
    "save_event",
    "version",
]

UNDATED = datetime.max.replace(tzinfo=UTC)
_ORDER = (EventRow.sort_at, EventRow.id)
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


_SPARE = 12
"""How many events more are read than are shown, in case some turn out to be over."""
_PARTS = {Mod.START: 1 / 3, Mod.MID: 2 / 3}
"""How far into a unit "early" and "mid" reach: "early in 2026" is over in May."""


def next_up(session: Session, chosen: Filter, today: date, limit: int = 4) -> list[Event]:
    """The nearest deadline first, then what is planned or expected next; never what is past.

    Ordered by the last day on which it may still come, so that "in 2026" does not stand before the
    day after tomorrow.
    """
    comes = func.coalesce(EventRow.last_on, EventRow.first_on)
    live = [*conditions(chosen), comes >= today]
    query = select(EventRow).order_by(comes, *_ORDER)
    due = query.where(*live, EventRow.deadline.is_(True), EventRow.status.in_(_LIVE)).limit(1)
    rows = list(session.scalars(due).all())[:limit]
    planned = query.where(
        *live,
        EventRow.status.in_([Status.PLANNED, Status.EXPECTED]),
        EventRow.id.not_in([row.id for row in rows]),
    )
    rows += session.scalars(planned.limit(limit + _SPARE)).all()
    events = read_events(session, rows)
    return [one for one in events if not _is_over(one, today)][:limit]


def _is_over(event: Event, today: date) -> bool:
    """True where the part of its year, month or season that an event is told of has gone by."""
    share = _PARTS.get(event.timex.mod) if event.timex and event.timex.mod else None
    if share is None or event.interval is None:
        return False
    first, last = event.interval.first_day, event.interval.last_day
    if first is None or last is None:
        return False
    return today > first + (last - first) * share


def version(session: Session) -> str:
    """A short text that is another one after every change of an article or event."""
    mark = marks.get_mark(session, marks.VERSION)
    return "0" if mark is None else str(mark.number)


def changed_at(session: Session) -> datetime | None:
    """The instant of the last change; None in an empty store."""
    mark = marks.get_mark(session, marks.VERSION)
    return None if mark is None else mark.at


def find_tellings(session: Session, event_id: str) -> list[Telling]:
    """Every mention of the event with its article, in order of publication."""
    return [one.telling for one in read_stored(session, [event_id])]


def get_events(session: Session, event_ids: Iterable[str]) -> dict[str, Event]:
    """The events of those ids that there are, the hidden ones too."""
    query = select(EventRow).where(EventRow.id.in_(sorted(event_ids)))
    return {one.id: one for one in read_events(session, session.scalars(query).all())}


def save_event(
    session: Session,
    event: Event,
    *,
    anybody: bool | None = None,
    told: Iterable[Interval] = (),
) -> None:
    """Keep the event's face and history as they are now. Its mentions are saved apart.

    `anybody` is true where a sentence that tells it names no country for certain; it is then a
    candidate for what names other ones. `told` are all dates that its tellings name, by which it
    is a candidate too.
    """
    row = session.get(EventRow, event.id) or EventRow(id=event.id)
    row.type, row.title, row.status = event.type, event.title, event.status
    written = codec.write_interval(event.interval)
    row.starts, row.ends = written["starts"], written["ends"]
    row.precision, row.approximate = written["precision"], written["approximate"]
    row.deadline, row.confidence, row.place = event.deadline, event.confidence, event.place
    row.outcome, row.timex = event.outcome, codec.write_timex(event.timex)
    row.conflicts, row.confirmed = " ".join(event.conflicts), event.confirmed
    row.hidden = event.hidden
    row.created_at, row.changed_at, row.revision = (
        event.created_at,
        event.changed_at,
        event.revision,
    )
    row.sort_at = _sort_at(event.interval)
    row.first_on = event.due_on or (event.interval.first_day if event.interval else None)
    row.last_on = event.interval.last_day if event.interval else None
    session.add(row)
    session.flush()
    free = not event.countries if anybody is None else anybody
    _save_parts(session, event, anybody=free, told=told)
    search.index(session, event.id, searchable(event))
    rendered.forget(session, event.id)
    marks.set_mark(session, marks.VERSION, event.changed_at)


def absorb(session: Session, kept: str, gone: str) -> None:
    """Move all that tells `gone` to `kept` and send its id there for ever.

    The face of `kept` is the caller's to derive anew. A reminder that both had stays once.
    """
    session.execute(update(MentionRow).where(MentionRow.event_id == gone).values(event_id=kept))
    for points in (RedirectRow, CalendarEntryRow, EditRow):
        session.execute(update(points).where(points.event_id == gone).values(event_id=kept))
    session.add(RedirectRow(id=gone, event_id=kept))
    move_reminders(session, kept, gone)
    session.execute(delete(EventRow).where(EventRow.id == gone))
    rendered.forget(session, kept)  # what was part of `gone` is part of `kept` from now on
    session.flush()


def _save_parts(session: Session, event: Event, *, anybody: bool, told: Iterable[Interval]) -> None:
    for part in (ParticipantRow, DateRow, RevisionRow):
        session.execute(delete(part).where(part.event_id == event.id))
    known = [event.interval, *(side for one in event.history for side in (one.old, one.new))]
    days = {days_of(one) for one in (*known, *told) if isinstance(one, Interval)}
    session.add_all(
        DateRow(
            event_id=event.id,
            first_on=first,
            last_on=last,
            type=event.type,
            wide=last - first > WIDE,
            anybody=anybody,
        )
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
