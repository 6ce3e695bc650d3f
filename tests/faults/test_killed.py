"""The server is killed again and again, by SIGKILL: nothing is lost, nothing comes twice."""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import pytest

from tests.core.samples import a_source
from tests.faults.served import Server, serving
from tests.faults.traffic import Traffic
from tests.mail.auditor import STAGES, Auditor, auditing
from tests.tasks.mailing import DUE, a_deadline, run, set_up
from timeline import clock
from timeline.core import schedule, words
from timeline.core.reminder import Subscriber
from timeline.mail.transport import Smtp
from timeline.store import outbox
from timeline.store.engine import Database

TICK = "1"  # a second between two looks: a lease, and the first wait after a refusal, are five
MOMENTS = (*STAGES, "", "", "")
"""Half of the kills come in the midst of a mail, the other half at any moment."""

LONGEST = 3
"""Articles that are added, at most, before a server is killed: a moment in the midst of one."""


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


def waiting(database: Database) -> int:
    with database.read() as session:
        return outbox.count_mails(session)[0]


def kill(server: Server, auditor: Auditor, traffic: Traffic, stage: str, random: Random) -> int:
    """How many mails had been taken when the server died, in that stage of one or at any moment."""
    auditor.pid = server.process.pid or 0
    people = traffic.begin(server)
    auditor.plan(stage, after=random.randrange(2))
    server.process.join(timeout=random.uniform(0, LONGEST * traffic.takes))
    server.process.kill()
    server.process.join()
    auditor.plan("", after=0)
    assert server.process.exitcode == -signal.SIGKILL, server.said.read_text(encoding="utf-8")
    for one in people:
        one.join()
    time.sleep(0.05)  # until the mail server has read what had reached it
    return len(auditor.taken)


def kill_and_kill(
    database: Database,
    alice: Subscriber,
    auditor: Auditor,
    data: Path,
    *,
    kills: int,
    people: int,
    events: int,
) -> None:
    began = time.monotonic()
    now = clock.now()
    # It is noon where the subscribers live, and stays the same day for the length of the test.
    alice = replace(alice, zone=f"Etc/GMT{now.hour - 12:+d}")
    day = schedule.today(now, alice.zone) + timedelta(days=7)
    expected = enroll(database, alice, people, events, day)
    random = Random(kills)
    traffic = Traffic(random)
    settings: dict[str, Any] = {"TIMELINE_SMTP_URL": auditor.url, "TIMELINE_TICK": TICK}
    cuts = []
    for number in range(kills):
        with serving(database.url, data, **settings) as server:
            stage = MOMENTS[number % len(MOMENTS)]
            cuts.append(kill(server, auditor, traffic, stage, random))
    with serving(database.url, data, **settings) as server:
        until = time.monotonic() + 120 + 3 * kills
        while (waiting(database) or told(auditor) != expected) and time.monotonic() < until:
            time.sleep(0.2)
        server.end()
    found = traffic.check(database, others={f"a{number}" for number in range(events)})
    assert not traffic.refused, "whoever was answered was served"
    assert traffic.kept, "there was something to lose"
    repeated = check_mails(auditor, expected, cuts)
    print(  # noqa: T201 - the figures of docs/faults.md
        f"{kills} kills in {(time.monotonic() - began) / 60:.0f} minutes: {len(traffic.kept)} "
        f"articles acknowledged and {found} kept, {len(expected)} mails due and none lost, "
        f"{repeated} of them repeated with the same Message-ID"
    )


def told(auditor: Auditor) -> set[tuple[str, str]]:
    return {(str(mail["To"]), str(mail["Subject"])) for mail in list(auditor.taken)}


def check_mails(auditor: Auditor, expected: set[tuple[str, str]], cuts: list[int]) -> int:
    """How many mails came once more, all of them as they may."""
    said = [(str(mail["To"]), str(mail["Subject"])) for mail in auditor.taken]
    assert set(said) == expected, "no reminder is lost"
    ids = {(*one, mail["Message-ID"]) for one, mail in zip(said, auditor.taken, strict=True)}
    assert len(ids) == len(expected), "what is repeated has the same Message-ID"
    repeated = [one for one, times in Counter(said).items() if times > 1]
    in_the_air = {said[taken - 1] for taken in cuts if taken}
    assert set(repeated) <= in_the_air, "only the mail under way at a kill is repeated"
    assert len(said) - len(expected) <= len(cuts)
    return len(said) - len(expected)


def test_a_server_killed_fifteen_times_loses_nothing_and_repeats_only_the_mail_in_the_air(
    database: Database, alice: Subscriber, auditor: Auditor, tmp_path: Path
) -> None:
    kill_and_kill(database, alice, auditor, tmp_path, kills=15, people=15, events=14)


def test_a_server_killed_two_hundred_times_neither(
    request: pytest.FixtureRequest,
    database: Database,
    alice: Subscriber,
    auditor: Auditor,
    tmp_path: Path,
) -> None:
    if not request.config.getoption("--soak"):
        pytest.skip("a long run: make soak")
    kill_and_kill(database, alice, auditor, tmp_path, kills=200, people=20, events=50)


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
