"""Hours on a person's own clock, through daylight saving."""

from datetime import datetime

import pytest

from timeline.core.schedule import last_hour, next_hour, quiet_until

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("now", "quiet", "zone", "until"),
    [
        ("2025-07-17T21:59Z", (22, 7), "UTC", None),
        ("2025-07-17T22:00Z", (22, 7), "UTC", "2025-07-18T07:00Z"),
        ("2025-07-18T06:59Z", (22, 7), "UTC", "2025-07-18T07:00Z"),
        ("2025-07-18T07:00Z", (22, 7), "UTC", None),
        ("2025-07-18T12:30Z", (12, 14), "UTC", "2025-07-18T14:00Z"),
        ("2025-07-18T12:30Z", (12, 12), "UTC", None),
        ("2025-07-18T12:30Z", None, "UTC", None),
        # the night in which Berlin's clocks go forward, and the one in which they go back
        ("2025-03-29T23:30Z", (22, 7), BERLIN, "2025-03-30T05:00Z"),
        ("2025-10-25T23:30Z", (22, 7), BERLIN, "2025-10-26T06:00Z"),
        # quiet hours that end in the hour that is skipped end after it
        ("2025-03-30T00:30Z", (22, 2), BERLIN, "2025-03-30T01:00Z"),
    ],
)
def test_quiet_hours_end_on_the_persons_clock(
    now: str, quiet: tuple[int, int] | None, zone: str, until: str | None
) -> None:
    found = quiet_until(datetime.fromisoformat(now), quiet, zone)
    assert found == (datetime.fromisoformat(until) if until else None)


@pytest.mark.parametrize(
    ("now", "monday", "found"),
    [
        ("2025-07-17T05:59Z", False, "2025-07-16T06:00Z"),  # Thursday, before eight in Berlin
        ("2025-07-17T06:00Z", False, "2025-07-17T06:00Z"),
        ("2025-07-17T06:00Z", True, "2025-07-14T06:00Z"),
        ("2025-07-14T05:59Z", True, "2025-07-07T06:00Z"),
        ("2025-10-27T06:59Z", True, "2025-10-20T06:00Z"),  # the week that has an hour more
        ("2025-10-27T07:00Z", True, "2025-10-27T07:00Z"),
    ],
)
def test_a_digest_belongs_to_the_last_morning_or_monday(now: str, monday: bool, found: str) -> None:
    got = last_hour(datetime.fromisoformat(now), 8, BERLIN, monday=monday)
    assert got == datetime.fromisoformat(found)


def test_the_next_hour_is_never_now() -> None:
    at = datetime.fromisoformat("2025-07-17T06:00Z")
    assert next_hour(at, 8, BERLIN) == datetime.fromisoformat("2025-07-18T06:00Z")
