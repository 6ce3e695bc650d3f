"""Feeds as they are sent: text kept for each revision, a size that is kept to, a cheap 304."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from sqlalchemy import event as listen

from tests.core.samples import NOW, a_source, an_event
from tests.store.build import keep
from timeline.core.errors import StoreUnavailable
from timeline.core.event import Event, EventType
from timeline.core.filter import Filter
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.feeds import ical
from timeline.store import events
from timeline.store.engine import Database
from timeline.tasks import publish
from timeline.tasks.publish import Feed

TODAY = NOW.date()
ABOUT = ical.About(name="T", base_url="https://t.example")


def many(count: int) -> Iterator[Event]:
    """Events on days of their own, a quarter of them behind us."""
    for number in range(count):
        day = TODAY + timedelta(days=number - count // 4)
        yield an_event(
            f"e{number:04}",
            title=f"Event {number}",
            interval=unit(day, Precision.DAY),
            sources=(a_source("a1"),) if number == 0 else (),
        )


def fill(database: Database, count: int) -> None:
    with database.write() as session:
        keep(session, *many(count))


def a_feed(most: int | None = None, **values: Any) -> Feed:
    feed = Feed(
        chosen=Filter(),
        options=ical.Options(),
        base_url="https://t.example",
        today=TODAY,
        most=most,
    )
    return replace(feed, **values)


def sent(database: Database, feed: Feed) -> bytes:
    publish.prepare(database, feed)
    part = publish.cut(database, feed)
    about = replace(ABOUT, description=part.said)
    return b"".join(publish.stream(database, feed, part, head=ical.head(about)))


def whole(database: Database, **options: Any) -> bytes:
    """The same calendar, made anew of all its events."""
    with database.read() as session:
        found = events.find_events(session, Filter())
    return ical.calendar(
        found,
        name="T",
        base_url="https://t.example",
        options=ical.Options(**options),
    )


@pytest.mark.parametrize(
    "options", [{}, {"alarms": (3,)}, {"rich": True}, {"todo": True, "fuzzy_all": True}]
)
def test_kept_text_gives_the_bytes_that_the_events_give(
    database: Database, options: dict[str, Any]
) -> None:
    fill(database, 20)
    feed = a_feed(options=ical.Options(**options))
    first = sent(database, feed)
    assert first == sent(database, feed) == whole(database, **options)


def test_an_event_is_rendered_once_for_each_revision(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(sqlite_database, 20)
    rendered: list[str] = []
    render = ical.render

    def counted(event: Event, **values: Any) -> object:
        rendered.append(event.id)
        return render(event, **values)

    monkeypatch.setattr(ical, "render", counted)
    for _ in range(3):
        sent(sqlite_database, a_feed())
    assert len(rendered) == 20
    with sqlite_database.write() as session:
        changed = replace(events.get_event(session, "e0003"), title="Changed", revision=1)
        events.save_event(session, changed)
    assert b"SUMMARY:Changed" in sent(sqlite_database, a_feed())
    assert rendered[20:] == ["e0003"]


def test_a_signing_is_tied_to_the_visit_that_its_article_tells(database: Database) -> None:
    day, later = unit(TODAY, Precision.DAY), unit(TODAY + timedelta(days=9), Precision.DAY)
    told: dict[str, Any] = {"sources": (a_source("a1"),)}
    visit = an_event("visit", type=EventType.VISIT, interval=day, **told)
    signing = an_event("signing", type=EventType.SIGNING, interval=day, **told)
    elsewhere = an_event("other", type=EventType.SIGNING, interval=day, sources=(a_source("a2"),))
    with database.write() as session:
        keep(session, visit, signing, elsewhere)
    assert related(sent(database, a_feed())) == {"signing": "visit@timeline.invalid"}
    with database.write() as session:
        events.save_event(session, replace(visit, interval=later, revision=1))
    assert related(sent(database, a_feed())) == {}


def test_a_signing_stays_tied_to_a_visit_that_merged_into_another(database: Database) -> None:
    day = unit(TODAY, Precision.DAY)
    with database.write() as session:
        keep(
            session,
            an_event("kept", interval=day, sources=(a_source("a2"),)),
            an_event("gone", interval=day, sources=(a_source("a1"),)),
            an_event("signing", type=EventType.SIGNING, interval=day, sources=(a_source("a1"),)),
        )
    assert related(sent(database, a_feed())) == {"signing": "gone@timeline.invalid"}
    with database.write() as session:
        events.absorb(session, "kept", "gone")
    assert related(sent(database, a_feed())) == {"signing": "kept@timeline.invalid"}


def related(feed: bytes) -> dict[str, str]:
    found = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    return {
        str(one["UID"]).partition("@")[0]: str(one["RELATED-TO"])
        for one in found
        if "RELATED-TO" in one
    }


def test_another_address_of_the_service_is_another_text(sqlite_database: Database) -> None:
    fill(sqlite_database, 3)
    sent(sqlite_database, a_feed())
    assert b"https://u.example/events/e0001" in sent(
        sqlite_database, a_feed(base_url="https://u.example")
    )


def test_the_tag_changes_with_the_events_and_with_nothing_else(database: Database) -> None:
    fill(database, 5)
    one = a_feed(chosen=Filter(since=TODAY))
    sent(database, one)
    before = publish.state(database, one).tag
    with database.write() as session:
        keep(session, an_event("far", interval=unit(date(2020, 1, 1), Precision.DAY), sources=()))
    assert publish.state(database, replace(one, today=TODAY + timedelta(days=1))).tag == before
    with database.write() as session:
        later = datetime(2025, 7, 19, tzinfo=NOW.tzinfo)
        events.save_event(session, replace(events.get_event(session, "e0004"), changed_at=later))
    sent(database, one)
    assert publish.state(database, one).tag != before


def test_the_state_costs_two_queries(sqlite_database: Database) -> None:
    fill(sqlite_database, 5)
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        asked.append(statement)

    listen.listen(sqlite_database._engine, "before_cursor_execute", note)
    publish.state(sqlite_database, a_feed())
    assert len([one for one in asked if one.startswith("SELECT")]) == 2


def test_what_does_not_fit_is_left_out_from_both_ends_and_said(database: Database) -> None:
    fill(database, 40)
    size = len(whole(database))
    half = sent(database, a_feed(most=size // 2 + 4000))
    assert len(half) <= size // 2 + 4000
    calendar = icalendar.Calendar.from_ical(half)
    found: list[Any] = calendar.walk("VEVENT")
    days = [one["DTSTART"].dt for one in found]
    assert days[0] == TODAY  # the ten that lie behind us went first
    assert days == [TODAY + timedelta(days=number) for number in range(len(days))]
    end = 30 - len(days)
    assert f"10 before 18 July 2025 and {end} from" in str(calendar["DESCRIPTION"])


def test_a_feed_that_fits_leaves_nothing_out(sqlite_database: Database) -> None:
    fill(sqlite_database, 10)
    feed = a_feed(most=publish.MOST)
    assert publish.cut(sqlite_database, feed) == publish.Cut()
    assert sent(sqlite_database, feed).count(b"BEGIN:VEVENT") == 10


def test_a_store_that_cannot_be_written_still_gives_the_feed(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(sqlite_database, 5)

    def refuse(*_: object) -> None:
        raise StoreUnavailable("the disk is full")

    monkeypatch.setattr("timeline.store.rendered.save_rendered", refuse)
    assert sent(sqlite_database, a_feed()) == whole(sqlite_database)
