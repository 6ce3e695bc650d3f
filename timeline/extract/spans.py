"""Times made of several expressions, as one: "from March 4 to 11", "the week of 7 January"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from timeline.core.article import Article, Sentence
from timeline.core.interval import Bound, Interval, unit
from timeline.core.precision import Precision
from timeline.core.timex import Timex, TimexType

_TO = re.compile(r"\s*(?:to|through|until|till|bis|au|al|à|a|[-–—])\s*(?:the\s|el\s|le\s)?")
_AND = re.compile(
    r"\s*(?:,|,?\s?and|und|et|y|e|to|through|until|bis(?: zum)?|auf|zum|au|à|al|a|hasta|[-–—])\s*"
    r"(?:the\s|el\s|le\s|den\s)?"
)
_AT = re.compile(r",?\s*(?:at|around|about|from|um|ab|gegen|von|à|vers|dès|de)\s*")
_DAY = re.compile(r"\s*(?:to|through|[-–—])\s*(\d{1,2})\b(?![\d:.,]\d)")
_WEEK_OF = re.compile(r"\s*(?:of|beginning|starting|vom|ab dem)\s*(?:the\s)?")
_ORDINAL = re.compile(r"(?:the\s)?\d+(?:st|nd|rd|th)", re.IGNORECASE)
_NEW_DATE = re.compile(
    r"\b(?:to|until|till|for|from|auf|au|à|al|para|hasta)\s(?:the\s|den\s|el\s|le\s)?$",
    re.IGNORECASE,
)
_FOR = re.compile(r"para\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:later|after|earlier|ago|plus tard|après|später|darauf|danach|zuvor|después|más tarde)$",
    re.IGNORECASE,
)
_IN_OTHER_WORDS = re.compile(r",\s(?:on|am|den|le|el|that is|i\.e\.)?\s?(?:the\s)?", re.IGNORECASE)
_RESTATES = re.compile(r"the (?:year|month|week|day) (?:after|before)", re.IGNORECASE)
_NOUN_ON = re.compile(r"\s(?:the|an?|its|his|her|their)\s")
_COUNTING = re.compile(r"\b(?:after|après|nach|después de|tras)$", re.IGNORECASE)
_BEHIND = re.compile(
    r"\s?(?:the|its|their|his|her|l['’]|la|le|les|der|dem|die|den|del|el)\b\s?[^\W\d]"
)
_BESIDE = re.compile(r"\s(?:and|und|et|y)\s")
_WEEK = 7  # days
_LONG_PAST = 60  # days before publication
_SLIP = 5  # days by which a length and the day that it leads to may differ in the telling
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LENGTH = re.compile(
    rf"\b(?:({'|'.join(_COUNTS)})-day\s(?:\w+\s)?(?:visit|trip|tour|journey)"
    rf"|for\s({'|'.join(_COUNTS)})\sdays)\b",
    re.IGNORECASE,
)


def whole(timexes: Iterable[Timex], text: str) -> tuple[Timex, ...]:
    """The times of an article with those put together that name one time, in text order."""
    kept: list[Timex] = []
    for timex in timexes:
        if _is_counted(timex, text):
            continue
        timex = _after(kept[-1], timex, text) if kept else timex
        joined = _joined(kept[-1], timex, text) if kept else None
        if joined is not None:
            kept[-1] = joined
        else:
            kept.append(_ranged(_scheduled(timex, text), text))
    return tuple(kept)


def _after(first: Timex, second: Timex, text: str) -> Timex:
    """A bare weekday joined to a day before it comes after that: "next Monday and Tuesday"."""
    one, two = first.interval, second.interval
    if one is None or two is None or not _BESIDE.fullmatch(text[first.end : second.start]):
        return second
    start, day = one.last_day, two.first_day
    if start is None or day is None or start != one.first_day or two.first_day != two.last_day:
        return second
    if day > start or not second.text.isalpha() or second.type is not TimexType.DATE:
        return second
    later = start + timedelta(days=(day - start).days % _WEEK or _WEEK)
    return replace(second, interval=unit(later, Precision.DAY), value=later.isoformat())


def _scheduled(timex: Timex, text: str) -> Timex:
    """Spanish "para" is "by" before a month or a year, and "for" before a day."""
    lead = text[timex.lead : timex.start] if timex.lead is not None else ""
    day = timex.interval is not None and timex.interval.precision.rank <= Precision.DAY.rank
    return replace(timex, bound=None) if day and _FOR.match(lead) else timex


def by_sentence(timexes: Sequence[Timex], sentences: Sequence[Sentence]) -> list[list[Timex]]:
    """The times inside each sentence; both in text order, so one walk is enough."""
    found: list[list[Timex]] = []
    at = 0
    for sentence in sentences:
        while at < len(timexes) and timexes[at].start < sentence.start:
            at += 1
        first = at
        while at < len(timexes) and timexes[at].end <= sentence.end:
            at += 1
        found.append(list(timexes[first:at]))
    return found


def is_dateline(timex: Timex, sentence: Sentence, article: Article) -> bool:
    """True for the day of publication in a dateline ("RIGA, 5 May (Agency) -")."""
    if timex.start > 60 or sentence.start > 40 or timex.interval is None:
        return False
    after = article.text[timex.end : timex.end + 30]
    return timex.interval.contains(article.anchor.day) and bool(
        re.match(r"(?:\s*\([^)]*\))?[.,]?\s*(?:[-–—]|\.-)", after)
    )


def names_new_date(sentence: Sentence, timex: Timex) -> bool:
    """True for a time behind "to" or "until", which is where something is put off to."""
    lead = timex.start if timex.lead is None else timex.lead
    base = sentence.start
    before = sentence.text[max(0, lead - base - 24) : timex.start - base]
    return bool(_NEW_DATE.search(before)) or timex.bound is Bound.UNTIL


def before_and_after(named: Interval) -> tuple[Interval | None, Interval]:
    """Both days of "from 11 to 25 November"; the first is None where only the new one is told."""
    first, last = named.first_day, named.last_day
    if named.precision is not Precision.DAY or first is None or last is None or first == last:
        return None, named
    return unit(first, Precision.DAY), unit(last, Precision.DAY)


def of_days(interval: Interval, sentence: Sentence) -> Interval:
    """The whole of a visit whose first day and length are told: "on Friday for a five-day trip"."""
    found = _LENGTH.search(sentence.text)
    start, last = interval.first_day, interval.last_day
    if found is None or start is None or start != last or interval.precision is not Precision.DAY:
        return interval
    days = _COUNTS.index((found.group(1) or found.group(2)).lower()) + 2
    try:
        return replace(interval, end=start + timedelta(days=days))
    except OverflowError:  # outside the calendar
        return interval


def day_before(timex: Timex, times: Iterable[Timex], anchor: date) -> date | None:
    """The day long past, told before a limit in its sentence, from which the limit counts."""
    if timex.type is not TimexType.DURATION or timex.bound is not Bound.WITHIN:
        return None
    days = [
        one.interval.first_day
        for one in times
        if one.end <= timex.start and one.interval is not None and one.type is TimexType.DATE
    ]
    past = [day for day in days if day is not None and (anchor - day).days > _LONG_PAST]
    return past[-1] if past else None


def event_after(timex: Timex, text: str) -> bool:
    """True for a length that counts from the event behind it: "a year after the vote"."""
    behind = bool(_BEHIND.match(text, timex.end))
    return behind and bool(_COUNTING.search(timex.text)) and timex.type is TimexType.DATE


def counted_from(timex: Timex, interval: Interval, anchor: date, told: date) -> Interval:
    """A limit that somebody set "at the time", counted from the day `told` before the sentence."""
    start, end = interval.start, interval.end
    limit = timex.type is TimexType.DURATION and timex.bound is Bound.WITHIN
    if not limit or not isinstance(end, date) or isinstance(end, datetime):
        return interval
    try:
        moved = end - (anchor - told)
    except OverflowError:  # outside the calendar
        return interval
    return replace(interval, start=told if start is not None else None, end=moved)


def placed(timex: Timex, interval: Interval) -> Timex:
    """The expression as its event reads it, where tense or story moved it to another day."""
    read = timex.interval
    if read is None or interval.precision is not read.precision:
        return timex
    if timex.type is TimexType.DURATION:
        late, mine = interval.last_day, read.last_day
        if late is None or mine is None or late == mine:
            return timex
        return replace(timex, interval=replace(read, start=None, end=interval.end))
    first, mine = interval.first_day, read.first_day
    if interval.start is None or first is None or mine is None or first == mine:
        return timex
    value = timex.value.replace(_value(mine, read.precision), _value(first, read.precision))
    return replace(timex, value=value, interval=replace(interval, start=interval.start))


def _value(day: date, precision: Precision) -> str:
    """How a TIMEX3 value begins: the day, or as much of it as the precision tells."""
    forms = {Precision.YEAR: "%Y", Precision.MONTH: "%Y-%m", Precision.WEEK: "%G-W%V"}
    return day.strftime(forms.get(precision, "%Y-%m-%d"))


def _is_counted(timex: Timex, text: str) -> bool:
    """True for an ordinal that counts something else: "the 26th conference"."""
    following = text[timex.end : timex.end + 12]
    return bool(_ORDINAL.fullmatch(timex.text)) and bool(re.match(r"\s(?!of\b)[^\W\d]", following))


def _joined(first: Timex, second: Timex, text: str) -> Timex | None:
    one, two = first.interval, second.interval
    between = text[first.end : second.start]
    if one is None or two is None or len(between) > 12:
        return None
    if _COUNTED.search(first.text) and _IN_OTHER_WORDS.fullmatch(between) and _is_near(one, two):
        return second
    if one.precision is Precision.WEEK and _WEEK_OF.fullmatch(between):
        day = two.first_day
        return None if day is None else _made(first, second, unit(day, Precision.WEEK), text)
    if _RESTATES.fullmatch(second.text) and between == ", " and _NOUN_ON.match(text, second.end):
        return first
    if second.value.startswith(f"{first.value}T") and _AT.fullmatch(between):
        return replace(_made(first, second, two, text), type=second.type, value=second.value)
    if not _AND.fullmatch(between) and not _TO.fullmatch(between):
        return None
    night = first.value.endswith("TNI") and _follows(one, two)
    if night or _closes(one, two):
        return _made(first, second, one, text)
    if _AND.fullmatch(between) and _follows(one, two):
        both = _range(one, two.end)
        return None if both is None else _made(first, second, both, text)
    if first.bound is Bound.FROM and _TO.fullmatch(between) and one.precision is two.precision:
        range_ = _range(one, two.end)
        return None if range_ is None else _made(first, second, range_, text)
    return None


def _is_near(one: Interval, two: Interval) -> bool:
    """True for two days that a rough count takes for one."""
    first, second = one.first_day, two.first_day
    if two.precision is not Precision.DAY or first is None or second is None:
        return False
    return abs((second - first).days) <= _SLIP


def _closes(one: Interval, two: Interval) -> bool:
    """True where the second time is the last day of the range that the first one begins.

    A weekday told as a limit ("bis Montag") may have gone to another week, a day to another year.
    """
    first, last, day = one.first_day, one.last_day, two.last_day
    if first is None or last is None or day is None or first == last:
        return False
    if one.end == two.end:
        return one.start != two.start
    days = one.precision is Precision.DAY and two.precision is Precision.DAY
    week = (day - last).days % 7 == 0 and abs((day - last).days) <= 14
    return days and (week or (day.day, day.month) == (last.day, last.month))


def _follows(one: Interval, two: Interval) -> bool:
    """True for two days of which the second comes right after the first: "Monday and Tuesday"."""
    days = one.precision is Precision.DAY and two.precision is Precision.DAY
    return days and one.end is not None and one.end == two.start


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
        range_ = _range(interval, end + timedelta(days=1))
    except (OverflowError, ValueError):  # no such day
        return timex
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
