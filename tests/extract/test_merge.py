"""Which event a mention tells, and what the mentions of an event make of it together."""

import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.samples import NOW, a_source, an_event, until
from timeline.core.article import Anchor
from timeline.core.event import (
    Event,
    EventType,
    Evidence,
    Mention,
    Outcome,
    Participant,
    Source,
    Status,
    Telling,
)
from timeline.core.interval import Bound, Interval, bounded, unit
from timeline.core.precision import Precision
from timeline.extract import merge

MERZ = Participant(name="Friedrich Merz", country="DE")
STARMER = Participant(name="Keir Starmer", country="GB")
MACRON = Participant(name="Emmanuel Macron", country="FR")


def day(text: str) -> Interval:
    return unit(date.fromisoformat(text), Precision.DAY)


def tells(**values: Any) -> Mention:
    """A visit of Merz to London on 17 July 2025, with the values given."""
    quote = values.pop("quote", "Merz came to London.")
    start = values.pop("at", 0)
    usual: dict[str, Any] = {
        "type": EventType.VISIT,
        "title": "Merz visits London",
        "interval": day("2025-07-17"),
        "deadline": False,
        "status": Status.PLANNED,
        "evidence": Evidence(quote=quote, start=start, end=start + len(quote)),
        "confidence": 0.8,
        "participants": (MERZ, STARMER),
        "place": "London",
    }
    return Mention(**{**usual, **values})


def told(published: str, article: str | None = None, **values: Any) -> Telling:
    """The mention in an article of its own, published on that day."""
    mention = tells(**values)
    name = article or f"of-{published}"
    return Telling(
        mention=mention,
        source=Source(
            article=name,
            title=name,
            url=None,
            anchor=Anchor(published=date.fromisoformat(published)),
            evidence=mention.evidence,
            timex=mention.timex,
        ),
        digest=name,
    )


def face(*tellings: Telling, before: Event | None = None) -> Event:
    return merge.face("e1", tellings, now=NOW, before=before)


def event_of(**values: Any) -> Event:
    return face(told("2025-07-01", **values))


JULY = unit(date(2025, 7, 17), Precision.MONTH)
LAW: dict[str, Any] = {
    "type": EventType.DEADLINE,
    "title": "Germany amends its law on smuggling",
    "interval": until(date(2025, 12, 31)),
    "deadline": True,
    "participants": (MERZ,),
}

SEVENTEENTH, NEXT_DAY = day("2025-07-17"), day("2025-07-18")
TWO_DAYS = Interval(start=date(2025, 7, 17), end=date(2025, 7, 19), precision=Precision.DAY)
ONWARDS = {"interval": bounded(SEVENTEENTH, Bound.FROM)}
AUGUST = unit(date(2025, 8, 1), Precision.MONTH)
THIS_YEAR = until(date(2025, 1, 1), Precision.YEAR)
CALLED_OFF = {"interval": None, "status": Status.CANCELLED}
MOVED = {"interval": day("2025-09-02")}
SAME = [
    # what is known, what a mention tells, whether it is the same event
    ("the same words", {}, {}, True),
    ("other words of the same visit", {}, {"title": "The first trip to Britain"}, True),
    ("another type", {}, {"type": EventType.SIGNING}, False),
    ("another day", {}, {"interval": NEXT_DAY}, False),
    ("two days, of which one is it", {}, {"interval": TWO_DAYS}, True),
    ("its month", {}, {"interval": JULY}, True),
    ("its year", {}, {"interval": unit(date(2025, 7, 17), Precision.YEAR)}, False),
    ("other people", {}, {"participants": (MACRON,)}, False),
    ("one of them and another", {}, {"participants": (MERZ, MACRON)}, False),
    ("people who are not named", {}, {"participants": ()}, True),
    ("nobody named, other words", {}, {"participants": (), "title": "A storm over Wales"}, False),
    ("both without a date", {"interval": None}, {"interval": None}, True),
    ("one without a date", {}, {"interval": None}, False),
    ("moved from its day", {}, {**MOVED, "previous": SEVENTEENTH}, True),
    ("moved from another day", {}, {**MOVED, "previous": NEXT_DAY}, False),
    ("called off, no date", {}, CALLED_OFF, True),
    ("called off, other people", {}, {**CALLED_OFF, "participants": (MACRON,)}, False),
    ("called off, of what has happened", {"status": Status.HAPPENED}, CALLED_OFF, False),
    ("the same deadline", LAW, LAW, True),
    ("the same day named otherwise", LAW, {**LAW, "interval": THIS_YEAR}, True),
    ("a deadline on another day", LAW, {**LAW, "interval": until(date(2026, 12, 31))}, False),
    ("another duty of the same people", LAW, {**LAW, "title": "Berlin pays for a tunnel"}, False),
    ("a deadline and a day", LAW, {**LAW, "interval": day("2025-12-31"), "deadline": False}, False),
    ("from the same day on", ONWARDS, ONWARDS, True),
    ("from that day on, of that day", ONWARDS, {}, True),
    ("from another day on", ONWARDS, {"interval": NEXT_DAY}, False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("known", "mention", "expected"),
    [row[1:] for row in SAME],
    ids=[row[0] for row in SAME],
)
def test_a_mention_tells_the_event(
    known: dict[str, Any], mention: dict[str, Any], expected: bool
) -> None:
    event = event_of(**known)
    assert merge.choose(tells(**mention), [event]) == (event if expected else None)


def test_two_treaties_signed_on_one_day_by_the_same_people_stay_two() -> None:
    signing: dict[str, Any] = {"type": EventType.SIGNING}
    event = event_of(**signing, title="Merz and Starmer sign Kensington Treaty")
    other = tells(**signing, title="Ministers conclude pact over fishing quotas")
    assert merge.choose(other, [event]) is None


def test_the_likest_is_chosen_and_equals_go_to_the_first_id() -> None:
    month, exact = event_of(interval=JULY), event_of()
    assert merge.choose(tells(), [month, exact]) == exact
    one, other = an_event("a", status=Status.PLANNED), an_event("b", status=Status.PLANNED)
    assert merge.choose(tells(), [other, one]) == one
    assert merge.choose(tells(), []) is None


def test_a_late_article_about_the_old_date_finds_the_event_that_has_moved() -> None:
    moved = face(
        told("2025-07-02", interval=day("2025-09-02"), previous=day("2025-07-17")),
    )
    assert merge.choose(tells(), [moved]) == moved


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
    (LAW, {"status": Status.HAPPENED}, Outcome.MET),
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
        event = merge.face("e1", order[:count], now=NOW, before=event)
    assert event is not None
    assert (event.interval, event.status, event.history, event.sources) == (
        expected.interval,
        expected.status,
        expected.history,
        expected.sources,
    )


def test_every_pair_of_the_articles_finds_the_other() -> None:
    for one, other in itertools.permutations(ARTICLES[:2], 2):
        assert merge.choose(other.mention, [face(one)]) is not None


def test_the_source_is_the_articles_surest_sentence_the_first_of_equals() -> None:
    event = face(
        told("2025-07-01", at=40, quote="Third."),
        told("2025-07-01", at=20, quote="Second."),
        told("2025-07-01", at=0, quote="First.", confidence=0.1),
    )
    assert [one.evidence.quote for one in event.sources] == ["Second."]
    assert a_source().article == "a1"
