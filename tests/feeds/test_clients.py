"""Real calendar programs subscribe to a running Timeline and read what it says, all of it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from werkzeug.serving import make_server

from tests.conftest import NOW
from tests.core.samples import a_source, an_event, until
from tests.serving import in_the_background
from tests.store.build import keep
from tests.tasks.fakes import FakeReader
from timeline.config import from_environ
from timeline.core.event import Event, EventType, Status
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.feeds import component
from timeline.feeds.ical import uid
from timeline.feeds.slots import slot_of
from timeline.mail.transport import Outbox
from timeline.store.engine import Database
from timeline.web import create_app

BIN = Path(sys.executable).parent
CLIENTS = Path(__file__).parent / "clients"
DAY = date(2025, 8, 4)

Told = tuple[str, str, str, str]
"""Uid, title, and the first and last moment: a day, or an instant in UTC."""


def _clock(hour: int) -> Interval:
    start = datetime(2025, 8, 5, hour, tzinfo=UTC)
    return Interval(start=start, end=start + timedelta(minutes=1), precision=Precision.MINUTE)


EVENTS = (
    an_event("day", interval=unit(DAY, Precision.DAY)),
    an_event("range", interval=Interval(start=DAY, end=date(2025, 8, 8), precision=Precision.DAY)),
    an_event("week", interval=unit(DAY, Precision.WEEK)),
    an_event("month", interval=unit(DAY, Precision.MONTH)),
    an_event("clock", interval=_clock(10), title="Talks at ten"),
    an_event("midnight", interval=_clock(23), title="Talks at night"),
    an_event("due", interval=until(date(2025, 12, 31), Precision.YEAR), deadline=True,
             type=EventType.DEADLINE, status=Status.PLANNED),
    an_event("off", status=Status.CANCELLED, interval=unit(DAY, Precision.DAY)),
    an_event("late", status=Status.POSTPONED, interval=unit(DAY, Precision.DAY)),
    an_event("arabic", title="زيارة الرئيس إلى باريس", interval=unit(DAY, Precision.DAY)),
    an_event("chinese", title="外交部长会议，北京", interval=unit(DAY, Precision.DAY)),
    an_event("emoji", title="🕊️ truce 🇪🇺", interval=unit(DAY, Precision.DAY)),
    # A backslash before an n is left out: node-ical takes it for a new line.
    an_event("marks", title='a,b; c\\d "e": f', interval=unit(DAY, Precision.DAY)),
    an_event("long", title="Ü" * 200, interval=unit(DAY, Precision.DAY)),
)  # fmt: skip


def told(event: Event) -> Told:
    slot = slot_of(event)
    assert slot is not None
    start, end = (
        one.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(one, datetime) else one.isoformat()
        for one in (slot.start, slot.end)
    )
    return uid(event), component.summary(event, slot), start, end


@pytest.fixture(scope="module")
def address(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The feed of a running Timeline with an event of every kind."""
    folder = tmp_path_factory.mktemp("clients")
    database = Database(f"sqlite:///{shutil.copy(migrated_sqlite, folder / 'timeline.sqlite3')}")
    with database.write() as session:
        first, *others = EVENTS
        keep(session, *(_sourced(first, "a1"), *(_sourced(one, None) for one in others)))
    config = from_environ({"TIMELINE_DATA_DIR": str(folder), "TIMELINE_SECRET_KEY": "secret"})
    app = create_app(
        config, database=database, reader=FakeReader(), transport=Outbox(), now=lambda: NOW
    )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    with in_the_background(server):
        yield f"http://127.0.0.1:{server.port}/calendar.ics"
    database.dispose()


def _sourced(event: Event, article: str | None) -> Event:
    return replace(event, sources=(a_source(article),) if article else ())


