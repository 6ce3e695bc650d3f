"""Where events stand in time and what tells them apart: enough to count any number of them."""

import base64
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import String, or_, select, type_coerce

from timeline.core.event import Event
from timeline.core.filter import Filter
from timeline.store.engine import Session
from timeline.store.loading import read_events
from timeline.store.matching import conditions
from timeline.store.tables import ArticleRow, EventRow, MentionRow, ParticipantRow

_CHUNK = 500  # ids a query


class Span(NamedTuple):
    """An event with a date, in civil days; type and status are words of EventType and Status.

    `first` is None where the start is open, `last` where the end is; never both. A deadline has its
    last admissible day twice.
    """

    id: str
    type: str
    status: str
    deadline: bool
    first: date | None
    last: date | None


def find_spans(session: Session, chosen: Filter) -> list[Span]:
    """The events with a date that match, by start, then id."""
    query = (
        select(
            EventRow.id,
            type_coerce(EventRow.type, String),  # 50,000 words are read faster than members
            type_coerce(EventRow.status, String),
            EventRow.deadline,
            EventRow.first_on,
            EventRow.last_on,
        )
        .where(
            *conditions(chosen), or_(EventRow.first_on.is_not(None), EventRow.last_on.is_not(None))
        )
        .order_by(EventRow.sort_at, EventRow.id)
    )
    return [Span(*row) for row in session.execute(query)]


def cursor_at(day: date) -> str:
    """What `find_events` takes for `after` to go on with the events that begin on that day."""
    place = f"{day.isoformat()}T00:00:00+00:00 !"
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def first_countries(session: Session) -> dict[str, str]:
    """The first country of each event that has one."""
    query = (
        select(ParticipantRow.event_id, ParticipantRow.country)
        .where(ParticipantRow.country.is_not(None))
        .order_by(ParticipantRow.event_id, ParticipantRow.position.desc())
    )
    return {event: country for event, country in session.execute(query) if country}


def first_names(session: Session) -> dict[str, str]:
    """The first participant's name of each event that has one."""
    query = select(ParticipantRow.event_id, ParticipantRow.name).where(ParticipantRow.position == 0)
    return {row[0]: row[1] for row in session.execute(query)}


def newest_hosts(session: Session) -> dict[str, str]:
    """The site of each event's newest article; empty where that has no address."""
    query = (
        select(MentionRow.event_id, ArticleRow.host)
        .join(ArticleRow, ArticleRow.id == MentionRow.article_id)
        .order_by(ArticleRow.published, ArticleRow.digest)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def read_spans(session: Session, ids: Iterable[str]) -> list[Event]:
    """The events of these ids, by start, then id."""
    asked = list(ids)
    rows: list[EventRow] = []
    for start in range(0, len(asked), _CHUNK):
        query = select(EventRow).where(EventRow.id.in_(asked[start : start + _CHUNK]))
        rows += session.scalars(query).all()
    return read_events(session, sorted(rows, key=lambda row: (row.sort_at, row.id)))
