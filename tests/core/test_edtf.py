"""EDTF (ISO 8601-2 annex A, level 1) written and read back."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.core import edtf
from timeline.core.errors import BadInput
from timeline.core.interval import Bound, Interval, bounded, unit
from timeline.core.precision import Precision

NAMED = [
    Precision.DAY,
    Precision.MONTH,
    Precision.SEASON,
    Precision.YEAR,
    Precision.DECADE,
    Precision.CENTURY,
]
DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(9000, 1, 1))
NOON = datetime(2025, 7, 17, 12, tzinfo=UTC)
THURSDAY = date(2025, 7, 17)

LINES = [
    (unit(THURSDAY, Precision.DAY), "2025-07-17"),
    (unit(THURSDAY, Precision.MONTH), "2025-07"),
    (unit(THURSDAY, Precision.SEASON), "2025-22"),
    (unit(THURSDAY, Precision.YEAR), "2025"),
    (unit(THURSDAY, Precision.DECADE), "202X"),
    (unit(THURSDAY, Precision.CENTURY), "20XX"),
    (unit(THURSDAY, Precision.WEEK), "2025-07-14/2025-07-20"),
    (unit(THURSDAY, Precision.QUARTER), "2025-07/2025-09"),
    (unit(THURSDAY, Precision.HALF), "2025-07/2025-12"),
    (unit(THURSDAY, Precision.YEAR, approximate=True), "2025~"),
    (bounded(unit(THURSDAY, Precision.YEAR), Bound.BY), "../2025-12-31"),
    (bounded(unit(THURSDAY, Precision.YEAR), Bound.FROM), "2025-01-01/.."),
    (bounded(unit(THURSDAY, Precision.MONTH), Bound.BY), "../2025-07-31"),
    (Interval(start=date(2020, 1, 1), end=date(2023, 1, 1), precision=Precision.YEAR), "2020/2022"),
    (
        Interval(start=THURSDAY, end=date(2025, 8, 1), precision=Precision.MONTH, approximate=True),
        "2025-07-17~/2025-07-31~",
    ),
    (
        Interval(start=NOON, end=NOON + timedelta(minutes=1), precision=Precision.MINUTE),
        "2025-07-17T12:00:00Z",
    ),
    (
        Interval(start=NOON, end=NOON + timedelta(hours=1), precision=Precision.HOUR),
        "2025-07-17T12:00:00Z",
    ),
    (
        Interval(start=NOON, end=NOON + timedelta(hours=3), precision=Precision.MINUTE),
        "2025-07-17T12:00:00Z/2025-07-17T15:00:00Z",
    ),
    (Interval(start=None, end=NOON, precision=Precision.MINUTE), "../2025-07-17T12:00:00Z"),
    (Interval(start=NOON, end=None, precision=Precision.MINUTE), "2025-07-17T12:00:00Z/.."),
    (
        Interval(
            start=NOON.astimezone(timezone(timedelta(hours=2))), end=None, precision=Precision.HOUR
        ),
        "2025-07-17T14:00:00+02:00/..",
    ),
    (
        Interval(start=date(9999, 12, 1), end=date(9999, 12, 31), precision=Precision.MONTH),
        "9999-12-01/9999-12-30",
    ),
]

UNREADABLE = ["", "2025-13", "17.7.2025", "2025/2026/2027", "2025-07-17T12:00", "../..", "20X5"]


@pytest.mark.parametrize(("interval", "line"), LINES)
def test_an_interval_has_one_line(interval: Interval, line: str) -> None:
    assert edtf.write(interval) == line


@given(DAYS, st.sampled_from(NAMED), st.booleans())
def test_reading_gives_back_what_was_written(
    day: date, precision: Precision, approximate: bool
) -> None:
    whole = unit(day, precision, approximate=approximate)
    assert edtf.read(edtf.write(whole)) == whole


@pytest.mark.parametrize(
    "line",
    [
        "2025-07-14/2025-07-20",
        "../2025-12-31",
        "2025-01-01/..",
        "2025-07-17T12:00:00Z",
        "2025-07-17T14:00:00+02:00",
        "2025-07-17T12:00:00Z/2025-07-17T15:00:00Z",
        "2025-07-17~/2025-07-31~",
        "00XX",
        "000X",
    ],
)
def test_writing_gives_back_what_was_read(line: str) -> None:
    assert edtf.write(edtf.read(line)) == line


@pytest.mark.parametrize("line", UNREADABLE)
def test_a_line_that_is_none_is_refused_with_the_way_out(line: str) -> None:
    with pytest.raises(BadInput, match="give one such as"):
        edtf.read(line)


def test_a_unit_at_the_end_of_the_calendar_is_written_as_days() -> None:
    last = Interval(start=date(9999, 12, 31), end=None, precision=Precision.DAY)
    assert edtf.write(last) == "9999-12-31/.."
