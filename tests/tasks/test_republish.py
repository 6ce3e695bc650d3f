"""An article's publication date is put right: what it tells may become what another tells."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.core.samples import NOW
from tests.tasks.fakes import FakeReader, Found
from timeline.core.article import Anchor, Article, Draft
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.store.engine import Database
from timeline.tasks import edit
from timeline.tasks.add import Added, add_draft
from timeline.tasks.edit import Hand

VISIT = "The president of Latvia visits Germany on 2025-01-01."


@dataclass
class Tomorrow(FakeReader):
    """Whatever is told takes place on the day after publication."""

    def read(self, article: Article) -> Found:
        found = super().read(article)
        day = unit(article.anchor.day + timedelta(days=1), Precision.DAY)
        return Found(found.timexes, tuple(replace(one, interval=day) for one in found.mentions))


def added(database: Database, text: str, published: date) -> Added:
    anchor = Anchor(published=published)
    return add_draft(database, Tomorrow(), Draft(text=text), now=NOW, published=anchor, lang="en")


def test_an_event_that_becomes_another_articles_event_leaves_no_history_behind(
    database: Database,
) -> None:
    first = added(database, f"{VISIT} It is the first one.", date(2025, 3, 1))
    second = added(database, f"{VISIT} Nobody was told.", date(2025, 6, 1))
    assert first.events[0].event.id != second.events[0].event.id
    day = Anchor(published=date(2025, 3, 1))
    [event] = edit.republish(
        database, Tomorrow(), second.article.id, day, Hand(by="editor", now=NOW)
    )
    assert event.id == first.events[0].event.id
    assert len(event.sources) == 2
