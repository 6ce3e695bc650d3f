"""What "it" and "they" stand for. Published Thursday, 17 July 2025."""

import pytest

from tests.extract.reading import mentions

ROWS = [
    # the subject of the sentence before
    (
        "The project is a shield of steel. It is to be ready by the end of 2027.",
        "A shield of steel to be ready, due by 31 December 2027",
    ),
    # through another pronoun
    (
        "The shield is made of steel. It is weak. It is to be replaced by the end of 2027.",
        "The shield to be replaced, due by 31 December 2027",
    ),
    # a group
    (
        "The ministers could not agree. They will meet again on 3 September 2025.",
        "The ministers to meet again",
    ),
]


@pytest.mark.parametrize(("text", "title"), ROWS)
def test_a_pronoun_is_told_by_what_it_stands_for(text: str, title: str) -> None:
    assert [one.title for one in mentions(text)] == [title]


def test_an_occasion_that_it_stands_for_says_what_happens() -> None:
    text = "Ghana and Togo agreed on a summit. It is to begin on 3 September 2025 in Lomé."
    assert [one.type for one in mentions(text)] == ["summit"]


def test_a_pronoun_does_not_reach_over_a_paragraph() -> None:
    text = "The project is a shield of steel.\n\nIt is to be ready by the end of 2027."
    assert "project" not in mentions(text)[0].title


def test_somebody_named_between_is_who_acts() -> None:
    text = "The text is long. It welcomes a promise by President Osei to vote within one year."
    assert not mentions(text)[0].title.startswith("The text")
