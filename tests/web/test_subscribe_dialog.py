"""The Subscribe dialog in a real Chromium: over every page, for the filter on screen."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.web.test_browser import PHONE, WIDE, address, page

__all__ = ["address", "page"]

pytestmark = pytest.mark.browser


def opened(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("#subscribe").click()
    expect(page.locator("#subscribing")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "query"),
    [("/?country=LV", "country=LV"), ("/deadlines?country=LV", "country=LV&deadline=true")],
)
def test_every_page_hands_over_the_filter_on_screen(page: Page, path: str, query: str) -> None:
    opened(page, path)
    assert page.locator("#subscribing #feed").input_value().endswith(f"/calendar.ics?{query}")
    expect(page.locator("#subscribing .preview b")).to_contain_text(["DUE: "])


def test_each_choice_changes_the_address_and_keeps_the_focus(page: Page) -> None:
    opened(page, "/?country=LV")
    box = page.locator("#subscribing .options input[name=alarms][value='7']")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("#subscribing #feed")).to_have_value(
        re.compile(r"/calendar\.ics\?country=LV&alarms=7$")
    )
    expect(box).to_be_checked()
    expect(box).to_be_focused()


def test_escape_closes_it_and_the_page_is_as_it_was(page: Page) -> None:
    opened(page, "/")
    page.keyboard.press("Escape")
    expect(page.locator("#subscribing")).to_be_hidden()
    expect(page.locator("#subscribe")).to_be_focused()


@pytest.mark.parametrize("width", [PHONE, WIDE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_it(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    opened(page, "/?country=LV")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    inside = page.locator("#subscribing").evaluate("one => one.scrollWidth <= one.clientWidth")
    assert inside
