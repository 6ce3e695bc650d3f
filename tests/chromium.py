"""The browser of the tests: the system's Chromium, else the one that Playwright brings."""

import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Error, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch(playwright: Playwright) -> Browser:
    """A headless browser; fails the test with a sentence where there is none to be had."""
    path = next((found for found in map(shutil.which, NAMES) if found), None)
    if path is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    try:
        return playwright.chromium.launch(executable_path=path, args=list(ARGS))
    except Error as error:
        pytest.fail(f"no browser could be had: install the system's chromium package ({error})")
