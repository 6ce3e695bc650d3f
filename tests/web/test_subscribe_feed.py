"""Subscribe: the filter goes along, the options show what comes, private addresses open and end."""

import re
from datetime import date
from html import unescape

import icalendar
import pytest
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.core.samples import a_source, an_event
from tests.store.build import keep
from tests.tasks.fakes import FakeReader
from tests.web.conftest import csrf
from tests.web.view_events import keep_four
from timeline.config import from_environ
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.mail.transport import Outbox
from timeline.store.engine import Database
from timeline.web import create_app


@pytest.fixture(autouse=True)
def four(sqlite_database: Database) -> None:
    keep_four(sqlite_database)


def page_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.text)


def private_address(client: FlaskClient, **values: str) -> str:
    token = csrf(client, "/feeds")
    answer = client.post("/feeds/private", data={"csrf_token": token, "name": "Desk", **values})
    assert answer.status_code == 200, answer.text
    found = re.search(r'value="http://127.0.0.1:8000(/f/[\w-]+\.ics)"', answer.text)
    assert found
    return found.group(1)


@pytest.mark.parametrize("path", ["/feeds", "/feeds/dialog"])
def test_filter_and_options_stand_in_every_address(client: FlaskClient, path: str) -> None:
    shown = page_of(client, f"{path}?country=LV&alarms=7&alarms=1&todo=1&rich=1&since=2024-01-01")
    query = "country=LV&since=2024-01-01&alarms=1&alarms=7&todo=1&rich=1"
    assert f'value="http://127.0.0.1:8000/calendar.ics?{query}"' in shown
    assert f'href="webcal://127.0.0.1:8000/calendar.ics?{query}"' in shown
    assert f'href="/calendar.ics?{query}"' in shown
    assert 'href="/events.csv?country=LV"' in shown
    for said in ("Google", "Outlook on the web", "8 to 24 hours", "Thunderbird every 30 minutes"):
        assert said in shown


def test_the_preview_shows_what_the_calendar_will_say(client: FlaskClient) -> None:
    shown = page_of(client, "/feeds/dialog?deadline=true")
    assert "1 event, the next of them" in shown
    assert "31 December 2025" in shown
    assert "DUE: " in shown
    body = client.get("/calendar.ics?deadline=true").data
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert str(event["SUMMARY"]) in shown


def test_the_preview_follows_the_options(client: FlaskClient, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        year = unit(date(2026, 1, 1), Precision.YEAR)
        keep(session, an_event("y", title="In a year", interval=year, sources=(a_source("a77"),)))
    assert "In a year" not in page_of(client, "/feeds/dialog")
    assert "1 more is known to the year alone" in page_of(client, "/feeds/dialog")
    assert "In a year (2026, day open)" in page_of(client, "/feeds/dialog?fuzzy=all")


def test_where_nothing_lies_ahead_the_last_are_shown(client: FlaskClient) -> None:
    shown = page_of(client, "/feeds/dialog?to=2025-07-18&since=2020-01-01")
    assert "the last of them" in shown


def test_what_means_nothing_is_told_and_the_rest_holds(client: FlaskClient) -> None:
    shown = page_of(client, "/feeds?country=LV&alarms=soon&colour=red")
    assert "cannot read alarms 'soon'" in shown
    assert "unknown parameter 'colour'" in shown
    assert "calendar.ics?country=LV" in shown


def test_a_private_address_is_the_calendar_of_its_filter(client: FlaskClient) -> None:
    path = private_address(client, deadline="true", alarms="7")
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.cache_control.private
    calendar = icalendar.Calendar.from_ical(answer.data)
    assert str(calendar["NAME"]) == "Desk"
    assert [str(one["UID"]) for one in calendar.walk("VEVENT")] == ["due@timeline.invalid"]
    assert len(calendar.walk("VALARM")) == 1
    assert path.removeprefix("/f/").removesuffix(".ics").encode() not in answer.data
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_it_is_listed_with_its_last_use_and_never_shown_again(client: FlaskClient) -> None:
    path = private_address(client, country="LV")
    assert "never" in page_of(client, "/feeds")
    client.get(path)
    shown = page_of(client, "/feeds")
    assert f"{NOW:%Y-%m-%d %H:%M}" in shown
    assert "Country Latvia" in shown
    assert path not in shown


def test_a_revoked_address_is_answered_with_410(client: FlaskClient) -> None:
    path = private_address(client)
    shown = client.get("/feeds").text
    action = re.search(r'action="(/feeds/private/\w+/revoke)"', shown)
    assert action
    data = {"csrf_token": csrf(client, "/feeds")}
    assert client.post(action.group(1), data=data).status_code == 303
    assert client.get(path).status_code == 410
    assert "was revoked" in client.get(path).text
    assert "revoked" in client.get("/feeds").text
    assert client.get("/f/unknown.ics").status_code == 404


def test_a_private_address_needs_a_name_and_sense(client: FlaskClient) -> None:
    token = csrf(client, "/feeds")
    for values in ({"name": " "}, {"name": "x", "alarms": "soon"}):
        answer = client.post("/feeds/private", data={"csrf_token": token, **values})
        assert answer.status_code == 422
        assert "No address was made" in answer.text
    assert client.post("/feeds/private", data={"name": "x"}).status_code == 400


@pytest.mark.parametrize(
    "where",
    [{"HOST": "0.0.0.0"}, {"TIMELINE_BASE_URL": "https://timeline.example"}],  # the latter: a proxy
)
def test_a_public_server_makes_lists_and_revokes_none_for_strangers(
    sqlite_database: Database, client: FlaskClient, where: dict[str, str]
) -> None:
    path = private_address(client)
    revoke = re.search(r'action="(/feeds/private/\w+/revoke)"', client.get("/feeds").text)
    assert revoke
    config = from_environ({**where, "TIMELINE_SECRET_KEY": "secret"})
    public = create_app(
        config,
        database=sqlite_database,
        reader=FakeReader(),
        transport=Outbox(),
        now=lambda: NOW,
    ).test_client()
    shown = public.get("/feeds").text
    assert "Desk" not in shown
    assert "private address" not in shown
    for action in ("/feeds/private", revoke.group(1)):
        data = {"csrf_token": csrf(public, "/sign-in"), "name": "Mine"}
        assert public.post(action, data=data).status_code == 401
    assert public.get(path).status_code == 200
