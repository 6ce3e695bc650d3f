"""Events as an iCalendar feed (RFC 5545, RFC 7986): same events, same bytes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar

from timeline.core.event import Event, EventType, Status
from timeline.core.interval import Interval
from timeline.core.precision import Precision
from timeline.core.words import when

PRODID = "-//Timeline//Event timeline//EN"
REFRESH = timedelta(hours=6)
_DOMAIN = "timeline.invalid"  # no host stands in a UID: it outlives every address (RFC 7986, 5.3)
_STATUS = {
    Status.HAPPENED: "CONFIRMED",
    Status.ONGOING: "CONFIRMED",
    Status.PLANNED: "CONFIRMED",
    Status.EXPECTED: "TENTATIVE",
    Status.POSTPONED: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
}
_ONE_DAY = {Precision.MONTH, Precision.QUARTER, Precision.SEASON, Precision.HALF}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a subscriber wants the feed: `alarms` in days before, the rest off by default.

    `fuzzy_all` shows what is known to the year, `cancelled_confirmed` keeps cancelled events
    visible in clients that hide them, `todo` adds a VTODO for each deadline.
    """

    alarms: tuple[int, ...] = ()
    fuzzy_all: bool = False
    cancelled_confirmed: bool = False
    todo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """Where an event stands in a calendar: dates or UTC instants, `end` exclusive."""

    start: date | datetime
    end: date | datetime
    open_day: bool = False
    tentative: bool = False


def calendar(
    events: Iterable[Event],
    *,
    name: str,
    base_url: str,
    source_url: str | None = None,
    description: str = "",
    options: Options | None = None,
) -> bytes:
    """The feed of the events that have a place in a calendar, with CRLF and folded lines.

    An event without a date has none, nor has one known to the year or coarser that is not due.
    """
    chosen = options or Options()
    feed = icalendar.Calendar()
    feed.add("prodid", PRODID)
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("name", _line(name))
    feed.add("x-wr-calname", _line(name))
    if description:
        feed.add("description", _text(description))
        feed.add("x-wr-caldesc", _text(description))
    feed.add("refresh-interval", icalendar.vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", icalendar.vDuration(REFRESH))
    if source_url:
        feed.add("source", icalendar.vUri(source_url), parameters={"VALUE": "URI"})
    for event in events:
        for component in _components(event, base_url, chosen):
            feed.add_component(component)
    return bytes(feed.to_ical())


def single(event: Event, *, base_url: str, method: str | None = None) -> bytes:
    """One event as a calendar of its own, shown however vague its date is."""
    feed = icalendar.Calendar()
    feed.add("prodid", PRODID)
    feed.add("version", "2.0")
    if method:
        feed.add("method", method)
    for component in _components(event, base_url, Options(fuzzy_all=True)):
        feed.add_component(component)
    return bytes(feed.to_ical())


def uid(event: Event) -> str:
    """The UID of the event in every calendar, for ever."""
    return f"{event.id}@{_DOMAIN}"


def _components(event: Event, base_url: str, options: Options) -> Iterable[icalendar.Component]:
    slot = _slot(event, fuzzy_all=options.fuzzy_all)
    if slot is None:
        return
    yield _vevent(event, slot, base_url, options)
    if options.todo and event.due_on and event.type is not EventType.EFFECT:
        yield _vtodo(event, base_url)


def _slot(event: Event, *, fuzzy_all: bool) -> _Slot | None:
    interval = event.interval
    if interval is None:
        return None
    if event.due_on:
        return _day_slot(event.due_on, tentative=False)
    first, last = interval.first_day, interval.last_day
    if interval.precision.is_clock:
        return _clock_slot(interval)
    if first is None or last is None:
        one = first or last
        return _day_slot(one, tentative=False) if one else None
    if interval.precision in _ONE_DAY and not _lasts(interval):
        return _Slot(start=first, end=first + timedelta(days=1), open_day=True, tentative=True)
    if interval.precision.rank >= Precision.YEAR.rank:
        vague = _Slot(start=first, end=first + timedelta(days=1), open_day=True, tentative=True)
        return vague if fuzzy_all else None
    fuzzy = interval.precision is Precision.WEEK or interval.approximate
    return _Slot(start=first, end=last + timedelta(days=1), tentative=fuzzy)


def _day_slot(day: date, *, tentative: bool) -> _Slot:
    return _Slot(start=day, end=day + timedelta(days=1), tentative=tentative)


def _clock_slot(interval: Interval) -> _Slot | None:
    start, end = interval.start or interval.end, interval.end
    if not isinstance(start, datetime):
        return None
    begin = start.astimezone(UTC)
    least = begin + timedelta(hours=1)
    known = end.astimezone(UTC) if isinstance(end, datetime) else least
    return _Slot(start=begin, end=max(least, known))


def _lasts(interval: Interval) -> bool:
    """True where the dates are a stretch of their own, and not one unit that holds some day."""
    first, last = interval.first_day, interval.last_day
    longest = {Precision.MONTH: 31, Precision.HALF: 184}.get(interval.precision, 92)
    return first is not None and last is not None and (last - first).days >= longest


def _vevent(event: Event, slot: _Slot, base_url: str, options: Options) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", uid(event))
    component.add("dtstamp", event.changed_at.astimezone(UTC))
    component.add("created", event.created_at.astimezone(UTC))
    component.add("last-modified", event.changed_at.astimezone(UTC))
    component.add("sequence", event.revision)
    component.add("dtstart", slot.start)
    component.add("dtend", slot.end)
    component.add("summary", _summary(event, slot))
    component.add("description", _description(event, base_url))
    if event.place:
        component.add("location", _line(event.place))
    component.add("categories", [event.type.value.capitalize(), *event.countries])
    component.add("status", _status(event, slot, options))
    component.add("transp", "TRANSPARENT")
    component.add("url", icalendar.vUri(f"{base_url}/events/{event.id}"))
    for days in sorted(set(options.alarms)):
        component.add_component(_alarm(event, days))
    return component


def _vtodo(event: Event, base_url: str) -> icalendar.Todo:
    component = icalendar.Todo()
    component.add("uid", f"{event.id}-todo@{_DOMAIN}")
    component.add("dtstamp", event.changed_at.astimezone(UTC))
    component.add("last-modified", event.changed_at.astimezone(UTC))
    component.add("sequence", event.revision)
    component.add("due", event.due_on)
    component.add("summary", _line(event.title))
    component.add("description", _description(event, base_url))
    done = {Status.HAPPENED: "COMPLETED", Status.CANCELLED: "CANCELLED"}
    component.add("status", done.get(event.status, "NEEDS-ACTION"))
    component.add("url", icalendar.vUri(f"{base_url}/events/{event.id}"))
    return component


def _alarm(event: Event, days: int) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -timedelta(days=days))
    alarm.add("description", _line(event.title))
    return alarm


