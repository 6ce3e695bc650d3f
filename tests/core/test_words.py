"""What the words of a title say of its limit."""

import pytest

from timeline.core.words import without_limit


@pytest.mark.parametrize(
    ("title", "bare", "limit"),
    [
        ("Malta to act, due by 31 December 2025", "Malta to act", "due by 31 December 2025"),
        ("The truce to hold, until 5 May 2025", "The truce to hold", "until 5 May 2025"),
        ("Malta handelt, bis 31. Dezember 2025", "Malta handelt", "bis 31. Dezember 2025"),
        ("Malte agira, au plus tard le 1 mai 2025", "Malte agira", "au plus tard le 1 mai 2025"),
        (
            "Malta actuará, a más tardar el 9 de mayo de 2025",
            "Malta actuará",
            "a más tardar el 9 de mayo de 2025",
        ),
        # the last comma counts, and a title without a limit stays whole
        ("Malta, Chad to act, due by 1 May 2025", "Malta, Chad to act", "due by 1 May 2025"),
        ("Lund visits Riga, then Oslo", "Lund visits Riga, then Oslo", ""),
        ("The 2025 budget", "The 2025 budget", ""),
        ("due by 31 December 2025", "due by 31 December 2025", ""),
    ],
)
def test_a_title_is_parted_from_its_limit(title: str, bare: str, limit: str) -> None:
    assert without_limit(title) == (bare, limit)
