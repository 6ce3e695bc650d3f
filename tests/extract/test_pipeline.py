"""The whole way: an article in, its events out. The sentences are invented."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tests.extract.reading import READER, article, brief, mentions
from timeline.core.event import record

SEED = Path(__file__).parents[3] / "shared/seeds/uk-germany-2025-07-17.txt"


def test_the_seed_article_gives_its_events() -> None:
    if not SEED.exists():
        assert os.environ.get("CI") != "true", "CI needs the shared seed article"
        pytest.skip("the shared seed article is not here")
    found = {brief(one) for one in mentions(SEED.read_text(encoding="utf-8"))}
    assert {
        "visit 2025-07-17 planned",
        "signing 2025-07-17 planned",
        "deadline by 2025-12-31 expected",
        "announcement 2025-07-07 happened",
        "agreement 2025-07-07 happened",
        "agreement 2024-01-01 happened",
        "signing 2024-01-01 happened",
    } <= found


def test_evidence_is_the_sentence_with_its_offsets() -> None:
    text = "Nothing happened here.\n\nNorway and Sweden signed a treaty on 3 May 2024. It rained."
    (mention,) = mentions(text)
    evidence = mention.evidence
    assert evidence.quote == "Norway and Sweden signed a treaty on 3 May 2024."
    assert text[evidence.start : evidence.end] == evidence.quote


def test_every_mention_has_a_date_and_a_record() -> None:
    for mention in mentions("Ministers met in Oslo on 3 May 2024 and will meet again soon."):
        row = record(mention)
        assert list(row)[:6] == ["type", "title", "start", "end", "precision", "edtf"]
        assert row["start"] == "2024-05-03"


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n\n", "\x00", "a\x00b on 3 May 2024", "\ufeff", "…" * 500, "\u202e\u0301 3 May"],
)
def test_odd_text_gives_little_and_never_fails(text: str) -> None:
    assert len(mentions(text)) <= 1


def test_many_articles_read_together_give_what_each_gives_alone() -> None:
    texts = [f"Oslo and Bonn signed a pact on {day} May 2024." for day in range(1, 6)]
    together = [one.mentions for one in READER.read_many(map(article, texts))]
    assert together == [mentions(text) for text in texts]


def test_a_reader_may_be_shared_between_threads() -> None:
    texts = [f"The leaders met in Rome on {day} June 2024." for day in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: READER.read(article(text)).mentions, texts))
    assert [one[0].interval.first_day for one in found if one[0].interval] == [
        date(2024, 6, day) for day in range(1, 9)
    ]


@pytest.mark.parametrize("published", [date(1, 1, 2), date(9999, 12, 30)])
def test_the_ends_of_the_calendar_are_no_trouble(published: date) -> None:
    text = "They will meet in May. They met on 5 November. She leaves on Friday for a ten-day trip."
    assert len(mentions(text + " December 31 to 31. They met a day later.", published)) <= 5
