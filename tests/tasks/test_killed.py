"""The server is killed again and again, by SIGKILL: nothing is lost, nothing comes twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from tests.core.samples import a_source
from tests.mail.auditor import STAGES, Auditor, auditing
from tests.mail.server import free_port
from tests.tasks.mailing import DUE, a_deadline, run, set_up
from timeline import clock
from timeline.core import schedule, words
from timeline.core.reminder import Subscriber
from timeline.mail.transport import Smtp
from timeline.store import outbox
from timeline.store.engine import Database

TICK = "1"  # a second between two looks: a lease, and the first wait after a refusal, are five


@pytest.fixture
def auditor() -> Iterator[Auditor]:
    with auditing(Auditor(Random(20), greylists=0.05, cuts=0.03)) as found:
        yield found


def enroll(
    database: Database, alice: Subscriber, people: int, events: int, day: date = DUE
) -> set[tuple[str, str]]:
    """Who must be told of what."""
    shown = tuple(
        a_deadline(f"e{n}", day=day, sources=(a_source(f"a{n}", quote=f"Quote {n}."),))
        for n in range(events)
    )
    cast = [
        replace(alice, id=f"p{n}", address=f"p{n}@example.org", leads=(7,)) for n in range(people)
    ]
    set_up(database, *cast, shown=shown)
    return {
        (one.address, f"Due in 7 days: {event.title}, {words.day(day)}")
        for one in cast
        for event in shown
    }


@contextmanager
def serving(database: Database, auditor: Auditor, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The server, whose mails the auditor takes; it is killed where it still runs at the end."""
    environ = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PORT": str(free_port()),
        "TIMELINE_DATA_DIR": str(data),
        "TIMELINE_DATABASE_URL": database.url,
        "TIMELINE_SECRET_KEY": "s",
        "TIMELINE_SMTP_URL": auditor.url,
        "TIMELINE_TICK": TICK,
    }
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; from timeline.cli import main; sys.exit(main())",
         "serve"],
        env=environ, stdout=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        auditor.pid = process.pid
        try:
            yield process
        finally:
            process.kill()


def waiting(database: Database) -> int:
    with database.read() as session:
        return outbox.count_mails(session)[0]


def kill_and_kill(
    database: Database, alice: Subscriber, auditor: Auditor, data: Path, *, kills: int, mails: int
) -> None:
    now = clock.now()
    # It is noon where the subscribers live, and stays the same day for the length of the test.
    alice = replace(alice, zone=f"Etc/GMT{now.hour - 12:+d}")
    day = schedule.today(now, alice.zone) + timedelta(days=7)
    expected, every = enroll(database, alice, mails // 10, 10, day), mails // (kills + 1)
    while len(auditor.killed) < kills:
        stage = STAGES[len(auditor.killed) % len(STAGES)]
        auditor.plan(stage, after=auditor.random.randrange(every))
        with serving(database, auditor, data) as process:
            assert process.wait(timeout=120) == -signal.SIGKILL
    with serving(database, auditor, data) as process:
        until = time.monotonic() + 120
        while waiting(database) and time.monotonic() < until:
            time.sleep(0.1)
        process.terminate()
        assert process.wait(timeout=60) == 0
    told = Counter((str(mail["To"]), str(mail["Subject"])) for mail in auditor.taken)
    assert set(told) == expected, "nothing is lost"
    ids = {(mail["To"], mail["Subject"], mail["Message-ID"]) for mail in auditor.taken}
    assert len(ids) == len(expected), "what is repeated has the same Message-ID"
    assert told.total() - len(told) <= auditor.killed.count("answered"), "nothing else is repeated"


def test_ten_kills_in_two_hundred_mails_lose_none_and_repeat_only_the_one_in_the_air(
    sqlite_database: Database, alice: Subscriber, auditor: Auditor, tmp_path: Path
) -> None:
    kill_and_kill(sqlite_database, alice, auditor, tmp_path, kills=10, mails=200)


def test_fifty_kills_in_five_hundred_mails_on_both_databases(
    request: pytest.FixtureRequest,
    database: Database,
    alice: Subscriber,
    auditor: Auditor,
    tmp_path: Path,
) -> None:
    if not request.config.getoption("--soak"):
        pytest.skip("a long run: make soak")
    kill_and_kill(database, alice, auditor, tmp_path, kills=50, mails=500)


def test_two_processes_at_once_send_each_mail_once(
    database: Database, alice: Subscriber, auditor: Auditor
) -> None:
    auditor.greylists = auditor.cuts = 0
    expected = enroll(database, alice, people=5, events=8)
    transport = Smtp(auditor.url)
    both = [Thread(target=run, args=(database, transport)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    told = Counter((str(mail["To"]), str(mail["Subject"])) for mail in auditor.taken)
    assert set(told) == expected
    assert told.total() == len(expected)


def test_an_address_that_is_refused_holds_up_nobody_else(
    sqlite_database: Database, alice: Subscriber, auditor: Auditor
) -> None:
    auditor.greylists = auditor.cuts = 0
    auditor.refuses = frozenset({"p0@example.org"})
    expected = enroll(sqlite_database, alice, people=3, events=2)
    run(sqlite_database, Smtp(auditor.url))
    told = {(str(mail["To"]), str(mail["Subject"])) for mail in auditor.taken}
    assert told == {one for one in expected if one[0] != "p0@example.org"}
