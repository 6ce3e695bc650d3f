"""Future or past: a time that could lie on either side follows the tense of its event."""

from dataclasses import replace
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError

from timeline.core.event import Status
from timeline.core.interval import Interval, Moment
from timeline.core.precision import Precision, civil, step
from timeline.core.timex import Timex
from timeline.extract import lexicon

_NEAR = 45  # days
_FUTURE = frozenset({Status.PLANNED, Status.EXPECTED})


def agreed(
    timex: Timex, interval: Interval, said: Status | None, published: date, lang: str
) -> Interval:
    """The interval on the side of the publication date that the tense asks for.

    Only a bare weekday may move (by a week), and a day or month without a year (by a year).
    """
    if interval.precision.is_clock:
        return interval
    behind = interval.last_day is not None and interval.last_day < published
    ahead = interval.first_day is not None and interval.first_day > published
    if said in _FUTURE and behind:
        count = 1
    elif said is Status.HAPPENED and ahead:
        count = -1
    else:
        return interval
    size = _step(timex.text.lower(), interval.precision, lang)
    if size is None or (size is Precision.YEAR and _is_near(interval, published)):
        return interval
    return _moved(interval, size, count)


def ahead(timex: Timex, interval: Interval, published: date, lang: str) -> Interval:
    """The interval of a day or month without a year, in the year in which it is still to come.

    Only where it would be long past: what happened a few weeks ago is told as moved as well.
    """
    last = interval.last_day
    if last is None or (published - last).days <= _NEAR:
        return interval
    return agreed(timex, interval, Status.PLANNED, published, lang)


def is_news_day(timex: Timex) -> bool:
    """True for a day as the news names that of what it tells: a weekday, "yesterday", "today"."""
    words = timex.text.lower().replace(",", " ").split()
    is_day = timex.interval is not None and timex.interval.precision is Precision.DAY
    return is_day and not any(letter.isdigit() for word in words for letter in word)


def _is_near(interval: Interval, published: date) -> bool:
    """True for a date so close that a slip of tense is likelier than another year."""
    days = [day for day in (interval.first_day, interval.last_day) if day is not None]
    return min(abs((day - published).days) for day in days) <= _NEAR


def _step(text: str, precision: Precision, lang: str) -> Precision | None:
    """What the words leave open: the week of a weekday, the year of a day or a month."""
    words = text.replace(",", " ").split()
    if any(word in lexicon.table("sentences")["sided"] for word in words):
        return None
    digits = [word.strip(".") for word in words if any(letter.isdigit() for letter in word)]
    if any(len(word) >= 4 for word in digits):
        return None
    if precision is Precision.DAY and not digits and set(words) & _weekdays(lang):
        return Precision.WEEK
    months = bool({word.strip(".") for word in words} & _months(lang))
    if months and (precision is Precision.MONTH or (precision is Precision.DAY and digits)):
        return Precision.YEAR
    return None


def _moved(interval: Interval, size: Precision, count: int) -> Interval:
    def move(moment: Moment | None) -> Moment | None:
        return None if moment is None else step(civil(moment), size, count)

    try:
        return replace(interval, start=move(interval.start), end=move(interval.end))
    except ValueError:  # the other side lies outside the calendar
        return interval


@cache
def _weekdays(lang: str) -> frozenset[str]:
    return _names(lang, "days")


@cache
def _months(lang: str) -> frozenset[str]:
    return _names(lang, "months")


def _names(lang: str, kind: str) -> frozenset[str]:
    try:
        tables = getattr(Locale.parse(lang), kind)
    except (UnknownLocaleError, ValueError):
        return frozenset()
    widths = (tables[context][width] for context in tables for width in ("wide", "abbreviated"))
    return frozenset(str(name).lower().strip(".") for table in widths for name in table.values())
