"""Every rule's own examples and counterexamples, and what the rule files must hold."""

from datetime import date

import pytest

from timeline.core.article import Anchor, Article
from timeline.extract.normalise import tag
from timeline.extract.temporal import lexicon

THURSDAY = date(2025, 7, 17)


def values(text: str, lang: str) -> list[str]:
    article = Article(text=text, anchor=Anchor(published=THURSDAY), lang=lang)
    return [timex.value for timex in tag(article)]


def examples(kind: str) -> list[tuple[str, str, str]]:
    rows = []
    for lang in lexicon.HANDWRITTEN:
        for rule in lexicon.load(lang).rules:
            if rule.name.startswith("common") and lang != "en":
                continue
            found = rule.examples if kind == "examples" else dict.fromkeys(rule.counterexamples, "")
            rows += [(lang, phrase, value) for phrase, value in found.items()]
    return rows


@pytest.mark.parametrize(("lang", "phrase", "value"), examples("examples"))
def test_an_example_has_its_value(lang: str, phrase: str, value: str) -> None:
    assert values(phrase, lang) == [value]


@pytest.mark.parametrize(("lang", "phrase", "nothing"), examples("counterexamples"))
def test_a_counterexample_names_no_time(lang: str, phrase: str, nothing: str) -> None:
    assert values(phrase, lang) == []
    assert nothing == ""


@pytest.mark.parametrize("lang", lexicon.HANDWRITTEN)
def test_a_handwritten_language_has_many_examples(lang: str) -> None:
    own = [rule for rule in lexicon.load(lang).rules if not rule.name.startswith("common")]
    assert sum(len(rule.examples) for rule in own) >= 15
