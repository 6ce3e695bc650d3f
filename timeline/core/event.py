"""Events: what one sentence tells (Mention), and what people see (Event)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from timeline.core import edtf
from timeline.core import timex as expressions
from timeline.core.article import Anchor
from timeline.core.interval import Interval
from timeline.core.timex import Timex


class EventType(StrEnum):
    """The vocabulary of what happens; docs/extraction.md says what belongs to each."""

    VISIT = "visit"
    MEETING = "meeting"
    SUMMIT = "summit"
    CALL = "call"
    SIGNING = "signing"
    AGREEMENT = "agreement"
    DEADLINE = "deadline"
    ANNOUNCEMENT = "announcement"
    LEGISLATION = "legislation"
    VOTE = "vote"
    EFFECT = "effect"
    SANCTIONS = "sanctions"
    CONFLICT = "conflict"
    CEREMONY = "ceremony"
    COURT = "court"
    OTHER = "other"


class Status(StrEnum):
    """How far an event has come, as its articles tell it; the clock alone never changes it."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    EXPECTED = "expected"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"

    @property
    def is_live(self) -> bool:
        """True while it may still come or is going on."""
        return self in {Status.PLANNED, Status.EXPECTED, Status.ONGOING}


class Outcome(StrEnum):
    """What became of a deadline; MET and MISSED only by evidence or a person."""

    OPEN = "open"
    MET = "met"
    MISSED = "missed"
    EXTENDED = "extended"
    UNREPORTED = "unreported"


class Hidden(StrEnum):
    """Why an event is not shown: a person rejected it, or nothing tells it any more."""

    REJECTED = "rejected"
    UNTOLD = "untold"


class Change(StrEnum):
    """What a sentence says became of something known before, beside its status.

    MOVED: it has another date now, whether or not the sentence names the old one (`previous`).
    MET and MISSED: a deadline was kept, or was not.
    """

    MOVED = "moved"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Who takes part. `country` is ISO 3166-1 alpha-2, None for bodies of no one state."""

    name: str
    country: str | None = None
    role: str | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a participant needs a name")
        if self.country is not None and not (len(self.country) == 2 and self.country.isupper()):
            raise ValueError(f"country {self.country!r} is no ISO 3166-1 alpha-2 code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The sentence that says so: `quote` is the article's text from `start` to `end`."""

    quote: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.quote) != self.end - self.start:
            raise ValueError(f"evidence {self.quote[:40]!r} does not fit {self.start}..{self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One event as one sentence of one article tells it.

    `interval` is None where the article gives no date. `deadline` is true where the thing is due
    before `interval.end`. `previous` is the date it had before, where the sentence moves it;
    `change` what else it says of something known before. `confidence` is 0 to 1.
    """

    type: EventType
    title: str
    interval: Interval | None
    deadline: bool
    status: Status
    evidence: Evidence
    confidence: float
    participants: tuple[Participant, ...] = ()
    place: str | None = None
    timex: Timex | None = None
    previous: Interval | None = None
    change: Change | None = None

    def __post_init__(self) -> None:
        if not self.title.strip() or "\n" in self.title:
            raise ValueError(f"a title is one line: {self.title!r}")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")
        if self.deadline and (self.interval is None or self.interval.end is None):
            raise ValueError(f"a deadline needs an end: {self.title!r}")

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of the participants, each once, in order."""
        return tuple(dict.fromkeys(one.country for one in self.participants if one.country))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article that tells an event, with the sentence. Newest last in `Event.sources`."""

    article: str
    title: str
    url: str | None
    anchor: Anchor
    evidence: Evidence
    timex: Timex | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A mention with the article that tells it; `digest` is the article's, the same everywhere.

    `topic` holds the names that the article is about, folded; empty where they are not known.
    """

    mention: Mention
    source: Source
    digest: str
    topic: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[datetime, str, int]:
        """Sorts tellings by publication, the same in whatever order the articles arrived."""
        return (self.source.anchor.instant, self.digest, self.mention.evidence.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One change of an event: `at` is UTC, `by` is `article:<id>` or a person's name.

    `what` names the field; `old` and `new` are None, words, or the dates as Interval.
    """

    at: datetime
    by: str
    what: str
    old: str | Interval | None
    new: str | Interval | None
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What people see: one or more mentions of the same thing. The id never changes.

    `revision` counts changes from 0 and never falls (the calendar's SEQUENCE); `created_at` and
    `changed_at` are UTC. Sources are in order of publication, history oldest first. `conflicts`
    names the fields in which articles contradict each other or a person; `hidden` says why the
    event is not shown, None where it is.
    """

    id: str
    type: EventType
    title: str
    interval: Interval | None
    deadline: bool
    status: Status
    confidence: float
    created_at: datetime
    changed_at: datetime
    revision: int = 0
    participants: tuple[Participant, ...] = ()
    place: str | None = None
    timex: Timex | None = None
    outcome: Outcome | None = None
    sources: tuple[Source, ...] = ()
    history: tuple[Revision, ...] = ()
    conflicts: tuple[str, ...] = ()
    confirmed: bool = False
    hidden: Hidden | None = None

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of the participants, each once, in order."""
        return tuple(dict.fromkeys(one.country for one in self.participants if one.country))

    @property
    def due_on(self) -> date | None:
        """The last admissible day of a deadline; None for other events."""
        return self.interval.last_day if self.deadline and self.interval else None

    @property
    def evidence(self) -> Evidence | None:
        """The newest source's sentence, which is the one to show first."""
        return self.sources[-1].evidence if self.sources else None


def as_of(event: Event, today: date) -> Event:
    """The event with the outcome that it has on `today`: an open one whose day passed unreported.

    The store keeps only what was told; nothing there changes because a day went by.
    """
    due_on = event.due_on
    waiting = event.outcome in {Outcome.OPEN, Outcome.EXTENDED}
    if not waiting or due_on is None or due_on >= today:
        return event
    return replace(event, outcome=Outcome.UNREPORTED)


def record(told: Mention | Event) -> dict[str, object]:
    """What `timeline extract` prints of an event: the keys of the contract, in its order.

    Dates are ISO 8601, null on an open side; an event without a date has both null.
    """
    interval, evidence = told.interval, told.evidence
    start, end = (interval.start, interval.end) if interval else (None, None)
    return {
        "type": told.type.value,
        "title": told.title,
        "start": start.isoformat() if start else None,
        "end": end.isoformat() if end else None,
        "precision": interval.precision.value if interval else None,
        "edtf": edtf.write(interval) if interval else None,
        "deadline": told.deadline,
        "status": told.status.value,
        "participants": [
            {"name": one.name, "country": one.country, "role": one.role}
            for one in told.participants
        ],
        "place": told.place,
        "evidence": {"quote": evidence.quote, "start": evidence.start, "end": evidence.end}
        if evidence
        else None,
        "timex": expressions.record(told.timex) if told.timex else None,
        "confidence": told.confidence,
    }


def days_left(event: Event, today: date) -> int | None:
    """Days from `today` to the day that counts: a deadline's last admissible day, else the first.

    Negative once it has passed, None without a date.
    """
    if event.interval is None:
        return None
    day = event.due_on or event.interval.first_day or event.interval.last_day
    return (day - today).days if day else None
