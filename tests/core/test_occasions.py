"""What takes place during what, told by one article: the signing during the visit."""

from dataclasses import replace
from datetime import date

import pytest

from timeline.core.event import EventType
from timeline.core.occasions import Placed, is_part, occasion_of
from timeline.core.precision import Precision

VISIT = Placed(
    id="visit",
    type=EventType.VISIT,
    deadline=False,
    precision=Precision.DAY,
    first=date(2025, 9, 1),
    last=date(2025, 9, 3),
)
SIGNING = replace(
    VISIT, id="signing", type=EventType.SIGNING, first=date(2025, 9, 3), last=date(2025, 9, 3)
)


@pytest.mark.parametrize(
    ("first", "is_during"),
    [
        (date(2025, 8, 31), False),
        (VISIT.first, True),
        (VISIT.last, True),
        (date(2025, 9, 4), False),
    ],
)
def test_a_signing_on_a_day_of_the_visit_is_part_of_it(first: date, is_during: bool) -> None:
    assert is_part(replace(SIGNING, first=first, last=first), VISIT) is is_during


@pytest.mark.parametrize(
    "other",
    [
        replace(SIGNING, type=EventType.VOTE),  # what is decided elsewhere at the time
        replace(SIGNING, deadline=True),  # what is only due then
        replace(SIGNING, precision=Precision.MONTH),  # some day of the month
        replace(SIGNING, precision=None, first=None, last=None),
    ],
)
def test_what_is_of_another_kind_or_on_no_known_day_is_no_part(other: Placed) -> None:
    assert not is_part(other, VISIT)


@pytest.mark.parametrize("precision", [Precision.MONTH, None])
def test_an_occasion_in_some_month_has_no_parts(precision: Precision | None) -> None:
    assert not is_part(SIGNING, replace(VISIT, precision=precision))


def test_nothing_is_part_of_its_own_kind_or_of_what_is_part_itself() -> None:
    assert not is_part(SIGNING, replace(SIGNING, id="other"))
    assert not is_part(VISIT, replace(VISIT, id="other"))


def test_the_visit_goes_before_the_meeting_and_then_the_lower_id() -> None:
    meeting = replace(VISIT, id="a", type=EventType.MEETING)
    second = replace(VISIT, id="visit2")
    assert occasion_of(SIGNING, [meeting, second, VISIT]) == "visit"
    assert occasion_of(SIGNING, [meeting]) == "a"
    assert occasion_of(SIGNING, []) is None
