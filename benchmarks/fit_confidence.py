"""Fit the confidence model on the development articles and print how reliable it is.

    python benchmarks/fit_confidence.py GOLD [--write]

GOLD is a folder of gold files (docs/extraction.md says where they are). A mention counts as right
where a gold event, an optional one too, has the same type, the same days and overlapping evidence.
The table is made by leaving one article out at a time; `--write` then fits on all of them and
rewrites timeline/extract/lexicon/confidence.toml.
"""

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from timeline.core.article import Anchor, Article, read_published
from timeline.core.event import Mention, record
from timeline.extract.pipeline import Reader
from timeline.extract.readings import Reading, merge

MODEL = Path(__file__).parents[1] / "timeline/extract/lexicon/confidence.toml"
HEADER = """\
# Coefficients of the logistic model of extract/confidence.py; written by
# benchmarks/fit_confidence.py, never by hand.
"""
PENALTY = 3.0
BINS = ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01))


@dataclass(frozen=True, slots=True)
class Case:
    """One mention: what the model sees of it, and whether it was right."""

    article: str
    seen: Mapping[str, float]
    right: bool


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model."""

    intercept: float
    weights: Mapping[str, float]

    def of(self, seen: Mapping[str, float]) -> float:
        total = self.intercept + sum(self.weights.get(k, 0.0) * v for k, v in seen.items())
        return 1 / (1 + math.exp(-total))


def main() -> None:
    """Print the reliability table; write the model where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    cases = list(read_cases(asked.gold))
    if not cases:
        sys.exit(f"no gold files in {asked.gold}")
    held_out = [
        (model.of(case.seen), case.right)
        for name in sorted({case.article for case in cases})
        for model in [fit([case for case in cases if case.article != name])]
        for case in cases
        if case.article == name
    ]
    show(held_out)
    if asked.write:
        write(fit(cases))


def read_cases(folder: Path) -> list[Case]:
    """The mentions of every gold article with what is right."""
    reader, cases = Reader(), []
    for file in sorted(folder.glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        anchor = Anchor(published=read_published(gold["published"]))
        article = Article(text=gold["text"], lang=gold["lang"], anchor=anchor)
        ((_, _, readings),) = reader.readings([article])
        for reading in best(readings):
            if reading.mention is not None:
                right = any(is_told(reading.mention, event) for event in gold["events"])
                cases.append(Case(gold["id"], reading.seen, right))
    return cases


def best(readings: Sequence[Reading]) -> list[Reading]:
    """The readings that the merged mentions rest on, one each."""
    kept = {(one.type, one.evidence, one.interval) for one in merge(readings)}
    found = {}
    for one in readings:
        if one.mention is not None:
            key = (one.mention.type, one.mention.evidence, one.mention.interval)
            if key in kept:
                found[key] = one
    return list(found.values())


def is_told(mention: Mention, event: Mapping[str, Any]) -> bool:
    """True where the gold event is this one: same type, same days, overlapping evidence."""
    row = record(mention)
    spans = [event["evidence"], *event.get("also", [])]
    mine = mention.evidence
    overlaps = any(one["start"] < mine.end and mine.start < one["end"] for one in spans)
    same = all(str(row[key])[:10] == str(event[key])[:10] for key in ("type", "start", "end"))
    if event["precision"] in {"minute", "hour"}:
        same = row["type"] == event["type"] and str(row["start"])[:16] == str(event["start"])[:16]
    return overlaps and same and row["deadline"] == bool(event["deadline"])


def fit(cases: Sequence[Case]) -> Model:
    """Ridge logistic regression by gradient descent; small enough to need no library."""
    names = sorted({name for case in cases for name in case.seen})
    intercept, weights = 0.0, dict.fromkeys(names, 0.0)
    for _ in range(1500):
        model = Model(intercept, weights)
        slips = [model.of(case.seen) - case.right for case in cases]
        intercept -= 4.0 * sum(slips) / len(cases)
        weights = {
            name: weights[name]
            - 4.0
            * (
                sum(
                    slip * case.seen.get(name, 0.0) for slip, case in zip(slips, cases, strict=True)
                )
                + PENALTY * weights[name]
            )
            / len(cases)
            for name in names
        }
    return Model(intercept, weights)


def show(scored: Sequence[tuple[float, bool]]) -> None:
    """The reliability table: of the mentions at this confidence, how many were right."""
    print("| confidence | mentions | mean | right |\n| --- | --- | --- | --- |")
    for low, high in BINS:
        inside = [(p, right) for p, right in scored if low <= p < high]
        if inside:
            mean = sum(p for p, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            print(f"| {low:.1f} to {min(high, 1):.1f} | {len(inside)} | {mean:.2f} | {share:.2f} |")
    brier = sum((p - right) ** 2 for p, right in scored) / len(scored)
    base = sum(right for _, right in scored) / len(scored)
    print(f"\nBrier score {brier:.3f} (always {base:.2f}: {base * (1 - base):.3f})")


def write(model: Model) -> None:
    """The model as the table that the extractor reads."""
    rows = [f'"{name}" = {value:.3f}' for name, value in sorted(model.weights.items())]
    text = HEADER + f"intercept = {model.intercept:.3f}\n\n[weights]\n" + "\n".join(rows) + "\n"
    MODEL.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
