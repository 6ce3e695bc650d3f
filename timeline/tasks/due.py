"""What must be told now: asked of the store for every subscriber, and put into the outbox."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from timeline.core import changes, schedule
from timeline.core.article import AnchorSource
from timeline.core.event import Event
from timeline.core.filter import Filter
from timeline.core.reminder import (
    STALE,
    WEEK,
    Reminder,
    Rhythm,
    Subscriber,
    Topic,
    due,
)
from timeline.store import changed, events, outbox, subscribers
from timeline.store.engine import Database, Session
from timeline.store.ids import new_id
from timeline.store.told import Told, find_told

FLOOD = 3
"""Late mails of one subscriber that still come each on its own; more come together."""

Memory = dict[str, tuple[Subscriber, datetime, str]]
"""For whom it was looked, at which of their mornings, in which version of the store; the last last.

Lead times are reached at a person's hour alone, and all else that is due comes by a change.
"""

LATE = timedelta(hours=12)
"""After this a reminder says that it comes late."""


def find_due(session: Session, now: datetime) -> Iterator[Reminder]:
    """What would go out at `now` and is neither queued nor sent."""
    for subscriber in subscribers.find_confirmed(session):
        yield from _due_for(session, subscriber, now)


def find_coming(
    session: Session, subscriber: Subscriber, today: date, *, limit: int
) -> tuple[int, list[Event]]:
    """How many events to come the subscriber would be told of, and the first ones of them."""
    chosen = _window(subscriber, today, until=None)
    if chosen is None:
        return 0, []
    chosen = replace(chosen, since=max(chosen.since or today, today))
    if chosen.until is not None and chosen.until < today:
        return 0, []
    return events.count_events(session, chosen), events.find_events(session, chosen, limit=limit)


def queue(
    database: Database,
    now: datetime,
    memory: Memory | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Put what is due into the outbox, one subscriber's after another's; the number of reminders.

    `memory` spares looking again for whom nothing can have become due since it was filled. `go_on`
    is asked before each subscriber; who is left comes first at the next time.
    """
    memory = {} if memory is None else memory
    with database.read() as session:
        version = events.version(session)
        wanted = {
            one.id: (one, schedule.last_hour(now, one.hour, one.zone), version)
            for one in subscribers.find_confirmed(session)
        }
    for name in memory.keys() - wanted.keys():
        del memory[name]
    queued = 0
    # Those not looked at yet, then the others, the one looked at longest ago first.
    for name in [*(name for name in wanted if name not in memory), *memory]:
        if memory.get(name) == wanted[name]:
            continue
        if not go_on():
            break
        subscriber = wanted[name][0]
        with database.read() as session:
            found = list(_due_for(session, subscriber, now))
        queued += _queue_for(database, subscriber, found, now)
        memory.pop(name, None)
        memory[name] = wanted[name]
    return queued


def gather(database: Database, now: datetime) -> None:
    """Put what comes late into one mail for each subscriber, so that a long silence ends in one."""
    with database.read() as session:
        crowded = outbox.find_waiting_subscribers(session)
    for one in crowded:
        each = one.rhythm is Rhythm.EACH
        with database.write() as session:
            outbox.put_together(
                session,
                one.id,
                most=FLOOD if each else 1,
                due_before=now - LATE if each else now + LATE,
            )


def _queue_for(
    database: Database, subscriber: Subscriber, found: Sequence[Reminder], now: datetime
) -> int:
    slot = _slot(subscriber, now)
    if not found and slot in {None, subscriber.digested_at}:
        return 0
    # A digest is one mail, and it is made in the transaction that says so.
    mail = None if slot is None else new_id()
    with database.write() as session:
        queued = sum(outbox.put_reminder(session, one, now, mail=mail) for one in found)
        if slot is not None:
            subscribers.mark_digested(session, subscriber.id, slot)
    return queued


def _slot(subscriber: Subscriber, now: datetime) -> datetime | None:
    """The instant of the digest that belongs to `now`; None for whom each is told on its own."""
    if subscriber.rhythm is Rhythm.EACH:
        return None
    weekly = subscriber.rhythm is Rhythm.WEEKLY
    return schedule.last_hour(now, subscriber.hour, subscriber.zone, monday=weekly)


def _due_for(session: Session, subscriber: Subscriber, now: datetime) -> Iterator[Reminder]:
    slot = _slot(subscriber, now)
    if slot is not None and slot == subscriber.digested_at:
        return
    today = schedule.today(now, subscriber.zone)
    told = find_told(session, subscriber.id)
    ahead = _find(session, subscriber, today)
    news = list(_changes(session, subscriber, ahead, told, now))
    fresh = {one.event.id for one in news}
    plain = (
        one
        for one in due(ahead, subscriber, now)
        if one.event.id not in fresh and not _is_told(one, told.get(one.event.id))
    )
    for one in (*news, *plain):
        if not outbox.is_queued(session, one):
            yield one if slot is None else replace(one, due_at=slot)


def _is_told(one: Reminder, told: Told | None) -> bool:
    """True where something of the same day was told since the lead time, or is about to be."""
    if told is None or told.day != one.due_on or not one.kind.is_ahead:
        return False
    return told.waiting is not None or told.at >= one.due_at


def _changes(
    session: Session,
    subscriber: Subscriber,
    ahead: Iterable[Event],
    told: dict[str, Told],
    now: datetime,
) -> Iterator[Reminder]:
    if Topic.CHANGES not in subscriber.topics or subscriber.confirmed_at is None:
        return
    chosen = _window(subscriber, schedule.today(now, subscriber.zone), until=None)
    since = subscriber.confirmed_at
    if chosen is None:
        return
    new = changed.find_changed(session, replace(chosen, status=()), since)
    recorded = changed.recording(session, new)
    looked_at = {one.id: one for one in ahead if one.id in told} | {one.id: one for one in new}
    for event in looked_at.values():
        last = told.get(event.id)
        known = (last and last.known) or changes.known_at(event, since, recorded)
        turn = last.turn if last else 0
        found = changes.change(event, known, subscriber, now, turn=turn)
        waits = last.waiting if last else None
        if found is not None and _is_anchored(event) and (found.kind, found.due_on) != waits:
            yield found


def _find(session: Session, subscriber: Subscriber, today: date) -> list[Event]:
    """The events of which a lead time may be reached, or whose day passed a little while ago."""
    until = today + timedelta(days=max(*subscriber.leads, WEEK) + 1)
    chosen = _window(subscriber, today, until=until)
    if chosen is None:
        return []
    return [one for one in events.find_events(session, chosen) if _is_anchored(one)]


def _window(subscriber: Subscriber, today: date, *, until: date | None) -> Filter | None:
    """The subscriber's filter, on the days that matter; None where it chooses nothing."""
    chosen = subscriber.filter
    if Topic.EVENTS not in subscriber.topics and not chosen.type:
        if chosen.deadline is False:
            return None
        chosen = replace(chosen, deadline=True)
    since = max(chosen.since or date.min, today - timedelta(days=STALE))
    until = min(chosen.until or date.max, until or date.max)
    if until < since:
        return None
    return replace(chosen, since=since, until=None if until == date.max else until)


def _is_anchored(event: Event) -> bool:
    """False where the date rests on a publication date that was only assumed."""
    return not event.sources or event.sources[-1].anchor.source is not AnchorSource.ASSUMED
