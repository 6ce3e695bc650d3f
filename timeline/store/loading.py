"""Rows to events: the parts of many events are read together, a few queries for any number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from timeline.core.event import Event, Evidence, Mention, Participant, Revision, Source, Telling
from timeline.core.interval import Interval
from timeline.store import codec
from timeline.store.engine import Session
from timeline.store.tables import ArticleRow, EventRow, MentionRow, ParticipantRow, RevisionRow

_CHUNK = 500  # ids a query, well under what either database takes as parameters
_ARTICLE = (
    ArticleRow.id,
    ArticleRow.title,
    ArticleRow.url,
    ArticleRow.published,
    ArticleRow.anchor_source,
    ArticleRow.digest,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A telling as it is kept: its place among the article's mentions, its event, who put it there.

    `pinned` is true where a person did.
    """

    telling: Telling
    event: str
    position: int
    pinned: bool


def read_events(session: Session, rows: Sequence[EventRow]) -> list[Event]:
    """The events of the rows, in their order, with participants, sources and history."""
    events: list[Event] = []
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        ids = [row.id for row in chunk]
        who, history = _participants(session, ids), _history(session, ids)
        sources = _sources(session, ids)
        events += [
            _event(row, tuple(who[row.id]), sources[row.id], tuple(history[row.id]))
            for row in chunk
        ]
    return events


def read_stored(session: Session, event_ids: Iterable[str]) -> list[Stored]:
    """Every telling of the events, in order of publication."""
    ids, found = sorted(set(event_ids)), []
    for start in range(0, len(ids), _CHUNK):
        query = (
            select(MentionRow, ArticleRow.topic, *_ARTICLE)
            .join(ArticleRow, ArticleRow.id == MentionRow.article_id)
            .where(
                MentionRow.event_id.in_(ids[start : start + _CHUNK]),
                ArticleRow.deleted_at.is_(None),
            )
        )
        found += [_stored(row, topic, article) for row, topic, *article in session.execute(query)]
    return sorted(found, key=lambda one: one.telling.order)


def _stored(row: MentionRow, topic: list[str], article: Sequence[Any]) -> Stored:
    mention = read_mention(row)
    telling = Telling(
        mention=mention,
        source=_source(article, mention.evidence, row.timex),
        digest=str(article[-1]),
        topic=frozenset(topic),
    )
    return Stored(telling=telling, event=row.event_id, position=row.position, pinned=row.pinned)


def read_mention(row: MentionRow) -> Mention:
    """The mention of a row."""
    return Mention(
        type=row.type,
        title=row.title,
        interval=_interval(row),
        deadline=row.deadline,
        status=row.status,
        evidence=Evidence(quote=row.quote, start=row.quote_start, end=row.quote_end),
        confidence=row.confidence,
        participants=codec.read_participants(row.participants),
        place=row.place,
        timex=codec.read_timex(row.timex),
        previous=codec.interval_of(row.previous),
        change=row.change,
    )


def _event(
    row: EventRow,
    participants: tuple[Participant, ...],
    sources: tuple[Source, ...],
    history: tuple[Revision, ...],
) -> Event:
    return Event(
        id=row.id,
        type=row.type,
        title=row.title,
        interval=_interval(row),
        deadline=row.deadline,
        status=row.status,
        confidence=row.confidence,
        created_at=row.created_at,
        changed_at=row.changed_at,
        revision=row.revision,
        participants=participants,
        place=row.place,
        timex=codec.read_timex(row.timex),
        outcome=row.outcome,
        sources=sources,
        history=history,
        conflicts=tuple(row.conflicts.split()),
        confirmed=row.confirmed,
        hidden=row.hidden,
    )


def _interval(row: EventRow | MentionRow) -> Interval | None:
    return codec.read_interval(
        starts=row.starts,
        ends=row.ends,
        precision=row.precision,
        approximate=row.approximate,
    )


def _participants(session: Session, ids: list[str]) -> defaultdict[str, list[Participant]]:
    query = (
        select(
            ParticipantRow.event_id,
            ParticipantRow.name,
            ParticipantRow.country,
            ParticipantRow.role,
        )
        .where(ParticipantRow.event_id.in_(ids))
        .order_by(ParticipantRow.event_id, ParticipantRow.position)
    )
    found: defaultdict[str, list[Participant]] = defaultdict(list)
    for event_id, name, country, role in session.execute(query):
        found[event_id].append(Participant(name=name, country=country, role=role))
    return found


def _history(session: Session, ids: list[str]) -> defaultdict[str, list[Revision]]:
    query = (
        select(RevisionRow)
        .where(RevisionRow.event_id.in_(ids))
        .order_by(RevisionRow.event_id, RevisionRow.position)
    )
    found: defaultdict[str, list[Revision]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.event_id].append(
            Revision(
                at=row.at,
                by=row.by,
                what=row.what,
                old=codec.read_change(row.old),
                new=codec.read_change(row.new),
                evidence=row.evidence,
            )
        )
    return found


def _sources(session: Session, ids: list[str]) -> dict[str, tuple[Source, ...]]:
    """One source for each article: its surest mention, the first of equals (as in merge.face)."""
    query = (
        select(
            MentionRow.event_id,
            MentionRow.quote,
            MentionRow.quote_start,
            MentionRow.quote_end,
            MentionRow.timex,
            *_ARTICLE,
        )
        .join(ArticleRow, ArticleRow.id == MentionRow.article_id)
        .where(MentionRow.event_id.in_(ids), ArticleRow.deleted_at.is_(None))
        .order_by(MentionRow.confidence.desc(), MentionRow.quote_start, MentionRow.position)
    )
    found: dict[str, dict[str, tuple[str, Source]]] = {event_id: {} for event_id in ids}
    for event_id, quote, start, end, timex, *article in session.execute(query):
        source = _source(article, Evidence(quote=quote, start=start, end=end), timex)
        found[event_id].setdefault(source.article, (article[-1], source))
    return {event_id: _in_order(one.values()) for event_id, one in found.items()}


def _in_order(told: Iterable[tuple[str, Source]]) -> tuple[Source, ...]:
    ordered = sorted(told, key=lambda one: (one[1].anchor.instant, one[0]))
    return tuple(source for _digest, source in ordered)


def _source(article: Sequence[Any], evidence: Evidence, timex: codec.Json | None) -> Source:
    article_id, title, url, published, anchor_source, _digest = article
    return Source(
        article=article_id,
        title=title,
        url=url,
        anchor=codec.read_anchor(published, anchor_source),
        evidence=evidence,
        timex=codec.read_timex(timex),
    )
