"""Which time belongs to which event. Published Thursday, 17 July 2025."""

import pytest

from tests.extract.reading import briefs, mentions

ROWS = [
    # each keeps its own
    (
        "Ghana signed the pact on 3 June 2025 and will host a summit on 3 September 2025.",
        ["signing 2025-06-03 happened", "summit 2025-09-03 planned"],
    ),
    (
        "The treaty, signed on 3 June 2025, enters into force on 1 January 2026.",
        ["signing 2025-06-03 happened", "effect 2026-01-01 planned"],
    ),
    # the reporting verb's time is that of the saying
    (
        "The minister said on 14 July 2025 that the king would visit Oslo on 3 September 2025.",
        ["announcement 2025-07-14 happened", "visit 2025-09-03 planned"],
    ),
    # a time in a name, before or behind it
    ("The 3 June 2025 deal ended the strike.", ["agreement 2025-06-03 happened"]),
    (
        "At a summit in Oslo on 3 June 2025 the leaders promised more money.",
        ["summit 2025-06-03 happened"],
    ),
    # an event that another one dates
    (
        "Lula will visit Lisbon on 3 September 2025. During the visit the two countries will sign "
        "a trade pact.",
        ["visit 2025-09-03 planned", "signing 2025-09-03 planned"],
    ),
    (
        "The parade takes place on 3 September 2025. Kim Jong-un will meet Putin on the eve of the "
        "parade.",
        ["ceremony 2025-09-03 planned", "meeting 2025-09-02 planned"],
    ),
    # told twice, kept once
    (
        "Chad and Niger signed a treaty on 3 June 2025. The treaty signed on 3 June 2025 by Chad "
        "is short.",
        ["signing 2025-06-03 happened"],
    ),
    # a length and its first day
    (
        "The king will visit Oslo for three days from Wednesday.",
        ["visit 2025-07-23 planned"],
    ),
    # the second weekday comes after the first
    ("They will meet in Oslo next Monday and Tuesday.", ["meeting 2025-07-21 planned"]),
    # a day since which something is the most is no day of its own
    ("Oslo announced its largest package since 2022.", []),
    # a feast that says which recess it is
    ("Parliament rises for the Easter recess on 3 September 2025.", ["other 2025-09-03 planned"]),
    # a feast in somebody's name is no day
    ("Jean-Noël Leroy met Ilze Ozola on 3 June 2025.", ["meeting 2025-06-03 happened"]),
    # the month in a name of a day tells no march
    ("The mission was created on 19 March 1978.", ["other 1978-03-19 happened"]),
]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Lund sagte am Donnerstag, die Wahl finde am 3. September 2025 statt."),
        ("de", "Am Donnerstag sagte Lund, die Wahl finde am 3. September 2025 statt."),
        ("fr", "Jeudi, Lund a dit que les élections auront lieu le 3 septembre 2025."),
        ("es", "Lund dijo el jueves que las elecciones se celebrarán el 3 de septiembre de 2025."),
    ],
)
def test_the_day_of_the_saying_is_not_the_day_of_what_is_said(lang: str, text: str) -> None:
    told = ["announcement 2025-07-17 happened", "vote 2025-09-03 planned"]
    assert briefs(text, lang=lang) == told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the present tells what is arranged
        ("Präsident Arno Kask empfängt am Sonntag den König.", "visit 2025-07-20 planned"),
        ("Präsident Arno Kask hat am Sonntag den König empfangen.", "visit 2025-07-13 happened"),
        ("Die Minister kommen am Montag in Riga zusammen.", "meeting 2025-07-21 planned"),
        ("Die Minister kamen am Montag in Riga zusammen.", "meeting 2025-07-14 happened"),
        ("Das Mandat läuft am 31. März 2026 aus.", "effect 2026-03-31 planned"),
    ],
)
def test_a_german_weekday_lies_where_the_tense_puts_it(text: str, expected: str) -> None:
    assert briefs(text, lang="de") == [expected]


def test_a_visit_lasts_as_long_as_it_says() -> None:
    (one,) = mentions("The king will visit Oslo for three days from Wednesday.")
    assert one.interval is not None
    assert str(one.interval.last_day) == "2025-07-25"


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_every_time_goes_to_its_event(text: str, expected: list[str]) -> None:
    assert briefs(text) == expected
