"""A temporal expression: its span, its bound applied, its record."""

from datetime import date

import pytest

from timeline.core.interval import Bound, Interval, unit
from timeline.core.precision import Precision
from timeline.core.timex import Mod, Timex, TimexType, record

YEAR = unit(date(2025, 1, 1), Precision.YEAR)


def timex(*, interval: Interval | None = YEAR, bound: Bound | None = None) -> Timex:
    return Timex(
        text="the end of the year",
        start=3,
        end=22,
        type=TimexType.DATE,
        value="2025",
        mod=Mod.END,
        interval=interval,
        bound=bound,
        lead=0,
    )


def test_by_the_end_of_the_year_is_before_the_next_one() -> None:
    when = timex(bound=Bound.BY).when
    assert when == Interval(start=None, end=date(2026, 1, 1), precision=Precision.YEAR)


def test_without_a_bound_or_an_interval_nothing_is_changed() -> None:
    assert timex().when == YEAR
    assert timex(interval=None, bound=Bound.BY).when is None


def test_a_bound_that_does_not_fit_leaves_the_interval() -> None:
    open_end = Interval(start=date(2025, 1, 1), end=None, precision=Precision.YEAR)
    assert timex(interval=open_end, bound=Bound.BY).when == open_end


def test_the_record_has_the_keys_of_the_contract() -> None:
    assert record(timex(bound=Bound.BY)) == {
        "text": "the end of the year",
        "start": 3,
        "end": 22,
        "type": "DATE",
        "value": "2025",
        "mod": "END",
        "edtf": "../2025-12-31",
    }


def test_a_time_that_is_not_on_the_calendar_has_no_edtf() -> None:
    bare = Timex(text="now", start=0, end=3, type=TimexType.DATE, value="PRESENT_REF")
    assert record(bare)["edtf"] is None
    assert record(bare)["mod"] is None


@pytest.mark.parametrize(("start", "end", "lead"), [(0, 2, None), (5, 5, None), (0, 3, 1)])
def test_a_span_that_does_not_fit_is_refused(start: int, end: int, lead: int | None) -> None:
    with pytest.raises(ValueError, match="now"):
        Timex(text="now", start=start, end=end, type=TimexType.DATE, value="PRESENT_REF", lead=lead)
