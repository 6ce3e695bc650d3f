"""Workers share a queue in PostgreSQL: nothing that was acknowledged is lost, nothing doubled."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.conftest import NOW
from tests.tasks.fakes import BrokenReader, FakeReader
from timeline.core.article import Anchor, AnchorSource, Article, read_published
from timeline.core.errors import NotFound, StoreUnavailable
from timeline.core.filter import Filter
from timeline.jobs import workers
from timeline.jobs.workers import ArticleQueue
from timeline.store import articles, events
from timeline.store.engine import Database
from timeline.tasks.add import Added, Reader
from timeline.tasks.later import State, become_of, name_of

pytestmark = pytest.mark.postgres

VISIT = "The president of Latvia visits Germany on 2025-09-{day:02d}. All is well."
TICK = 2  # seconds: a worker that is silent for one of them is dead


def article(number: int = 2, *, text: str = VISIT) -> Article:
    return Article(
        text=text.format(day=number),
        title=f"Visit {number}",
        url=f"https://example.org/{number}",
        anchor=Anchor(published=read_published("2025-07-17"), source=AnchorSource.METADATA),
    )


@pytest.fixture
def store(postgres_url: str) -> Iterator[Database]:
    opened = Database(postgres_url)
    yield opened
    opened.dispose()


@pytest.fixture
def queue(store: Database) -> Iterator[ArticleQueue]:
    opened = ArticleQueue(store.url)
    yield opened
    opened.close()


def drain(store: Database, reader: Reader) -> None:
    workers.work(store, reader, now=lambda: NOW, tick=TICK, wait=False)


def rows(store: Database, query: str) -> list[tuple[object, ...]]:
    address = make_url(store.url).set(drivername="postgresql")
    conninfo = address.render_as_string(hide_password=False)
    with psycopg.connect(conninfo, options="-c search_path=queue,public") as connection:
        return connection.execute(query).fetchall()


def test_an_article_waits_until_a_worker_has_read_it(store: Database, queue: ArticleQueue) -> None:
    job = queue.put(article())
    assert become_of(store, queue, job) is State.WAITING
    drain(store, FakeReader())
    became = become_of(store, queue, job)
    assert isinstance(became, Added)
    kept = became.article
    assert (kept.title, kept.url) == ("Visit 2", "https://example.org/2")
    assert kept.anchor == article().anchor
    assert [str(one.event.interval and one.event.interval.start) for one in became.events] == [
        "2025-09-02"
    ]
    assert rows(store, "SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def test_handed_over_twice_it_is_one_job_and_one_article(
    store: Database, queue: ArticleQueue
) -> None:
    assert queue.put(article()) == queue.put(article()) == name_of(article())
    reader = FakeReader()
    drain(store, reader)
    assert len(reader.read_articles) == 1
    queue.put(article())
    drain(store, reader)
    with store.read() as session:
        assert articles.count_articles(session) == 1
        assert len(events.find_events(session, Filter())) == 1


def test_what_cannot_be_read_has_failed_and_holds_up_nothing(
    store: Database, queue: ArticleQueue
) -> None:
    job = queue.put(article())
    drain(store, BrokenReader())
    assert become_of(store, queue, job) is State.FAILED
    other = queue.put(article(3))
    drain(store, FakeReader())
    assert isinstance(become_of(store, queue, other), Added)
    queue.put(article())  # once more, by a better reader
    drain(store, FakeReader())
    assert isinstance(become_of(store, queue, job), Added)


def test_the_log_holds_no_article(
    store: Database, queue: ArticleQueue, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    queue.put(article())
    drain(store, BrokenReader())
    queue.put(article(3))
    drain(store, FakeReader())
    assert "cannot be read" in caplog.text
    assert "Latvia" not in "\n".join(one.getMessage() for one in caplog.records)


@pytest.mark.parametrize("job", ["", "1", "0" * 64 + "-2025-07-17", "0" * 64 + "-2025-99-17"])
def test_a_job_that_there_never_was_is_told(store: Database, queue: ArticleQueue, job: str) -> None:
    with pytest.raises(NotFound, match="no job"):
        become_of(store, queue, job)


def test_a_database_that_is_away_is_told(store: Database) -> None:
    away = make_url(store.url).set(database="not_there").render_as_string(hide_password=False)
    with pytest.raises(StoreUnavailable, match="queue of articles"):
        ArticleQueue(away, patience=0.5)


def test_an_article_that_workers_die_of_is_given_up(store: Database, queue: ArticleQueue) -> None:
    job = queue.put(article())
    tries = []
    while become_of(store, queue, job) is State.WAITING:
        # What a killed worker leaves: a job that is under way, and nobody who does it.
        rows(store, "UPDATE procrastinate_jobs SET status = 'doing' RETURNING id")
        tries.append(job)
        workers.take_over(store.url, silent=TICK)
    assert len(tries) == workers.MOST_TRIES
    assert become_of(store, queue, job) is State.FAILED
    drain(store, FakeReader())
    assert become_of(store, queue, job) is State.FAILED


def worker(store: Database, data: Path) -> subprocess.Popen[bytes]:
    environ = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "TIMELINE_DATA_DIR": str(data),
        "TIMELINE_DATABASE_URL": store.url,
        "TIMELINE_TICK": str(TICK),
    }
    command = "import sys; from timeline.cli import main; sys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", command, "work"], env=environ, stderr=subprocess.DEVNULL
    )


def wait_for(store: Database, query: str, timeout: float = 60) -> list[tuple[object, ...]]:
    until = time.monotonic() + timeout
    while not (found := rows(store, query)):
        assert time.monotonic() < until, query
        time.sleep(0.02)
    return found


def test_what_a_killed_worker_held_is_read_by_another_once(
    store: Database, queue: ArticleQueue, tmp_path: Path
) -> None:
    """Two processes share the work; one is killed by SIGKILL in the midst of an article."""
    filler = " ".join(f"Minister {n} spoke about grain and rivers." for n in range(400))
    texts = [f"{VISIT} {filler} This is number {n}." for n in range(1, 15)]
    jobs = [queue.put(article(n, text=text)) for n, text in enumerate(texts, 1)]
    both = [worker(store, tmp_path) for _ in range(2)]
    try:
        held = "SELECT lock FROM procrastinate_jobs WHERE status = 'doing'"
        wait_for(store, f"SELECT 1 FROM ({held}) AS doing HAVING count(*) = 2")
        before = {str(row[0]) for row in rows(store, held)}
        both[0].kill()
        both[0].wait()
        wait_for(store, "SELECT 1 FROM procrastinate_jobs HAVING count(*) = 0")
    finally:
        for one in both:
            one.terminate()
        codes = [one.wait(timeout=30) for one in both]
    assert len(before) == 2
    assert codes[1] == 0, "the other one ends as it should"
    assert all(isinstance(become_of(store, queue, job), Added) for job in jobs), "none is lost"
    with store.read() as session:
        assert articles.count_articles(session) == len(jobs), "none is doubled"
        told = events.find_events(session, Filter())
    assert [len(one.sources) for one in told] == [1] * len(jobs)
