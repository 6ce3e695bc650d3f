"""What a token of digits can be: a day, a year, a clock time, a numeric date."""

import re
from datetime import date, time

from timeline.extract.temporal.expression import Captures, Fields

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d)(?::\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?"
)
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)")
_YEAR_FIRST = re.compile(r"(\d{4})([./])(\d{1,2})\2(\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?")
_SMALL = re.compile(r"(\d{1,2})\.(\d\d)")
_SLASH = re.compile(r"(\d{1,2})/(\d{1,2})")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
_HOUR_LETTER = re.compile(r"(\d{1,2})h(\d\d)?")
FORMS = (
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)"
    r"|\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)(?![\d])"
    r"|\d{4}([./])\d{1,2}\2\d{1,2}(?!\d)"
    r"|\d{1,2}:\d\d(?::\d\d)?(?!\d)"
    r"|\d{1,2}h(?:\d\d)?(?!\w)"
    r"|\d{1,3}(?:[.,]\d{3})+(?![\d.,]\d)"
    r"|\d{1,2}/\d{1,2}(?![\d/])"
    r"|\d{1,9}[.,]\d{1,9}(?!\d)"
)
"""Numeric forms of more than one part, the most specific first; every part has a bounded length."""


def read_integer(text: str) -> Captures:
    """The classes that a run of digits can belong to, with their values."""
    if len(text) > 6:
        return {}
    value = int(text)
    classes: Captures = {"NUM": value}
    if len(text) <= 2:
        classes |= {"DAYNUM": value} if 1 <= value <= 31 else {}
        classes |= {"MONTHNUM": value} if 1 <= value <= 12 else {}
        classes |= {"HOUR": value} if value <= 24 else {}
        classes |= {"MINUTE": value} if value < 60 and len(text) == 2 else {}
        classes |= {"YY": value} if len(text) == 2 else {}
    if len(text) == 4:
        classes |= {"YEAR": value} if 1000 <= value <= 2199 else {}
        classes |= {"HHMM": f"{text[:2]}:{text[2:]}"} if is_clock(text[:2], text[2:]) else {}
    if len(text) in {3, 4} and is_clock(text[:-2], text[-2:]) and value >= 100:
        classes["HMM"] = f"{int(text[:-2]):02}:{text[-2:]}"
    if 1 <= len(text) <= 4 and value:
        classes["ERAYEAR"] = value
    return classes


def read_numeric(text: str, order: str) -> Captures:
    """The classes of a form of more than one part; `order` is DMY, MDY or YMD. Empty for none."""
    if match := _ISO.fullmatch(text):
        fields = _checked(int(match[1]), int(match[2]), int(match[3]), match[4], match[5])
        return {"DATE": fields} if fields else {}
    if match := _NUMERIC.fullmatch(text):
        return _date(match, order)
    if match := _YEAR_FIRST.fullmatch(text):
        fields = _checked(int(match[1]), int(match[3]), int(match[4]))
        return {"DATE": fields} if fields else {}
    if match := _CLOCK.fullmatch(text):
        return {"CLOCK": f"{int(match[1]):02}:{match[2]}"} if is_clock(*match.groups()[:2]) else {}
    if match := _HOUR_LETTER.fullmatch(text):
        return (
            {"HCLOCK": f"{int(match[1]):02}:{match[2] or '00'}"}
            if is_clock(match[1], match[2] or "00")
            else {}
        )
    return _plain(text, order)


def is_clock(hour: str, minute: str) -> bool:
    """True where the digits are an hour and a minute of the day."""
    return int(hour) <= 24 and int(minute) < 60


def two_digit_year(value: int, anchor_year: int) -> int:
    """The year that two digits mean: at most twenty years after the anchor, else before.

    >>> two_digit_year(98, 2025), two_digit_year(30, 2025)
    (1998, 2030)
    """
    year = anchor_year // 100 * 100 + value
    return year - 100 if year > anchor_year + 20 else year


def class_sets() -> list[set[str]]:
    """Every set of classes that a token of digits can have, so that each gets its code."""
    samples = [
        "0",
        "00",
        "1",
        "01",
        "13",
        "24",
        "25",
        "31",
        "32",
        "40",
        "60",
        "70",
        "99",
        "100",
        "199",
        "430",
        "475",
        "999",
        "1030",
        "2230",
        "0800",
        "0001",
        "0061",
        "1800",
        "1900",
        "1939",
        "1999",
        "1960",
        "2500",
        "2461",
        "9999",
        "10000",
        "0000",
    ]
    forms = [
        "2020-01-01",
        "10:30",
        "9h",
        "1.200",
        "1/2",
        "1/9",
        "10/11",
        "13/12",
        "31/1",
        "1/31",
        "3.45",
        "13.45",
        "9.30",
        "3.5",
        "30.12",
        "9.10",
        "28.02",
        "0.5",
    ]
    sets = [set(read_integer(one)) for one in samples]
    sets += [set(read_numeric(one, order)) for one in forms for order in ("DMY", "MDY")]
    sets += [
        {"ORD"},
        {"ORD", "DAYORD"},
        {"ORD", "DAYORD", "MONTHORD"},
        {"DECADE"},
        {"ERADECADE"},
        {"NUM"},
        {"NUM", "YEAR"},
    ]
    return [one for one in sets if one]


def _plain(text: str, order: str) -> Captures:
    if match := _SLASH.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        if (first, second, order) == (9, 11, "MDY"):  # a day with a name, and no fraction
            return {"DATE": Fields(year=2001, month=9, day=11)}
        classes: Captures = {"FRACTION": first / second} if 0 < first < second <= 8 else {}
        month, day = (first, second) if order == "MDY" else (second, first)
        if 1 <= month <= 12 and 1 <= day <= 31:
            classes["SLASH"] = Fields(month=month, day=day)
        return classes
    if _GROUPED.fullmatch(text):
        return {"NUM": int(re.sub(r"[.,]", "", text))}
    classes = {}
    if match := _DECIMAL.fullmatch(text):
        classes["NUM"] = float(f"{match[1]}.{match[2]}")
    if (match := _SMALL.fullmatch(text)) and is_clock(match[1], match[2]):
        classes["DOTCLOCK"] = f"{int(match[1]):02}:{match[2]}"
        if 1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12:
            classes["DOTDATE"] = Fields(month=int(match[2]), day=int(match[1]))
    return classes


def _date(match: re.Match[str], order: str) -> Captures:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    month_first = order == "MDY" and match[2] != "."
    day, month = (second, first) if month_first else (first, second)
    if month > 12 >= day:
        day, month = month, day
    short = len(match[4]) == 2
    if match[2] == "-" and short and not month_first:
        return {}
    fields = _checked(year + 2000 if short else year, month, day, short=short)
    return {"DATE": fields} if fields else {}


def _checked(
    year: int,
    month: int,
    day: int,
    clock: str | None = None,
    zone: str | None = None,
    *,
    short: bool = False,
) -> Fields | None:
    try:
        date(year, month, day)
        if clock:
            time.fromisoformat(clock)
    except ValueError:
        return None
    return Fields(
        year=year % 100 if short else year,
        month=month,
        day=day,
        clock=clock,
        zone=zone,
        short_year=short,
    )
