"""The occurrences of what a calendar repeats by a rule (RFC 5545, 3.8.5)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

import icalendar
from dateutil.rrule import rrule, rruleset, rrulestr

from timeline.core.agenda import Entry
from timeline.core.interval import Interval, Moment
from timeline.core.precision import civil
from timeline.core.repeats import value_of
from timeline.sources.components import each, moments

MOST = 100
_UNTIL = re.compile(r"(UNTIL=\d{8})T\d{6}Z?")
_WITHIN_A_DAY = {"SECONDLY", "MINUTELY", "HOURLY"}
BACK, AHEAD = timedelta(days=90), timedelta(days=731)


def occurrences(entry: Entry, component: icalendar.Component) -> Iterator[Entry]:
    """The entry itself where it comes once, or by a rule that TIMEX3 can say; else each occurrence.

    So too at a time on clocks that are not UTC's, which no rule in a feed can say.
    Occurrences reach from 90 days before the calendar was last changed to two years behind it, at
    most MOST of them.
    """
    rules, start = each(component, "RRULE"), entry.interval.start
    dates, left_out = moments(component, "RDATE"), moments(component, "EXDATE")
    if not (rules or dates) or start is None:
        yield entry
        return
    if any(str(_parts(rule).get("FREQ", [""])[0]) in _WITHIN_A_DAY for rule in rules):
        raise ValueError("it comes again within a day")
    simple = len(rules) == 1 and not dates and not left_out and not _follows_seasons(start)
    value = value_of(_parts(rules[0]), civil(start)) if simple else None
    if value is not None:
        yield replace(entry, repeats=value)
        return
    found = _set(rules, start, dates, left_out)
    changed = _clock(entry.stamp or start, start)
    for moment in islice(found.xafter(changed - BACK, inc=True), MOST):
        if moment > changed + AHEAD:
            return
        yield _at(entry, start, moment)


def _follows_seasons(start: Moment) -> bool:
    """True for an instant on a clock that is not UTC's all the year."""
    return isinstance(start, datetime) and any(
        start.replace(month=month, day=1).utcoffset() for month in (1, 7)
    )


def _set(rules: list[Any], start: Moment, dates: list[Moment], left_out: list[Moment]) -> rruleset:
    found = rruleset()
    first = _clock(start, start)
    if not rules:
        found.rdate(first)
    for rule in rules:
        text = rule.to_ical().decode()
        if first.tzinfo is None:  # days with the end of the rule as an instant, as many write it
            text = _UNTIL.sub(r"\1", text)
        read = rrulestr(text, dtstart=first)
        if isinstance(read, rrule):
            found.rrule(read)
    for one in dates:
        found.rdate(_clock(one, start))
    for one in left_out:
        found.exdate(_clock(one, start))
    return found


def _at(entry: Entry, start: Moment, moment: datetime) -> Entry:
    end = entry.interval.end
    begins: Moment = moment if isinstance(start, datetime) else moment.date()
    return replace(
        entry,
        recurrence=begins.isoformat(),
        interval=Interval(
            start=begins,
            end=None if end is None else begins + (end - start),
            precision=entry.interval.precision,
        ),
    )


def _parts(rule: Any) -> dict[str, list[str]]:
    return {
        str(name).upper(): [str(one) for one in (values if isinstance(values, list) else [values])]
        for name, values in rule.items()
    }


def _clock(moment: Moment, start: Moment) -> datetime:
    """The moment on the clock of `start`; days are midnights without a zone."""
    zone = start.tzinfo if isinstance(start, datetime) else None
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), zone)
    return moment.astimezone(zone) if zone and moment.tzinfo else moment.replace(tzinfo=zone)
