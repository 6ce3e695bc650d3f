"""What is put off or called off in a sentence without a date. Published Thursday, 17 July 2025."""

import pytest

from tests.extract.reading import briefs, mentions

CALLED_OFF = [
    # the one gathering of that kind which shares the parties
    (
        "en",
        "A meeting of Ghana and Togo in Lomé will not take place. Ghana and Togo were due to meet "
        "on 3 September 2025. Norway and Latvia will meet on 9 September 2025.",
        ["meeting 2025-09-03 cancelled", "meeting 2025-09-09 planned"],
    ),
    (
        "en",
        "Ghana and Togo will hold a summit on 3 September 2025. It has been postponed.",
        ["summit 2025-09-03 postponed"],
    ),
    (
        "de",
        "Ghana und Togo planen am 3. September 2025 ein Gipfeltreffen. Es wurde verschoben.",
        ["summit 2025-09-03 postponed"],
    ),
    (
        "de",
        "Die Konferenz findet nicht statt. Sie sollte am 3. September 2025 in Riga beginnen.",
        [],
    ),
    (
        "fr",
        "Le sommet du Ghana et du Togo, qui devait s’ouvrir mardi à Lomé, n’aura pas lieu.",
        ["summit 2025-07-22 cancelled"],
    ),
    (
        "es",
        "La ceremonia estaba prevista para el 3 de julio de 2025 en Lomé. Fue aplazada.",
        ["ceremony 2025-07-03 postponed"],
    ),
]


@pytest.mark.parametrize(("lang", "text", "expected"), CALLED_OFF)
def test_what_becomes_of_an_occasion_may_be_told_in_another_sentence(
    lang: str, text: str, expected: list[str]
) -> None:
    assert [one for one in briefs(text, lang) if not one.startswith("announcement")] == expected


KEPT = [
    # denied, only possible, or told of something else
    "Ghana and Togo will meet on 3 September 2025. The meeting has not been cancelled.",
    "Ghana and Togo will meet on 3 September 2025. The meeting could be postponed.",
    "Ghana and Togo will meet on 3 September 2025. Norway called off a march of farmers.",
    "Ghana and Togo will meet on 3 September 2025. Norway put off a decision on the meeting.",
    # the parties of the one are not those of the other
    "Ghana and Togo will meet on 3 September 2025. A meeting of Latvia and Norway is off.",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_denied_or_told_of_another_changes_nothing(text: str) -> None:
    assert briefs(text) == ["meeting 2025-09-03 planned"]


def test_what_was_held_is_not_called_off_later() -> None:
    text = "Ghana and Togo met on 3 June 2025. A meeting of Ghana and Togo will not take place."
    assert briefs(text) == ["meeting 2025-06-03 happened"]


def test_the_called_off_occasion_has_the_words_that_name_it() -> None:
    text = (
        "A meeting between Ghana and Togo in Lomé will not take place. The two had agreed on the "
        "meeting on 1 July 2025. They said at the time that it would be held within two weeks."
    )
    (one,) = [one for one in mentions(text) if one.status == "cancelled"]
    assert one.title == "Meeting between Ghana and Togo in Lomé"
    assert one.countries == ("GH", "TG")
    # counted from the day on which it was said
    assert one.interval is not None
    assert str(one.interval.last_day) == "2025-07-15"


def test_an_occasion_told_twice_is_put_off_once() -> None:
    text = (
        "La conférence sur l’eau, qui devait s’ouvrir mardi à Lomé, n’aura pas lieu à la date "
        "prévue. Le Ghana et le Togo avaient convoqué la rencontre du 22 au 25 juillet."
    )
    (one,) = mentions(text, lang="fr")
    assert (one.status, str(one.interval and one.interval.last_day)) == ("postponed", "2025-07-25")
