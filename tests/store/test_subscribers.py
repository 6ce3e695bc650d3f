"""Who wants mail: kept, confirmed, paused when mails bounce, and forgotten."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.core.samples import NOW, an_event, until
from tests.store.build import keep
from timeline.core.errors import NotFound
from timeline.core.event import Status
from timeline.core.filter import Filter
from timeline.core.reminder import Reminder, Subscriber
from timeline.store import outbox, subscribers
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
        language="fr",
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
        outbox.put_reminder(session, a_reminder(alice), NOW)
        outbox.put_reminder(session, a_reminder(bob), NOW)
    with database.write() as session:
        assert subscribers.delete_subscriber(session, "alice")
    with database.read() as session:
        left = outbox.find_mails(session)
    assert [mail.subscriber for mail in left] == [bob]
