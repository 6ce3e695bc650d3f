"""What the tests of reminders share: deadlines in a store, a run at an instant, subjects."""

from datetime import UTC, date, datetime
from typing import Any

from tests.core.samples import a_source, an_event, until
from tests.store.build import keep
from timeline.core.event import Event, EventType, Status
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.core.reminder import Subscriber
from timeline.mail.transport import Outbox
from timeline.store import subscribers
from timeline.store.engine import Database
from timeline.tasks import remind
from timeline.tasks.remind import Counts

DUE = date(2025, 12, 31)
WEEK_BEFORE = datetime(2025, 12, 24, 8, 0, tzinfo=UTC)


def a_deadline(event_id: str = "e1", article: str = "a1", day: date = DUE, **values: Any) -> Event:
    usual: dict[str, Any] = {
        "type": EventType.DEADLINE,
        "title": f"Plan {event_id}",
        "interval": until(day),
        "deadline": True,
        "status": Status.EXPECTED,
        "sources": (a_source(article),),
    }
    return an_event(event_id, **(usual | values))


def a_visit(event_id: str, article: str, day: date, **values: Any) -> Event:
    usual: dict[str, Any] = {
        "title": f"Visit {event_id}",
        "interval": unit(day, Precision.DAY),
        "status": Status.PLANNED,
        "sources": (a_source(article),),
    }
    return an_event(event_id, **(usual | values))


def run(
    database: Database,
    transport: Any,
    now: datetime = WEEK_BEFORE,
    memory: remind.Memory | None = None,
) -> Counts:
    return remind.run(
        database,
        transport,
        now=now,
        base_url="https://t.example",
        secret="s",
        mail_from="Timeline <t@example.org>",
        memory=memory,
    )


def set_up(database: Database, *people: Subscriber, shown: tuple[Event, ...] = ()) -> None:
    with database.write() as session:
        keep(session, *(shown or (a_deadline(),)))
        for one in people:
            subscribers.save_subscriber(session, one)


def subjects(outbox: Outbox) -> list[str]:
    return [str(mail["Subject"]) for mail in outbox.sent]


def text(outbox: Outbox, index: int = -1) -> str:
    part = outbox.sent[index].get_body(("plain",))
    assert part is not None
    return str(part.get_content())
