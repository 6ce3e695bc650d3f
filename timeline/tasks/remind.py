"""Send the reminders that are due, each once; the database is the schedule.

1. For every confirmed subscriber, what is due becomes a row of the outbox, unique by its key.
2. One row at a time is claimed by a short lease, sent, and recorded.

A process that dies between sending a mail and recording it leaves a claim that runs out: that one
mail is sent again with the same Message-ID, and nothing else is ever repeated or lost.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from time import perf_counter
from zoneinfo import ZoneInfo

from timeline.core.article import AnchorSource
from timeline.core.event import Event
from timeline.core.reminder import Reminder, Subscriber, due, due_at, remindable
from timeline.feeds import ical
from timeline.mail import message
from timeline.mail.transport import PermanentFailure, TemporaryFailure, Transport
from timeline.store import events, subscribers
from timeline.store.engine import Database, Session
from timeline.store.subscribers import OutboxMail
from timeline.tasks.confirm import MANAGE, UNSUBSCRIBE, sign

LEASE = timedelta(minutes=5)
FIRST_RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=6)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What one run did; `dropped` are mails that were of no use any more."""

    queued: int = 0
    sent: int = 0
    retried: int = 0
    failed: int = 0
    dropped: int = 0

    def __str__(self) -> str:
        """One line of `key=value` facts."""
        return (
            f"queued={self.queued} sent={self.sent} retried={self.retried} "
            f"failed={self.failed} dropped={self.dropped}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Post:
    """What every mail of a run needs."""

    transport: Transport
    now: datetime
    base_url: str
    secret: str | None
    mail_from: str


def run(
    database: Database,
    transport: Transport,
    *,
    now: datetime,
    base_url: str,
    secret: str | None,
    mail_from: str,
) -> Counts:
    """Queue what is due at `now` and send all that may go out; safe to run twice or two at once."""
    began = perf_counter()
    post = _Post(
        transport=transport, now=now, base_url=base_url, secret=secret, mail_from=mail_from
    )
    counts = Counts(queued=_queue(database, now))
    while (outcome := _handle_one(database, post)) is not None:
        counts = replace(counts, **{outcome: getattr(counts, outcome) + 1})
    if counts != Counts():
        log.info("reminded %s ms=%d", counts, (perf_counter() - began) * 1000)
    return counts


def find_due(session: Session, now: datetime) -> Iterator[Reminder]:
    """What would go out at `now` and is neither queued nor sent."""
    for subscriber in subscribers.find_confirmed(session):
        for one in due(_wanted(session, subscriber), subscriber, now):
            if not subscribers.is_queued(session, one):
                yield one


def send_test(transport: Transport, address: str, *, mail_from: str, now: datetime) -> None:
    """Send one mail that proves the settings; raises what the transport raises."""
    transport.send(message.test(to=address, mail_from=mail_from, at=now))


def _wanted(session: Session, subscriber: Subscriber) -> list[Event]:
    if subscriber.filter.deadline is False:
        return []
    found = events.find_events(session, replace(subscriber.filter, deadline=True))
    return [one for one in found if _is_anchored(one)]


def _is_anchored(event: Event) -> bool:
    """False where the date rests on a publication date that was only assumed."""
    return not event.sources or event.sources[-1].anchor.source is not AnchorSource.ASSUMED


def _queue(database: Database, now: datetime) -> int:
    with database.read() as session:
        wanted = list(find_due(session, now))
    queued = 0
    for one in wanted:
        with database.write() as session:
            queued += subscribers.put_reminder(session, one, now)
    return queued


def _handle_one(database: Database, post: _Post) -> str | None:
    """The field of Counts that one mail belongs to; None where nothing was to be done."""
    # The claim is committed before the mail leaves: two processes never send the same one.
    with database.write() as session:
        mail = subscribers.claim_mail(session, post.now, LEASE)
    if mail is None:
        return None
    useless = _why_useless(mail, post.now)
    if useless:
        return _fail(database, mail, post.now, useless, retry_at=None, counted="dropped")
    try:
        written = _written(mail, post)
    except ValueError as error:
        log.exception("reminder mail=%s cannot be written", mail.id)
        return _fail(database, mail, post.now, str(error), retry_at=None, counted="failed")
    try:
        post.transport.send(written)
    except TemporaryFailure as error:
        wait = min(FIRST_RETRY * 2 ** min(mail.attempts - 1, 10), LONGEST_RETRY)
        return _fail(
            database, mail, post.now, str(error), retry_at=post.now + wait, counted="retried"
        )
    except PermanentFailure as error:
        log.warning("reminder mail=%s is given up", mail.id)
        return _fail(database, mail, post.now, str(error), retry_at=None, counted="failed")
    with database.write() as session:
        subscribers.mark_sent(session, mail.id, post.now)
    return "sent"


def _fail(
    database: Database,
    mail: OutboxMail,
    now: datetime,
    why: str,
    *,
    retry_at: datetime | None,
    counted: str,
) -> str:
    with database.write() as session:
        subscribers.mark_failed(session, mail.id, now, why, retry_at=retry_at)
    return counted


def _why_useless(mail: OutboxMail, now: datetime) -> str | None:
    """Why the mail would no longer help anybody, None where it does."""
    reminder = mail.reminder
    if reminder.event.due_on != reminder.due_on:
        return "the date moved"
    if not remindable(reminder.event):
        return f"the event is {reminder.event.status}"
    if _today(reminder.subscriber, now) > reminder.due_on:
        return "the last day is over"
    later = [lead for lead in reminder.subscriber.leads if lead < reminder.lead]
    if any(due_at(reminder.due_on, lead, reminder.subscriber) <= now for lead in later):
        return "a later reminder takes its place"
    return None


def _written(mail: OutboxMail, post: _Post) -> EmailMessage:
    reminder = mail.reminder
    who = reminder.subscriber.id
    links = message.Links(
        event=f"{post.base_url}/events/{reminder.event.id}",
        manage=f"{post.base_url}/reminders/manage/{sign(post.secret, MANAGE, who)}",
        unsubscribe=f"{post.base_url}/reminders/unsubscribe/{sign(post.secret, UNSUBSCRIBE, who)}",
    )
    return message.reminder(
        reminder,
        mail_id=mail.id,
        mail_from=post.mail_from,
        links=links,
        days=(reminder.due_on - _today(reminder.subscriber, post.now)).days,
        ics=ical.single(reminder.event, base_url=post.base_url, method="PUBLISH"),
        at=post.now.astimezone(UTC),
    )


def _today(subscriber: Subscriber, now: datetime) -> date:
    return now.astimezone(ZoneInfo(subscriber.zone)).date()
