"""A newer reader reads stored articles again: differences are applied, nothing else is lost."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import delete, update

from tests.core.samples import NOW
from tests.extract.test_sketch import AGENCY, EDITED
from tests.tasks.fakes import FakeReader, Found
from timeline.core.article import Anchor, Article, Draft
from timeline.core.edit import EditKind
from timeline.core.event import Event, Hidden
from timeline.core.filter import Filter
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.store import copies, events
from timeline.store.engine import Database
from timeline.store.tables import ArticleRow, SketchRow
from timeline.tasks import edit
from timeline.tasks.add import add_draft
from timeline.tasks.edit import Hand
from timeline.tasks.reread import Difference, reread

TEXT = "The president of Latvia visits Germany on 2025-09-02. Latvia must answer by 2025-12-31."
LATER = NOW + timedelta(days=40)


@dataclass
class NewerReader(FakeReader):
    """Reads as before, but knows better: a visit begins a day later, and duties are none."""

    def read(self, article: Article) -> Found:
        found = super().read(article)
        mentions = [one for one in found.mentions if not one.deadline]
        moved = [replace(one, interval=unit(date(2025, 9, 3), Precision.DAY)) for one in mentions]
        return Found(found.timexes, tuple(moved))


def keep(database: Database, text: str = TEXT) -> tuple[str, list[str]]:
    added = add_draft(
        database,
        FakeReader(),
        Draft(text=text),
        now=NOW,
        published=Anchor(published=date(2025, 8, 1)),
        lang="en",
    )
    return added.article.id, [one.event.id for one in added.events]


def again(database: Database, article: str, *, dry_run: bool = False) -> list[Difference]:
    return list(reread(database, NewerReader(), [article], now=LATER, dry_run=dry_run))


def get(database: Database, event_id: str) -> Event:
    with database.read() as session:
        return events.get_event(session, event_id)


def test_the_differences_are_applied_under_the_same_ids(database: Database) -> None:
    article, (visit, duty) = keep(database)
    (difference,) = again(database, article)
    assert (len(difference.gone), len(difference.new)) == (2, 1)
    event = get(database, visit)
    assert event.interval == unit(date(2025, 9, 3), Precision.DAY)
    assert (event.revision, event.changed_at) == (1, LATER)
    (row,) = event.history
    assert (row.by, row.what, row.at) == ("re-reading", "date", LATER)
    assert (row.old, row.new) == (unit(date(2025, 9, 2), Precision.DAY), event.interval)
    assert get(database, duty).hidden is Hidden.UNTOLD
    assert again(database, article) == []  # the second time there is nothing to apply


def test_a_dry_run_prints_and_changes_nothing(database: Database) -> None:
    article, (visit, _) = keep(database)
    before = get(database, visit)
    (difference,) = again(database, article, dry_run=True)
    assert list(difference.lines())[1:] == [
        "  - visit 2 September 2025, planned: The president of Latvia visits Germany",
        "  - deadline by 31 December 2025, planned: Latvia must answer",
        "  + visit 3 September 2025, planned: The president of Latvia visits Germany",
    ]
    assert get(database, visit) == before


def test_what_a_person_decided_stays(database: Database) -> None:
    article, (visit, duty) = keep(database)
    alice = Hand(by="Alice", now=NOW, why="I was there")
    right = unit(date(2025, 9, 5), Precision.DAY)
    edit.correct(database, visit, {EditKind.DATE: right}, alice)
    edit.confirm(database, duty, alice)
    again(database, article)
    event = get(database, visit)
    assert (event.interval, event.conflicts) == (right, ("date",))
    assert [row.by for row in event.history][:1] == ["Alice"]
    assert get(database, duty).hidden is None


def test_what_a_person_put_apart_stays_apart(database: Database) -> None:
    first, (visit, _) = keep(database)
    second, _ = keep(database, f"{TEXT} Again.")
    alice = Hand(by="Alice", now=NOW)
    _, other = edit.split(database, visit, [second], alice)
    for article in (first, second):
        again(database, article)
    assert {get(database, visit).id, get(database, other.id).id} == {visit, other.id}
    with database.read() as session:
        assert len(events.find_events(session, Filter())) == 2


def test_an_article_that_reads_as_before_changes_nothing(database: Database) -> None:
    article, (visit, _) = keep(database)
    before = get(database, visit)
    assert list(reread(database, FakeReader(), [article], now=LATER)) == []
    assert get(database, visit) == before


def test_an_article_kept_before_copies_were_looked_for_is_found_by_its_copies(
    database: Database,
) -> None:
    article, _ = keep(database, AGENCY)
    with database.write() as session:  # as it was before there were sketches
        session.execute(update(ArticleRow).values(sketch=[]))
        session.execute(delete(SketchRow))
    again(database, article, dry_run=True)
    assert copies_of(database, article) == 0
    again(database, article)
    again(database, article)
    keep(database, EDITED)
    assert copies_of(database, article) == 1


def copies_of(database: Database, article: str) -> int:
    with database.read() as session:
        if not copies.has_sketch(session, article):
            return 0
        return len(copies.find_copies(session, [article]).get(article, []))
