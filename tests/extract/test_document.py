"""Paragraphs, sentences and words, with offsets that fit the text."""

import logging

import pytest

from tests.extract.reading import article
from timeline.extract.document import LONGEST_SENTENCE, Parser, cut

ROWS = [
    ("en", "Mr. Lund left. He came back.", ["Mr. Lund left.", "He came back."]),
    ("en", "At 10 a.m. Moscow time. It is.", ["At 10 a.m. Moscow time.", "It is."]),
    ("en", "The U.S. Senate voted. It failed.", ["The U.S. Senate voted.", "It failed."]),
    ("en", "George W. Bush spoke.", ["George W. Bush spoke."]),
    ("de", "Am 7. Juni wird gewählt. Danach nicht.", ["Am 7. Juni wird gewählt.", "Danach nicht."]),
    ("fr", "M. Fabius part. Il revient.", ["M. Fabius part.", "Il revient."]),
    ("en", "He said: “We go.” Then he left.", ["He said: “We go.”", "Then he left."]),
    # a hand-wrapped line goes on, a headline does not
    ("en", "wrapped by hand\nand going on. End.", ["wrapped by hand\nand going on.", "End."]),
    ("en", "A headline\nThe text begins.", ["A headline", "The text begins."]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), ROWS)
def test_sentences_end_where_a_reader_stops(lang: str, text: str, expected: list[str]) -> None:
    assert [one.text for one in cut(article(text, lang=lang))] == expected


def test_offsets_are_those_of_the_article() -> None:
    text = "  One here.\n\n Two there.  Three. "
    for sentence in cut(article(text)):
        assert text[sentence.start : sentence.end] == sentence.text
    for sentence in Parser().parse(cut(article(text)), "en"):
        for token in sentence.tokens:
            assert text[token.start : token.end] == token.text


def test_a_sentence_without_end_is_cut_at_white_space() -> None:
    pieces = cut(article("word " * 5000))
    assert all(len(one.text) <= LONGEST_SENTENCE for one in pieces)
    assert sum(len(one.text.split()) for one in pieces) == 5000


def test_a_missing_pipeline_is_named_once_and_read_without_grammar(
    caplog: pytest.LogCaptureFixture,
) -> None:
    parser = Parser({"en": "no_such_pipeline"})
    with caplog.at_level(logging.WARNING):
        first, second = parser.parse(cut(article("They met. They left.")), "en")
    assert [len(first.tokens), len(second.tokens)] == [3, 3]
    assert not parser.serves("en")
    assert [one.levelname for one in caplog.records] == ["WARNING"]
    assert "make install" in caplog.text
