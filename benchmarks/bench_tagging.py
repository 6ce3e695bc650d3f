"""How fast `tag` reads, beside dateparser's `search_dates` in the same run, and that it is linear.

.venv/bin/python benchmarks/bench_tagging.py
"""

import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from dateparser.search import search_dates

from timeline.core.article import Anchor, Article
from timeline.extract.normalise import tag

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
ANCHOR = Anchor(published=date(2025, 7, 17))
HOSTILE = {
    "digits": "1",
    "spaces": " ",
    "of the": "of the ",
    "numeric": "1.1/1-",
    "months": "May ",
    "last": "last ",
    "lengths": "two weeks and ",
}


def main() -> None:
    text = english()
    read(text[:2000])
    kilobytes = len(text.encode()) / 1000
    print(f"tag            {kilobytes / seconds(lambda: read(text)):8.0f} kB/s")
    part = text[:20_000]
    search_dates(part[:500], languages=["en"])
    base = {"RELATIVE_BASE": datetime(2025, 7, 17)}  # noqa: DTZ001 - it wants a naive one
    taken = seconds(lambda: search_dates(part, languages=["en"], settings=base), times=1)
    print(f"search_dates   {len(part.encode()) / 1000 / taken:8.0f} kB/s")
    whole, tenth = text * 10, text
    long, short = seconds(lambda: read(whole[:1_000_000])), seconds(lambda: ten(tenth[:100_000]))
    print(f"1 MB against 10 x 100 kB: {long / short:.2f} times")
    for name, piece in HOSTILE.items():
        sizes = [piece * (count // len(piece)) for count in (50_000, 100_000, 200_000)]
        times = [seconds(lambda size=size: read(size)) for size in sizes]
        ratios = ", ".join(f"{two / one:.2f}" for one, two in pairwise(times))
        print(f"doubling {name!r:12} {ratios}   ({0.2 / times[-1] * 1000:.0f} kB/s)")


def english() -> str:
    """100 kB of the sample articles, over and over."""
    articles = [file.read_text(encoding="utf-8") for file in sorted(SEEDS.glob("20*.txt"))]
    own = "\n\n".join(one for one in articles if "language: en" in one)
    return (own * (100_000 // len(own) + 1))[:100_000]


def read(text: str) -> None:
    tag(Article(text=text, anchor=ANCHOR, lang="en"))


def ten(text: str) -> None:
    for _ in range(10):
        read(text)


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The best of a few runs."""
    best = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


if __name__ == "__main__":
    sys.exit(main())
