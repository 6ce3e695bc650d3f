"""Explaining says what was taken, what was refused, and what gave nothing."""

from tests.extract.reading import READER, article
from timeline.core.event import EventType
from timeline.extract import lexicon

TEXT = (
    "Ghana signed a treaty on 3 June 2025. Togo refused to sign it on 4 June 2025. "
    "The leaders signed a paper. It was cold in 1999."
)


def test_each_event_names_the_rules_that_made_it() -> None:
    told = READER.explain(article(TEXT))
    assert "type signing: by verbs sign" in told
    assert "date 2025-06-03: from '3 June 2025' (2025-06-03), by verb" in told
    assert "status happened" in told
    assert "confidence 0." in told


def test_refusals_and_telling_words_without_a_time_are_listed() -> None:
    taken, _, rest = READER.explain(article(TEXT)).partition("Refused")
    assert "Togo" not in taken
    assert "verbs sign: refusing" in rest
    assert "verbs sign: no time in «The leaders signed a paper.»" in rest


def test_every_type_has_triggers_and_codes_and_every_language_words_for_titles() -> None:
    types = {one.value for one in EventType}
    assert set(lexicon.table("codes")["codes"]) == types
    for lang in lexicon.LANGUAGES:
        table = lexicon.table(lang)
        assert set(table["types"]) == types
        assert set(table["headline"]) == set(lexicon.table("en")["headline"])
