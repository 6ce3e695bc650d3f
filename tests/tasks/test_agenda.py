"""Calendars in the store: each entry one event, read again nothing changes, moved ones move."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.samples import NOW
from tests.sources.test_agenda import calendar, event
from tests.tasks.fakes import FakeReader
from timeline.core.article import Anchor
from timeline.core.event import Event, Status
from timeline.core.filter import Filter
from timeline.feeds import ical
from timeline.sources.read import read_bytes
from timeline.store import articles, events
from timeline.store.engine import Database
from timeline.tasks.add import Added, add_draft
from timeline.tasks.reread import reread

ROOT = Path(__file__).parents[2]
HEAD = "NAME:Council\r\nURL:https://council.example/agenda"
FIRST = "DTSTART;VALUE=DATE:20250901"


def add(database: Database, content: bytes, days: int = 0) -> Added:
    draft = read_bytes(content)
    return add_draft(database, FakeReader(), draft, now=NOW + timedelta(days=days))


def found(database: Database) -> list[Event]:
    with database.read() as session:
        return events.find_events(session, Filter())


def exported(database: Database) -> bytes:
    return ical.calendar(found(database), name="T", base_url="https://t.example")


def test_each_entry_is_an_event_with_the_calendar_as_its_source(database: Database) -> None:
    content = calendar(
        event(FIRST, "LOCATION:Brussels", uid="1", summary="Council in September"),
        event("DTSTART;VALUE=DATE:20251001", uid="2", summary="Council in October"),
        head=HEAD,
    )
    added = add(database, content)
    assert (added.known, len(added.events)) == (False, 2)
    first = found(database)[0]
    assert (first.title, first.place, first.status) == (
        "Council in September", "Brussels", Status.PLANNED,
    )  # fmt: skip
    (source,) = first.sources
    assert (source.title, source.url) == ("Council", "https://council.example/agenda")
    assert source.evidence.quote == "1 September 2025: Council in September, Brussels."
    with database.read() as session:
        text = articles.get_article(session, source.article).text
    assert text[source.evidence.start : source.evidence.end] == source.evidence.quote


def test_reading_it_again_changes_nothing(database: Database) -> None:
    content = calendar(event(FIRST), head=HEAD)
    add(database, content)
    before = found(database)
    fetched_later = content.replace(b"DTSTAMP:20250701", b"DTSTAMP:20250714")
    for again in (content, fetched_later):
        assert add(database, again, days=1).known
    assert found(database) == before


def test_a_calendar_is_not_read_again_as_a_text(database: Database) -> None:
    added = add(database, calendar(event(FIRST), event(FIRST, uid="2", summary="Other")))
    before = found(database)
    assert not list(reread(database, FakeReader(), [added.article.id], now=NOW))
    assert found(database) == before


def test_a_day_that_goes_by_is_no_news(sqlite_database: Database) -> None:
    content = calendar(event(FIRST), head=HEAD)
    add(sqlite_database, content)
    fetched_later = content.replace(b"DTSTAMP:20250701", b"DTSTAMP:20251001")
    assert add(sqlite_database, fetched_later, days=80).known


def test_what_the_calendar_moves_is_moved_and_its_neighbours_rest(database: Database) -> None:
    other = event("DTSTART;VALUE=DATE:20251001", uid="2", summary="Other")
    add(database, calendar(event(FIRST, uid="1"), other, head=HEAD))
    moved = event("DTSTART;VALUE=DATE:20250908", "LAST-MODIFIED:20250710T080000Z", uid="1")
    added = add(database, calendar(moved, other, head=HEAD), days=1)
    assert [one.new for one in added.events] == [False]
    first, second = found(database)
    assert first.interval is not None
    assert first.interval.start == date(2025, 9, 8)
    assert (first.revision, second.revision) == (1, 0)
    assert [one.what for one in first.history] == ["date"]


def test_changed_and_changed_back_on_one_day_ends_as_it_began(sqlite_database: Database) -> None:
    plain, off = event(FIRST), event(FIRST, "STATUS:CANCELLED")
    for days, one in enumerate((plain, off, plain)):
        add(sqlite_database, calendar(one), days=days)
    (event_,) = found(sqlite_database)
    assert event_.status is Status.PLANNED


def test_entries_of_one_calendar_are_never_the_same_event(sqlite_database: Database) -> None:
    twins = [event(FIRST, uid=str(number)) for number in (1, 2)]
    add(sqlite_database, calendar(*twins))
    assert len(found(sqlite_database)) == 2
    add(sqlite_database, calendar(*twins, event(FIRST, uid="3")), days=1)
    assert len(found(sqlite_database)) == 3


def test_another_calendar_that_tells_the_same_is_a_second_source(
    sqlite_database: Database,
) -> None:
    for name in ("a", "b"):
        add(
            sqlite_database,
            calendar(event(FIRST, uid=name, summary="G20 summit in Miami"), head=f"NAME:{name}"),
        )
    (event_,) = found(sqlite_database)
    assert [one.title for one in event_.sources] == ["a", "b"]


def test_its_own_export_changes_nothing(database: Database) -> None:
    add(database, calendar(event(FIRST), event(FIRST, uid="2", summary="Other")))
    before, written = found(database), exported(database)
    assert add(database, written, days=1).known
    assert found(database) == before


def test_another_timeline_that_reads_the_export_exports_the_same(
    database: Database, sqlite_url: str
) -> None:
    """All but what says when and by whom it was told: the source is the calendar now."""
    add(
        database,
        calendar(
            event(FIRST, "CATEGORIES:Summit,DE,FR", "LOCATION:Riga", uid="1"),
            event("DTSTART:20251001T100000Z", "STATUS:TENTATIVE", uid="2", summary="زيارة, a;b"),
            event("DTSTART;VALUE=DATE:20251101", "RRULE:FREQ=YEARLY", uid="3", summary="Day"),
            "BEGIN:VTODO\r\nUID:4\r\nSUMMARY:Report\r\nDUE;VALUE=DATE:20251231\r\nEND:VTODO",
        ),
    )
    other = Database(f"{sqlite_url}.other")
    other.migrate()
    add(other, exported(database), days=1)
    assert told(exported(other)) == told(exported(database))
    assert add(other, exported(database), days=2).known
    other.dispose()


def told(feed: bytes) -> list[list[str]]:
    """What the components say, without stamps and description."""
    left_out = ("DTSTAMP", "CREATED", "LAST-MODIFIED", "DESCRIPTION")
    parts = feed.decode().replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]
    return [[one for one in part.split("\r\n") if not one.startswith(left_out)] for part in parts]


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(1, 28), st.booleans(), st.booleans()), max_size=5))
def test_the_uid_stays_and_the_sequence_never_falls(
    tmp_path_factory: pytest.TempPathFactory,
    migrated_sqlite: Path,
    changes: list[tuple[int, bool, bool]],
) -> None:
    folder = tmp_path_factory.mktemp("sequence")
    database = Database(f"sqlite:///{shutil.copy(migrated_sqlite, folder / 'store.sqlite3')}")
    seen: list[tuple[str, int]] = []
    for days, (day, is_off, is_renamed) in enumerate([(1, False, False), *changes]):
        lines = [f"DTSTART;VALUE=DATE:202509{day:02}", *(["STATUS:CANCELLED"] if is_off else [])]
        lines.append(f"LAST-MODIFIED:202507{days + 1:02}T120000Z")
        add(database, calendar(event(*lines, summary="Renamed" if is_renamed else "Session")), days)
        (component,) = icalendar.Calendar.from_ical(exported(database)).walk("VEVENT")
        seen.append((str(component["UID"]), int(str(component["SEQUENCE"]))))
    database.dispose()
    assert len({uid for uid, _ in seen}) == 1
    assert [number for _, number in seen] == sorted(number for _, number in seen)


def test_what_repeats_in_the_calendar_repeats_in_the_feed(database: Database) -> None:
    add(database, calendar(event("DTSTART;VALUE=DATE:20250901", "RRULE:FREQ=WEEKLY;BYDAY=MO")))
    (event_,) = found(database)
    assert event_.timex is not None
    assert event_.timex.repeats == "XXXX-WXX-1"
    assert b"\r\nRRULE:FREQ=WEEKLY;BYDAY=MO\r\n" in exported(database)


def test_a_calendar_without_any_date_of_its_own_asks_for_one(sqlite_database: Database) -> None:
    content = calendar(event(FIRST)).replace(b"DTSTAMP:20250701T120000Z\r\n", b"")
    draft = read_bytes(content)
    with pytest.raises(BaseException, match="when it was published"):
        add_draft(sqlite_database, FakeReader(), draft, now=NOW)
    given = Anchor(published=date(2025, 7, 1))
    added = add_draft(sqlite_database, FakeReader(), draft, now=NOW, published=given)
    assert added.article.anchor == given


def test_what_was_left_out_is_told(sqlite_database: Database) -> None:
    added = add(sqlite_database, calendar(event(FIRST), event(uid="2", summary="No day")))
    assert [problem[:18] for problem in added.problems] == ["left out 'No day':"]


@pytest.mark.parametrize("file", sorted((ROOT / "seeds").glob("*.ics")), ids=lambda one: one.name)
def test_the_sample_calendars_are_whole_and_name_their_source(
    sqlite_database: Database, file: Path
) -> None:
    added = add(sqlite_database, file.read_bytes())
    assert not added.problems
    assert added.article.url
    assert added.article.url.startswith("https://")
    assert len({one.event.id for one in added.events}) == file.read_bytes().count(b"BEGIN:VEVENT")
