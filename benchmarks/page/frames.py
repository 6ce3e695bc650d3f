"""Frames while people pan and zoom: the same mouse and wheel on any page, seen by the page."""

from dataclasses import dataclass
from statistics import median

from playwright.sync_api import CDPSession, Page

_WATCH = """() => {
  window.__frames = [];
  let last = null;
  window.__watching = true;
  const tick = (now) => {
    if (last !== null) window.__frames.push(now - last);
    last = now;
    if (window.__watching) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""
_READ = "() => { window.__watching = false; return window.__frames; }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """Milliseconds between frames: the median, the 95th percentile, and how many there were."""

    median: float
    p95: float
    count: int

    def __str__(self) -> str:
        return f"{self.median:4.0f} / {self.p95:4.0f} ms"


def pan(page: Page, over: str) -> Frames:
    """Frames of a drag to and fro across the element."""
    x, y, width = _place(page, over)
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_WATCH)
    for n in range(120):
        swing = abs((n % 60) - 30) / 30 - 0.5
        page.mouse.move(x + swing * width * 0.7, y)
        page.wait_for_timeout(8)
    frames = page.evaluate(_READ)
    page.mouse.up()
    return _told(frames)


def zoom(page: Page, over: str) -> Frames:
    """Frames of turning the wheel in and out again with Ctrl held."""
    x, y, _ = _place(page, over)
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    page.evaluate(_WATCH)
    for n in range(80):
        page.mouse.wheel(0, -40 if n < 40 else 40)
        page.wait_for_timeout(12)
    frames = page.evaluate(_READ)
    page.keyboard.up("Control")
    return _told(frames)


def heap(session: CDPSession) -> float:
    """Megabytes of the script's heap after a collection."""
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def _place(page: Page, over: str) -> tuple[float, float, float]:
    box = page.locator(over).first.bounding_box()
    if box is None:
        raise SystemExit(f"there is no {over} on the page")
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 160), box["width"]


def _told(frames: list[float]) -> Frames:
    ordered = sorted(frames)
    return Frames(median=median(ordered), p95=ordered[int(len(ordered) * 0.95)], count=len(ordered))
