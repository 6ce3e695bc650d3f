"""Which events a mention may tell: found by type, days and countries, through the indices."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.core.samples import NOW, a_source, an_event, until
from tests.store.build import day, keep, mention_of
from timeline.core.event import Event, EventType, Participant, Revision, Status
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.store import candidates, events, tellings
from timeline.store.engine import Database, Session


def on(event_id: str, number: int, **values: Any) -> Event:
    """An event on a day of July 2025, told by an article of its own."""
    usual: dict[str, Any] = {
        "interval": unit(day(number), Precision.DAY),
        "sources": (a_source(article=f"of-{event_id}"),),
    }
    return an_event(event_id, **{**usual, **values})


def find(
    session: Session, number: int = 17, *, certain: bool = True, change: bool = False, **values: Any
) -> list[str]:
    """The candidates of a mention published on 17 July."""
    told = mention_of(on("m", number, **values), "of-m")
    found = candidates.find_candidates(
        session, told, day(17), kinds=[told.type], certain=certain, change=change
    )
    return sorted(found)


CLOSE = [
    (17, True),
    (18, True),  # a day apart on another clock
    (19, False),
]


@pytest.mark.parametrize(("number", "expected"), CLOSE)
def test_candidates_are_of_the_type_and_about_the_time(
    database: Database, number: int, expected: bool
) -> None:
    other = on("b", 17, type=EventType.SUMMIT)
    with database.write() as session:
        keep(session, on("a", number), other)
    with database.read() as session:
        assert find(session) == (["a"] if expected else [])


def test_a_long_event_is_found_by_any_of_its_days(database: Database) -> None:
    year = Interval(start=date(2025, 1, 1), end=date(2026, 1, 1), precision=Precision.YEAR)
    with database.write() as session:
        keep(session, on("long", 1, interval=year))
    with database.read() as session:
        assert find(session) == ["long"]


def test_an_event_is_found_by_a_day_that_it_had_before_it_moved(database: Database) -> None:
    was = Revision(
        at=NOW, by="article:x", what="date", old=unit(day(1), Precision.DAY), new=until(day(9))
    )
    far = unit(date(2026, 1, 1), Precision.DAY)
    with database.write() as session:
        keep(session, on("moved", 1, interval=far, history=(was,)))
    with database.read() as session:
        assert [find(session, number) for number in (1, 9, 20)] == [["moved"], ["moved"], []]


def test_candidates_share_a_country_where_both_name_one_for_certain(
    database: Database,
) -> None:
    french = (Participant(name="Macron", country="FR"),)
    with database.write() as session:
        keep(
            session,
            on("shares", 17),
            on("other", 17, participants=french),
            on("names-none", 17, participants=(Participant(name="UN"),)),
        )
        guessed = on("guessed", 17, participants=french)
        keep(session, guessed)
        events.save_event(session, guessed, anybody=True)
    with database.read() as session:
        assert find(session) == ["guessed", "names-none", "shares"]
        assert len(find(session, certain=False)) == 4
        assert len(find(session, participants=())) == 4


def test_what_changes_something_known_may_tell_of_any_day_to_come(database: Database) -> None:
    with database.write() as session:
        keep(
            session,
            on("next", 25),
            on("just-over", 1),
            on("long-ago", 1, interval=unit(date(2024, 1, 1), Precision.DAY)),
            on("undated", 1, interval=None),
        )
    with database.read() as session:
        assert find(session, interval=None, change=True) == ["just-over", "next"]
        assert find(session, interval=None) == []


def test_a_mention_whose_date_is_not_enough_is_found_by_what_it_may_tell(
    database: Database,
) -> None:
    vague = on("vague", 1, interval=None, status=Status.CANCELLED)
    with database.write() as session:
        keep(session, vague, on("firm", 2))
        tellings.remove_of_article(session, "of-vague")
        told = [(mention_of(vague, "of-vague"), "vague")]
        tellings.save_mentions(session, "of-vague", told, floats_on=[day(10)])
    rows = [
        (EventType.VISIT, day(1), {"vague"}),
        (EventType.SUMMIT, day(1), set()),
        (EventType.VISIT, date(2028, 1, 1), set()),
    ]
    with database.read() as session:
        for kind, published, expected in rows:
            interval = unit(published + timedelta(days=9), Precision.DAY)
            told_by = mention_of(on("m", 1, type=kind, interval=interval), "of-m")
            found = candidates.find_floating(session, told_by, published, kinds=[kind])
            assert found == expected


def test_the_ends_of_the_calendar_have_candidates_too(database: Database) -> None:
    first = Interval(start=None, end=date(1, 1, 2), precision=Precision.DAY)
    last = Interval(start=date(9999, 12, 30), end=None, precision=Precision.DAY)
    with database.write() as session:
        keep(session, on("first", 1, interval=first), on("last", 1, interval=last))
    with database.read() as session:
        for one in ("first", "last"):
            told = mention_of(events.get_event(session, one), f"of-{one}")
            found = candidates.find_candidates(
                session, told, day(1), kinds=[told.type], certain=True, change=False
            )
            assert found == {one}
