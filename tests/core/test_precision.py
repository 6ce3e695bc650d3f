"""Units of the civil calendar: their order, their first days, steps between them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.core.precision import Precision, add_months, civil, step, truncate

CIVIL = [one for one in Precision if not one.is_clock]
DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(3000, 1, 1))

FIRST_DAYS = [
    # a day and the unit that holds it -> the unit's first day
    (date(2025, 7, 17), Precision.DAY, date(2025, 7, 17)),
    (date(2025, 7, 17), Precision.WEEK, date(2025, 7, 14)),
    (date(2025, 1, 1), Precision.WEEK, date(2024, 12, 30)),
    (date(2025, 7, 17), Precision.MONTH, date(2025, 7, 1)),
    (date(2025, 7, 17), Precision.QUARTER, date(2025, 7, 1)),
    (date(2025, 7, 17), Precision.SEASON, date(2025, 6, 1)),
    (date(2025, 2, 1), Precision.SEASON, date(2024, 12, 1)),
    (date(2025, 7, 17), Precision.HALF, date(2025, 7, 1)),
    (date(2025, 7, 17), Precision.YEAR, date(2025, 1, 1)),
    (date(2025, 7, 17), Precision.DECADE, date(2020, 1, 1)),
    (date(2025, 7, 17), Precision.CENTURY, date(2000, 1, 1)),
    (date(5, 7, 17), Precision.DECADE, date(1, 1, 1)),
    (date(2025, 7, 17), Precision.HOUR, date(2025, 7, 17)),
]


@pytest.mark.parametrize(("day", "precision", "first"), FIRST_DAYS)
def test_a_unit_begins_on_its_first_day(day: date, precision: Precision, first: date) -> None:
    assert truncate(day, precision) == first


@given(DAYS, st.sampled_from(CIVIL))
def test_truncating_twice_is_truncating_once(day: date, precision: Precision) -> None:
    once = truncate(day, precision)
    assert once <= day
    assert truncate(once, precision) == once


@given(DAYS, st.sampled_from(CIVIL), st.integers(1, 9))
def test_a_step_ahead_is_later_and_back_is_earlier(
    day: date, precision: Precision, count: int
) -> None:
    assert step(day, precision, -count) < day < step(day, precision, count)


@pytest.mark.parametrize("precision", [Precision.MINUTE, Precision.HOUR])
def test_a_civil_date_has_no_step_below_the_day(precision: Precision) -> None:
    with pytest.raises(ValueError, match="has no"):
        step(date(2025, 7, 17), precision)


@pytest.mark.parametrize("precision", [Precision.DAY, Precision.WEEK, Precision.YEAR])
def test_no_step_leaves_the_calendar(precision: Precision) -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        step(date(9999, 12, 31), precision)


def test_a_month_holds_the_last_day_of_a_shorter_one() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2025, 3, 31), -13) == date(2024, 2, 29)


def test_precisions_are_ordered_from_fine_to_coarse() -> None:
    assert [one.rank for one in Precision] == list(range(len(Precision)))


def test_the_civil_date_of_an_instant_is_on_its_own_clock() -> None:
    assert civil(datetime(2025, 7, 17, 23, 30, tzinfo=UTC)) == date(2025, 7, 17)
    assert civil(date(2025, 7, 17)) == date(2025, 7, 17)
