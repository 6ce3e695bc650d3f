"""A timeline in another site's page, and what other sites show of a link to ours."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from tests.serving import in_the_background
from tests.web.test_browser import address
from tests.web.view_events import keep_four
from timeline.store.engine import Database

__all__ = ["address"]  # a fixture


@pytest.fixture
def four(sqlite_database: Database) -> None:
    """The events of the other tests."""
    keep_four(sqlite_database)


@pytest.mark.usefixtures("four")
def test_only_the_embedded_timeline_may_stand_in_a_frame(client: FlaskClient) -> None:
    inside = client.get("/embed").headers["Content-Security-Policy"]
    outside = client.get("/").headers["Content-Security-Policy"]
    assert "frame-ancestors *" in inside
    assert "frame-ancestors 'none'" in outside
    assert "Set-Cookie" not in client.get("/embed").headers


@pytest.mark.usefixtures("four")
def test_the_line_to_copy_leads_to_the_same_events(client: FlaskClient) -> None:
    page = client.get("/?country=LV&zoom=month&event=due").text
    line = re.search(r'aria-label="Line to copy" value="([^"]+)"', page)
    assert line
    assert "/embed?country=LV&amp;amp;zoom=month&#34;" in line.group(1)
    assert "1 event" in client.get("/embed?country=LV&zoom=month").text


@pytest.mark.usefixtures("four")
def test_a_frame_leads_out_of_itself(client: FlaskClient) -> None:
    page = client.get("/embed").text
    marks = re.findall(r"<a class=\"m [^>]+>", page)
    assert marks
    assert all('target="_blank"' in mark and 'href="/events/' in mark for mark in marks)
    assert "<header" not in page


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("query", ["?country=XX9", "?q=nothing+of+this"])
def test_a_frame_without_events_says_so(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/embed{query}")
    assert answer.status_code == 200
    assert "No events match" in answer.text or "It was left out" in answer.text


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("path", "title", "description"),
    [
        ("/", "Events", "4 events, each with the sentence that says so."),
        ("/countries/LV", "Latvia", "1 event, each"),
        ("/events/due", "Latvia changes its law", "by 31 December 2025. “Latvia is to change"),
        ("/topics/latvia", "Latvia", "1 event, each"),
    ],
)
def test_a_link_previews_what_it_leads_to(
    client: FlaskClient, path: str, title: str, description: str
) -> None:
    page = client.get(path).text
    assert f'property="og:title" content="{title}"' in page
    found = re.search(r'property="og:description" content="([^"]*)"', page)
    assert found
    assert found.group(1).startswith(description)
    assert re.search(rf'property="og:url" content="http[^"]+{path}"', page)


@pytest.fixture
def paper(address: str) -> Iterator[str]:
    """The address of another site's page, with the timeline in a frame."""
    line = f'<link rel="icon" href="data:,"><iframe src="{address}/embed" width=1000 height=560>'
    page = Response(f"<!doctype html><title>A paper</title>{line}</iframe>", mimetype="text/html")
    server = make_server("127.0.0.1", 0, page)
    with in_the_background(server):
        yield f"http://127.0.0.1:{server.port}/"


@pytest.mark.browser
def test_a_frame_in_another_page_moves_and_complains_of_nothing(
    browser: Browser, paper: str
) -> None:
    page = browser.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(paper)
    frame = page.frame_locator("iframe")
    before = frame.locator("#tlh").inner_text()
    frame.locator(".axis").hover()
    expect(frame.locator(".tlc[data-live]")).to_be_attached()
    frame.get_by_role("link", name="Later").click()
    expect(frame.locator("#tlh")).not_to_have_text(before)
    page.close()
    assert not told
