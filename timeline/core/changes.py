"""What a subscriber must be told of an event that is not what it was."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from timeline.core import schedule
from timeline.core.event import Event, Revision, Status
from timeline.core.interval import Interval
from timeline.core.reminder import Kind, Reminder, Subscriber, Topic, counted_on, is_wanted

_OFF = {Status.POSTPONED: Kind.POSTPONED, Status.CANCELLED: Kind.CANCELLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What somebody knows of an event: the day that counts, and whether it was called off.

    `day` is None where none was known.
    """

    day: date | None
    status: Status


def known_at(event: Event, since: datetime, recorded: Callable[[Revision], datetime]) -> Known:
    """What could be known at `since`: before every change that was `recorded` after it."""
    later = [one for one in event.history if recorded(one) > since]
    dates = [one.old for one in later if one.what == "date"]
    statuses = [one.old for one in later if one.what == "status"]
    day = _day(event, dates[0]) if dates else counted_on(event)
    return Known(day=day, status=Status(str(statuses[0])) if statuses else event.status)


def change(
    event: Event, known: Known, subscriber: Subscriber, now: datetime, *, turn: int = 0
) -> Reminder | None:
    """What is to be told of an event whose day or status is not the known one; None for nothing.

    Only of days to come: that a day has passed is nobody's news. `turn` is `Reminder.turn`.
    """
    day = counted_on(event)
    if day is None or Topic.CHANGES not in subscriber.topics or not is_wanted(event, subscriber):
        return None
    kind = _kind(event, day, known)
    if kind is None or day < schedule.today(now, subscriber.zone):
        return None
    return Reminder(
        event=event,
        subscriber=subscriber,
        lead=0,
        due_on=day,
        due_at=now,
        kind=kind,
        old_on=known.day if known.day != day else None,
        turn=turn,
    )


def told_status(kind: Kind) -> Status:
    """What somebody who was told this believes of the event."""
    return next((status for status, off in _OFF.items() if off is kind), Status.PLANNED)


def was(event: Event, old_on: date) -> Interval | None:
    """The date that counted on `old_on`, as it was told; None where no revision has it."""
    for one in reversed(event.history):
        if one.what == "date" and isinstance(one.old, Interval) and _day(event, one.old) == old_on:
            return one.old
    return None


def _kind(event: Event, day: date, known: Known) -> Kind | None:
    if event.status in _OFF:
        return None if event.status is known.status else _OFF[event.status]
    if event.status is Status.HAPPENED:
        return None
    if known.day is not None and day != known.day:
        return Kind.EXTENDED if event.deadline and day > known.day else Kind.MOVED
    return Kind.RESUMED if known.status in _OFF else None


def _day(event: Event, told: str | Interval | None) -> date | None:
    """The day that counted while the event had that date."""
    if not isinstance(told, Interval):
        return None
    return told.last_day if event.deadline else told.first_day
