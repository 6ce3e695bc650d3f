"""Words for values, as the pages say them."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode

from babel.numbers import format_decimal

from timeline.core.edtf import write as line
from timeline.core.event import Event, EventType, Mention, Outcome, Status, days_left
from timeline.core.filter import Filter, host, to_params
from timeline.core.interval import Interval
from timeline.core.timex import Timex
from timeline.core.watched import write_every
from timeline.core.words import without_limit
from timeline.web.dates import day, weekday, when
from timeline.web.language import N_, _, locale

__all__ = [
    "asked", "colour", "country", "deed", "deeds", "distance", "edtf", "face", "host", "how_often",
    "kind", "language", "left", "like", "named", "number", "outcome", "reading", "sentence",
    "status", "sure", "type_name", "value", "weekday",
]  # fmt: skip

_LANES = {
    EventType.VISIT: "meet", EventType.MEETING: "meet", EventType.SUMMIT: "meet",
    EventType.CALL: "meet", EventType.CEREMONY: "meet", EventType.SIGNING: "pact",
    EventType.AGREEMENT: "pact", EventType.LEGISLATION: "law", EventType.VOTE: "law",
    EventType.EFFECT: "law", EventType.COURT: "law", EventType.DEADLINE: "due",
    EventType.ANNOUNCEMENT: "word", EventType.CONFLICT: "force", EventType.SANCTIONS: "force",
    EventType.OTHER: "force",
}  # fmt: skip
_STATUSES = {
    Status.HAPPENED: N_("happened"), Status.ONGOING: N_("ongoing"), Status.PLANNED: N_("planned"),
    Status.EXPECTED: N_("expected"), Status.POSTPONED: N_("postponed"),
    Status.CANCELLED: N_("cancelled"),
}  # fmt: skip
_OUTCOMES = {
    Outcome.OPEN: N_("open"), Outcome.MET: N_("met"), Outcome.MISSED: N_("missed"),
    Outcome.EXTENDED: N_("extended"), Outcome.UNREPORTED: N_("nothing reported"),
}  # fmt: skip
_TYPES = {
    EventType.VISIT: N_("Visit"), EventType.MEETING: N_("Meeting"), EventType.SUMMIT: N_("Summit"),
    EventType.CALL: N_("Call"), EventType.SIGNING: N_("Signing"),
    EventType.AGREEMENT: N_("Agreement"), EventType.DEADLINE: N_("Deadline"),
    EventType.ANNOUNCEMENT: N_("Announcement"), EventType.LEGISLATION: N_("Legislation"),
    EventType.VOTE: N_("Vote"), EventType.EFFECT: N_("Effect"),
    EventType.SANCTIONS: N_("Sanctions"), EventType.CONFLICT: N_("Conflict"),
    EventType.CEREMONY: N_("Ceremony"), EventType.COURT: N_("Court"), EventType.OTHER: N_("Other"),
}  # fmt: skip


_VALUES: dict[str, dict[str, str]] = {
    "type": {one.value: told for one, told in _TYPES.items()},
    "status": {one.value: told for one, told in _STATUSES.items()},
    "outcome": {one.value: told for one, told in _OUTCOMES.items()},
}
_DEEDS = {
    "type": N_("type"), "title": N_("title"), "date": N_("date"),
    "participants": N_("who takes part"), "place": N_("place"), "status": N_("status"),
    "outcome": N_("outcome"), "deadline": N_("deadline"), "confirm": N_("confirmed"),
    "reject": N_("rejected"), "merge": N_("merged"), "split": N_("split off"),
    "add": N_("added by hand"), "published": N_("day of publication"), "delete": N_("deleted"),
}  # fmt: skip
_ASKED = {
    "q": N_("Words"), "type": N_("Type"), "country": N_("Country"), "who": N_("Who"),
    "status": N_("Status"), "source": N_("Source"), "deadline": N_("Deadlines"),
    "from": N_("From"), "to": N_("To"), "sure": N_("Sureness"),
}  # fmt: skip


def country(code: str) -> str:
    """The name of an ISO 3166-1 alpha-2 code; the code where Babel has none."""
    return str(locale().territories.get(code, code))


def colour(kind: EventType, *, deadline: bool) -> str:
    """The class that gives an event its lane's colour."""
    return "due" if deadline else _LANES[kind]


def face(event: Event | Mention) -> str:
    """The title without the day that a deadline's ends in, for where that day stands beside it."""
    last = event.interval.last_day if event.deadline and event.interval else None
    bare, limit = without_limit(event.title)
    told = last is not None and re.findall(r"\d+", limit) == [str(last.day), str(last.year)]
    return bare if told else event.title


