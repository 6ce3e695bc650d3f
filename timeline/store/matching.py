"""The filter as SQL; timeline.core.filter.matches is its meaning, and a test compares both."""

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from timeline.core.filter import Filter
from timeline.store import search
from timeline.store.tables import ArticleRow, EventRow, MentionRow, ParticipantRow


def conditions(chosen: Filter) -> list[ColumnElement[bool]]:
    """What a row of `event` must satisfy, one condition a parameter; hidden ones never do."""
    asked: list[ColumnElement[bool]] = [EventRow.hidden.is_(None)]
    if chosen.type:
        asked.append(EventRow.type.in_(chosen.type))
    if chosen.status:
        asked.append(EventRow.status.in_(chosen.status))
    if chosen.deadline is not None:
        asked.append(EventRow.deadline.is_(chosen.deadline))
    if chosen.sure is not None:
        asked.append(EventRow.confidence >= chosen.sure)
    if chosen.q:
        asked.append(search.condition(chosen.q))
    return [*asked, *_participants(chosen), *_sources(chosen), *_days(chosen)]


def _participants(chosen: Filter) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if chosen.country:
        asked.append(ParticipantRow.country.in_(chosen.country))
    if chosen.who:
        asked.append(or_(*(_holds(ParticipantRow.folded, who.casefold()) for who in chosen.who)))
    # Correlated with the event alone: facets join the same tables outside.
    return [
        exists(
            select(1)
            .select_from(ParticipantRow)
            .where(ParticipantRow.event_id == EventRow.id, one)
            .correlate(EventRow)
        )
        for one in asked
    ]


def _sources(chosen: Filter) -> list[ColumnElement[bool]]:
    if not chosen.source:
        return []
    tells = (
        select(MentionRow.event_id)
        .join(ArticleRow, ArticleRow.id == MentionRow.article_id)
        .where(
            ArticleRow.deleted_at.is_(None),
            or_(
                ArticleRow.id.in_(chosen.source),
                ArticleRow.url.in_(chosen.source),
                ArticleRow.title.in_(chosen.source),
                ArticleRow.host.in_([one.casefold() for one in chosen.source]),
            ),
        )
        .correlate(None)
    )
    return [EventRow.id.in_(tells)]


def _days(chosen: Filter) -> list[ColumnElement[bool]]:
    if chosen.since is None and chosen.until is None:
        return []
    asked: list[ColumnElement[bool]] = [EventRow.precision.is_not(None)]
    if chosen.until is not None:
        asked.append(or_(EventRow.first_on.is_(None), EventRow.first_on <= chosen.until))
    if chosen.since is not None:
        asked.append(or_(EventRow.last_on.is_(None), EventRow.last_on >= chosen.since))
    return [and_(*asked)]


def _holds(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    return column.contains(word, autoescape=True)
