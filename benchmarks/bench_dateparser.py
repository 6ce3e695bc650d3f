"""What dateparser would make of the phrases that `tag` found, beside what `tag` made of them.

.venv/bin/python benchmarks/bench_dateparser.py [corpus…]

For every phrase that has a value in a development corpus: how often the value of `tag` is right,
how often dateparser's is, and how often only dateparser is right: what asking it too could add.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from typing import Any

from bench_timex_accuracy import SHARED, predict
from dateparser.data.languages_info import language_order
from dateparser.date import DateDataParser

from timeline.core.article import read_published
from timeline.core.precision import civil

_FORMATS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y", "week": "%G-W%V"}


def main() -> None:
    if not SHARED.is_dir():
        print("skipped: ../shared/eval is absent, so there is no corpus to measure on")
        return
    for file in sorted((SHARED / "timex").glob("*.jsonl")):
        if sys.argv[1:] and not any(name in file.name for name in sys.argv[1:]):
            continue
        with file.open(encoding="utf-8") as lines:
            documents = [json.loads(line) for line in lines]
        seen = Counter(one for document in documents for one in compare(document))
        total = sum(seen.values()) or 1
        ours = seen["both"] + seen["tag"]
        theirs = seen["both"] + seen["dateparser"]
        print(
            f"{file.stem:26} phrases {total:5}   tag right {ours / total:5.1%}   dateparser right "
            f"{theirs / total:5.1%}   only dateparser {seen['dateparser'] / total:5.1%}"
        )


def compare(document: dict[str, Any]) -> Iterator[str]:
    """For each gold phrase found with its own span: who has its value."""
    gold = {(one["start"], one["end"]): one["value"] for one in document["timexes"]}
    published = read_published(document["dct"])
    for one in predict(document):
        value = gold.get((one["start"], one["end"]))
        if value is None:
            continue
        mine = one["value"] == value
        theirs = read(one["text"], document["lang"], published) == value
        yield {(True, True): "both", (True, False): "tag", (False, True): "dateparser"}.get(
            (mine, theirs), "none"
        )


def read(phrase: str, lang: str, published: date | datetime) -> str | None:
    """dateparser's value of a phrase, as granular as it says itself; None where it has none."""
    base = datetime.combine(civil(published), time())
    found = parser(lang, base).get_date_data(phrase) if lang in language_order else None
    if found is None or found.date_obj is None:
        return None
    return found.date_obj.strftime(_FORMATS.get(found.period, "%Y-%m-%dT%H:%M"))


@cache
def parser(lang: str, base: datetime) -> DateDataParser:
    """A parser with its settings fixed, one for each language and day."""
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": "first"}
    return DateDataParser(languages=[lang], settings=settings)


if __name__ == "__main__":
    sys.exit(main())
