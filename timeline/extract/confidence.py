"""How sure a mention is: a small logistic model over how it was read.

The coefficients stand in lexicon/confidence.toml; benchmarks/fit_confidence.py fits them on the
development articles and prints the reliability table that docs/extraction.md shows.
"""

import math
from collections.abc import Mapping

from timeline.core.event import EventType
from timeline.core.interval import Interval
from timeline.core.precision import Precision
from timeline.extract import lexicon
from timeline.extract.status import Mood
from timeline.extract.triggers import Clue


def features(
    clue: Clue, how: str, mood: Mood, interval: Interval, kind: EventType, *, parsed: bool
) -> Mapping[str, float]:
    """What the model sees of a reading, each 0 or 1 but for `weight` (0 to 1)."""
    return {
        "weight": min(clue.weight, 4.0) / 4.0,
        "untyped": float(clue.weight == 0),
        "weak": float(clue.rule.startswith("weak")),
        "noun": float(clue.rule.startswith("nouns")),
        "reporting": float(clue.rule.startswith("reporting")),
        "own verb": float(how in {"verb", "noun"}),
        "farther": float(how in {"sentence", "reference", "between", "called off"}),
        "coarse": float(interval.precision.rank >= Precision.MONTH.rank),
        "deadline": float(interval.start is None),
        "other": float(kind is EventType.OTHER),
        "tense": float(mood.status is not None),
        "shallow": float(not parsed),
    }


def of(seen: Mapping[str, float]) -> float:
    """0 to 1: of the mentions at 0.8, about four in five are right."""
    model = lexicon.table("confidence")
    total = model["intercept"] + sum(model["weights"].get(k, 0.0) * v for k, v in seen.items())
    return round(1 / (1 + math.exp(-total)), 2)


def reasons(seen: Mapping[str, float]) -> str:
    """What raised and lowered it, in words: "own verb +0.6, coarse -0.4"."""
    weights = lexicon.table("confidence")["weights"]
    parts = [(name, weights.get(name, 0.0) * value) for name, value in seen.items() if value]
    return ", ".join(f"{name} {part:+.1f}" for name, part in parts if abs(part) >= 0.05)
