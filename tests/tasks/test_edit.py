"""What a person puts right holds against every later article, and can be undone."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.core.samples import NOW, until
from tests.tasks.fakes import FakeReader
from timeline.core.article import Anchor, Draft
from timeline.core.edit import EditKind, Value
from timeline.core.errors import BadInput, NotFound
from timeline.core.event import Event, EventType, Hidden, Outcome, Participant, Status
from timeline.core.filter import Filter
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.store import edits, events
from timeline.store.engine import Database
from timeline.tasks import edit
from timeline.tasks.add import Added, add_draft
from timeline.tasks.edit import Hand

VISIT = "The president of Latvia visits Germany on 2025-09-02. All is well."
LATER = "Latvia's president visits Germany on 2025-09-02, papers say."
OFF = "The visit of Latvia to Germany on 2025-09-02 is off."
DUTY = "Latvia must answer Germany by 2025-12-31."
ALICE = Hand(by="Alice", now=NOW + timedelta(days=30), why="I was there")
BOB = Hand(by="Bob", now=NOW + timedelta(days=31))
RIGHT = unit(date(2025, 9, 3), Precision.DAY)


def add(database: Database, text: str, day: int = 1, **values: Any) -> Added:
    published = Anchor(published=date(2025, 8, day))
    usual: dict[str, Any] = {"published": published, "lang": "en", "now": NOW}
    return add_draft(database, FakeReader(), Draft(text=text), **{**usual, **values})


def one(database: Database, text: str = VISIT) -> str:
    return add(database, text).events[0].event.id


def get(database: Database, event_id: str) -> Event:
    with database.read() as session:
        return events.get_event(session, event_id)


def shown(database: Database) -> list[Event]:
    with database.read() as session:
        return events.find_events(session, Filter())


def last_edit(database: Database) -> str:
    with database.read() as session:
        return edits.find_latest(session)[0].id


LATVIA = Participant(name="Edgars Rinkēvičs", country="LV", role="guest")
FIELDS: list[tuple[EditKind, Value, str]] = [
    (EditKind.TYPE, "summit", "type"),
    (EditKind.TITLE, "Rinkēvičs in Berlin", "title"),
    (EditKind.DATE, RIGHT, "interval"),
    (EditKind.PARTICIPANTS, (LATVIA,), "participants"),
    (EditKind.PLACE, "Berlin", "place"),
    (EditKind.STATUS, "happened", "status"),
]


@pytest.mark.parametrize(("kind", "value", "name"), FIELDS, ids=[row[2] for row in FIELDS])
def test_each_field_can_be_put_right_and_put_back(
    database: Database, kind: EditKind, value: Value, name: str
) -> None:
    event_id = one(database)
    before = get(database, event_id)
    changed = edit.correct(database, event_id, {kind: value}, ALICE)
    assert getattr(changed, name) == value
    assert changed.id == event_id
    (row,) = changed.history
    assert (row.by, row.what, row.evidence, row.at) == ("Alice", kind, "I was there", ALICE.now)
    (back,) = edit.undo(database, FakeReader(), last_edit(database), BOB)
    assert getattr(back, name) == getattr(before, name)
    assert [(r.what, r.by) for r in back.history] == [(kind, "Alice"), (f"{kind} undone", "Bob")]
    assert back.revision >= changed.revision >= before.revision


def test_a_later_article_never_overwrites_what_a_person_decided_and_the_conflict_is_shown(
    database: Database,
) -> None:
    event_id = one(database)
    edit.correct(database, event_id, {EditKind.STATUS: "happened"}, ALICE)
    add(database, LATER, 2)
    assert get(database, event_id).conflicts == ()
    add(database, OFF, 3)
    event = get(database, event_id)
    assert (event.status, event.conflicts) == (Status.HAPPENED, ("status",))
    assert [(r.by, r.new) for r in event.history if r.what == "status"] == [
        (f"article:{event.sources[-1].article}", "cancelled"),
        ("Alice", "happened"),
    ]
    # Decided once more, with the article in view: no conflict any more.
    edit.correct(database, event_id, {EditKind.STATUS: "postponed"}, BOB)
    assert get(database, event_id).conflicts == ()


def test_the_same_value_is_no_edit(database: Database) -> None:
    event_id = one(database)
    event = get(database, event_id)
    assert edit.correct(database, event_id, {EditKind.TITLE: event.title}, ALICE) == event


WRONG: list[tuple[EditKind, Value, str]] = [
    (EditKind.TITLE, "  ", "needs a title"),
    (EditKind.TITLE, "two\nlines", "one line"),
    (EditKind.PLACE, "x" * 501, "500 letters"),
    (EditKind.TYPE, "party", "no type"),
    (EditKind.OUTCOME, "met", "only a deadline"),
]


@pytest.mark.parametrize(("kind", "value", "said"), WRONG)
def test_a_wrong_value_is_refused_and_nothing_is_lost(
    sqlite_database: Database, kind: EditKind, value: Value, said: str
) -> None:
    event_id = one(sqlite_database)
    with pytest.raises(BadInput, match=said):
        edit.correct(sqlite_database, event_id, {kind: value}, ALICE)
    assert get(sqlite_database, event_id).history == ()
    with pytest.raises(NotFound):
        edit.correct(sqlite_database, "nothing", {kind: value}, ALICE)
    with pytest.raises(BadInput, match="the reason"):
        Hand(by="Alice", now=NOW, why="x" * 501)


def test_a_deadline_is_met_or_missed_where_a_person_says_so(database: Database) -> None:
    event_id = one(database, DUTY)
    assert get(database, event_id).outcome is Outcome.OPEN
    missed = edit.correct(database, event_id, {EditKind.OUTCOME: "missed"}, ALICE)
    assert missed.outcome is Outcome.MISSED
    moved = edit.correct(database, event_id, {EditKind.DATE: until(date(2026, 1, 31))}, BOB)
    assert (moved.deadline, moved.due_on) == (True, date(2026, 1, 31))


def test_a_confirmed_event_is_certain(database: Database) -> None:
    event_id = one(database)
    assert edit.confirm(database, event_id, ALICE).confidence == 1
    add(database, LATER, 2)
    event = get(database, event_id)
    assert (event.confirmed, event.confidence) == (True, 1.0)


def test_a_rejected_event_is_shown_no_more_whatever_tells_it_again(database: Database) -> None:
    event_id = one(database)
    edit.reject(database, event_id, ALICE)
    assert shown(database) == []
    add(database, LATER, 2)
    assert shown(database) == []
    event = get(database, event_id)
    assert (event.hidden, len(event.sources)) == (Hidden.REJECTED, 2)
    edit.undo(database, FakeReader(), last_edit(database), BOB)
    assert [one.id for one in shown(database)] == [event_id]


def test_two_events_become_one_and_the_other_id_leads_to_it(database: Database) -> None:
    first = one(database)
    second = add(database, "Latvia visits Germany on 2025-09-04 too.", 2).events[0].event.id
    merged = edit.merge(database, first, second, ALICE)
    assert get(database, second).id == first
    assert len(merged.sources) == 2
    # Neither a later article nor deriving anew takes them apart.
    add(database, LATER, 3)
    assert [len(one.sources) for one in shown(database)] == [3]
    with pytest.raises(BadInput, match="one event already"):
        edit.merge(database, first, second, BOB)
    edit.undo(database, FakeReader(), last_edit(database), BOB)
    assert len(shown(database)) == 2
    assert get(database, second).id == first  # a UID that went away never comes again


def test_an_event_is_split_and_put_together_again(database: Database) -> None:
    first = one(database)
    other = add(database, LATER, 2)
    assert len(get(database, first).sources) == 2
    kept, made = edit.split(database, first, [other.article.id], ALICE)
    assert (kept.id, len(kept.sources), len(made.sources)) == (first, 1, 1)
    add(database, f"{LATER} Again.", 3)
    assert sorted(len(one.sources) for one in shown(database)) == [1, 2]
    edit.undo(database, FakeReader(), last_edit(database), BOB)
    assert [len(one.sources) for one in shown(database)] == [3]
    assert get(database, made.id).id == first
    with pytest.raises(BadInput, match="not all"):
        edit.split(database, first, [], ALICE)


def test_an_event_added_by_hand_needs_no_article_and_takes_those_that_come(
    database: Database,
) -> None:
    made = edit.add_event(
        database,
        ALICE,
        kind=EventType.VISIT,
        title="The president of Latvia visits Germany",
        interval=unit(date(2025, 9, 2), Precision.DAY),
        status=Status.PLANNED,
        participants=(Participant(name="Latvia", country="LV"),),
        place="Berlin",
    )
    assert (made.sources, made.confirmed, made.place) == ((), True, "Berlin")
    assert [row.what for row in made.history] == ["add"]
    told = add(database, VISIT, 2)
    event = get(database, made.id)
    assert [(one.event.id, one.new) for one in told.events] == [(made.id, False)]
    assert (len(event.sources), event.title) == (1, made.title)
    add(database, OFF, 3)
    assert get(database, made.id).status is Status.PLANNED
    assert get(database, made.id).conflicts == ("status",)


def test_an_event_added_by_hand_is_taken_back(database: Database) -> None:
    made = edit.add_event(
        database, ALICE, kind=EventType.VOTE, title="A vote", interval=None, status=Status.EXPECTED
    )
    edit.undo(database, FakeReader(), last_edit(database), BOB)
    assert shown(database) == []
    assert get(database, made.id).hidden is Hidden.UNTOLD


def test_a_deleted_article_takes_along_what_only_it_told(database: Database) -> None:
    both = add(database, f"{VISIT}\n{DUTY}")
    add(database, LATER, 2)
    visit, duty = (one.event.id for one in both.events)
    edit.delete_article(database, both.article.id, ALICE)
    assert [(one.id, len(one.sources)) for one in shown(database)] == [(visit, 1)]
    assert get(database, duty).hidden is Hidden.UNTOLD
    assert [row.what for row in get(database, duty).history] == ["delete"]
    with pytest.raises(BadInput, match="deleted"):
        add(database, f"{VISIT}\n{DUTY}")
    edit.undo(database, FakeReader(), last_edit(database), BOB)
    assert {one.id for one in shown(database)} == {visit, duty}
    with pytest.raises(BadInput, match="undone before"):
        edit.undo(database, FakeReader(), last_edit(database), BOB)


def test_what_a_person_set_stays_shown_though_its_article_is_deleted(database: Database) -> None:
    added = add(database, VISIT)
    event_id = added.events[0].event.id
    edit.correct(database, event_id, {EditKind.PLACE: "Berlin"}, ALICE)
    edit.delete_article(database, added.article.id, BOB)
    event = get(database, event_id)
    assert (event.hidden, event.place, event.conflicts) == (None, "Berlin", ("sources",))


def test_a_publication_date_put_right_anchors_the_events_anew(database: Database) -> None:
    reader = FakeReader()
    added = add(database, VISIT)
    event_id = added.events[0].event.id
    right = Anchor(published=date(2024, 1, 5))
    (event,) = edit.republish(database, reader, added.article.id, right, ALICE)
    assert reader.read_articles[-1].anchor == right
    assert (event.id, event.sources[0].anchor) == (event_id, right)
    assert [(row.what, row.new) for row in event.history] == [("published", "2024-01-05")]
    edit.undo(database, reader, last_edit(database), BOB)
    assert get(database, event_id).sources[0].anchor.published == date(2025, 8, 1)
    add(database, VISIT, 9)
    with pytest.raises(BadInput, match="there already"):
        edit.republish(
            database, reader, added.article.id, Anchor(published=date(2025, 8, 9)), ALICE
        )
