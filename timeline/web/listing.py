"""The events as a list: grouped by time, each with the sentence that says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from timeline.core.event import Event, Source, days_left
from timeline.core.timex import Timex
from timeline.core.words import MONTHS, when
from timeline.web import words

BY_DAY = 60  # up to so many events each time is a heading; beyond, each month is
_ROOM = 170  # letters of a sentence that a row shows


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence: `kind` is "" (plain) or "u" (the expression of time)."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Events under one heading; `is_today` marks the group of today, `anchor` its place."""

    title: str
    note: str
    events: tuple[Event, ...]
    is_today: bool = False
    anchor: str = ""


def sections(events: Sequence[Event], today: date) -> list[Section]:
    """The events in their order under one heading for each time, those without a date last."""
    by_day = len(events) <= BY_DAY
    grouped: dict[str, list[Event]] = {}
    for event in events:
        grouped.setdefault(_heading(event, by_day=by_day), []).append(event)
    found: list[Section] = []
    anchored = False
    for title, members in grouped.items():
        ahead = _is_ahead(members[0], today) and not anchored
        anchored = anchored or ahead
        note, is_today = _note(members[0], today) if by_day else ("", False)
        if members[0].interval is None:
            note = "kept here until a date is known"
        found.append(Section(title, note, tuple(members), is_today, "today" if ahead else ""))
    return found


def pieces(source: Source) -> list[Piece]:
    """The sentence of the source with its expression of time apart."""
    return cut(source.evidence.quote, source.evidence.start, source.timex)


def short_pieces(source: Source) -> list[Piece]:
    """The same, shortened around the expression to what a row has room for."""
    whole = pieces(source)
    if sum(len(piece.text) for piece in whole) <= _ROOM:
        return whole
    if len(whole) == 1:
        return [Piece(whole[0].text[:_ROOM].rsplit(" ", 1)[0] + " …")]
    before, named, after = whole[0], whole[1], whole[2]
    left, right = before.text, after.text
    if len(left) > _ROOM // 2:
        left = "… " + left[-_ROOM // 2 :].split(" ", 1)[-1]
    if len(right) > _ROOM // 2:
        right = right[: _ROOM // 2].rsplit(" ", 1)[0] + " …"
    return [Piece(left), named, Piece(right)]


def cut(quote: str, start: int, timex: Timex | None) -> list[Piece]:
    """The quote in pieces; whole where the expression does not stand in it."""
    if timex is None:
        return [Piece(quote)]
    begin = (timex.lead if timex.lead is not None else timex.start) - start
    end = timex.end - start
    if not 0 <= begin < end <= len(quote) or quote[timex.start - start : end] != timex.text:
        return [Piece(quote)]
    return [Piece(quote[:begin]), Piece(quote[begin:end], "u"), Piece(quote[end:])]


def readings(source: Source, event: Event) -> str:
    """How the date was read, as a sentence; empty where nothing was to be read."""
    written = source.anchor.day
    said = f"{written.day} {MONTHS[written.month - 1]} {written.year}"
    told = when(event.interval, deadline=event.deadline)
    if event.interval is None:
        return "The article gives no date for this."
    if source.timex is None:
        return f"No date stands in the sentence: read as {told} from the article of {said}."
    return f"“{source.timex.text}”, written on {said}, was read as {told}."


def sort_promises(events: Iterable[Event], today: date) -> list[Event]:
    """Deadlines for a table: those still to come first, the nearest first; then the past ones."""

    def order(event: Event) -> tuple[bool, int, str]:
        left = days_left(event, today) or 0
        return left < 0, abs(left), event.id

    return sorted(events, key=order)


def _heading(event: Event, *, by_day: bool) -> str:
    span = event.interval
    if span is None:
        return "No date given"
    if by_day:
        told = when(span, deadline=event.deadline)
        return told[:1].upper() + told[1:]
    day = event.due_on or span.first_day or span.last_day
    return f"{MONTHS[day.month - 1]} {day.year}" if day else "No date given"


def _note(event: Event, today: date) -> tuple[str, bool]:
    span = event.interval
    left = days_left(event, today)
    if span is None or left is None:
        return "", False
    if span.first_day == span.last_day == today:
        return "today", True
    if left < 0 and span.contains(today) and not event.deadline:
        return "now", False
    return words.left(left).replace("days left", "days left" if event.deadline else "days"), False


def _is_ahead(event: Event, today: date) -> bool:
    left = days_left(event, today)
    return left is not None and left >= 0
