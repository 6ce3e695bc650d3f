"""The sample articles tell at first sight what the service is for."""

from pathlib import Path

import pytest

from tests.extract.reading import READER, brief
from timeline.core.article import Article
from timeline.core.event import Mention
from timeline.extract.told import LONGEST
from timeline.sources.read import read_file

SEEDS = Path(__file__).parents[2] / "seeds"


def told(name: str) -> tuple[Mention, ...]:
    (file,) = SEEDS.glob(f"*{name}*.txt")
    draft = read_file(file)
    assert draft.anchor is not None
    article = Article(text=draft.text, anchor=draft.anchor, lang=draft.lang or "en")
    return READER.read(article).mentions


ROWS = [
    ("kensington", "visit 2025-07-17 happened", "Merz visits London"),
    ("kensington", "signing 2025-07-17 happened", "Merz and Starmer signed a treaty"),
    ("kensington", "deadline by 2025-12-31 planned", "German law to be amended"),
    ("kensington", "agreement 2025-07-07 happened", "Britain came to terms"),
    ("kensington", "signing 2024-10-01 happened", "signed the Trinity House Agreement"),
    ("budapest", "meeting by 2025-10-30 cancelled", "Meeting between Donald Trump and Vladimir"),
    ("reportee", "summit 2025-06-17 postponed", "La conférence internationale sur la solution"),
    ("readiness", "deadline by 2026-12-31 planned", "A system against drones to have"),
    ("haute-mer", "deadline by 2027-01-17 planned", "La première réunion de la conférence"),
    ("mercosur", "ceremony 2025-12-20 postponed", "La ceremonia estaba prevista"),
]


@pytest.mark.parametrize(("name", "event", "title"), ROWS)
def test_a_sample_tells_its_event(name: str, event: str, title: str) -> None:
    titles = [one.title for one in told(name) if one.interval and brief(one) == event]
    assert any(title in one for one in titles), titles


def test_every_title_of_the_samples_is_one_line_that_a_calendar_can_show() -> None:
    for file in SEEDS.glob("*.txt"):
        for one in told(file.stem):
            assert 5 < len(one.title) <= LONGEST
            assert not one.title.endswith((" and", " of", " to", ","))
