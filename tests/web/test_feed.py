"""The feeds over HTTP: filters, the window, what is refused, and what costs nothing."""

import gzip
import json
from datetime import date, timedelta

import icalendar
import pytest
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.core.samples import a_source, an_event, until
from tests.store.build import keep
from timeline.core.event import EventType
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.store import marks
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


def test_two_beginnings_are_refused(client: FlaskClient) -> None:
    answer = client.get("/calendar.ics?since=2024-01-01&since=2025-01-01")
    assert answer.status_code == 400
    assert "ince is given more than once" in answer.text


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "Timeline"),
        ("type=visit&country=LV", "Timeline: visit, LV"),
        ("deadline=true", "Timeline: deadlines"),
        ("deadline=false&country=LV", "Timeline: LV, no deadlines"),
        ("from=2025-01-01&to=2025-12-31", "Timeline: from 2025-01-01, to 2025-12-31"),
        ("sure=0.5", "Timeline: sure to 0.5"),
    ],
)
def test_the_calendar_is_called_after_its_filter(
    client: FlaskClient, query: str, name: str
) -> None:
    calendar = icalendar.Calendar.from_ical(client.get(f"/calendar.ics?{query}").data)
    assert str(calendar["NAME"]).replace("\\,", ",") == name


def test_options_are_honoured(client: FlaskClient) -> None:
    body = client.get("/calendar.ics?alarms=7&alarms=1&todo=1&cancelled=confirmed&fuzzy=all").data
    assert body.count(b"BEGIN:VALARM") == 4
    assert body.count(b"BEGIN:VTODO") == 1


