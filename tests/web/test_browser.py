"""The pages in a real Chromium: mouse, keys, history, without scripts, and for everybody."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.conftest import NOW
from tests.core.samples import a_source, an_event
from tests.serving import in_the_background
from tests.store.build import keep
from tests.web.conftest import PASSWORD
from tests.web.view_events import keep_four
from timeline.store.engine import Database
from timeline.tasks.accounts import add_account

pytestmark = pytest.mark.browser

WIDE, PHONE, NARROWEST = 1440, 390, 320
WIDTHS = (NARROWEST, PHONE, 600, 701, 820, 1024, 1181, WIDE, 1920)
PATHS = ("/?event=due", "/?view=month", "/?view=list", "/?zoom=fit", "/deadlines", "/feeds")
OTHERS = (
    "/add",
    "/articles",
    "/reminders",
    "/sources",
    "/events/due",
    "/events/due/edit",
    "/events/new",
    "/queue",
    "/articles/a3",
    "/about",
    "/embed",
    "/account",
    "/sign-in",
    "/topics/latvia",
    "/sign-in",
    "/account",
)


@pytest.fixture
def address(app: Flask, sqlite_database: Database) -> Iterator[str]:
    """A running Timeline with four events."""
    keep_four(sqlite_database)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    with in_the_background(server):
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A wide window; anything that the console complains of fails the test."""
    context = browser.new_context(base_url=address, viewport={"width": WIDE, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda told: complaints.append(told.text) if _is_bad(told.type) else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    context.close()
    assert not complaints
    assert all(url.startswith((address, "data:")) for url in asked)


def go(page: Page, address: str) -> None:
    """Open the address, and go on once the timeline can be moved."""
    page.goto(address)
    expect(page.locator(".tlc[data-live]")).to_be_attached()


def _is_bad(kind: str) -> bool:
    return kind in {"error", "warning"}


def test_a_click_on_a_mark_opens_its_sentence(page: Page) -> None:
    go(page, "/")
    page.locator("a.m[data-event=due]").click()
    panel = page.locator("#event")
    expect(panel.locator("mark")).to_have_text(
        "Latvia is to change its law by the end of the year."
    )
    expect(panel.locator("mark u")).to_have_text("by the end of the year")
    expect(panel.locator("h2")).to_be_focused()
    assert "event=due" in page.url


def test_back_closes_what_a_click_opened(page: Page) -> None:
    go(page, "/")
    page.locator("a.m[data-event=due]").click()
    expect(page.locator("#event")).to_be_visible()
    page.go_back()
    expect(page.locator("#event")).to_have_count(0)
    assert "event=" not in page.url


def test_escape_closes_the_details_and_focus_returns(page: Page) -> None:
    go(page, "/?event=due")
    page.locator("#event h2").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#event")).to_have_count(0)
    expect(page.locator("a.m[data-event=due]")).to_be_focused()


def test_the_arrow_keys_go_through_the_events_in_time(page: Page) -> None:
    go(page, "/")
    page.locator("a.m[tabindex='0']").focus()
    page.keyboard.press("Home")
    expect(page.locator("a.m[data-event=visit]")).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator("a.m[data-event=summit]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("a.m[data-event=due]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#event h2")).to_have_text("Latvia changes its law")


def test_keys_zoom_and_pan_and_lead_back_to_today(page: Page) -> None:
    go(page, "/")
    before = page.locator("#tlh").inner_text()
    page.locator("a.m[tabindex='0']").focus()
    page.keyboard.press("+")
    expect(page.locator(".seg [data-zoom=quarter]")).to_have_attribute("aria-current", "true")
    page.wait_for_url("**zoom=quarter**")
    page.keyboard.press("-")
    expect(page.locator(".seg [data-zoom=year]")).to_have_attribute("aria-current", "true")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#tlh")).not_to_have_text(before)
    page.keyboard.press("t")
    expect(page.locator("#tlh")).to_have_text(before)


def test_dragging_pans_and_opens_nothing(page: Page) -> None:
    go(page, "/")
    before = page.locator("#tlh").inner_text()
    box = page.locator(".rows").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20, steps=4)
    page.mouse.up()
    expect(page.locator("#tlh")).not_to_have_text(before)
    expect(page.locator("#event")).to_have_count(0)


def test_the_wheel_zooms_with_control_held_and_scrolls_without(page: Page) -> None:
    go(page, "/")
    before = page.locator("#tlh").inner_text()
    page.locator(".axis").hover()
    page.mouse.wheel(0, 100)
    page.wait_for_function("scrollY > 0")
    assert page.locator("#tlh").inner_text() == before
    page.locator(".axis").hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    expect(page.locator(".seg [data-zoom=quarter]")).to_have_attribute("aria-current", "true")
    page.wait_for_url("**zoom=quarter**")


def test_a_filter_stands_in_the_address_and_goes_along_to_subscribe(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("latvia")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_contain_text("1 event of 4")
    assert "q=latvia" in page.url
    expect(page.locator("#subscribe")).to_have_attribute("href", "/feeds?q=latvia")
    page.get_by_role("link", name="Clear filters").click()
    expect(page.locator("#count")).to_contain_text("4 events")


def test_the_theme_is_remembered(page: Page) -> None:
    page.goto("/")
    page.locator("#theme").click()
    page.goto("/deadlines")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_without_scripts_everything_is_there(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    expect(page.locator(".ev")).to_have_count(4)
    page.locator("a.m[data-event=due]").click()
    expect(page.locator("#event mark")).to_be_visible()
    page.get_by_role("link", name="Zoom in", exact=True).click()
    expect(page.locator(".seg [data-zoom=quarter]")).to_have_attribute("aria-current", "true")
    page.locator("#q").fill("latvia")
    page.locator("#q").press("Enter")
    expect(page.locator(".ev")).to_have_count(1)
    context.close()


@pytest.mark.parametrize("path", [*PATHS, *OTHERS])
def test_no_page_scrolls_sideways(page: Page, path: str) -> None:
    page.goto(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        scrolled = page.evaluate("document.documentElement.scrollWidth")
        assert scrolled <= width, f"{path} is {scrolled} wide at {width}"


@pytest.mark.parametrize("width", [PHONE, WIDE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in (*PATHS, *OTHERS):
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


@pytest.mark.parametrize("width", [PHONE, WIDE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_account_with_a_token_just_made_is_for_everybody(
    page: Page, sqlite_database: Database, width: int, scheme: str
) -> None:
    add_account(sqlite_database, "Alice", PASSWORD, now=NOW)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/sign-in?next=/account")
    page.get_by_label("Name").fill("Alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("What it is for").fill("Wire import")
    page.get_by_role("button", name="Make a token").click()
    expect(page.get_by_label("Your new token")).to_have_value(re.compile("^tl_"))
    expect(page.get_by_role("button", name="Revoke Wire import")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_print_is_light_and_holds_the_evidence_and_the_address(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("/?event=due")
    for hidden in (".top", ".filters", ".tb .zoom", ".over", ".acts"):
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in (".tl", ".ev .q", "#event mark", ".address"):
        expect(page.locator(shown).first).to_be_visible()
    assert page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert "/?event=due" in page.locator(".address").inner_text()


LONG = (
    "Bundesverfassungsgerichtsentscheidungsverkündungstermin zur Vermögensteuerwiedereinführung",
    "انعقاد القمة العربية الطارئة في الرياض لبحث مستقبل قطاع غزة وإعادة الإعمار",
)


@pytest.mark.parametrize("title", LONG, ids=["german", "arabic"])
@pytest.mark.parametrize("width", [NARROWEST, WIDE])
def test_long_and_right_to_left_titles_stay_inside(
    page: Page, sqlite_database: Database, title: str, width: int
) -> None:
    with sqlite_database.write() as session:
        keep(session, an_event("long", title=title, sources=(a_source("a7", quote=title),)))
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/?view=month", "/?view=list", "/events/long", "/articles/a7"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto("/events/long")
    direction = "rtl" if title == LONG[1] else "ltr"
    assert page.locator("h1").evaluate("e => getComputedStyle(e).direction") == direction


def test_an_article_is_added_in_steps_that_are_counted(page: Page) -> None:
    done: list[str] = []
    page.expose_function("note", lambda text: done.append(text))
    page.goto("/add")
    page.evaluate(
        """() => new MutationObserver((changes) => changes.forEach(({ target }) =>
             target.className === 'done' && note(target.textContent))
           ).observe(document.querySelector('.doing'), { subtree: true, childList: true })"""
    )
    page.locator("#text").fill("Germany signs a treaty in London on 2025-08-01.")
    page.get_by_role("button", name="Read it", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("When was it published?")
    expect(page.locator("#published-text")).to_be_focused()
    page.locator("#published-text").fill("2025-07-18")
    page.get_by_role("button", name="Read it", exact=True).click()
    page.wait_for_url("**/articles/*added=new*")
    expect(page.locator(".told")).to_contain_text("1 event: 1 new.")
    assert done[-3:] == ["8 words read", "1 time expression found", "1 event added"]
    page.locator(".mentions").get_by_role("button", name="Undo").click()
    expect(page.locator(".mentions")).to_contain_text("taken out")


def test_a_form_that_takes_a_while_says_so_and_is_sent_once(page: Page) -> None:
    page.goto("/add")
    page.locator("#text").fill("Merz came to London on Thursday.")
    page.locator("#published-text").fill("2025-07-17")
    page.route("**/add", lambda _: None)
    button = page.locator("form[data-busy]").first.locator("button")
    button.click()
    expect(button).to_have_text("Reading it …")
    expect(button).to_be_disabled()


def test_an_arabic_title_does_not_turn_the_words_around_it(
    page: Page, sqlite_database: Database
) -> None:
    quote = "يلتقي الوزراء في القاهرة يوم 4 أغسطس 2025."
    source = a_source("a9", quote=quote, title="القاهرة: اجتماع وزاري")
    with sqlite_database.write() as session:
        keep(session, an_event("cairo", title="اجتماع وزراء الخارجية", sources=(source,)))
    page.goto("/events/cairo")
    link, line = page.locator(".src a").first, page.locator(".src").first
    told = link.evaluate("""link => {
      const range = document.createRange(), text = link.nextSibling
      range.selectNodeContents(text)
      return [link.getBoundingClientRect().right, range.getBoundingClientRect().left]
    }""")
    assert told[0] <= told[1] + 1, line.inner_text()
    page.goto("/?view=list")
    quoted = page.locator(".ev .q bdi", has_text="القاهرة")
    assert quoted.evaluate("one => getComputedStyle(one).direction") == "rtl"
