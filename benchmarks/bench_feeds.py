"""What a calendar of 10,000 events costs: at first, from kept text, as a 304, and by icalendar.

.venv/bin/python benchmarks/bench_feeds.py [EVENTS]

The same calendar is also built and serialised with icalendar, in the same run and from events that
are in memory already; every other line reads them from the store, over the application.
"""

import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import icalendar
from flask.testing import FlaskClient

from tests.core.samples import a_source, an_event, until
from tests.store.build import keep
from tests.tasks.fakes import FakeReader
from timeline.config import from_environ
from timeline.core.event import Event, EventType, Status
from timeline.core.filter import Filter
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.feeds import component, ical
from timeline.feeds.slots import slot_of
from timeline.mail.transport import Outbox
from timeline.store import events as store
from timeline.store.engine import Database
from timeline.web import create_app

_Value = TypeVar("_Value")
BASE = "http://127.0.0.1:8000"
NOW = datetime(2025, 7, 18, 9, tzinfo=UTC)
AGAIN = 5


def many(count: int) -> Iterator[Event]:
    """Visits and deadlines, thirty an article."""
    for number in range(count):
        day = NOW.date() + timedelta(days=number % 900)
        source = a_source(f"a{number // 30}", quote="The ministers will meet again in Riga. " * 4)
        due = number % 5 == 0
        yield an_event(
            f"e{number:06}",
            title=f"The foreign ministers of the Baltic states meet for the {number}th time",
            type=EventType.DEADLINE if due else EventType.MEETING,
            status=Status.PLANNED,
            interval=until(day) if due else unit(day, Precision.DAY),
            deadline=due,
            sources=(source,),
        )


def fill(database: Database, count: int) -> None:
    made = list(many(count))
    with database.write() as session:
        for start in range(0, count, 3000):
            keep(session, *made[start : start + 3000])


def by_icalendar(found: list[Event]) -> bytes:
    """The calendar as the library builds and writes it."""
    calendar = icalendar.Calendar()
    for one in ical.properties(ical.About(name="Timeline", base_url=BASE)):
        if one.kind == "text":
            calendar.add(one.name, one.value)
    for event in found:
        slot = slot_of(event)
        if slot is None:
            continue
        made = icalendar.Event()
        for one in component.vevent(event, slot, base_url=BASE).properties:
            value = list(one.value) if isinstance(one.value, tuple) else one.value
            made.add(one.name, value, parameters=dict(one.params))
        calendar.add_component(made)
    return bytes(calendar.to_ical())


@contextmanager
def client(count: int) -> Iterator[tuple[FlaskClient, Database]]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'timeline.sqlite3'}")
        database.migrate()
        fill(database, count)
        config = from_environ({"TIMELINE_DATA_DIR": folder, "TIMELINE_SECRET_KEY": "secret"})
        app = create_app(
            config,
            database=database,
            reader=FakeReader(),
            transport=Outbox(),
            now=lambda: NOW + timedelta(hours=1),
        )
        yield app.test_client(), database
        database.dispose()


def timed(work: Callable[[], _Value], *, again: int = 1) -> tuple[float, _Value]:
    """The shortest time of some runs, in seconds, and what the last one gave."""
    best = float("inf")
    for _ in range(again):
        began = time.perf_counter()
        value = work()
        best = min(best, time.perf_counter() - began)
    return best, value


def fetched(opened: FlaskClient, **headers: str) -> int:
    """The size of the feed, read piece by piece as a server sends it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with opened.get("/calendar.ics?since=2025-01-01", headers=named) as answer:
        return sum(len(piece) for piece in answer.response)


def peak(work: Callable[[], object]) -> float:
    """Megabytes that Python held at most while `work` ran, beyond what it held before."""
    tracemalloc.start()
    work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with client(count // 5) as (opened, _):
        fetched(opened)
        small = peak(lambda: fetched(opened))
    with client(count) as (opened, database):
        first, size = timed(lambda: fetched(opened))
        kept, _ = timed(lambda: fetched(opened), again=AGAIN)
        packed, packed_size = timed(lambda: fetched(opened, Accept_Encoding="gzip"), again=AGAIN)
        tag = opened.head("/calendar.ics?since=2025-01-01").headers["ETag"]
        none, _ = timed(lambda: fetched(opened, If_None_Match=tag), again=AGAIN)
        large = peak(lambda: fetched(opened))
        one = peak(lambda: fetched(opened, If_None_Match=tag))
        with database.read() as session:
            found = store.find_events(session, Filter(since=date(2025, 1, 1)))
    theirs, written = timed(lambda: by_icalendar(found))
    their_peak = peak(lambda: by_icalendar(found[: count // 5])) * 5
    print(f"{count} events, {size / 1e6:.1f} MB, {packed_size / 1e6:.1f} MB packed")
    line = "{:38} {:8.3f} s  {:6.1f} times as fast   {}".format
    print(line("icalendar, built and serialised", theirs, 1, f"{len(written) / 1e6:.1f} MB"))
    print(line("first time, every text made and kept", first, theirs / first, ""))
    print(line("from kept text", kept, theirs / kept, "(asked: 20)"))
    print(line("from kept text, packed", packed, theirs / packed, ""))
    print(line("304", none, theirs / none, ""))
    print(
        f"peak memory: icalendar {their_peak:.0f} MB (by a fifth), kept text {large:.1f} MB, "
        f"a fifth of the events {small:.1f} MB, a 304 {one:.1f} MB"
    )


if __name__ == "__main__":
    main()
