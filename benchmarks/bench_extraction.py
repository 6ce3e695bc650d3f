"""Speed and memory of the whole reading, beside the bare spaCy pipeline over the same text.

    python benchmarks/bench_extraction.py [FOLDER]

FOLDER holds articles as .txt (default: seeds/). One core; prints articles and words per second,
the pipeline's own figure in the same run, a 1 MB article, and peak memory.
"""

import importlib
import resource
import sys
import time
from datetime import date
from pathlib import Path

from timeline.core.article import Anchor, Article
from timeline.extract.document import PIPELINES
from timeline.extract.pipeline import Reader

REPEATS = 5
ANCHOR = Anchor(published=date(2025, 7, 17))


def main() -> None:
    """Print the figures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("seeds")
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt"))]
    english = [text for text in texts if " the " in text and " und " not in text] * REPEATS
    articles = [Article(text=text, anchor=ANCHOR) for text in english]
    words = sum(len(text.split()) for text in english)
    reader = Reader()
    reader.read(articles[0])
    began = time.process_time()
    found = sum(len(one.mentions) for one in reader.read_many(articles))
    ours = time.process_time() - began
    print(f"read_many: {len(articles) / ours:.1f} articles/s, {words / ours:.0f} words/s")
    print(f"           {found} events in {ours:.1f} s")
    pipeline = importlib.import_module(PIPELINES["en"]).load()
    began = time.process_time()
    list(pipeline.pipe(english))
    bare = time.process_time() - began
    print(f"bare pipeline: {words / bare:.0f} words/s; ratio {bare / ours:.2f}")
    long = "\n\n".join(english)
    long = (long * (1_000_000 // len(long) + 1))[:1_000_000]
    began = time.process_time()
    reader.read(Article(text=long, anchor=ANCHOR))
    print(f"1 MB article: {time.process_time() - began:.1f} s")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
