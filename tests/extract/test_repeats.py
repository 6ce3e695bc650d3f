"""What comes again: a row for each way to say so, and for what only looks like it."""

import pytest

from tests.extract.reading import mentions
from timeline.core import edtf
from timeline.core.event import Mention

# published Thursday 2025-07-17
ROWS = [
    ("The council meets every Monday in Brussels.", "2025-07-21", "XXXX-WXX-1"),
    ("Talks between Iran and France will be held each Tuesday.", "2025-07-22", "XXXX-WXX-2"),
    ("The committee meets every Thursday in Geneva.", "2025-07-24", "XXXX-WXX-4"),
    ("The two leaders will meet annually on 3 October in Berlin.", "2025-10-03", "P1Y"),
    ("Germany celebrates its unity every year on 3 October.", "2025-10-03", "P1Y"),
    ("Ministers will hold talks every two weeks from 1 September 2025.", "2025-09-01", "P2W"),
    ("Der Rat tagt jeden Montag in Brüssel.", "2025-07-21", "XXXX-WXX-1"),
    # beside the date alone: what the ministers do every month is not what they do on 3 October
    ("The ministers, who meet every month, will sign the treaty on 3 October.", "2025-10-03", None),
    ("The leaders will meet on 3 October in Berlin.", "2025-10-03", None),
]


@pytest.mark.parametrize(("text", "first", "repeats"), ROWS)
def test_an_event_comes_again_where_the_text_says_so(
    text: str, first: str, repeats: str | None
) -> None:
    found = [one for one in told(text) if one.interval and edtf.write(one.interval) == first]
    assert len(found) == 1, told(text)
    assert found[0].timex is not None
    assert found[0].timex.repeats == repeats


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # the start that is named is the only one
        ("Talks every Monday from 5 January 2026", ["2026-01-05"]),
        ("The council will hold talks every Monday from 5 January 2026.", ["2026-01-05"]),
        # 5 January 2026 is no Tuesday: which of them counts is not told
        ("Talks every Tuesday from 5 January 2026", ["2025-07-22", "2026-01-05"]),
        # a clock time is that of each Monday, not of the day of publication
        ("The council meets every Monday at 10 a.m. in Brussels.", ["2025-07-21"]),
        ("The council meets every Monday from 10 a.m. to noon.", ["2025-07-21"]),
        ("Der Rat tagt jeden Montag um 10 Uhr in Brüssel.", ["2025-07-21"]),
    ],
)
def test_what_comes_again_is_one_event(text: str, days: list[str]) -> None:
    assert sorted(str(one.interval.first_day) for one in told(text) if one.interval) == days


def test_a_habit_of_the_past_is_no_event() -> None:
    assert not told("The ambassadors met every Friday.")


def told(text: str) -> tuple[Mention, ...]:
    return mentions(text, lang="de" if text.startswith("Der ") else "en")
