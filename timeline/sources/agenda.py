"""A calendar (iCalendar, RFC 5545) as an agenda: what stands in it, what had to be left out."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from time import perf_counter
from zoneinfo import ZoneInfo

import icalendar

from timeline.core.agenda import Agenda, Entry, event_id_of, text_of
from timeline.core.article import Anchor, AnchorSource
from timeline.core.errors import BadInput, TooLarge
from timeline.core.event import EventType, Status
from timeline.core.interval import Interval, Moment
from timeline.core.precision import Precision
from timeline.sources import ours, repeating
from timeline.sources.components import length, moment, text, word

MOST_ENTRIES = 5_000
MOST_SECONDS = 10
"""How long rules of repetition are followed: some name no day at all until the year 9999."""

_MOST_TITLE, _MOST_NOTE = 300, 300
_ODD = (ValueError, TypeError, AttributeError, OverflowError, LookupError, BadInput)
_BEGINS = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR", re.IGNORECASE)
_TYPES = (
    (EventType.SUMMIT, "summit|council|conference|assembly|ministerial|gipfel|sommet|cumbre"
     "|congress|high-level week|general debate"),
    (EventType.VOTE, "election|elections|referendum|vote|wahl|élections?|elecci[oó]n(?:es)?"),
    (EventType.VISIT, "visit|besuch|visite|visita|trip"),
    (EventType.SIGNING, "signing|signature|unterzeichnung|firma"),
    (EventType.COURT, "hearing|trial|ruling|verdict|judgment|court"),
    (EventType.CALL, "call|telephone|videoconference"),
    (EventType.CEREMONY, "ceremony|anniversary|inauguration|funeral|day of|commemoration"),
    (EventType.MEETING, "meeting|talks|session|committee|eurogroup|sitzung|réunion|reuni[oó]n"
     "|plenary"),
    (EventType.DEADLINE, "deadline|due"),
)  # fmt: skip
_PATTERNS = [(kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _TYPES]


def is_calendar(content: bytes) -> bool:
    """True where the bytes begin as iCalendar does."""
    return _BEGINS.match(content) is not None


def read_calendar(content: bytes, *, url: str | None = None) -> Agenda:
    """The agenda of iCalendar bytes, in order of time; each event is an entry.

    Something that repeats by a rule that TIMEX3 can say ("every Monday") is one entry, by any other
    rule one for each occurrence (repeating.occurrences). A time without a zone is taken in the
    calendar's, else in UTC. Entries that cannot be read are left out and named in `problems`.
    Raises BadInput where nothing can be read.
    """
    calendars = _parsed(content)
    entries: list[Entry] = []
    problems: list[str] = []
    until = perf_counter() + MOST_SECONDS
    for calendar in calendars:
        zone = _zone(calendar)
        moved = _moved(calendar)
        for component in calendar.walk():
            if component.name in {"VEVENT", "VTODO"}:
                entries += _tried(component, zone, moved, problems, until=until)
    if not entries:
        raise BadInput(problems[0] if problems else "there are no events in this calendar")
    if len(entries) > MOST_ENTRIES:
        raise TooLarge(f"the calendar has over {MOST_ENTRIES} events: give it in parts")
    ordered = sorted(
        _once(entries), key=lambda one: (_first(one.interval), one.uid, one.recurrence)
    )
    stamps = [entry.stamp for entry in ordered if entry.stamp]
    return Agenda(
        text=text_of(ordered),
        title=_title(calendars[0]),
        lang="en",
        url=url or _address(calendars[0]),
        anchor=Anchor(published=max(stamps), source=AnchorSource.METADATA) if stamps else None,
        entries=tuple(ordered),
        problems=tuple(problems),
    )


def _parsed(content: bytes) -> list[icalendar.Calendar]:
    if not re.search(rb"END:VCALENDAR\s*\Z", content, re.IGNORECASE):
        raise BadInput("this calendar cannot be read to its end: it was cut off, fetch it again")
    try:
        found = icalendar.Calendar.from_ical(content, multiple=True)
    except _ODD as error:
        reason = " ".join(str(error).split())[:120]
        raise BadInput(f"this calendar cannot be read ({reason}): check that line") from error
    return [one for one in found if isinstance(one, icalendar.Calendar)]


def _tried(
    component: icalendar.Component,
    zone: tzinfo,
    moved: set[tuple[str, str]],
    problems: list[str],
    *,
    until: float,
) -> list[Entry]:
    """The entries of one component, or none and a sentence that says why."""
    try:
        if component.get("RRULE") is not None and perf_counter() > until:
            raise BadInput("the rules before it took too long to follow")
        return [
            one
            for one in _entries(component, zone)
            if one.recurrence == _own_recurrence(component)
            or (one.uid, one.recurrence) not in moved
        ]
    except _ODD as error:
        name = text(component, "SUMMARY") or text(component, "UID") or "an event"
        problems.append(f"left out {name[:60]!r}: {' '.join(str(error).split())[:120]}")
        return []


def _entries(component: icalendar.Component, zone: tzinfo) -> Iterator[Entry]:
    uid = text(component, "UID")
    title = text(component, "SUMMARY")[:_MOST_TITLE]
    if component.name == "VTODO" and event_id_of(uid.replace("-todo@", "@")):
        return  # the event of this deadline stands beside it
    if not title:
        raise BadInput("it has no SUMMARY, so there is nothing to call it")
    told = ours.told_by(component)
    interval = told.interval if told else _interval(component, zone)
    status, by_clock = _status(component, interval)
    entry = Entry(
        uid=uid or title,
        recurrence=_own_recurrence(component),
        title=title,
        interval=interval,
        type=_type(component, title),
        deadline=component.name == "VTODO",
        status=status,
        by_clock=by_clock,
        confidence=0.7 if word(component, "STATUS") == "TENTATIVE" else 0.9,
        participants=ours.participants_of(component),
        place=text(component, "LOCATION") or None,
        note="" if told else text(component, "DESCRIPTION")[:_MOST_NOTE],
        stamp=_stamp(component),
        sequence=int(text(component, "SEQUENCE") or 0),
    )
    if told:
        yield ours.restored(entry, told, component)
    else:
        yield from repeating.occurrences(entry, component)


def _interval(component: icalendar.Component, zone: tzinfo) -> Interval:
    due, start = moment(component, "DUE"), moment(component, "DTSTART")
    if component.name == "VTODO" and due is not None:
        return _until(_aware(due, zone))
    if start is None:
        raise BadInput("it has no DTSTART, so there is no day to put it on")
    end, lasts = moment(component, "DTEND"), length(component, "DURATION")
    begins = _aware(start, zone)
    if end is not None:
        return _between(begins, _aware(end, zone))
    return _between(begins, begins + lasts if lasts else begins)


def _between(start: Moment, end: Moment) -> Interval:
    if isinstance(start, datetime) is not isinstance(end, datetime):
        raise BadInput("DTSTART and DTEND are of two kinds, a day and a time")
    clock = isinstance(start, datetime)
    least = start + (timedelta(minutes=1) if clock else timedelta(days=1))
    precision = Precision.MINUTE if clock else Precision.DAY
    return Interval(start=start, end=max(least, end), precision=precision)


def _until(due: Moment) -> Interval:
    """A day on which something is due counts to its end; a time does not."""
    if isinstance(due, datetime):
        return Interval(start=None, end=due, precision=Precision.MINUTE)
    return Interval(start=None, end=due + timedelta(days=1), precision=Precision.DAY)


def _aware(one: Moment, zone: tzinfo) -> Moment:
    if not isinstance(one, datetime):
        return one
    return one if one.utcoffset() is not None else one.replace(tzinfo=zone)


def _zone(calendar: icalendar.Calendar) -> tzinfo:
    """The zone of times that name none: X-WR-TIMEZONE, the only VTIMEZONE, else UTC."""
    named = [text(calendar, "X-WR-TIMEZONE")]
    zones = {text(one, "TZID") for one in calendar.walk("VTIMEZONE")}
    named += zones if len(zones) == 1 else []
    for name in filter(None, named):
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            continue
    return UTC


def _moved(calendar: icalendar.Calendar) -> set[tuple[str, str]]:
    """The occurrences that have a component of their own (RECURRENCE-ID)."""
    found = set()
    for one in calendar.walk("VEVENT"):
        if one.get("RECURRENCE-ID") is not None:
            with suppress(*_ODD):
                found.add((text(one, "UID"), _own_recurrence(one)))
    return found


def _own_recurrence(component: icalendar.Component) -> str:
    named = moment(component, "RECURRENCE-ID")
    return "" if named is None else named.isoformat()


def _type(component: icalendar.Component, title: str) -> EventType:
    said = {one.casefold() for one in ours.categories_of(component)}
    for kind in EventType:
        if kind.value in said:
            return kind
    if component.name == "VTODO":
        return EventType.DEADLINE
    return next((kind for kind, words in _PATTERNS if words.search(title)), EventType.OTHER)


def _status(component: icalendar.Component, interval: Interval) -> tuple[Status, bool]:
    """The status, and whether it was concluded: what lay behind the last change has happened."""
    said = word(component, "STATUS")
    named = {"CANCELLED": Status.CANCELLED, "COMPLETED": Status.HAPPENED}.get(said)
    if named is not None:
        return named, False
    stamp, last = _stamp(component), interval.last_day
    if stamp and last and last < stamp.date() and component.name == "VEVENT":
        return Status.HAPPENED, True
    return (Status.EXPECTED, False) if said == "TENTATIVE" else (Status.PLANNED, True)


def _stamp(component: icalendar.Component) -> datetime | None:
    for name in ("LAST-MODIFIED", "DTSTAMP", "CREATED"):
        changed = moment(component, name)
        if isinstance(changed, datetime):
            return changed.astimezone(UTC) if changed.tzinfo else changed.replace(tzinfo=UTC)
    return None


def _title(calendar: icalendar.Calendar) -> str:
    return text(calendar, "NAME") or text(calendar, "X-WR-CALNAME") or "A calendar"


def _address(calendar: icalendar.Calendar) -> str | None:
    """Where the calendar says that it comes from, if a browser can go there."""
    for name in ("SOURCE", "URL"):
        address = text(calendar, name)
        if re.match(r"https?://\S+$", address):
            return address
    return None


def _once(entries: Iterable[Entry]) -> Iterable[Entry]:
    """Each entry once, as it was changed last."""
    kept: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        key = (entry.uid, entry.recurrence)
        before = kept.get(key)
        if before is None or entry.sequence >= before.sequence:
            kept[key] = entry
    return kept.values()


def _first(interval: Interval) -> date:
    return interval.first_day or interval.last_day or date.min
