"""Mentions across articles to events: which event one tells, and what they make of it together.

Pure, and the same in whatever order the articles arrived: an event's face and history are worked
out anew from all of its mentions, in order of publication.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from timeline.core.event import (
    Event,
    EventType,
    Mention,
    Outcome,
    Participant,
    Revision,
    Status,
    Telling,
)
from timeline.core.interval import Interval
from timeline.core.precision import Precision

ENOUGH = 0.6
"""The least score at which a mention tells an event."""

_BY_PEOPLE = {
    EventType.VISIT,
    EventType.MEETING,
    EventType.SUMMIT,
    EventType.CALL,
    EventType.CEREMONY,
}
_CALLED_OFF = {Status.POSTPONED, Status.CANCELLED}
_SHARED = 0.6  # of the smaller side's countries or names: FR-DE is not FR-GB
_SLACK = Precision.MONTH.rank - Precision.DAY.rank  # a day may stand for its month, not its year


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """How a mention and an event compare, each from 0 (not at all) to 1; None: nothing to compare.

    `time` is 1 for the same dates, 0.75 where they overlap, 0.4 where a mention that calls off or
    moves names no date that could be compared.
    """

    time: float
    people: float | None
    words: float

    @property
    def score(self) -> float:
        """0 to 1; people who are not named are neither for nor against."""
        people = 0.5 if self.people is None else self.people
        return 0.4 * self.time + 0.3 * people + 0.3 * self.words


def choose(mention: Mention, candidates: Sequence[Event]) -> Event | None:
    """The event that the mention tells, None for a new one; equals go to the first id."""
    scored = []
    for event in candidates:
        features = compare(mention, event)
        if features is not None and features.score >= ENOUGH:
            scored.append((-features.score, event.id, event))
    return min(scored, key=lambda one: one[:2])[2] if scored else None


def compare(mention: Mention, event: Event) -> Features | None:
    """How like they are; None where something speaks against their being the same."""
    if mention.type is not event.type:
        return None
    time = _time(mention, event)
    people = _people(mention, event)
    words = _share(_words(mention.title), _words(event.title))
    if not time or (people is not None and people < _SHARED):
        return None
    # People who meet on a day meet once; what they sign or promise on it may be several things.
    if (mention.type not in _BY_PEOPLE or people is None) and words < 0.4:
        return None
    return Features(time=time, people=people, words=words)


def face(
    event_id: str, tellings: Iterable[Telling], *, now: datetime, before: Event | None = None
) -> Event:
    """The event that the tellings make, of which there is at least one.

    The latest published article decides. `before` is the event as it was kept: its revision rises
    where the face is another one, and `now` is then when it changed.
    """
    ordered = sorted(tellings, key=lambda one: one.order)
    accounts = [
        _account(list(told)) for _, told in groupby(ordered, key=lambda one: one.source.article)
    ]
    told = _Told.first(accounts[0])
    for account in accounts[1:]:
        told = told.then(account)
    event = Event(
        id=event_id,
        type=accounts[-1].lead.mention.type,
        title=told.title,
        interval=told.interval,
        deadline=told.deadline,
        status=told.status,
        confidence=max(one.mention.confidence for one in ordered),
        created_at=now,
        changed_at=now,
        participants=_union(ordered),
        place=told.place,
        timex=told.dated.mention.timex if told.dated else None,
        outcome=_outcome(told),
        sources=tuple(account.lead.source for account in accounts),
        history=told.history,
    )
    return event if before is None else _succeed(before, event)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    """What one article tells: its surest sentence, the one that dates, the one that changes."""

    lead: Telling
    dated: Telling | None
    turn: Telling

    @property
    def status(self) -> Status:
        """The status at the date that the article gives: put off to a new day is planned."""
        mention = self.turn.mention
        if mention.status is Status.POSTPONED and mention.previous and mention.interval:
            return Status.PLANNED
        return mention.status


def _account(told: list[Telling]) -> _Account:
    surest = sorted(told, key=lambda one: -one.mention.confidence)
    turns = [one for one in surest if one.mention.status in _CALLED_OFF or one.mention.previous]
    dated = [one for one in [*turns, *surest] if one.mention.interval is not None]
    return _Account(lead=surest[0], dated=dated[0] if dated else None, turn=[*turns, *surest][0])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is known after some of the articles."""

    title: str
    interval: Interval | None
    deadline: bool
    status: Status
    place: str | None
    dated: Telling | None
    history: tuple[Revision, ...] = ()

    @classmethod
    def first(cls, account: _Account) -> "_Told":
        mention = account.lead.mention
        dated = account.dated.mention if account.dated else None
        told = cls(
            title=mention.title,
            interval=dated.interval if dated else None,
            deadline=bool(dated and dated.deadline),
            status=account.status,
            place=mention.place,
            dated=account.dated,
        )
        if account.dated is None or account.dated.mention.previous is None:
            return told
        moved = _revision(account.dated, "date", account.dated.mention.previous, told.interval)
        return replace(told, history=(moved,))

    def then(self, account: _Account) -> "_Told":
        """What is known after the next article, with a revision for each thing it changes."""
        told = self if account.dated is None else self._dated(account.dated)
        history = list(told.history)
        if account.status is not self.status:
            history.append(_revision(account.turn, "status", self.status, account.status))
        title = account.lead.mention.title
        if title.casefold() != self.title.casefold():
            history.append(_revision(account.lead, "title", self.title, title))
        return replace(
            told,
            title=title,
            status=account.status,
            place=account.lead.mention.place or self.place,
            history=tuple(history),
        )

    def _dated(self, telling: Telling) -> "_Told":
        mention = telling.mention
        if mention.interval is None or not self._gives_way(mention):
            return self
        told = replace(self, interval=mention.interval, deadline=mention.deadline, dated=telling)
        if mention.interval == self.interval:
            return told
        moved = _revision(telling, "date", self.interval, mention.interval)
        return replace(told, history=(*self.history, moved))

    def _gives_way(self, mention: Mention) -> bool:
        """False where the mention only says less exactly what is known ("in May", of 5 May)."""
        known, new = self.interval, mention.interval
        if known is None or new is None or mention.previous is not None:
            return True
        coarser = new.precision.rank > known.precision.rank
        return not (coarser and self.deadline is mention.deadline and _holds(new, known))


