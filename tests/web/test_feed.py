"""The feeds over HTTP: filters, the window, what is refused, and what costs nothing."""

from datetime import date

import icalendar
import pytest
from flask.testing import FlaskClient

from tests.core.samples import a_source, an_event, until
from tests.store.build import keep
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.store.engine import Database


@pytest.fixture(autouse=True)
def three(sqlite_database: Database) -> None:
    """Long past, yesterday, and due in December; today is 18 July 2025."""
    old = unit(date(2024, 1, 5), Precision.DAY)
    with sqlite_database.write() as session:
        keep(
            session,
            an_event("old", interval=old, sources=(a_source("a1"),)),
            an_event("now", sources=(a_source("a2"),)),
            an_event(
                "due",
                interval=until(date(2025, 12, 31)),
                deadline=True,
                sources=(a_source("a3"),),
            ),
        )


def uids(body: bytes) -> set[str]:
    found = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return {str(one["UID"]).split("@")[0] for one in found}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"now", "due"}),
        ("?since=2024-01-01", {"old", "now", "due"}),
        ("?from=2024-01-01", {"old", "now", "due"}),
        ("?deadline=true", {"due"}),
        ("?country=FR", set()),
        ("?to=2025-07-31", {"now"}),
    ],
)
def test_the_calendar_holds_what_the_filter_chooses(
    client: FlaskClient, query: str, expected: set[str]
) -> None:
    answer = client.get(f"/calendar.ics{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "timeline.ics" in answer.headers["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers
    assert uids(answer.data) == expected


@pytest.mark.parametrize(
    "query",
    ["colour=red", "type=party", "alarms=soon", "fuzzy=1", "todo=yes", "since=17.7.", "from=x"],
)
def test_what_means_nothing_is_named(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/calendar.ics?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.text


def test_options_are_honoured(client: FlaskClient) -> None:
    body = client.get("/calendar.ics?alarms=7&alarms=1&todo=1&cancelled=confirmed&fuzzy=all").data
    assert body.count(b"BEGIN:VALARM") == 4
    assert body.count(b"BEGIN:VTODO") == 1


@pytest.mark.parametrize(
    "path", ["/calendar.ics", "/events.csv", "/events.atom", "/timelinejs.json"]
)
def test_what_a_reader_has_is_not_sent_again(
    client: FlaskClient, sqlite_database: Database, path: str
) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path).data == first.data
    assert client.head(path).data == b""
    with sqlite_database.write() as session:
        keep(session, an_event("new", sources=(a_source("a9"),)))
    changed = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_one_event_can_be_put_into_a_calendar(client: FlaskClient) -> None:
    answer = client.get("/events/due.ics")
    assert uids(answer.data) == {"due"}
    assert b"METHOD:PUBLISH" in answer.data
