"""Every behaviour and key of the timeline in a real Chromium, with few and with many events."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.core.samples import a_source, an_event
from tests.store.build import keep
from tests.web.test_browser import address, go, page
from timeline.core.event import EventType, Revision, Status
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.store.engine import Database
from timeline.web import drawing

pytestmark = pytest.mark.browser
__all__ = ["address", "page"]  # fixtures

HEADING = "#tlh"


def heading(page: Page) -> str:
    return page.locator(HEADING).inner_text()


def test_panning_and_zooming_ask_the_server_for_no_page(page: Page) -> None:
    go(page, "/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    before = heading(page)
    page.get_by_role("link", name="Later").click()
    expect(page.locator(HEADING)).not_to_have_text(before)
    page.get_by_role("link", name="Zoom in", exact=True).click()
    page.locator(".seg [data-zoom=week]").click()
    page.wait_for_url("**zoom=week**")
    assert not asked


def test_the_address_follows_and_leads_to_the_same_view(page: Page) -> None:
    go(page, "/")
    page.locator(".seg [data-zoom=month]").click()
    page.wait_for_url("**zoom=month**")
    said = heading(page)
    go(page, page.url)
    expect(page.locator(HEADING)).to_have_text(said)


def test_panning_leaves_no_step_in_the_history(page: Page) -> None:
    page.goto("/articles")
    go(page, "/")
    page.get_by_role("link", name="Later").click()
    page.wait_for_url("**at=**")
    page.go_back()
    page.wait_for_url("**/articles")


def test_back_and_forward_lead_through_the_events_that_were_open(page: Page) -> None:
    go(page, "/")
    page.locator("a.m[data-event=due]").click()
    expect(page.locator("#event h2")).to_have_text("Latvia changes its law")
    page.locator("a.m[data-event=visit]").click()
    expect(page.locator("#event h2")).to_have_text("Merz visits London")
    page.go_back()
    expect(page.locator("#event h2")).to_have_text("Latvia changes its law")
    page.go_forward()
    expect(page.locator("#event h2")).to_have_text("Merz visits London")


def test_opening_an_event_leaves_the_window_where_it_is(page: Page) -> None:
    go(page, "/")
    page.locator(".seg [data-zoom=quarter]").click()
    page.wait_for_url("**zoom=quarter**")
    said = heading(page)
    page.locator("a.m[data-event=visit]").click()
    expect(page.locator("#event h2")).to_be_focused()
    assert heading(page) == said
    expect(page.locator("a.m[data-event=visit]")).to_have_attribute("aria-current", "true")


def test_today_and_fit_are_buttons_and_keys(page: Page) -> None:
    go(page, "/?at=2030-01-01")
    page.locator(".tl").focus()
    page.keyboard.press("t")
    page.wait_for_url(lambda url: "at=" not in url)
    expect(page.locator(".now")).to_be_visible()
    page.keyboard.press("f")
    page.wait_for_url("**zoom=fit**")
    expect(page.locator(".tl a.m")).to_have_count(3)


def test_letters_do_nothing_where_the_timeline_has_no_focus(page: Page) -> None:
    go(page, "/")
    said = heading(page)
    page.locator("h1").click()
    for key in ("t", "f", "+", "-"):
        page.keyboard.press(key)
    page.locator("#q").fill("tf+-?")
    assert heading(page) == said
    expect(page.locator("#keys")).not_to_be_visible()


def test_a_question_mark_shows_the_keys_and_escape_closes_them(page: Page) -> None:
    go(page, "/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).not_to_be_visible()
    page.locator("#show-keys").click()
    expect(page.locator("#keys")).to_be_visible()


def test_the_timeline_is_one_tab_stop(page: Page) -> None:
    go(page, "/")
    assert page.locator(".tl .m[tabindex='0']").count() == 1
    page.locator(".seg [data-zoom=quarter]").click()
    page.wait_for_url("**zoom=quarter**")
    assert page.locator(".tl .m[tabindex='0']").count() == 1


def test_the_arrow_keys_reach_an_event_beyond_the_window(page: Page) -> None:
    go(page, "/?zoom=week")
    expect(page.locator("a.m[data-event=summit]")).to_have_count(0)
    page.locator(".tl .m").last.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("a.m[data-event=summit]")).to_be_focused()


def test_a_mark_says_what_when_how_far_and_its_place_in_order(page: Page) -> None:
    go(page, "/")
    expect(page.locator("a.m[data-event=due]")).to_have_attribute(
        "aria-label",
        re.compile(r"^Latvia changes its law, by 31 December 2025, expected, \d.*3$"),
    )


def test_shift_and_the_wheel_pan(page: Page) -> None:
    go(page, "/")
    before = heading(page)
    page.locator(".axis").hover()
    page.keyboard.down("Shift")
    page.mouse.wheel(0, 400)
    page.keyboard.up("Shift")
    expect(page.locator(HEADING)).not_to_have_text(before)


def test_the_day_under_the_pointer_stays_while_the_wheel_zooms(page: Page) -> None:
    go(page, "/")
    mark = page.locator("a.m[data-event=visit]")
    box = mark.bounding_box()
    assert box
    page.mouse.move(box["x"] + 7, box["y"] + 12)
    page.keyboard.down("Control")
    for _ in range(3):
        page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_timeout(400)
    after = mark.bounding_box()
    assert after
    assert abs(after["x"] - box["x"]) < 6


def test_two_fingers_zoom(browser: Browser, address: str) -> None:
    context = browser.new_context(
        base_url=address, has_touch=True, viewport={"width": 1200, "height": 900}
    )
    page = context.new_page()
    go(page, "/")
    before = heading(page)
    page.evaluate("""() => {
      const rows = document.querySelector(".rows");
      const box = rows.getBoundingClientRect();
      const finger = (type, id, x) => rows.dispatchEvent(new PointerEvent(type, {
        pointerId: id, pointerType: "touch", bubbles: true,
        clientX: box.left + x, clientY: box.top + 9 }));
      finger("pointerdown", 1, 400);
      finger("pointerdown", 2, 500);
      finger("pointermove", 1, 300);
      finger("pointermove", 2, 700);
      finger("pointerup", 1, 300);
      finger("pointerup", 2, 700);
    }""")
    expect(page.locator(HEADING)).not_to_have_text(before)
    expect(page.locator(".seg [data-zoom=quarter]")).to_have_attribute("aria-current", "true")
    context.close()


def test_the_strip_has_a_slider_at_each_end_of_its_window(page: Page) -> None:
    go(page, "/")
    sliders = page.get_by_role("slider")
    expect(sliders).to_have_count(2)
    before = heading(page)
    sliders.nth(1).focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator(HEADING)).not_to_have_text(before)
    assert heading(page).split(" to ")[0] == before.split(" to ")[0]
    expect(sliders.nth(1)).to_have_attribute("aria-valuetext", re.compile(r"\d{4}"))


def test_the_strip_s_window_can_be_dragged(page: Page) -> None:
    go(page, "/")
    before = heading(page)
    box = page.locator(".ow").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 80, box["y"] + 30, steps=4)
    page.mouse.up()
    expect(page.locator(HEADING)).not_to_have_text(before)
    expect(page.locator("#event")).to_have_count(0)


def test_hours_appear_within_a_day(page: Page) -> None:
    go(page, "/?zoom=week&at=2025-07-17")
    page.locator(".tl").focus()
    for _ in range(3):
        page.keyboard.press("+")
        page.wait_for_timeout(350)
    expect(page.locator(".axis .mo").filter(has_text="12:00").first).to_be_visible()


def test_a_postponed_event_shows_its_ghost_and_both_dates(
    page: Page, sqlite_database: Database
) -> None:
    old, new = unit(date(2025, 5, 5), Precision.DAY), unit(date(2025, 10, 6), Precision.DAY)
    moved = Revision(at=an_event().created_at, by="article:a8", what="date", old=old, new=new)
    with sqlite_database.write() as session:
        source = a_source("a8")
        keep(session, an_event("moved", interval=new, status=Status.PLANNED, history=(moved,),
                               title="Talks in Oslo", sources=(source,)))  # fmt: skip
    go(page, "/")
    mark = page.locator("a.m[data-event=moved]")
    expect(mark.locator(".was")).to_be_visible()
    expect(mark).to_have_attribute("aria-label", re.compile("put off from 5 May 2025"))
    ghost, disc = mark.locator(".was").bounding_box(), mark.locator(".d").bounding_box()
    assert ghost
    assert disc
    assert ghost["x"] + ghost["width"] <= disc["x"] + 1
    page.locator(".seg [data-zoom=decade]").click()
    expect(mark.locator(".was")).to_be_attached()


@pytest.fixture
def crowd(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """An announcement a day from January on, and a server that calls more than fifty many."""
    monkeypatch.setattr(drawing, "WHOLE", 50)
    with sqlite_database.write() as session:
        keep(
            session,
            *(
                an_event(
                    f"n{n}",
                    type=EventType.ANNOUNCEMENT,
                    title=f"Announcement {n}",
                    interval=unit(date(2025, 1, 1) + timedelta(days=n), Precision.DAY),
                    sources=(a_source("many"),),
                )
                for n in range(240)
            ),
        )


@pytest.mark.usefixtures("crowd")
def test_a_crowded_lane_counts_and_a_click_on_a_bar_shows_its_events(page: Page) -> None:
    go(page, "/")
    bars = page.locator(".lane[data-key=word] a.ct")
    expect(bars.first).to_be_visible()
    counts = [int(text) for text in bars.locator(".lb").all_inner_texts()]
    assert sum(counts) == 240
    bars.nth(2).click()
    page.wait_for_url("**zoom=quarter**")
    bars.nth(5).click()
    expect(page.locator(".lane[data-key=word] a[data-event]").first).to_be_visible()


@pytest.mark.usefixtures("crowd")
def test_never_more_than_300_marks_are_drawn_while_the_window_moves(page: Page) -> None:
    go(page, "/")
    for _ in range(3):
        page.get_by_role("link", name="Zoom in", exact=True).click()
        page.wait_for_timeout(300)
        assert page.locator(".tl .m").count() <= 300
