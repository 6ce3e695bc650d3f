"""One tick a minute wakes the reminders; APScheduler only wakes, the database is the schedule."""

import fcntl
import logging
from datetime import datetime
from pathlib import Path
from typing import IO

from apscheduler.schedulers.background import (  # type: ignore[import-untyped]  # has no types
    BackgroundScheduler,
)

from timeline import clock
from timeline.config import Config
from timeline.core.errors import TimelineError
from timeline.mail.transport import Transport
from timeline.store import marks
from timeline.store.engine import Database
from timeline.tasks import remind

EVERY = 60
"""Seconds between two ticks."""

log = logging.getLogger(__name__)


class Leader:
    """Of the processes that share a data folder, the one that may tick."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def holds(self) -> bool:
        """True where this process leads, or could take the lead just now."""
        if self._file is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Let another process lead."""
        if self._file is not None:
            self._file.close()
            self._file = None


class Handle:
    """A running scheduler."""

    def __init__(self, scheduler: BackgroundScheduler, leader: Leader) -> None:
        self._scheduler = scheduler
        self._leader = leader

    def shutdown(self) -> None:
        """Stop after the tick that is under way."""
        self._scheduler.shutdown(wait=True)
        self._leader.release()


def start(
    config: Config, *, database: Database, transport: Transport, every: int = EVERY
) -> Handle:
    """Tick at once and then every `every` seconds, in a thread of this process."""
    leader = Leader(config.data_dir / "scheduler.lock")
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        lambda: tick(config, database, transport, leader, now=clock.now()),
        "interval",
        seconds=every,
        next_run_time=clock.now(),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    scheduler.start()
    return Handle(scheduler, leader)


def tick(
    config: Config, database: Database, transport: Transport, leader: Leader, *, now: datetime
) -> bool:
    """Send what is due, and leave a beat for /readyz; False where another process leads."""
    if not leader.holds():
        return False
    try:
        remind.run(
            database,
            transport,
            now=now,
            base_url=config.base_url,
            secret=config.secret_key,
            mail_from=config.mail_from,
        )
        with database.write() as session:
            marks.set_mark(session, marks.BEAT, now)
    except TimelineError as error:
        log.warning("reminders wait: %s", error)
    except Exception:
        # The outer border of the job: the next tick comes, and what failed is in the log.
        log.exception("reminders failed")
    return True
