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
    # a state that holds until a day is an effect with the flag
    ("The truce holds until 5 September 2025.", "effect by 2025-09-05 planned"),
    # the end of a unit before which something is due belongs to it
    ("Troops must leave before the end of 2029.", "deadline by 2029-12-31 planned"),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_a_bound_makes_a_deadline(text: str, expected: str) -> None:
    assert briefs(text) == [expected]


def test_a_deadline_has_no_start() -> None:
    (one,) = mentions("Malta vowed to close the camp by 31 December 2025.")
    assert one.interval is not None
    assert one.interval.start is None
    assert one.deadline
