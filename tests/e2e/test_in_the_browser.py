"""A new user's whole way in a real Chromium: add, look, subscribe, be reminded, stop."""

import re
from collections.abc import Iterator
from datetime import date

import icalendar
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Service

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e")]

ADDRESS = "charlie@example.org"
TEXT = """\
LISBON - The foreign ministers of Portugal and Norway signed a treaty on wind power on Wednesday.

Portugal must publish its plan by 31 March 2033. The Norwegian prime minister will visit Lisbon on
14 June 2033.
"""
EVIDENCE = "Portugal must publish its plan by 31 March 2033."


@pytest.fixture
def page(browser: Browser, service: Service) -> Iterator[Page]:
    context = browser.new_context(base_url=service.url, viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def test_a_new_users_whole_way(page: Page, service: Service) -> None:
    # 1. The samples are there, with what comes next.
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".next .big")).to_be_visible()

    # 2. Add an article: without its date the page asks, and keeps what was typed.
    page.get_by_role("link", name="Add article").click()
    page.locator("#text").fill(TEXT)
    page.get_by_role("button", name="Read it", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("When was it published?")
    expect(page.locator("#text")).to_have_value(re.compile("wind power"))
    page.locator("#published-text").fill("2025-03-06")
    page.get_by_role("button", name="Read it", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="3 new")).to_be_visible()
    expect(page.locator("article mark").first).to_be_visible()
    expect(page.locator("article u.tx").first).to_be_visible()

    # 3. See it on the timeline, by a filter that stands in the address; open its evidence.
    page.goto("/?country=PT&zoom=fit")
    page.locator("a.m.dl").first.click()
    expect(page.locator("#event mark")).to_contain_text(EVIDENCE)
    expect(page.get_by_text(EVIDENCE).first).to_be_visible()
    assert "country=PT" in page.url

    # 4. Subscribe in a calendar, with the filter on screen.
    page.get_by_role("link", name="Subscribe").click()
    feed = page.locator("#feed").input_value()
    assert "country=PT" in feed
    body = page.request.get(feed).body()
    due = [
        one
        for one in icalendar.Calendar.from_ical(body).walk("VEVENT")
        if "DUE" in str(one["SUMMARY"])
    ]
    assert [one.decoded("DTSTART") for one in due] == [date(2033, 3, 31)]

    # 5. Reminders: confirm by the link in the mail, get one, stop by the link in it.
    page.get_by_role("link", name="Remind me by mail").click()
    page.locator("#address").fill(ADDRESS)
    page.get_by_role("button", name="Send me a confirmation link").click()
    expect(page.locator("h1")).to_have_text("Look into your mail")
    page.goto(first_link(service, 1, "confirm"))
    page.get_by_role("button", name="Yes, send me reminders").click()
    expect(page.get_by_text("Your reminders begin now.")).to_be_visible()
    assert service.command("remind", "--now", "2033-03-30T09:00Z").returncode == 0
    page.goto(first_link(service, 2, "unsubscribe"))
    page.get_by_role("button", name="Stop these mails").click()
    expect(page.locator("h1")).to_have_text("No more mails will come")
    assert service.command("remind", "--now", "2033-03-31T09:00Z").returncode == 0
    assert len(service.inbox.to(ADDRESS)) == 2


def first_link(service: Service, count: int, way: str) -> str:
    """The link of this kind in the newest of `count` mails."""
    mails = service.inbox.wait_for(ADDRESS, count)
    assert len(mails) == count
    text = mails[-1].get_body(("plain",))
    assert text is not None
    found = re.search(rf"\S+/reminders/{way}/\S+", text.get_content())
    assert found
    return found.group()
