"""Who wants to be told, and what must be told on which day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from timeline.core import schedule
from timeline.core.event import Event, Outcome, Status, as_of
from timeline.core.filter import Filter
from timeline.core.precision import Precision

DEFAULT_LEADS = (30, 7, 1)
DEFAULT_HOUR = 8
WEEK = 7
STALE = 7
"""Days after a deadline on which it is still worth saying that nothing was reported."""


class Topic(StrEnum):
    """What somebody may want to be told of."""

    DEADLINES = "deadlines"
    EVENTS = "events"
    CHANGES = "changes"
    UNREPORTED = "unreported"


DEFAULT_TOPICS = (Topic.DEADLINES, Topic.CHANGES, Topic.UNREPORTED)


class Rhythm(StrEnum):
    """Each on its own, or together once a day, or once a week ("the week ahead")."""

    EACH = "each"
    DAILY = "daily"
    WEEKLY = "weekly"


class Kind(StrEnum):
    """What one reminder says of its event."""

    BEFORE = "before"
    SNOOZED = "snoozed"
    MOVED = "moved"
    EXTENDED = "extended"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    RESUMED = "resumed"
    UNREPORTED = "unreported"

    @property
    def is_ahead(self) -> bool:
        """True for what reminds of a day to come."""
        return self in {Kind.BEFORE, Kind.SNOOZED}

    @property
    def is_change(self) -> bool:
        """True for what an article or a person changed."""
        return not self.is_ahead and self is not Kind.UNREPORTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """An address that wants mail. `leads` are days before the day that counts, most first.

    `zone` is an IANA name; mails leave at `hour` of that zone's clock, and never in the hours of
    `quiet` (from, to; it may reach over midnight). `confirmed_at` is None until the link in the
    confirmation mail was followed; nothing else is sent before. `digested_at` is the instant of the
    last digest, None before the first. `language` (two letters) is that of the mails.
    """

    id: str
    address: str
    filter: Filter = field(default_factory=Filter)
    leads: tuple[int, ...] = DEFAULT_LEADS
    zone: str = "UTC"
    hour: int = DEFAULT_HOUR
    quiet: tuple[int, int] | None = None
    topics: tuple[Topic, ...] = DEFAULT_TOPICS
    rhythm: Rhythm = Rhythm.EACH
    language: str = "en"
    created_at: datetime
    confirmed_at: datetime | None = None
    digested_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.leads or any(not 0 <= lead <= 3650 for lead in self.leads):
            raise ValueError(f"lead times are days from 0 to 3650: {self.leads!r}")
        if not 0 <= self.hour <= 23:
            raise ValueError(f"hour {self.hour} is not between 0 and 23")
        if self.quiet is not None and not all(0 <= hour <= 23 for hour in self.quiet):
            raise ValueError(f"quiet hours {self.quiet!r} are not between 0 and 23")
        if not self.topics:
            raise ValueError("somebody who subscribes wants something")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One thing that is due to be told: this event, this subscriber, this kind.

    `due_at` is the UTC instant from which it may go out; `due_on` the day that counts: the last
    admissible one of a deadline, the first of another event. `lead` is the lead time in days (0 for
    what is not ahead). `old_on` is the day that counted before a change; `turn` tells apart changes
    of one event that lead to the same day again.
    """

    event: Event
    subscriber: Subscriber
    lead: int
    due_on: date
    due_at: datetime
    kind: Kind = Kind.BEFORE
    old_on: date | None = None
    turn: int = 0

    @property
    def key(self) -> tuple[str, str, Kind, int, date, int]:
        """What makes it the same reminder: sent once, and anew only when the date moved."""
        return (
            self.event.id,
            self.subscriber.id,
            self.kind,
            self.lead,
            self.due_on,
            self.turn,
        )


def counted_on(event: Event) -> date | None:
    """The day that lead times count from: the last admissible one, else the first.

    None where it is not known to a week ("in May").
    """
    if event.deadline:
        return event.due_on
    if event.interval is None or event.interval.precision.rank > Precision.WEEK.rank:
        return None
    return event.interval.first_day


def is_wanted(event: Event, subscriber: Subscriber) -> bool:
    """True where the subscriber wants to hear of the event at all (its filter apart).

    A filter that names the event's type asks for it, whatever the topics are.
    """
    if event.deadline:
        return Topic.DEADLINES in subscriber.topics
    return Topic.EVENTS in subscriber.topics or event.type in subscriber.filter.type


def remindable(event: Event) -> bool:
    """True where somebody can still act on it, or go there."""
    return counted_on(event) is not None and event.status in {
        Status.PLANNED,
        Status.EXPECTED,
        Status.ONGOING,
    }


def due(events: Iterable[Event], subscriber: Subscriber, now: datetime) -> Iterator[Reminder]:
    """The reminders of one subscriber that are due at `now` (aware, UTC), at most one an event.

    Of several lead times that have passed (the service was down, or the subscription is new) only
    the smallest one counts: one mail for an event. Nothing reminds of a day that is over on the
    subscriber's clock; the day after a deadline that nobody reported on is told of once.
    """
    today = schedule.today(now, subscriber.zone)
    for event in events:
        day = counted_on(event)
        if day is None or not is_wanted(event, subscriber):
            continue
        if day >= today:
            found = _ahead(event, day, subscriber, now) if remindable(event) else None
        else:
            found = _unreported(event, day, subscriber, now)
        if found is not None:
            yield found


def _ahead(event: Event, day: date, subscriber: Subscriber, now: datetime) -> Reminder | None:
    reached = {lead for lead in subscriber.leads if due_at(day, lead, subscriber) <= now}
    if subscriber.rhythm is Rhythm.WEEKLY:
        # The week ahead is told whole, and of what lies beyond it the lead times that were reached.
        week = day < schedule.today(now, subscriber.zone) + timedelta(days=WEEK)
        reached = {0} if week else {lead for lead in reached if lead >= WEEK}
    if not reached:
        return None
    lead = min(reached)
    return Reminder(
        event=event,
        subscriber=subscriber,
        lead=lead,
        due_on=day,
        due_at=min(due_at(day, lead, subscriber), now),
    )


def _unreported(event: Event, day: date, subscriber: Subscriber, now: datetime) -> Reminder | None:
    today = schedule.today(now, subscriber.zone)
    if Topic.UNREPORTED not in subscriber.topics or (today - day).days > STALE:
        return None
    after = due_at(day, -1, subscriber)
    if as_of(event, today).outcome is not Outcome.UNREPORTED or after > now:
        return None
    return Reminder(
        event=event,
        subscriber=subscriber,
        lead=0,
        due_on=day,
        due_at=after,
        kind=Kind.UNREPORTED,
    )


def due_at(day: date, lead: int, subscriber: Subscriber) -> datetime:
    """The UTC instant at which the mail `lead` days before `day` may leave."""
    return schedule.at_hour(day - timedelta(days=lead), subscriber.hour, subscriber.zone)
