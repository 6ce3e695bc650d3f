"""Times made of several expressions, as one: "from March 4 to 11", "the week of 7 January"."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from timeline.core.interval import Bound, Interval, unit
from timeline.core.precision import Precision
from timeline.core.timex import Timex

_TO = re.compile(r"\s*(?:to|through|until|till|bis|au|al|à|a|[-–—])\s*(?:the\s|el\s|le\s)?")
_AND = re.compile(r"\s*(?:and|und|et|y|to|bis|au|al|[-–—])\s*")
_DAY = re.compile(r"\s*(?:to|through|[-–—])\s*(\d{1,2})\b(?![\d:.,]\d)")
_WEEK_OF = re.compile(r"\s*(?:of|beginning|starting|vom|ab dem)\s*(?:the\s)?")
_ORDINAL = re.compile(r"(?:the\s)?\d+(?:st|nd|rd|th)", re.IGNORECASE)


def whole(timexes: Iterable[Timex], text: str) -> tuple[Timex, ...]:
    """The times of an article with those put together that name one time, in text order."""
    kept: list[Timex] = []
    for timex in timexes:
        if _is_counted(timex, text):
            continue
        joined = _joined(kept[-1], timex, text) if kept else None
        if joined is not None:
            kept[-1] = joined
        else:
            kept.append(_ranged(timex, text))
    return tuple(kept)


def _is_counted(timex: Timex, text: str) -> bool:
    """True for an ordinal that counts something else: "the 26th conference"."""
    following = text[timex.end : timex.end + 12]
    return bool(_ORDINAL.fullmatch(timex.text)) and bool(re.match(r"\s(?!of\b)[^\W\d]", following))


def _joined(first: Timex, second: Timex, text: str) -> Timex | None:
    one, two = first.interval, second.interval
    between = text[first.end : second.start]
    if one is None or two is None or len(between) > 12:
        return None
    if one.precision is Precision.WEEK and _WEEK_OF.fullmatch(between):
        day = two.first_day
        return None if day is None else _made(first, second, unit(day, Precision.WEEK), text)
    inside = one.overlaps(two) and one.end == two.end and one.start != two.start
    if inside and _AND.fullmatch(between):
        return _made(first, second, one, text)
    if first.bound is Bound.FROM and _TO.fullmatch(between) and one.precision is two.precision:
        range_ = _range(one, two.end)
        return None if range_ is None else _made(first, second, range_, text)
    return None


def _ranged(timex: Timex, text: str) -> Timex:
    """The time with a second day that has the first one's month: "March 4 to 11"."""
    found = _DAY.match(text, timex.end)
    interval = timex.interval
    if found is None or interval is None or interval.precision is not Precision.DAY:
        return timex
    first, last = interval.first_day, interval.last_day
    named = re.search(r"[^\W\d_]{3,}\.?\s+(\d{1,2})$", timex.text)
    if first is None or first != last or named is None or int(named.group(1)) != first.day:
        return timex
    try:
        end = first.replace(day=int(found.group(1)))
    except ValueError:
        return timex
    range_ = _range(interval, date.fromordinal(end.toordinal() + 1))
    if range_ is None or end <= first:
        return timex
    words = text[timex.start : found.end()]
    return replace(timex, text=words, end=found.end(), interval=range_, bound=None)


def _range(one: Interval, end: date | None) -> Interval | None:
    if one.start is None or end is None or type(one.start) is not type(end) or end <= one.start:
        return None
    return replace(one, end=end)


def _made(first: Timex, second: Timex, interval: Interval, text: str) -> Timex:
    words = text[first.start : second.end]
    bound = None if first.bound is Bound.FROM else first.bound
    if second.bound is Bound.FROM and first.bound is None:
        bound = None
    return replace(first, text=words, end=second.end, interval=interval, bound=bound)
