"""What the server of `timeline serve` answers, beside a bare Flask view in the same run.

    python -m benchmarks.bench_load [--large EVENTS] [--seconds S] [--clients N] [--keep FOLDER]
                                    [DATABASE...]

Stores of 10,000 and of EVENTS (1,000,000; 0 leaves them out) on each DATABASE (sqlite, postgresql)
are served by waitress with eight threads, as by `timeline serve`, in a process of its own; CLIENTS
(4) in another process keep their connections and ask one after another. The bare view answers two
bytes from a server of its own that is measured just before and after each address: the first ratio
is that of the requests a second, the second that of the processor's time for each of them, which
holds on a busy machine too. At the end a third process adds articles, one after another, while the
same addresses are read again.
"""

import argparse
import logging
import multiprocessing
import os
import random
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http.client import HTTPConnection, HTTPResponse
from multiprocessing.synchronize import Event
from pathlib import Path

from sqlalchemy import text

from benchmarks.bench_store import Given, fill, made
from tests import postgres
from tests.tasks.fakes import FakeReader
from timeline.config import from_environ
from timeline.core.article import Anchor, Draft
from timeline.mail.transport import Outbox
from timeline.store.engine import Database
from timeline.tasks.add import add_draft

SMALL = 10_000
THREADS = 8  # as in timeline.cli.serving
NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)
PAUSE = 1.0  # seconds between two articles that are added
# 10,000 events of either store: all of the small one, of the large one about one type in 584 days.
ALL = "/calendar.ics?since=2020-01-01"
SOME = "/calendar.ics?type=visit&from=2026-01-01&to=2027-08-07"
Spawn = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one address: requests a second, and milliseconds of the median and the 99th percentile.

    `cost` are the milliseconds of the processor that the server took for each: what others do on
    the machine leaves them as they are.
    """

    rate: float
    middle: float
    worst: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a server answers, and its process."""

    port: int
    pid: int

    def connect(self) -> HTTPConnection:
        """A new connection to it."""
        return HTTPConnection("127.0.0.1", self.port, timeout=600)

    def spent(self) -> float:
        """Seconds of the processor that it has taken so far (proc(5), utime and stime)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An address; `again` asks only for what is new since the last answer, as calendars do.

    They also connect anew each time, so these requests do, and the bare view's beside them.
    """

    name: str
    path: str
    again: bool = False


def serve(url: str | None, port: "multiprocessing.Queue[int]") -> None:
    """Answer until the process is ended; without `url` only the bare view is there."""
    import waitress
    from flask import Flask

    from timeline.web import create_app

    if url is None:
        app = Flask("bare")
        app.add_url_rule("/", view_func=lambda: "ok")
    else:
        settings = {"TIMELINE_DATA_DIR": tempfile.gettempdir(), "TIMELINE_SECRET_KEY": "secret"}
        app = create_app(
            from_environ(settings),
            database=Database(url),
            reader=FakeReader(),
            transport=Outbox(),
            now=lambda: NOW,
        )
    logging.getLogger("waitress").setLevel(logging.ERROR)  # it tells each request that waits
    listener = socket.create_server(("127.0.0.1", 0))
    port.put(listener.getsockname()[1])
    waitress.create_server(app, sockets=[listener], threads=THREADS).run()


def add(url: str, stop: Event, added: "multiprocessing.Queue[int]") -> None:
    """Add articles of five mentions, one a second, until it is told to stop."""
    database, reader, chance = Database(url), Given(), random.Random(11)
    number = 0
    while not stop.wait(PAUSE):
        text = made(reader, 1_000_000 + number, chance)
        draft, published = Draft(text=text), Anchor(published=date(2025, 6, 1))
        add_draft(database, reader, draft, now=NOW, published=published, lang="en")
        number += 1
    added.put(number)


@contextmanager
def served(url: str | None) -> Iterator[Server]:
    """A server in a process of its own."""
    port: multiprocessing.Queue[int] = Spawn.Queue()
    process = Spawn.Process(target=serve, args=(url, port), daemon=True)
    process.start()
    try:
        yield Server(port=port.get(timeout=120), pid=process.pid or 0)
    finally:
        process.kill()
        process.join()


@contextmanager
def adding(url: str) -> Iterator[Callable[[], int]]:
    """Articles come in meanwhile; afterwards the function tells how many."""
    stop, added = Spawn.Event(), Spawn.Queue()
    process = Spawn.Process(target=add, args=(url, stop, added), daemon=True)
    process.start()
    counted: list[int] = []
    yield lambda: counted[0]
    stop.set()
    counted.append(added.get(timeout=120))
    process.join()


def ask(connection: HTTPConnection, asked: Asked, tag: str = "") -> HTTPResponse:
    connection.request("GET", asked.path, headers={"If-None-Match": tag} if tag else {})
    answer = connection.getresponse()
    answer.read()
    return answer


def tag_of(server: Server, asked: Asked) -> str:
    return ask(server.connect(), asked).headers.get("ETag", "")


