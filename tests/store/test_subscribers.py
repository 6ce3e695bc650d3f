"""Who wants mail, and an outbox in which nothing is lost and nothing is sent twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.core.samples import NOW, an_event, until
from tests.store.build import keep
from timeline.core.errors import NotFound
from timeline.core.event import Status
from timeline.core.filter import Filter
from timeline.core.reminder import Reminder, Subscriber
from timeline.store import subscribers
from timeline.store.engine import Database

DUE = an_event(interval=until(date(2025, 7, 31)), deadline=True, status=Status.EXPECTED)
LEASE = timedelta(minutes=5)


def a_reminder(subscriber: Subscriber, lead: int = 7) -> Reminder:
    return Reminder(
        event=DUE, subscriber=subscriber, lead=lead, due_on=date(2025, 7, 31), due_at=NOW
    )


def enroll(database: Database, *people: Subscriber) -> None:
    with database.write() as session:
        keep(session, DUE)
        for one in people:
            subscribers.save_subscriber(session, one)


def test_a_subscriber_comes_back_with_filter_lead_times_and_zone(
    database: Database, alice: Subscriber
) -> None:
    full = replace(
        alice,
        address="Alice@Example.org",
        filter=Filter(q=("a b", "ü&="), country=("DE", "FR"), deadline=True, sure=0.25),
        leads=(90, 0),
        zone="Asia/Kathmandu",
        hour=23,
    )
    enroll(database, full)
    with database.read() as session:
        assert subscribers.get_subscriber(session, "alice") == full
        assert subscribers.find_by_address(session, "ALICE@example.ORG") == [full]
        assert subscribers.find_by_address(session, "bob@example.org") == []


def test_charlie_who_never_confirmed_is_not_among_those_who_get_mail(
    database: Database, alice: Subscriber, bob: Subscriber, charlie: Subscriber
) -> None:
    enroll(database, alice, bob, charlie)
    with database.read() as session:
        assert subscribers.find_confirmed(session) == [alice, bob]


def test_the_first_confirmation_counts(database: Database, charlie: Subscriber) -> None:
    enroll(database, charlie)
    with database.write() as session:
        assert subscribers.confirm(session, "charlie", NOW).confirmed_at == NOW
        later = subscribers.confirm(session, "charlie", NOW + LEASE)
    assert later.confirmed_at == NOW


def test_who_is_not_there_is_not_found(database: Database) -> None:
    with database.write() as session:
        with pytest.raises(NotFound):
            subscribers.get_subscriber(session, "nobody")
        with pytest.raises(NotFound):
            subscribers.confirm(session, "nobody", NOW)
        assert not subscribers.delete_subscriber(session, "nobody")


def test_whoever_leaves_takes_what_was_to_be_sent_along(
    database: Database, alice: Subscriber, bob: Subscriber
) -> None:
    enroll(database, alice, bob)
    with database.write() as session:
        subscribers.put_reminder(session, a_reminder(alice), NOW)
        subscribers.put_reminder(session, a_reminder(bob), NOW)
    with database.write() as session:
        assert subscribers.delete_subscriber(session, "alice")
    with database.read() as session:
        left = subscribers.find_mails(session)
    assert [mail.reminder.subscriber for mail in left] == [bob]


def test_the_same_reminder_is_queued_once(database: Database, alice: Subscriber) -> None:
    enroll(database, alice)
    with database.write() as session:
        assert subscribers.put_reminder(session, a_reminder(alice), NOW)
        assert not subscribers.put_reminder(session, a_reminder(alice), NOW)
        assert subscribers.put_reminder(session, a_reminder(alice, lead=1), NOW)
        moved = replace(a_reminder(alice), due_on=date(2025, 8, 1))
        assert subscribers.put_reminder(session, moved, NOW)


def test_a_mail_is_claimed_by_one_and_found_again_when_the_claim_runs_out(
    database: Database, alice: Subscriber
) -> None:
    enroll(database, alice)
    with database.write() as session:
        subscribers.put_reminder(session, a_reminder(alice), NOW)
    with database.write() as session:
        mail = subscribers.claim_mail(session, NOW, LEASE)
    assert mail is not None
    assert mail.reminder == a_reminder(alice)
    with database.write() as session:
        assert subscribers.claim_mail(session, NOW, LEASE) is None
        again = subscribers.claim_mail(session, NOW + LEASE, LEASE)
    assert again is not None
    assert (again.id, again.attempts) == (mail.id, 2)


def test_what_was_sent_is_never_claimed_again(database: Database, alice: Subscriber) -> None:
    enroll(database, alice)
    with database.write() as session:
        subscribers.put_reminder(session, a_reminder(alice), NOW)
        mail = subscribers.claim_mail(session, NOW, LEASE)
        assert mail is not None
        subscribers.mark_sent(session, mail.id, NOW)
    with database.write() as session:
        assert subscribers.claim_mail(session, NOW + timedelta(days=1), LEASE) is None
        assert not subscribers.put_reminder(session, a_reminder(alice), NOW)
        assert subscribers.find_mails(session)[0].sent_at == NOW


def test_a_failure_is_tried_again_at_its_time_or_never(
    database: Database, alice: Subscriber
) -> None:
    enroll(database, alice)
    with database.write() as session:
        subscribers.put_reminder(session, a_reminder(alice), NOW)
        mail = subscribers.claim_mail(session, NOW, LEASE)
        assert mail is not None
        subscribers.mark_failed(session, mail.id, NOW, "451 later", retry_at=NOW + LEASE)
    with database.write() as session:
        assert subscribers.claim_mail(session, NOW, LEASE) is None
        assert subscribers.claim_mail(session, NOW + LEASE, LEASE) is not None
        subscribers.mark_failed(session, mail.id, NOW, "550 no such user", retry_at=None)
    with database.write() as session:
        assert subscribers.claim_mail(session, NOW + timedelta(days=9), LEASE) is None
        (failed,) = subscribers.find_mails(session)
    assert (failed.error, failed.next_at, failed.sent_at) == ("550 no such user", None, None)
