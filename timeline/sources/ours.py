"""What a calendar of a Timeline says of its events beyond what every program reads."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import icalendar
from babel import Locale

from timeline.core.agenda import X_INTERVAL, X_REPEATS, X_STATUS, X_TITLE, X_WHO, Entry
from timeline.core.event import Participant, Status
from timeline.core.interval import Interval, Moment
from timeline.core.precision import Precision
from timeline.sources.components import each, plain, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a Timeline wrote of its event as exactly as it was known; `sure` is 0 to 1."""

    interval: Interval
    status: Status
    sure: float
    deadline: bool


def told_by(component: icalendar.Component) -> Told | None:
    """What a Timeline wrote; None in the calendars of others, and where it cannot be read."""
    intervals, statuses = each(component, X_INTERVAL), each(component, X_STATUS)
    if not (intervals and statuses):
        return None
    try:
        told = Told(
            interval=_interval(intervals[0]),
            status=Status(str(statuses[0])),
            sure=float(statuses[0].params["X-SURE"]),
            deadline="X-DEADLINE" in statuses[0].params,
        )
    except (ValueError, TypeError, KeyError):
        return None
    return told if 0 <= told.sure <= 1 else None


def restored(entry: Entry, told: Told, component: icalendar.Component) -> Entry:
    """The entry with the title, status and certainty that the event had."""
    return replace(
        entry,
        title=text(component, X_TITLE) or entry.title,
        status=told.status,
        by_clock=False,
        confidence=told.sure,
        deadline=told.deadline,
        repeats=text(component, X_REPEATS) or None,
    )


def participants_of(component: icalendar.Component) -> tuple[Participant, ...]:
    """Who takes part: as a Timeline wrote them, else the countries among the categories."""
    named = each(component, X_WHO)
    if named:
        return tuple(
            Participant(
                name=plain(one),
                country=_text(one.params.get("X-COUNTRY")),
                role=_text(one.params.get("X-ROLE")),
            )
            for one in named
        )
    names = Locale("en").territories
    codes = dict.fromkeys(one for one in categories_of(component) if _is_country(one, names))
    return tuple(Participant(name=str(names[code]), country=code) for code in codes)


def categories_of(component: icalendar.Component) -> list[str]:
    """Every category, from however many lines."""
    return [str(one).strip() for line in each(component, "CATEGORIES") for one in line.cats]


def _is_country(category: str, names: Any) -> bool:
    return re.fullmatch("[A-Z]{2}", category) is not None and category in names


def _text(value: object) -> str | None:
    return str(value) if value else None


def _interval(told: Any) -> Interval:
    precision = Precision(str(told.params["X-PRECISION"]).casefold())
    start, _, end = str(told).partition("/")
    return Interval(
        start=_moment(start, precision),
        end=_moment(end, precision),
        precision=precision,
        approximate="X-APPROXIMATE" in told.params,
    )


def _moment(text: str, precision: Precision) -> Moment | None:
    if text == "..":
        return None
    return datetime.fromisoformat(text) if precision.is_clock else date.fromisoformat(text)
