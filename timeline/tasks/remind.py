"""Send the reminders that are due, each once; the database is the schedule.

1. For every confirmed subscriber, what is due becomes rows of the outbox, unique by their key.
2. What comes late is put together, so that a long silence ends in one mail.
3. One mail at a time is claimed by a short lease, sent, and recorded.

A process that dies between sending a mail and recording it leaves a claim that runs out: that one
mail is sent again with the same Message-ID, and nothing else is ever repeated or lost.
"""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from time import monotonic, perf_counter

from timeline.core import schedule
from timeline.core.event import Outcome, Status, as_of
from timeline.core.reminder import Kind, Reminder, counted_on, due_at, remindable
from timeline.mail import message
from timeline.mail.transport import NoServer, PermanentFailure, TemporaryFailure, Transport
from timeline.store import outbox, subscribers
from timeline.store.engine import Database, Session
from timeline.store.outbox import OutboxMail
from timeline.tasks.due import Memory, find_due, gather, queue
from timeline.tasks.letter import Site, write

__all__ = ["Counts", "Memory", "foresee", "run", "send_test"]

WAIT = timedelta(minutes=5)
"""How long a mail is held by whoever sends it, and left alone after its first refusal."""

LONGEST_RETRY = timedelta(hours=6)
_CALLED_OFF = {Kind.POSTPONED: Status.POSTPONED, Kind.CANCELLED: Status.CANCELLED}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What one run did; `dropped` are reminders that were of no use any more."""

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
    """What every mail of a run needs. A run may take long, so its time goes on."""

    transport: Transport
    site: Site
    wait: timedelta
    began: datetime
    clock: float = field(default_factory=perf_counter)

    @property
    def now(self) -> datetime:
        return self.began + timedelta(seconds=perf_counter() - self.clock)


def run(
    database: Database,
    transport: Transport,
    *,
    now: datetime,
    base_url: str,
    secret: str | None,
    mail_from: str,
    memory: Memory | None = None,
    wait: timedelta = WAIT,
    go_on: Callable[[], bool] = lambda: True,
    longest: float = math.inf,
) -> Counts:
    """Queue what is due at `now` and send all that may go out; safe to run twice or two at once.

    `go_on` is asked before each subscriber and each mail, and each half takes no more than half of
    `longest` seconds; what is left waits for the next run. Whoever runs it again and again on one
    store keeps a `memory` between the runs. `wait` is the lease of a mail and its first wait; all
    that run on one store have the same.
    """
    site = Site(base_url=base_url, secret=secret, mail_from=mail_from)
    post = _Post(transport=transport, site=site, wait=wait, began=now)
    counts = Counts(queued=queue(database, now, memory, _for_a_while(longest / 2, go_on)))
    gather(database, now)
    may_send = _for_a_while(longest / 2, go_on)
    try:
        while may_send() and (found := _handle_one(database, post)) is not None:
            counts = replace(
                counts, **{name: getattr(counts, name) + number for name, number in found.items()}
            )
    except NoServer as error:
        # Whatever else waits would meet the same: the next run tries the next mail.
        counts = replace(counts, retried=counts.retried + 1)
        log.warning("reminders wait: %s", error)
    if counts != Counts():
        log.info("reminded %s ms=%d", counts, (perf_counter() - post.clock) * 1000)
    return counts


def _for_a_while(seconds: float, go_on: Callable[[], bool]) -> Callable[[], bool]:
    until = monotonic() + seconds
    return lambda: go_on() and monotonic() < until


def foresee(session: Session, now: datetime) -> tuple[list[Reminder], list[Reminder]]:
    """What a run at `now` would send, and what quiet hours would hold back; nothing is changed.

    That is what waits in the outbox and what is due beside it, of one event of a subscriber the
    reminder that says most.
    """
    waiting = [one for mail in outbox.find_ready(session, now, WAIT) for one in mail.reminders]
    kept: dict[tuple[str, str], Reminder] = {}
    for one in sorted([*waiting, *find_due(session, now)], key=_says_most):
        if _why_useless(one, now) is None:
            kept.setdefault((one.subscriber.id, one.event.id), one)
    goes: list[Reminder] = []
    held: list[Reminder] = []
    for one in kept.values():
        person = one.subscriber
        is_quiet = schedule.quiet_until(now, person.quiet, person.zone) is not None
        (held if is_quiet else goes).append(one)
    return goes, held


def send_test(transport: Transport, address: str, *, mail_from: str, now: datetime) -> EmailMessage:
    """The one mail that proves the settings, sent; raises what the transport raises."""
    said = message.test(to=address, mail_from=mail_from, at=now)
    transport.send(said)
    return said


def _handle_one(database: Database, post: _Post) -> dict[str, int] | None:
    """What became of one mail, by the field of Counts; None where nothing was to be done."""
    # The claim is committed before the mail leaves: two processes never send the same one.
    with database.write() as session:
        mail = outbox.claim_mail(session, post.now, post.wait)
        if mail is None:
            return None
        person = mail.subscriber
        until = schedule.quiet_until(post.now, person.quiet, person.zone)
        if until is not None:
            outbox.defer(session, mail.id, until)
            return {}
    useful = _useful(database, mail, post.now)
    dropped = len(mail.reminders) - len(useful)
    if not useful:
        return {"dropped": dropped}
    outcome = _send(database, replace(mail, reminders=tuple(useful), rows=()), post)
    return {"dropped": dropped, outcome: 1}


def _useful(database: Database, mail: OutboxMail, now: datetime) -> list[Reminder]:
    """The reminders of a mail that still help; of one event the one that says most."""
    kept: dict[str, str] = {}
    useless: list[tuple[str, str]] = []
    pairs = list(zip(mail.rows, mail.reminders, strict=True))
    for row, one in sorted(pairs, key=lambda pair: _says_most(pair[1])):
        why = _why_useless(one, now)
        if why is None and one.event.id in kept:
            why = "it is told in the same mail"
        if why is None:
            kept[one.event.id] = row
        else:
            useless.append((row, why))
    if useless:
        with database.write() as session:
            for row, why in useless:
                outbox.drop(session, row, now, why)
    return [one for row, one in pairs if kept.get(one.event.id) == row]


def _says_most(one: Reminder) -> tuple[bool, int]:
    """Orders what says most first: what changed, then the shortest lead time."""
    return one.kind.is_ahead, one.lead


def _send(database: Database, mail: OutboxMail, post: _Post) -> str:
    try:
        written = write(database, mail, post.site, post.now)
    except ValueError as error:
        log.exception("reminder mail=%s cannot be written", mail.id)
        return _fail(database, mail, post.now, str(error), retry_at=None)
    try:
        post.transport.send(written)
    except NoServer as error:
        _fail(database, mail, post.now, str(error), retry_at=post.now + post.wait)
        raise
    except TemporaryFailure as error:
        wait = min(post.wait * 2 ** min(mail.attempts - 1, 10), LONGEST_RETRY)
        return _fail(database, mail, post.now, str(error), retry_at=post.now + wait)
    except PermanentFailure as error:
        log.warning("reminder mail=%s is given up", mail.id)
        with database.write() as session:
            if subscribers.count_bounce(session, mail.subscriber.id, arrived=False):
                log.warning("mails to subscriber=%s bounce: paused", mail.subscriber.id)
        return _fail(database, mail, post.now, str(error), retry_at=None)
    with database.write() as session:
        outbox.mark_sent(session, mail.id, post.now)
        subscribers.count_bounce(session, mail.subscriber.id, arrived=True)
    return "sent"


def _fail(
    database: Database, mail: OutboxMail, now: datetime, why: str, *, retry_at: datetime | None
) -> str:
    with database.write() as session:
        outbox.mark_failed(session, mail.id, now, why, retry_at=retry_at)
    return "failed" if retry_at is None else "retried"


def _why_useless(one: Reminder, now: datetime) -> str | None:
    """Why the reminder would no longer help anybody, None where it does."""
    person, today = one.subscriber, schedule.today(now, one.subscriber.zone)
    if counted_on(one.event) != one.due_on:
        return "the date moved"
    if one.kind is Kind.UNREPORTED:
        reported = as_of(one.event, today).outcome is not Outcome.UNREPORTED
        return "something was reported" if reported else None
    if today > one.due_on:
        return "the last day is over"
    if one.kind in _CALLED_OFF:
        return None if one.event.status is _CALLED_OFF[one.kind] else "it takes place after all"
    if not remindable(one.event):
        return f"the event is {one.event.status}"
    later = [lead for lead in person.leads if lead < one.lead and one.kind is Kind.BEFORE]
    if any(due_at(one.due_on, lead, person) <= now for lead in later):
        return "a later reminder takes its place"
    return None
