"""An outbox in which nothing is lost and nothing is sent twice."""

from dataclasses import replace
from datetime import date, timedelta

from tests.core.samples import NOW
from tests.store.build import keep
from tests.store.test_subscribers import DUE, LEASE, a_reminder, enroll
from timeline.core.reminder import Subscriber
from timeline.store import events, outbox
from timeline.store.engine import Database


def test_the_same_reminder_is_queued_once(database: Database, alice: Subscriber) -> None:
    enroll(database, alice)
    with database.write() as session:
        assert outbox.put_reminder(session, a_reminder(alice), NOW)
        assert not outbox.put_reminder(session, a_reminder(alice), NOW)
        assert outbox.put_reminder(session, a_reminder(alice, lead=1), NOW)
        moved = replace(a_reminder(alice), due_on=date(2025, 8, 1))
        assert outbox.put_reminder(session, moved, NOW)


def test_a_mail_is_claimed_by_one_and_found_again_when_the_claim_runs_out(
    database: Database, alice: Subscriber
) -> None:
    enroll(database, alice)
    with database.write() as session:
        outbox.put_reminder(session, a_reminder(alice), NOW)
    with database.write() as session:
        mail = outbox.claim_mail(session, NOW, LEASE)
    assert mail is not None
    assert mail.reminders == (a_reminder(alice),)
    with database.write() as session:
        assert outbox.claim_mail(session, NOW, LEASE) is None
        again = outbox.claim_mail(session, NOW + LEASE, LEASE)
    assert again is not None
    assert (again.id, again.attempts) == (mail.id, 2)


def test_what_was_sent_is_never_claimed_again(database: Database, alice: Subscriber) -> None:
    enroll(database, alice)
    with database.write() as session:
        outbox.put_reminder(session, a_reminder(alice), NOW)
        mail = outbox.claim_mail(session, NOW, LEASE)
        assert mail is not None
        outbox.mark_sent(session, mail.id, NOW)
    with database.write() as session:
        assert outbox.claim_mail(session, NOW + timedelta(days=1), LEASE) is None
        assert not outbox.put_reminder(session, a_reminder(alice), NOW)
        assert outbox.find_mails(session)[0].sent_at == NOW


def test_a_failure_is_tried_again_at_its_time_or_never(
    database: Database, alice: Subscriber
) -> None:
    enroll(database, alice)
    with database.write() as session:
        outbox.put_reminder(session, a_reminder(alice), NOW)
        mail = outbox.claim_mail(session, NOW, LEASE)
        assert mail is not None
        outbox.mark_failed(session, mail.id, NOW, "451 later", retry_at=NOW + LEASE)
    with database.write() as session:
        assert outbox.claim_mail(session, NOW, LEASE) is None
        assert outbox.claim_mail(session, NOW + LEASE, LEASE) is not None
        outbox.mark_failed(session, mail.id, NOW, "550 no such user", retry_at=None)
    with database.write() as session:
        assert outbox.claim_mail(session, NOW + timedelta(days=9), LEASE) is None
        (failed,) = outbox.find_mails(session)
    assert (failed.error, failed.next_at, failed.sent_at) == ("550 no such user", None, None)


def test_a_merged_event_takes_along_what_was_told_of_it(
    database: Database, alice: Subscriber, bob: Subscriber
) -> None:
    enroll(database, alice, bob)
    with database.write() as session:
        keep(session, replace(DUE, id="e2", sources=()))
        told = replace(a_reminder(alice), event=replace(DUE, id="e2"))
        assert outbox.put_reminder(session, told, NOW)
        assert outbox.put_reminder(session, replace(told, subscriber=bob), NOW)
        assert outbox.put_reminder(session, a_reminder(bob), NOW)
        events.absorb(session, "e1", "e2")
    with database.read() as session:
        assert outbox.is_queued(session, a_reminder(alice)), "told once, under either id"
        assert len(outbox.find_mails(session)) == 2, "what both had stays once"
