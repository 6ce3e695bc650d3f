"""When a reminder is due: lead times on the subscriber's clock, through daylight saving."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.samples import NOW, an_event, until
from timeline.core.event import Event, Status
from timeline.core.reminder import Kind, Subscriber, due, due_at

ALICE = Subscriber(id="alice", address="alice@example.org", created_at=NOW, confirmed_at=NOW)


def a_deadline(last: date, **values: Any) -> Event:
    usual: dict[str, Any] = {"interval": until(last), "deadline": True, "status": Status.PLANNED}
    return an_event(**(usual | values))


@pytest.mark.parametrize(
    ("zone", "day", "hour", "instant"),
    [
        ("UTC", date(2025, 12, 31), 8, "2025-12-31T08:00Z"),
        ("Europe/Berlin", date(2025, 12, 31), 8, "2025-12-31T07:00Z"),
        ("Europe/Berlin", date(2025, 7, 31), 8, "2025-07-31T06:00Z"),
        # 30 March 2025: 02:00 does not exist in Berlin; it is the hour after it
        ("Europe/Berlin", date(2025, 3, 30), 2, "2025-03-30T01:00Z"),
        # 26 October 2025: 02:00 comes twice in Berlin; the first one counts
        ("Europe/Berlin", date(2025, 10, 26), 2, "2025-10-26T00:00Z"),
        ("America/New_York", date(2025, 3, 9), 2, "2025-03-09T07:00Z"),
        ("America/New_York", date(2025, 11, 2), 1, "2025-11-02T05:00Z"),
        # Lord Howe moves by half an hour
        ("Australia/Lord_Howe", date(2025, 10, 5), 2, "2025-10-04T15:30Z"),
        ("Pacific/Kiritimati", date(2026, 1, 1), 0, "2025-12-31T10:00Z"),
    ],
)
def test_mails_leave_by_the_subscribers_clock(
    zone: str, day: date, hour: int, instant: str
) -> None:
    subscriber = replace(ALICE, zone=zone, hour=hour)
    assert due_at(day, 0, subscriber) == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    ("last", "now", "lead"),
    [
        (date(2025, 8, 31), "2025-08-01T07:59Z", None),
        (date(2025, 8, 31), "2025-08-01T08:00Z", 30),
        (date(2025, 8, 31), "2025-08-24T08:00Z", 7),
        (date(2025, 8, 31), "2025-08-30T08:00Z", 1),
        (date(2025, 8, 31), "2025-08-31T23:59Z", 1),
        (date(2025, 8, 31), "2025-09-01T00:00Z", None),
        (date(2024, 2, 29), "2024-02-28T08:00Z", 1),
        (date(2026, 1, 1), "2025-12-25T08:00Z", 7),
    ],
)
def test_of_the_lead_times_that_passed_the_smallest_one_counts(
    last: date, now: str, lead: int | None
) -> None:
    found = list(due([a_deadline(last)], ALICE, datetime.fromisoformat(now)))
    assert [one.lead for one in found] == ([] if lead is None else [lead])


@pytest.mark.parametrize(
    "event",
    [
        a_deadline(date(2025, 8, 31), status=Status.HAPPENED),
        a_deadline(date(2025, 8, 31), status=Status.CANCELLED),
        a_deadline(date(2025, 8, 31), status=Status.POSTPONED),
        an_event(),
        an_event(interval=None),
    ],
)
def test_what_is_no_open_deadline_is_never_due(event: Event) -> None:
    assert list(due([event], ALICE, datetime(2025, 8, 30, 12, tzinfo=UTC))) == []


@given(st.integers(0, 400), st.integers(0, 23), st.sampled_from(["UTC", "Asia/Kathmandu"]))
def test_a_reminder_is_never_early_nor_late(ahead: int, hour: int, zone: str) -> None:
    subscriber = replace(ALICE, zone=zone, hour=hour)
    last = date(2025, 7, 18) + timedelta(days=ahead)
    for one in due([a_deadline(last)], subscriber, NOW):
        assert one.due_at <= NOW
        assert one.key == ("e1", "alice", Kind.BEFORE, one.lead, last, 0)


@pytest.mark.parametrize(
    "values", [{"leads": ()}, {"leads": (-1,)}, {"leads": (4000,)}, {"hour": 24}, {"hour": -1}]
)
def test_nonsense_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"lead times|hour"):
        replace(ALICE, **values)
