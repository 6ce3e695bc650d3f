"""The timeline as one picture: lanes, rows, marks, axis, today and the strip of all years."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from timeline.core.event import Event
from timeline.core.filter import host
from timeline.web import words
from timeline.web.marks import Mark, as_point, draw, sides
from timeline.web.window import (
    EARLIEST,
    LATEST,
    Tick,
    Window,
    Zoom,
    around,
    civil_day,
    fitting,
    ticks,
)

MOST_MARKS = 40  # in one lane; seven lanes stay under 300 on screen
MOST_ROWS = 7
BINS = 24
_LANES = {
    "meet": "Meetings and visits",
    "pact": "Agreements and signings",
    "law": "Law and votes",
    "due": "Deadlines",
    "word": "Announcements",
    "force": "Security and sanctions",
    "other": "Other",
}


class Group(StrEnum):
    """What the lanes stand for."""

    KIND = "kind"
    COUNTRY = "country"
    WHO = "who"
    SOURCE = "source"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Bar:
    """A count in place of marks: `start` to `end` (exclusive) holds `count` events."""

    x: float
    width: float
    height: int
    count: int
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: rows of marks, or bars where there are too many.

    The last row is bare where `more` marks found no room for a label.
    """

    colour: str
    name: str
    count: int
    rows: tuple[tuple[Mark, ...], ...]
    bars: tuple[Bar, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Dot:
    """Events on the strip of all years."""

    x: float
    width: float
    row: int
    colour: str


@dataclass(frozen=True, slots=True)
class Strip:
    """All years with the window's place in them."""

    years: tuple[tuple[float, float, int], ...]
    dots: tuple[Dot, ...]
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the timeline card draws; `today` is None where it is out of sight."""

    window: Window
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    today: float | None
    strip: Strip

    @property
    def count(self) -> int:
        """How many events are in sight, drawn or counted."""
        return sum(lane.count for lane in self.lanes)


def build(events: Sequence[Event], today: date, window: Window, group: Group = Group.KIND) -> Board:
    """The picture of the events in the window."""
    seen: dict[str, list[Mark]] = {}
    for event in events:
        mark = draw(event, window)
        if mark is not None:
            seen.setdefault(_key(event, group), []).append(mark)
    keys = [key for key in _LANES if key in seen] if group is Group.KIND else sorted(seen)
    place = window.place(today)
    return Board(
        window=window,
        lanes=tuple(_lane(key, seen[key], window, group, today) for key in keys),
        ticks=tuple(ticks(window)),
        today=round(place, 3) if 0 <= place <= 100 else None,
        strip=_strip(events, today, window),
    )


def choose_window(events: Iterable[Event], at: date, zoom: Zoom | None) -> Window:
    """The window around `at`; one that fits all events where `zoom` is None."""
    if zoom is not None:
        return around(at, zoom)
    ends = [found for event in events if (found := sides(event))]
    first = min((civil_day(low) for low, _ in ends), default=at)
    last = max((civil_day(high) for _, high in ends), default=at)
    return fitting(first, last)


def _key(event: Event, group: Group) -> str:
    names: dict[Group, Callable[[], str]] = {
        Group.KIND: lambda: _kind_lane(event),
        Group.COUNTRY: lambda: words.country(event.countries[0]) if event.countries else "",
        Group.WHO: lambda: event.participants[0].name if event.participants else "",
        Group.SOURCE: lambda: host(event.sources[-1].url) if event.sources else "",
        Group.STATUS: lambda: event.status.value,
    }
    return names[group]() or "not told"


def _kind_lane(event: Event) -> str:
    if event.type.value == "other" and not event.deadline:
        return "other"
    return words.colour(event.type, deadline=event.deadline)


def _lane(key: str, marks: list[Mark], window: Window, group: Group, today: date) -> Lane:
    kind = group is Group.KIND
    colour = ("force" if key == "other" else key) if kind else "word"
    name = _LANES[key] if kind else key[:1].upper() + key[1:]
    if len(marks) > MOST_MARKS:
        return Lane(colour, name, len(marks), (), _bars(marks, window))
    kept, bare = _labelled(marks, window, today)
    rows = _rows(kept)
    if bare:
        rows = (*rows, tuple(bare))
    return Lane(colour, name, len(marks), rows, (), len(bare))


def _labelled(marks: Iterable[Mark], window: Window, today: date) -> tuple[list[Mark], list[Mark]]:
    """The marks nearest to today that have room with their labels; the others as bare points."""
    near = min(max(window.place(today), 0.0), 100.0)
    chosen: list[Mark] = []
    bare: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (abs(one.x + one.width - near), one.event.id)):
        if len(_rows([*chosen, mark])) <= MOST_ROWS:
            chosen.append(mark)
        else:
            bare.append(as_point(mark))
    return chosen, sorted(bare, key=lambda one: (one.x, one.event.id))


def _rows(marks: Iterable[Mark]) -> tuple[tuple[Mark, ...], ...]:
    """Each mark, in order of its start, in the first row that has room for it."""
    rows: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda one: (one.begin, one.event.id)):
        row = next((row for row in rows if _goes_in(row, mark)), None)
        if row is None:
            rows.append([mark])
        else:
            row.append(mark)
    return tuple(tuple(row) for row in rows)


def _goes_in(row: list[Mark], mark: Mark) -> bool:
    return row[-1].end < mark.begin and row[-1].is_tall == mark.is_tall


def _bars(marks: Iterable[Mark], window: Window) -> tuple[Bar, ...]:
    """Every mark counts in exactly one of the bars, where it begins."""
    bins = min(BINS, window.days)
    counts = [0] * bins
    for mark in marks:
        counts[min(int(mark.x * bins / 100), bins - 1)] += 1
    highest = max(counts)
    edges = [window.start + timedelta(days=window.days * n // bins) for n in range(bins + 1)]
    return tuple(
        Bar(
            x=round(n * 100 / bins, 3),
            width=round(100 / bins, 3),
            height=max(4, 22 * count // highest),
            count=count,
            start=edges[n],
            end=edges[n + 1],
        )
        for n, count in enumerate(counts)
        if count
    )


def _strip(events: Iterable[Event], today: date, window: Window) -> Strip:
    low, high = min(window.start, today).year - 1, max(window.end, today).year + 2
    dated = [(event, found) for event in events if (found := sides(event))]
    for _, (start, end) in dated:
        low = max(min(low, start.year - 1), today.year - 40, EARLIEST.year)
        high = min(max(high, end.year + 2), today.year + 40, LATEST.year)
    whole = Window(date(min(low, window.start.year), 1, 1), date(max(high, window.end.year), 1, 1))
    every = max(1, (whole.end.year - whole.start.year) // 8)
    years = tuple(
        (round(whole.place(date(year, 1, 1)), 3), round(every * 36525 / whole.days, 3), year)
        for year in range(whole.start.year, whole.end.year - every // 2, every)
    )
    x = max(0.0, whole.place(window.start))
    width = min(100.0, whole.place(window.end)) - x
    dots = {_dot(event, whole.place(found[0]), whole.place(found[1])) for event, found in dated}
    ordered = sorted((dot for dot in dots if 0 <= dot.x <= 100), key=lambda dot: (dot.x, dot.row))
    return Strip(years, tuple(ordered[:400]), round(x, 3), round(width, 3))


def _dot(event: Event, left: float, right: float) -> Dot:
    colour = words.colour(event.type, deadline=event.deadline)
    row = ("meet", "pact", "law", "due", "word", "force").index(colour) % 4
    width = min(right, 100.0) - left if right - left > 1 else 0.0
    return Dot(round(left * 2) / 2, round(width * 2) / 2, row, colour)
