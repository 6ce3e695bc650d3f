"""Full dates as people write them, in the languages that Babel knows; a year is always told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

LOCALES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "hr", "ro", "hu", "sv", "da", "nb",
    "fi", "et", "lv", "lt", "el", "ru", "uk", "bg", "sr", "tr", "id",
)  # fmt: skip
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d\d):?(\d\d)")
_TIME = re.compile(
    r"(?P<hour>[0-2]?\d)\s?[:.h]\s?(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s?(?:Uhr|h)\b)?(?:\s?\(?(?P<zone>UTC|GMT|Z|(?:UTC|GMT)?[+-]\d\d:?\d\d)\)?)?(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A full date at `start` to `end` of a line, end exclusive.

    `on` is an instant where the line also tells the time and its zone.
    """

    on: date | datetime
    start: int
    end: int


def find_dates(line: str) -> Iterator[Written]:
    """Every full date of the line, in order; those that could be two days are left out.

    >>> [one.on.isoformat() for one in find_dates("Donnerstag, 17. Juli 2025")]
    ['2025-07-17']
    >>> list(find_dates("03/04/2025"))
    []
    """
    weekdays, pattern = _weekdays(), _pattern()
    for match in pattern.finditer(line):
        day = _day(match)
        if day is None:
            continue
        start = weekdays.search(line[: match.start()])
        on, end = _with_time(day, line, match.end())
        yield Written(on=on, start=start.start() if start else match.start(), end=end)


def _day(match: re.Match[str]) -> date | None:
    found = {name: text for name, text in match.groupdict().items() if text}
    try:
        if "iso" in found:
            return date.fromisoformat(found["iso"])
        if "numbers" in found:
            return _from_numbers(re.split(r"\D+", found["numbers"].strip()))
        if "han" in found:
            year, month, day, *_ = re.split(r"\D+", found["han"])
            return date(int(year), int(month), int(day))
        kind = "dmy" if "dmy" in found else "mdy"
        month_name = found[f"{kind}_month"].casefold()
        return date(int(found[f"{kind}_year"]), _months()[month_name], int(found[f"{kind}_day"]))
    except ValueError:
        return None


def _from_numbers(parts: list[str]) -> date | None:
    """17.07.2025, 17/07/2025 or 07/17/2025, where only one of the two orders is a date."""
    first, second, year = (int(part) for part in parts)
    orders = {(first, second), (second, first)}
    days = [date(year, month, day) for day, month in orders if month <= 12 and day <= 31]
    return days[0] if len(days) == 1 else None


def _with_time(day: date, line: str, end: int) -> tuple[date | datetime, int]:
    """The instant and its end where a time follows at once; the day where its zone is not told."""
    gap = re.compile(r"(?:T|[\s,|–—-]{0,4}(?:at|um|à|a las|alle|ore|kl\.?|o)?\s{0,2})").match(
        line, end
    )
    match = _TIME.match(line, gap.end()) if gap else None
    if match is None:
        return day, end
    hour, half = int(match["hour"]), (match["half"] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = _zone(match["zone"])
    if hour > 23:
        return day, end
    if zone is None:
        return day, match.end()
    second = int(match["second"] or 0)
    moment = datetime(day.year, day.month, day.day, hour, int(match["minute"]), second, tzinfo=zone)
    return moment, match.end()


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    match = _OFFSET.fullmatch(text.upper())
    if match is None:
        return UTC
    sign, hours, minutes = match.groups()
    size = timedelta(hours=int(hours), minutes=int(minutes))
    if size >= timedelta(hours=24):
        return None
    return timezone(-size if sign == "-" else size)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Month names, folded, to their numbers; names that mean two months are left out."""
    from babel.dates import get_month_names

    found: dict[str, set[int]] = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context=context, locale=locale)
                for number, name in names.items():
                    found.setdefault(name.casefold().rstrip("."), set()).add(number)
    found.setdefault("sept", set()).add(9)
    return {
        name: min(numbers)
        for name, numbers in found.items()
        if len(numbers) == 1 and not any(letter.isdigit() for letter in name)
    }


@lru_cache(maxsize=1)
def _weekdays() -> re.Pattern[str]:
    """A weekday that ends a text, with the comma after it."""
    from babel.dates import get_day_names

    names = {
        name.rstrip(".")
        for locale in LOCALES
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, locale=locale).values()
    }
    longest_first = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})\.?,?\s*(?:den\s|the\s|le\s)?$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    year = r"(?:19|20)\d\d(?!\d)"
    day = r"(?<![\w.,])\d{1,2}"
    return re.compile(
        rf"(?P<iso>(?<![\w-])(?:19|20)\d\d-\d\d-\d\d(?!\d|-))"
        rf"|(?P<numbers>{day}\s?[./]\s?\d{{1,2}}\s?[./]\s?{year})"
        rf"|(?P<han>{year}年\d{{1,2}}月\d{{1,2}}日)"
        rf"|(?P<dmy>(?P<dmy_day>{day})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|of\s+)?"
        rf"(?P<dmy_month>{month})\.?,?\s+(?:del?\s+)?(?P<dmy_year>{year}))"
        rf"|(?P<mdy>(?<!\w)(?P<mdy_month>{month})\.?\s+(?P<mdy_day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+"
        rf"(?P<mdy_year>{year}))",
        re.IGNORECASE,
    )
