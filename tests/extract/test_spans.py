"""Times made of several expressions, as one event has them. Published Thursday, 17 July 2025."""

import pytest

from tests.extract.reading import article
from timeline.core import edtf
from timeline.extract.normalise import tag
from timeline.extract.spans import whole

ROWS = [
    # both ends of a range; the year, the month or the week may stand with one of them
    ("en", "from 23 March to 2 April 2026", ["2026-03-23/2026-04-02"]),
    ("en", "from 23 December to 2 January 2026", ["2025-12-23/2026-01-02"]),
    ("en", "from March 23 to April 2, 2026", ["2026-03-23/2026-04-02"]),
    ("en", "The talks will last from Sunday to Tuesday.", ["2025-07-20/2025-07-22"]),
    ("de", "vom 23. März bis 2. April 2026", ["2026-03-23/2026-04-02"]),
    ("de", "Er reiste von Freitag bis Montag durch Polen.", ["2025-07-11/2025-07-14"]),
    ("fr", "du 23 mars au 2 avril 2026", ["2026-03-23/2026-04-02"]),
    ("fr", "Il sera là de dimanche à mardi.", ["2025-07-20/2025-07-22"]),
    ("es", "del 23 de marzo al 2 de abril de 2026", ["2026-03-23/2026-04-02"]),
    ("es", "Viajará de domingo a martes.", ["2025-07-20/2025-07-22"]),
    # days that follow each other are one time, days apart are not
    ("en", "They met on Monday and Tuesday.", ["2025-07-14/2025-07-15"]),
    ("en", "3, 4 and 5 October", ["2025-10-03/2025-10-05"]),
    ("en", "3, 10 and 17 October", ["2025-10-03", "2025-10-10", "2025-10-17"]),
    ("en", "on 3 and 17 October", ["2025-10-03", "2025-10-17"]),
    ("en", "between 3 and 17 October", ["2025-10-03/2025-10-17"]),
    ("fr", "les 3, 4 et 5 octobre", ["2025-10-03/2025-10-05"]),
    # a night belongs to the day on which it begins
    ("en", "during the night of 9 to 10 July 2025", ["2025-07-09"]),
    ("de", "in der Nacht vom 9. auf den 10. Juli 2025", ["2025-07-09"]),
    # a day and its clock time
    ("en", "They met on Friday at 10 a.m.", ["2025-07-11"]),
    ("de", "Sie trafen sich am Freitag um 10 Uhr.", ["2025-07-11"]),
    # a count and the day that it leads to are one time, told by the day
    ("fr", "Il ouvre cent vingt jours plus tard, le 15 novembre 2025.", ["2025-11-15"]),
    ("en", "It opens ten days later, on 28 July 2025.", ["2025-07-28"]),
    # "para" plans for a day, and limits a year
    ("es", "prevista para el 3 de septiembre de 2025", ["2025-09-03"]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), ROWS)
def test_times_that_name_one_time_are_one(lang: str, text: str, expected: list[str]) -> None:
    found = whole(tag(article(text, lang=lang)), text)
    assert [edtf.write(one.interval) for one in found if one.interval] == expected


def test_spanish_para_is_a_limit_of_a_year_and_not_of_a_day() -> None:
    day, year = "prevista para el 3 de septiembre", "lista para 2030"
    assert [one.bound for one in whole(tag(article(day, lang="es")), day)] == [None]
    assert [one.bound for one in whole(tag(article(year, lang="es")), year)] == ["by"]
