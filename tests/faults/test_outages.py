"""What fails around the server: a clear line for whoever asks, and nothing is lost."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa

from tests.core.samples import a_source
from tests.faults.served import Server, serving
from tests.faults.traffic import Traffic
from tests.mail.server import free_port
from tests.tasks.mailing import DUE, WEEK_BEFORE, a_deadline, run, set_up, subjects
from timeline import clock
from timeline.core import schedule
from timeline.core.reminder import Subscriber
from timeline.mail.transport import Outbox, Smtp
from timeline.store import outbox
from timeline.store.engine import Database

ROOM = 40_000
"""Bytes that a full disk still has: enough to start, not for an article."""


def words(number: int) -> dict[str, Any]:
    return {
        "text": f"Latvia must submit plan number {number} by 30 June 2031.",
        "published": "2025-07-17",
        "lang": "en",
    }


def added(server: Server, *numbers: int) -> list[tuple[int, Any]]:
    return [server.ask("POST", "/api/v1/articles", words(number)) for number in numbers]


def test_a_full_disk_is_told_and_what_was_kept_before_stays(
    sqlite_url: str, tmp_path: Path
) -> None:
    size = Path(str(sa.make_url(sqlite_url).database)).stat().st_size
    kept: list[str] = []
    with serving(sqlite_url, tmp_path, most_bytes=size + ROOM) as server:
        for number in range(100):
            [(status, answer)] = added(server, number)
            if status != 201:
                break
            kept.append(answer["article"]["id"])
        sentence = "the disk is full, so nothing was changed: free some space and try again"
        assert (status, answer) == (503, {"error": sentence})
        status, answer = server.ask("GET", "/api/v1/events")
        assert status == 200, "reading goes on"
        assert {one["article"] for one in answer["events"][0]["sources"]} == set(kept)
    with serving(sqlite_url, tmp_path) as server:
        assert [status for status, _ in added(server, *range(len(kept) + 1))] == [
            *(200 for _ in kept),
            201,
        ], "what was acknowledged is known, what was refused can be added now"


@contextmanager
def gone(url: str) -> Iterator[None]:
    """The database cuts everybody off and takes nobody in, as one that was stopped."""
    name = sa.make_url(url).database
    engine = sa.create_engine(sa.make_url(url).set(database="postgres"))
    autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
    with autocommit.connect() as administrator:
        administrator.execute(sa.text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        administrator.execute(
            sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": name},
        )
        yield
        administrator.execute(sa.text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    engine.dispose()


def mails(folder: Path) -> list[str]:
    read = (message_from_bytes(one.read_bytes(), policy=policy.default) for one in folder.iterdir())
    return [str(mail["Subject"]) for mail in read]


@pytest.mark.postgres
def test_a_database_that_was_away_is_told_and_all_goes_on_when_it_is_back(
    postgres_url: str, alice: Subscriber, tmp_path: Path
) -> None:
    with serving(postgres_url, tmp_path, TIMELINE_TICK="1") as server:
        assert [status for status, _ in added(server, 1)] == [201]
        with gone(postgres_url):
            for method, path in (("GET", "/api/v1/events"), ("POST", "/api/v1/articles")):
                status, answer = server.ask(method, path, words(2) if method == "POST" else None)
                assert status == 503
                assert "so nothing was changed" in answer["error"]
            until_said(server, "reminders wait: ")
        assert [status for status, _ in added(server, 1, 2)] == [200, 201]
        database = Database(postgres_url)
        day = schedule.today(clock.now(), alice.zone) + timedelta(days=7)
        person = replace(alice, zone=f"Etc/GMT{clock.now().hour - 12:+d}", leads=(7,))
        set_up(database, person, shown=(a_deadline(day=day),))
        until(lambda: (tmp_path / "mail").is_dir() and bool(mails(tmp_path / "mail")))
        database.dispose()
    assert "Traceback" not in server.said.read_text(encoding="utf-8")


def until(is_so: Any) -> None:
    """Wait for what a server does by itself."""
    last = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < last
        time.sleep(0.05)


def until_said(server: Server, words: str) -> None:
    until(lambda: words in server.said.read_text(encoding="utf-8"))


def test_two_servers_on_one_file_share_the_work_and_one_sends(
    sqlite_url: str, sqlite_database: Database, alice: Subscriber, tmp_path: Path
) -> None:
    with (
        serving(sqlite_url, tmp_path, TIMELINE_TICK="1") as first,
        serving(sqlite_url, tmp_path, TIMELINE_TICK="1") as second,
    ):
        until_said(second, "another Timeline works on this store and sends its reminders")
        assert "another Timeline" not in first.said.read_text(encoding="utf-8")
        traffic = Traffic(Random(2))
        people = [*traffic.begin(first), *traffic.begin(second)]
        until(lambda: len(traffic.kept) >= 2)
        first.process.kill()
        day = schedule.today(clock.now(), alice.zone) + timedelta(days=7)
        person = replace(alice, zone=f"Etc/GMT{clock.now().hour - 12:+d}", leads=(7,))
        set_up(sqlite_database, person, shown=(a_deadline(day=day),))
        until(lambda: (tmp_path / "mail").is_dir() and bool(mails(tmp_path / "mail")))
        second.process.kill()
        for one in people:
            one.join()
    traffic.check(sqlite_database, others={"a1"})
    assert not traffic.refused


def told(sent: Outbox, event: str) -> int:
    """In how many mails the event stands."""
    texts = (mail.get_body(("plain",)) for mail in sent.sent)
    return sum(event in str(text.get_content()) for text in texts if text is not None)


def test_a_day_without_a_mail_server_loses_no_mail_and_repeats_none(
    database: Database, alice: Subscriber
) -> None:
    nowhere, back = Smtp(f"smtp://127.0.0.1:{free_port()}"), Outbox()
    plans = [f"e{number}" for number in range(3)]
    shown = (a_deadline(name, sources=(a_source(f"a-{name}"),)) for name in plans)
    set_up(database, alice, shown=tuple(shown))
    for hour in range(24):
        assert run(database, nowhere, WEEK_BEFORE + timedelta(hours=hour)).sent == 0
    for hour in range(24, 36):
        run(database, back, WEEK_BEFORE + timedelta(hours=hour))
    assert [told(back, f"Plan {name}") for name in plans] == [1, 1, 1]
    with database.read() as session:
        assert outbox.count_mails(session)[0] == 0


JUMPS = [
    # hours by which the clock is put on or back between two looks at what is due
    (0, -1),  # the end of summer time, on a clock that does not know of it
    (0, -24),
    (-24, 0),
    (0, 2, -2),
    (0, -24 * 400, 0),  # a battery was empty
    (-24 * 400, 0),
    (0, 24 * 30, 0),  # a month ahead by mistake
    (24 * 30, 0),
]


@pytest.mark.parametrize("jumps", JUMPS)
def test_a_clock_that_is_put_right_loses_no_mail_and_repeats_none(
    sqlite_database: Database, alice: Subscriber, jumps: tuple[int, ...]
) -> None:
    sent = Outbox()
    set_up(sqlite_database, replace(alice, leads=(7, 1)))
    for hours in jumps:
        run(sqlite_database, sent, WEEK_BEFORE + timedelta(hours=hours))
    for day in range(7):
        run(sqlite_database, sent, WEEK_BEFORE + timedelta(days=day, hours=1))
    assert Counter(subjects(sent)) == {
        f"Due in 7 days: Plan e1, {DUE:%-d %B %Y}": 1,
        f"Due tomorrow: Plan e1, {DUE:%-d %B %Y}": 1,
    }


def test_a_locked_file_is_told_and_can_be_written_to_afterwards(
    sqlite_url: str, sqlite_database: Database, tmp_path: Path
) -> None:
    answers: list[tuple[int, Any]] = []
    with serving(sqlite_url, tmp_path) as server:
        with sqlite_database.write():
            asking = Thread(target=lambda: answers.extend(added(server, 1)))
            asking.start()
            assert server.ask("GET", "/api/v1/events")[0] == 200, "readers do not wait"
        asking.join()
    assert [status for status, _ in answers] == [201]
