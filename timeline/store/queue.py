"""What needs a person's eyes: what is unsure, what contradicts itself, what stands on a guess."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from timeline.core.article import AnchorSource
from timeline.core.event import Event
from timeline.store import articles
from timeline.store.articles import ArticleLine
from timeline.store.engine import Session
from timeline.store.loading import read_events
from timeline.store.tables import ArticleRow, EventRow

UNSURE = 0.5
"""An event below this confidence is listed until a person confirms or rejects it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What needs eyes, of each kind the first ones, with how many there are in all.

    `conflicts` are events in which articles contradict each other or a person, `unsure` those that
    are read with little confidence, `assumed` articles whose publication date is a guess.
    """

    conflicts: tuple[Event, ...]
    unsure: tuple[Event, ...]
    assumed: tuple[ArticleLine, ...]
    totals: tuple[int, int, int]


def find_queue(session: Session, *, limit: int = 50) -> Queue:
    """The queue, up to `limit` of each kind: events by their date, articles the newest first."""
    shown = EventRow.hidden.is_(None)
    disputed = [shown, EventRow.conflicts != ""]
    doubtful = [
        shown,
        EventRow.conflicts == "",
        EventRow.confirmed.is_(False),
        EventRow.confidence < UNSURE,
    ]
    guessed = [ArticleRow.anchor_source == AnchorSource.ASSUMED, ArticleRow.deleted_at.is_(None)]
    assumed = articles.find_articles(session, limit=limit, assumed=True)
    counted = [
        session.scalar(select(func.count()).select_from(table).where(*asked)) or 0
        for table, asked in ((EventRow, disputed), (EventRow, doubtful), (ArticleRow, guessed))
    ]
    return Queue(
        conflicts=_events(session, disputed, limit),
        unsure=_events(session, doubtful, limit),
        assumed=tuple(assumed),
        totals=(counted[0], counted[1], counted[2]),
    )


def _events(
    session: Session, asked: Sequence[ColumnElement[bool]], limit: int
) -> tuple[Event, ...]:
    query = select(EventRow).where(*asked).order_by(EventRow.sort_at.desc(), EventRow.id)
    return tuple(read_events(session, session.scalars(query.limit(limit)).all()))
