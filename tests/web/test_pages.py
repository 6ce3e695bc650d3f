"""The pages that show events, as a browser without JavaScript sees them."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from tests.core.samples import a_source, an_event
from tests.store.build import keep
from tests.web.view_events import keep_four
from timeline.core.event import EventType, Status
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.core.timex import Mod, Timex, TimexType
from timeline.store.engine import Database
from timeline.web import listing, pages

VIEWS = ("/", "/?view=month&at=2025-07-01", "/?view=list", "/deadlines", "/feeds", "/countries/LV")


@pytest.fixture
def four(sqlite_database: Database) -> None:
    keep_four(sqlite_database)


def text_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.text


@pytest.mark.usefixtures("four")
def test_the_page_lists_every_event_with_its_sentence(client: FlaskClient) -> None:
    page = text_of(client, "/")
    listed = re.findall(r'<a href="/events/(\w+)" data-event', page)
    assert listed == ["visit", "summit", "due", "forum"]
    assert "Latvia is to change its law <u>by the end of the year</u>." in page
    assert "<b>4 events</b> from 4 articles" in page
    assert "No date given" in page


@pytest.mark.usefixtures("four")
def test_the_nearest_deadline_stands_large_with_its_days(client: FlaskClient) -> None:
    page = text_of(client, "/")
    assert '<div class="big">166<small>days left</small></div>' in page
    assert "Next deadline, by 31 December 2025" in page


@pytest.mark.usefixtures("four")
def test_each_mark_is_a_link_to_its_event_with_a_name(client: FlaskClient) -> None:
    page = text_of(client, "/")
    names = re.findall(r'<a class="m [^>]*aria-label="([^"]+)"', page)
    assert len(names) == 3
    assert "Latvia changes its law, by 31 December 2025, expected, 3 of 3" in names
    assert page.count('tabindex="0"') == 1


@pytest.mark.usefixtures("four")
def test_an_open_event_shows_how_its_date_was_read(client: FlaskClient) -> None:
    page = text_of(client, "/?event=due")
    assert "<mark>Latvia is to change its law <u>by the end of the year</u>.</mark>" in page
    assert "“the end of the year”, written on 17 July 2025, was read as by 31 December 2025" in page
    assert "<code>../2025-12-31</code>" in page
    assert 'href="/events/due.ics"' in page
    assert "166 days left" in page


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?country=LV", ["due"]),
        ("?deadline=true", ["due"]),
        ("?q=paris", ["summit"]),
        ("?type=visit&type=summit", ["visit", "summit"]),
        ("?from=2025-08-01&to=2025-08-31", ["summit"]),
    ],
)
def test_the_filter_stands_in_the_address(
    client: FlaskClient, query: str, found: list[str]
) -> None:
    page = text_of(client, f"/{query}")
    assert re.findall(r'<a href="/events/(\w+)" data-event', page) == found
    assert "Clear filters" in page
    assert f'href="/feeds{query}"' in unescape(page)


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("type=party", "unknown type 'party'"),
        ("colour=red", "unknown parameter 'colour'"),
        ("zoom=hour", "unknown zoom 'hour'"),
        ("view=map", "unknown view 'map'"),
        ("at=tomorrow", "cannot read at 'tomorrow'"),
        ("event=gone", "gone"),
        ("after=x", "x"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_holds(
    client: FlaskClient, query: str, named: str
) -> None:
    page = unescape(text_of(client, f"/?country=LV&{query}"))
    notice = page[page.index('class="notice"') :].split("</div>")[0]
    assert named in notice
    assert re.findall(r'<a href="/events/(\w+)" data-event', page) == ["due"]


@pytest.mark.usefixtures("four")
def test_nothing_found_says_how_many_are_hidden(client: FlaskClient) -> None:
    page = text_of(client, "/?country=JP")
    assert "No events match these filters" in page
    assert "4 events are hidden" in page


def test_the_first_use_asks_for_an_article(client: FlaskClient) -> None:
    page = text_of(client, "/")
    assert "An example; put your own article in its place" in page
    assert '<form method="post" action="/add"' in page
    assert "All events" not in page


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("path", [*VIEWS, "/?zoom=fit", "/?zoom=week&at=2025-07-17", "/?group=who"])
def test_every_style_stands_in_the_one_block_with_the_nonce(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert " style=" not in answer.text
    assert " onclick=" not in answer.text
    for nonce in re.findall(r'<style nonce="([^"]+)"', answer.text):
        assert f"'nonce-{nonce}'" in policy
    assert answer.text.count("<h1") == 1


@pytest.mark.usefixtures("four")
def test_the_month_is_a_table(client: FlaskClient) -> None:
    page = text_of(client, "/?view=month&at=2025-07-05")
    assert "<caption" in page
    assert 'id="mh">July 2025<' in page
    assert "/?view=month&amp;at=2025-08-01" in page


@pytest.mark.usefixtures("four")
def test_deadlines_say_who_what_and_by_when(client: FlaskClient) -> None:
    page = text_of(client, "/deadlines")
    row = page[page.index("<tbody>") : page.index("</tbody>")]
    for told in ("166", "Evika Siliņa", "Latvia changes its law", "by 31 December 2025", "open"):
        assert told in row
    assert "Merz visits London" not in page


def test_what_ends_is_no_promise(client: FlaskClient, sqlite_database: Database) -> None:
    truce = an_event(
        id="truce",
        type=EventType.EFFECT,
        title="The truce to hold",
        interval=Interval(start=None, end=date(2026, 5, 6), precision=Precision.DAY),
        deadline=True,
    )
    with sqlite_database.write() as session:
        keep(session, truce)
    page = text_of(client, "/deadlines")
    row = page[page.index("<tbody>") : page.index("</tbody>")]
    assert "until 5 May 2026" in row
    assert "by 5 May 2026" not in row


@pytest.mark.usefixtures("four")
def test_the_filter_goes_along_into_every_calendar(client: FlaskClient) -> None:
    page = unescape(text_of(client, "/feeds?country=LV"))
    assert 'value="http://127.0.0.1:8000/calendar.ics?country=LV"' in page
    assert 'href="webcal://127.0.0.1:8000/calendar.ics?country=LV"' in page
    google = re.search(r"https://calendar\.google\.com/calendar/r\?cid=([^\"]+)", page)
    assert google
    assert unquote(google.group(1)) == "webcal://127.0.0.1:8000/calendar.ics?country=LV"
    assert "https://outlook.live.com/calendar/0/addfromweb?url=http%3A%2F%2F" in page
    assert 'href="/reminders?country=LV"' in page
    assert "The 1 event that match" in page or "1 event" in page


@pytest.mark.usefixtures("four")
def test_a_country_has_an_address_of_its_own(client: FlaskClient) -> None:
    page = text_of(client, "/countries/LV")
    assert "<h1>Latvia</h1>" in page
    assert re.findall(r'<a href="/events/(\w+)" data-event', page) == ["due"]
    assert client.get("/countries/lv").headers["Location"] == "/countries/LV"
    assert client.get("/countries/LVA").status_code == 404


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("at", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("zoom", ["decade", "year", "week", "fit"])
@pytest.mark.parametrize("view", ["timeline", "month"])
def test_the_ends_of_the_calendar_can_be_seen(
    client: FlaskClient, at: str, zoom: str, view: str
) -> None:
    text_of(client, f"/?at={at}&zoom={zoom}&view={view}")


@pytest.mark.usefixtures("four")
def test_a_long_list_begins_a_month_ago_and_leads_to_what_was_before(
    client: FlaskClient, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGE", 3)
    assert "From the earliest event on" not in client.get("/").text
    old = an_event("old", title="Talks long ago", interval=unit(date(2024, 1, 1), Precision.DAY))
    with sqlite_database.write() as session:
        keep(session, replace(old, sources=(a_source("a9"),)))
    page = client.get("/").text
    listed = page[page.index('id="list"') :]
    assert "Merz visits London" in listed
    assert "Talks long ago" not in listed
    assert "From the earliest event on" in listed
    first = client.get("/?after=start").text
    assert "Talks long ago" in first[first.index('id="list"') :]
    assert "From the earliest event on" not in first


def test_what_is_over_is_folded_away_where_it_is_much(
    client: FlaskClient, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_four(sqlite_database)
    assert "earlier event" not in client.get("/?q=").text
    monkeypatch.setattr(pages, "FOLDED", 0)
    assert "<summary>1 earlier event</summary>" in client.get("/").text
    assert "<summary>1 earlier event" not in client.get("/?view=list").text
    assert "<summary>1 earlier event" not in client.get("/?q=merz").text


def test_what_may_still_come_this_month_is_not_over(
    client: FlaskClient, sqlite_database: Database
) -> None:
    july = unit(date(2025, 7, 1), Precision.MONTH)
    with sqlite_database.write() as session:
        keep(session, an_event("july", interval=july, status=Status.PLANNED))
    page = client.get("/").text
    assert '<span class="d2">now</span>' in page
    assert "days ago" not in page


def test_early_next_year_comes_before_the_end_of_it() -> None:
    year = unit(date(2026, 1, 1), Precision.YEAR)
    early = Timex(text="early next year", start=0, end=15, type=TimexType.DATE, value="2026",
                  mod=Mod.START)  # fmt: skip
    events = [
        an_event("whole", interval=year),
        an_event("june", interval=unit(date(2026, 6, 1), Precision.DAY)),
        an_event("december", interval=unit(date(2026, 12, 1), Precision.MONTH)),
        an_event("last", interval=unit(date(2026, 12, 31), Precision.DAY)),
        an_event("early", interval=year, timex=early),
    ]
    found = [one.id for one in listing.rank_next(events)]
    assert found == ["early", "june", "december", "last", "whole"]


def test_what_is_due_next_comes_with_the_sentence_that_says_so(
    client: FlaskClient, sqlite_database: Database
) -> None:
    keep_four(sqlite_database)
    found = re.search(r'<li class="first due">.*?</li>', client.get("/").text, re.DOTALL)
    assert found
    assert "166" in found.group()
    assert "to change its law <u>by the end of the year</u>" in found.group()
