"""What an event, a mention and their parts refuse, and what can be asked of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.core.samples import a_source, an_event, until
from timeline.core.event import (
    EventType,
    Evidence,
    Mention,
    Outcome,
    Participant,
    Status,
    Telling,
    as_of,
    days_left,
    record,
)
from timeline.core.interval import Bound, bounded, unit
from timeline.core.precision import Precision
from timeline.core.timex import Timex, TimexType

DAY = unit(date(2025, 7, 17), Precision.DAY)
QUOTE = "Merz came to London on Thursday."


def a_mention(**values: object) -> Mention:
    usual: dict[str, object] = {
        "type": EventType.VISIT,
        "title": "Merz visits London",
        "interval": DAY,
        "deadline": False,
        "status": Status.HAPPENED,
        "evidence": Evidence(quote=QUOTE, start=0, end=len(QUOTE)),
        "confidence": 0.9,
    }
    return Mention(**{**usual, **values})  # type: ignore[arg-type]


REFUSED: list[Callable[[], object]] = [
    lambda: Participant(name=" "),
    lambda: Participant(name="Merz", country="de"),
    lambda: Participant(name="Merz", country="GER"),
    lambda: Evidence(quote="abc", start=0, end=2),
    lambda: Evidence(quote="", start=3, end=3),
    lambda: a_mention(title=" "),
    lambda: a_mention(title="two\nlines"),
    lambda: a_mention(confidence=1.1),
    lambda: a_mention(deadline=True, interval=None),
    lambda: a_mention(deadline=True, interval=bounded(DAY, Bound.FROM)),
]


@pytest.mark.parametrize("build", REFUSED)
def test_nonsense_is_refused(build: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        build()


def test_countries_stand_once_in_the_order_of_the_participants() -> None:
    cast = tuple(
        Participant(name=name, country=country)
        for name, country in [("Merz", "DE"), ("UN", None), ("Starmer", "GB"), ("Wadephul", "DE")]
    )
    assert an_event(participants=cast).countries == ("DE", "GB")
    assert a_mention(participants=cast).countries == ("DE", "GB")


def test_only_what_may_still_come_or_goes_on_is_live() -> None:
    assert [status for status in Status if status.is_live] == [
        Status.ONGOING,
        Status.PLANNED,
        Status.EXPECTED,
    ]


def test_the_newest_source_gives_the_evidence_to_show() -> None:
    newest = a_source(article="a2", quote="Merz has left.")
    assert an_event(sources=(a_source(), newest)).evidence == newest.evidence
    assert an_event(sources=()).evidence is None


DUE = until(date(2025, 1, 1), Precision.YEAR)
LEFT = [
    # values, the day that counts, days left on 17 July 2025
    ({}, None, 0),
    ({"interval": None}, None, None),
    ({"interval": unit(date(2025, 7, 20), Precision.WEEK)}, None, -3),
    ({"interval": DUE, "deadline": True}, date(2025, 12, 31), 167),
    ({"interval": DUE}, None, 167),
    ({"interval": bounded(DAY, Bound.AFTER)}, None, 1),
]


@pytest.mark.parametrize(("values", "due_on", "left"), LEFT)
def test_days_left_count_to_the_last_admissible_day_of_a_deadline_else_to_the_first(
    values: dict[str, Any], due_on: date | None, left: int | None
) -> None:
    event = an_event(**values)
    assert event.due_on == due_on
    assert days_left(event, date(2025, 7, 17)) == left


OUTCOMES = [
    (Outcome.OPEN, date(2025, 12, 31), Outcome.OPEN),
    (Outcome.OPEN, date(2026, 1, 1), Outcome.UNREPORTED),
    (Outcome.EXTENDED, date(2026, 1, 1), Outcome.UNREPORTED),
    (Outcome.MET, date(2026, 1, 1), Outcome.MET),
    (Outcome.MISSED, date(2026, 1, 1), Outcome.MISSED),
    (None, date(2026, 1, 1), None),
]


@pytest.mark.parametrize(("kept", "today", "shown"), OUTCOMES)
def test_a_day_that_passes_makes_unreported_of_what_was_open_never_missed(
    kept: Outcome | None, today: date, shown: Outcome | None
) -> None:
    event = an_event(interval=DUE, deadline=True, outcome=kept)
    assert as_of(event, today).outcome is shown


def test_an_outcome_without_a_day_stays() -> None:
    event = an_event(interval=None, outcome=Outcome.OPEN)
    assert as_of(event, date(2026, 1, 1)) == event


def test_tellings_stand_in_order_of_publication_not_of_arrival() -> None:
    early = Telling(mention=a_mention(), source=a_source(published=date(2025, 7, 1)), digest="b")
    late = Telling(mention=a_mention(), source=a_source(published=date(2025, 7, 2)), digest="a")
    assert sorted([late, early], key=lambda one: one.order) == [early, late]


def test_the_record_has_the_keys_of_the_contract() -> None:
    timex = Timex(
        text="Thursday", start=23, end=31, type=TimexType.DATE, value="2025-07-17", interval=DAY
    )
    written = record(a_mention(timex=timex, participants=(Participant(name="Merz", country="DE"),)))
    assert written["start"] == "2025-07-17"
    assert written["end"] == "2025-07-18"
    assert written["edtf"] == "2025-07-17"
    assert written["evidence"] == {"quote": QUOTE, "start": 0, "end": len(QUOTE)}
    assert written["participants"] == [{"name": "Merz", "country": "DE", "role": None}]
    bare = record(an_event(interval=None, sources=()))
    assert [bare[name] for name in ("start", "end", "precision", "edtf", "evidence", "timex")] == [
        None
    ] * 6