def left(days: int | None) -> str:
    """`167 days left`, `today`, `yesterday`, `3 days ago`; empty without a date."""
    if days is None:
        return ""
    named = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}.get(days)
    far = number(abs(days))
    told = _("%(days)s days left", days=far) if days > 0 else _("%(days)s days ago", days=far)
    return named or told


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
        one_day = event.interval.first_day == event.interval.last_day
        return _("today") if one_day else _("now")
    if days > 0:
        return left(days) if days == 1 else _("in %(days)s days", days=number(days))
    last = event.interval.last_day
    return left((last - today).days) if last else _("now")


def sure(confidence: float) -> str:
    """How sure an event is, as a word."""
    return "high" if confidence >= 0.75 else "fair" if confidence >= 0.5 else "low"


def status(one: Status) -> str:
    """The status in the reader's language."""
    return _(_STATUSES[one])


def kind(event: Event | Mention) -> str:
    """What the event is, in the reader's language, with a capital."""
    due = event.deadline and event.type is not EventType.EFFECT
    return _(_TYPES[EventType.DEADLINE if due else event.type])


def type_name(one: EventType) -> str:
    """A type in the reader's language."""
    return _(_TYPES[one])


def outcome(one: Outcome) -> str:
    """What became of a deadline, in the reader's language."""
    return _(_OUTCOMES[one])


def number(count: int) -> str:
    """The count as the reader writes it: `50,000`, `50.000`."""
    return format_decimal(count, locale=locale())


def language(code: str) -> str:
    """The name of an ISO 639-1 code; the code where Babel has none."""
    return str(locale().languages.get(code, code))


def reading(timex: Timex, published: date) -> str:
    """How an expression was read, in one sentence."""
    known = timex.when
    if known is None:
        return _(
            "“%(text)s” names no day on the calendar (%(value)s).",
            text=timex.text,
            value=timex.value,
        )
    due = timex.bound is not None and timex.bound.is_upper
    said = when(known, deadline=due)
    return _(
        "“%(text)s”, written on %(day)s, is read as %(time)s (%(line)s).",
        text=timex.text,
        day=day(published),
        time=said,
        line=line(known),
    )


def edtf(interval: Interval) -> str:
    """The interval's EDTF line."""
    return line(interval)


def deed(what: str) -> str:
    """What changed or was decided, as a row of history says it; a sentence stays what it is."""
    name, _space, rest = what.partition(" ")
    if rest == "undone" and name in _DEEDS:
        return _("%(what)s: undone", what=_(_DEEDS[name]))
    return _(_DEEDS[what]) if what in _DEEDS else what


def deeds(names: Iterable[str]) -> str:
    """The fields of these names, one after another."""
    return ", ".join(deed(name) for name in names)


def value(one: str | Interval | None, what: str, *, deadline: bool) -> str:
    """A value of an event's history, in words; `what` is the field that had it."""
    if isinstance(one, Interval):
        return when(one, deadline=deadline)
    return named(what.removesuffix(" undone"), one) if one else _("none")


def named(field: str, one: str) -> str:
    """A value as the filter and history keep it, in the reader's language."""
    if field == "country":
        return country(one)
    terms = _VALUES.get(field, {})
    return _(terms[one]) if one in terms else one


def asked(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a filter asks for, as label and value of each of its parameters."""
    return [(_(_ASKED[name]), _told(name, one)) for name, one in pairs if name in _ASKED]


def _told(name: str, one: str) -> str:
    if name == "deadline":
        return _("yes") if one == "true" else _("no")
    return day(date.fromisoformat(one)) if name in {"from", "to"} else named(name, one)


def like(event: Event) -> str:
    """The query of a filter for deadlines like this one: of the same countries."""
    chosen = Filter(country=event.countries, deadline=True)
    return urlencode(to_params(chosen))


def sentence(text: str) -> str:
    """A message as a sentence of a page: with a capital, unless it begins with an address."""
    told = text if text.startswith("http") else text[:1].upper() + text[1:]
    return told if told.endswith((".", "?", "!")) else f"{told}."


def how_often(every: timedelta) -> str:
    """How often, in the reader's words: "every hour", "every 30 minutes", "every 5 seconds"."""
    seconds = int(every.total_seconds())
    written = f"{seconds}s" if seconds % 60 else write_every(every)
    number, unit = int(written[:-1]), written[-1]
    if number == 1:
        one = {
            "s": N_("every second"),
            "m": N_("every minute"),
            "h": N_("every hour"),
            "d": N_("every day"),
        }
        return _(one[unit])
    many = {
        "s": N_("every %(number)s seconds"),
        "m": N_("every %(number)s minutes"),
        "h": N_("every %(number)s hours"),
        "d": N_("every %(number)s days"),
    }
    return _(many[unit], number=number)