@pytest.mark.parametrize(
    "path",
    [
        "/calendar.ics",
        "/calendar.json",
        "/calendar.jscalendar.json",
        "/events.csv",
        "/events.atom",
        "/timelinejs.json",
    ],
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


def test_a_tag_that_a_proxy_made_weak_is_known_too(client: FlaskClient) -> None:
    tag = client.get("/calendar.ics").headers["ETag"]
    known = {"If-None-Match": f"W/{tag}"}
    assert client.get("/calendar.ics", headers=known).status_code == 304


def test_a_reader_that_knows_dates_alone_gets_304_until_something_changes(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.write() as session:
        earlier = NOW - timedelta(hours=1)
        keep(session, an_event("new", changed_at=earlier, sources=(a_source("a8"),)))
        marks.set_mark(session, marks.VERSION, earlier)
    first = client.get("/calendar.ics")
    known = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get("/calendar.ics", headers=known).status_code == 304
    # An ETag that does not fit counts more than a date that does (RFC 9110, 13.1.3).
    other = {**known, "If-None-Match": '"another"'}
    assert client.get("/calendar.ics", headers=other).status_code == 200
    with sqlite_database.write() as session:
        keep(session, an_event("newer", sources=(a_source("a9"),)))
    assert client.get("/calendar.ics", headers=known).status_code == 200


def test_a_change_in_this_very_second_has_no_date_yet(client: FlaskClient) -> None:
    assert "Last-Modified" not in client.get("/calendar.ics").headers


def test_a_feed_is_packed_for_whoever_takes_it(client: FlaskClient) -> None:
    plain = client.get("/calendar.ics")
    packed = client.get("/calendar.ics", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.vary.as_set() == plain.vary.as_set() == {"accept-encoding"}
    again = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert client.get("/calendar.ics", headers=again).status_code == 304


def test_nothing_is_rendered_for_a_304_or_a_head(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = client.get("/calendar.ics").headers["ETag"]

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("rendered")

    monkeypatch.setattr("timeline.feeds.ical.render", fail)
    monkeypatch.setattr("timeline.store.rendered.stream_rendered", fail)
    assert client.get("/calendar.ics", headers={"If-None-Match": tag}).status_code == 304
    assert client.head("/calendar.ics").headers["ETag"] == tag


def test_the_description_says_how_far_the_feed_reaches(client: FlaskClient) -> None:
    for query, said in (("", "Events from 90 days back on"), ("?since=2024-01-01", "2024-01-01")):
        calendar = icalendar.Calendar.from_ical(client.get(f"/calendar.ics{query}").data)
        assert said in str(calendar["DESCRIPTION"])


def test_the_usual_feed_stays_under_a_megabyte_and_says_what_it_left_out(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timeline.web.asked.MOST", 5_200)
    cut = client.get("/calendar.ics")
    assert len(cut.data) <= 5_200
    assert uids(cut.data) == {"due"}
    said = str(icalendar.Calendar.from_ical(cut.data)["DESCRIPTION"])
    assert "1 before 31 December 2025" in said
    assert uids(client.get("/calendar.ics?since=2024-01-01").data) == {"old", "now", "due"}


@pytest.mark.parametrize("path", ["/calendar.json", "/calendar.jscalendar.json"])
def test_the_calendar_as_json_holds_the_same_part_and_says_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr("timeline.web.asked.MOST", 5_200)
    cut = client.get(path).text
    assert "due@timeline.invalid" in cut
    assert "now@timeline.invalid" not in cut
    assert "1 before 31 December 2025" in cut
    assert "now@timeline.invalid" in client.get(f"{path}?since=2024-01-01").text


def test_the_calendar_as_json_tells_what_an_event_is_part_of(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.write() as session:
        told = (a_source("shared"),)
        pact = an_event("pact", type=EventType.SIGNING, sources=told)
        keep(session, an_event("visit", sources=told), pact)
    entries = json.loads(client.get("/calendar.jscalendar.json").data)["entries"]
    parent = {"@type": "Relation", "relation": {"parent": True}}
    assert [(one["uid"], one["relatedTo"]) for one in entries if "relatedTo" in one] == [
        ("pact@timeline.invalid", {"visit@timeline.invalid": parent})
    ]
    assert (
        '["related-to", {}, "text", "visit@timeline.invalid"]' in client.get("/calendar.json").text
    )


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/calendar.json", "application/calendar+json; charset=utf-8"),
        ("/calendar.jscalendar.json", "application/jscalendar+json;type=group"),
    ],
)
def test_the_calendar_comes_as_json_too(client: FlaskClient, path: str, kind: str) -> None:
    answer = client.get(f"{path}?deadline=true&todo=1&alarms=3")
    assert answer.headers["Content-Type"] == kind
    assert json.loads(answer.data)
    assert answer.text.count("due@timeline.invalid") == 1
    assert answer.text.count("due-todo@timeline.invalid") == 1
    assert client.get(f"{path}?colour=red").status_code == 400


def test_atom_holds_what_changed_last(client: FlaskClient, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        later = NOW + timedelta(days=1)
        keep(session, an_event("last", changed_at=later, title="Last", sources=()))
    assert client.get("/events.atom").text.index("Last") < client.get("/events.atom").text.index(
        "Merz"
    )


def test_one_event_can_be_put_into_a_calendar(client: FlaskClient) -> None:
    answer = client.get("/events/due.ics")
    assert uids(answer.data) == {"due"}
    assert b"METHOD" not in answer.data  # a file is no message (RFC 5545, 3.7.2)
    tag = {"If-None-Match": answer.headers["ETag"]}
    again = client.get("/events/due.ics", headers=tag)
    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Type" not in again.headers


def test_one_event_says_what_it_is_part_of(client: FlaskClient, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        keep(
            session,
            an_event("visit", sources=(a_source("a9"),)),
            an_event("signing", type=EventType.SIGNING, sources=(a_source("a9"),)),
        )
    assert b"RELATED-TO:visit@timeline.invalid" in client.get("/events/signing.ics").data


@pytest.mark.parametrize("packed", ["identity", "gzip"])
@pytest.mark.parametrize(
    "path", ["/calendar.ics", "/calendar.json", "/events.csv", "/events.atom", "/events/due.ics"]
)
def test_a_304_varies_with_what_its_200_does(client: FlaskClient, path: str, packed: str) -> None:
    takes = {"Accept-Encoding": packed}
    first = client.get(path, headers=takes)
    again = client.get(path, headers={**takes, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.headers["Vary"]) == (304, first.headers["Vary"])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Events from 90 days back on; add since=DATE for earlier ones."),
        ("?to=2026-12-31", "Events from 90 days back to 2026-12-31; add since=DATE"),
        ("?from=2024-01-01", "Events from 2024-01-01 on."),
        ("?since=2024-01-01&to=2025-12-31", "Events from 2024-01-01 to 2025-12-31."),
    ],
)
def test_the_calendar_says_from_when_to_when_it_reaches(
    client: FlaskClient, query: str, said: str
) -> None:
    calendar = icalendar.Calendar.from_ical(client.get(f"/calendar.ics{query}").data)
    assert str(calendar["DESCRIPTION"]).startswith(said)
