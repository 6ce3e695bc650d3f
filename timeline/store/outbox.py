"""The outbox: what must go out, what is on its way, what became of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from timeline.core.reminder import Reminder, Subscriber
from timeline.store.engine import Session
from timeline.store.ids import new_id
from timeline.store.loading import read_events
from timeline.store.subscribers import read_subscriber
from timeline.store.tables import EventRow, OutboxRow, SubscriberRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxMail:
    """A mail in the outbox: one reminder, or several of one subscriber that go out together.

    `id` stays the same at every attempt and makes the Message-ID. `rows` are the ids of the
    reminders, in their order. `next_at` is the instant of the next attempt, None once nothing more
    will be tried.
    """

    id: str
    reminders: tuple[Reminder, ...]
    rows: tuple[str, ...]
    queued_at: datetime
    next_at: datetime | None
    attempts: int
    sent_at: datetime | None
    failed_at: datetime | None
    error: str | None

    @property
    def subscriber(self) -> Subscriber:
        """Who gets it."""
        return self.reminders[0].subscriber


def put_reminder(
    session: Session,
    reminder: Reminder,
    now: datetime,
    *,
    mail: str | None = None,
    next_at: datetime | None = None,
    ids: Callable[[], str] = new_id,
) -> bool:
    """Queue the reminder; False where the same one (`Reminder.key`) is queued or was sent.

    `mail` is the id of the mail that it belongs to, a mail of its own where None. It leaves at
    `next_at`, at once where None.
    """
    if is_queued(session, reminder):
        return False
    row_id = ids()
    row = OutboxRow(
        id=row_id,
        event_id=reminder.event.id,
        subscriber_id=reminder.subscriber.id,
        kind=reminder.kind,
        lead=reminder.lead,
        due_on=reminder.due_on,
        turn=reminder.turn,
        old_on=reminder.old_on,
        due_at=reminder.due_at,
        mail=mail or row_id,
        queued_at=now,
        next_at=next_at or now,
        attempts=0,
    )
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
    may_go = and_(_waits(now), _is_free(now, lease))
    candidate = session.scalar(
        select(OutboxRow.mail)
        .where(may_go)
        .order_by(OutboxRow.next_at, OutboxRow.mail, OutboxRow.id)
        .limit(1)
    )
    if candidate is None:
        return None
    # Two processes may have seen the same mail: only one of them changes it while it is free.
    claimed = session.scalars(
        update(OutboxRow)
        .where(OutboxRow.mail == candidate, may_go)
        .values(claimed_until=now + lease, attempts=OutboxRow.attempts + 1)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not claimed:
        return None
    found = _mails(session, OutboxRow.id.in_(claimed))
    return found[0] if found else None


def find_ready(session: Session, now: datetime, lease: timedelta) -> list[OutboxMail]:
    """The mails that could be claimed at `now`, each with the reminders in it that wait."""
    return _mails(session, and_(_waits(now), _is_free(now, lease)))


def mark_sent(session: Session, mail_id: str, at: datetime) -> None:
    """Record that the mail left."""
    _settle(
        session,
        _of(mail_id),
        {"sent_at": at, "next_at": None, "claimed_until": None, "error": None},
    )


def mark_failed(
    session: Session, mail_id: str, at: datetime, error: str, *, retry_at: datetime | None
) -> None:
    """Record why the mail did not leave; it is tried again at `retry_at`, never where None."""
    failed = {"failed_at": at, "error": error, "next_at": retry_at, "claimed_until": None}
    _settle(session, _of(mail_id), failed)


def drop(session: Session, row_id: str, at: datetime, why: str) -> None:
    """Record that one reminder is of no use any more; others of its mail stay as they are.

    A change is forgotten: nobody was told, and what is to be told is worked out anew.
    """
    row = session.get(OutboxRow, row_id)
    if row is None:
        return
    if row.kind.is_change:
        session.delete(row)
        session.flush()
        return
    dropped = {"failed_at": at, "error": why, "next_at": None, "claimed_until": None}
    _settle(session, OutboxRow.id == row_id, dropped)


def defer(session: Session, mail_id: str, until: datetime) -> None:
    """Give the mail back untried: it may not leave before `until`."""
    back = {"next_at": until, "claimed_until": None, "attempts": OutboxRow.attempts - 1}
    _settle(session, _of(mail_id), back)


def put_together(
    session: Session,
    subscriber_id: str,
    *,
    most: int,
    due_before: datetime,
    ids: Callable[[], str] = new_id,
) -> bool:
    """Make one mail of the subscriber's waiting ones that were due before; False for up to `most`.

    Only mails that certainly did not leave: one whose sender died keeps its id.
    """
    waiting = and_(
        OutboxRow.subscriber_id == subscriber_id,
        OutboxRow.next_at.is_not(None),
        OutboxRow.claimed_until.is_(None),
        OutboxRow.due_at < due_before,
    )
    if len(session.scalars(select(OutboxRow.mail).where(waiting).distinct()).all()) <= most:
        return False
    _settle(session, waiting, {"mail": ids()})
    return True


def move_reminders(session: Session, kept: str, gone: str) -> None:
    """Make what was queued or told of the event `gone` that of `kept`, which it was merged into.

    A reminder that both had stays once.
    """
    old, other = OutboxRow, aliased(OutboxRow)
    same = and_(
        other.event_id == kept,
        other.subscriber_id == old.subscriber_id,
        other.kind == old.kind,
        other.lead == old.lead,
        other.due_on == old.due_on,
        other.turn == old.turn,
    )
    both = select(old.id).where(old.event_id == gone, exists(select(1).where(same)))
    session.execute(delete(old).where(old.id.in_(session.scalars(both).all())))
    _settle(session, old.event_id == gone, {"event_id": kept})


def find_waiting_subscribers(session: Session) -> list[Subscriber]:
    """Everybody with more than one mail that waits."""
    crowded = (
        select(OutboxRow.subscriber_id)
        .where(OutboxRow.next_at.is_not(None))
        .group_by(OutboxRow.subscriber_id)
        .having(func.count(func.distinct(OutboxRow.mail)) > 1)
    )
    query = select(SubscriberRow).where(SubscriberRow.id.in_(crowded)).order_by(SubscriberRow.id)
    return [read_subscriber(row) for row in session.scalars(query)]


def find_mails(
    session: Session, limit: int = 50, *, subscriber_id: str | None = None
) -> list[OutboxMail]:
    """What is in the outbox, the last queued first; of one subscriber alone where one is named."""
    newest = (
        select(OutboxRow.mail)
        .group_by(OutboxRow.mail)
        .order_by(func.max(OutboxRow.queued_at).desc(), OutboxRow.mail.desc())
        .limit(limit)
    )
    if subscriber_id is not None:
        newest = newest.where(OutboxRow.subscriber_id == subscriber_id)
    return _mails(session, OutboxRow.mail.in_(session.scalars(newest).all()))


def count_mails(session: Session) -> tuple[int, int, int]:
    """How many reminders wait, were sent, and were given up."""
    query = select(
        func.count().filter(OutboxRow.next_at.is_not(None)),
        func.count().filter(OutboxRow.sent_at.is_not(None)),
        func.count().filter(OutboxRow.next_at.is_(None), OutboxRow.sent_at.is_(None)),
    )
    waiting, sent, given_up = session.execute(query).one()
    return waiting, sent, given_up


def is_queued(session: Session, reminder: Reminder) -> bool:
    """True where the same reminder waits in the outbox, was sent, or was given up."""
    event_id, subscriber_id, kind, lead, due_on, turn = reminder.key
    query = select(OutboxRow.id).where(
        OutboxRow.event_id == event_id,
        OutboxRow.subscriber_id == subscriber_id,
        OutboxRow.kind == kind,
        OutboxRow.lead == lead,
        OutboxRow.due_on == due_on,
        OutboxRow.turn == turn,
    )
    return session.scalar(query) is not None


def _waits(now: datetime) -> ColumnElement[bool]:
    # What failed in the future failed under a clock that was put back since: no need to wait.
    jumped = and_(OutboxRow.failed_at > now, OutboxRow.due_at <= now)
    return and_(OutboxRow.next_at.is_not(None), or_(OutboxRow.next_at <= now, jumped))


def _is_free(now: datetime, lease: timedelta) -> ColumnElement[bool]:
    until = OutboxRow.claimed_until
    return or_(until.is_(None), until <= now, until > now + 2 * lease)


def _of(mail_id: str) -> ColumnElement[bool]:
    """The rows of the mail that are still on their way."""
    return and_(OutboxRow.mail == mail_id, OutboxRow.next_at.is_not(None))


def _settle(session: Session, which: ColumnElement[bool], values: Mapping[str, object]) -> None:
    session.execute(
        update(OutboxRow).where(which).values(values).execution_options(synchronize_session=False)
    )


def _mails(session: Session, which: ColumnElement[bool]) -> list[OutboxMail]:
    query = (
        select(OutboxRow, SubscriberRow)
        .join(SubscriberRow, SubscriberRow.id == OutboxRow.subscriber_id)
        .where(which)
        .order_by(OutboxRow.queued_at.desc(), OutboxRow.mail.desc(), OutboxRow.due_on, OutboxRow.id)
        .execution_options(populate_existing=True)
    )
    found = session.execute(query).all()
    ids = {row.event_id for row, _ in found}
    kept = session.scalars(select(EventRow).where(EventRow.id.in_(ids))).all()
    events = {one.id: one for one in read_events(session, kept)}
    grouped: dict[str, list[tuple[OutboxRow, Reminder]]] = {}
    for row, person in found:
        reminder = Reminder(
            event=events[row.event_id],
            subscriber=read_subscriber(person),
            lead=row.lead,
            due_on=row.due_on,
            due_at=row.due_at,
            kind=row.kind,
            old_on=row.old_on,
            turn=row.turn,
        )
        grouped.setdefault(row.mail, []).append((row, reminder))
    return [_mail(mail_id, members) for mail_id, members in grouped.items()]


def _mail(mail_id: str, members: Sequence[tuple[OutboxRow, Reminder]]) -> OutboxMail:
    """One mail; its state is that of the reminder in it that went furthest."""
    rows = [row for row, _ in members]
    return OutboxMail(
        id=mail_id,
        reminders=tuple(reminder for _, reminder in members),
        rows=tuple(row.id for row in rows),
        queued_at=rows[0].queued_at,
        next_at=_latest(row.next_at for row in rows),
        attempts=max(row.attempts for row in rows),
        sent_at=_latest(row.sent_at for row in rows),
        failed_at=_latest(row.failed_at for row in rows),
        error=next((row.error for row in rows if row.error), None),
    )


def _latest(instants: Iterable[datetime | None]) -> datetime | None:
    return max((one for one in instants if one is not None), default=None)
