"""What the tellings of one event make of it together."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.samples import NOW, until
from tests.extract.tellings import (
    AUGUST,
    JULY,
    LAW,
    MERZ,
    STARMER,
    THIS_YEAR,
    day,
    told,
)
from timeline.core.event import Change, Event, EventType, Outcome, Participant, Status, Telling
from timeline.core.interval import Bound, Interval, bounded
from timeline.extract import face as faces


def face(*tellings: Telling, before: Event | None = None) -> Event:
    found = faces.face("e1", tellings, now=NOW)
    return found if before is None else faces.succeed(before, found)


def test_the_latest_published_article_decides_not_the_latest_to_arrive() -> None:
    early = told("2025-07-01", title="Merz will visit London", place=None)
    late = told("2025-07-18", title="Merz visited London", status=Status.HAPPENED)
    for order in ((early, late), (late, early)):
        event = face(*order)
        assert (event.title, event.status) == ("Merz visited London", Status.HAPPENED)
        assert event.place == "London"
        assert [one.article for one in event.sources] == ["of-2025-07-01", "of-2025-07-18"]


def test_what_is_put_off_to_a_new_day_is_planned_there_and_keeps_the_old_one() -> None:
    event = face(
        told("2025-07-01"),
        told(
            "2025-07-10",
            interval=day("2025-09-02"),
            previous=day("2025-07-17"),
            status=Status.POSTPONED,
            quote="It was put off.",
        ),
    )
    assert (event.interval, event.status) == (day("2025-09-02"), Status.PLANNED)
    (moved,) = event.history
    assert (moved.what, moved.old, moved.new) == ("date", day("2025-07-17"), day("2025-09-02"))
    assert (moved.by, moved.evidence) == ("article:of-2025-07-10", "It was put off.")


def test_what_is_put_off_without_a_new_day_stays_at_the_old_one() -> None:
    event = face(told("2025-07-01"), told("2025-07-10", interval=None, status=Status.POSTPONED))
    assert (event.interval, event.status) == (day("2025-07-17"), Status.POSTPONED)
    assert [(one.what, one.old, one.new) for one in event.history] == [
        ("status", "planned", "postponed")
    ]


def test_the_first_article_may_tell_the_move_itself() -> None:
    event = face(told("2025-07-10", interval=day("2025-09-02"), previous=day("2025-07-17")))
    assert [(one.what, one.old) for one in event.history] == [("date", day("2025-07-17"))]


def test_a_sentence_that_calls_off_counts_before_a_surer_one_that_recalls_the_plan() -> None:
    event = face(
        told("2025-07-01"),
        told("2025-07-10", interval=None, status=Status.CANCELLED, confidence=0.5),
        told("2025-07-10", at=50, confidence=0.9),
    )
    assert (event.status, event.interval) == (Status.CANCELLED, day("2025-07-17"))
    assert len(event.sources) == 2


FINER = [
    # first, then, what is known after both
    (JULY, day("2025-07-17"), day("2025-07-17")),
    (day("2025-07-17"), JULY, day("2025-07-17")),
    (day("2025-07-17"), None, day("2025-07-17")),
    (None, day("2025-07-17"), day("2025-07-17")),
    (day("2025-07-17"), day("2025-07-18"), day("2025-07-18")),
    (day("2025-07-17"), AUGUST, AUGUST),
    (until(date(2025, 12, 31)), THIS_YEAR, until(date(2025, 12, 31))),
    (day("2025-12-31"), THIS_YEAR, THIS_YEAR),
    (day("2025-07-17"), bounded(JULY, Bound.FROM), day("2025-07-17")),
    (bounded(day("2025-07-17"), Bound.FROM), JULY, JULY),
]  # fmt: skip


@pytest.mark.parametrize(("first", "then", "known"), FINER)
def test_a_date_that_only_says_less_exactly_what_is_known_changes_nothing(
    first: Interval | None, then: Interval | None, known: Interval
) -> None:
    event = face(told("2025-07-01", interval=first), told("2025-07-02", interval=then))
    assert event.interval == known
    assert len([one for one in event.history if one.what == "date"]) == (first != known)


def test_everybody_named_takes_part_once_with_all_that_is_known_of_them() -> None:
    bare = Participant(name="friedrich merz", role="chancellor")
    event = face(
        told("2025-07-01", participants=(Participant(name="Friedrich Merz"),)),
        told("2025-07-02", participants=(bare, MERZ, STARMER)),
    )
    assert event.participants == (
        Participant(name="Friedrich Merz", country="DE", role="chancellor"),
        STARMER,
    )


OUTCOMES = [
    (LAW, {}, Outcome.OPEN),
    (LAW, {"interval": until(date(2026, 1, 31)), "previous": LAW["interval"]}, Outcome.EXTENDED),
    (LAW, {"interval": until(date(2025, 11, 30)), "previous": LAW["interval"]}, Outcome.OPEN),
    (LAW, {"status": Status.HAPPENED}, Outcome.OPEN),
    (LAW, {"status": Status.HAPPENED, "change": Change.MET}, Outcome.MET),
    (LAW, {"status": Status.HAPPENED, "change": Change.MISSED}, Outcome.MISSED),
    (LAW, {"status": Status.CANCELLED}, None),
    ({**LAW, "type": EventType.EFFECT}, {"type": EventType.EFFECT}, None),
    ({}, {"type": EventType.VISIT, "deadline": False, "interval": day("2025-07-17")}, None),
]


@pytest.mark.parametrize(("first", "then", "outcome"), OUTCOMES)
def test_the_outcome_of_a_deadline_comes_from_what_was_told(
    first: dict[str, Any], then: dict[str, Any], outcome: Outcome | None
) -> None:
    event = face(told("2025-07-01", **first), told("2025-07-02", **{**LAW, **then}))
    assert event.outcome is outcome


def test_a_revision_rises_with_the_face_alone() -> None:
    first = face(told("2025-07-01"))
    assert face(told("2025-07-01"), before=first) is first
    second = face(told("2025-07-01"), told("2025-07-02"), before=first)
    assert (second.revision, second.created_at) == (0, first.created_at)
    assert second.sources != first.sources
    third = face(told("2025-07-01"), told("2025-07-03", status=Status.CANCELLED), before=second)
    assert third.revision == 1


ARTICLES = [
    told("2025-07-01", participants=(MERZ,), place=None),
    told("2025-07-04", interval=JULY, title="Chancellor to travel to London"),
    told("2025-07-10", interval=day("2025-09-02"), previous=day("2025-07-17")),
    told("2025-07-10", "same-day", status=Status.EXPECTED, confidence=0.3),
    told("2025-09-03", interval=day("2025-09-02"), status=Status.HAPPENED),
]


@given(st.permutations(ARTICLES))
def test_no_order_of_arrival_changes_the_event(order: list[Telling]) -> None:
    expected = face(*ARTICLES)
    assert face(*order) == expected
    # Nor does it where each arrives alone and is told again with what came before.
    event = None
    for count in range(1, len(order) + 1):
        event = face(*order[:count], before=event)
    assert event is not None
    assert (event.interval, event.status, event.history, event.sources) == (
        expected.interval,
        expected.status,
        expected.history,
        expected.sources,
    )


def test_the_source_is_the_articles_surest_sentence_the_first_of_equals() -> None:
    event = face(
        told("2025-07-01", at=40, quote="Third."),
        told("2025-07-01", at=20, quote="Second."),
        told("2025-07-01", at=0, quote="First.", confidence=0.1),
    )
    assert [one.evidence.quote for one in event.sources] == ["Second."]
