"""Articles wait in a queue inside PostgreSQL for the workers; the only home of procrastinate.

The queue has a schema of its own in the store's database (migrations/versions/0010). A worker
leaves a heartbeat; where one stops leaving any, another one takes over what it was reading. Reading
twice changes nothing, so a worker that was slow and not dead does no harm.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import DeleteJobCondition, Job, Status
from psycopg_pool import ConnectionPool

from timeline.core.article import Article
from timeline.core.errors import StoreUnavailable
from timeline.store.engine import Database
from timeline.tasks.add import Reader
from timeline.tasks.later import Parcel, State, name_of, pack, read_parcel

SCHEMA = "queue"
MOST_TRIES = 3
"""Workers that may die of an article before it is read no more."""

PATIENCE = 10
"""Seconds to wait for a connection."""

_TASK = "read_article"
_STATES = {
    "todo": State.WAITING,
    "doing": State.READING,
    "succeeded": State.READING,
    "failed": State.FAILED,
}

log = logging.getLogger(__name__)


class ArticleQueue:
    """The queue as a server sees it. Safe to share between threads; close it at the end."""

    def __init__(self, database_url: str, *, patience: float = PATIENCE) -> None:
        """Raises StoreUnavailable where there is no connection within `patience` seconds."""
        self._pool = ConnectionPool(
            _conninfo(database_url),
            kwargs=_in_schema(),
            check=ConnectionPool.check_connection,
            timeout=patience,
            min_size=1,
            open=False,
        )
        self._app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
        _keep_quiet()
        try:
            with _told():
                self._pool.open(wait=True, timeout=patience)
        except StoreUnavailable:
            self._pool.close()
            raise
        self._app.open(self._pool)

    def put(self, article: Article) -> str:
        """The id of the job as which the article now waits, which it may have done before."""
        job = name_of(article)
        task = self._app.configure_task(_TASK, queueing_lock=job, lock=job)
        with _told():
            try:
                task.defer(parcel=dict(pack(article)))
            except AlreadyEnqueued:
                log.info("job=%s waits already", job)
        return job

    def state(self, job: str) -> State | None:
        """How far the job is, by the last time it was handed over; None where nothing waits."""
        with _told():
            found = self._app.job_manager.list_jobs(task=_TASK, lock=job)
        newest = max(found, key=lambda one: one.id or 0, default=None)
        return _STATES.get(newest.status or "") if newest else None

    def close(self) -> None:
        """Close its connections."""
        self._pool.close()


def work(
    database: Database, reader: Reader, *, now: Callable[[], datetime], tick: int, wait: bool = True
) -> None:
    """Read what waits, one article after another, until SIGTERM or Ctrl+C ends it in between.

    Who is silent for half a `tick` (seconds) counts as dead. Without `wait` it ends where nothing
    waits any more. Raises StoreUnavailable where the database goes away; the article that was under
    way is then read by the next.
    """
    app = _worker_app(database.url)
    again = procrastinate.RetryStrategy(
        max_attempts=10, exponential_wait=2, retry_exceptions=[StoreUnavailable]
    )

    @app.task(name=_TASK, retry=again)
    def read_article(parcel: Parcel) -> None:
        try:
            read_parcel(database, reader, parcel, now=now)
        except StoreUnavailable as error:
            log.warning("an article waits: %s", error)
            raise
        except Exception:
            # The outer border of a job: it counts as failed, and the next one is read.
            log.exception("an article of day=%s cannot be read", parcel["published"])
            raise

    with _told():
        asyncio.run(_run(app, tick=tick, wait=wait))


def take_over(database_url: str, *, silent: float) -> None:
    """Free, once, what workers held that are silent for so many seconds; each worker does so too.

    What has killed MOST_TRIES workers has failed for good.
    """

    async def once() -> None:
        async with _worker_app(database_url).open_async() as app:
            await _take_over(app, silent=silent)

    with _told():
        asyncio.run(once())


def _worker_app(database_url: str) -> procrastinate.App:
    _keep_quiet()
    connector = procrastinate.PsycopgConnector(
        conninfo=_conninfo(database_url), kwargs=_in_schema(), timeout=PATIENCE
    )
    return procrastinate.App(connector=connector)


async def _run(app: procrastinate.App, *, tick: int, wait: bool) -> None:
    async with app.open_async():
        await _take_over(app, silent=tick / 2)
        watching = asyncio.create_task(_watch(app, tick=tick))
        try:
            await app.run_worker_async(
                concurrency=1,
                wait=wait,
                delete_jobs=DeleteJobCondition.SUCCESSFUL,
                update_heartbeat_interval=tick / 6,
                stalled_worker_timeout=tick / 2,
                fetch_job_polling_interval=min(5.0, tick),
            )
        finally:
            watching.cancel()


async def _watch(app: procrastinate.App, *, tick: int) -> None:
    """Look again and again for what a dead worker left."""
    while True:
        await asyncio.sleep(tick / 6)
        try:
            await _take_over(app, silent=tick / 2)
        except ConnectorException as error:
            log.warning("cannot look for dead workers: %s", error.__cause__ or error)


async def _take_over(app: procrastinate.App, *, silent: float) -> None:
    """What a worker held that is silent for so many seconds waits again, or has failed for good."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent):
        try:
            await _free(app, job)
        except ConnectorException:
            log.info("job=%s was taken over by another worker", job.lock)


async def _free(app: procrastinate.App, job: Job) -> None:
    if job.attempts + 1 < MOST_TRIES:
        log.warning("job=%s waits again: its worker died", job.lock)
        await app.job_manager.retry_job(job)
        return
    log.error("job=%s is read no more: %d workers died of it", job.lock, MOST_TRIES)
    await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


def _conninfo(database_url: str) -> str:
    """The address as the driver takes it."""
    return "postgresql" + database_url[database_url.index("://") :]


def _in_schema() -> dict[str, str]:
    return {"options": f"-c search_path={SCHEMA}"}


def _keep_quiet() -> None:
    """Its lines hold what a job is given, and a log holds no article."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    logging.getLogger("procrastinate.worker").setLevel(logging.CRITICAL)


@contextmanager
def _told() -> Iterator[None]:
    """Turns what the database cannot do into StoreUnavailable."""
    try:
        yield
    except (ConnectorException, psycopg.Error) as error:
        raise StoreUnavailable(
            f"the queue of articles cannot be used, so nothing was changed: "
            f"{error.__cause__ or error}"
        ) from error
