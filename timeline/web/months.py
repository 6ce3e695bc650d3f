"""A month as a table of days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from timeline.core.event import Event
from timeline.core.precision import Precision, add_months, step, truncate
from timeline.web import dates

CHIPS = 3


@dataclass(frozen=True, slots=True)
class Band:
    """An event over several days: `edge` is "a" on its first one, "z" on its last one, or both.

    `event` is None where the place stays empty so that other bands keep their line.
    """

    event: Event | None
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One cell; `more` events beyond the shown chips."""

    date: date
    inside: bool
    is_today: bool
    chips: tuple[Event, ...]
    bands: tuple[Band, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks of seven days from Monday, and the events that are no finer than a month."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    coarse: tuple[Event, ...]

    @property
    def title(self) -> str:
        """`July 2025`."""
        name = dates.month(self.first)
        return name[:1].upper() + name[1:]

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return add_months(self.first, -1)

    @property
    def after(self) -> date:
        """The first day of the month after."""
        return add_months(self.first, 1)


def days_of(at: date) -> tuple[date, date]:
    """The first and last day that the table of `at`'s month shows."""
    first = truncate(at, Precision.MONTH)
    last = step(first, Precision.MONTH) - timedelta(days=1)
    return truncate(first, Precision.WEEK), truncate(last, Precision.WEEK) + timedelta(days=6)


def build(events: Iterable[Event], at: date, today: date) -> Month:
    """The table of the month that holds `at`."""
    first = truncate(at, Precision.MONTH)
    low, high = days_of(at)
    known = list(events)
    days = [low + timedelta(days=n) for n in range((high - low).days + 1)]
    weeks = tuple(_week(known, days[n : n + 7], first, today) for n in range(0, len(days), 7))
    last = step(first, Precision.MONTH) - timedelta(days=1)
    coarse = tuple(one for one in known if _is_coarse(one) and _touches(one, first, last))
    return Month(first, weeks, coarse)


def _week(events: Iterable[Event], days: list[date], first: date, today: date) -> tuple[Day, ...]:
    held = [one for one in events if not _is_coarse(one)]
    lines = _lines([one for one in held if _is_band(one)], days)
    return tuple(_day(held, lines, day, first, today) for day in days)


def _lines(bands: Iterable[Event], days: list[date]) -> list[list[Event]]:
    """The week's bands in lines, so that each keeps its height from day to day."""
    lines: list[list[Event]] = []
    for one in bands:
        covered = {day for day in days if _falls_on(one, day)}
        free = (
            line for line in lines if not any(_falls_on(o, day) for o in line for day in covered)
        )
        line = next(free, None)
        if line is not None:
            line.append(one)
        elif covered:
            lines.append([one])
    return lines


def _day(
    held: Iterable[Event], lines: list[list[Event]], day: date, first: date, today: date
) -> Day:
    on_day = [one for one in held if _falls_on(one, day)]
    chips = [one for one in on_day if not _is_band(one)]
    found = [next((one for one in line if _falls_on(one, day)), None) for line in lines]
    while found and found[-1] is None:
        found.pop()
    hidden = sum(one is not None for one in found[CHIPS:])
    return Day(
        date=day,
        inside=(day.year, day.month) == (first.year, first.month),
        is_today=day == today,
        chips=tuple(chips[:CHIPS]),
        bands=tuple(Band(one, _edge(one, day) if one else "") for one in found[:CHIPS]),
        more=max(0, len(chips) - CHIPS) + hidden,
    )


def _falls_on(event: Event, day: date) -> bool:
    if event.interval is None:
        return False
    return event.due_on == day if event.deadline else event.interval.contains(day)


def _touches(event: Event, first: date, last: date) -> bool:
    span = event.interval
    if span is None:
        return False
    return (span.first_day or first) <= last and (span.last_day or last) >= first


def _is_band(event: Event) -> bool:
    span = event.interval
    return span is not None and not event.deadline and span.first_day != span.last_day


def _is_coarse(event: Event) -> bool:
    """Longer than two weeks or open: the table's foot names it instead of every single day."""
    span = event.interval
    if span is None or event.deadline:
        return False
    if span.first_day is None or span.last_day is None:
        return True
    return (span.last_day - span.first_day).days > 14


def _edge(event: Event, day: date) -> str:
    span = event.interval
    first = "a" if span and span.first_day == day else ""
    last = "z" if span and span.last_day == day else ""
    return f"{first} {last}".strip()
