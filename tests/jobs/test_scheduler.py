"""The tick: one leader of all that share a data folder, and a failure ends nothing."""

import os
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from tests.tasks.fakes import FakeReader, Found
from tests.tasks.mailing import WEEK_BEFORE, set_up
from timeline.config import Config, from_environ
from timeline.core.article import Article
from timeline.core.reminder import Subscriber
from timeline.core.watched import SourceKind
from timeline.jobs import scheduler
from timeline.mail.transport import Outbox
from timeline.store import lead, marks, outbox, sources, subscribers
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


def test_of_two_on_one_store_one_ticks(database: Database, config: Config) -> None:
    other = Database(database.url)
    first, second = (lead.choose(one, config.data_dir) for one in (database, other))
    assert scheduler.tick(config, database, Outbox(), first, now=AT)
    assert not scheduler.tick(config, other, Outbox(), second, now=AT)
    first.release()
    assert scheduler.tick(config, other, Outbox(), second, now=AT)
    assert not scheduler.tick(config, database, Outbox(), first, now=AT)
    second.release()
    with database.read() as session:
        beat = marks.get_mark(session, marks.BEAT)
    assert beat is not None
    assert beat.number == 2, "each tick was one process's"
    other.dispose()


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


def test_a_started_scheduler_reads_what_is_watched_and_stops_in_the_midst(
    sqlite_database: Database, config: Config, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        file = folder / f"{number}.txt"
        file.write_text(f"Latvia visits Germany on 2025-09-0{number + 1}. All is well.\n")
        os.utime(file, (1, 1))
    with sqlite_database.write() as session:
        sources.add_source(
            session, str(folder), every=timedelta(hours=1), now=AT, kind=SourceKind.FOLDER
        )

    class Waits(FakeReader):
        """Reads one article, and then nothing until the scheduler is told to stop."""

        def read(self, article: Article) -> Found:
            if self.read_articles:
                second.set()
                go_on.wait(20)
            return super().read(article)

    second, go_on = Event(), Event()
    handle = scheduler.start(config, database=sqlite_database, transport=Outbox(), reader=Waits())
    assert second.wait(20)
    stopping = Thread(target=handle.shutdown)
    stopping.start()
    while not handle.is_stopping:
        time.sleep(0.01)
    go_on.set()
    stopping.join(20)
    with sqlite_database.read() as session:
        (progress,) = sources.find_progress(session).values()
    assert (progress.read, progress.waiting) == (2, 1), "what is under way is finished, no more"


class Stopping(Outbox):
    """The server is told to stop while the first mail leaves."""

    def __init__(self, stop: Event) -> None:
        super().__init__()
        self.stop = stop

    def send(self, message: EmailMessage) -> None:
        super().send(message)
        self.stop.set()


def test_a_server_that_stops_sends_the_mail_under_way_and_leaves_the_others(
    sqlite_database: Database, config: Config, alice: Subscriber
) -> None:
    people = [replace(alice, id=name, address=f"{name}@example.org") for name in ("a", "b", "c")]
    set_up(sqlite_database, *people)
    leader, stop = FileLead(config.data_dir / "scheduler.lock"), Event()
    first, later = Stopping(stop), Outbox()
    scheduler.tick(config, sqlite_database, first, leader, now=WEEK_BEFORE, stop=stop)
    assert len(first.sent) == 1
    scheduler.tick(config, sqlite_database, later, leader, now=WEEK_BEFORE)
    assert len({mail["To"] for mail in [*first.sent, *later.sent]}) == 3
    assert len(later.sent) == 2
    leader.release()


def test_a_server_that_stops_while_it_looks_ends_after_one_subscriber_and_keeps_what_it_found(
    database: Database, config: Config, alice: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [replace(alice, id=name, address=f"{name}@example.org") for name in ("a", "b", "c")]
    set_up(database, *people)
    leader, stop, sent = lead.choose(database, config.data_dir), Event(), Outbox()
    put = outbox.put_reminder

    def stopping(*args: Any, **more: Any) -> bool:
        stop.set()
        return put(*args, **more)

    monkeypatch.setattr(outbox, "put_reminder", stopping)
    scheduler.tick(config, database, sent, leader, now=WEEK_BEFORE, stop=stop)
    with database.read() as session:
        assert [mail.subscriber.id for mail in outbox.find_mails(session)] == ["a"]
    assert sent.sent == []
    scheduler.tick(config, database, sent, leader, now=WEEK_BEFORE)
    assert len({mail["To"] for mail in sent.sent}) == len(sent.sent) == 3
    leader.release()
