"""Merging and changes on the development stories, by the shared scorer, in one process.

    python benchmarks/bench_stories.py [NAME…] [--orders N] [--errors] [--folder FOLDER]

Prints B-cubed F1, date, status and history of each story, and in how many of N orders of arrival
the events are the same.
"""

import argparse
import importlib.util
import json
import sys
import tempfile
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path

from timeline.core.article import Anchor, Draft
from timeline.core.filter import Filter
from timeline.extract.pipeline import Reader
from timeline.feeds.records import event_record
from timeline.store import events
from timeline.store.engine import Database
from timeline.tasks.add import add_draft

SHARED = Path(__file__).resolve().parents[2] / "shared" / "eval"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Print the figures."""
    options = read_options()
    if not SHARED.is_dir():
        print("skipped: ../shared/eval is absent, so there are no stories to score on")
        return
    scorer, reader = load_scorer(), Reader()
    rows = []
    for name, (gold, articles) in scorer.load(options.folder).items():
        if options.names and not any(one in name for one in options.names):
            continue
        orders = list(permutations(articles))[: options.orders]
        found = [told(reader, order) for order in orders]
        prints = [scorer.fingerprint(one, articles) for one in found]
        numbers, errors = scorer.score(gold, found[0], articles)
        rows.append(numbers)
        print(line(name, numbers), f" same {prints.count(prints[0])} of {len(prints)}")
        for error in errors if options.errors else []:
            print("   wrong:", *error["wrong"], "\n    gold", error["gold"])
            print("".join(f"    told {one}\n" for one in error["exported"]), end="")
    total = {
        key: sum(one[key] for one in rows if one[key] is not None)
        / max(1, sum(one[key] is not None for one in rows))
        for key in ("f1", "date", "status", "history", "score")
    }
    print(line("total", total))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--orders", type=int, default=6)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--folder", type=Path, default=SHARED / "stories")
    return parser.parse_args()


def load_scorer():
    sys.path.insert(0, str(SHARED))
    spec = importlib.util.spec_from_file_location("score_stories", SHARED / "score_stories.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Remembering:
    """Reads each article once, whatever the order."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.read_before = reader, {}

    def read(self, article):
        key = (article.text, article.anchor)
        if key not in self.read_before:
            self.read_before[key] = self.reader.read(article)
        return self.read_before[key]


CACHE: dict[int, Remembering] = {}


def told(reader: Reader, articles: tuple[dict, ...]) -> list[dict]:
    """The events that the articles give in a fresh store, added in their order."""
    remembering = CACHE.setdefault(id(reader), Remembering(reader))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/timeline.sqlite3")
        database.migrate()
        for one in articles:
            add_draft(
                database,
                remembering,
                Draft(text=one["text"]),
                now=NOW,
                published=Anchor(published=date.fromisoformat(one["published"][:10])),
                title=one["title"],
                lang="en",
            )
        with database.read() as session:
            found = events.find_events(session, Filter())
        database.dispose()
    return [json.loads(json.dumps(event_record(one))) for one in found]


def line(name: str, row: dict) -> str:
    cells = (f"{k} {'    -' if row.get(k) is None else f'{row[k]:5.3f}'}" for k in
             ("f1", "date", "status", "history", "score"))  # fmt: skip
    return f"{name:28} {'  '.join(cells)}"


if __name__ == "__main__":
    main()
