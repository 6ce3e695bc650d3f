"""Digests, quiet hours, what comes late, and what is put off: never a flood, never at night."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.core.samples import a_source
from tests.tasks.fakes import FakeReader
from tests.tasks.mailing import (
    DUE,
    WEEK_BEFORE,
    a_deadline,
    a_visit,
    run,
    set_up,
    subjects,
    text,
)
from timeline.config import Config, from_environ
from timeline.core.event import Event, EventType, Outcome
from timeline.core.filter import Filter
from timeline.core.interval import Interval
from timeline.core.precision import Precision
from timeline.core.reminder import Rhythm, Subscriber, Topic
from timeline.mail.transport import NoServer, Outbox, TemporaryFailure
from timeline.store import outbox
from timeline.store.engine import Database
from timeline.tasks import confirm
from timeline.tasks.remind import Counts
from timeline.web import create_app

MONDAY = datetime(2025, 12, 22, 8, tzinfo=UTC)
ALL = (Topic.DEADLINES, Topic.EVENTS, Topic.CHANGES, Topic.UNREPORTED)


def some(*days: date) -> tuple[Event, ...]:
    """A deadline for each day, told by an article each."""
    return tuple(
        a_deadline(f"e{n}", day=day, sources=(a_source(f"a{n}", quote=f"Quote {n}."),))
        for n, day in enumerate(days)
    )


@pytest.mark.parametrize("rhythm", [Rhythm.EACH, Rhythm.DAILY])
def test_the_calendar_in_a_mail_has_the_method_that_its_part_names(
    sqlite_database: Database, alice: Subscriber, rhythm: Rhythm
) -> None:
    set_up(sqlite_database, replace(alice, rhythm=rhythm))
    sent = Outbox()
    run(sqlite_database, sent)
    (part,) = sent.sent[0].iter_attachments()
    assert part.get_param("method") == "PUBLISH"
    assert "METHOD:PUBLISH\r\n" in part.get_content()  # RFC 5545, 3.7.2


def test_a_weekly_digest_tells_the_week_ahead_on_monday_in_one_mail(
    database: Database, alice: Subscriber
) -> None:
    alice = replace(alice, rhythm=Rhythm.WEEKLY, topics=ALL, digested_at=MONDAY - timedelta(7))
    shown = (
        *some(date(2025, 12, 23), date(2025, 12, 28), date(2026, 1, 5), date(2026, 1, 19)),
        a_visit("v", "b", date(2025, 12, 24)),
    )
    set_up(database, alice, shown=shown)
    sent = Outbox()
    run(database, sent, MONDAY - timedelta(minutes=1))
    assert sent.sent == []
    for hours in range(0, 24 * 7, 12):
        run(database, sent, MONDAY + timedelta(hours=hours))
    assert subjects(sent) == ["The week ahead, 22–28 December 2025: Plan e0, and 4 more"]
    said = text(sent)
    assert said.index("DUE") < said.index("Plan e0") < said.index("Plan e1")
    assert said.index("COMING UP") < said.index("In 2 days: Visit v") < said.index("FURTHER AHEAD")
    assert "Due in 14 days: Plan e2" in said, "a lead time that was reached beyond the week"
    assert "Plan e3" in said, "28 days before, the lead time of 30 days was reached"


def test_a_daily_digest_is_one_mail_a_day_and_none_without_news(
    sqlite_database: Database, alice: Subscriber
) -> None:
    alice = replace(alice, rhythm=Rhythm.DAILY, leads=(7, 1))
    set_up(sqlite_database, alice, shown=some(DUE, DUE, date(2026, 1, 1)))
    sent = Outbox()
    instant = datetime(2025, 12, 20, tzinfo=UTC)
    while instant < datetime(2026, 1, 2, tzinfo=UTC):
        run(sqlite_database, sent, instant)
        instant += timedelta(minutes=170)
    assert subjects(sent) == [
        "Your day, 24 December 2025: Plan e0, and 1 more",
        "Your day, 25 December 2025: Plan e2",
        "Your day, 30 December 2025: Plan e0, and 1 more",
        "Your day, 31 December 2025: Plan e2",
    ]


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        (datetime(2025, 12, 24, 8, tzinfo=UTC), datetime(2025, 12, 24, 9, tzinfo=UTC)),
        (datetime(2025, 12, 24, 23, tzinfo=UTC), datetime(2025, 12, 25, 9, tzinfo=UTC)),
    ],
)
def test_no_mail_leaves_in_quiet_hours(
    sqlite_database: Database, alice: Subscriber, now: datetime, leaves: datetime
) -> None:
    set_up(sqlite_database, replace(alice, quiet=(22, 9)))
    sent = Outbox()
    assert run(sqlite_database, sent, now) == Counts(queued=1)
    assert run(sqlite_database, sent, leaves - timedelta(minutes=1)) == Counts()
    assert run(sqlite_database, sent, leaves) == Counts(sent=1)


class Down(Outbox):
    """There is no server."""

    def send(self, message: EmailMessage) -> None:  # noqa: ARG002
        raise NoServer("down")


def test_a_german_reminder_is_german_from_its_subject_to_the_note_that_it_is_late(
    database: Database, alice: Subscriber
) -> None:
    alice = replace(alice, language="de", zone="Europe/Berlin", topics=ALL)
    hour = datetime(2025, 12, 31, 17, tzinfo=UTC)
    at_six = Interval(start=hour, end=hour + timedelta(hours=1), precision=Precision.HOUR)
    visit = a_visit("v", "b", DUE, interval=at_six)
    set_up(database, alice, shown=(visit,))
    run(database, Down())
    up = Outbox()
    run(database, up, WEEK_BEFORE + timedelta(days=2))
    assert subjects(up) == ["In 5 Tagen: Visit v, 31. Dezember 2025"]
    said = text(up)
    assert "31. Dezember 2025, 18:00 MEZ: noch 5 Tage." in said
    assert "Diese Mail kommt spät: Sie sollte am 24. Dezember 2025 abgehen" in said


def test_a_language_that_is_there_no_more_is_english(database: Database, alice: Subscriber) -> None:
    set_up(database, replace(alice, language="tlh"))
    sent = Outbox()
    run(database, sent)
    assert subjects(sent) == ["Due in 7 days: Plan e1, 31 December 2025"]


def test_after_days_without_a_server_each_person_gets_one_mail_that_says_it_is_late(
    sqlite_database: Database, alice: Subscriber, bob: Subscriber
) -> None:
    set_up(sqlite_database, alice, bob, shown=some(*[DUE] * 6))
    for hour in range(0, 96, 5):
        run(sqlite_database, Down(), WEEK_BEFORE + timedelta(hours=hour))
    up = Outbox()
    for minute in range(0, 60, 10):
        run(sqlite_database, up, WEEK_BEFORE + timedelta(days=4, minutes=minute))
    assert sorted(str(mail["To"]) for mail in up.sent) == [alice.address, bob.address]
    assert set(subjects(up)) == {"Due in 3 days: Plan e0, 31 December 2025, and 5 more"}
    late = "This mail comes late: it was to leave on 24 December 2025"
    assert all(text(up, index).count(late) == 1 for index in range(2))


def test_one_late_mail_keeps_its_own_form(sqlite_database: Database, alice: Subscriber) -> None:
    set_up(sqlite_database, alice)
    up = Outbox()
    run(sqlite_database, Down(), WEEK_BEFORE)
    run(sqlite_database, up, WEEK_BEFORE + timedelta(days=3))
    assert subjects(up) == ["Due in 4 days: Plan e1, 31 December 2025"]
    assert "comes late" in text(up)


def test_what_was_due_before_somebody_subscribed_is_not_late(
    sqlite_database: Database, alice: Subscriber
) -> None:
    since = WEEK_BEFORE + timedelta(days=2)
    set_up(sqlite_database, replace(alice, confirmed_at=since))
    sent = Outbox()
    run(sqlite_database, sent, since)
    assert subjects(sent) == ["Due in 5 days: Plan e1, 31 December 2025"]
    assert "comes late" not in text(sent)


def test_a_server_that_is_away_is_asked_once_a_run(
    sqlite_database: Database, alice: Subscriber
) -> None:
    set_up(sqlite_database, alice, shown=some(DUE, DUE, DUE))
    assert run(sqlite_database, Down()) == Counts(queued=3, retried=1)
    assert run(sqlite_database, Outbox(), WEEK_BEFORE + timedelta(minutes=6)) == Counts(sent=3)


def test_a_clock_that_was_put_back_holds_nothing_up(
    sqlite_database: Database, alice: Subscriber
) -> None:
    class Busy(Outbox):
        def send(self, message: EmailMessage) -> None:  # noqa: ARG002
            raise TemporaryFailure("busy")

    set_up(sqlite_database, alice)
    ahead = WEEK_BEFORE + timedelta(days=6, hours=3)
    assert run(sqlite_database, Busy(), ahead).retried == 1
    with sqlite_database.write() as session:
        outbox.claim_mail(session, ahead + timedelta(minutes=30), timedelta(minutes=5))
    sent = Outbox()
    run(sqlite_database, sent, WEEK_BEFORE + timedelta(days=6, hours=1))
    assert len(sent.sent) == 1


def test_a_clock_that_jumped_ahead_and_back_repeats_no_digest(
    sqlite_database: Database, alice: Subscriber
) -> None:
    set_up(sqlite_database, replace(alice, rhythm=Rhythm.DAILY))
    sent = Outbox()
    for at in (WEEK_BEFORE, WEEK_BEFORE + timedelta(days=2), WEEK_BEFORE + timedelta(minutes=1)):
        run(sqlite_database, sent, at)
    assert len(sent.sent) == 1
    run(sqlite_database, sent, WEEK_BEFORE + timedelta(days=6))
    assert len(sent.sent) == 2


def test_events_are_told_of_where_they_are_wanted(
    sqlite_database: Database, alice: Subscriber, bob: Subscriber
) -> None:
    bob = replace(bob, filter=Filter(type=(EventType.VISIT,)))
    set_up(sqlite_database, alice, bob, shown=(a_visit("v", "a1", DUE),))
    sent = Outbox()
    run(sqlite_database, sent)
    assert [str(mail["To"]) for mail in sent.sent] == [bob.address]
    assert subjects(sent) == ["In 7 days: Visit v, 31 December 2025"]


def test_what_is_put_off_comes_once_more_on_that_day(
    sqlite_database: Database, alice: Subscriber
) -> None:
    set_up(sqlite_database, alice)
    sent = Outbox()
    run(sqlite_database, sent)
    token = confirm.sign("s", confirm.SNOOZE, "alice e1")
    for _ in range(2):
        day = confirm.snooze(sqlite_database, token, 3, secret="s", now=WEEK_BEFORE)
        assert day == date(2025, 12, 27)
    for hour in range(0, 7 * 24, 6):
        run(sqlite_database, sent, WEEK_BEFORE + timedelta(hours=hour))
    leads = [one.split(":")[0] for one in subjects(sent)]
    assert leads == ["Due in 7 days", "Due in 4 days", "Due tomorrow"]


def test_the_links_of_a_mail_lead_to_pages_that_are_there(
    sqlite_database: Database, alice: Subscriber, config: Config
) -> None:
    set_up(sqlite_database, alice, shown=(a_deadline(outcome=Outcome.OPEN),))
    sent = Outbox()
    run(sqlite_database, sent)
    app = create_app(config, database=sqlite_database, reader=FakeReader(), transport=sent)
    links = re.findall(r"https://t\.example(/\S+)", text(sent))
    kinds = ["/events/e1", "/reminders/snooze/", "/events/e1/edit#", "/reminders/manage/",
             "/reminders/unsubscribe/"]  # fmt: skip
    assert [
        kind for link, kind in zip(links, kinds, strict=True) if not link.startswith(kind)
    ] == []
    for link in links:
        assert app.test_client().get(link.partition("#")[0]).status_code == 200, link
    assert 'id="outcome"' in app.test_client().get("/events/e1/edit").text


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings with the key that signs the links of these mails."""
    return from_environ({"TIMELINE_DATA_DIR": str(tmp_path), "TIMELINE_SECRET_KEY": "s"})
