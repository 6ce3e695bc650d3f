"""How much the store holds, for whoever watches over the service."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from timeline.core.filter import Filter
from timeline.store import articles, events, marks
from timeline.store.engine import Session
from timeline.store.tables import OutboxRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Numbers of one moment, the same whichever process asks.

    `waiting` reminders have not left, the `due` ones of them should have by now, the `late` ones
    long ago. `beat_at` is when the scheduler last ran, None where it never did.
    """

    articles: int
    events: int
    waiting: int
    due: int
    late: int
    sent: int
    given_up: int
    beat_at: datetime | None


def count(session: Session, now: datetime, *, late: timedelta) -> Counts:
    """The counts; a reminder is late that is `late` behind the instant at which it was due."""
    waits, is_sent = OutboxRow.next_at.is_not(None), OutboxRow.sent_at.is_not(None)
    numbers = session.execute(
        select(
            func.count().filter(waits),
            func.count().filter(waits, OutboxRow.due_at <= now),
            func.count().filter(waits, OutboxRow.due_at <= now - late),
            func.count().filter(is_sent),
            func.count().filter(~waits, ~is_sent),
        ).select_from(OutboxRow)
    ).one()
    beat = marks.get_mark(session, marks.BEAT)
    waiting, due, behind, sent, given_up = numbers
    return Counts(
        articles=articles.count_articles(session),
        events=events.count_events(session, Filter()),
        waiting=waiting,
        due=due,
        late=behind,
        sent=sent,
        given_up=given_up,
        beat_at=None if beat is None else beat.at,
    )
