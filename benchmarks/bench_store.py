"""What adding an article costs in a store of many events, beside an empty one; no extraction.

    python benchmarks/bench_store.py [EVENTS]

EVENTS (1,000,000) are spread over ten years, sixteen types and sixty countries in SQLite. The same
articles of five mentions go into both stores in turn, so that one run compares like with like.
"""

import random
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, insert

from timeline.core.article import Anchor, Article, Draft
from timeline.core.event import EventType, Evidence, Mention, Participant, Status
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.core.search import index_of
from timeline.store import tables
from timeline.store.engine import Database
from timeline.tasks.add import add_draft

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = date(2020, 1, 1)
DAYS = 3650
LANDS = [f"{a}{b}" for a in "ABCDEF" for b in "ABCDEFGHIJ"]
TABLES = ("article", "event", "event_words", "event_date", "event_participant", "mention")
ARTICLES = 40
CHUNK = 20_000
WORDS = [
    "council",
    "border",
    "treaty",
    "river",
    "harvest",
    "railway",
    "fishing",
    "energy",
    "embassy",
    "grain",
    "tariff",
    "canal",
]


class Written:
    """What an article told: five mentions, without any reading."""

    timexes = ()

    def __init__(self, mentions):
        self.mentions = mentions


class Given:
    """Gives the mentions that were made for each text."""

    def __init__(self):
        self.known = {}

    def read(self, article: Article) -> Written:
        return Written(self.known[article.text])


def main() -> None:
    """Print the medians and their ratio."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        empty, full = (opened(Path(folder, name)) for name in ("empty", "full"))
        began = time.perf_counter()
        fill(full, number, chance)
        print(f"{number} events written in {time.perf_counter() - began:.0f} s")
        times = {"empty": [], "full": []}
        reader = Given()
        for count in range(ARTICLES):
            text = made(reader, count, chance)
            for name, database in (("empty", empty), ("full", full)):
                began = time.perf_counter()
                add_draft(
                    database,
                    reader,
                    Draft(text=text),
                    now=NOW,
                    published=Anchor(published=date(2025, 6, 1)),
                    lang="en",
                )
                times[name].append(time.perf_counter() - began)
        for name, found in times.items():
            print(f"{name}: {1000 * median(found):.1f} ms an article of five mentions (median)")
        print(f"ratio: {median(times['full']) / median(times['empty']):.2f}")


def opened(folder: Path) -> Database:
    folder.mkdir()
    database = Database(f"sqlite:///{folder / 'timeline.sqlite3'}")
    database.migrate()
    return database


def mention(chance: random.Random, start: int = 0) -> Mention:
    """Something that two countries do on a day, or by it."""
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    lands = chance.sample(LANDS, 2)
    title = f"{lands[0]} and {lands[1]} on {' and '.join(chance.sample(WORDS, 3))}"
    return Mention(
        type=chance.choice(list(EventType)),
        title=title,
        interval=unit(day, Precision.DAY),
        deadline=False,
        status=Status.PLANNED,
        evidence=Evidence(quote=title, start=start, end=start + len(title)),
        confidence=0.8,
        participants=tuple(Participant(name=one, country=one) for one in lands),
    )


def made(reader: Given, count: int, chance: random.Random) -> str:
    """An article of 500 words with five mentions that the reader then gives."""
    told = [mention(chance) for _ in range(5)]
    filling = " ".join(chance.choice(WORDS) for _ in range(440))
    text = f"Number {count}. " + ". ".join(one.title for one in told) + f". {filling}."
    placed = []
    for one in told:
        at = text.index(one.title)
        evidence = replace(one.evidence, start=at, end=at + len(one.title))
        placed.append(replace(one, evidence=evidence))
    reader.known[text] = tuple(placed)
    return text


def fill(database: Database, number: int, chance: random.Random) -> None:
    """Write that many events, each told by one mention; a hundred of them an article."""
    engine: Engine = database._engine
    for start in range(0, number, CHUNK):
        rows = {name: [] for name in TABLES}
        for index in range(start, min(start + CHUNK, number)):
            add_rows(rows, index, mention(chance))
        with engine.begin() as connection:
            for name, values in rows.items():
                connection.execute(insert(tables.Base.metadata.tables[name]), values)


def add_rows(rows: dict[str, list[dict]], index: int, one: Mention) -> None:
    article, event = f"a{index // 100}", f"e{index:08}"
    if index % 100 == 0:
        rows["article"].append(
            {
                "id": article,
                "digest": article,
                "text": "text",
                "title": article,
                "host": "",
                "lang": "en",
                "published": "2025-01-01",
                "published_on": date(2025, 1, 1),
                "anchor_source": "given",
                "timexes": [],
                "topic": ["council", "border", "treaty"],
                "sketch": [],
                "added_at": NOW,
            }
        )
    interval = one.interval
    told = {
        "type": one.type,
        "title": one.title,
        "starts": interval.start.isoformat(),
        "ends": interval.end.isoformat(),
        "precision": interval.precision,
        "approximate": False,
        "deadline": False,
        "status": one.status,
        "confidence": one.confidence,
    }
    first, last = interval.first_day, interval.last_day
    rows["event"].append(
        dict(
            **told,
            id=event,
            created_at=NOW,
            changed_at=NOW,
            revision=0,
            conflicts="",
            confirmed=False,
            first_on=first,
            last_on=last,
            sort_at=datetime(first.year, first.month, first.day, tzinfo=UTC),
        )
    )
    rows["event_words"].append({"event_id": event, "words": index_of([one.title])})
    rows["event_date"].append(
        {
            "event_id": event,
            "first_on": first,
            "last_on": last,
            "type": one.type,
            "wide": False,
            "anybody": False,
        }
    )
    rows["mention"].append(
        dict(
            **told,
            article_id=article,
            position=index % 100,
            event_id=event,
            pinned=False,
            floats_on=None,
            quote=one.title,
            quote_start=0,
            quote_end=len(one.title),
            participants=[
                {"name": p.name, "country": p.country, "role": None} for p in one.participants
            ],
        )
    )
    rows["event_participant"] += [
        {
            "event_id": event,
            "position": n,
            "name": p.name,
            "folded": p.name.casefold(),
            "country": p.country,
        }
        for n, p in enumerate(one.participants)
    ]


if __name__ == "__main__":
    main()
