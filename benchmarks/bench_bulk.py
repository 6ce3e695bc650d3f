"""What reading and keeping articles costs: the figures that docs/scale.md computes with.

    python benchmarks/bench_bulk.py [ARTICLES]

ARTICLES (320) are the samples of seeds/ over and over, each with a number of its own. Prints how
many one core reads a second (processor time, so that other load counts little), what two processes
read beside one in the same run, and what keeping an article of 500 words and five events takes in
time and bytes in SQLite and PostgreSQL (the one that the tests bring).
"""

import json
import os
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from benchmarks.bench_store import Given, made, opened
from tests import postgres
from timeline.core.article import Anchor, Draft
from timeline.extract.pipeline import Reader
from timeline.jobs.bulk import readers
from timeline.sources.archive import Entry
from timeline.store.engine import Database
from timeline.tasks.add import add_draft
from timeline.tasks.bulk import ChunkRead, Tally, read_chunk, run

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEPT = 100


class Nowhere:
    """An output that keeps nothing, so that reading alone is measured."""

    def is_done(self, _digest: str) -> bool:
        return False

    def save(self, _digest: str, read: ChunkRead, tally: Tally) -> None:
        tally.read += len(read.told)


def main() -> None:
    """Print the figures."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 320
    entries = list(samples(number))
    reader = Reader()
    read_chunk(entries[:16], reader)
    began = time.process_time()
    read = read_chunk(entries, reader)
    taken = time.process_time() - began
    words = sum(len(one.article.text.split()) for one in read.told)
    told = sum(len(one.mentions) for one in read.told)
    print(f"one core: {len(read.told) / taken:.1f} articles/s, {words / taken:.0f} words/s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"          peak memory with all pipelines loaded: {peak} MB")
    print(f"          {words / len(read.told):.0f} words, {told / len(read.told):.1f} events each")
    speeds = {processes: speed(processes, entries) for processes in (1, 2)}
    for processes, found in speeds.items():
        print(f"timeline bulk, {processes} processes: {found:.1f} articles/s")
    load = os.getloadavg()[0]
    print(f"ratio: {speeds[2] / speeds[1]:.2f} ({os.cpu_count()} cores, load {load:.0f})")
    with tempfile.TemporaryDirectory() as folder:
        database = opened(Path(folder, "store"))
        keeping(
            "SQLite", database, lambda: Path(folder, "store", "timeline.sqlite3").stat().st_size
        )
    with postgres.fresh_database(postgres.start()) as url:
        keeping("PostgreSQL", Database(url), lambda: size_of(url))


def samples(number: int):
    """The samples as entries of an archive, each of them another article."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(Path("seeds").glob("*.txt"))]
    for index in range(number):
        text = texts[index % len(texts)].split("---\n", 2)[-1].strip()
        line = {"text": f"{text}\n\nNumber {index}.", "published": "2025-07-17"}
        yield Entry(name=f"seeds:{index}", content=json.dumps(line).encode(), fetched_at=NOW)


def speed(processes: int, entries: list[Entry]) -> float:
    """Articles a second by so many processes that have loaded their models before."""
    with readers(None, processes, Reader) as found:
        other = [Entry(name="", content=e.content + b" ", fetched_at=NOW) for e in entries]
        run(other[: 100 * processes], Nowhere(), found)  # a chunk for each, to load the models
        began = time.perf_counter()
        tally = run(entries, Nowhere(), found)
        return tally.read / (time.perf_counter() - began)


def keeping(name: str, database: Database, size) -> None:
    """Print what an article costs that was read already."""
    chance, reader = random.Random(7), Given()
    texts = [made(reader, count, chance) for count in range(2 * KEPT)]
    sizes, times, busy = [], [], []
    for half in (texts[:KEPT], texts[KEPT:]):
        began, cpu = time.perf_counter(), time.process_time()
        for text in half:
            anchor = Anchor(published=date(2025, 6, 1))
            add_draft(database, reader, Draft(text=text), now=NOW, published=anchor, lang="en")
        times.append((time.perf_counter() - began) / KEPT)
        busy.append((time.process_time() - cpu) / KEPT)
        if database.is_sqlite:
            with database.connect() as connection:
                connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        sizes.append(size())
    database.dispose()
    text = sum(map(len, texts)) / len(texts)
    print(f"{name}: {1000 * times[1]:.0f} ms to keep an article of five events,")
    print(f"{' ' * len(name)}  {1000 * busy[1]:.0f} of them this process at work")
    print(
        f"{' ' * len(name)}  {(sizes[1] - sizes[0]) / KEPT:.0f} bytes each, {text:.0f} of them text"
    )


def size_of(url: str) -> int:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(sa.text("SELECT pg_database_size(current_database())"))
    engine.dispose()
    return int(found)


if __name__ == "__main__":
    main()
