from datetime import date, datetime, timedelta, timezone

import pytest

from timeline.core.article import AnchorSource
from timeline.sources.byline import find
from timeline.sources.written import find_dates

DAY = date(2025, 7, 17)
EAST = timezone(timedelta(hours=2))

# A line that says outright when it was published.
OUTRIGHT = [
    ("Published: 17 July 2025", DAY),
    ("Published 17 July 2025.", DAY),
    ("PUBLISHED ON THURSDAY, JULY 17, 2025", DAY),
    ("First published on 17th July 2025", DAY),
    ("Published: Thu, 17 Jul 2025 | Updated: 18 July 2025", DAY),
    ("By Ada Marsh · Published 2025-07-17", DAY),
    ("Published: 17 July 2025, 10:30", DAY),  # whose clock is not told
    ("Published: 2025-07-17T10:30:00+02:00", datetime(2025, 7, 17, 10, 30, tzinfo=EAST)),
    ("Published 17 July 2025 at 3:05 pm +0200", datetime(2025, 7, 17, 15, 5, tzinfo=EAST)),
    ("Veröffentlicht am 17. Juli 2025, 10:30 Uhr", DAY),
    ("Publié le jeudi 17 juillet 2025 à 10h30", DAY),
    ("Publicado el 17 de julio de 2025", DAY),
    ("Pubblicato il 17 luglio 2025", DAY),
    ("Gepubliceerd op 17 juli 2025", DAY),
    ("Opublikowano: 17 lipca 2025", DAY),
]

# A date that is likely to be it.
HINTED = [
    "17 July 2025",
    "Thursday, 17 July 2025",
    "July 17, 2025",
    "2025-07-17",
    "17.07.2025",
    "17/07/2025",
    "07/17/2025",
    "Donnerstag, 17. Juli 2025",
    "17 июля 2025",
    "2025年7月17日",
    "Date: 17 July 2025",
    "Issued: 17 July 2025",
    "By Ada Marsh | 17 July 2025 | London",
    "BERLIN, 17 July 2025 (Agency) - The minister came.",
    "London, July 17, 2025 – The minister came.",
]

# Days of events, changes and prose, and dates without a year.
NEITHER = [
    "",
    "Updated: 17 July 2025",
    "Summit on 17 July 2025 in London",
    "Until 17 July 2025",
    "From 17 July 2025",
    "Published on 17 July 2025, the report says that little has changed.",
    "Published 17 July 2025 by the ministry",
    "BERLIN, July 17 (Agency) - The minister came.",
    "Published: 17 July",
    "Published: 31 June 2025",
    "Published: 03/04/2025",  # April or March
    "The minister came on 17 July 2025. She left on 18 July 2025.",
    "No. 2025-07-17-3",
    "1.17.07.2025",
]


@pytest.mark.parametrize(("line", "published"), OUTRIGHT)
def test_an_outright_line_anchors(line: str, published: date) -> None:
    found = find(f"A title\n\n{line}\n\nThe minister came.")
    assert found is not None
    assert found.anchor is not None
    assert (found.anchor.published, found.anchor.source) == (published, AnchorSource.BYLINE)


@pytest.mark.parametrize("line", HINTED)
def test_a_date_of_its_own_is_a_guess(line: str) -> None:
    found = find(f"A title\n\n{line}\n\nThe minister came.")
    assert found is not None
    assert (found.anchor, found.published) == (None, DAY)


@pytest.mark.parametrize("line", NEITHER)
def test_a_date_of_something_else_is_none(line: str) -> None:
    assert find(f"A title\n\n{line}\n\nThe minister came.") is None


def test_two_publication_lines_that_differ_are_a_guess() -> None:
    found = find("Published: 17 July 2025\nPublished: 18 July 2025")
    assert found is not None
    assert (found.anchor, found.published) == (None, DAY)


def test_of_two_lines_that_agree_the_one_with_the_hour_counts() -> None:
    found = find("Published: 17 July 2025\nPublished: 2025-07-17 10:30 UTC")
    assert found is not None
    assert found.anchor is not None
    assert isinstance(found.anchor.published, datetime)


def test_only_the_top_of_a_text_has_its_byline() -> None:
    assert find("A line.\n" * 12 + "Published: 17 July 2025") is None


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("1er août 2025", ["2025-08-01"]),
        ("17 sept. 2025", ["2025-09-17"]),
        ("1 listopada 2025", []),  # October in Zagreb, November in Warsaw
        ("from 5 May 2025 to 7 May 2025", ["2025-05-05", "2025-05-07"]),
        ("05/05/2025", ["2025-05-05"]),
        ("99.99.2025", []),
        ("17 July 2025 at 25:00 GMT", ["2025-07-17"]),
        ("17 July 2025 10:00 +99:00", ["2025-07-17"]),
        ("17 July 20255", []),
        ("2025-13-01", []),
    ],
)
def test_full_dates_are_found_as_people_write_them(line: str, days: list[str]) -> None:
    assert [one.on.isoformat()[:10] for one in find_dates(line)] == days
