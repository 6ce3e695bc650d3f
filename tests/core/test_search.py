"""What a word is, in many scripts, and what is found by its beginning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.core.search import LONGEST, asked_for, holds, index_of, words_of

WORDS = [
    # text, its words
    ("The EU's 2nd-round talks", "the eu s 2nd round talks"),
    ("a_b/c. d@e.example", "a b c d e example"),
    ("Élysée, Malmö, İzmir", "elysee malmo izmir"),
    ("Elyse\u0301e", "elysee"),  # an accent that stands apart
    ("Straße STRASSE", "strasse strasse"),
    ("København Łódź Đà Nẵng œuvre", "kobenhavn lodz da nang oeuvre"),
    ("Ἀθῆναι Москва́ й", "αθηναι москва и"),
    ("ﬁnal № ½ ²", "final no 1 2 2"),
    ("日本と中国", "日 本 と 中 国"),
    ("한국 정상회담", "한국 정상회담"),
    ("हिन्दी दिल्ली", "हिन्दी दिल्ली"),
    ("مُحَمَّد أحمد", "محمد احمد"),
    ("", ""),
    ("— !? …", ""),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_a_text_is_taken_apart_into_words(text: str, expected: str) -> None:
    assert words_of(text) == expected.split()


FOUND = [
    # what is asked for, what stands there, whether it is found
    ("minister", "The ministers meet", True),
    ("inister", "The ministers meet", False),
    ("ministers", "The minister", False),
    ("MEET min", "The ministers meet", True),
    ("elysee", "at the Élysée", True),
    ("Élysée", "at the elysee palace", True),
    # German: an umlaut is its plain letter, not two; a compound is found by its beginning alone
    ("munchen", "in München", True),
    ("München", "in Munchen", True),
    ("Muenchen", "in München", False),
    ("Gipfel", "Gipfeltreffen", True),
    ("Gipfel", "EU-Gipfel", True),
    ("gipfel", "Klimagipfel", False),
    ("中国", "日本と中国", True),
    # signs part words and are not looked for; where there is nothing else, nothing is found
    ("100%", "the 100 tariffs", True),
    ("U.S.", "the U.S. envoy", True),
    ("'; DROP TABLE event; --", "drop no table of any event", True),
    ("%", "100%", False),
    ("", "anything", False),
]


@pytest.mark.parametrize(("asked", "text", "expected"), FOUND)
def test_words_are_found_by_their_beginnings(asked: str, text: str, expected: bool) -> None:
    assert holds(index_of([text]), [asked]) is expected


@given(st.text(), st.text())
def test_a_text_is_found_by_its_own_words(text: str, other: str) -> None:
    if words_of(text):
        assert holds(index_of([other, text]), [text])


@given(st.text())
def test_taking_words_apart_again_changes_nothing(text: str) -> None:
    index = index_of([text])
    assert index_of([index]) == index
    assert all(0 < len(word) <= LONGEST for word in index.split(" ") if index)


def test_what_holds_no_word_asks_for_nothing_that_could_be_found() -> None:
    assert asked_for(["Riga", "?!"]) is None
    assert asked_for([]) == []