def _summary(event: Event, slot: _Slot) -> str:
    title = _line(event.title)
    if event.status is Status.CANCELLED:
        return f"CANCELLED: {title}"
    if event.status is Status.POSTPONED:
        return f"POSTPONED: {title}"
    if event.due_on:
        return f"{'ENDS' if event.type is EventType.EFFECT else 'DUE'}: {title}"
    return f"{title} ({when(event.interval)}, day open)" if slot.open_day else title


def _status(event: Event, slot: _Slot, options: Options) -> str:
    status = _STATUS[event.status]
    if status == "CANCELLED":
        return "CONFIRMED" if options.cancelled_confirmed else status
    return "TENTATIVE" if slot.tentative else status


def _description(event: Event, base_url: str) -> str:
    lines = [f"{event.type.value.capitalize()}, {event.status}: {_when(event)}"]
    if event.status is Status.POSTPONED:
        lines.append("Put off; no new date is known.")
    if event.evidence:
        lines += ["", f"“{event.evidence.quote}”"]
    lines += ["", *_sources(event)]
    lines.append(f"How sure: {round(event.confidence * 100)} %")
    lines.append(f"{base_url}/events/{event.id}")
    return _text("\n".join(lines))


def _when(event: Event) -> str:
    return when(event.interval, deadline=event.deadline)


def _sources(event: Event) -> Sequence[str]:
    return [
        f"Source: {one.title}, {one.anchor.day.isoformat()}" + (f", {one.url}" if one.url else "")
        for one in reversed(event.sources)
    ]


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def _text(text: str) -> str:
    """Text that RFC 5545 can carry: newlines as they are, other control characters as spaces."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
