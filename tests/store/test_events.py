"""Events in the store: their order, pages, counts, what comes next, and what tells them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.core.samples import NOW, a_source, an_event, until
from tests.store.build import article_of, day, keep, mention_of
from timeline.core.errors import BadInput, NotFound
from timeline.core.event import Event, EventType, Outcome, Participant, Revision, Status
from timeline.core.filter import Filter
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.store import articles, events, tellings
from timeline.store.engine import Database


def on(event_id: str, number: int, **values: Any) -> Event:
    """An event on a day of July 2025, told by an article of its own."""
    usual: dict[str, Any] = {
        "interval": unit(day(number), Precision.DAY),
        "sources": (a_source(article=f"of-{event_id}"),),
    }
    return an_event(event_id, **{**usual, **values})


def ids(found: list[Event]) -> list[str]:
    return [event.id for event in found]


def test_events_stand_by_start_then_id_and_those_without_a_date_last(database: Database) -> None:
    kept = [
        on("c", 17),
        on("a", 17),
        on("B", 17),
        on("undated", 1, interval=None),
        on("early", 2),
        on("due", 1, interval=until(day(10)), deadline=True),
        on("hour", 1, interval=Interval(
            start=datetime(2025, 7, 16, 23, tzinfo=UTC),
            end=datetime(2025, 7, 17, 1, tzinfo=UTC),
            precision=Precision.HOUR,
        )),
    ]  # fmt: skip
    with database.write() as session:
        keep(session, *kept)
    with database.read() as session:
        found = ids(events.find_events(session, Filter()))
    assert found == ["early", "due", "hour", "B", "a", "c", "undated"]


def test_pages_go_on_where_the_one_before_ended(database: Database) -> None:
    with database.write() as session:
        keep(session, *(on(f"e{n:02}", 1 + n % 3) for n in range(9)), on("zz", 1, interval=None))
    with database.read() as session:
        whole = events.find_events(session, Filter())
        seen, after = [], None
        while page := events.find_events(session, Filter(), limit=4, after=after):
            seen += page
            after = events.cursor(page[-1])
    assert seen == whole
    assert len(seen) == 10


@pytest.mark.parametrize("cursor", ["", "x", "äöü", "MjAyNQ", "MjAyNS0wNy0xNyBlMQ", "=" * 9])
def test_a_cursor_that_is_none_is_told(database: Database, cursor: str) -> None:
    with database.read() as session, pytest.raises(BadInput, match="unknown cursor"):
        events.find_events(session, Filter(), after=cursor)


def test_an_event_that_never_was_is_not_found(database: Database) -> None:
    with database.read() as session, pytest.raises(NotFound, match="'nothing'"):
        events.get_event(session, "nothing")


def test_a_merged_away_id_leads_to_the_event_for_ever(database: Database) -> None:
    with database.write() as session:
        keep(session, on("a", 1), on("b", 1), on("c", 1))
    with database.write() as session:
        events.absorb(session, "b", "a")
        events.absorb(session, "c", "b")
    with database.read() as session:
        for gone in ("a", "b"):
            assert events.get_event(session, gone).id == "c"
        assert {one.source.article for one in events.find_tellings(session, "c")} == {
            "of-a",
            "of-b",
            "of-c",
        }
        assert ids(events.find_events(session, Filter())) == ["c"]


def test_history_comes_back_in_its_order_with_dates_and_words(database: Database) -> None:
    old, new = unit(day(1), Precision.DAY), until(day(3))
    history = (
        Revision(at=NOW, by="article:a1", what="date", old=old, new=new, evidence="It moved."),
        Revision(at=NOW, by="article:a1", what="status", old="planned", new="postponed"),
        Revision(at=NOW, by="Alice", what="place", old="Bonn", new=None),
    )
    event = on("a", 1, history=history, outcome=Outcome.EXTENDED, revision=3)
    with database.write() as session:
        keep(session, event)
    with database.read() as session:
        assert events.get_event(session, "a") == event


def test_saving_again_replaces_face_and_parts(database: Database) -> None:
    with database.write() as session:
        keep(session, on("a", 1))
    changed = on("a", 9, title="Another", participants=(Participant(name="UN"),), place=None)
    with database.write() as session:
        events.save_event(session, changed)
    with database.read() as session:
        assert events.get_event(session, "a") == changed
        assert events.count_events(session, Filter(who=("merz",))) == 0


def test_sources_stand_in_order_of_publication_one_for_each_article(database: Database) -> None:
    late = a_source(article="late", published=day(9))
    early = a_source(article="early", published=day(2))
    with database.write() as session:
        keep(session, on("a", 1, sources=(early, late)))
    with database.read() as session:
        assert events.get_event(session, "a").sources == (early, late)


def test_an_article_with_several_sentences_is_one_source_with_the_surest(
    database: Database,
) -> None:
    sure = a_source(article="x", quote="He came on Tuesday.")
    event = on("a", 1, sources=(sure,))
    guess = mention_of(on("a", 1, confidence=0.2, sources=(a_source("x", "A guess."),)), "x")
    with database.write() as session:
        articles.save_article(session, article_of(event, "x"), ())
        events.save_event(session, event)
        tellings.save_mentions(session, "x", [(guess, "a"), (mention_of(event, "x"), "a")])
    with database.read() as session:
        assert events.get_event(session, "a").sources == (sure,)
        assert len(events.find_tellings(session, "a")) == 2


def test_next_up_is_the_nearest_deadline_then_what_is_planned(database: Database) -> None:
    due: dict[str, Any] = {"deadline": True, "status": Status.EXPECTED}
    with database.write() as session:
        keep(
            session,
            on("past", 1, status=Status.PLANNED),
            on("over", 1, interval=until(day(16)), **due),
            on("far", 1, interval=until(date(2030, 1, 1)), **due),
            on("near", 1, interval=until(day(25)), **due),
            on("met", 1, interval=until(day(20)), deadline=True, status=Status.HAPPENED),
            on("tomorrow", 18, status=Status.PLANNED),
            on("today", 17, status=Status.EXPECTED),
            on("off", 19, status=Status.CANCELLED),
            on("this-year", 1, interval=unit(day(1), Precision.YEAR), status=Status.PLANNED),
            on("undated", 1, interval=None, status=Status.PLANNED),
        )
    with database.read() as session:
        found = events.next_up(session, Filter(), day(17))
        assert ids(found) == ["near", "today", "tomorrow", "this-year"]
        assert ids(events.next_up(session, Filter(), day(17), limit=1)) == ["near"]
        assert events.next_up(session, Filter(country=("FR",)), day(17)) == []


def test_facets_count_what_else_could_be_chosen(database: Database) -> None:
    starmer = Participant(name="Keir Starmer", country="GB")
    with database.write() as session:
        keep(
            session,
            on("a", 1),
            on("b", 2, type=EventType.SIGNING, participants=(starmer,)),
            on("c", 3, status=Status.PLANNED, participants=(starmer, starmer)),
            on("d", 4, participants=(), sources=(a_source("of-d", url="https://b.example/"),)),
        )
    with database.read() as session:
        found = events.facets(session, Filter(type=(EventType.VISIT,)))
    assert found.types == ((EventType.VISIT, 3), (EventType.SIGNING, 1))
    assert found.statuses == ((Status.HAPPENED, 2), (Status.PLANNED, 1))
    assert found.countries == (("DE", 1), ("GB", 1))
    assert found.who == (("Friedrich Merz", 1), ("Keir Starmer", 1))
    assert found.sources == (("example.org", 2), ("b.example", 1))


def test_the_version_is_another_one_after_every_change(database: Database) -> None:
    with database.read() as session:
        empty = events.version(session)
        assert events.changed_at(session) is None
    with database.write() as session:
        keep(session, on("a", 1))
    with database.read() as session:
        first = events.version(session)
    later = NOW + timedelta(hours=1)
    with database.write() as session:
        events.save_event(session, on("a", 2, changed_at=later))
    with database.read() as session:
        second = events.version(session)
        assert events.changed_at(session) == later
    assert len({empty, first, second}) == 3


def test_the_ends_of_the_calendar_can_be_kept(database: Database) -> None:
    first = Interval(start=None, end=date(1, 1, 2), precision=Precision.DAY)
    last = Interval(start=date(9999, 12, 30), end=None, precision=Precision.DAY)
    with database.write() as session:
        keep(session, on("first", 1, interval=first), on("last", 1, interval=last))
    with database.read() as session:
        assert ids(events.find_events(session, Filter())) == ["first", "last"]


def test_many_events_are_read_in_few_queries(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        keep(session, *(on(f"e{n}", 1 + n % 28) for n in range(1200)))
    asked: list[str] = []
    with sqlite_database.read() as session:
        bind = session.get_bind()
        sa.event.listen(bind, "before_cursor_execute", lambda *told: asked.append(told[2]))
        assert len(events.find_events(session, Filter())) == 1200
    assert len(asked) <= 2 + 3 * 3  # BEGIN, the events, and their parts in three chunks
