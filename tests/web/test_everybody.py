"""What the page promises whoever comes: by touch, by keys, with larger text or less motion."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.test_browser import PHONE, address, go, page

pytestmark = pytest.mark.browser
__all__ = ["address", "page"]  # fixtures

SIZES = """(chosen) => [...document.querySelectorAll(chosen)].map((one) => {
  const { width, height } = one.getBoundingClientRect();
  return [one.textContent.trim().slice(0, 20), width, height];
}).filter(([, width]) => width)"""
ACTIONS = ".top .btn, .seg a, .filters summary, .filters .search input, .next a, .zoom a, .tbtn"


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A phone: narrow, and moved by fingers."""
    context = browser.new_context(
        base_url=address, viewport={"width": PHONE, "height": 844}, has_touch=True, is_mobile=True
    )
    yield context
    context.close()


def test_the_details_stand_beside_the_timeline_and_below_it_where_it_is_narrow(page: Page) -> None:
    go(page, "/?event=due")
    card, panel = page.locator(".tlc").bounding_box(), page.locator("#event").bounding_box()
    assert card
    assert panel
    assert panel["x"] >= card["x"] + card["width"]
    assert panel["width"] == pytest.approx(384, abs=1)
    page.set_viewport_size({"width": 1100, "height": 900})
    card, panel = page.locator(".tlc").bounding_box(), page.locator("#event").bounding_box()
    assert card
    assert panel
    assert panel["y"] >= card["y"] + card["height"]


def test_on_a_phone_the_list_leads_and_an_event_has_a_page_of_its_own(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    page.goto("/")
    expect(page.locator(".tlc")).to_be_hidden()
    page.locator(".ev a[data-event=due]").tap()
    page.wait_for_url("**/events/due")
    expect(page.locator("h1")).to_have_text("Latvia changes its law")


def test_fingers_find_what_they_touch(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/")
    small = [one for one in page.evaluate(SIZES, ACTIONS.replace(", .next a", "")) if one[2] < 43.5]
    assert not small


def test_a_mouse_finds_what_it_points_at(page: Page) -> None:
    go(page, "/?event=due")
    small = [one for one in page.evaluate(SIZES, ACTIONS + ", .tl a.m, .acts .btn, .det .x")
             if min(one[1:]) < 23.5]  # fmt: skip
    assert small == []


def test_a_finger_that_moves_up_and_down_scrolls_the_page(page: Page) -> None:
    go(page, "/")
    for moved in (".rows", ".axis"):
        style = page.locator(moved).first.evaluate("e => getComputedStyle(e).touchAction")
        assert style == "pan-y", moved


def test_the_first_tab_leads_past_the_timeline_to_the_list(page: Page) -> None:
    go(page, "/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**#list")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#list').contains(document.activeElement)")


def test_the_focus_never_hides_under_the_header(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 500})
    go(page, "/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator(".ev .et a").last.focus()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        top = page.evaluate(
            "document.activeElement.closest('.top') ? 99 :"
            " document.activeElement.getBoundingClientRect().top"
        )
        assert top >= 64


def test_how_many_a_filter_finds_is_said_aloud(page: Page) -> None:
    go(page, "/")
    page.locator("#q").fill("latvia")
    page.keyboard.press("Enter")
    expect(page.locator("body > [role=status]")).to_have_text("1 event")


def test_a_filter_is_a_step_that_back_and_forward_take(page: Page) -> None:
    go(page, "/")
    page.locator("#q").fill("latvia")
    page.keyboard.press("Enter")
    expect(page.locator("#count b")).to_have_text("1 event")
    page.go_back()
    expect(page.locator("#count b")).to_have_text("4 events")
    page.go_forward()
    expect(page.locator("#count b")).to_have_text("1 event")


def test_the_arrows_lead_back_and_up_too(page: Page) -> None:
    go(page, "/")
    page.locator("a.m[data-event=due]").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("a.m[data-event=visit]")).to_be_focused()  # the nearest in the lane above
    page.locator("a.m[data-event=summit]").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("a.m[data-event=summit]")).not_to_be_focused()


@pytest.mark.parametrize("path", ["/?event=due", "/events/due", "/feeds", "/deadlines"])
def test_text_of_twice_the_size_stays_on_the_page(page: Page, path: str) -> None:
    page.goto(path)
    page.evaluate("""() => {
      const sizes = [...document.querySelectorAll("body *")]
        .map((one) => [one, parseFloat(getComputedStyle(one).fontSize)]);
      for (const [one, size] of sizes) one.style.fontSize = `${size * 2}px`;
    }""")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")


def test_less_motion_means_none(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    page = context.new_page()
    go(page, "/")
    said = page.evaluate("""() => {
      document.querySelector('.seg [data-zoom=week]').click();
      return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
        done(document.querySelector('#tlh').textContent))));
    }""")
    page.wait_for_timeout(300)
    assert said == page.locator("#tlh").inner_text()
    context.close()


def test_marks_are_seen_where_the_system_chooses_the_colours(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(base_url=address, forced_colors="active")
    page = context.new_page()
    go(page, "/")
    ground = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    for event in ("visit", "due"):
        mark = page.locator(f"a.m[data-event={event}] .d")
        drawn = mark.evaluate("e => { const s = getComputedStyle(e);"
                              " return [s.backgroundColor, s.borderBottomColor]; }")  # fmt: skip
        assert any(colour not in {ground, "rgba(0, 0, 0, 0)"} for colour in drawn), event
    context.close()


def test_every_page_has_one_title_and_landmarks(page: Page) -> None:
    for path in ("/", "/?view=month", "/deadlines", "/events/due", "/queue", "/feeds"):
        page.goto(path)
        counted = {one: page.locator(one).count() for one in ("h1", "main", "header nav", "footer")}
        assert set(counted.values()) == {1}, path
        assert re.search(r"\w", page.title())
