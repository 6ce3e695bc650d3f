"""What the tellings of one event make of it together: its face and its history.

Pure, and the same in whatever order the articles arrived: worked out anew from all that tells the
event, in order of publication. The latest published article decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from timeline.core.event import (
    Change,
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
from timeline.extract.likeness import CALLED_OFF

_TURNS = frozenset({Change.MET, Change.MISSED})


def face(
    event_id: str, tellings: Iterable[Telling], *, now: datetime, before: Event | None = None
) -> Event:
    """The event that the tellings make, of which there is at least one.

    `before` is the event as it was kept: its revision rises where the face is another one, and
    `now` is then when it changed.
    """
    ordered = sorted(tellings, key=lambda one: one.order)
    accounts = [
        _account(list(told)) for _, told in groupby(ordered, key=lambda one: one.source.article)
    ]
    kind = _kind(ordered)
    told = _Told.first(accounts[0])
    for account in accounts[1:]:
        told = told.then(account)
    event = Event(
        id=event_id,
        type=kind,
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
        outcome=_outcome(told, kind),
        sources=tuple(one.lead.source for one in accounts if one.lead.source.article),
        history=told.history,
        conflicts=("date",) if told.disputed else (),
    )
    return event if before is None else succeed(before, event)


def succeed(before: Event, event: Event) -> Event:
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
        (one.type, one.title, one.interval, one.deadline, one.status, one.place, one.hidden)
        for one in (before, event)
    ]
    return replace(
        same,
        changed_at=event.changed_at,
        revision=before.revision + (faces[0] != faces[1]),
    )


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
        moved = mention.previous is not None or mention.change is Change.MOVED
        if mention.status is Status.POSTPONED and moved and mention.interval:
            return Status.PLANNED
        return mention.status


def _account(told: list[Telling]) -> _Account:
    surest = sorted(told, key=lambda one: -one.mention.confidence)
    turns = sorted((one for one in surest if _is_turn(one.mention)), key=_strength)
    dated = [one for one in [*turns, *surest] if one.mention.interval is not None]
    leads = [one for one in surest if one.mention.interval is not None] or surest
    return _Account(
        lead=leads[0],
        dated=_widest(dated) if dated else None,
        turn=[*turns, *leads][0],
    )


def _is_turn(mention: Mention) -> bool:
    return (
        mention.status in CALLED_OFF or mention.change is not None or mention.previous is not None
    )


def _strength(telling: Telling) -> int:
    """A move to a new day first, then what is called off, then how a deadline ended."""
    mention = telling.mention
    if mention.interval is not None and (mention.previous or mention.change is Change.MOVED):
        return 0
    return 1 if mention.status in CALLED_OFF else 2


def _widest(dated: Sequence[Telling]) -> Telling:
    """The first one, or one whose days hold all of its days: a visit's two days, not its first."""
    best = dated[0]
    if _moves(best.mention):
        return best
    for one in dated[1:]:
        inner, outer = best.mention.interval, one.mention.interval
        if inner and outer and inner != outer and _is_wider(outer, inner):
            best = one
    return best


def _moves(mention: Mention) -> bool:
    return mention.previous is not None or mention.change is Change.MOVED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is known after some of the articles.

    `left` are the dates that it was moved from; `disputed` is true where two articles name days
    that do not meet, and none of them says that it was moved.
    """

    title: str
    interval: Interval | None
    deadline: bool
    status: Status
    place: str | None
    dated: Telling | None
    ending: Change | None = None
    left: tuple[Interval, ...] = ()
    disputed: bool = False
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
            ending=_ending(account),
        )
        if account.dated is None or dated is None or dated.previous is None:
            return told
        moved = _revision(account.dated, "date", dated.previous, told.interval)
        return replace(told, left=(dated.previous,), history=(moved,))

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
            ending=_ending(account) or self.ending,
            history=tuple(history),
        )

    def _dated(self, telling: Telling) -> "_Told":
        mention = telling.mention
        new = mention.interval
        if new is None:
            return self
        if _moves(mention):
            return self._moved(telling, new)
        if new == self.interval or not self._gives_way(mention, new):
            return self
        told = self._at(telling, new)
        apart = self.interval is not None and not new.overlaps(self.interval)
        return replace(told, disputed=self.disputed or apart)

    def _moved(self, telling: Telling, new: Interval) -> "_Told":
        """What is known after a sentence that gives a new date in the place of an old one."""
        previous = telling.mention.previous
        told = self
        recorded = [one.old for one in self.history if one.what == "date"]
        if previous is not None and previous != self.interval and self.interval == new:
            # Another article told the new date already, as if it had always been so.
            if previous not in recorded:
                row = _revision(telling, "date", previous, new)
                told = replace(self, history=(*self.history, row), left=(*self.left, previous))
            return replace(told, dated=telling)
        if new == self.interval:
            return told
        left = [one for one in (self.interval, previous) if one is not None]
        return replace(self._at(telling, new), left=(*self.left, *left), disputed=False)

    def _at(self, telling: Telling, new: Interval) -> "_Told":
        row = _revision(telling, "date", self.interval, new)
        return replace(
            self,
            interval=new,
            deadline=telling.mention.deadline,
            dated=telling,
            history=(*self.history, row),
        )

    def _gives_way(self, mention: Mention, new: Interval) -> bool:
        """False where the mention recalls a date that was left, or says less than is known.

        "In May" says less than 5 May, and so does the first day of a visit than its two days.
        """
        known = self.interval
        if known is None:
            return True
        if any(_covers(old, new) for old in self.left):
            return False
        if self.deadline is not mention.deadline:
            return True
        if new.precision.rank > known.precision.rank:
            return not _holds(new, known)
        return not (new.precision is known.precision and _is_wider(known, new))


def _ending(account: _Account) -> Change | None:
    return account.turn.mention.change if account.turn.mention.change in _TURNS else None


def _kind(ordered: Sequence[Telling]) -> EventType:
    """The kind that most say it is, the surest first; of equals the first to be told."""
    votes: defaultdict[EventType, float] = defaultdict(float)
    for one in ordered:
        votes[one.mention.type] += one.mention.confidence
    return max(votes, key=lambda kind: round(votes[kind], 6))


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


def _outcome(told: _Told, kind: EventType) -> Outcome | None:
    """What became of a deadline; that its day passed says nothing of it."""
    if not told.deadline or told.dated is None:
        return None
    if kind is EventType.EFFECT or told.status in CALLED_OFF:
        return None
    if told.ending is Change.MET:
        return Outcome.MET
    if told.ending is Change.MISSED:
        return Outcome.MISSED
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


def _is_wider(outer: Interval, inner: Interval) -> bool:
    """True for days that hold the other days and more, in the same precision."""
    fine = outer.precision is inner.precision is Precision.DAY
    closed = None not in (outer.start, outer.end, inner.start, inner.end)
    return fine and closed and _holds(outer, inner)


def _covers(old: Interval, new: Interval) -> bool:
    """True where the new date is the old one, or a part of it."""
    return old == new or _holds(old, new)


def _holds(outer: Interval, inner: Interval) -> bool:
    last, first = inner.last_day, inner.first_day
    if inner.start is None or outer.start is None:
        return inner.start is outer.start and last == outer.last_day
    inside = first is not None and outer.contains(first)
    return inside and (outer.last_day is None or (last is not None and outer.contains(last)))
