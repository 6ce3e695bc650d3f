"""Both databases find the same events by their words, whatever is asked and however they change."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.samples import a_source, an_event
from tests.core.test_search import FOUND
from tests.store.build import keep
from tests.store.test_matching import Rollback
from timeline.core.event import Event, Participant
from timeline.core.filter import Filter, matches
from timeline.store import events, search
from timeline.store.engine import Database, Session


def found(session: Session, *asked: str) -> list[str]:
    return [one.id for one in events.find_events(session, Filter(q=asked))]


def test_words_are_found_by_their_beginnings(database: Database) -> None:
    for asked, text, expected in FOUND:
        event = an_event(title=text, place=None, participants=(), sources=())
        with database.write() as session:
            keep(session, event)
            assert bool(found(session, asked)) is expected, asked
        assert matches(event, Filter(q=(asked,))) is expected


RICH = an_event(
    title="Signing of the treaty",
    place="Reykjavík",
    participants=(Participant(name="Þorgerður Gunnarsdóttir"),),
    sources=(a_source("a", quote="It will be signed on Friday."), a_source("b", quote="At Höfði.")),
)

PLACES = [
    ("treaty",),
    ("reykjavik",),
    ("gunnarsd",),
    ("friday",),
    ("hofdi",),
    ("thorg", "sign fri"),
]


def test_title_place_names_and_every_sentence_are_looked_through(database: Database) -> None:
    with database.write() as session:
        keep(session, RICH)
        for asked in PLACES:
            assert found(session, *asked) == [RICH.id], asked
            assert found(session, *asked, "absent") == []


@given(asked=st.lists(st.text(max_size=30), min_size=1, max_size=4), title=st.text(min_size=1))
@settings(max_examples=40)
def test_no_text_is_an_error_and_both_databases_say_what_the_core_says(
    database: Database, asked: list[str], title: str
) -> None:
    event = an_event(title=f"x{title}".replace("\0", ""), sources=())
    chosen = Filter(q=tuple(asked))
    try:
        with database.write() as session:
            search_only(session, event)
            assert bool(found(session, *asked)) is matches(event, chosen)
            raise Rollback
    except Rollback:
        pass


def search_only(session: Session, event: Event) -> None:
    """Keep an event with the words of a title that no database column could hold as it is."""
    from timeline.core.filter import searchable

    keep(session, replace(event, title="x"))
    search.index(session, event.id, searchable(event))


HOSTILE = [
    '"', "'", "\\", "*", "merz*", '"merz', "merz OR riga", "NEAR(a b)", "title:x", "a AND", "-a",
    "a & b", "a | b", "!a", "a:*", "<->", "(", "^a", "{a}", "%", "_", "a" * 200, "\u202e", "\ufeff",
]  # fmt: skip


def test_nothing_in_words_means_anything_to_the_engine(database: Database) -> None:
    event = an_event(title="Merz or Riga near a b", sources=())
    with database.write() as session:
        keep(session, event)
        for asked in HOSTILE:
            assert bool(found(session, asked)) is matches(event, Filter(q=(asked,))), asked


def test_an_event_is_found_as_it_is_now_and_not_as_it_was(database: Database) -> None:
    event = an_event(title="Talks in Riga")
    with database.write() as session:
        keep(session, event)
    with database.write() as session:
        events.save_event(session, replace(event, title="Talks in Vilnius"))
    with database.read() as session:
        assert (found(session, "riga"), found(session, "vilnius")) == ([], [event.id])


def test_what_was_merged_away_is_found_no_more_and_leaves_nothing_in_the_index(
    database: Database,
) -> None:
    kept, gone = an_event("kept"), an_event("gone", title="Unusual", sources=(a_source("b"),))
    with database.write() as session:
        keep(session, kept, gone)
        events.absorb(session, "kept", "gone")
    with database.read() as session:
        assert found(session, "unusual") == []
        assert session.scalar(sa.text("SELECT count(*) FROM event_words")) == 1


def test_a_change_that_fails_leaves_the_index_as_it_was(database: Database) -> None:
    event = an_event(title="Talks in Riga")
    with database.write() as session:
        keep(session, event)

    def fail() -> None:
        with database.write() as session:
            events.save_event(session, replace(event, title="Talks in Vilnius"))
            raise Rollback

    with pytest.raises(Rollback):
        fail()
    with database.read() as session:
        assert (found(session, "riga"), found(session, "vilnius")) == ([event.id], [])


def test_the_index_of_sqlite_is_whole_after_many_changes(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        for number in range(30):
            name = f"e{number % 10}"
            keep_once(session, an_event(name, title=f"Round {number} in Riga", sources=()))
        events.absorb(session, "e0", "e1")
        # FTS5 compares its index with the words, and fails where they differ.
        session.execute(
            sa.text("INSERT INTO event_search (event_search, rank) VALUES ('integrity-check', 1)")
        )
        assert found(session, "riga 25") == ["e5"]


def keep_once(session: Session, event: Event) -> None:
    events.save_event(session, event)


QUERY = {
    "sqlite": ("EXPLAIN QUERY PLAN", "VIRTUAL TABLE INDEX"),
    "postgresql": ("EXPLAIN", "ix_event_words_words"),
}


def test_the_index_is_what_answers(database: Database) -> None:
    explain, expected = QUERY["sqlite" if database.is_sqlite else "postgresql"]
    with database.write() as session:
        keep(session, *(an_event(f"e{n}", title=f"Talks {n}", sources=()) for n in range(50)))
        query = sa.select(sa.func.count()).where(search.condition(["talks 7"]))
        dialect = session.get_bind().dialect
        written = query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        if not database.is_sqlite:
            session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        plan = session.execute(sa.text(f"{explain} {written}".replace(":*", "\\:*"))).all()
    assert expected in str(plan)
