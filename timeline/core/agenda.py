"""A calendar that is read: its entries, and the text and mentions that they make together."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from timeline.core.article import Draft
from timeline.core.event import EventType, Evidence, Mention, Participant, Status
from timeline.core.interval import Interval
from timeline.core.timex import Timex, TimexType
from timeline.core.words import when

X_INTERVAL, X_TITLE, X_STATUS, X_WHO, X_REPEATS = (
    "X-TIMELINE-INTERVAL",
    "X-TIMELINE-TITLE",
    "X-TIMELINE-STATUS",
    "X-TIMELINE-WHO",
    "X-TIMELINE-REPEATS",
)
"""What a Timeline's calendar carries for another Timeline, beside what every program reads."""

_AGAIN = "again every "
_DOMAIN = "@timeline.invalid"  # no host stands in a UID: it outlives every address (RFC 7986, 5.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event as a calendar tells it.

    `uid` names it, with `recurrence` for one occurrence of many (RFC 5545, 3.8.4.4); the other
    values are those of a Mention. `by_clock` is true where the status was concluded from the day on
    which the calendar was changed last, and not told. `repeats` is a TIMEX3 SET value ("P1Y") where
    it comes again and again, `note` what the calendar adds, `stamp` its last change there in UTC,
    `sequence` how often it was changed there.
    """

    uid: str
    title: str
    interval: Interval
    recurrence: str = ""
    type: EventType = EventType.OTHER
    deadline: bool = False
    status: Status = Status.PLANNED
    by_clock: bool = False
    confidence: float = 0.9
    participants: tuple[Participant, ...] = ()
    place: str | None = None
    repeats: str | None = None
    note: str = ""
    stamp: datetime | None = None
    sequence: int = 0

    @property
    def line(self) -> str:
        """The entry as one sentence, which is the evidence of its event."""
        place = f", {self.place}" if self.place else ""
        again = f" ({_AGAIN}{self.repeats})" if self.repeats else ""
        told = f"{when(self.interval, deadline=self.deadline)}{again}: {self.title}{place}."
        return f"{told} {self.note}".strip()

    @property
    def digest(self) -> str:
        """The same for two entries that say the same, whenever they were written (SHA-256)."""
        status = Status.PLANNED if self.by_clock else self.status
        told = (self.line, self.type, status, self.interval, self.participants, self.deadline)
        return hashlib.sha256(repr(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda(Draft):
    """A calendar as a source gave it. `problems` says in a sentence each what was left out."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()


def uid_of(event_id: str) -> str:
    """The UID of the event in every calendar, for ever."""
    return f"{event_id}{_DOMAIN}"


def event_id_of(uid: str) -> str | None:
    """The id of the event that a Timeline gave this UID; None for anybody else's.

    >>> event_id_of(uid_of("0123456789abcdef"))
    '0123456789abcdef'
    """
    event_id = uid.removesuffix(_DOMAIN)
    usual = event_id.isascii() and event_id.isalnum() and len(event_id) <= 32
    return event_id if usual and event_id != uid else None


def text_of(entries: Sequence[Entry]) -> str:
    """The entries as a text, a line each."""
    return "".join(f"{entry.line}\n" for entry in entries)


def mentions_of(entries: Sequence[Entry]) -> tuple[Mention, ...]:
    """What the entries tell, with the offsets of their lines in `text_of`."""
    mentions, start = [], 0
    for entry in entries:
        line = entry.line
        mentions.append(
            Mention(
                type=entry.type,
                title=entry.title,
                interval=entry.interval,
                deadline=entry.deadline,
                status=entry.status,
                evidence=Evidence(quote=line, start=start, end=start + len(line)),
                confidence=entry.confidence,
                participants=entry.participants,
                place=entry.place,
                timex=_timex(entry, start),
            )
        )
        start += len(line) + 1
    return tuple(mentions)


def _timex(entry: Entry, start: int) -> Timex | None:
    if entry.repeats is None:
        return None
    text = f"{_AGAIN}{entry.repeats}"
    at = start + entry.line.index(text)
    value = entry.repeats
    return Timex(
        text=text, start=at, end=at + len(text), type=TimexType.SET, value=value, repeats=value
    )
