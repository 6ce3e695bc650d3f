"""The stretch of time that the timeline shows, and the ticks above it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from timeline.core.interval import Moment
from timeline.core.precision import Precision, step, truncate
from timeline.web import dates
from timeline.web.language import _


class Zoom(StrEnum):
    """The steps of the zoom, the widest first."""

    DECADE = "decade"
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"


_SPANS = {
    Zoom.DECADE: (Precision.YEAR, 5, 13),
    Zoom.YEAR: (Precision.QUARTER, 5, 11),
    Zoom.QUARTER: (Precision.MONTH, 4, 9),
    Zoom.MONTH: (Precision.WEEK, 4, 9),
    Zoom.WEEK: (Precision.DAY, 6, 14),
}
EARLIEST, LATEST = date(200, 1, 1), date(9700, 1, 1)  # room for every step on both sides


@dataclass(frozen=True, slots=True)
class Window:
    """`[start, end)` in civil days."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.end - self.start).days

    def place(self, moment: Moment) -> float:
        """Where the moment stands, in percent; outside 0 to 100 where it is out of sight."""
        whole = (civil_day(moment) - self.start).days
        part = (moment.hour * 60 + moment.minute) / 1440 if isinstance(moment, datetime) else 0.0
        return (whole + part) * 100 / self.days

    def in_words(self) -> str:
        """`January 2024 to September 2026`; days where it is shorter than a quarter."""
        last = self.end - timedelta(days=1)
        if self.days < 80:
            return _("%(first)s to %(last)s", first=dates.day(self.start), last=dates.day(last))
        return _("%(first)s to %(last)s", first=dates.month(self.start), last=dates.month(last))


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on the axis: `major` ones stand above and are as wide as what they name."""

    x: float
    width: float
    label: str
    major: bool


def civil_day(moment: Moment) -> date:
    """The day of the moment on its own clock."""
    return moment.date() if isinstance(moment, datetime) else moment


def around(at: date, zoom: Zoom) -> Window:
    """The window of that zoom in which `at` stands a little before the middle."""
    unit, before, length = _SPANS[zoom]
    held = min(max(at, EARLIEST), LATEST)
    start = step(truncate(held, unit), unit, -before)
    return Window(start, step(start, unit, length))


def fitting(first: date, last: date) -> Window:
    """The window that shows both days with a little room beside them."""
    low, high = min(max(first, EARLIEST), LATEST), min(max(last, EARLIEST), LATEST)
    room = max(3, (high - low).days // 16)
    return Window(low - timedelta(days=room), high + timedelta(days=room + 1))


def nearest_zoom(window: Window) -> Zoom:
    """The zoom whose windows are about as long."""
    lengths = {Zoom.WEEK: 14, Zoom.MONTH: 63, Zoom.QUARTER: 275, Zoom.YEAR: 1005}
    return next((zoom for zoom, days in lengths.items() if window.days <= days * 1.5), Zoom.DECADE)


def ticks(window: Window) -> list[Tick]:
    """Labels from fine to coarse, at most 30 of the fine ones."""
    fine, every, coarse = _units(window.days)
    return [*_marks(window, coarse, 1, major=True), *_marks(window, fine, every, major=False)]


def _units(days: int) -> tuple[Precision, int, Precision]:
    if days <= 21:
        return Precision.DAY, 1, Precision.MONTH
    if days <= 130:
        return Precision.WEEK, 1, Precision.MONTH
    if days <= 420:
        return Precision.MONTH, 1, Precision.YEAR
    if days <= 1600:
        return Precision.QUARTER, 1, Precision.YEAR
    if days <= 7000:
        return Precision.YEAR, 1, Precision.DECADE
    return Precision.DECADE, max(1, days // 110_000 + 1), Precision.CENTURY


def _marks(window: Window, unit: Precision, every: int, *, major: bool) -> list[Tick]:
    found = []
    at = truncate(window.start, unit)
    while at < window.end:
        after = step(at, unit, every)
        left = max(0.0, window.place(at))
        right = min(100.0, window.place(after))
        if (major or at >= window.start) and right - left > (7 if major else 1):
            found.append(Tick(left, right - left, _label(at, unit, major=major), major))
        at = after
    return found


def _label(at: date, unit: Precision, *, major: bool) -> str:
    match unit:
        case Precision.DAY:
            return f"{dates.short_weekday(at)} {at.day}"
        case Precision.WEEK:
            return dates.short_day(at)
        case Precision.MONTH if major:
            return dates.month(at)
        case Precision.MONTH | Precision.QUARTER:
            return dates.short_month(at)
        case _:
            return str(at.year)
