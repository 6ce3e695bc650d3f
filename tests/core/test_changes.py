"""What is news about an event to somebody who knows how it was."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.core.samples import NOW, an_event, until
from timeline.core.changes import Known, change, known_at, was
from timeline.core.event import Event, EventType, Revision, Status
from timeline.core.filter import Filter
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.core.reminder import Kind, Subscriber, Topic

A, B = date(2025, 12, 31), date(2026, 1, 31)
ALICE = Subscriber(id="alice", address="alice@example.org", created_at=NOW, confirmed_at=NOW)


def a_deadline(day: date = A, **values: Any) -> Event:
    usual: dict[str, Any] = {"interval": until(day), "deadline": True, "status": Status.PLANNED}
    return an_event(**(usual | values))


def revised(what: str, old: Any, new: Any, at: datetime = NOW) -> Revision:
    return Revision(at=at, by="Bob", what=what, old=old, new=new)


OFF, PUT_OFF, ON = Status.CANCELLED, Status.POSTPONED, Status.PLANNED
CHANGES = [
    # the event now; what is known; what there is to say
    (a_deadline(A), Known(day=A, status=ON), None),
    (a_deadline(B), Known(day=A, status=ON), Kind.EXTENDED),
    (a_deadline(A), Known(day=B, status=ON), Kind.MOVED),
    (a_deadline(A, status=OFF), Known(day=A, status=ON), Kind.CANCELLED),
    (a_deadline(A, status=OFF), Known(day=A, status=OFF), None),
    (a_deadline(A, status=PUT_OFF), Known(day=A, status=ON), Kind.POSTPONED),
    (a_deadline(A, status=OFF), Known(day=A, status=PUT_OFF), Kind.CANCELLED),
    (a_deadline(B), Known(day=A, status=PUT_OFF), Kind.EXTENDED),
    (a_deadline(A), Known(day=A, status=OFF), Kind.RESUMED),
    (a_deadline(A, status=Status.HAPPENED), Known(day=A, status=ON), None),
    (a_deadline(A), Known(day=None, status=ON), None),
    (a_deadline(date(2025, 7, 17)), Known(day=A, status=ON), None),  # over already
]


@pytest.mark.parametrize(("event", "known", "kind"), CHANGES)
def test_what_is_not_as_it_was_known_is_news(event: Event, known: Known, kind: Kind | None) -> None:
    found = change(event, known, ALICE, NOW)
    assert (found.kind if found else None) == kind
    if found and kind in {Kind.MOVED, Kind.EXTENDED}:
        assert (found.old_on, found.due_on) == (known.day, event.due_on)


def test_only_who_wants_to_know_is_told() -> None:
    moved = an_event(interval=unit(B, Precision.DAY), status=ON, type=EventType.VISIT)
    known = Known(day=A, status=ON)

    def told(**values: Any) -> Kind | None:
        found = change(moved, known, replace(ALICE, **values), NOW)
        return found.kind if found else None

    assert told() is None, "deadlines alone are told by default"
    assert told(topics=(Topic.EVENTS, Topic.CHANGES)) is Kind.MOVED
    assert told(topics=(Topic.EVENTS,)) is None
    assert told(filter=Filter(type=(EventType.VISIT,))) is Kind.MOVED


def test_what_was_known_is_what_stood_before_the_first_later_change() -> None:
    history = (
        revised("date", until(date(2025, 11, 30)), until(A)),
        revised("status", "planned", "postponed", NOW + timedelta(days=2)),
        revised("date", until(A), until(date(2026, 1, 15)), NOW + timedelta(days=3)),
        revised("date", until(date(2026, 1, 15)), until(B), NOW + timedelta(days=4)),
    )
    event = a_deadline(B, history=history)

    def recorded(one: Revision) -> datetime:
        return one.at

    assert known_at(event, NOW + timedelta(days=1), recorded) == Known(day=A, status=ON)
    late = NOW + timedelta(days=3)
    assert known_at(event, late, recorded) == Known(day=date(2026, 1, 15), status=ON)
    assert known_at(event, datetime(2027, 1, 1, tzinfo=UTC), recorded) == Known(day=B, status=ON)
    assert was(event, A) == until(A)
    assert was(event, date(2020, 1, 1)) is None
