"""A title is one line that a calendar can show. Published Thursday, 17 July 2025."""

import pytest

from tests.extract.reading import mentions
from timeline.extract.titles import LONGEST

ROWS = [
    ("Chancellor Nils Lund of Norway will visit Riga on 3 September 2025.", "Lund visits Riga"),
    (
        "Norway will outlaw the boats by 31 December 2025.",
        "Norway to outlaw the boats, due by 31 December 2025",
    ),
    ("Ghana and Togo signed a treaty on 3 June 2025.", "Ghana and Togo signed a treaty"),
    ("The treaty enters into force on 3 September 2025.", "The treaty to enter into force"),
    ("The truce holds until 5 September 2025.", "The truce to hold, until 5 September 2025"),
    (
        "Estonian president Arno Kask met Latvian premier Ilze Ozola on 3 June 2025.",
        "Kask meets Ozola",
    ),
    # "written" alone is no past
    (
        "Ozola had written to the Council on 3 June 2025.",
        "Ozola had written to the Council",
    ),
    # a relative pronoun is told by what it stands for
    (
        "The ministers praised a factory, which will open on 3 September 2025.",
        "A factory to open",
    ),
    # the dateline says where it was written, not what happened
    ("RIGA - Ghana and Togo signed a treaty on 3 June 2025.", "Ghana and Togo signed a treaty"),
    (
        "LOMÉ, 17 July (Agency) - Ghana and Togo signed a treaty on 3 June 2025.",
        "Ghana and Togo signed a treaty",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title"), ROWS)
def test_a_title_says_who_does_what(text: str, title: str) -> None:
    assert [one.title for one in mentions(text)] == [title]


def test_a_title_is_never_longer_than_a_calendar_line() -> None:
    many = " and ".join(f"the Ministry of Things Number {i}" for i in range(40))
    for one in mentions(f"On 3 June 2025 {many} signed a treaty about {many}."):
        assert len(one.title) <= LONGEST


def test_without_grammar_a_title_names_the_kind_and_who() -> None:
    (one,) = mentions("Bundeskanzler Scholz besucht am 3. September 2025 Warschau.", lang="de")
    assert one.title.startswith("Besuch: ")


def test_without_names_a_title_is_the_first_clause() -> None:
    text = "Regulär wäre am 3. September 2025 wieder gewählt worden, wie der Wahlleiter erklärte."
    (one,) = mentions(text, lang="de")
    assert one.title == "Regulär wäre am 3. September 2025 wieder gewählt worden"


def test_a_title_ends_at_a_semicolon() -> None:
    (one,) = mentions("Das Verbot gilt ab dem 3. September 2025; mehr ist offen.", lang="de")
    assert "offen" not in one.title
