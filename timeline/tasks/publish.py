"""Feeds as they are sent: the text of each event is made once and kept, then passed on."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate, islice

from timeline.core.component import Rendered
from timeline.core.errors import StoreUnavailable
from timeline.core.event import Event
from timeline.core.filter import Filter
from timeline.core.words import day
from timeline.feeds import ical
from timeline.store import events, occasions, rendered
from timeline.store.engine import Database, Session
from timeline.store.rendered import Form, Measure

MOST = 1_000_000
"""Octets of a feed for which nobody asked further back: what Google takes of one (about 1 MB)."""

_CHUNK = 500
_HEAD = 4_000  # octets that the calendar's own properties may have

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Which events in which shape. `most` is the largest size in octets, None for any."""

    chosen: Filter
    options: ical.Options
    base_url: str
    today: date
    most: int | None = None

    @property
    def form(self) -> Form:
        """The text of the events that this feed is made of."""
        made = hashlib.sha256(f"{ical.FORM}\n{self.base_url}".encode()).hexdigest()
        return Form(made=made, rich=self.options.rich)

    def is_large(self, found: Measure) -> bool:
        """True where it may be over `most`: an alarm is at most as long as its event."""
        parts = 1 + len(self.options.alarms)
        return self.most is not None and found.octets * parts + _HEAD > self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a reader compares with what it has: `tag` changes with the bytes of the feed."""

    tag: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Which of the feed's events fit, as places in their order; `said` tells what was left out."""

    start: int = 0
    end: int | None = None
    said: str = ""


def state(database: Database, feed: Feed) -> State:
    """The state of the calendar, in two queries: nothing is rendered and no event is read."""
    with database.read() as session:
        found = rendered.measure(session, feed.chosen, feed.form)
        changed_at = events.changed_at(session)
    # What is left out of a large feed depends on the day, the rest only on its events.
    told = (found, feed.options, feed.form, feed.today if feed.is_large(found) else None)
    return State(tag=_tag(told), changed_at=changed_at)


def state_of(database: Database, chosen: Filter, told: object) -> State:
    """The state of any other list of the filter's events; `told` is what else it depends on."""
    with database.read() as session:
        found = rendered.measure(session, chosen, Form(made=""))
        return State(tag=_tag((found, told)), changed_at=events.changed_at(session))


def state_of_bytes(body: bytes) -> State:
    """The state of what is small enough to be made for every reader."""
    return State(tag=hashlib.sha256(body).hexdigest()[:32], changed_at=None)


def written(
    database: Database,
    chosen: Filter,
    write: Callable[[Iterable[Event]], Iterable[bytes]],
    *,
    newest: int | None = None,
) -> Iterator[bytes]:
    """The filter's events as `write` writes them, of one moment of the store, piece by piece.

    `newest` asks for so many of those that were changed last.
    """
    with database.read() as session:
        if newest is None:
            yield from write(_each(session, chosen))
        else:
            yield from write(events.find_changed(session, chosen, limit=newest))


def of_window(database: Database, feed: Feed, part: Cut) -> Iterator[tuple[Event, str | None]]:
    """The events of the feed's part, each with the id of the event during which it takes place."""
    with database.read() as session:
        inside = islice(_each(session, feed.chosen), part.start, part.end)
        while found := list(islice(inside, _CHUNK)):
            during = occasions.find_occasions(session, [one.id for one in found])
            yield from ((one, during.get(one.id)) for one in found)


def _each(session: Session, chosen: Filter) -> Iterator[Event]:
    after = None
    while True:
        found = events.find_events(session, chosen, limit=_CHUNK, after=after)
        yield from found
        if len(found) < _CHUNK:
            return
        after = events.cursor(found[-1])


def _tag(told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def prepare(database: Database, feed: Feed) -> None:
    """Make the text of every event of the feed that has none yet, a few at a time, and keep it.

    A store that cannot be written costs nothing but time: `stream` makes what is missing.
    """
    after = ""
    try:
        while True:
            with database.read() as session:
                missing = rendered.find_missing(
                    session, feed.chosen, feed.form, limit=_CHUNK, after=after
                )
                during = occasions.find_occasions(session, [one.id for one in missing])
            if not missing:
                return
            after = missing[-1].id
            made = [(one, _render(one, feed, during.get(one.id))) for one in missing]
            with database.write() as session:
                rendered.save_rendered(session, feed.form, made)
            if len(missing) < _CHUNK:
                return
    except StoreUnavailable as error:
        log.warning("kept no calendar text reason=%s", error)


def cut(database: Database, feed: Feed) -> Cut:
    """What fits into the feed's size: the oldest events go first, then the furthest ahead."""
    if feed.most is None:
        return Cut()
    with database.read() as session:
        if not feed.is_large(rendered.measure(session, feed.chosen, feed.form)):
            return Cut()
        sizes = [len(one) for one in _dressed(session, feed, Cut())]
        days = rendered.find_days(session, feed.chosen)
    behind = sum(one < feed.today for one in days)
    start, end = _fitting(sizes, behind, feed.most - _HEAD)
    if (start, end) == (0, len(sizes)):
        return Cut()
    return Cut(start=start, end=end, said=_left_out(sizes, days, start, end))


def stream(database: Database, feed: Feed, part: Cut, *, head: bytes) -> Iterator[bytes]:
    """The feed in pieces, of one moment of the store; memory does not grow with its events."""
    yield head
    with database.read() as session:
        piece = bytearray()
        for one in _dressed(session, feed, part):
            piece += one
            if len(piece) > 50_000:
                yield bytes(piece)
                piece.clear()
        yield bytes(piece)
    yield ical.END


def _dressed(session: Session, feed: Feed, part: Cut) -> Iterator[bytes]:
    limit = None if part.end is None else part.end - part.start
    found = rendered.stream_rendered(
        session, feed.chosen, feed.form, limit=limit, offset=part.start
    )
    for one in found:
        if not isinstance(one, Rendered):
            occasion = occasions.find_occasions(session, [one.id]).get(one.id)
            one = _render(one, feed, occasion)
        yield ical.dress(one, feed.options)


def _render(event: Event, feed: Feed, occasion: str | None) -> Rendered:
    rich = feed.options.rich
    return ical.render(event, base_url=feed.base_url, is_rich=rich, occasion=occasion)


def _fitting(sizes: list[int], behind: int, most: int) -> tuple[int, int]:
    """The places of what fits: without the first ones behind us, then without the last ones."""
    total, start, end = sum(sizes), 0, len(sizes)
    for size in sizes[:behind]:
        if total <= most:
            return start, end
        total, start = total - size, start + 1
    fits = sum(size <= most for size in accumulate(sizes[start:]))
    return start, start + fits


def _left_out(sizes: list[int], days: list[date], start: int, end: int) -> str:
    """What the calendar's description says of the events that did not fit."""
    older, later = sum(map(bool, sizes[:start])), sum(map(bool, sizes[end:]))
    told = [f"{older} before {day(days[start])}"] if older else []
    told += [f"{later} from {day(days[end])} on"] if later else []
    return f"Left out, because calendar apps take about 1 MB: {' and '.join(told)}."
