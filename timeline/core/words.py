"""Dates as a person would write them, for titles and descriptions."""

import re
from datetime import UTC, date, datetime

from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}

_LIMIT = re.compile(r"(?<=.), (?P<limit>[^\d,]{2,24}\b\d{1,2}\b[^\d,]{2,20}\d{4})$")


def without_limit(title: str) -> tuple[str, str]:
    """A title, and the limit behind its last comma, empty where it has none.

    Titles of deadlines end so in every language: "…, due by 31 December 2025", "…, bis 31. Dezember
    2025".
    """
    found = _LIMIT.search(title)
    return (title[: found.start()], found["limit"]) if found else (title, "")


def day(one: date) -> str:
    """`17 July 2025`."""
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"


def when(interval: Interval | None, *, deadline: bool = False) -> str:
    """The time in words: `17 July 2025`, `7–13 July 2025`, `by 31 December 2025`, `in 2024`.

    An interval of None is "no date given"; instants are said in UTC.
    """
    if interval is None:
        return "no date given"
    first, last = interval.first_day, interval.last_day
    if deadline and last:
        return f"by {day(last)}{_clock_of(interval.end)}"
    if first is None:
        return f"until {day(last)}" if last else "no date given"
    if last is None:
        return f"from {_beginning(first, interval.precision)}"
    if interval.precision.is_clock:
        return f"{day(first)}{_clock_of(interval.start)}"
    named = _unit_name(interval, first) or span(first, last)
    return f"about {named}" if interval.approximate else named


def span(first: date, last: date) -> str:
    """`7–13 July 2025`, `30 June – 4 July 2025`, `17 July 2025` for a single day."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def _clock_of(moment: date | datetime | None) -> str:
    return f", {moment.astimezone(UTC):%H:%M} UTC" if isinstance(moment, datetime) else ""


def _beginning(first: date, precision: Precision) -> str:
    """The unit that begins on the day (`July 2025`), the day itself where none does."""
    if precision.rank <= Precision.DAY.rank:
        return day(first)
    try:
        whole = unit(first, precision)
    except ValueError:
        return day(first)
    return (whole.start == first and _unit_name(whole, first)) or day(first)


def _unit_name(interval: Interval, first: date) -> str | None:
    precision = interval.precision
    try:
        whole = unit(first, precision, approximate=interval.approximate) == interval
    except ValueError:
        return None
    if not whole:
        return None
    match precision:
        case Precision.MONTH:
            return f"{MONTHS[first.month - 1]} {first.year}"
        case Precision.QUARTER:
            return f"quarter {(first.month + 2) // 3} of {first.year}"
        case Precision.HALF:
            return f"{'first' if first.month == 1 else 'second'} half of {first.year}"
        case Precision.SEASON:
            return f"{_SEASONS[first.month]} {first.year}"
        case Precision.YEAR:
            return str(first.year)
        case Precision.DECADE:
            return f"the {first.year}s"
        case _:
            return None
