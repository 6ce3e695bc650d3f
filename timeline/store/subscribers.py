"""Who wants mail, and the outbox: what must go out, what is on its way, what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from timeline.core.errors import NotFound
from timeline.core.filter import Filter, from_params, to_params
from timeline.core.reminder import Reminder, Subscriber
from timeline.store.engine import Session
from timeline.store.events import get_event
from timeline.store.ids import new_id
from timeline.store.tables import OutboxRow, SubscriberRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxMail:
    """A reminder in the outbox. `id` stays the same at every attempt and makes its Message-ID.

    `next_at` is the instant of the next attempt, None once nothing more will be tried.
    """

    id: str
    reminder: Reminder
    queued_at: datetime
    next_at: datetime | None
    attempts: int
    sent_at: datetime | None
    failed_at: datetime | None
    error: str | None


def save_subscriber(session: Session, subscriber: Subscriber) -> None:
    """Keep the subscriber as it is now."""
    row = session.get(SubscriberRow, subscriber.id) or SubscriberRow(id=subscriber.id)
    row.address, row.filter = subscriber.address, urlencode(to_params(subscriber.filter))
    row.folded = subscriber.address.casefold()
    row.leads, row.zone, row.hour = list(subscriber.leads), subscriber.zone, subscriber.hour
    row.created_at, row.confirmed_at = subscriber.created_at, subscriber.confirmed_at
    session.add(row)
    session.flush()


def get_subscriber(session: Session, subscriber_id: str) -> Subscriber:
    """The subscriber of that id; raises NotFound."""
    row = session.get(SubscriberRow, subscriber_id)
    if row is None:
        raise NotFound("this subscription does not exist any more")
    return _subscriber(row)


def find_by_address(session: Session, address: str) -> list[Subscriber]:
    """Every subscription of the address, written in whatever case, the oldest first."""
    query = (
        select(SubscriberRow)
        .where(SubscriberRow.folded == address.casefold())
        .order_by(SubscriberRow.created_at, SubscriberRow.id)
    )
    return [_subscriber(row) for row in session.scalars(query)]


def find_confirmed(session: Session) -> list[Subscriber]:
    """Everybody who may be sent reminders, the oldest first."""
    query = (
        select(SubscriberRow)
        .where(SubscriberRow.confirmed_at.is_not(None))
        .order_by(SubscriberRow.created_at, SubscriberRow.id)
    )
    return [_subscriber(row) for row in session.scalars(query)]


def confirm(session: Session, subscriber_id: str, at: datetime) -> Subscriber:
    """The subscriber, confirmed; the first confirmation counts. Raises NotFound."""
    row = session.get(SubscriberRow, subscriber_id)
    if row is None:
        raise NotFound("this subscription does not exist any more")
    if row.confirmed_at is None:
        row.confirmed_at = at
        session.flush()
    return _subscriber(row)


def delete_subscriber(session: Session, subscriber_id: str) -> bool:
    """Forget the subscriber and all that was to be sent; False where there was none."""
    row = session.get(SubscriberRow, subscriber_id)
    if row is None:
        return False
    session.execute(delete(OutboxRow).where(OutboxRow.subscriber_id == subscriber_id))
    session.delete(row)
    session.flush()
    return True


def put_reminder(
    session: Session, reminder: Reminder, now: datetime, *, ids: Callable[[], str] = new_id
) -> bool:
    """Queue the reminder; False where the same one (`Reminder.key`) is queued or was sent."""
    row = OutboxRow(
        id=ids(),
        event_id=reminder.event.id,
        subscriber_id=reminder.subscriber.id,
        lead=reminder.lead,
        due_on=reminder.due_on,
        due_at=reminder.due_at,
        queued_at=now,
        next_at=now,
        attempts=0,
    )
    if is_queued(session, reminder):
        return False
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def claim_mail(session: Session, now: datetime, lease: timedelta) -> OutboxMail | None:
    """The next mail that may go out, claimed until `now + lease`; None where there is none.

    Whoever sends must commit the claim first. A claim that a crash left behind runs out and the
    mail is found again: it goes out at least once, with the same id.
    """
    free = or_(OutboxRow.claimed_until.is_(None), OutboxRow.claimed_until <= now)
    waiting = (
        select(OutboxRow.id)
        .where(OutboxRow.next_at <= now, free)
        .order_by(OutboxRow.next_at, OutboxRow.id)
        .limit(1)
    )
    candidate = session.scalar(waiting)
    if candidate is None:
        return None
    # Two processes may have seen the same row: only one of them changes it while it is free.
    claimed = session.scalar(
        update(OutboxRow)
        .where(OutboxRow.id == candidate, OutboxRow.next_at <= now, free)
        .values(claimed_until=now + lease, attempts=OutboxRow.attempts + 1)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    if claimed is None:
        return None
    return _mail(session, session.get_one(OutboxRow, claimed, populate_existing=True))


def mark_sent(session: Session, mail_id: str, at: datetime) -> None:
    """Record that the mail left."""
    row = session.get_one(OutboxRow, mail_id)
    row.sent_at, row.next_at, row.claimed_until, row.error = at, None, None, None
    session.flush()


def mark_failed(
    session: Session, mail_id: str, at: datetime, error: str, *, retry_at: datetime | None
) -> None:
    """Record why the mail did not leave; it is tried again at `retry_at`, never where None."""
    row = session.get_one(OutboxRow, mail_id)
    row.failed_at, row.error, row.next_at, row.claimed_until = at, error, retry_at, None
    session.flush()


def find_mails(session: Session, limit: int = 50) -> list[OutboxMail]:
    """What is in the outbox, the last queued first."""
    query = select(OutboxRow).order_by(OutboxRow.queued_at.desc(), OutboxRow.id.desc()).limit(limit)
    return [_mail(session, row) for row in session.scalars(query).all()]


def is_queued(session: Session, reminder: Reminder) -> bool:
    """True where the same reminder waits in the outbox, was sent, or was given up."""
    event_id, subscriber_id, lead, due_on = reminder.key
    query = select(OutboxRow.id).where(
        OutboxRow.event_id == event_id,
        OutboxRow.subscriber_id == subscriber_id,
        OutboxRow.lead == lead,
        OutboxRow.due_on == due_on,
    )
    return session.scalar(query) is not None


def _subscriber(row: SubscriberRow) -> Subscriber:
    return Subscriber(
        id=row.id,
        address=row.address,
        filter=_filter(row.filter),
        leads=tuple(row.leads),
        zone=row.zone,
        hour=row.hour,
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
    )


def _filter(written: str) -> Filter:
    return from_params(parse_qs(written)).filter


def _mail(session: Session, row: OutboxRow) -> OutboxMail:
    return OutboxMail(
        id=row.id,
        reminder=Reminder(
            event=get_event(session, row.event_id),
            subscriber=get_subscriber(session, row.subscriber_id),
            lead=row.lead,
            due_on=row.due_on,
            due_at=row.due_at,
        ),
        queued_at=row.queued_at,
        next_at=row.next_at,
        attempts=row.attempts,
        sent_at=row.sent_at,
        failed_at=row.failed_at,
        error=row.error,
    )
