"""One agency's text on several sites is one article with several addresses."""

from datetime import date

from tests.core.samples import NOW
from tests.extract.test_sketch import AGENCY, EDITED, OTHER
from tests.tasks.fakes import FakeReader
from timeline.core.article import Anchor, Draft
from timeline.store import articles, copies
from timeline.store.engine import Database
from timeline.tasks.add import Added, add_draft


def add(database: Database, text: str, url: str | None, day: int = 3) -> Added:
    return add_draft(
        database,
        FakeReader(),
        Draft(text=text, url=url),
        now=NOW,
        published=Anchor(published=date(2025, 6, day)),
        title=url or "A text",
        lang="en",
    )


def also(database: Database, article: str) -> list[tuple[str | None, str | None]]:
    with database.read() as session:
        found = copies.find_copies(session, [article]).get(article, [])
    return [(one.article, one.url) for one in found]


def test_a_near_duplicate_is_known_as_a_copy_of_the_first(database: Database) -> None:
    first = add(database, AGENCY, "https://a.example/1").article.id
    second = add(database, EDITED, "https://b.example/2", 4).article.id
    third = add(database, f"{EDITED} And more.", "https://c.example/3", 5).article.id
    add(database, OTHER, "https://d.example/4")
    assert also(database, first) == [
        (second, "https://b.example/2"),
        (third, "https://c.example/3"),
    ]
    assert also(database, second) == []


def test_the_very_text_at_another_address_is_no_second_article(database: Database) -> None:
    first = add(database, AGENCY, "https://a.example/1")
    again = add(database, AGENCY, "https://b.example/2")
    assert (again.known, again.article.id) == (True, first.article.id)
    add(database, AGENCY, "https://b.example/2")
    assert also(database, first.article.id) == [(None, "https://b.example/2")]
    with database.read() as session:
        assert articles.count_articles(session) == 1


def test_the_same_words_a_week_later_are_no_copy(database: Database) -> None:
    first = add(database, AGENCY, "https://a.example/1").article.id
    add(database, EDITED, "https://b.example/2", 12)
    assert also(database, first) == []
