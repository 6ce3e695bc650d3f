"""A stretch of time, half-open, with what is known of its ends."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from timeline.core.errors import OpenInterval
from timeline.core.precision import Precision, civil, step, truncate

Moment = date | datetime
"""A civil date where the precision is a day or coarser, an aware instant where it is finer."""


class Bound(StrEnum):
    """How an expression limits a time: the preposition's meaning, not its word.

    BY and UNTIL include the named unit, BEFORE does not; WITHIN counts from the anchor; FROM and
    SINCE begin with the named unit, AFTER behind it.
    """

    BY = "by"
    BEFORE = "before"
    UNTIL = "until"
    WITHIN = "within"
    FROM = "from"
    SINCE = "since"
    AFTER = "after"

    @property
    def is_upper(self) -> bool:
        """True where the named time is the end of what is meant."""
        return self in {Bound.BY, Bound.BEFORE, Bound.UNTIL, Bound.WITHIN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """`[start, end)`, either side None where it is open, never both.

    Both sides are civil dates, or both are aware instants (precision minute or hour).
    Raises ValueError for an empty, reversed, mixed or wholly open interval.
    """

    start: Moment | None
    end: Moment | None
    precision: Precision
    approximate: bool = False

    def __post_init__(self) -> None:
        sides = [side for side in (self.start, self.end) if side is not None]
        if not sides:
            raise ValueError("an interval needs a start or an end")
        clocks = {isinstance(side, datetime) for side in sides}
        if clocks != {self.precision.is_clock}:
            raise ValueError(f"precision {self.precision} does not fit {sides!r}")
        if any(isinstance(side, datetime) and side.utcoffset() is None for side in sides):
            raise ValueError(f"an instant needs a zone: {sides!r}")
        if self.start is not None and self.end is not None and not self.start < self.end:
            raise ValueError(f"an interval must end after it starts: {self.start} .. {self.end}")
        if self.end in {date.min, datetime.min.replace(tzinfo=UTC)}:
            raise ValueError("an interval must end after the calendar's first day")

    @property
    def first_day(self) -> date | None:
        """The civil date of `start`; None where the start is open."""
        return None if self.start is None else civil(self.start)

    @property
    def last_day(self) -> date | None:
        """The last civil date inside; None where the end is open.

        >>> Interval(start=None, end=date(2026, 1, 1), precision=Precision.YEAR).last_day
        datetime.date(2025, 12, 31)
        """
        if self.end is None:
            return None
        if isinstance(self.end, datetime):
            return (self.end - timedelta(microseconds=1)).date()
        return self.end - timedelta(days=1)

    def overlaps(self, other: "Interval") -> bool:
        """True where both share a civil day; open sides reach for ever."""
        return _reaches(self, other) and _reaches(other, self)

    def contains(self, day: date) -> bool:
        """True where the civil day lies inside; open sides reach for ever."""
        first, last = self.first_day, self.last_day
        return (first is None or first <= day) and (last is None or day <= last)


def unit(day: date, precision: Precision, *, approximate: bool = False) -> Interval:
    """The whole calendar unit that holds the civil date `day`.

    >>> unit(date(2025, 7, 17), Precision.MONTH).end
    datetime.date(2025, 8, 1)
    """
    start = truncate(day, precision)
    return Interval(
        start=start, end=_next(start, precision), precision=precision, approximate=approximate
    )


def bounded(named: Interval, bound: Bound) -> Interval:
    """What a preposition makes of the time that it names (DESIGN "What a phrase means").

    Upper bounds open the start; BY, UNTIL and WITHIN keep `named` inside, BEFORE ends where it
    begins. FROM and SINCE open the end from its start, AFTER from its end. Raises OpenInterval
    where the needed side is open already.

    >>> bounded(unit(date(2030, 1, 1), Precision.YEAR), Bound.BEFORE).end
    datetime.date(2030, 1, 1)
    """
    lower = bound in {Bound.BEFORE, Bound.FROM, Bound.SINCE}
    side = named.start if lower else named.end
    if side is None:
        raise OpenInterval(f"{named!r} has no side for {bound!r}: bound it first")
    if bound.is_upper:
        return replace(named, start=None, end=side)
    return replace(named, start=side, end=None)


def last_unit(period: Interval, precision: Precision) -> Interval:
    """The last `precision` of `period`, as in "the end of the year" (TIMEX3 mod END).

    Civil dates. Raises OpenInterval where `period` has no end.

    >>> last_unit(unit(date(2025, 1, 1), Precision.YEAR), Precision.MONTH).start
    datetime.date(2025, 12, 1)
    """
    last = period.last_day
    if last is None:
        raise OpenInterval(f"{period!r} has no end: bound it first")
    return unit(last, precision)


def sort_key(interval: Interval) -> tuple[datetime, datetime]:
    """Orders intervals by where they begin, a deadline by its last admissible day."""
    first = interval.start if interval.start is not None else interval.last_day
    end = interval.end if interval.end is not None else date.max
    return _instant(first or date.min), _instant(end)


def _instant(moment: Moment) -> datetime:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def _next(start: date, precision: Precision) -> date:
    if precision in {Precision.DECADE, Precision.CENTURY} and start.year == 1:
        return date(10 if precision is Precision.DECADE else 100, 1, 1)
    return step(start, precision)


def _reaches(one: Interval, other: Interval) -> bool:
    last, first = one.last_day, other.first_day
    return last is None or first is None or first <= last
