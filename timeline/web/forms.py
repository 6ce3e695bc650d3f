"""A person's words -> values: the fields of an event as forms and requests give them."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from timeline.core.edit import EditKind, Value
from timeline.core.errors import BadInput
from timeline.core.event import Event, EventType, Outcome, Participant, Status
from timeline.core.interval import Interval
from timeline.core.precision import Precision

_Word = TypeVar("_Word", bound=StrEnum)
_PERSON = re.compile(r"(?P<name>.*?)\s*(?:\((?P<country>[A-Za-z]{2})\))?\s*")


def changes(event: Event, given: Mapping[str, str]) -> dict[EditKind, Value]:
    """The fields that a form gives otherwise than it showed them. Raises BadInput."""
    shown = fields(event)
    found: dict[EditKind, Value] = {}
    wanted = {one: given[one].strip().replace("\r\n", "\n") for one in shown if one in given}
    differs = {one for one, text in wanted.items() if text != shown[one].strip()}
    if bool(given.get("deadline")) is not event.deadline:
        differs.add("deadline")
    for name in ("type", "status", "outcome"):
        if name in differs:
            found[EditKind(name)] = str(word(_VOCABULARIES[name], wanted[name], name))
    if "title" in differs:
        found[EditKind.TITLE] = wanted["title"]
    if "place" in differs:
        found[EditKind.PLACE] = wanted["place"] or None
    if "participants" in differs:
        found[EditKind.PARTICIPANTS] = people(wanted["participants"], event)
    if differs & {"first", "last", "deadline"}:
        first, last = wanted.get("first", ""), wanted.get("last", "")
        found[EditKind.DATE] = dates(first, last, deadline=bool(given.get("deadline")))
    return found


def fields(event: Event) -> dict[str, str]:
    """What the form of an event shows."""
    interval = event.interval
    first = interval.first_day if interval else None
    last = interval.last_day if interval else None
    shown = {
        "title": event.title,
        "type": event.type.value,
        "status": event.status.value,
        "place": event.place or "",
        "first": "" if first is None else first.isoformat(),
        "last": "" if last is None or last == first else last.isoformat(),
        "participants": "\n".join(
            f"{one.name} ({one.country})" if one.country else one.name for one in event.participants
        ),
        "deadline": "yes" if event.deadline else "",
    }
    return {**shown, "outcome": event.outcome.value} if event.outcome else shown


def dates(first: str, last: str, *, deadline: bool) -> Interval | None:
    """The interval of two civil dates, both inclusive; of a deadline the last one counts alone.

    None where neither is given. Raises BadInput.
    """
    start, end = _day(first), _day(last)
    if start is None and end is None:
        if deadline:
            raise BadInput("a deadline needs its last day: give it as 2025-12-31")
        return None
    try:
        if deadline:
            after = (end or start or date.min) + timedelta(days=1)
            return Interval(start=None, end=after, precision=Precision.DAY)
        start = start or end or date.min
        after = (end or start) + timedelta(days=1)
        return Interval(start=start, end=after, precision=Precision.DAY)
    except (ValueError, OverflowError) as error:
        raise BadInput(f"the last day {last!r} lies before the first day {first!r}") from error


def people(text: str, event: Event | None = None) -> tuple[Participant, ...]:
    """The participants that the lines name, each "Name (CC)"; a role that is known stays."""
    known = {one.name: one.role for one in event.participants} if event else {}
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _PERSON.fullmatch(line)
        name = match.group("name") if match else line
        country = match.group("country") if match else None
        if not name:
            raise BadInput(f"cannot read {line!r}: give a name, then its country, as Merz (DE)")
        code = country.upper() if country else None
        found.append(Participant(name=name, country=code, role=known.get(name)))
    return tuple(found)


def word(vocabulary: type[_Word], text: str, name: str) -> _Word:
    """The word of the vocabulary; raises BadInput naming those that there are."""
    try:
        return vocabulary(text.strip().casefold())
    except ValueError as error:
        raise BadInput(f"unknown {name} {text!r}: there are {', '.join(vocabulary)}") from error


_VOCABULARIES: dict[str, type[StrEnum]] = {
    "type": EventType,
    "status": Status,
    "outcome": Outcome,
}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise BadInput(f"cannot read the day {text!r}: give it as 2025-07-17") from error
