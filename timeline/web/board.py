"""The timeline as one picture: lanes, axis, today and the strip of all years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from timeline.core.event import Event
from timeline.web import lanes
from timeline.web.lanes import Group, Lane, Place
from timeline.web.marks import Mark, draw
from timeline.web.window import (
    EARLIEST,
    LATEST,
    Tick,
    Window,
    Zoom,
    around,
    fitting,
    ticks,
)

_DOTS = 400


@dataclass(frozen=True, slots=True)
class Dot:
    """Events on the strip of all years."""

    x: float
    width: float
    row: int
    colour: str


@dataclass(frozen=True, slots=True)
class Strip:
    """All years of `whole` with the window's place in them."""

    whole: Window
    years: tuple[tuple[float, float, int], ...]
    dots: tuple[Dot, ...]
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the timeline card draws: a lane may be empty in this window.

    `today` is None where it is out of sight.
    """

    window: Window
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    today: float | None
    strip: Strip

    @property
    def count(self) -> int:
        """How many events are in sight, drawn or counted."""
        return sum(lane.count for lane in self.lanes)


def build(
    events: Sequence[Event],
    today: date,
    window: Window,
    group: Group = Group.KIND,
    places: Sequence[Place] | None = None,
) -> Board:
    """The picture of the events in the window.

    `places` are those of all events that the filter finds, where `events` are only those that are
    drawn one by one.
    """
    known = places if places is not None else _places(events, group)
    place = window.place(today)
    return Board(
        window=window,
        lanes=_lanes(events, known, window, group, today),
        ticks=tuple(ticks(window)),
        today=round(place, 3) if 0 <= place <= 100 else None,
        strip=_strip(known, today, window),
    )


def choose_window(places: Iterable[Place], at: date, zoom: Zoom | None) -> Window:
    """The window around `at`; one that fits all places where `zoom` is None."""
    if zoom is not None:
        return around(at, zoom)
    known = list(places)
    first = min((one.first for one in known), default=at)
    last = max((one.last for one in known), default=at)
    return fitting(first, last)


def _places(events: Iterable[Event], group: Group) -> list[Place]:
    return [found for event in events if (found := lanes.place_of(event, group))]


def _lanes(
    events: Sequence[Event], places: Sequence[Place], window: Window, group: Group, today: date
) -> tuple[Lane, ...]:
    split = lanes.split(places, group)
    counted = {key: lanes.seen(members, window) for key, members in split.items()}
    drawn: dict[str, list[Mark]] = {key: [] for key in split}
    for event in events:
        mark = draw(event, window)
        if mark is not None:
            key = lanes.key_of(event, group)
            drawn[key if key in drawn else lanes.OTHERS].append(mark)
    sizes = {key: max(len(counted[key]), len(drawn[key])) for key in split}
    most = lanes.most_marks(sizes.values())
    found = []
    for key in split:
        if sizes[key] > most:
            found.append(lanes.with_bars(key, split[key], window, group))
        else:
            found.append(lanes.with_marks(key, drawn[key], window, group, today))
    return tuple(found)


def _strip(places: Sequence[Place], today: date, window: Window) -> Strip:
    low, high = min(window.start, today).year - 1, max(window.end, today).year + 2
    if places:
        first = min(one.first for one in places).year - 1
        last = max(one.last for one in places).year + 2
        low = max(min(low, first), today.year - 40, EARLIEST.year)
        high = min(max(high, last), today.year + 40, LATEST.year)
    whole = Window(date(min(low, window.start.year), 1, 1), date(max(high, window.end.year), 1, 1))
    every = max(1, (whole.end.year - whole.start.year) // 8)
    years = tuple(
        (round(whole.place(date(year, 1, 1)), 3), round(every * 36525 / whole.days, 3), year)
        for year in range(whole.start.year, whole.end.year - every // 2, every)
    )
    x = max(0.0, whole.place(window.start))
    width = min(100.0, whole.place(window.end)) - x
    return Strip(whole, years, _dots(places, whole), round(x, 3), round(width, 3))


def _dots(places: Iterable[Place], whole: Window) -> tuple[Dot, ...]:
    """One dot for all of a kind that stand in the same half percent; so many that all are seen."""
    grain = max(1, whole.days // 200)
    found = {
        (one.kind, one.first.toordinal() // grain, one.last.toordinal() // grain): one
        for one in places
    }
    dots = {_dot(one, whole) for one in found.values()}
    ordered = sorted((dot for dot in dots if 0 <= dot.x <= 100), key=lambda dot: (dot.x, dot.row))
    every = -(-len(ordered) // _DOTS) or 1
    return tuple(ordered[::every])


def _dot(one: Place, whole: Window) -> Dot:
    left, right = whole.place(one.first), whole.place(one.last)
    row = list(lanes.KINDS).index(one.kind) % 4
    width = min(right, 100.0) - left if right - left > 1 else 0.0
    return Dot(round(left * 2) / 2, round(width * 2) / 2, row, one.kind)
