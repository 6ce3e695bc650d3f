"""The iCalendar text of events, kept from one feed to the next, and read without the events."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from timeline.core.component import Rendered
from timeline.core.event import Event
from timeline.core.filter import Filter
from timeline.core.precision import Precision
from timeline.store.engine import Session
from timeline.store.loading import read_events
from timeline.store.matching import conditions
from timeline.store.tables import EventRow, MentionRow, RenderedRow

_CHUNK = 500
_MINE, _THEIRS = aliased(MentionRow), aliased(MentionRow)  # made once: that costs more than asking
_VAGUE = [one for one in Precision if one.rank >= Precision.YEAR.rank]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Which text of an event: `made` is the same for texts that are made alike."""

    made: str
    rich: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a feed would hold: another one after every change of its events.

    `octets` is the size of the texts that are kept; `kept` counts them.
    """

    events: int
    kept: int
    octets: int
    revisions: int
    changed_at: datetime | None


def measure(session: Session, chosen: Filter, form: Form) -> Measure:
    """The measure of the filter's feed, in one query and without its text."""
    query = (
        select(
            func.count(EventRow.id),
            func.count(RenderedRow.event_id),
            func.coalesce(func.sum(RenderedRow.octets), 0),
            func.coalesce(func.sum(EventRow.revision), 0),
            func.max(EventRow.changed_at),
        )
        .select_from(EventRow)
        .outerjoin(RenderedRow, _kept(form))
        .where(*conditions(chosen))
    )
    events, kept, octets, revisions, changed_at = session.execute(query).one()
    return Measure(
        events=events, kept=kept, octets=octets, revisions=revisions, changed_at=changed_at
    )


def find_missing(
    session: Session, chosen: Filter, form: Form, *, limit: int, after: str = ""
) -> list[Event]:
    """Events of the filter whose text is not kept as it is now, by id, from behind `after` on."""
    query = (
        select(EventRow)
        .outerjoin(RenderedRow, _kept(form))
        .where(*conditions(chosen), RenderedRow.event_id.is_(None), EventRow.id > after)
        .order_by(EventRow.id)
        .limit(limit)
    )
    return read_events(session, session.scalars(query).all())


def forget(session: Session, event_id: str) -> None:
    """Delete the texts of the event and of those told beside it, whose occasion it may be."""
    beside = (
        select(_THEIRS.event_id)
        .join(_MINE, _MINE.article_id == _THEIRS.article_id)
        .where(_MINE.event_id == event_id)
    )
    session.execute(
        delete(RenderedRow)
        .where(or_(RenderedRow.event_id == event_id, RenderedRow.event_id.in_(beside)))
        .execution_options(synchronize_session=False)
    )


def save_rendered(session: Session, form: Form, made: Iterable[tuple[Event, Rendered]]) -> None:
    """Keep the texts of the events, in the place of earlier ones; an event that went has none."""
    given = {event.id: (event, text) for event, text in made}
    present = set(session.scalars(select(EventRow.id).where(EventRow.id.in_(given))))
    ours = (RenderedRow.event_id.in_(given), RenderedRow.rich.is_(form.rich))
    session.execute(delete(RenderedRow).where(*ours))
    rows = [
        {
            "event_id": event_id,
            "rich": form.rich,
            "form": form.made,
            "changed_at": event.changed_at,
            "revision": event.revision,
            "octets": text.octets,
            "vague": text.vague,
            "vevent": text.vevent,
            "vtodo": text.vtodo,
        }
        for event_id, (event, text) in given.items()
        if event_id in present
    ]
    if rows:
        session.execute(insert(RenderedRow), rows)


def stream_rendered(
    session: Session, chosen: Filter, form: Form, *, limit: int | None = None, offset: int = 0
) -> Iterator[Rendered | Event]:
    """The texts of the filter's events, in their order, a few at a time.

    An event whose text is not kept as it is now comes itself.
    """
    query = (
        select(EventRow.id, RenderedRow.vevent, RenderedRow.vtodo, RenderedRow.vague)
        .outerjoin(RenderedRow, _kept(form))
        .where(*conditions(chosen))
        .order_by(EventRow.sort_at, EventRow.id)
        .limit(limit)
        .offset(offset)
    )
    rows: Iterable[Any] = session.execute(query.execution_options(yield_per=_CHUNK))
    for event_id, vevent, vtodo, vague in rows:  # the outer join leaves the last three empty
        if vevent is not None:
            yield Rendered(vevent=vevent, vtodo=vtodo, vague=vague)
        elif found := session.get(EventRow, event_id):
            yield from read_events(session, [found])


def count_vague(session: Session, chosen: Filter) -> int:
    """How many of the filter's events a calendar shows only on request: known to the year alone."""
    query = select(func.count(EventRow.id)).where(
        *conditions(chosen),
        EventRow.precision.in_(_VAGUE),
        EventRow.deadline.is_(False),
        EventRow.first_on.is_not(None),
    )
    return session.scalar(query) or 0


def find_days(session: Session, chosen: Filter) -> list[date]:
    """The day by which each of the filter's events is ordered, in their order."""
    query = select(EventRow.sort_at).where(*conditions(chosen))
    return [one.date() for one in session.scalars(query.order_by(EventRow.sort_at, EventRow.id))]


def _kept(form: Form) -> ColumnElement[bool]:
    return and_(
        RenderedRow.event_id == EventRow.id,
        RenderedRow.rich.is_(form.rich),
        RenderedRow.form == form.made,
        RenderedRow.changed_at == EventRow.changed_at,
        RenderedRow.revision == EventRow.revision,
    )
