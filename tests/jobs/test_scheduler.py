"""The tick: one leader of all that share a data folder, and a failure ends nothing."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from timeline.config import Config, from_environ
from timeline.core.reminder import Subscriber
from timeline.jobs import scheduler
from timeline.mail.transport import Outbox
from timeline.store import marks, subscribers
from timeline.store.engine import Database
from timeline.store.lead import FileLead

AT = datetime(2025, 12, 24, 8, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return from_environ({"TIMELINE_DATA_DIR": str(tmp_path), "TIMELINE_SECRET_KEY": "s"})


def test_a_tick_leaves_a_beat(sqlite_database: Database, config: Config) -> None:
    leader = FileLead(config.data_dir / "scheduler.lock")
    assert scheduler.tick(config, sqlite_database, Outbox(), leader, now=AT)
    with sqlite_database.read() as session:
        beat = marks.get_mark(session, marks.BEAT)
    assert beat is not None
    assert beat.at == AT
    leader.release()


def test_of_two_that_share_a_folder_one_leads(sqlite_database: Database, config: Config) -> None:
    first, second = (FileLead(config.data_dir / "scheduler.lock") for _ in range(2))
    assert scheduler.tick(config, sqlite_database, Outbox(), first, now=AT)
    assert not scheduler.tick(config, sqlite_database, Outbox(), second, now=AT)
    first.release()
    assert second.holds()
    second.release()


def test_a_failure_is_logged_and_the_next_tick_comes(
    sqlite_database: Database, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    leader = FileLead(config.data_dir / "scheduler.lock")
    broken = Database("sqlite:////nowhere/at/all.sqlite3")
    assert scheduler.tick(config, broken, Outbox(), leader, now=AT)
    assert caplog.records
    assert scheduler.tick(config, sqlite_database, Outbox(), leader, now=AT)
    leader.release()
    broken.dispose()


def test_a_started_scheduler_ticks_at_once_and_stops(
    sqlite_database: Database, config: Config, alice: Subscriber
) -> None:
    with sqlite_database.write() as session:
        subscribers.save_subscriber(session, alice)
    handle = scheduler.start(config, database=sqlite_database, transport=Outbox())
    until = time.monotonic() + 20
    beat = None
    while beat is None and time.monotonic() < until:
        with sqlite_database.read() as session:
            beat = marks.get_mark(session, marks.BEAT)
        time.sleep(0.02)
    handle.shutdown()
    assert beat is not None
