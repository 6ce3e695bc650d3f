"""Adding an article: all of it or nothing, once, and never with a date that nobody gave."""

import itertools
import multiprocessing
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.core.samples import NOW
from tests.tasks.fakes import BrokenReader, FakeReader
from timeline.core.article import Anchor, AnchorSource, Draft
from timeline.core.errors import BadInput, TooLarge, UnknownPublication
from timeline.core.event import Status
from timeline.core.filter import Filter
from timeline.store import articles, events
from timeline.store.engine import Database
from timeline.tasks.add import Added, add_draft

VISIT = "The president of Latvia visits Germany on 2025-09-02. All is well."
ANCHOR = Anchor(published=date(2025, 7, 17))


def add(database: Database, text: str = VISIT, **values: Any) -> Added:
    usual: dict[str, Any] = {"published": ANCHOR, "lang": "en", "now": NOW}
    return add_draft(database, FakeReader(), Draft(text=text), **{**usual, **values})


def holds_nothing(database: Database) -> bool:
    with database.read() as session:
        return not (
            articles.count_articles(session)
            or events.count_events(session, Filter())
            or events.version(session) != "0"
        )


def test_an_article_is_kept_with_its_events_and_expressions(database: Database) -> None:
    added = add(database, f"{VISIT}\nLatvia must answer by 2025-12-31.")
    assert (added.known, added.timexes) == (False, 2)
    assert [(one.event.title, one.new) for one in added.events] == [
        ("The president of Latvia visits Germany", True),
        ("Latvia must answer", True),
    ]
    with database.read() as session:
        reading = articles.get_reading(session, added.article.id)
        stored = [events.get_event(session, one.event.id) for one in added.events]
    assert reading.article == added.article
    assert [event_id for _, event_id in reading.readings] == [one.id for one in stored]
    assert stored == [one.event for one in added.events]


def test_what_is_given_replaces_what_the_draft_says(database: Database) -> None:
    draft = Draft(
        text=VISIT,
        title="Old",
        lang="fr",
        url="https://old.example/",
        anchor=Anchor(published=date(2025, 1, 1), source=AnchorSource.METADATA),
    )
    reader = FakeReader()
    kept = add_draft(database, reader, draft, now=NOW).article
    assert (kept.title, kept.lang, kept.url) == ("Old", "fr", "https://old.example/")
    assert kept.anchor == draft.anchor
    given = add_draft(
        database,
        reader,
        draft,
        now=NOW,
        published=ANCHOR,
        title=" New\n title ",
        lang="DE",
        url=" https://new.example/ ",
    ).article
    assert (given.title, given.lang, given.url) == ("New title", "de", "https://new.example/")
    assert given.anchor == ANCHOR


def test_without_a_title_the_first_line_stands_for_it(database: Database) -> None:
    assert add(database, f"\n\nA headline\n\n{VISIT}").article.title == "A headline"


def test_newlines_of_every_kind_are_one_letter_to_all_offsets(database: Database) -> None:
    added = add(database, f"One.\r\nTwo.\r{VISIT}")
    evidence = added.events[0].event.evidence
    assert evidence is not None
    assert added.article.text[evidence.start : evidence.end] == evidence.quote


def test_the_same_text_of_the_same_day_is_known_and_nothing_changes(database: Database) -> None:
    first = add(database)
    with database.read() as session:
        version = events.version(session)
    again = add(database, f"  {VISIT}\n", title="Another title")
    assert again.known
    assert again.article == first.article
    assert [one.event for one in again.events] == [one.event for one in first.events]
    assert not any(one.new for one in again.events)
    with database.read() as session:
        assert events.version(session) == version
        assert articles.count_articles(session) == 1


REFUSED = [
    ("", BadInput, "no text in it"),
    (" \n\t ", BadInput, "no text in it"),
    ("a\x00b", BadInput, "binary"),
    ("a\ud800b", BadInput, "binary"),
    ("x" * 5_000_001, TooLarge, "the limit is 5 MB"),
    ("ä" * 2_500_001, TooLarge, "the limit is 5 MB"),
]


@pytest.mark.parametrize(("text", "kind", "said"), REFUSED, ids=lambda one: str(one)[:12])
def test_a_text_that_cannot_be_used_is_refused_with_one_sentence(
    database: Database, text: str, kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said) as told:
        add(database, text)
    assert "\n" not in str(told.value)
    assert holds_nothing(database)


