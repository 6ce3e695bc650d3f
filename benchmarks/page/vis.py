"""The same events on a page of vis-timeline: from npm, for this comparison alone."""

import json
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, Route, TimeoutError

from timeline.core.event import Event
from timeline.web.lanes import KINDS, kind_of

VERSION = "8.5.4"
ADDRESS = "http://vis.invalid/"
_NPM = Path(sys.executable).parent / "npm"
_PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="vis.css">
<div id="timeline"></div><script src="vis.js"></script><script>
fetch("items.json").then((answer) => answer.json()).then(({ items, groups }) => {
  const began = performance.now();
  const place = document.querySelector("#timeline");
  const [data, lanes] = [new vis.DataSet(items), new vis.DataSet(groups)];
  const timeline = new vis.Timeline(place, data, lanes,
    { start: "2025-01-01", end: "2027-10-01", stack: false, zoomKey: "ctrlKey" });
  timeline.on("changed", () => { window.drawn ??= performance.now() - began; });
});
</script>"""


def fetch(folder: Path) -> Path:
    """The unpacked package, from the registry that npm is set to."""
    subprocess.run(
        [str(_NPM), "pack", f"vis-timeline@{VERSION}", "--silent"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    with tarfile.open(folder / f"vis-timeline-{VERSION}.tgz") as packed:
        packed.extractall(folder, filter="data")
    return folder / "package"


def show(page: Page, package: Path, events: Iterable[Event]) -> float | None:
    """Open the page with these events; milliseconds from the data until they are drawn.

    None where that takes over a minute. Unstacked, since stacking takes 10,000 events some twenty
    seconds more.
    """
    items = json.dumps({"items": [_item(one) for one in events], "groups": _groups()})
    files = {
        "vis.js": package / "standalone/umd/vis-timeline-graph2d.min.js",
        "vis.css": package / "styles/vis-timeline-graph2d.min.css",
    }

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        if name in files:
            route.fulfill(path=files[name])
        elif name == "items.json":
            route.fulfill(body=items, content_type="application/json")
        else:
            route.fulfill(body=_PAGE, content_type="text/html")

    page.route(f"{ADDRESS}**", answer)
    page.goto(ADDRESS)
    try:
        page.wait_for_function("window.drawn !== undefined", timeout=60_000)
    except TimeoutError:
        return None
    return float(page.evaluate("window.drawn"))


def _groups() -> list[dict[str, str]]:
    return [{"id": key, "content": name} for key, name in KINDS.items()]


def _item(event: Event) -> dict[str, str]:
    span = event.interval
    last = span.last_day if span else None
    if span is None or last is None:
        raise ValueError(f"{event.id} has no end")
    first = span.first_day or last
    item = {
        "id": event.id,
        "content": event.title,
        "start": first.isoformat(),
        "group": kind_of(event.type, deadline=event.deadline),
    }
    if first != last:
        item["end"] = (last + timedelta(days=1)).isoformat()
    return item
