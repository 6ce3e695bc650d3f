"""How long a tick of the reminders takes, with many events and many subscribers.

python benchmarks/bench_reminders.py [EVENTS [SUBSCRIBERS]]
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from timeline.core.event import Event, EventType, Participant, Status
from timeline.core.filter import Filter
from timeline.core.interval import Bound, bounded, unit
from timeline.core.precision import Precision
from timeline.core.reminder import Rhythm, Subscriber
from timeline.mail.transport import Outbox
from timeline.store import events, subscribers
from timeline.store.engine import Database
from timeline.tasks import remind

NOW = datetime(2025, 7, 18, 9, tzinfo=UTC)
COUNTRIES = ("DE", "FR", "GB", "LV", "ES")


def main() -> None:
    """Print the milliseconds of a first, a busy and an idle tick."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    people = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    with tempfile.TemporaryDirectory() as data:
        database = Database(f"sqlite:///{data}/t.sqlite3")
        database.migrate()
        with database.write() as session:
            for n in range(number):
                events.save_event(session, an_event(n))
            for n in range(people):
                subscribers.save_subscriber(session, somebody(n))
        outbox = Outbox()
        memory: remind.Memory = {}
        for name, at in (
            ("first tick", NOW),
            ("idle tick", NOW + timedelta(minutes=1)),
            ("next morning", NOW + timedelta(hours=23)),
            ("idle tick", NOW + timedelta(hours=23, minutes=1)),
        ):
            ms, counts = timed(lambda at=at: tick(database, outbox, at, memory))  # type: ignore[misc]
            print(f"{name:13} {ms:8.0f} ms, {number} events, {people} subscribers: {counts}")
        database.dispose()


def tick(database: Database, outbox: Outbox, now: datetime, memory: remind.Memory) -> remind.Counts:
    """One run of the reminders."""
    return remind.run(
        database,
        outbox,
        now=now,
        base_url="https://t.example",
        secret="s",
        mail_from="Timeline <t@example.org>",
        memory=memory,
    )


def timed(work: Callable[[], remind.Counts]) -> tuple[float, remind.Counts]:
    """The milliseconds that it takes, and what it gives."""
    began = perf_counter()
    counts = work()
    return (perf_counter() - began) * 1000, counts


def an_event(n: int) -> Event:
    """A deadline on some day of the ten years around now, of some country."""
    day = date(2025, 7, 18) + timedelta(days=(n * 37) % 3650 - 1200)
    return Event(
        id=f"e{n:06}",
        type=EventType.DEADLINE,
        title=f"Plan {n}",
        interval=bounded(unit(day, Precision.DAY), Bound.BY),
        deadline=True,
        status=Status.EXPECTED,
        confidence=0.8,
        created_at=NOW,
        changed_at=NOW,
        participants=(Participant(name=f"Ministry {n % 50}", country=COUNTRIES[n % 5]),),
    )


def somebody(n: int) -> Subscriber:
    """Somebody who wants to hear of one country, or of all, in some rhythm."""
    return Subscriber(
        id=f"p{n:05}",
        address=f"p{n}@example.org",
        filter=Filter(country=(COUNTRIES[n % 5],)) if n % 4 else Filter(),
        rhythm=tuple(Rhythm)[n % 3],
        created_at=NOW,
        confirmed_at=NOW,
    )


if __name__ == "__main__":
    main()
