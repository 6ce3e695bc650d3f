"""Reading is linear: the number of rules tried is bounded for every character of hostile text."""

import pytest

from timeline.extract.recognise import Attempts, recognise
from timeline.extract.temporal import lexicon

SIZE = 4000
HOSTILE = {
    "digits": "1" * SIZE,
    "spaces": " " * SIZE,
    "of the": "of the " * (SIZE // 7),
    "the year of": "the year of " * (SIZE // 12),
    "numbers": "17 " * (SIZE // 3),
    "numeric": "1.1/1-" * (SIZE // 6),
    "months": "May " * (SIZE // 4),
    "last": "last " * (SIZE // 5),
    "commas": "1990s, " * (SIZE // 7),
    "lengths": "two weeks and " * (SIZE // 14),
}


def attempts(text: str) -> int:
    counted = Attempts()
    recognise(text, lexicon.load("en"), counted)
    return counted.count


@pytest.mark.parametrize("name", HOSTILE)
def test_the_rules_tried_for_a_character_are_bounded(name: str) -> None:
    text = HOSTILE[name]
    assert attempts(text) <= 60 * len(text)
    assert attempts(text * 2) <= 2 * attempts(text) + 1000


def test_prose_without_times_tries_no_rule() -> None:
    assert attempts("The ministers spoke of the treaty with great care. " * 50) == 0
