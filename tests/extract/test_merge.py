"""Which tellings are of one event."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.samples import until
from tests.extract.tellings import (
    CALLED_OFF,
    JULY,
    LAW,
    MACRON,
    MERZ,
    MOVED,
    NEXT_DAY,
    ONWARDS,
    SEVENTEENTH,
    STARMER,
    THIS_YEAR,
    TWO_DAYS,
    day,
    told,
)
from timeline.core.event import Change, EventType, Participant, Status, Telling
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.extract import merge
from timeline.extract.likeness import features
from timeline.extract.merge import Node

BY_OTHERS: dict[str, Any] = {"participants": (MACRON,)}
SUMMIT: dict[str, Any] = {"type": EventType.SUMMIT, "title": "Leaders gather in Tallinn"}
YEAR: dict[str, Any] = {**SUMMIT, "interval": unit(date(2028, 1, 1), Precision.YEAR)}
GUESSED: dict[str, dict[str, Any]] = {
    code: {"participants": (Participant(name=name, country=code),), "quote": "They came."}
    for code, name in (("DE", "Germany"), ("AT", "Austria"))
}

SAME = [
    # what is known, what a mention tells, whether it is the same event
    ("the same words", {}, {}, True),
    ("other words of the same visit", {}, {"title": "The first trip to Britain"}, True),
    ("another type", {}, {"type": EventType.SIGNING}, False),
    ("another day", {}, {"interval": NEXT_DAY}, False),
    ("two days, of which one is it", {}, {"interval": TWO_DAYS}, True),
    ("its month", {}, {"interval": JULY}, True),
    ("its year", {}, {"interval": unit(date(2025, 7, 17), Precision.YEAR)}, False),
    ("in the same year, other words", YEAR, {**YEAR, "title": "A forum on fish"}, False),
    ("in the same year, the same words", YEAR, YEAR, True),
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
    ("a new date of it, the old one not told", {}, {**MOVED, "change": Change.MOVED}, True),
    ("moved, other people", {}, {**MOVED, **BY_OTHERS, "change": Change.MOVED}, False),
    ("a summit that others call a meeting", SUMMIT, {**SUMMIT, "type": EventType.MEETING}, True),
    ("a visit and a signing on its day", {}, {"type": EventType.SIGNING}, False),
    ("the countries only guessed", GUESSED["DE"], GUESSED["AT"], True),
    ("a guess against a name", GUESSED["DE"], BY_OTHERS, True),
    ("a guess against a name, other words", GUESSED["DE"], {**BY_OTHERS, "title": "A tour"}, False),
    ("from the same day on", ONWARDS, ONWARDS, True),
    ("from that day on, of that day", ONWARDS, {}, True),
    ("from another day on", ONWARDS, {"interval": NEXT_DAY}, False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("known", "mention", "expected"),
    [row[1:] for row in SAME],
    ids=[row[0] for row in SAME],
)
def test_two_tellings_are_of_one_event(
    known: dict[str, Any], mention: dict[str, Any], expected: bool
) -> None:
    first, second = told("2025-07-01", **known), told("2025-07-02", **mention)
    assert len(sorted_out(first, second)) == (1 if expected else 2)


def sorted_out(*tellings: Telling) -> list[list[str]]:
    """The names of the articles, by event."""
    groups = merge.cluster([Node(telling=one) for one in tellings])
    return [[node.telling.source.article for node in group] for group in groups]


def test_two_treaties_signed_on_one_day_by_the_same_people_stay_two() -> None:
    signing: dict[str, Any] = {"type": EventType.SIGNING}
    first = told("2025-07-01", **signing, title="Merz and Starmer sign Kensington Treaty")
    second = told("2025-07-02", **signing, title="Ministers conclude pact over fishing quotas")
    assert len(sorted_out(first, second)) == 2


def test_a_late_article_about_the_old_date_finds_the_event_that_has_moved() -> None:
    moved = told("2025-07-02", interval=day("2025-09-02"), previous=SEVENTEENTH)
    late = told("2025-07-01", title="A trip to Britain")
    assert sorted_out(moved, late) == [["of-2025-07-01", "of-2025-07-02"]]


def test_a_vague_date_joins_one_of_two_meetings_and_does_not_make_them_one() -> None:
    vague = told("2025-07-01", interval=JULY, title="Merz visits London")
    early = told("2025-07-02", interval=day("2025-07-03"), title="Merz visits London")
    late = told("2025-07-03", interval=day("2025-07-17"), title="Merz tours Britain")
    assert len(sorted_out(vague, early, late)) == 2


def test_what_is_called_off_without_a_date_is_the_next_of_two_to_come() -> None:
    past = told("2025-06-01", "past", interval=day("2025-06-10"))
    soon = told("2025-06-01", "soon", interval=day("2025-07-17"))
    far = told("2025-06-01", "far", interval=day("2025-10-01"))
    off = told("2025-07-10", "off", **CALLED_OFF)
    assert ["soon", "off"] in sorted_out(past, soon, far, off)


def test_what_is_planned_after_it_was_called_off_is_another_one() -> None:
    first = told("2025-07-01", "first")
    off = told("2025-07-10", "off", **CALLED_OFF)
    again = told("2025-08-01", "again", interval=day("2025-09-02"))
    assert sorted_out(first, off, again) == [["first", "off"], ["again"]]


def test_what_a_person_put_together_stays_together_and_apart_from_the_rest() -> None:
    alike = told("2025-07-01", "a"), told("2025-07-02", "b"), told("2025-07-03", "c")
    other = told("2025-07-04", "d", interval=day("2025-12-01"))
    nodes = [
        Node(telling=alike[0], event="one", pinned=True),
        Node(telling=alike[1], event="two", pinned=True),
        Node(telling=alike[2], event="one"),
        Node(telling=other, event="one", pinned=True),
    ]
    groups = merge.cluster(nodes)
    assert [[n.telling.source.article for n in group] for group in groups] in (
        [["a", "c", "d"], ["b"]],
        [["a", "d"], ["b", "c"]],
    )
    assert merge.keep_ids(groups) == ["one", "two"]


def test_an_event_whose_tellings_fall_apart_stays_with_the_first_of_them() -> None:
    first, second = told("2025-07-01"), told("2025-07-02", interval=NEXT_DAY)
    groups = [[Node(telling=second, event="e")], [Node(telling=first, event="e")]]
    assert merge.keep_ids(groups) == [None, "e"]


def test_the_features_of_a_pair_can_be_read() -> None:
    found = features(told("2025-07-01"), told("2025-07-02", interval=TWO_DAYS))
    assert found is not None
    assert (found.time, found.people, found.words, found.topic) == (0.75, 1.0, 1.0, None)
    assert found.score == pytest.approx(0.4 * 0.75 + 0.2 + 0.2 + 0.2 * 0.5)


DAYS = ("2025-07-03", "2025-07-10", "2025-07-17", "2025-07-18", "2025-09-02")
PEOPLE = ((MERZ,), (MERZ, STARMER), (MACRON,), (MERZ, MACRON), ())
TITLES = ("Merz visits London", "A trip to Britain", "Talks on fish in Paris")


@st.composite
def worlds(draw: st.DrawFn) -> list[Telling]:
    """A handful of articles that may move, call off and repeat a few visits of few people."""
    found = []
    for number in range(draw(st.integers(2, 6))):
        interval = draw(st.sampled_from([*map(day, DAYS), TWO_DAYS, JULY, None]))
        change = draw(st.sampled_from([None, Change.MOVED])) if interval else None
        status = draw(st.sampled_from([Status.PLANNED, Status.CANCELLED, Status.HAPPENED]))
        previous = draw(st.sampled_from([None, *map(day, DAYS)])) if change else None
        found.append(
            told(
                draw(st.sampled_from(DAYS)),
                f"article-{number}",
                type=draw(st.sampled_from([EventType.VISIT, EventType.MEETING])),
                interval=interval,
                change=change,
                status=status,
                previous=None if previous == interval else previous,
                participants=draw(st.sampled_from(PEOPLE)),
                title=draw(st.sampled_from(TITLES)),
            )
        )
    return found


@given(st.data())
def test_no_order_of_arrival_changes_which_tellings_are_one_event(data: st.DataObject) -> None:
    world = data.draw(worlds())
    order: Sequence[Telling] = data.draw(st.permutations(world))
    assert sorted(map(sorted, sorted_out(*order))) == sorted(map(sorted, sorted_out(*world)))
