"""How many events there are for each value that a filter can ask for."""

from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import Select, func, select

from timeline.core.event import EventType, Status
from timeline.core.filter import Filter
from timeline.store.engine import Session
from timeline.store.matching import conditions
from timeline.store.tables import ArticleRow, EventRow, MentionRow, ParticipantRow

MOST = 50  # names and sources beyond the most frequent ones are found by words
_Value = TypeVar("_Value", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Values with their number of events, the most frequent first, equals by name.

    Each parameter is counted without its own choice, so that a person sees what else to choose.
    """

    types: tuple[tuple[EventType, int], ...]
    countries: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[Status, int], ...]
    sources: tuple[tuple[str, int], ...]
    who: tuple[tuple[str, int], ...]


def facets(session: Session, chosen: Filter) -> Facets:
    """The counts beside the chosen filter."""
    number = func.count(func.distinct(EventRow.id))
    types = select(EventRow.type, number).where(*conditions(replace(chosen, type=())))
    statuses = select(EventRow.status, number).where(*conditions(replace(chosen, status=())))
    country = func.coalesce(ParticipantRow.country, "")
    countries = (
        select(country, number)
        .join(EventRow, EventRow.id == ParticipantRow.event_id)
        .where(ParticipantRow.country.is_not(None), *conditions(replace(chosen, country=())))
    )
    names = (
        select(ParticipantRow.name, number)
        .join(EventRow, EventRow.id == ParticipantRow.event_id)
        .where(*conditions(replace(chosen, who=())))
    )
    hosts = (
        select(ArticleRow.host, number)
        .join(MentionRow, MentionRow.article_id == ArticleRow.id)
        .join(EventRow, EventRow.id == MentionRow.event_id)
        .where(ArticleRow.host != "", *conditions(replace(chosen, source=())))
    )
    return Facets(
        types=_counted(session, types.group_by(EventRow.type)),
        countries=_counted(session, countries.group_by(country)),
        statuses=_counted(session, statuses.group_by(EventRow.status)),
        sources=_counted(session, hosts.group_by(ArticleRow.host))[:MOST],
        who=_counted(session, names.group_by(ParticipantRow.name))[:MOST],
    )


def _counted(session: Session, query: Select[_Value, int]) -> tuple[tuple[_Value, int], ...]:
    rows = [(row[0], row[1]) for row in session.execute(query)]
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))
