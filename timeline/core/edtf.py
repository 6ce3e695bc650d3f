"""An interval as one line of Extended Date/Time Format (ISO 8601-2 annex A, level 1), and back."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import assert_never, cast

from timeline.core.errors import BadInput
from timeline.core.interval import Interval, Moment, unit
from timeline.core.precision import Precision, civil

_SEASONS = {3: 21, 6: 22, 9: 23, 12: 24}
_SEASON_MONTHS = {code: month for month, code in _SEASONS.items()}
_PATTERNS = (
    (re.compile(r"(\d\d)XX"), Precision.CENTURY),
    (re.compile(r"(\d\d\d)X"), Precision.DECADE),
    (re.compile(r"(\d{4})"), Precision.YEAR),
    (re.compile(r"(\d{4})-(2[1-4])"), Precision.SEASON),
    (re.compile(r"(\d{4})-(\d\d)"), Precision.MONTH),
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), Precision.DAY),
)


def write(interval: Interval) -> str:
    """The interval as EDTF level 1; both ends of a range are inclusive, an open side is `..`.

    Weeks, quarters and halves have no form of their own in level 1 and stand as ranges of days or
    months. An instant stands in UTC where its end is a minute or an hour away.

    >>> write(unit(date(2025, 7, 17), Precision.WEEK))
    '2025-07-14/2025-07-20'
    """
    mark = "~" if interval.approximate else ""
    if interval.precision.is_clock:
        return _write_clock(interval, mark)
    single = _write_unit(interval)
    if single is not None:
        return single + mark
    first, last = _range_ends(interval)
    return f"{first + mark if first else '..'}/{last + mark if last else '..'}"


def read(line: str) -> Interval:
    """The interval that an EDTF line names; raises BadInput for a line outside what `write` gives.

    The precision of a range is that of its finer end: what a week or a bound year was called is not
    in the line.
    """
    try:
        return _read(line)
    except (ValueError, TypeError) as error:
        raise BadInput(
            f"cannot read the EDTF date {line!r}: give one such as 2025-07-17 or ../2025-12-31"
        ) from error


def _write_clock(interval: Interval, mark: str) -> str:
    start, end = interval.start, interval.end
    size = timedelta(hours=1) if interval.precision is Precision.HOUR else timedelta(minutes=1)
    if isinstance(start, datetime) and isinstance(end, datetime) and end - start <= size:
        return _clock(start) + mark
    return f"{_clock(start) + mark if start else '..'}/{_clock(end) + mark if end else '..'}"


def _clock(moment: Moment) -> str:
    instant = cast("datetime", moment)  # Interval holds instants below the day
    text = instant.replace(microsecond=0).isoformat()
    return text.removesuffix("+00:00") + "Z" if instant.utcoffset() == timedelta(0) else text


def _write_unit(interval: Interval) -> str | None:
    """The interval's own form where it is exactly one unit that level 1 can name."""
    start = interval.start
    if start is None or interval.end is None or interval != _one_unit(civil(start), interval):
        return None
    match interval.precision:
        case Precision.DAY:
            return start.isoformat()
        case Precision.MONTH:
            return f"{start.year:04}-{start.month:02}"
        case Precision.SEASON:
            return f"{start.year:04}-{_SEASONS[start.month]}"
        case Precision.YEAR:
            return f"{start.year:04}"
        case Precision.DECADE:
            return f"{start.year // 10:03}X"
        case Precision.CENTURY:
            return f"{start.year // 100:02}XX"
        case Precision.WEEK | Precision.QUARTER | Precision.HALF:
            return None
        case Precision.MINUTE | Precision.HOUR:  # pragma: no cover - written by _write_clock
            return None
        case _:
            assert_never(interval.precision)


def _one_unit(day: date, interval: Interval) -> Interval | None:
    try:
        return unit(day, interval.precision, approximate=interval.approximate)
    except ValueError:
        return None


def _range_ends(interval: Interval) -> tuple[str, str]:
    first, last, end = interval.first_day, interval.last_day, interval.end
    by_month = interval.precision in {Precision.MONTH, Precision.QUARTER, Precision.HALF}
    if by_month and first and last and end and first.day == 1 and end.day == 1:
        return f"{first.year:04}-{first.month:02}", f"{last.year:04}-{last.month:02}"
    by_year = interval.precision is Precision.YEAR
    if by_year and first and last and end and (first.month, first.day, end.month, end.day) == (
        1, 1, 1, 1,
    ):  # fmt: skip
        return f"{first.year:04}", f"{last.year:04}"
    return first.isoformat() if first else "", last.isoformat() if last else ""


def _read(line: str) -> Interval:
    approximate = "~" in line
    sides = line.replace("~", "").split("/")
    if len(sides) == 1:
        return _read_one(sides[0], approximate=approximate)
    if len(sides) != 2:
        raise ValueError(line)
    first, last = (None if side == ".." else _read_one(side) for side in sides)
    known = [side.precision for side in (first, last) if side is not None]
    precision = min(known, key=lambda one: one.rank)
    start = first.start if first else None
    if last is None:
        end = None
    else:
        end = last.start if precision.is_clock else last.end
    return Interval(start=start, end=end, precision=precision, approximate=approximate)


def _read_one(text: str, *, approximate: bool = False) -> Interval:
    for pattern, precision in _PATTERNS:
        if match := pattern.fullmatch(text):
            day = _first_day(precision, [int(part) for part in match.groups()])
            return unit(day, precision, approximate=approximate)
    start = datetime.fromisoformat(text)
    if start.utcoffset() is None:
        raise ValueError(text)
    if start.utcoffset() == timedelta(0):
        start = start.astimezone(UTC)
    return Interval(
        start=start,
        end=start + timedelta(minutes=1),
        precision=Precision.MINUTE,
        approximate=approximate,
    )


def _first_day(precision: Precision, parts: list[int]) -> date:
    match precision:
        case Precision.CENTURY:
            return date(max(1, parts[0] * 100), 1, 1)
        case Precision.DECADE:
            return date(max(1, parts[0] * 10), 1, 1)
        case Precision.SEASON:
            return date(parts[0], _SEASON_MONTHS[parts[1]], 1)
        case _:
            return date(parts[0], *[*parts[1:], 1, 1][:2])
