"""Where an event stands in a calendar, however vaguely its date is known."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from timeline.core.event import Event
from timeline.core.interval import Interval
from timeline.core.precision import Precision

_ONE_DAY = {Precision.MONTH, Precision.QUARTER, Precision.SEASON, Precision.HALF}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Dates or UTC instants, `end` exclusive.

    `open_day` is true where only one day stands for a longer time, `tentative` where the days are
    not certain, `vague` where the event is shown only on request.
    """

    start: date | datetime
    end: date | datetime
    open_day: bool = False
    tentative: bool = False
    vague: bool = False


def slot_of(event: Event) -> Slot | None:
    """The event's place; None where it has no date.

    A deadline stands on its last admissible day, a week on all of its days, a month, quarter,
    season or half on its first day, as does a year or more, which is vague. What has no end stands
    on its first day, as certain as its beginning is; what has no beginning on its last, which is
    open. A time of day without an end lasts an hour.
    """
    interval = event.interval
    if interval is None:
        return None
    if event.due_on:
        return _day(event.due_on)
    first, last = interval.first_day, interval.last_day
    vague = interval.precision.rank >= Precision.YEAR.rank
    if first is None:
        return _open(last, vague=vague) if last else None
    if interval.precision.is_clock:
        return _clock(interval)
    if vague or (interval.precision in _ONE_DAY and not _lasts(interval)):
        return _open(first, vague=vague)
    last = last or first
    fuzzy = interval.precision is Precision.WEEK or interval.approximate
    return Slot(start=first, end=last + _DAY, tentative=fuzzy)


def _day(day: date) -> Slot:
    return Slot(start=day, end=day + _DAY)


def _open(day: date, *, vague: bool) -> Slot:
    return Slot(start=day, end=day + _DAY, open_day=True, tentative=True, vague=vague)


def _clock(interval: Interval) -> Slot | None:
    start, end = interval.start, interval.end
    if not isinstance(start, datetime):
        return None
    begin = start.astimezone(UTC)
    least = begin + timedelta(hours=1)
    known = end.astimezone(UTC) if isinstance(end, datetime) else least
    return Slot(start=begin, end=max(least, known))


def _lasts(interval: Interval) -> bool:
    """True where the dates are a stretch of their own, and not one unit that holds some day."""
    first, last = interval.first_day, interval.last_day
    longest = {Precision.MONTH: 31, Precision.HALF: 184}.get(interval.precision, 92)
    return first is not None and last is not None and (last - first).days >= longest
