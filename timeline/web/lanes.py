"""The lanes of the timeline: what stands in which, as rows of marks or as counts.

static/layout.js does the same in the browser while the window moves.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import log2
from typing import NamedTuple

from timeline.core.event import Event, EventType, Status
from timeline.core.filter import host
from timeline.web import words
from timeline.web.language import N_, _
from timeline.web.marks import Mark, as_point, sides
from timeline.web.window import Window, civil_day

MOST_MARKS = 80  # in one lane
MOST_ON_SCREEN = 300
MOST_LANES = 12
MOST_ROWS = 7
BINS = 24  # about so many bars, each of 1, 2, 4, 8 … days
OTHERS = "~"  # the lane of everything beyond MOST_LANES
_EPOCH = date(1970, 1, 1)
KINDS = {
    "meet": N_("Meetings and visits"),
    "pact": N_("Agreements and signings"),
    "law": N_("Law and votes"),
    "due": N_("Deadlines"),
    "word": N_("Announcements"),
    "force": N_("Security and sanctions"),
    "other": N_("Other"),
}


_LANES = {
    kind.value: "other" if kind is EventType.OTHER else words.colour(kind, deadline=False)
    for kind in EventType
}


class Group(StrEnum):
    """What the lanes stand for."""

    KIND = "kind"
    COUNTRY = "country"
    WHO = "who"
    SOURCE = "source"
    STATUS = "status"


class Place(NamedTuple):
    """Where an event counts: the key of its lane, its kind, its first and last day.

    A deadline counts on its last admissible day alone.
    """

    id: str
    key: str
    kind: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Bar:
    """A count in place of marks: `count` events begin from `start` to `end` (exclusive)."""

    x: float
    width: float
    height: int
    count: int
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: rows of marks, or bars where there are too many.

    The last row is bare where `more` marks found no room for a label. The colour "other" is drawn
    as that of "force".
    """

    key: str
    colour: str
    name: str
    count: int
    rows: tuple[tuple[Mark, ...], ...]
    bars: tuple[Bar, ...] = ()
    more: int = 0


def place_of(event: Event, group: Group) -> Place | None:
    """Where the event counts; None without a date."""
    ends = sides(event)
    if ends is None:
        return None
    due = event.due_on
    first = due or civil_day(ends[0])
    last = due or (event.interval and event.interval.last_day) or civil_day(ends[1])
    kind = kind_of(event.type, deadline=event.deadline)
    return Place(event.id, key_of(event, group), kind, first, max(first, last))


def key_of(event: Event, group: Group) -> str:
    """What the event is grouped by; empty where it is not told."""
    keys: dict[Group, Callable[[], str]] = {
        Group.KIND: lambda: kind_of(event.type, deadline=event.deadline),
        Group.COUNTRY: lambda: event.countries[0] if event.countries else "",
        Group.WHO: lambda: event.participants[0].name if event.participants else "",
        Group.SOURCE: lambda: host(event.sources[-1].url) if event.sources else "",
        Group.STATUS: lambda: event.status.value,
    }
    return keys[group]()


def kind_of(kind: str, *, deadline: bool) -> str:
    """The lane that an event of this type (a word of EventType) stands in."""
    return "due" if deadline else _LANES[kind]


def name_of(key: str, group: Group) -> str:
    """The lane's name in words."""
    if key == OTHERS:
        return _("All others")
    if group is Group.KIND:
        return _(KINDS[key])
    if not key:
        return _("Not told")
    name = key
    if group is Group.COUNTRY:
        name = words.country(key)
    elif group is Group.STATUS:
        name = words.status(Status(key))
    return name[:1].upper() + name[1:]


def order(places: Iterable[Place], group: Group) -> tuple[str, ...]:
    """The keys that have a lane: kinds as the page lists them, others by name; the largest ones."""
    counts = Counter(place.key for place in places)
    if group is Group.KIND:
        return tuple(key for key in KINDS if key in counts)
    largest = sorted(counts, key=lambda key: (-counts[key], key))[:MOST_LANES]
    named = sorted((key for key in largest if key), key=lambda key: name_of(key, group))
    return (*named, *("" for key in largest if not key), *([OTHERS] * (len(counts) > MOST_LANES)))


def split(places: Iterable[Place], group: Group) -> dict[str, list[Place]]:
    """The places of each lane, in order of the lanes."""
    known = list(places)
    lanes: dict[str, list[Place]] = {key: [] for key in order(known, group)}
    for place in known:
        lanes[place.key if place.key in lanes else OTHERS].append(place)
    return lanes


def seen(places: Iterable[Place], window: Window) -> list[Place]:
    """Those that reach into the window."""
    return [one for one in places if one.first < window.end and one.last >= window.start]


def most_marks(counts: Iterable[int]) -> int:
    """How many marks a lane may hold, so that all lanes together stay under MOST_ON_SCREEN."""
    most = total = 0
    for count in sorted(counts):
        total += count
        if count > MOST_MARKS or total > MOST_ON_SCREEN:
            break
        most = count
    return most


def marked(lanes: Mapping[str, Sequence[Place]], window: Window) -> list[str]:
    """The ids of the events that are few enough in their lane to be drawn one by one."""
    found = {key: seen(places, window) for key, places in lanes.items()}
    most = most_marks(map(len, found.values()))
    return [one.id for places in found.values() if len(places) <= most for one in places]


def with_marks(key: str, marks: list[Mark], window: Window, group: Group, today: date) -> Lane:
    """The lane with its marks in rows."""
    kept, bare = _labelled(marks, window, today)
    rows = _rows(kept)
    if bare:
        rows = (*rows, tuple(bare))
    return Lane(key, colour_of(key, group), name_of(key, group), len(marks), rows, (), len(bare))


def with_bars(key: str, places: Iterable[Place], window: Window, group: Group) -> Lane:
    """The lane with a bar for every stretch in which events begin."""
    bars = _bars(places, window)
    count = sum(bar.count for bar in bars)
    return Lane(key, colour_of(key, group), name_of(key, group), count, (), bars)


def colour_of(key: str, group: Group) -> str:
    """The class of the lane's colour."""
    return key if group is Group.KIND else "plain"


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


def bin_days(window: Window) -> int:
    """How long a bar is: a power of two, so that zooming halves bars and panning moves them."""
    return int(2 ** max(0, round(log2(window.days / BINS))))


def _bars(places: Iterable[Place], window: Window) -> tuple[Bar, ...]:
    """Every event counts in exactly one of the bars, where it begins."""
    size = bin_days(window)
    low, high = ((day - _EPOCH).days // size for day in (window.start, window.end - timedelta(1)))
    counts = Counter((place.first - _EPOCH).days // size for place in places)
    found = [(number, counts[number]) for number in range(low, high + 1) if counts[number]]
    highest = max((count for _, count in found), default=1)
    bars = []
    for number, count in found:
        start = _EPOCH + timedelta(days=number * size)
        bars.append(
            Bar(
                x=round(window.place(start), 3),
                width=round(size * 100 / window.days, 3),
                height=max(3, 26 * count // highest),
                count=count,
                start=start,
                end=start + timedelta(days=size),
            )
        )
    return tuple(bars)
