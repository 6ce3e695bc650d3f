"""Reminders come once, to those who confirmed, also through failures, kills and lost days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest

from tests.core.samples import a_source, until
from tests.mail.server import running
from tests.tasks.mailing import WEEK_BEFORE, a_deadline, run, set_up
from timeline.core.article import Anchor, AnchorSource
from timeline.core.event import Status
from timeline.core.filter import Filter
from timeline.core.reminder import Subscriber
from timeline.mail.transport import Outbox, PermanentFailure, Smtp, TemporaryFailure
from timeline.store import events, outbox
from timeline.store.engine import Database
from timeline.tasks.remind import Counts


def test_each_who_confirmed_gets_one_mail_however_often_it_ticks(
    database: Database, alice: Subscriber, bob: Subscriber, charlie: Subscriber
) -> None:
    set_up(database, alice, bob, charlie)
    outbox = Outbox()
    assert run(database, outbox) == Counts(queued=2, sent=2)
    assert run(database, outbox) == Counts()
    assert run(database, outbox, WEEK_BEFORE + timedelta(hours=5)) == Counts()
    assert sorted(str(mail["To"]) for mail in outbox.sent) == [alice.address, bob.address]


def test_every_lead_time_has_its_mail(sqlite_database: Database, alice: Subscriber) -> None:
    set_up(sqlite_database, alice)
    outbox = Outbox()
    instant = datetime(2025, 11, 1, tzinfo=UTC)
    while instant < datetime(2026, 1, 5, tzinfo=UTC):
        run(sqlite_database, outbox, instant)
        instant += timedelta(hours=7)
    leads = [str(mail["Subject"]).split(":")[0] for mail in outbox.sent]
    assert leads == ["Due in 30 days", "Due in 7 days", "Due tomorrow"]


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        (datetime(2025, 12, 1, 7, 59, tzinfo=UTC), 0),
        (datetime(2025, 12, 1, 8, 0, tzinfo=UTC), 1),
        (datetime(2025, 12, 30, 23, 0, tzinfo=UTC), 1),  # three lead times passed: one mail
        (datetime(2025, 12, 31, 23, 0, tzinfo=UTC), 1),
        (datetime(2026, 1, 1, 0, 0, tzinfo=UTC), 0),  # the last day is over
    ],
)
def test_only_what_is_still_useful_is_sent(
    sqlite_database: Database, alice: Subscriber, now: datetime, sent: int
) -> None:
    set_up(sqlite_database, alice)
    assert run(sqlite_database, Outbox(), now).sent == sent


@pytest.mark.parametrize("status", [Status.HAPPENED, Status.CANCELLED, Status.POSTPONED])
def test_what_nobody_can_act_on_is_not_sent(
    sqlite_database: Database, alice: Subscriber, status: Status
) -> None:
    set_up(sqlite_database, alice, shown=(a_deadline(status=status),))
    assert run(sqlite_database, Outbox()) == Counts()


def test_nothing_rests_on_a_publication_date_that_was_assumed(
    sqlite_database: Database, alice: Subscriber
) -> None:
    assumed = Anchor(published=date(2025, 7, 17), source=AnchorSource.ASSUMED)
    shown = (a_deadline(sources=(replace(a_source(), anchor=assumed),)),)
    set_up(sqlite_database, alice, shown=shown)
    assert run(sqlite_database, Outbox()) == Counts()


@pytest.mark.parametrize(
    ("chosen", "sent"),
    [
        (Filter(country=("DE",)), 1),
        (Filter(country=("FR",)), 0),
        (Filter(deadline=True), 1),
        (Filter(deadline=False), 0),
    ],
)
def test_the_filter_chooses(
    sqlite_database: Database, alice: Subscriber, chosen: Filter, sent: int
) -> None:
    set_up(sqlite_database, replace(alice, filter=chosen))
    assert run(sqlite_database, Outbox()).sent == sent


def test_a_date_that_moves_is_told_anew(sqlite_database: Database, alice: Subscriber) -> None:
    set_up(sqlite_database, alice)
    outbox = Outbox()
    run(sqlite_database, outbox)
    with sqlite_database.write() as session:
        moved = replace(events.get_event(session, "e1"), interval=until(date(2026, 1, 31)))
        events.save_event(session, moved)
    assert run(sqlite_database, outbox, datetime(2026, 1, 24, 8, tzinfo=UTC)).sent == 1
    assert "31 January 2026" in str(outbox.sent[-1]["Subject"])


class Failing:
    """A transport that fails with these errors in turn, then keeps what it gets."""

    def __init__(self, *errors: BaseException) -> None:
        self.errors = list(errors)
        self.sent: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(message)


def test_what_fails_for_now_is_tried_again_later(database: Database, alice: Subscriber) -> None:
    set_up(database, alice)
    transport = Failing(TemporaryFailure("busy"))
    assert run(database, transport) == Counts(queued=1, retried=1)
    assert run(database, transport, WEEK_BEFORE + timedelta(minutes=1)) == Counts()
    assert run(database, transport, WEEK_BEFORE + timedelta(minutes=6)) == Counts(sent=1)


def test_what_fails_for_good_is_given_up_and_kept_in_sight(
    sqlite_database: Database, alice: Subscriber
) -> None:
    set_up(sqlite_database, alice)
    assert run(sqlite_database, Failing(PermanentFailure("550 no"))) == Counts(queued=1, failed=1)
    assert run(sqlite_database, Failing(), WEEK_BEFORE + timedelta(days=1)) == Counts()
    with sqlite_database.read() as session:
        assert [mail.error for mail in outbox.find_mails(session)] == ["550 no"]


def test_after_days_without_a_server_one_mail_comes(
    sqlite_database: Database, alice: Subscriber
) -> None:
    set_up(sqlite_database, alice)
    down = Failing(*(TemporaryFailure("down") for _ in range(1000)))
    for day in range(6):
        run(sqlite_database, down, WEEK_BEFORE + timedelta(days=day))
    up = Outbox()
    counts = run(sqlite_database, up, WEEK_BEFORE + timedelta(days=6, hours=12))
    assert (counts.sent, counts.dropped) == (1, 1)
    assert "tomorrow" in str(up.sent[0]["Subject"])


class Killed(BaseException):
    """The process ends here."""


class KilledAfterSending(Outbox):
    """The server took the mail, and we never came to record it."""

    def send(self, message: EmailMessage) -> None:
        super().send(message)
        raise Killed


def test_a_kill_between_sending_and_recording_repeats_the_same_mail_alone(
    database: Database, alice: Subscriber
) -> None:
    set_up(database, alice)
    killed, after = KilledAfterSending(), Outbox()
    with pytest.raises(Killed):
        run(database, killed)
    assert run(database, after, WEEK_BEFORE + timedelta(minutes=1)) == Counts(), "leased"
    assert run(database, after, WEEK_BEFORE + timedelta(minutes=6)) == Counts(sent=1)
    assert killed.sent[0]["Message-ID"] == after.sent[0]["Message-ID"]
    assert run(database, after, WEEK_BEFORE + timedelta(hours=1)) == Counts()


def test_a_real_server_gets_it_after_it_was_busy(
    sqlite_database: Database, alice: Subscriber
) -> None:
    set_up(sqlite_database, alice)
    with running() as server:
        server.answers = ["451 greylisted", "cut"]
        transport = Smtp(server.url)
        run(sqlite_database, transport)
        run(sqlite_database, transport, WEEK_BEFORE + timedelta(minutes=10))
        run(sqlite_database, transport, WEEK_BEFORE + timedelta(hours=1))
        assert len(server.mails) == 1
        assert "Due in 7 days" in str(server.mails[0]["Subject"])