def _revision(
    telling: Telling, what: str, old: str | Interval | None, new: str | Interval | None
) -> Revision:
    return Revision(
        at=telling.source.anchor.instant,
        by=f"article:{telling.source.article}",
        what=what,
        old=old,
        new=new,
        evidence=telling.mention.evidence.quote,
    )


def _succeed(before: Event, event: Event) -> Event:
    """The event with the age of the one before it; nothing moves where nothing is new."""
    same = replace(
        event,
        created_at=before.created_at,
        changed_at=before.changed_at,
        revision=before.revision,
    )
    if same == before:
        return before
    faces = [
        (one.type, one.title, one.interval, one.deadline, one.status, one.place)
        for one in (before, event)
    ]
    return replace(
        same,
        changed_at=event.changed_at,
        revision=before.revision + (faces[0] != faces[1]),
    )


def _outcome(told: _Told) -> Outcome | None:
    if not told.deadline or told.dated is None:
        return None
    if told.dated.mention.type is EventType.EFFECT or told.status in _CALLED_OFF:
        return None
    if told.status is Status.HAPPENED:
        return Outcome.MET
    moves = [one for one in told.history if one.what == "date" and isinstance(one.old, Interval)]
    later = any(_later(one.old, told.interval) for one in moves)
    return Outcome.EXTENDED if later else Outcome.OPEN


def _later(old: str | Interval | None, new: Interval | None) -> bool:
    if not isinstance(old, Interval) or new is None or not old.last_day or not new.last_day:
        return False
    return new.last_day > old.last_day


def _union(tellings: Sequence[Telling]) -> tuple[Participant, ...]:
    """Everybody named, in the order of the telling, each once with what is known of them."""
    found: dict[str, Participant] = {}
    for telling in tellings:
        for one in telling.mention.participants:
            key = one.name.casefold()
            known = found.get(key, one)
            found[key] = replace(
                known, country=known.country or one.country, role=known.role or one.role
            )
    return tuple(found.values())


def _time(mention: Mention, event: Event) -> float:
    known = [event.interval, *(side for one in event.history for side in (one.old, one.new))]
    dates = [one for one in known if isinstance(one, Interval)]
    named = [one for one in (mention.interval, mention.previous) if one is not None]
    if not named and not dates:
        return 0.75
    best = max((_likeness(a, b, mention) for a in named for b in dates), default=0.0)
    if best or not (mention.status in _CALLED_OFF and not named):
        return best
    return 0.4 if event.status.is_live or event.status is mention.status else 0.0


def _likeness(one: Interval, other: Interval, mention: Mention) -> float:
    if (one.start, one.end) == (other.start, other.end):
        return 1.0
    if mention.deadline or one.start is None or other.start is None:
        same = one.last_day is not None and one.last_day == other.last_day
        return 1.0 if same and (one.start is None) == (other.start is None) else 0.0
    if one.end is None or other.end is None:
        return 0.75 if one.first_day == other.first_day else 0.0
    if not one.overlaps(other):
        return 0.0
    ranks = sorted(max(side.precision.rank, Precision.DAY.rank) for side in (one, other))
    return 0.75 if ranks[1] - ranks[0] <= _SLACK else 0.0


def _holds(outer: Interval, inner: Interval) -> bool:
    last, first = inner.last_day, inner.first_day
    if inner.start is None or outer.start is None:
        return inner.start is outer.start and last == outer.last_day
    inside = first is not None and outer.contains(first)
    return inside and (outer.last_day is None or (last is not None and outer.contains(last)))


def _people(mention: Mention, event: Event) -> float | None:
    """The larger of what the smaller side shares in countries and in names."""
    shares = []
    if mention.countries and event.countries:
        shares.append(_share(set(mention.countries), set(event.countries)))
    names = [
        set().union(*(_words(one.name) for one in side.participants)) for side in (mention, event)
    ]
    if all(names):
        shares.append(_share(names[0], names[1]))
    return max(shares, default=None)


def _share(one: set[str], other: set[str]) -> float:
    """How much of the smaller set stands in the other; 0 where one is empty."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _words(text: str) -> set[str]:
    """The words that carry meaning, without accents and endings (six letters are kept)."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return {word[:6] for word in re.findall(r"[^\W_]+", bare) if len(word) > 3 or word.isdigit()}
