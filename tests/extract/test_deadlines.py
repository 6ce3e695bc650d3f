"""What is due by when. Published Thursday, 17 July 2025."""

import pytest

from tests.extract.reading import briefs, mentions

ROWS = [
    ("Malta vowed to close the camp by 31 December 2025.", "deadline by 2025-12-31 planned"),
    ("Russian troops must leave before 1 October 2025.", "deadline by 2025-09-30 planned"),
    ("Rebels must withdraw within 60 days.", "deadline by 2025-09-15 planned"),
    ("Berlin wants to phase out coal by 2038.", "deadline by 2038-12-31 planned"),
    ("The goal is expected to be met by 2030.", "deadline by 2030-12-31 expected"),
    ("Iran has until 1 September 2025 to answer.", "deadline by 2025-09-01 planned"),
    ("The deadline of 1 June 2025 passed without an answer.", "deadline by 2025-06-01 happened"),
    ("The deadline for bids is 1 September 2025.", "deadline by 2025-09-01 planned"),
    ("Oslo gave Ghana until Friday to release the crew.", "deadline by 2025-07-18 planned"),
    ("Ghana was given until 1 September 2025 to answer.", "deadline by 2025-09-01 planned"),
    ("Oslo set 1 May 2026 as the target date for it.", "deadline by 2026-05-01 planned"),
    ("The target date for the withdrawal is 1 May 2026.", "deadline by 2026-05-01 planned"),
    # a state that holds until a day is an effect with the flag
    ("The truce holds until 5 September 2025.", "effect by 2025-09-05 planned"),
    # the end of a unit before which something is due belongs to it
    ("Troops must leave before the end of 2029.", "deadline by 2029-12-31 planned"),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_a_bound_makes_a_deadline(text: str, expected: str) -> None:
    assert briefs(text) == [expected]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Oslo gab Ghana bis zum 1. September 2025 Zeit für eine Antwort."),
        ("de", "Die Regierung hat bis zum 1. September 2025 Zeit."),
        ("fr", "Oslo a donné au Ghana jusqu'au 1er septembre 2025 pour répondre."),
        ("es", "Oslo dio a Ghana hasta el 1 de septiembre de 2025 para responder."),
    ],
)
def test_who_is_given_until_a_day_owes_something_by_it(lang: str, text: str) -> None:
    assert briefs(text, lang=lang) == ["deadline by 2025-09-01 planned"]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("de", "Die Fabrik muss bis zum 1. Oktober 2025 schließen.", ["by 2025-10-01"]),
        ("de", "Die Regierung will den Bergbau bis Ende 2026 beenden.", ["by 2026-12-31"]),
        ("es", "La fábrica debe cerrar antes del 1 de octubre de 2025.", ["by 2025-09-30"]),
        ("de", "Das Wetter will bis Freitag nicht besser werden.", []),
    ],
)
def test_what_must_be_done_by_a_day_is_due_whatever_it_is(
    lang: str, text: str, expected: list[str]
) -> None:
    assert briefs(text, lang=lang) == [f"deadline {one} planned" for one in expected]


def test_a_deadline_has_no_start() -> None:
    (one,) = mentions("Malta vowed to close the camp by 31 December 2025.")
    assert one.interval is not None
    assert one.interval.start is None
    assert one.deadline
