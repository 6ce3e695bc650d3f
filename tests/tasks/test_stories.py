"""Whole stories, read by the real reader: one event, its date and status now, and its past."""

import json
import re
import shutil
from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from tests.core.samples import NOW
from tests.tasks.stories import STORIES, Story
from timeline.core import edtf
from timeline.core.article import Anchor, Article, Draft
from timeline.core.event import Event
from timeline.core.filter import Filter
from timeline.extract.pipeline import Extraction, Reader
from timeline.feeds.records import event_record
from timeline.store import events
from timeline.store.engine import Database
from timeline.tasks.add import add_draft

READER = Reader()


class Remembering:
    """Reads each text once, whatever the order in which it comes."""

    def __init__(self) -> None:
        self.known: dict[str, Extraction] = {}

    def read(self, article: Article) -> Extraction:
        if article.text not in self.known:
            self.known[article.text] = READER.read(article)
        return self.known[article.text]


def told(database: Database, reader: Remembering, articles: Sequence[tuple[str, str]]) -> None:
    for published, text in articles:
        anchor = Anchor(published=date.fromisoformat(published))
        add_draft(database, reader, Draft(text=text), now=NOW, published=anchor, lang="en")


def of_type(database: Database, name: str) -> list[Event]:
    with database.read() as session:
        found = events.find_events(session, Filter())
    return [one for one in found if one.type.value == name]


@pytest.mark.parametrize("story", STORIES, ids=[one.name for one in STORIES])
def test_the_articles_of_a_story_tell_one_event(sqlite_database: Database, story: Story) -> None:
    told(sqlite_database, Remembering(), story.articles)
    found = of_type(sqlite_database, story.type)
    mine = [one for one in found if one.interval and edtf.write(one.interval) == story.edtf]
    assert len(mine) == 1, [(one.title, one.interval, one.status) for one in found]
    (event,) = mine
    assert (event.status.value, len(event.sources)) == (story.status, story.sources)
    assert len(found) - 1 == story.others
    if story.outcome:
        assert event.outcome == story.outcome
    named = re.findall(r"\d{4}-\d\d-\d\d", json.dumps(event_record(event)["history"]))
    last = [
        str(date.fromordinal(date.fromisoformat(one).toordinal() + 1)) for one in story.previous
    ]
    assert all({one, end} & set(named) for one, end in zip(story.previous, last, strict=True))


@pytest.mark.parametrize(
    "name", ["late article", "ceremony moves", "put off with no", "two papers"]
)
def test_no_order_of_arrival_changes_the_events(sqlite_url: str, tmp_path: Path, name: str) -> None:
    (story,) = (one for one in STORIES if name in one.name)
    reader, seen = Remembering(), []
    for number, order in enumerate(permutations(story.articles)):
        copy = shutil.copy(sqlite_url.removeprefix("sqlite:///"), tmp_path / f"{number}.sqlite3")
        database = Database(f"sqlite:///{copy}")
        told(database, reader, order)
        with database.read() as session:
            seen.append(sorted(map(without_ids, events.find_events(session, Filter())), key=repr))
        database.dispose()
    assert all(one == seen[0] for one in seen)


def without_ids(event: Event) -> object:
    """The event without what may depend on when it arrived: ids and ages."""
    return (
        event.type, event.title, event.interval, event.status, event.outcome, event.participants,
        event.place, [one.title for one in event.sources],
        [(one.at, one.what, one.old, one.new, one.evidence) for one in event.history],
    )  # fmt: skip
