"""Once a minute reminders and watched sources wake; the database is the schedule."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Event
from time import monotonic

from apscheduler.schedulers.background import (  # type: ignore[import-untyped]  # has no types
    BackgroundScheduler,
)

from timeline import clock
from timeline.config import Config
from timeline.core.errors import StoreUnavailable, TimelineError
from timeline.mail.transport import Transport
from timeline.sources.fetch import Fetcher
from timeline.sources.polite import Polite, agent
from timeline.store import lead, marks
from timeline.store.engine import Database
from timeline.store.lead import Lead
from timeline.tasks import remind, watch
from timeline.tasks.add import Reader

LEASE_TICKS = 5
"""Ticks after which a mail that a dead process held is sent by the next."""

LONGEST_LOOK = 50
"""Seconds after which a tick begins no other mail and no other source: the next goes on."""

log = logging.getLogger(__name__)


class Handle:
    """A running scheduler."""

    def __init__(self, scheduler: BackgroundScheduler, leader: Lead, stop: Event) -> None:
        self._scheduler = scheduler
        self._leader = leader
        self._stop = stop

    @property
    def is_stopping(self) -> bool:
        """True once it was told to stop."""
        return self._stop.is_set()

    def shutdown(self) -> None:
        """Stop after the mail, and the article, that is under way."""
        self._stop.set()
        self._scheduler.shutdown(wait=True)
        self._leader.release()


def start(
    config: Config,
    *,
    database: Database,
    transport: Transport,
    reader: Reader | None = None,
) -> Handle:
    """Tick at once and then at every tick of the settings, in threads of this process.

    Sources are looked at where there is a `reader` for what is found in them.
    """
    leader, stop = lead.choose(database, config.data_dir), Event()
    scheduler = BackgroundScheduler(timezone="UTC")

    def add(name: str, job: Callable[[], object]) -> None:
        scheduler.add_job(
            job,
            "interval",
            id=name,
            seconds=config.tick,
            next_run_time=clock.now(),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )

    memory: remind.Memory = {}

    def send() -> None:
        now = clock.now()
        tick(config, database, transport, leader, now=now, memory=memory, stop=stop)

    add("remind", send)
    if reader is not None:
        fetcher = Fetcher(allow=config.fetch_allow, agent=agent(config.base_url))
        polite = Polite(fetcher, sleep=stop.wait)
        add("watch", lambda: look(database, reader, polite, leader, now=clock.now(), stop=stop))
    _say_who_leads(leader)
    scheduler.start()
    return Handle(scheduler, leader, stop)


def _say_who_leads(leader: Lead) -> None:
    """A second server on a store is no mistake, but whoever started it wonders what it does."""
    with suppress(StoreUnavailable):  # the first tick says so
        if not leader.holds():
            log.info(
                "another Timeline works on this store and sends its reminders: this one serves, "
                "and takes over where the other ends"
            )


def tick(
    config: Config,
    database: Database,
    transport: Transport,
    leader: Lead,
    *,
    now: datetime,
    memory: remind.Memory | None = None,
    stop: Event | None = None,
) -> bool:
    """Send what is due, and leave a beat for /readyz; False where another process leads.

    Many mails are sent in several ticks, and none after `stop`.
    """
    try:
        if not leader.holds():
            return False
        remind.run(
            database,
            transport,
            now=now,
            base_url=config.base_url,
            secret=config.secret_key,
            mail_from=config.mail_from,
            memory=memory,
            wait=timedelta(seconds=LEASE_TICKS * config.tick),
            go_on=lambda: not (stop and stop.is_set()),
            longest=LONGEST_LOOK,
        )
        with database.write() as session:
            marks.set_mark(session, marks.BEAT, now)
    except TimelineError as error:
        log.warning("reminders wait: %s", error)
    except Exception:
        # The outer border of the job: the next tick comes, and what failed is in the log.
        log.exception("reminders failed")
    return True


def look(
    database: Database,
    reader: Reader,
    fetcher: Polite,
    leader: Lead,
    *,
    now: datetime,
    stop: Event,
) -> bool:
    """Look at the sources that are due and read for a while; False where another process leads."""
    try:
        if not leader.holds():
            return False
        until = monotonic() + LONGEST_LOOK
        watch.run(
            database,
            reader,
            fetcher,
            now=now,
            go_on=lambda: not stop.is_set() and monotonic() < until,
        )
    except TimelineError as error:
        log.warning("watched sources wait: %s", error)
    except Exception:
        # The outer border of the job, as above.
        log.exception("watching failed")
    return True
