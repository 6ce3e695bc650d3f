"""Who wants to be told, and what must be told on which day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from timeline.core.event import Event, Status
from timeline.core.filter import Filter

DEFAULT_LEADS = (30, 7, 1)
DEFAULT_HOUR = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """An address that wants mail. `leads` are days before the last admissible day, most first.

    `zone` is an IANA name; mails leave at `hour` of that zone's clock. `confirmed_at` is None until
    the link in the confirmation mail was followed; nothing else is sent before.
    """

    id: str
    address: str
    filter: Filter = field(default_factory=Filter)
    leads: tuple[int, ...] = DEFAULT_LEADS
    zone: str = "UTC"
    hour: int = DEFAULT_HOUR
    created_at: datetime
    confirmed_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.leads or any(not 0 <= lead <= 3650 for lead in self.leads):
            raise ValueError(f"lead times are days from 0 to 3650: {self.leads!r}")
        if not 0 <= self.hour <= 23:
            raise ValueError(f"hour {self.hour} is not between 0 and 23")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One mail that is due: this event, this subscriber, this lead time (in days).

    `due_at` is the UTC instant from which it may go out; `due_on` the event's last admissible day.
    """

    event: Event
    subscriber: Subscriber
    lead: int
    due_on: date
    due_at: datetime

    @property
    def key(self) -> tuple[str, str, int, date]:
        """What makes it the same reminder: sent once, and anew only when the date moved."""
        return (self.event.id, self.subscriber.id, self.lead, self.due_on)


def remindable(event: Event) -> bool:
    """True where somebody can still act on the deadline."""
    return event.deadline and event.status in {Status.PLANNED, Status.EXPECTED, Status.ONGOING}


def due(events: Iterable[Event], subscriber: Subscriber, now: datetime) -> Iterator[Reminder]:
    """The reminders of one subscriber that are due at `now` (aware, UTC), at most one an event.

    Of several lead times that have passed (the service was down, or the subscription is new) only
    the smallest one counts: one mail for an event. Nothing is due once the last admissible day is
    over on the subscriber's clock.
    """
    today = now.astimezone(ZoneInfo(subscriber.zone)).date()
    for event in events:
        day = event.due_on
        if day is None or day < today or not remindable(event):
            continue
        reached = [lead for lead in subscriber.leads if due_at(day, lead, subscriber) <= now]
        if reached:
            lead = min(reached)
            yield Reminder(
                event=event,
                subscriber=subscriber,
                lead=lead,
                due_on=day,
                due_at=due_at(day, lead, subscriber),
            )


def due_at(day: date, lead: int, subscriber: Subscriber) -> datetime:
    """The UTC instant at which the mail `lead` days before `day` may leave.

    An hour that daylight saving skips is the hour after it; one that comes twice is its first.
    """
    local = datetime.combine(
        day - timedelta(days=lead), time(subscriber.hour), tzinfo=ZoneInfo(subscriber.zone)
    )
    return local.astimezone(UTC)
