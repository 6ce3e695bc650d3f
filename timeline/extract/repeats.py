"""What the text says comes again: "every Monday", "annually on 3 October" (TIMEX3 SET)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from timeline.core.event import Mention, Status
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.core.repeats import rrule_of
from timeline.core.timex import Timex, TimexType

_WEEKDAY = re.compile(r"XXXX-WXX-([1-7])")
# What may stand between "annually" and "on 3 October", or "every two weeks" and "from 1 September".
_JOIN = re.compile(
    r"[\s,]*(?:(?:on|from|starting|beginning|since|until|the|of"
    r"|am|ab|vom|seit|den|dem|le|du|dès|depuis|à partir|el|del|desde|a partir|de|du)\s+)*",
    re.IGNORECASE,
)

_AT = re.compile(r"[\s,]*(?:(?:at|from|to|um|ab|von|bis|à|de|dès|a|las?|desde)\s+)*", re.IGNORECASE)


def with_first_days(timexes: Sequence[Timex], text: str, published_on: date) -> tuple[Timex, ...]:
    """The times, those of a weekday ("every Monday") with the first one after publication.

    So an event that has no other date has one: the day on which its calendar begins. Where the text
    names that day ("from 5 January") it is the only one; "at 10 a.m." beside it is no day at all.
    """
    clocks = _clocks(timexes, text)
    return tuple(
        _with_first_day(one, timexes, text, published_on)
        if _is_weekday(one)
        else replace(one, interval=None)
        if one in clocks
        else one
        for one in timexes
    )


def marked(mentions: Sequence[Mention], timexes: Sequence[Timex], text: str) -> tuple[Mention, ...]:
    """The mentions, each with what its text says of its coming again; past habits are left out.

    An expression says so of the date right beside it alone: the ministers "who meet every month" do
    not sign on 3 October every month.
    """
    sets = [one for one in timexes if one.type is TimexType.SET]
    return tuple(_marked(one, sets, text) for one in mentions if not _is_past_habit(one))


def _is_weekday(timex: Timex) -> bool:
    return timex.type is TimexType.SET and _WEEKDAY.fullmatch(timex.value) is not None


def _with_first_day(timex: Timex, timexes: Sequence[Timex], text: str, published_on: date) -> Timex:
    match = _WEEKDAY.fullmatch(timex.value)
    if not match or any(_names_first(one, timex, text) for one in timexes):
        return timex
    ahead = (int(match[1]) - published_on.isoweekday()) % 7 or 7
    if (date.max - published_on).days < ahead:  # outside the calendar
        return timex
    first = unit(published_on + timedelta(days=ahead), Precision.DAY)
    return replace(timex, interval=first, repeats=timex.value)


def _names_first(other: Timex, weekday: Timex, text: str) -> bool:
    first = other.interval.first_day if other.interval else None
    if first is None or other.type is TimexType.TIME:
        return False
    return rrule_of(weekday.value, first) is not None and _touch(weekday, other, text)


def _clocks(timexes: Sequence[Timex], text: str) -> list[Timex]:
    """The clock times beside a weekday that comes again, from the first to the last of them."""
    beside = [one for one in timexes if _is_weekday(one)]
    for timex in timexes:
        is_clock = timex.type is TimexType.TIME
        if is_clock and any(_touch(one, timex, text, _AT) for one in beside):
            beside.append(timex)
    return beside


def _is_past_habit(mention: Mention) -> bool:
    timex = mention.timex
    of_set = timex is not None and timex.type is TimexType.SET
    return of_set and mention.status is Status.HAPPENED


def _marked(mention: Mention, sets: Sequence[Timex], text: str) -> Mention:
    timex, interval = mention.timex, mention.interval
    if timex is None or interval is None or timex.repeats or mention.deadline:
        return mention
    first = interval.first_day
    for one in sets:
        if first and rrule_of(one.value, first) and _touch(one, timex, text):
            return replace(mention, timex=replace(timex, repeats=one.value))
    return mention


def _touch(one: Timex, other: Timex, text: str, join: re.Pattern[str] = _JOIN) -> bool:
    first, second = sorted((one, other), key=lambda timex: timex.start)
    return join.fullmatch(text[first.end : second.start]) is not None