WRONG = [
    ({"lang": "English"}, "two letters"),
    ({"lang": "1x"}, "two letters"),
    ({"url": "javascript:alert(1)"}, "must begin with https://"),
    ({"url": "https://a.example/ b"}, "cannot keep the address"),
    ({"url": "https://a.example/" + "b" * 2000}, "cannot keep the address"),
    ({"title": "a\x00b"}, "binary"),
]


@pytest.mark.parametrize(("values", "said"), WRONG, ids=lambda one: str(one)[:20])
def test_what_is_given_wrongly_is_refused(
    database: Database, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        add(database, **values)
    assert holds_nothing(database)


def test_an_article_without_a_date_is_never_silently_of_today(database: Database) -> None:
    with pytest.raises(UnknownPublication, match="is it 2025-07-17") as told:
        add_draft(database, FakeReader(), Draft(text=VISIT, guess="2025-07-17"), now=NOW)
    assert told.value.guess == "2025-07-17"
    with pytest.raises(UnknownPublication, match="give the day") as told:
        add_draft(database, FakeReader(), Draft(text=VISIT), now=NOW)
    assert told.value.guess is None
    assert holds_nothing(database)


def test_an_exception_in_the_middle_leaves_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RuntimeError):
        add_draft(database, BrokenReader(), Draft(text=VISIT), now=NOW, published=ANCHOR, lang="en")
    assert holds_nothing(database)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("after the events, before the mentions")

    monkeypatch.setattr("timeline.store.tellings.save_mentions", fail)
    with pytest.raises(RuntimeError):
        add(database)
    assert holds_nothing(database)


def test_a_second_article_adds_its_source_to_the_event(database: Database) -> None:
    first = add(database)
    second = add(database, "Latvia's head of state visits Germany on 2025-09-02, it is said.")
    assert [(one.event.id, one.new) for one in second.events] == [(first.events[0].event.id, False)]
    assert len(second.events[0].event.sources) == 2


def test_two_visits_of_the_same_people_on_two_days_stay_two(database: Database) -> None:
    first = add(database)
    second = add(database, "The president of Latvia visits Germany on 2025-09-09 again.")
    assert second.events[0].new
    assert second.events[0].event.id != first.events[0].event.id


def test_two_sentences_of_one_article_may_tell_one_event(database: Database) -> None:
    text = f"{VISIT}\nThe president of Latvia visits Germany on 2025-09-02 for a day."
    added = add(database, text)
    assert len(added.events) == 1
    assert len(added.events[0].event.sources) == 1
    with database.read() as session:
        assert len(articles.get_reading(session, added.article.id).readings) == 2


STORY = [
    (VISIT, date(2025, 7, 1)),
    ("The visit of Latvia to Germany on 2025-09-02 is off.", date(2025, 8, 1)),
    ("The president of Latvia visits Germany on 2025-09-02, papers say.", date(2025, 7, 10)),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_a_later_article_calls_off_in_whatever_order_they_arrive(
    sqlite_database: Database, order: tuple[int, ...]
) -> None:
    for number in order:
        text, published = STORY[number]
        add(sqlite_database, text, published=Anchor(published=published))
    with sqlite_database.read() as session:
        (event,) = events.find_events(session, Filter())
    assert event.status is Status.CANCELLED
    assert [(one.what, one.old, one.new) for one in event.history if one.what == "status"] == [
        ("status", "planned", "cancelled")
    ]
    assert len(event.sources) == 3


def test_a_change_raises_the_revision_and_says_when(database: Database) -> None:
    first = add(database, published=Anchor(published=date(2025, 7, 1))).events[0].event
    later = datetime(2025, 8, 2, tzinfo=UTC)
    text, published = STORY[1]
    second = add(database, text, published=Anchor(published=published), now=later).events[0].event
    assert (first.revision, second.revision) == (0, 1)
    assert (second.created_at, second.changed_at) == (first.created_at, later)


def add_many(url: str, texts: list[str]) -> None:
    database = Database(url)
    for text in texts:
        add(database, text)
    database.dispose()


def test_two_processes_that_add_at_once_keep_each_article_once(database_url: str) -> None:
    texts = [f"Number {n}. The president of Latvia visits Germany on 2025-09-02." for n in range(8)]
    start = multiprocessing.get_context("spawn")
    workers = [start.Process(target=add_many, args=(database_url, texts)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)
        assert worker.exitcode == 0
    database = Database(database_url)
    with database.read() as session:
        assert articles.count_articles(session) == 8
        (event,) = events.find_events(session, Filter())
        assert len(event.sources) == 8
    database.dispose()
