"""A date that moves, is extended or called off is told, and a deadline that nobody reports on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from tests.core.samples import NOW, a_source, until
from tests.tasks.mailing import DUE, WEEK_BEFORE, a_deadline, run, set_up, subjects, text
from timeline.core.event import Event, Outcome, Revision, Status
from timeline.core.filter import Filter
from timeline.core.reminder import Subscriber, Topic
from timeline.mail.transport import Outbox, PermanentFailure, TemporaryFailure
from timeline.store import events, outbox
from timeline.store.engine import Database
from timeline.store.subscribers import find_confirmed, save_subscriber
from timeline.tasks.due import Memory, queue

LATER = date(2026, 1, 31)


def revise(database: Database, *revisions: Revision, **values: Any) -> None:
    """The event as it is after somebody changed it."""
    with database.write() as session:
        before = events.get_event(session, "e1")
        values = {"changed_at": NOW + timedelta(hours=1), **values}
        events.save_event(session, replace(before, history=(*before.history, *revisions), **values))


def extended(to: date = LATER, old: date = DUE) -> Revision:
    return Revision(
        at=NOW + timedelta(hours=1), by="Bob", what="date", old=until(old), new=until(to)
    )


def status(old: Status, new: Status) -> Revision:
    return Revision(
        at=NOW + timedelta(hours=1), by="Bob", what="status", old=str(old), new=str(new)
    )


def test_an_extended_deadline_is_told_once_to_who_was_told_nothing_yet(
    database: Database, alice: Subscriber
) -> None:
    set_up(database, alice)
    sent = Outbox()
    far = datetime(2025, 8, 1, 12, tzinfo=UTC)
    assert run(database, sent, far).sent == 0
    revise(database, extended(), interval=until(LATER))
    run(database, sent, far)
    run(database, sent, far + timedelta(minutes=1))
    assert subjects(sent) == ["Extended to 31 January 2026: Plan e1"]
    assert "before: by 31 December 2025" in text(sent)


def linked(sent: Outbox) -> list[str]:
    """Which of the links that do something with the event the last mail has."""
    links = ("/reminders/snooze/", "/edit#outcome")
    return [one for one in links if one in text(sent)]


@pytest.mark.parametrize("outcome", [Outcome.OPEN, None])
def test_what_was_extended_can_be_put_off_and_settled_and_what_was_called_off_cannot(
    sqlite_database: Database, alice: Subscriber, outcome: Outcome | None
) -> None:
    """What only ends (a truce) has no outcome to tell."""
    set_up(sqlite_database, alice, shown=(a_deadline(outcome=outcome),))
    sent = Outbox()
    settled = ["/edit#outcome"] if outcome else []
    revise(sqlite_database, extended(), interval=until(LATER))
    run(sqlite_database, sent)
    assert linked(sent) == ["/reminders/snooze/", *settled]
    off = status(Status.EXPECTED, Status.CANCELLED)
    revise(sqlite_database, off, status=Status.CANCELLED)
    run(sqlite_database, sent, WEEK_BEFORE + timedelta(hours=1))
    assert subjects(sent)[-1] == "Cancelled: Plan e1, 31 January 2026"
    assert linked(sent) == []


def test_back_and_forth_is_told_each_time_and_never_twice(
    sqlite_database: Database, alice: Subscriber
) -> None:
    set_up(sqlite_database, alice)
    sent = Outbox()
    days = [LATER, DUE, LATER, DUE]
    for number, day in enumerate(days):
        moved = extended(day, DUE if day == LATER else LATER)
        revise(sqlite_database, moved, interval=until(day))
        for minute in range(2):
            at = datetime(2025, 8, 1 + number, 12, minute, tzinfo=UTC)
            run(sqlite_database, sent, at)
    assert [one.split(":")[0] for one in subjects(sent)] == [
        "Extended to 31 January 2026",
        "Moved to 31 December 2025",
        "Extended to 31 January 2026",
        "Moved to 31 December 2025",
    ]


@pytest.mark.parametrize(
    ("to", "said"),
    [
        (Status.CANCELLED, "Cancelled: Plan e1, 31 December 2025"),
        (Status.POSTPONED, "Put off, no new date: Plan e1, 31 December 2025"),
    ],
)
def test_what_is_called_off_is_told_also_where_the_filter_asks_for_what_is_planned(
    sqlite_database: Database, alice: Subscriber, to: Status, said: str
) -> None:
    set_up(sqlite_database, replace(alice, filter=Filter(status=(Status.EXPECTED,))))
    sent = Outbox()
    run(sqlite_database, sent)
    revise(sqlite_database, status(Status.EXPECTED, to), status=to)
    run(sqlite_database, sent, WEEK_BEFORE + timedelta(hours=1))
    run(sqlite_database, sent, WEEK_BEFORE + timedelta(days=6))
    assert subjects(sent)[1:] == [said]


def test_what_takes_place_after_all_is_told(sqlite_database: Database, alice: Subscriber) -> None:
    set_up(sqlite_database, alice)
    sent = Outbox()
    off = status(Status.EXPECTED, Status.CANCELLED)
    revise(sqlite_database, off, status=Status.CANCELLED)
    run(sqlite_database, sent)
    on = status(Status.CANCELLED, Status.EXPECTED)
    revise(sqlite_database, on, status=Status.EXPECTED)
    run(sqlite_database, sent, WEEK_BEFORE + timedelta(hours=1))
    assert [one.split(":")[0] for one in subjects(sent)] == ["Cancelled", "On again"]


def test_what_was_changed_before_somebody_subscribed_is_no_news(
    sqlite_database: Database, alice: Subscriber
) -> None:
    set_up(sqlite_database, replace(alice, confirmed_at=NOW + timedelta(days=1)))
    revise(sqlite_database, extended(), interval=until(LATER))
    assert run(sqlite_database, Outbox(), datetime(2025, 8, 1, tzinfo=UTC)).sent == 0


def test_who_does_not_want_changes_gets_none(sqlite_database: Database, alice: Subscriber) -> None:
    set_up(sqlite_database, replace(alice, topics=(Topic.DEADLINES,)))
    revise(sqlite_database, extended(), interval=until(LATER))
    assert run(sqlite_database, Outbox(), datetime(2025, 8, 1, tzinfo=UTC)).sent == 0


def test_a_change_that_was_undone_before_it_was_told_is_not_told(
    sqlite_database: Database, alice: Subscriber
) -> None:
    class Down(Outbox):
        def send(self, message: EmailMessage) -> None:  # noqa: ARG002
            raise TemporaryFailure("down")

    set_up(sqlite_database, alice)
    revise(sqlite_database, extended(), interval=until(LATER))
    at = datetime(2025, 8, 1, 12, tzinfo=UTC)
    assert run(sqlite_database, Down(), at).retried == 1
    revise(sqlite_database, extended(DUE, LATER), interval=until(DUE))
    sent = Outbox()
    for minute in range(4):
        run(sqlite_database, sent, at + timedelta(hours=1, minutes=minute))
    assert subjects(sent) == []


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 1, 1, 7, 59, tzinfo=UTC), []),
        (
            datetime(2026, 1, 1, 8, 0, tzinfo=UTC),
            ["Nothing reported: Plan e1, 31 December 2025"],
        ),
        (
            datetime(2026, 1, 7, 8, 0, tzinfo=UTC),
            ["Nothing reported: Plan e1, 31 December 2025"],
        ),
        (datetime(2026, 1, 8, 8, 0, tzinfo=UTC), []),  # no news any more
    ],
)
def test_a_deadline_that_passed_with_nothing_reported_is_told_the_morning_after(
    sqlite_database: Database, alice: Subscriber, now: datetime, said: list[str]
) -> None:
    set_up(sqlite_database, alice, shown=(a_deadline(outcome=Outcome.OPEN),))
    sent = Outbox()
    run(sqlite_database, sent, now)
    run(sqlite_database, sent, now + timedelta(seconds=30))
    assert subjects(sent) == said


@pytest.mark.parametrize("outcome", [Outcome.MET, Outcome.MISSED, None])
def test_a_deadline_that_was_reported_on_is_not(
    sqlite_database: Database, alice: Subscriber, outcome: Outcome | None
) -> None:
    set_up(sqlite_database, alice, shown=(a_deadline(outcome=outcome),))
    assert run(sqlite_database, Outbox(), datetime(2026, 1, 1, 9, tzinfo=UTC)).sent == 0


def test_three_mails_that_come_back_pause_the_subscription_until_it_is_confirmed_again(
    sqlite_database: Database, alice: Subscriber
) -> None:
    class Gone(Outbox):
        def send(self, message: EmailMessage) -> None:  # noqa: ARG002
            raise PermanentFailure("550 no such user")

    many: tuple[Event, ...] = tuple(a_deadline(f"e{n}", f"a{n}") for n in range(5))
    many = tuple(
        replace(one, sources=(a_source(f"a{n}", quote=f"Quote {n}."),))
        for n, one in enumerate(many)
    )
    set_up(sqlite_database, alice, shown=many)
    run(sqlite_database, Gone())
    with sqlite_database.read() as session:
        assert find_confirmed(session) == []
    with sqlite_database.write() as session:
        save_subscriber(session, alice)
        assert find_confirmed(session) == [], "only the link in a mail begins them again"
    with sqlite_database.read() as session:
        assert all(mail.sent_at is None for mail in outbox.find_mails(session))


def test_who_was_left_when_the_time_was_over_comes_first(
    sqlite_database: Database, alice: Subscriber, bob: Subscriber
) -> None:
    set_up(sqlite_database, alice, bob)
    memory = Memory()
    for looked in (["alice"], ["alice", "bob"], ["bob", "alice"]):
        time = iter((True, False))
        queue(sqlite_database, WEEK_BEFORE, memory, lambda time=time: next(time))  # type: ignore[misc]
        assert list(memory) == looked, "the one looked at longest ago comes first"
        revise(sqlite_database, extended(), interval=until(LATER))


def test_who_remembers_where_it_looked_misses_nothing(
    sqlite_database: Database, alice: Subscriber, bob: Subscriber
) -> None:
    set_up(sqlite_database, alice)
    sent, memory = Outbox(), Memory()

    def go(now: datetime) -> list[str]:
        before = len(sent.sent)
        run(sqlite_database, sent, now, memory)
        return subjects(sent)[before:]

    assert go(WEEK_BEFORE - timedelta(hours=10)) == ["Due in 8 days: Plan e1, 31 December 2025"]
    assert go(WEEK_BEFORE) == ["Due in 7 days: Plan e1, 31 December 2025"], "the hour came"
    assert go(WEEK_BEFORE + timedelta(minutes=1)) == []
    with sqlite_database.write() as session:
        save_subscriber(session, bob)
    assert len(go(WEEK_BEFORE + timedelta(minutes=2))) == 1, "somebody new"
    with sqlite_database.write() as session:
        save_subscriber(session, replace(bob, leads=(7, 3)))
    revise(sqlite_database, extended(), interval=until(LATER))
    assert len(go(WEEK_BEFORE + timedelta(minutes=3))) == 2, "an event changed"
    assert go(WEEK_BEFORE + timedelta(minutes=4)) == []
