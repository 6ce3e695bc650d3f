"""A time on the calendar with its unit: what expressions resolve to, and how TIMEX3 writes it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from timeline.core.precision import Precision, add_months, step, truncate

LOCAL = "local"
"""The zone of a clock time that is told to be local."""

_SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
SEASON_MONTHS = {code: month for month, code in _SEASONS.items()}
_UNITS = {
    "day": Precision.DAY,
    "night": Precision.DAY,
    "week": Precision.WEEK,
    "weekend": Precision.WEEK,
    "fortnight": Precision.WEEK,
    "month": Precision.MONTH,
    "quarter": Precision.QUARTER,
    "half": Precision.HALF,
    "season": Precision.SEASON,
    "year": Precision.YEAR,
    "decade": Precision.DECADE,
    "century": Precision.CENTURY,
    "millennium": Precision.CENTURY,
    "hour": Precision.HOUR,
    "minute": Precision.MINUTE,
    "second": Precision.MINUTE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The unit `precision` that holds `day`. `bc` counts the years of `day` before Christ.

    `part` is a TIMEX3 part of day, `clock` a time such as "10:30" with `zone` as TIMEX3 has it.
    """

    day: date
    precision: Precision
    bc: bool = False
    weekend: bool = False
    part: str | None = None
    clock: str | None = None
    zone: str | None = None
    fiscal: bool = False

    def moved(self, unit: str, count: int) -> "Point":
        """The unit `count` units on (of the named kind) that holds the moved day, at its precision.

        Raises ValueError outside the calendar.
        """
        precision = _UNITS[unit]
        count = count * {"fortnight": 2, "millennium": 10}.get(unit, 1)
        if self.bc and precision.rank >= Precision.YEAR.rank:
            count = -count
        if precision.is_clock:
            return self
        return replace(self, day=step(self.day, precision, count))

    def at(self, precision: Precision) -> "Point":
        """The same time seen at another unit, without part of day or clock."""
        return Point(day=self.day, precision=precision, bc=self.bc)

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        text = ("BC" if self.bc else "FY" if self.fiscal else "") + self._date_value()
        if self.part:
            return f"{text}T{self.part}"
        return f"{text}T{self.clock}{'Z' if self.zone == 'Z' else ''}" if self.clock else text

    def _date_value(self) -> str:
        day = self.day
        match self.precision:
            case Precision.CENTURY:
                return f"{(day.year + 99) // 100 - 1 if self.bc else day.year // 100:02}"
            case Precision.DECADE:
                return f"{day.year // 10:03}"
            case Precision.YEAR:
                return f"{day.year:04}"
            case Precision.HALF:
                return f"{day.year:04}-H{(day.month - 1) // 6 + 1}"
            case Precision.QUARTER:
                return f"{day.year:04}-Q{(day.month - 1) // 3 + 1}"
            case Precision.SEASON:
                first = truncate(day, Precision.SEASON)
                return f"{first.year:04}-{_SEASONS[first.month]}"
            case Precision.MONTH:
                return f"{day.year:04}-{day.month:02}"
            case Precision.WEEK:
                year, week, _ = day.isocalendar()
                return f"{year:04}-W{week:02}{'-WE' if self.weekend else ''}"
            case _:
                return day.isoformat()


def precision_of(unit: str) -> Precision:
    """The precision that a unit's name stands for."""
    return _UNITS[unit]


def at_unit(day: date, unit: str, *, bc: bool = False) -> Point:
    """The unit of that name that holds `day`."""
    return Point(day=day, precision=_UNITS[unit], bc=bc, weekend=unit == "weekend")


def season_day(year: int, season: str) -> date:
    """The first day of a season, the winter of a year being the one that begins in it."""
    return date(year, SEASON_MONTHS[season], 1)


def nth_in(outer: Point, n: int, unit: str) -> Point | None:
    """The nth `unit` inside `outer`, from its end where `n` is negative; None without one."""
    inner = _UNITS[unit]
    if inner.rank >= outer.precision.rank or inner.is_clock:
        return None
    first = truncate(outer.day, outer.precision)
    after = step(first, outer.precision)
    if inner is Precision.WEEK:
        day = first + timedelta(days=7 * (n - 1)) if n > 0 else after + timedelta(days=7 * n)
    else:
        base = first if n > 0 else after
        day = step(base, inner, n - 1 if n > 0 else n)
    return (
        Point(day=day, precision=inner, bc=outer.bc, weekend=unit == "weekend")
        if first <= day < after
        else None
    )


def clamp_day(year: int, month: int, day: int) -> date | None:
    """The civil date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def same_unit_before(point: Point) -> Point:
    """The same unit one year before, as comparisons of results mean it ("the year-ago quarter")."""
    return replace(point, day=add_months(point.day, -12))