@pytest.fixture(scope="module")
def feed(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:
        read: bytes = answer.read()
    return read


def run(*words: str, **environ: str) -> str:
    done = subprocess.run(
        words,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC", **environ},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def synchronised(address: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a vdirsyncer that subscribed to the feed."""
    folder = tmp_path_factory.mktemp("vdirsyncer")
    (folder / "config").write_text(
        f"""\
[general]
status_path = "{folder}/status"
[pair timeline]
a = "here"
b = "there"
collections = null
[storage here]
type = "filesystem"
path = "{folder}/calendar"
fileext = ".ics"
[storage there]
type = "http"
url = "{address}"
"""
    )
    (folder / "calendar").mkdir()
    _sync(folder, "discover")
    _sync(folder, "sync")
    return folder


def _sync(folder: Path, verb: str) -> None:
    run(str(BIN / "vdirsyncer"), "-c", str(folder / "config"), verb)


def test_vdirsyncer_keeps_a_file_for_each_event(synchronised: Path) -> None:
    files = list((synchronised / "calendar").glob("*.ics"))
    found = [one for file in files for one in _events(file.read_bytes())]
    assert len(files) == len(found) == len(EVENTS)
    # It gives what it fetches over HTTP names of its own, after the bytes: the rest is ours.
    assert sorted(one[1:] for one in found) == sorted(told(one)[1:] for one in EVENTS)


def test_vdirsyncer_finds_nothing_new_the_second_time(synchronised: Path) -> None:
    def written() -> dict[str, tuple[int, str]]:
        files = (synchronised / "calendar").glob("*.ics")
        return {one.name: (one.stat().st_mtime_ns, one.read_text("utf-8")) for one in files}

    before = written()
    _sync(synchronised, "sync")
    assert written() == before


def test_khal_lists_every_event_on_its_day(synchronised: Path, tmp_path: Path) -> None:
    config = tmp_path / "khal"
    config.write_text(
        f"""\
[calendars]
[[timeline]]
path = {synchronised}/calendar
type = calendar
readonly = True
[sqlite]
path = {tmp_path}/khal.db
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
    )
    listed = run(
        str(BIN / "khal"), "-c", str(config), "list", "--once", "--day-format", "",
        "--format", "{start-date}|{end-date}|{title}", "2025-07-01", "365d",
    )  # fmt: skip
    found = sorted(line.split("|", 2) for line in listed.splitlines() if line.strip())
    assert len(found) == len(EVENTS)
    expected = sorted(
        [start[:10], last_day(end), title] for _, title, start, end in map(told, EVENTS)
    )
    for (*days, title), (*days_, title_) in zip(found, expected, strict=True):
        assert days == days_
        assert title_ in title  # khal adds marks of its own, as for what is cancelled


def last_day(end: str) -> str:
    """The day on which something ends, of an end that is exclusive."""
    if "T" in end:
        return end[:10]
    return (date.fromisoformat(end) - timedelta(days=1)).isoformat()


@pytest.fixture(scope="module")
def by_node(feed: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """What ical.js and node-ical read."""
    node = BIN / "node"
    if not node.is_file() or not (CLIENTS / "node_modules" / "ical.js").is_dir():
        pytest.fail("ical.js and node-ical are not installed: `make test` does it, once, with npm")
    file = tmp_path_factory.mktemp("node") / "feed.ics"
    file.write_bytes(feed)
    read: dict[str, list[list[str]]] = json.loads(
        run(str(node), str(CLIENTS / "read.mjs"), str(file))
    )
    return read


@pytest.mark.parametrize("parser", ["ical.js", "node-ical"])
def test_the_parsers_of_other_programs_read_the_same(
    by_node: dict[str, list[list[str]]], parser: str
) -> None:
    assert sorted(map(tuple, by_node[parser])) == sorted(map(told, EVENTS))


@contextmanager
def radicale(folder: Path) -> Iterator[str]:
    """A calendar server of its own, without passwords."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    words = [
        sys.executable, "-m", "radicale", "--config", "", "--server-hosts", f"127.0.0.1:{port}",
        "--auth-type", "none", "--storage-filesystem-folder", str(folder),
    ]  # fmt: skip
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert server.poll() is None, "radicale ended"
            time.sleep(0.05)
        else:
            return
    pytest.fail("radicale does not answer")


@pytest.mark.filterwarnings("ignore")
def test_radicale_takes_the_whole_feed_and_caldav_reads_it_back(
    feed: bytes, tmp_path: Path
) -> None:
    import caldav

    with radicale(tmp_path / "collections") as server:
        request = urllib.request.Request(
            f"{server}/alice/timeline/",
            data=feed,
            method="PUT",
            headers={
                "Content-Type": "text/calendar; charset=utf-8",
                "Authorization": "Basic YWxpY2U6",
            },
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 201
        opened: Any = caldav.DAVClient(url=server, username="alice", password="")
        with opened as client:
            calendar = client.calendar(url=f"{server}/alice/timeline/")
            found = [_read(one.icalendar_component) for one in calendar.events()]
    assert sorted(found) == sorted(map(told, EVENTS))


def _events(content: bytes) -> list[Told]:
    return [_read(one) for one in icalendar.Calendar.from_ical(content).walk("VEVENT")]


def _read(event: Any) -> Told:
    start, end = (
        one.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(one, datetime) else one.isoformat()
        for one in (event["DTSTART"].dt, event["DTEND"].dt)
    )
    return str(event["UID"]), str(event["SUMMARY"]), start, end
