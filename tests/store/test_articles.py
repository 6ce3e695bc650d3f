"""Articles in the store, and how each of them was read."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from tests.core.samples import NOW, an_event, until
from tests.store.build import article_of, mention_of
from timeline.core.article import Anchor, AnchorSource, Article
from timeline.core.errors import NotFound
from timeline.core.interval import Bound, unit
from timeline.core.precision import Precision
from timeline.core.timex import Mod, Timex, TimexType
from timeline.store import articles, events, tellings
from timeline.store.engine import Database

ARTICLE = Article(
    id="a1",
    text="Merz came to London on Thursday.",
    title="A treaty",
    url="https://www.example.org/treaty",
    lang="en",
    anchor=Anchor(published=date(2025, 7, 17)),
    added_at=NOW,
)
THURSDAY = Timex(
    text="Thursday",
    start=23,
    end=31,
    type=TimexType.DATE,
    value="2025-07-17",
    mod=Mod.END,
    interval=unit(date(2025, 7, 17), Precision.DAY),
    bound=Bound.BY,
    lead=20,
)
WEEKLY = Timex(text="came", start=5, end=9, type=TimexType.SET, value="P1W")

ANCHORS = [
    Anchor(published=date(2025, 7, 17)),
    Anchor(published=datetime(2025, 7, 17, 9, 30, tzinfo=UTC), source=AnchorSource.METADATA),
    Anchor(
        published=datetime(2025, 7, 17, 0, 30, tzinfo=timezone(timedelta(hours=2))),
        source=AnchorSource.ASSUMED,
    ),
]


@pytest.mark.parametrize("anchor", ANCHORS)
def test_an_article_comes_back_with_its_anchor_on_its_own_clock(
    database: Database, anchor: Anchor
) -> None:
    article = Article(id="a1", text="Text.", anchor=anchor, lang="de", added_at=NOW)
    with database.write() as session:
        articles.save_article(session, article, ())
    with database.read() as session:
        read = articles.get_article(session, "a1")
    assert read == article
    assert read.anchor.published.isoformat() == anchor.published.isoformat()


def test_a_reading_has_every_expression_and_mention_in_text_order(database: Database) -> None:
    event = an_event(interval=until(date(2025, 7, 17)), deadline=True)
    mention = mention_of(event, "a1")
    with database.write() as session:
        articles.save_article(session, ARTICLE, (WEEKLY, THURSDAY))
        events.save_event(session, event)
        tellings.save_mentions(session, "a1", [(mention, "e1"), (mention, "e1")])
    with database.read() as session:
        read = articles.get_reading(session, "a1")
    assert read.article == ARTICLE
    assert read.timexes == (WEEKLY, THURSDAY)
    assert read.readings == ((mention, "e1"), (mention, "e1"))


def test_a_text_is_known_by_its_words_and_its_day(database: Database) -> None:
    with database.write() as session:
        articles.save_article(session, ARTICLE, ())
    with database.read() as session:
        again = f"  {ARTICLE.text.replace(' ', chr(10))}\n"
        assert articles.find_known(session, again, date(2025, 7, 17)) == ARTICLE
        assert articles.find_known(session, ARTICLE.text, date(2025, 7, 18)) is None
        assert articles.find_known(session, "Other.", date(2025, 7, 17)) is None


def test_the_database_itself_refuses_the_same_article_twice(database: Database) -> None:
    with database.write() as session:
        articles.save_article(session, ARTICLE, ())
    twin = Article(id="a2", text=ARTICLE.text, anchor=ARTICLE.anchor, added_at=NOW)
    with pytest.raises(sa.exc.IntegrityError), database.write() as session:
        articles.save_article(session, twin, ())


def test_articles_stand_the_last_added_first_with_their_number_of_events(
    database: Database,
) -> None:
    event = an_event()
    with database.write() as session:
        for number in range(3):
            article = Article(
                id=f"a{number}",
                text=f"Text {number}.",
                anchor=ARTICLE.anchor,
                added_at=NOW + timedelta(hours=number),
            )
            articles.save_article(session, article, ())
        events.save_event(session, event)
        mention = mention_of(event, "a1")
        tellings.save_mentions(session, "a1", [(mention, "e1"), (mention, "e1")])
    with database.read() as session:
        found = articles.find_articles(session, limit=2)
        rest = articles.find_articles(session, limit=2, offset=2)
        assert articles.count_articles(session) == 3
    assert [(one.article, one.events) for one in found + rest] == [("a2", 0), ("a1", 1), ("a0", 0)]


def test_an_article_that_never_was_is_not_found(database: Database) -> None:
    with database.read() as session:
        with pytest.raises(NotFound, match="'a9'"):
            articles.get_article(session, "a9")
        with pytest.raises(NotFound, match="'a9'"):
            articles.get_reading(session, "a9")


def test_an_article_without_an_id_is_not_kept(database: Database) -> None:
    with database.write() as session, pytest.raises(ValueError, match="needs an id"):
        articles.save_article(session, Article(text="x", anchor=ARTICLE.anchor), ())


def test_the_article_that_an_event_names_can_be_kept_with_it(database: Database) -> None:
    with database.write() as session:
        articles.save_article(session, article_of(an_event(), "a1"), ())
    with database.read() as session:
        assert articles.get_article(session, "a1").title == "A treaty in London"
