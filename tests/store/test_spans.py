"""Where events stand in time is the same as what the events say."""

from datetime import date

from tests.core.samples import a_source, an_event, until
from tests.store.build import keep
from timeline.core.event import EventType, Participant, Status
from timeline.core.filter import Filter
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.store import events, spans
from timeline.store.engine import Database
from timeline.store.spans import Span

NOBODY = Participant(name="Security Council")
OPEN = Interval(start=date(2025, 9, 1), end=None, precision=Precision.DAY)


def keep_five(database: Database) -> None:
    """A visit of 17 July, a June, a deadline, a start without an end, and one without a date."""
    with database.write() as session:
        keep(
            session,
            an_event("visit", sources=(a_source("a1"),)),
            an_event("june", interval=unit(date(2025, 6, 1), Precision.MONTH), participants=()),
            an_event(
                "due",
                type=EventType.DEADLINE,
                interval=until(date(2025, 12, 31)),
                deadline=True,
                status=Status.PLANNED,
                participants=(NOBODY, Participant(name="Paris", country="FR")),
                sources=(a_source("a1"), a_source("a2", url="https://b.example/2")),
            ),
            an_event("open", interval=OPEN),
            an_event("never", interval=None),
        )


def test_spans_come_in_order_of_time_and_hold_the_days_that_are_known(database: Database) -> None:
    keep_five(database)
    with database.read() as session:
        found = spans.find_spans(session, Filter())
    june = Span("june", "visit", "happened", False, date(2025, 6, 1), date(2025, 6, 30))
    due = Span("due", "deadline", "planned", True, date(2025, 12, 31), date(2025, 12, 31))
    assert [one.id for one in found] == ["june", "visit", "open", "due"]
    assert found[0] == june
    assert found[2].last is None
    assert found[3] == due


def test_spans_are_those_that_the_filter_finds(database: Database) -> None:
    keep_five(database)
    with database.read() as session:
        found = spans.find_spans(session, Filter(deadline=True))
    assert [one.id for one in found] == ["due"]


def test_what_tells_events_apart_is_the_first_and_the_newest(database: Database) -> None:
    keep_five(database)
    with database.read() as session:
        assert spans.first_countries(session)["due"] == "FR"
        assert "june" not in spans.first_countries(session)
        assert spans.first_names(session)["due"] == "Security Council"
        assert spans.newest_hosts(session)["visit"] == "example.org"


def test_events_are_read_by_their_ids_in_order_of_time(database: Database) -> None:
    keep_five(database)
    with database.read() as session:
        found = spans.read_spans(session, ["due", "visit", "gone"])
    assert [one.id for one in found] == ["visit", "due"]


def test_a_cursor_leads_to_the_events_of_a_day(database: Database) -> None:
    keep_five(database)
    with database.read() as session:
        after = spans.cursor_at(date(2025, 7, 17))
        found = events.find_events(session, Filter(), after=after)
        later = events.find_events(session, Filter(), after=spans.cursor_at(date(2025, 7, 18)))
    assert [one.id for one in found] == ["visit", "open", "due", "never"]
    assert [one.id for one in later] == ["open", "due", "never"]
