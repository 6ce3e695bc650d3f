import pytest

from timeline.sources.language import detect

SENTENCES = [
    ("The prime minister will travel to Berlin on Thursday.", "en"),
    ("Die Ministerin reist am Donnerstag nach Paris.", "de"),
    ("Le président se rendra à Berlin jeudi prochain.", "fr"),
    ("El presidente viajará a Berlín el próximo jueves.", "es"),
    ("Il ministro degli Esteri arriva a Roma giovedì.", "it"),
    ("O presidente viaja para Lisboa na quinta-feira.", "pt"),
    ("Spotkanie ministrów odbędzie się w czwartek.", "pl"),
    ("Саммит пройдёт в четверг в Москве.", "ru"),
    ("Регіональний саміт відбудеться у четвер у Києві.", "uk"),
    ("峰会将于星期四在北京举行，两国外长将出席会议并签署协议。", "zh"),
    ("Statsministeren reiser til Stockholm på torsdag.", "no"),
]


@pytest.mark.parametrize(("text", "lang"), SENTENCES)
def test_a_sentence_is_enough_to_tell_the_language(text: str, lang: str) -> None:
    assert detect(text) == lang


@pytest.mark.parametrize(
    "text", ["", "17.7.2025", "OK", "Ja.", "xkcd qwrt zzzp lkjh mnbv asdf", "\ud800" * 40, "\x00"]
)
def test_what_cannot_be_told_is_taken_for_english(text: str) -> None:
    assert detect(text) == "en"


def test_a_long_text_is_told_by_its_beginning() -> None:
    german = "Die Ministerin reist am Donnerstag nach Paris. " * 100
    assert detect(german + "The minister travels. " * 100_000) == "de"


def test_capitals_change_nothing() -> None:
    assert detect("DIE MINISTERIN REIST AM DONNERSTAG NACH PARIS.") == "de"
