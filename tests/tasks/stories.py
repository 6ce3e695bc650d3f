"""Invented stories: a few articles each, and the event that they tell together."""

import json
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "stories.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles as [published, text]; the event: its type, EDTF, status, sources, dates it had.

    `others` counts further events of that type that the articles tell.
    """

    name: str
    articles: list[tuple[str, str]]
    type: str
    edtf: str
    status: str
    sources: int
    previous: list[str]
    outcome: str | None
    others: int


STORIES = tuple(Story(**one) for one in json.loads(FILE.read_text(encoding="utf-8")))
