"""The events as a list: grouped by time, each with the sentence that says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from timeline.core.event import Event, Source, days_left
from timeline.core.precision import Precision
from timeline.core.timex import Mod, Timex
from timeline.web import words
from timeline.web.dates import day as in_words
from timeline.web.dates import month, when
from timeline.web.language import _

BY_DAY = 60  # up to so many events each time is a heading; beyond, each month is
_ROOM = 170  # letters of a sentence that a row shows


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence: `kind` is "" (plain) or "u" (the expression of time)."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Events under one heading; `is_today` those of today."""

    title: str
    note: str
    events: tuple[Event, ...]
    is_today: bool = False


def sections(events: Sequence[Event], today: date, *, by_day: bool) -> list[Section]:
    """The events in their order under one heading for each time, those without a date last.

    A heading stands for a day or what else the time is where `by_day`, else for a month.
    """
    grouped: dict[str, list[Event]] = {}
    for event in events:
        grouped.setdefault(_heading(event, by_day=by_day), []).append(event)
    return [
        _section(title, tuple(members), today, by_day=by_day) for title, members in grouped.items()
    ]


def _section(title: str, members: tuple[Event, ...], today: date, *, by_day: bool) -> Section:
    note = words.distance(members[0], today) if by_day else ""
    if members[0].interval is None:
        note = _("kept here until a date is known")
    return Section(
        title=title,
        note=note,
        events=members,
        is_today=note == _("today"),
    )


def is_over(event: Event, today: date) -> bool:
    """True where its last day has passed; an event without a date is never over."""
    last = event.interval.last_day if event.interval else None
    return last is not None and last < today


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
    said = in_words(source.anchor.day)
    told = when(event.interval, deadline=event.deadline)
    if event.interval is None:
        return _("The article gives no date for this.")
    if source.timex is None:
        return _(
            "No date stands in the sentence: read as %(time)s from the article of %(day)s.",
            time=told,
            day=said,
        )
    return _(
        "“%(text)s”, written on %(day)s, was read as %(time)s.",
        text=source.timex.text,
        day=said,
        time=told,
    )


def sort_promises(events: Iterable[Event], today: date) -> list[Event]:
    """Deadlines for a table: those still to come first, the nearest first; then the past ones."""

    def order(event: Event) -> tuple[bool, int, str]:
        left = days_left(event, today) or 0
        return left < 0, abs(left), event.id

    return sorted(events, key=order)


def rank_next(events: Sequence[Event]) -> list[Event]:
    """What comes next, the first one staying first where it is a deadline.

    By the last day on which each may still come, what is known more closely first; a week or a
    month by its middle, "early next year" by the end of its first third.
    """
    head = list(events[:1]) if events and events[0].deadline else []
    rest = events[len(head) :]
    return [*head, *sorted(rest, key=lambda event: (_latest(event), -_first(event), event.id))]


def _first(event: Event) -> int:
    first = event.interval.first_day if event.interval else None
    return (first or date.min).toordinal()


def _latest(event: Event) -> date:
    span = event.interval
    last = (span.last_day or span.first_day) if span else None
    if span is None or last is None or span.first_day is None:
        return last or date.max
    if event.timex is not None and event.timex.mod is Mod.START:
        return span.first_day + (last - span.first_day) / 3
    if span.precision in {Precision.WEEK, Precision.MONTH}:
        return span.first_day + (last - span.first_day) / 2
    return last


def _heading(event: Event, *, by_day: bool) -> str:
    span = event.interval
    if span is None:
        return _("No date given")
    if by_day:
        told = when(span, deadline=event.deadline)
        return told[:1].upper() + told[1:]
    day = event.due_on or span.first_day or span.last_day
    return month(day) if day else _("No date given")
