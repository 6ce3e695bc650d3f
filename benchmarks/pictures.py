"""Takes the pictures of docs/pictures from a running Timeline.

timeline serve --samples seeds &
python -m benchmarks.pictures http://127.0.0.1:8000
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
SHOTS = (
    ("timeline-light", "light", 1440, 1100),
    ("timeline-dark", "dark", 1440, 1100),
    ("timeline-phone", "light", 390, 844),
)
MOST_BYTES = 400_000


def main() -> None:
    """Write each picture; fails where one is too large."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
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
