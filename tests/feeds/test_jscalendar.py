"""JSCalendar (RFC 8984): a row for each property that carries something of an event."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given

from tests.core.samples import an_event, until
from tests.feeds.strategies import a_set, any_events
from timeline.core.event import Event, EventType, Outcome, Status
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.feeds import ical, jscalendar

ABOUT = ical.About(name="T", base_url="https://t.example", description="All")
MONDAY = date(2025, 7, 21)


def group(*shown: Event, **options: Any) -> Any:
    chosen = ical.Options(**options)
    return json.loads(
        b"".join(jscalendar.to_jscalendar([(one, None) for one in shown], ABOUT, chosen))
    )


def only(event: Event, **options: Any) -> Any:
    (entry,) = group(event, **options)["entries"]
    return entry


@pytest.mark.parametrize(
    ("values", "name", "expected"),
    [
        ({}, "uid", "e1@timeline.invalid"),
        ({}, "title", "Merz visits London"),
        ({}, "start", "2025-07-17T00:00:00"),
        ({}, "duration", "P1D"),
        ({}, "showWithoutTime", True),
        ({}, "timeZone", None),
        ({}, "freeBusyStatus", "free"),
        ({}, "keywords", {"Visit": True, "DE": True}),
        ({}, "locations", {"1": {"@type": "Location", "name": "London"}}),
        ({}, "updated", "2025-07-18T09:00:00Z"),
        ({"revision": 3}, "sequence", 3),
        ({"status": Status.CANCELLED}, "status", "cancelled"),
        ({"status": Status.EXPECTED}, "status", "tentative"),
        ({"interval": unit(MONDAY, Precision.WEEK)}, "duration", "P7D"),
        ({"interval": unit(MONDAY, Precision.DAY), "timex": a_set("XXXX-WXX-1")}, "recurrenceRules",
         [{"@type": "RecurrenceRule", "frequency": "weekly",
           "byDay": [{"@type": "NDay", "day": "mo"}]}]),
        ({"timex": a_set("P2Y")}, "recurrenceRules",
         [{"@type": "RecurrenceRule", "frequency": "yearly", "interval": 2}]),
    ],
)  # fmt: skip
def test_a_property_carries(values: dict[str, Any], name: str, expected: object) -> None:
    assert only(an_event(**values))[name] == expected


def test_the_group_was_updated_with_the_last_of_its_events() -> None:
    earlier = an_event("e2", changed_at=datetime(2025, 7, 1, tzinfo=UTC))
    assert group(earlier, an_event())["updated"] == "2025-07-18T09:00:00Z"
    assert group(earlier)["updated"] == "2025-07-01T00:00:00Z"
    assert group()["updated"] == "1970-01-01T00:00:00Z"


def test_a_time_is_on_the_clock_of_utc() -> None:
    start = datetime(2025, 7, 18, 10, tzinfo=UTC)
    interval = Interval(start=start, end=start.replace(minute=1), precision=Precision.MINUTE)
    entry = only(an_event(interval=interval))
    assert (entry["start"], entry["timeZone"], entry["duration"]) == (
        "2025-07-18T10:00:00", "Etc/UTC", "PT1H",
    )  # fmt: skip
    assert "showWithoutTime" not in entry


@pytest.mark.parametrize(
    ("outcome", "status", "expected"),
    [
        (None, Status.HAPPENED, "needs-action"),
        (Outcome.OPEN, Status.HAPPENED, "needs-action"),
        (Outcome.MET, Status.HAPPENED, "completed"),
        (Outcome.MISSED, Status.PLANNED, "failed"),
        (Outcome.OPEN, Status.CANCELLED, "cancelled"),
    ],
)
def test_a_task_stands_as_its_deadline_does(
    outcome: Outcome | None, status: Status, expected: str
) -> None:
    values: dict[str, Any] = {"outcome": outcome, "status": status}
    due = an_event(interval=until(MONDAY), deadline=True, type=EventType.DEADLINE, **values)
    assert group(due, todo=True)["entries"][1]["progress"] == expected


def test_options_are_honoured() -> None:
    due = an_event(interval=until(MONDAY), deadline=True, type=EventType.DEADLINE)
    event, task = group(due, todo=True, alarms=(7,))["entries"]
    assert (event["@type"], task["@type"]) == ("Event", "Task")
    assert task["due"] == "2025-07-21T00:00:00"
    assert event["alerts"]["7"]["trigger"] == {"@type": "OffsetTrigger", "offset": "-P7D"}
    assert (
        only(an_event(status=Status.CANCELLED), cancelled_confirmed=True)["status"] == "confirmed"
    )
    assert not group(an_event(interval=unit(MONDAY, Precision.YEAR)))["entries"]


@given(any_events())
def test_every_event_has_what_the_standard_demands(event: Event) -> None:
    whole = group(event, fuzzy_all=True)
    assert {"@type", "uid", "entries"} <= set(whole)
    for entry in whole["entries"]:
        assert {"@type", "uid", "updated", "start", "duration"} <= set(entry)
        assert all(person["roles"] for person in entry.get("participants", {}).values())
