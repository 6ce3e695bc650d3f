"""The calendar feed: a row for every rule of what it carries, and laws that hold for any event."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.samples import a_source, an_event, events
from timeline.core.event import Event, EventType, Outcome, Revision, Status
from timeline.core.interval import Bound, Interval, bounded, unit
from timeline.core.precision import Precision
from timeline.feeds import ical

BASE = "https://timeline.example"
DAY = date(2025, 7, 17)


def feed(*shown: Event, **options: Any) -> bytes:
    return ical.calendar(shown, name="T", base_url=BASE, options=ical.Options(**options))


def only(event: Event, **options: Any) -> icalendar.Component:
    found = icalendar.Calendar.from_ical(feed(event, **options)).walk("VEVENT")
    assert len(found) == 1
    return found[0]


def due(end: date, precision: Precision = Precision.DAY) -> Interval:
    return Interval(start=None, end=end, precision=precision)


@pytest.mark.parametrize(
    ("interval", "deadline", "start", "end"),
    [
        # all-day, exclusive end (RFC 5545, 3.6.1)
        (unit(DAY, Precision.DAY), False, DAY, date(2025, 7, 18)),
        (Interval(start=date(2025, 5, 5), end=date(2025, 5, 8), precision=Precision.DAY),
         False, date(2025, 5, 5), date(2025, 5, 8)),
        # a week is one bar over its days
        (unit(DAY, Precision.WEEK), False, date(2025, 7, 14), date(2025, 7, 21)),
        # a month, quarter, season or half is one day on its first day
        (unit(DAY, Precision.MONTH), False, date(2025, 7, 1), date(2025, 7, 2)),
        (unit(DAY, Precision.QUARTER), False, date(2025, 7, 1), date(2025, 7, 2)),
        (unit(DAY, Precision.SEASON), False, date(2025, 6, 1), date(2025, 6, 2)),
        (unit(DAY, Precision.HALF), False, date(2025, 7, 1), date(2025, 7, 2)),
        # a deadline of whatever precision is the last admissible day
        (due(date(2026, 1, 1), Precision.YEAR), True, date(2025, 12, 31), date(2026, 1, 1)),
        (bounded(unit(DAY, Precision.DAY), Bound.BEFORE), True, date(2025, 7, 16), DAY),
        # an open end is the day on which it begins
        (Interval(start=DAY, end=None, precision=Precision.DAY), False, DAY, date(2025, 7, 18)),
        # a clock time without an end lasts an hour, in UTC
        (Interval(start=datetime(2025, 7, 18, 10, tzinfo=UTC),
                  end=datetime(2025, 7, 18, 10, 1, tzinfo=UTC), precision=Precision.MINUTE),
         False, datetime(2025, 7, 18, 10, tzinfo=UTC), datetime(2025, 7, 18, 11, tzinfo=UTC)),
        (Interval(start=None, end=datetime(2025, 7, 18, 17, tzinfo=UTC),
                  precision=Precision.MINUTE),
         True, date(2025, 7, 18), date(2025, 7, 19)),
        # what has no beginning and is no deadline stands on its last day, also by the clock
        (due(date(2025, 7, 18)), False, DAY, date(2025, 7, 18)),
        (Interval(start=None, end=datetime(2025, 7, 18, 17, tzinfo=UTC),
                  precision=Precision.HOUR),
         False, date(2025, 7, 18), date(2025, 7, 19)),
    ],
)  # fmt: skip
def test_an_event_stands_where_it_is(
    interval: Interval, *, deadline: bool, start: date, end: date
) -> None:
    component = only(an_event(interval=interval, deadline=deadline))
    assert (component.decoded("DTSTART"), component.decoded("DTEND")) == (start, end)


def test_a_year_is_shown_only_where_everything_fuzzy_was_asked_for() -> None:
    event = an_event(interval=unit(DAY, Precision.YEAR))
    assert b"VEVENT" not in feed(event)
    assert only(event, fuzzy_all=True).decoded("DTSTART") == date(2025, 1, 1)
    assert b"VEVENT" in ical.single(event, base_url=BASE)


@pytest.mark.parametrize(
    ("precision", "said", "is_shown"),
    [
        (Precision.DAY, ("T", "CONFIRMED"), True),
        (Precision.WEEK, ("T", "TENTATIVE"), True),
        (Precision.MONTH, ("T (from July 2025, day open)", "TENTATIVE"), True),
        (Precision.YEAR, ("T (from 2025, day open)", "TENTATIVE"), False),
        (Precision.DECADE, ("T (from the 2020s, day open)", "TENTATIVE"), False),
    ],
)
def test_what_has_no_end_is_as_certain_as_its_beginning(
    precision: Precision, said: tuple[str, str], *, is_shown: bool
) -> None:
    interval = bounded(unit(DAY, precision), Bound.FROM)
    event = an_event(title="T", interval=interval, status=Status.PLANNED)
    component = only(event, fuzzy_all=True)
    assert (str(component["SUMMARY"]), str(component["STATUS"])) == said
    assert component.decoded("DTEND") - component.decoded("DTSTART") == timedelta(days=1)
    assert (b"VEVENT" in feed(event)) is is_shown


def test_an_event_without_a_date_has_no_place() -> None:
    assert b"VEVENT" not in feed(an_event(interval=None))


@pytest.mark.parametrize(
    ("values", "summary", "status"),
    [
        ({"status": Status.CANCELLED}, "CANCELLED: T", "CANCELLED"),
        ({"status": Status.POSTPONED}, "POSTPONED: T", "TENTATIVE"),
        ({"status": Status.EXPECTED}, "T", "TENTATIVE"),
        ({"status": Status.PLANNED}, "T", "CONFIRMED"),
        ({"status": Status.PLANNED, "interval": unit(DAY, Precision.WEEK)}, "T", "TENTATIVE"),
        ({"status": Status.PLANNED, "interval": unit(DAY, Precision.MONTH)},
         "T (July 2025, day open)", "TENTATIVE"),
        ({"interval": due(DAY), "deadline": True, "type": EventType.DEADLINE}, "DUE: T", None),
        ({"interval": due(DAY), "deadline": True, "type": EventType.EFFECT}, "ENDS: T", None),
    ],
)  # fmt: skip
def test_the_title_and_status_say_how_it_stands(
    values: dict[str, Any], summary: str, status: str | None
) -> None:
    usual: dict[str, Any] = {"title": "T", "interval": unit(DAY, Precision.DAY)}
    component = only(an_event(**(usual | values)))
    assert str(component["SUMMARY"]) == summary
    assert status is None or str(component["STATUS"]) == status


def test_cancelled_stays_visible_where_it_was_asked_for() -> None:
    event = an_event(status=Status.CANCELLED)
    assert str(only(event, cancelled_confirmed=True)["STATUS"]) == "CONFIRMED"


def test_alarms_and_todos_come_only_on_request() -> None:
    event = an_event(interval=due(DAY), deadline=True, type=EventType.DEADLINE)
    assert b"VALARM" not in feed(event)
    assert b"VTODO" not in feed(event)
    alarms = icalendar.Calendar.from_ical(feed(event, alarms=(7, 1, 7))).walk("VALARM")
    assert [one.decoded("TRIGGER") for one in alarms] == [-timedelta(days=1), -timedelta(days=7)]
    todos = icalendar.Calendar.from_ical(feed(event, todo=True)).walk("VTODO")
    assert [one.decoded("DUE") for one in todos] == [date(2025, 7, 16)]


@pytest.mark.parametrize(
    ("outcome", "status", "expected"),
    [
        (Outcome.OPEN, Status.PLANNED, ("NEEDS-ACTION", None)),
        # the obligation was told as a fact: nobody has met it for that
        (Outcome.OPEN, Status.HAPPENED, ("NEEDS-ACTION", None)),
        (Outcome.UNREPORTED, Status.PLANNED, ("NEEDS-ACTION", None)),
        (Outcome.MISSED, Status.PLANNED, ("NEEDS-ACTION", None)),
        (Outcome.EXTENDED, Status.PLANNED, ("NEEDS-ACTION", None)),
        (Outcome.OPEN, Status.CANCELLED, ("CANCELLED", None)),
        (Outcome.MET, Status.HAPPENED, ("COMPLETED", 100)),
    ],
)
def test_a_task_is_done_where_its_deadline_was_met(
    outcome: Outcome, status: Status, expected: tuple[str, int | None]
) -> None:
    event = a_task(outcome=outcome, status=status)
    (todo,) = icalendar.Calendar.from_ical(feed(event, todo=True)).walk("VTODO")
    assert (str(todo["STATUS"]), todo.get("PERCENT-COMPLETE")) == expected
    assert ("COMPLETED" in todo) is (outcome is Outcome.MET)


def test_a_task_was_done_when_that_was_decided_else_when_it_was_told() -> None:
    def done(**values: Any) -> datetime:
        event = a_task(outcome=Outcome.MET, **values)
        (todo,) = icalendar.Calendar.from_ical(feed(event, todo=True)).walk("VTODO")
        at = todo.decoded("COMPLETED")
        assert isinstance(at, datetime)
        return at

    decided = datetime(2025, 7, 20, 12, tzinfo=UTC)
    row = Revision(at=decided, by="Alice", what="outcome", old="open", new="met")
    told = a_source(published=date(2025, 7, 12))
    assert done(sources=()) == an_event().changed_at
    assert done(sources=(told,)) == told.anchor.instant
    assert done(sources=(told,), history=(row,)) == decided


def a_task(**values: Any) -> Event:
    return an_event(interval=due(DAY), deadline=True, type=EventType.DEADLINE, **values)


def test_the_description_has_the_evidence_and_the_link() -> None:
    event = an_event(sources=(a_source(),))
    said = str(only(event)["DESCRIPTION"])
    assert event.evidence is not None
    assert event.evidence.quote in said
    assert f"{BASE}/events/{event.id}" in said


@given(st.lists(events(), max_size=4))
def test_a_feed_is_well_formed_and_the_same_again(shown: list[Event]) -> None:
    body = feed(*shown)
    assert body == feed(*shown)
    assert body.endswith(b"\r\n")
    lines = body.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert all(len(line) <= 75 for line in lines)
    icalendar.Calendar.from_ical(body)


@given(events())
def test_what_is_written_is_read_again(event: Event) -> None:
    found = icalendar.Calendar.from_ical(feed(event, fuzzy_all=True)).walk("VEVENT")
    assert len(found) == (event.interval is not None)
    for component in found:
        assert str(component["UID"]) == ical.uid(event)
        assert component["SEQUENCE"] == event.revision
        assert " ".join(event.title.split()) in str(component["SUMMARY"])
        assert component.decoded("DTSTART") < component.decoded("DTEND")


def test_a_change_of_one_event_changes_only_its_component() -> None:
    one, other = an_event("e1"), an_event("e2", title="Other")
    before = feed(one, other).split(b"BEGIN:VEVENT")
    after = feed(one, an_event("e2", title="Changed", revision=1)).split(b"BEGIN:VEVENT")
    assert before[:2] == after[:2]
    assert before[2] != after[2]


@pytest.mark.parametrize(
    "title", ["زيارة الرئيس", "外交部长会议", "🕊️ truce", "a,b;c\\d", "x" * 300, "a\x07b"]
)
def test_any_script_comes_through(title: str) -> None:
    said = str(only(an_event(title=title))["SUMMARY"])
    assert said == " ".join(title.replace("\x07", " ").split())
