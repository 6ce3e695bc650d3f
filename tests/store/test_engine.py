"""Sessions: atomic, one writer at a time, and one clear sentence for what a database cannot do."""

import multiprocessing
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.core.samples import NOW, an_event
from timeline.core.errors import BadInput, StoreUnavailable
from timeline.core.filter import Filter
from timeline.store import engine, events, marks
from timeline.store.engine import Database


def test_an_exception_in_the_middle_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write() as session:
            events.save_event(session, an_event(sources=()))
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        fail()
    with database.read() as session:
        assert events.count_events(session, Filter()) == 0
        assert events.version(session) == "0"


def test_what_a_reading_session_changes_is_rolled_back(database: Database) -> None:
    with database.read() as session:
        events.save_event(session, an_event(sources=()))
    with database.read() as session:
        assert events.count_events(session, Filter()) == 0


def test_a_reader_sees_one_moment_while_another_writes(database: Database) -> None:
    with database.read() as reader:
        assert events.count_events(reader, Filter()) == 0
        with database.write() as session:
            events.save_event(session, an_event(sources=()))
        assert events.count_events(reader, Filter()) == 0
    with database.read() as reader:
        assert events.count_events(reader, Filter()) == 1


def count(url: str, times: int) -> None:
    """Read a number, then write the next one, as often as asked."""
    database = Database(url)
    for _ in range(times):
        with database.write() as session:
            before = marks.get_mark(session, "count")
            assert before is None or before.number >= 0
            marks.set_mark(session, "count", NOW)
    database.dispose()


def test_two_processes_that_write_at_once_lose_nothing(database_url: str) -> None:
    start = multiprocessing.get_context("spawn")
    workers = [start.Process(target=count, args=(database_url, 40)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
        assert worker.exitcode == 0
    database = Database(database_url)
    with database.read() as session:
        mark = marks.get_mark(session, "count")
        assert mark is not None
        assert mark.number == 80
    database.dispose()


def test_a_store_that_another_keeps_locked_is_told(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0)
    one, other = Database(sqlite_url), Database(sqlite_url)
    with one.write() as session:
        session.execute(sa.text("SELECT 1"))
        with pytest.raises(StoreUnavailable, match="locked"), other.write() as second:
            second.execute(sa.text("SELECT 1"))
    one.dispose()
    other.dispose()


@contextmanager
def pages(database: Database, count: int) -> Iterator[None]:
    """A file that may grow to so many pages: SQLite's own way to a full disk."""

    def limit(connection: object, _entry: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {count}")  # type: ignore[attr-defined]

    sa.event.listen(database._engine, "connect", limit)
    database.dispose()
    yield
    sa.event.remove(database._engine, "connect", limit)
    database.dispose()


def test_a_full_disk_is_told_and_nothing_is_changed(sqlite_database: Database) -> None:
    with pages(sqlite_database, 1):
        with (
            pytest.raises(StoreUnavailable, match=r"disk is full.*free some space"),
            sqlite_database.write() as session,
        ):
            events.save_event(session, an_event(title="x" * 2_000_000, sources=()))
        with sqlite_database.read() as session:
            assert events.count_events(session, Filter()) == 0
    with sqlite_database.write() as session:
        events.save_event(session, an_event(sources=()))


def test_a_store_without_tables_is_told_with_the_way_out(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with pytest.raises(StoreUnavailable, match="timeline migrate"), database.read() as session:
        events.count_events(session, Filter())
    database.dispose()


UNREACHABLE = [
    "sqlite:////proc/none/timeline.sqlite3",
    "postgresql+psycopg://alice:geheim@127.0.0.1:1/none?connect_timeout=2",
]


@pytest.mark.parametrize("url", UNREACHABLE)
def test_a_database_that_is_away_is_told_without_its_password(url: str) -> None:
    database = Database(url)
    unavailable = pytest.raises(StoreUnavailable, match="nothing was changed")
    with unavailable as told, database.read() as session:
        events.count_events(session, Filter())
    assert "geheim" not in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("url", ["nonsense", "mongodb://host/x", "sqlite:///a?b=%zz://", ""])
def test_an_address_that_is_none_is_told(url: str, tmp_path: Path) -> None:
    if url.startswith("sqlite"):
        url = f"oracle:///{tmp_path}"
    with pytest.raises(BadInput, match="postgresql\\+psycopg://"):
        Database(url)


def test_foreign_keys_hold_on_both(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError), database.write() as session:
        session.execute(sa.text("INSERT INTO redirect (id, event_id) VALUES ('a', 'nothing')"))


def test_a_database_may_be_shared_between_threads(database: Database) -> None:
    failed: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(10):
                with database.write() as session:
                    marks.set_mark(session, "count", NOW)
                with database.read() as session:
                    marks.get_mark(session, "count")
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not failed
    with database.read() as session:
        mark = marks.get_mark(session, "count")
    assert mark is not None
    assert mark.number == 40
