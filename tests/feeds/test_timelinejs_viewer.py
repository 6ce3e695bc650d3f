"""Knight Lab's own viewer shows what /timelinejs.json says: a slide and a mark for every event."""

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.feeds.test_clients import EVENTS
from tests.serving import in_the_background
from timeline.feeds.timelinejs import to_timelinejs

pytestmark = pytest.mark.browser

MODULES = Path(__file__).parent / "clients" / "node_modules"
VIEWER = MODULES / "@knight-lab" / "timelinejs"
PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/@knight-lab/timelinejs/dist/css/timeline.css">
<script type="importmap">{"imports": {"dompurify": "/dompurify/dist/purify.es.mjs",
"wicg-inert": "/wicg-inert/dist/inert.esm.js"}}</script>
<div id="timeline" style="height:600px"></div>
<script type="module">
import { Timeline } from "/@knight-lab/timelinejs/src/js/timeline/Timeline.js";
window.shown = new Timeline("timeline", %s, { font: null, hash_bookmark: false });
</script>"""


class Handler(SimpleHTTPRequestHandler):
    """The viewer's modules, which name each other without an ending, and the page."""

    page = b""

    def do_GET(self) -> None:
        if self.path == "/":
            self._send("text/html; charset=utf-8", self.page)
            return
        file = Path(self.translate_path(self.path))
        if file.suffix not in {".js", ".mjs"} and file.with_name(f"{file.name}.js").is_file():
            self.path += ".js"
        super().do_GET()

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def guess_type(self, path: object) -> str:
        return (
            "text/javascript"
            if str(path).endswith((".js", ".mjs"))
            else super().guess_type(str(path))
        )

    def log_message(self, *_: object) -> None:
        """Nothing: the test tells what matters."""


@pytest.fixture
def address() -> Iterator[str]:
    if not VIEWER.is_dir():
        pytest.fail("Knight Lab's viewer is not installed: `make test` does it, once, with npm")
    slides = to_timelinejs(EVENTS, name="Ministers & others").decode()
    serving = type("Serving", (Handler,), {"page": (PAGE % slides.replace("</", "<\\/")).encode()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(serving, directory=str(MODULES)))
    with in_the_background(server):
        yield f"http://127.0.0.1:{server.server_port}"


def test_the_viewer_shows_every_event(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 700})
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on(
        "request",
        lambda one: told.append(one.url) if not one.url.startswith((address, "data:")) else None,
    )
    page.goto(address)
    marks = page.locator(".tl-timemarker")
    expect(marks).to_have_count(len(EVENTS))
    assert page.evaluate("window.shown.config.isValid()")
    assert json.loads(page.evaluate("JSON.stringify(window.shown.config.events.length)")) == len(
        EVENTS
    )
    expect(page.locator(".tl-slide").first).to_contain_text("Ministers & others")
    heads = page.locator(".tl-timemarker .tl-headline").all_inner_texts()
    for event in EVENTS:
        assert any(event.title[:20] in head for head in heads), event.title
    assert not told
    page.close()
