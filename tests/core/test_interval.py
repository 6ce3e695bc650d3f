"""Half-open intervals: what they refuse, what prepositions make of them, how they sort."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.core.errors import OpenInterval
from timeline.core.interval import Bound, Interval, bounded, last_unit, sort_key, unit
from timeline.core.precision import Precision

CIVIL = [one for one in Precision if not one.is_clock]
DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9800, 1, 1))
NOON = datetime(2025, 7, 17, 12, tzinfo=UTC)
YEAR = unit(date(2030, 5, 5), Precision.YEAR)

REFUSED = [
    ("needs a start or an end", None, None, Precision.DAY),
    ("must end after", date(2025, 1, 2), date(2025, 1, 2), Precision.DAY),
    ("must end after", date(2025, 1, 2), date(2025, 1, 1), Precision.DAY),
    ("must end after", None, date(1, 1, 1), Precision.DAY),
    ("must end after", None, datetime(1, 1, 1, tzinfo=UTC), Precision.MINUTE),
    ("does not fit", date(2025, 1, 1), date(2025, 1, 2), Precision.MINUTE),
    ("does not fit", NOON, date(2025, 7, 18), Precision.MINUTE),
    ("needs a zone", datetime(2025, 7, 17, 12), None, Precision.MINUTE),  # noqa: DTZ001
]

BOUNDS = [
    # DESIGN "What a phrase means": the preposition, then the ends it makes of the year 2030
    (Bound.BY, None, date(2031, 1, 1)),
    (Bound.UNTIL, None, date(2031, 1, 1)),
    (Bound.WITHIN, None, date(2031, 1, 1)),
    (Bound.BEFORE, None, date(2030, 1, 1)),
    (Bound.FROM, date(2030, 1, 1), None),
    (Bound.SINCE, date(2030, 1, 1), None),
    (Bound.AFTER, date(2031, 1, 1), None),
]


@pytest.mark.parametrize(("message", "start", "end", "precision"), REFUSED)
def test_a_senseless_interval_is_refused(
    message: str, start: date | None, end: date | None, precision: Precision
) -> None:
    with pytest.raises(ValueError, match=message):
        Interval(start=start, end=end, precision=precision)


@given(DAYS, st.sampled_from(CIVIL))
def test_a_unit_holds_its_day_and_is_not_empty(day: date, precision: Precision) -> None:
    whole = unit(day, precision)
    assert whole.contains(day)
    assert whole.start is not None
    assert whole.end is not None
    assert whole.start < whole.end


@pytest.mark.parametrize(("bound", "start", "end"), BOUNDS)
def test_a_preposition_opens_one_side(bound: Bound, start: date | None, end: date | None) -> None:
    made = bounded(YEAR, bound)
    assert (made.start, made.end) == (start, end)
    assert bound.is_upper == (end is not None)


def test_a_bound_needs_the_side_that_it_names() -> None:
    open_end = Interval(start=date(2025, 1, 1), end=None, precision=Precision.DAY)
    open_start = Interval(start=None, end=date(2025, 1, 1), precision=Precision.DAY)
    with pytest.raises(OpenInterval):
        bounded(open_end, Bound.BY)
    with pytest.raises(OpenInterval):
        bounded(open_start, Bound.SINCE)


def test_the_last_month_of_a_year_is_december() -> None:
    assert last_unit(YEAR, Precision.MONTH) == unit(date(2030, 12, 1), Precision.MONTH)
    with pytest.raises(OpenInterval):
        last_unit(
            Interval(start=date(2025, 1, 1), end=None, precision=Precision.DAY), Precision.DAY
        )


def test_days_at_the_ends_are_told_for_dates_and_instants() -> None:
    clock = Interval(start=NOON, end=NOON + timedelta(minutes=1), precision=Precision.MINUTE)
    midnight = Interval(
        start=None, end=datetime(2025, 7, 18, tzinfo=UTC), precision=Precision.MINUTE
    )
    assert (clock.first_day, clock.last_day) == (date(2025, 7, 17), date(2025, 7, 17))
    assert (midnight.first_day, midnight.last_day) == (None, date(2025, 7, 17))
    assert bounded(YEAR, Bound.FROM).last_day is None


def test_open_sides_reach_for_ever() -> None:
    until, since = bounded(YEAR, Bound.BY), bounded(YEAR, Bound.FROM)
    assert until.overlaps(since)
    assert until.contains(date(1, 1, 1))
    assert not until.contains(date(2031, 1, 1))
    assert since.contains(date(9999, 1, 1))
    assert not since.contains(date(2029, 12, 31))
    assert not unit(date(2025, 1, 1), Precision.DAY).overlaps(unit(date(2025, 1, 2), Precision.DAY))


def test_a_deadline_sorts_by_its_last_admissible_day() -> None:
    deadline = bounded(unit(date(2025, 7, 17), Precision.DAY), Bound.BY)
    day = unit(date(2025, 7, 17), Precision.DAY)
    clock = Interval(start=NOON, end=NOON + timedelta(minutes=1), precision=Precision.MINUTE)
    assert sort_key(deadline)[0] == sort_key(day)[0]
    assert sort_key(bounded(day, Bound.FROM)) > sort_key(day)
    assert sort_key(clock) > sort_key(day)
