"""Takes the pictures of calendar programs in docs/pictures: the Subscribe dialog, and khal.

python -m benchmarks.client_pictures
"""

import html
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.bench_start import serving
from benchmarks.pictures import FOLDER
from tests.chromium import launch

BIN = Path(sys.executable).parent
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body{margin:0;background:#1b1e23} pre{margin:0;padding:22px 26px;color:#e4e1da;
font:14.5px/1.5 "DejaVu Sans Mono",monospace;width:max-content;max-width:1100px}
b{color:#f5a55a;font-weight:400} i{color:#8fbaf2;font-style:normal}</style><pre>"""


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as data,
        serving(data) as address,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        subscribe(browser, address)
        khal(browser, address, Path(data))
        browser.close()


def subscribe(browser: Browser, address: str) -> None:
    """The dialog over the deadlines."""
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    page.goto(f"{address}/deadlines")
    page.locator("#subscribe").click()
    page.locator("#subscribing .preview").wait_for()
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / "subscribe.png")
    page.close()


def khal(browser: Browser, address: str, folder: Path) -> None:
    """A terminal in which vdirsyncer fetched the deadlines and khal lists them."""
    fetch(address, folder)
    said = "$ vdirsyncer -v warning sync\n$ khal list 2026-11-01 1600d\n"
    told = html.escape(said + listed(folder)).replace("$ ", "<b>$</b> ")
    days = [f"<i>{line}</i>" if line[:2] in {"20"} else line for line in told.splitlines()]
    page = browser.new_page(viewport={"width": 1100, "height": 400})
    page.set_content(TERMINAL + "\n".join(days))
    page.locator("pre").screenshot(path=FOLDER / "khal.png")
    page.close()


def fetch(address: str, folder: Path) -> None:
    config = folder / "vdirsyncer"
    config.write_text(
        f'[general]\nstatus_path = "{folder}/status"\n'
        '[pair timeline]\na = "here"\nb = "there"\ncollections = null\n'
        f'[storage here]\ntype = "filesystem"\npath = "{folder}/calendar"\nfileext = ".ics"\n'
        f'[storage there]\ntype = "http"\nurl = "{address}/calendar.ics?deadline=true"\n'
    )
    (folder / "calendar").mkdir()
    run(BIN / "vdirsyncer", "-c", config, "discover")
    run(BIN / "vdirsyncer", "-v", "warning", "-c", config, "sync")


def listed(folder: Path) -> str:
    config = folder / "khal"
    config.write_text(
        f"[calendars]\n[[timeline]]\npath = {folder}/calendar\nreadonly = True\n"
        f"[sqlite]\npath = {folder}/khal.db\n[locale]\nlocal_timezone = UTC\n"
        "default_timezone = UTC\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
    )
    return run(
        BIN / "khal", "-c", config, "list", "--day-format", "{date}, {name}",
        "--format", "  {title}", "2026-11-01", "1600d",
    )  # fmt: skip


def run(*words: object) -> str:
    done = subprocess.run(
        [str(one) for one in words],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    )
    return done.stdout + done.stderr


if __name__ == "__main__":
    main()
