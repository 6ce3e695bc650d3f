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
SHOTS = (
    ("timeline-light", "light", 1440, 1100),
    ("timeline-dark", "dark", 1440, 1100),
    ("timeline-phone", "light", 390, 844),
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
        for name, scheme, width, height in SHOTS:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            _open(page, address, with_panel=width > 700)
            file = folder / f"{name}.png"
            page.screenshot(path=file)
            size = file.stat().st_size
            print(f"{file.name}: {size} bytes")
            if size > MOST_BYTES:
                raise SystemExit(f"{file.name} is over {MOST_BYTES} bytes: take a smaller window")
            page.close()
        browser.close()


def _open(page: Page, address: str, *, with_panel: bool) -> None:
    page.goto(address)
    if with_panel:
        first = page.locator(".next .first a").or_(page.locator("a.m[data-event]")).first
        href = first.get_attribute("href") or "/"
        page.goto(address + href.split("#")[0])
    page.evaluate("document.fonts.ready")


if __name__ == "__main__":
    main()
