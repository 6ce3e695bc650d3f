"""Words for values, as the pages say them."""

from datetime import date
from urllib.parse import urlencode

from babel import Locale

from timeline.core.edtf import write as line
from timeline.core.event import Event, EventType, days_left
from timeline.core.filter import Filter, host, to_params
from timeline.core.interval import Interval
from timeline.core.timex import Timex
from timeline.core.words import day, when

__all__ = [
    "colour", "country", "distance", "edtf", "host", "language", "left", "like", "reading",
    "sentence", "sure", "value", "weekday",
]  # fmt: skip

_ENGLISH = Locale("en")
_LANES = {
    EventType.VISIT: "meet", EventType.MEETING: "meet", EventType.SUMMIT: "meet",
    EventType.CALL: "meet", EventType.CEREMONY: "meet", EventType.SIGNING: "pact",
    EventType.AGREEMENT: "pact", EventType.LEGISLATION: "law", EventType.VOTE: "law",
    EventType.EFFECT: "law", EventType.COURT: "law", EventType.DEADLINE: "due",
    EventType.ANNOUNCEMENT: "word", EventType.CONFLICT: "force", EventType.SANCTIONS: "force",
    EventType.OTHER: "force",
}  # fmt: skip


def country(code: str) -> str:
    """The English name of an ISO 3166-1 alpha-2 code; the code where Babel has none."""
    return str(_ENGLISH.territories.get(code, code))


def colour(kind: EventType, *, deadline: bool) -> str:
    """The class that gives an event its lane's colour."""
    return "due" if deadline else _LANES[kind]


def left(days: int | None) -> str:
    """`167 days left`, `today`, `yesterday`, `3 days ago`; empty without a date."""
    if days is None:
        return ""
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    return named or (f"{days} days left" if days > 0 else f"{-days} days ago")


def distance(event: Event, today: date) -> str:
    """How far off the event is: `in 5 days`, `now` while it may be going on, `3 days ago`.

    A deadline counts to its last admissible day: `167 days left`. Empty without a date.
    """
    days = days_left(event, today)
    if days is None or event.interval is None:
        return ""
    if event.deadline:
        return left(days)
    if event.interval.contains(today):
        return "today" if event.interval.first_day == event.interval.last_day else "now"
    if days > 0:
        return left(days) if days == 1 else f"in {days} days"
    last = event.interval.last_day
    return left((last - today).days) if last else "now"


def sure(confidence: float) -> str:
    """How sure an event is, as a word."""
    return "high" if confidence >= 0.75 else "fair" if confidence >= 0.5 else "low"


def weekday(one: date) -> str:
    """`Thursday`."""
    return f"{one:%A}"


def language(code: str) -> str:
    """The English name of an ISO 639-1 code; the code where Babel has none."""
    return str(_ENGLISH.languages.get(code, code))


def reading(timex: Timex, published: date) -> str:
    """How an expression was read, in one sentence."""
    known = timex.when
    if known is None:
        return f"“{timex.text}” names no day on the calendar ({timex.value})."
    due = timex.bound is not None and timex.bound.is_upper
    said = when(known, deadline=due)
    return f"“{timex.text}”, written on {day(published)}, is read as {said} ({line(known)})."


def edtf(interval: Interval) -> str:
    """The interval's EDTF line."""
    return line(interval)


def value(one: str | Interval | None, *, deadline: bool) -> str:
    """A value of an event's history, in words."""
    if isinstance(one, Interval):
        return when(one, deadline=deadline)
    return one or "none"


def like(event: Event) -> str:
    """The query of a filter for deadlines like this one: of the same countries."""
    chosen = Filter(country=event.countries, deadline=True)
    return urlencode(to_params(chosen))


def sentence(text: str) -> str:
    """A message as a sentence of a page: with a capital, unless it begins with an address."""
    told = text if text.startswith("http") else text[:1].upper() + text[1:]
    return told if told.endswith((".", "?", "!")) else f"{told}."