def measure(server: Server, asked: Asked, clients: int, seconds: float) -> Figures:
    """What so many clients get in that time, each asking again once it has its answer."""
    times: list[float] = []
    tags = [tag_of(server, asked) if asked.again else ""] * clients
    until = time.perf_counter() + seconds

    def client(tag: str) -> None:
        connection = server.connect()
        own = []
        while time.perf_counter() < until:
            began = time.perf_counter()
            answer = ask(connection, asked, tag)
            if asked.again:
                tag = answer.headers.get("ETag", "")
                connection.close()
            own.append(time.perf_counter() - began)
            if answer.status not in {200, 304}:
                raise RuntimeError(f"{asked.path} was answered {answer.status}")
        connection.close()
        times.extend(own)

    began, spent = time.perf_counter(), server.spent()
    threads = [threading.Thread(target=client, args=(tag,)) for tag in tags]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    passed = time.perf_counter() - began
    ordered = sorted(times)
    return Figures(
        rate=len(ordered) / passed,
        middle=1000 * statistics.median(ordered),
        worst=1000 * ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
        cost=1000 * (server.spent() - spent) / len(ordered),
    )


def addresses(feed: str) -> list[Asked]:
    """What is asked: the page, a calendar that the reader has, the API, a search of three words."""
    search = "/api/v1/events?q=aa+ab+treaty"
    return [
        Asked(name="/", path="/"),
        Asked(name="/calendar.ics, 304", path=feed, again=True),
        Asked(name="/api/v1/events?limit=50", path="/api/v1/events?limit=50"),
        Asked(name="search, three words", path=search),
    ]


def first(server: Server, asked: Asked) -> float:
    """Milliseconds of the first answer, which nobody has asked for since the store changed."""
    began = time.perf_counter()
    ask(server.connect(), asked)
    return 1000 * (time.perf_counter() - began)


def run(url: str, feed: str, bare: Server, clients: int, seconds: float) -> dict[str, Figures]:
    """Print a line for each address, read alone and while articles come in."""
    quiet: dict[str, Figures] = {}
    with served(url) as server:
        for asked in addresses(feed):
            plain = Asked(name="bare", path="/", again=asked.again)
            began = first(server, asked)
            before = measure(bare, plain, clients, seconds / 2)
            got = quiet[asked.name] = measure(server, asked, clients, seconds)
            after = measure(bare, plain, clients, seconds / 2)
            rate, cost = (before.rate + after.rate) / 2, (before.cost + after.cost) / 2
            print(
                f"  {asked.name:24} {got.rate:5.0f}/s, {got.rate / rate:.2f} of the bare view; "
                f"processor {got.cost:5.2f} ms, {cost / got.cost:.2f} of it; median "
                f"{got.middle:5.1f} ms, 99 % {got.worst:5.1f} ms, first {began:.0f} ms",
                flush=True,
            )
        with adding(url) as added:
            busy = {
                asked.name: measure(server, asked, clients, 2 * seconds)
                for asked in addresses(feed)
            }
        for name, got in busy.items():
            print(
                f"  {name:24} {got.rate:7.0f}/s  median {got.middle:7.1f} ms  99 % "
                f"{got.worst:7.1f} ms, {got.worst / quiet[name].worst:.1f} times, while adding",
                flush=True,
            )
        print(f"  {added()} articles were added meanwhile")
    return quiet


@contextmanager
def stored(kind: str, number: int, keep: Path | None) -> Iterator[str]:
    """The address of a new store of so many events, gone at the end; one of SQLite may be kept."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            file = (keep or Path(folder)) / f"{number}.sqlite3"
            is_new, url = not file.exists(), f"sqlite:///{file}"
            filled(url, number if is_new else 0)
            yield url
            return
        with postgres.fresh_database(postgres.start()) as url:
            filled(url, number)
            yield url


def filled(url: str, number: int) -> None:
    database = Database(url)
    database.migrate()
    if not number:
        return
    began = time.perf_counter()
    fill(database, number, random.Random(7))
    if not database.is_sqlite:  # as its own autovacuum does, a minute later
        with database.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
    database.dispose()
    print(f"  {number} events written in {time.perf_counter() - began:.0f} s", file=sys.stderr)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("databases", nargs="*", default=["sqlite", "postgresql"])
    options.add_argument("--large", type=int, default=1_000_000)
    options.add_argument("--seconds", type=float, default=8.0)
    options.add_argument("--clients", type=int, default=4)
    options.add_argument("--keep", type=Path, help="where SQLite's stores stay for the next run")
    given = options.parse_args()
    with served(None) as bare:
        for kind in given.databases:
            found: list[dict[str, Figures]] = []
            for number, feed in ((SMALL, ALL), (given.large, SOME)):
                if not number:
                    continue
                print(f"{kind}, {number} events")
                with stored(kind, number, given.keep) as url:
                    found.append(run(url, feed, bare, given.clients, given.seconds))
            if len(found) == 2:
                small, large = found
                for name, got in large.items():
                    times = got.middle / small[name].middle
                    print(f"  {name:24} {times:5.2f} times the median of {SMALL} events")


if __name__ == "__main__":
    main()
