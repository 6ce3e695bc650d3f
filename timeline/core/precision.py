"""How finely a time is known, and the steps of the civil calendar."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never


class Precision(StrEnum):
    """The unit that a time is known to, from the finest to the coarsest."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"

    @property
    def rank(self) -> int:
        """0 for the finest; compare ranks, never the words."""
        return _RANKS[self]

    @property
    def is_clock(self) -> bool:
        """True below the day, where moments are aware instants and not civil dates."""
        return self.rank < Precision.DAY.rank


_RANKS = {precision: rank for rank, precision in enumerate(Precision)}
_MONTHS = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.SEASON: 3, Precision.HALF: 6}
_YEARS = {Precision.YEAR: 1, Precision.DECADE: 10, Precision.CENTURY: 100}


def add_months(day: date, months: int) -> date:
    """`day` moved by whole months, held at the last day of a shorter month.

    Raises ValueError outside the years 1 to 9999.

    >>> add_months(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is outside the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def truncate(day: date, precision: Precision) -> date:
    """The first day of the unit that holds `day`: ISO weeks (Monday first), seasons from March.

    >>> truncate(date(2025, 7, 17), Precision.WEEK)
    datetime.date(2025, 7, 14)
    >>> truncate(date(2025, 1, 5), Precision.SEASON)
    datetime.date(2024, 12, 1)
    """
    match precision:
        case Precision.MINUTE | Precision.HOUR | Precision.DAY:
            return day
        case Precision.WEEK:
            return day - timedelta(days=day.weekday())
        case Precision.MONTH | Precision.QUARTER | Precision.HALF:
            size = _MONTHS[precision]
            return date(day.year, (day.month - 1) // size * size + 1, 1)
        case Precision.SEASON:
            return add_months(day.replace(day=1), -(day.month % 3))
        case Precision.YEAR | Precision.DECADE | Precision.CENTURY:
            size = _YEARS[precision]
            return date(max(1, day.year // size * size), 1, 1)
        case _:
            assert_never(precision)


def step(day: date, precision: Precision, count: int = 1) -> date:
    """`day` moved by `count` units; raises ValueError outside the years 1 to 9999.

    >>> step(date(2025, 7, 17), Precision.WEEK, -1)
    datetime.date(2025, 7, 10)
    """
    match precision:
        case Precision.MINUTE | Precision.HOUR:
            raise ValueError(f"a civil date has no {precision}")
        case Precision.DAY | Precision.WEEK:
            days = count * (7 if precision is Precision.WEEK else 1)
            try:
                return day + timedelta(days=days)
            except OverflowError as error:
                raise ValueError(f"{day} and {days} days is outside the calendar") from error
        case Precision.MONTH | Precision.QUARTER | Precision.SEASON | Precision.HALF:
            return add_months(day, count * _MONTHS[precision])
        case Precision.YEAR | Precision.DECADE | Precision.CENTURY:
            return add_months(day, count * 12 * _YEARS[precision])
        case _:
            assert_never(precision)


def civil(moment: date | datetime) -> date:
    """The civil date of a moment, on the clock that the moment itself carries."""
    return moment.date() if isinstance(moment, datetime) else moment
