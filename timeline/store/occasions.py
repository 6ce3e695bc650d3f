"""Events that are part of another one, found among those that the same articles tell."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from timeline.core.occasions import OCCASIONS, WITHIN, Placed, occasion_of
from timeline.store.engine import Session
from timeline.store.tables import ArticleRow, EventRow, MentionRow


def find_occasions(session: Session, event_ids: Iterable[str]) -> dict[str, str]:
    """The visit, summit or meeting during which each of these events takes place, by id.

    Events without one are left out, and hidden ones are no occasion.
    """
    part, occasion = aliased(EventRow), aliased(EventRow)
    pairs = _beside(session, part, occasion, part.id.in_(sorted(set(event_ids))))
    beside: defaultdict[Placed, list[Placed]] = defaultdict(list)
    for one, other in pairs:
        beside[one].append(other)
    found = ((one.id, occasion_of(one, others)) for one, others in beside.items())
    return {event_id: occasion_id for event_id, occasion_id in found if occasion_id}


def find_parts(session: Session, event_id: str) -> list[str]:
    """The events that take place during this one, by id; hidden ones are left out."""
    part, occasion = aliased(EventRow), aliased(EventRow)
    pairs = _beside(session, part, occasion, occasion.id == event_id, part.hidden.is_(None))
    found = find_occasions(session, (one.id for one, _ in pairs))
    return sorted(one for one, occasion_id in found.items() if occasion_id == event_id)


def _beside(
    session: Session, part: Any, occasion: Any, *which: ColumnElement[bool]
) -> list[tuple[Placed, Placed]]:
    """Pairs of what may be a part and its occasion, which one article tells both."""
    told, other = aliased(MentionRow), aliased(MentionRow)
    query = (
        select(*_columns(part), *_columns(occasion))
        .join(told, told.event_id == part.id)
        .join(ArticleRow, ArticleRow.id == told.article_id)
        .join(other, other.article_id == told.article_id)
        .join(occasion, occasion.id == other.event_id)
        .where(
            part.type.in_(WITHIN),
            occasion.type.in_(OCCASIONS),
            occasion.hidden.is_(None),
            ArticleRow.deleted_at.is_(None),
            *which,
        )
        .distinct()
    )
    half = len(_columns(part))
    return [(_placed(row[:half]), _placed(row[half:])) for row in session.execute(query)]


def _columns(row: Any) -> tuple[Any, ...]:
    return row.id, row.type, row.deadline, row.precision, row.first_on, row.last_on


def _placed(values: Iterable[Any]) -> Placed:
    event_id, kind, deadline, precision, first, last = values
    return Placed(
        id=event_id, type=kind, deadline=deadline, precision=precision, first=first, last=last
    )
