"""What each subscriber was told of each event, and knows since."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from timeline.core.changes import Known, told_status
from timeline.core.reminder import Kind
from timeline.store.engine import Session
from timeline.store.tables import OutboxRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a subscriber was told of an event last: of which day, and when.

    `known` is what is believed since, None where nothing left yet. `waiting` is a change that has
    not left, as its kind and day. `turn` is the next number for a change.
    """

    day: date
    at: datetime
    known: Known | None
    waiting: tuple[Kind, date] | None
    turn: int


def find_told(session: Session, subscriber_id: str) -> dict[str, Told]:
    """What the subscriber was told of each event last, by the event's id."""
    query = (
        select(OutboxRow)
        .where(OutboxRow.subscriber_id == subscriber_id)
        .order_by(OutboxRow.queued_at, OutboxRow.id)
    )
    found: dict[str, Told] = {}
    for row in session.scalars(query):
        before = found.get(row.event_id)
        known, turn = (before.known, before.turn) if before else (None, 0)
        is_waiting = row.kind.is_change and row.next_at is not None
        if not is_waiting:
            known = Known(day=row.due_on, status=told_status(row.kind))
        found[row.event_id] = Told(
            day=row.due_on,
            at=row.queued_at,
            known=known,
            waiting=(row.kind, row.due_on) if is_waiting else None,
            turn=max(turn, row.turn + 1) if row.kind.is_change else turn,
        )
    return found


def first_queued_at(session: Session, subscriber_id: str) -> datetime | None:
    """The instant at which something was first queued for the subscriber."""
    query = select(OutboxRow.queued_at).where(OutboxRow.subscriber_id == subscriber_id)
    return session.scalar(query.order_by(OutboxRow.queued_at).limit(1))
