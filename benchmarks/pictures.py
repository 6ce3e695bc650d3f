"""Takes the pictures of docs/pictures from the sample articles.

python -m benchmarks.pictures [ADDRESS [FOLDER]]

Without the address of a running Timeline it starts one of its own.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.bench_start import serving
from tests.chromium import launch

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
PANEL = "panel"  # in place of a path: the timeline with its next deadline open
SHOTS = (
    ("timeline-light", PANEL, "light", 1440, 1100),
    ("timeline-dark", PANEL, "dark", 1440, 1100),
    ("timeline-phone", "/", "light", 390, 844),
    ("month", "/?view=month&at=2025-10-01", "light", 1440, 1000),
    ("list-phone", "/?view=list#ahead", "dark", 390, 844),
    ("deadlines", "/deadlines", "light", 1440, 900),
    ("deadlines-phone", "/deadlines", "light", 390, 844),
    ("articles", "/articles", "dark", 1440, 900),
    ("about", "/about", "light", 1440, 900),
    ("embed", "/embed", "light", 1000, 560),
    ("german", "/?lang=de", "light", 1440, 900),
)
MOST_BYTES = 400_000


def main() -> None:
    """Write each picture; fails where one is too large."""
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER
    if len(sys.argv) > 1:
        take(sys.argv[1], folder)
        return
    with tempfile.TemporaryDirectory() as data, serving(data) as address:
        take(address, folder)


def take(address: str, folder: Path) -> None:
    """Write each picture of the Timeline at `address`."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, path, scheme, width, height in SHOTS:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            _open(page, address, path)
            file = folder / f"{name}.png"
            page.screenshot(path=file)
            size = file.stat().st_size
            print(f"{file.name}: {size} bytes")
            if size > MOST_BYTES:
                raise SystemExit(f"{file.name} is over {MOST_BYTES} bytes: take a smaller window")
            page.close()
        browser.close()


def _open(page: Page, address: str, path: str) -> None:
    page.goto(address + ("/" if path == PANEL else path))
    if path == PANEL:
        first = page.locator(".next .first a").or_(page.locator("a.m[data-event]")).first
        href = first.get_attribute("href") or "/"
        page.goto(address + href.split("#")[0])
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)  # until the scripts have taken the timeline over


if __name__ == "__main__":
    main()
