"""The filter as SQL means what core.filter.matches says, on both databases."""

from hypothesis import given, settings

from tests.core.samples import a_source, an_event, events, filters, until
from tests.store.build import day, keep
from timeline.core.event import Event, Participant
from timeline.core.filter import Filter, matches
from timeline.store import events as store
from timeline.store.engine import Database


class Rollback(Exception):
    pass


@given(event=events(), chosen=filters())
@settings(max_examples=80)
def test_sql_and_core_choose_the_same(database: Database, event: Event, chosen: Filter) -> None:
    try:
        with database.write() as session:
            keep(session, event)
            found = store.find_events(session, chosen)
            assert (found == [event]) is matches(event, chosen)
            assert store.count_events(session, chosen) == len(found)
            raise Rollback
    except Rollback:
        pass


@given(event=events())
@settings(max_examples=30)
def test_an_event_comes_back_as_it_was_kept(database: Database, event: Event) -> None:
    try:
        with database.write() as session:
            keep(session, event)
            session.expunge_all()
            assert store.get_event(session, event.id) == event
            raise Rollback
    except Rollback:
        pass


def test_a_deadline_counts_on_its_last_admissible_day_alone(database: Database) -> None:
    due = an_event(interval=until(day(17)), deadline=True, sources=(a_source(),))
    span = an_event("e2", interval=until(day(17)), sources=(a_source("a2"),))
    with database.write() as session:
        keep(session, due, span)
    with database.read() as session:
        before = store.find_events(session, Filter(until=day(16)))
        on = store.find_events(session, Filter(since=day(17), until=day(17)))
    assert [one.id for one in before] == ["e2"]
    assert sorted(one.id for one in on) == ["e1", "e2"]


def test_one_participant_gives_the_country_and_another_the_name(database: Database) -> None:
    cast = (Participant(name="Merz", country="DE"), Participant(name="Starmer", country="GB"))
    with database.write() as session:
        keep(session, an_event(participants=cast))
    with database.read() as session:
        assert store.count_events(session, Filter(who=("merz",), country=("GB",))) == 1
