"""Who wants mail: kept, confirmed, paused when mails bounce, and forgotten."""

from datetime import datetime
from urllib.parse import parse_qs, urlencode

from sqlalchemy import delete, select

from timeline.core.errors import NotFound
from timeline.core.filter import Filter, from_params, to_params
from timeline.core.reminder import Subscriber, Topic
from timeline.store.engine import Session
from timeline.store.tables import OutboxRow, SubscriberRow

MOST_BOUNCES = 3
"""Mails refused for good, one after the other, after which nothing more is sent."""


def save_subscriber(session: Session, subscriber: Subscriber) -> None:
    """Keep the subscriber as it is now."""
    row = session.get(SubscriberRow, subscriber.id) or SubscriberRow(id=subscriber.id, bounces=0)
    row.address, row.filter = subscriber.address, urlencode(to_params(subscriber.filter))
    row.folded = subscriber.address.casefold()
    row.leads, row.zone, row.hour = list(subscriber.leads), subscriber.zone, subscriber.hour
    row.quiet_from, row.quiet_to = subscriber.quiet or (None, None)
    row.topics, row.rhythm = [str(one) for one in subscriber.topics], subscriber.rhythm
    row.language = subscriber.language
    row.created_at, row.confirmed_at = subscriber.created_at, subscriber.confirmed_at
    row.digested_at = subscriber.digested_at
    session.add(row)
    session.flush()


def get_subscriber(session: Session, subscriber_id: str) -> Subscriber:
    """The subscriber of that id; raises NotFound."""
    return read_subscriber(_row(session, subscriber_id))


def find_by_address(session: Session, address: str) -> list[Subscriber]:
    """Every subscription of the address, written in whatever case, the oldest first."""
    query = (
        select(SubscriberRow)
        .where(SubscriberRow.folded == address.casefold())
        .order_by(SubscriberRow.created_at, SubscriberRow.id)
    )
    return [read_subscriber(row) for row in session.scalars(query)]


def find_confirmed(session: Session) -> list[Subscriber]:
    """Everybody who may be sent reminders and whose mails arrive, the oldest first."""
    query = (
        select(SubscriberRow)
        .where(SubscriberRow.confirmed_at.is_not(None), SubscriberRow.bounces < MOST_BOUNCES)
        .order_by(SubscriberRow.created_at, SubscriberRow.id)
    )
    return [read_subscriber(row) for row in session.scalars(query)]


def count_subscribers(session: Session) -> tuple[int, int, int]:
    """How many get mails, how many have not confirmed, and to how many mails bounced."""
    query = select(SubscriberRow.confirmed_at, SubscriberRow.bounces)
    rows = session.execute(query).all()
    bounced = sum(bounces >= MOST_BOUNCES for _, bounces in rows)
    waiting = sum(at is None for at, bounces in rows if bounces < MOST_BOUNCES)
    return len(rows) - bounced - waiting, waiting, bounced


def confirm(session: Session, subscriber_id: str, at: datetime) -> Subscriber:
    """The subscriber, confirmed; the first confirmation counts. Raises NotFound.

    Whoever follows the link gets its mails again, also after some that bounced.
    """
    row = _row(session, subscriber_id)
    row.confirmed_at, row.bounces = row.confirmed_at or at, 0
    session.flush()
    return read_subscriber(row)


def count_bounce(session: Session, subscriber_id: str, *, arrived: bool) -> bool:
    """Count a mail that was refused for good, or that one arrived; True where it is one too many.

    Nothing more is sent to the subscriber then.
    """
    row = session.get(SubscriberRow, subscriber_id)
    if row is None:
        return False
    row.bounces = 0 if arrived else row.bounces + 1
    session.flush()
    return row.bounces >= MOST_BOUNCES


def mark_digested(session: Session, subscriber_id: str, at: datetime) -> None:
    """Record the instant of the digest that was made."""
    row = session.get(SubscriberRow, subscriber_id)
    if row is not None:
        row.digested_at = at
        session.flush()


def delete_subscriber(session: Session, subscriber_id: str) -> bool:
    """Forget the subscriber and all that was or was to be sent; False where there was none."""
    row = session.get(SubscriberRow, subscriber_id)
    if row is None:
        return False
    session.execute(delete(OutboxRow).where(OutboxRow.subscriber_id == subscriber_id))
    session.delete(row)
    session.flush()
    return True


def read_subscriber(row: SubscriberRow) -> Subscriber:
    """The subscriber that a row keeps."""
    quiet = (
        None if row.quiet_from is None or row.quiet_to is None else (row.quiet_from, row.quiet_to)
    )
    return Subscriber(
        id=row.id,
        address=row.address,
        filter=_filter(row.filter),
        leads=tuple(row.leads),
        zone=row.zone,
        hour=row.hour,
        quiet=quiet,
        topics=tuple(Topic(one) for one in row.topics),
        rhythm=row.rhythm,
        language=row.language,
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
        digested_at=row.digested_at,
    )


def _row(session: Session, subscriber_id: str) -> SubscriberRow:
    row = session.get(SubscriberRow, subscriber_id)
    if row is None:
        raise NotFound("this subscription does not exist any more")
    return row


def _filter(written: str) -> Filter:
    return from_params(parse_qs(written)).filter
