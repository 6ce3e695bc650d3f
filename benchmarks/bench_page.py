"""How the timeline page loads, pans and zooms, beside vis-timeline with the same events.

.venv/bin/python benchmarks/bench_page.py [EVENTS …]      (1000, 10000 and 50000 by default)

Needs Chromium, and npm's registry for vis-timeline alone.
"""

import gzip
import sys
import tempfile
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.page import frames, vis
from benchmarks.page.crowd import make
from benchmarks.page.serving import serving
from tests.chromium import launch

STATIC = Path(__file__).parents[1] / "static"
FIRST = ("page.js", "board.js", "view.js", "elements.js", "layout.js", "time.js")
LATER = ("gestures.js", "moving.js")
_EMPTY = "<!doctype html><title>Empty</title><p>One word"
_PAINTED = """() => {
  const [loaded] = performance.getEntriesByType("navigation");
  const [painted] = performance.getEntriesByName("first-contentful-paint");
  return painted.startTime - loaded.responseEnd;
}"""


def main() -> None:
    """Print the figures of each number of events, ours first."""
    numbers = [int(one) for one in sys.argv[1:]] or [1000, 10_000, 50_000]
    weigh()
    print(
        f"{'events':>8} {'page':13} {'drawn after':>12} {'pan, frame':>14} {'zoom, frame':>14} heap"
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        package = vis.fetch(Path(folder))
        browser = launch(playwright)
        measure_empty(browser)
        for number in numbers:
            measure_ours(browser, number)
            measure_vis(browser, package, number)
        browser.close()
    print("drawn after: ms from the HTML (ours) or the data (vis-timeline) to the first picture")
    print("frame: median / 95th percentile; asked of ours: 200 ms, 17 / 50 ms, heap under 25 MB")


def weigh() -> None:
    """Print what the first view of 1,000 events takes, as gzip sends it."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), 1000) as address:
        html = urllib.request.urlopen(address, timeout=60).read()
    sizes = {
        "HTML": (_packed(html), 60),
        "CSS": (_packed((STATIC / "timeline.css").read_bytes()), 12),
        "JavaScript": (sum(_packed((STATIC / name).read_bytes()) for name in FIRST), 15),
    }
    for name, (size, most) in sizes.items():
        print(f"{name:10} {size / 1000:5.1f} kB of {most} (first view of 1,000 events, gzip)")
    later = sum(_packed((STATIC / name).read_bytes()) for name in LATER)
    print(f"{'':10} {later / 1000:5.1f} kB more of it once the browser is idle, for mouse and keys")


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def measure_empty(browser: Browser) -> None:
    """The yardstick: what the same machine takes at this hour to draw one word."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.route("**/*", lambda route: route.fulfill(body=_EMPTY, content_type="text/html"))
    page.goto("http://empty.invalid/")
    page.wait_for_timeout(1000)
    print(f"{1:8,} {'a word alone':13} {float(page.evaluate(_PAINTED)):9.0f} ms")
    page.close()


def measure_ours(browser: Browser, number: int) -> None:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), number) as address:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.wait_for_selector(".tlc[data-live]", state="attached")
        page.wait_for_timeout(1000)
        drawn = float(page.evaluate(_PAINTED))
        _print(number, "ours", page, drawn, ".rows")
        page.close()


def measure_vis(browser: Browser, package: Path, number: int) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    drawn = vis.show(page, package, make(number))
    if drawn is None:
        print(f"{number:8,} {'vis ' + vis.VERSION:13}      nothing was drawn within a minute")
    else:
        page.wait_for_timeout(1000)
        _print(number, f"vis {vis.VERSION}", page, drawn, ".vis-center")
    page.close()


def _print(number: int, name: str, page: Page, drawn: float, over: str) -> None:
    panned, zoomed = frames.pan(page, over), frames.zoom(page, over)
    heap = frames.heap(page.context.new_cdp_session(page))
    print(
        f"{number:8,} {name:13} {drawn:9.0f} ms {panned!s:>14} {zoomed!s:>14} {heap:3.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
