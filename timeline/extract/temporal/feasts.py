"""The days that feasts fall on, by name; fixed ones and those that hang on Easter."""

from collections.abc import Callable
from datetime import date, timedelta

_FIXED = {
    "christmas": (12, 25),
    "christmas_eve": (12, 24),
    "boxing_day": (12, 26),
    "new_year": (1, 1),
    "new_years_eve": (12, 31),
    "epiphany": (1, 6),
    "candlemas": (2, 2),
    "valentine": (2, 14),
    "st_patrick": (3, 17),
    "april_fools": (4, 1),
    "may_day": (5, 1),
    "ve_day": (5, 8),
    "bastille_day": (7, 14),
    "independence_day": (7, 4),
    "assumption": (8, 15),
    "german_unity": (10, 3),
    "halloween": (10, 31),
    "reformation": (10, 31),
    "all_saints": (11, 1),
    "all_souls": (11, 2),
    "armistice": (11, 11),
    "veterans_day": (11, 11),
    "st_martin": (11, 11),
    "st_nicholas": (12, 6),
    "st_stephen": (12, 26),
    "st_john": (6, 24),
    "st_joseph": (3, 19),
    "immaculate": (12, 8),
    "constitution_day_es": (12, 6),
    "hispanic_day": (10, 12),
    "labour_day": (5, 1),
    "womens_day": (3, 8),
    "midsummer": (6, 24),
    "innocents": (12, 28),
}
_EASTER = {
    "easter": 0,
    "good_friday": -2,
    "maundy_thursday": -3,
    "palm_sunday": -7,
    "easter_monday": 1,
    "ash_wednesday": -46,
    "carnival_monday": -48,
    "mardi_gras": -47,
    "ascension": 39,
    "pentecost": 49,
    "whit_monday": 50,
    "corpus_christi": 60,
    "sacred_heart_sunday": 70,
}
_NTH: dict[str, tuple[int, int, int]] = {
    "thanksgiving": (11, 3, 4),
    "labor_day_us": (9, 0, 1),
    "mothers_day": (5, 6, 2),
    "mlk_day": (1, 0, 3),
    "presidents_day": (2, 0, 3),
    "columbus_day": (10, 0, 2),
    "fathers_day": (6, 6, 3),
    "memorial_day": (5, 0, -1),
}


def feast_day(name: str, year: int) -> date:
    """The day of a feast in a year of the Gregorian calendar; KeyError for an unknown name.

    >>> feast_day("easter", 2025), feast_day("thanksgiving", 2025)
    (datetime.date(2025, 4, 20), datetime.date(2025, 11, 27))
    """
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _EASTER:
        return easter(year) + timedelta(days=_EASTER[name])
    if name in _NTH:
        return nth_weekday(year, *_NTH[name])
    return _MOVING[name](year)


def easter(year: int) -> date:
    """Easter Sunday of the western churches, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The nth weekday (Monday is 0) of a month, the last one where `n` is -1."""
    if n < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _advent(year: int) -> date:
    christmas = date(year, 12, 25)
    return christmas - timedelta(days=christmas.weekday() + 22)


_MOVING: dict[str, Callable[[int], date]] = {
    "advent": _advent,
    "us_election": lambda year: nth_weekday(year, 11, 0, 1) + timedelta(days=1),
    "repentance_day": lambda year: _advent(year) - timedelta(days=11),
}
