"""From fresh tellings to events: what they touch is sorted anew, and each event is derived anew.

Whatever an article brings, only the events that it may tell are read, and the outcome is the one
that all articles together give, in whatever order they came.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from timeline.core import edit as editing
from timeline.core.article import Anchor, Article
from timeline.core.edit import Edit, EditKind
from timeline.core.event import Change, Event, Hidden, Mention, Source, Telling
from timeline.extract import merge
from timeline.extract.face import face, succeed
from timeline.extract.likeness import CALLED_OFF, kinds, names_country
from timeline.extract.merge import Node
from timeline.store import articles, candidates, edits, events, tellings
from timeline.store.engine import Session
from timeline.store.tellings import Stored

BY_HAND = ""
"""The article of what a person added: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """A telling that the store does not have yet; `event` is the one it told before, if any."""

    telling: Telling
    event: str | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of the fresh tellings: the event of each, in their order; and what is new.

    `before` holds the events as they were, `after` those that were derived anew, by id.
    """

    told: tuple[str, ...]
    before: dict[str, Event]
    after: dict[str, Event]


def settle(
    session: Session,
    fresh: Sequence[Fresh],
    *,
    now: datetime,
    ids: Callable[[], str],
    touched: Iterable[str] = (),
) -> Settled:
    """Sort the fresh tellings in among those kept, and keep every event that this changes.

    `touched` are events that lost tellings or were edited. The mentions of the fresh ones are the
    caller's to save; those in the store are moved here.
    """
    anew = set(touched)
    region = anew | {one.event for one in fresh if one.event is not None}
    for one in fresh:
        region |= find_region(session, one.telling)
    stored = tellings.find_stored(session, region)
    for kept in stored:
        if kept.event in anew:
            region |= find_region(session, kept.telling)
    if not region <= {one.event for one in stored} | anew:
        stored = tellings.find_stored(session, region)
    return _Sorting(session, stored, fresh, sorted(region), now, ids).run(anew)


def likeliest(session: Session, telling: Telling, taken: set[str]) -> str | None:
    """The event that the telling would join, other than those taken; None for a new one."""
    region = find_region(session, telling) - taken
    nodes = [
        Node(telling=one.telling, event=one.event, pinned=one.pinned)
        for one in tellings.find_stored(session, region)
    ]
    mine = Node(telling=telling)
    groups = merge.cluster([*nodes, mine])
    kept = merge.keep_ids(groups)
    return next(
        name for name, group in zip(kept, groups, strict=True) if any(one is mine for one in group)
    )


def telling_of(article: Article, mention: Mention, topic: frozenset[str] = frozenset()) -> Telling:
    """The mention as a telling of the article."""
    return Telling(
        mention=mention,
        source=Source(
            article=article.id,
            title=article.title,
            url=article.url,
            anchor=article.anchor,
            evidence=mention.evidence,
            timex=mention.timex,
        ),
        digest=articles.digest(article.text),
        topic=topic,
    )


def find_region(session: Session, telling: Telling) -> set[str]:
    """The ids of the events that the telling may belong to, or draw a telling from."""
    mention, day = telling.mention, telling.source.anchor.day
    changes = mention.change is Change.MOVED and mention.previous is None
    told = mention.status in CALLED_OFF or mention.change is not None
    changes = changes or (mention.interval is None and told)
    related = kinds(mention.type)
    return candidates.find_candidates(
        session,
        mention,
        day,
        kinds=related,
        certain=names_country(mention),
        change=changes,
    ) | candidates.find_floating(session, mention, day, kinds=related)


def floats_on(telling: Telling) -> date | None:
    """The article's day, where no date of the mention leads to the event that it tells."""
    mention = telling.mention
    lost = mention.change is Change.MOVED and mention.previous is None
    return telling.source.anchor.day if mention.interval is None or lost else None


@dataclass(frozen=True, slots=True)
class _Sorting:
    """One sorting of what is stored and what is fresh."""

    session: Session
    stored: Sequence[Stored]
    fresh: Sequence[Fresh]
    region: Sequence[str]
    now: datetime
    ids: Callable[[], str]

    def run(self, anew: set[str]) -> Settled:
        """Sort, derive and keep."""
        decided = edits.find_edits(self.session, self.region)
        nodes = [
            Node(telling=o.telling, event=o.event, pinned=o.pinned, settled=o.event not in anew)
            for o in self.stored
        ]
        nodes += [Node(telling=o.telling, event=o.event, pinned=o.pinned) for o in self.fresh]
        by_hand = [node for one in self.region for node in _by_hand(one, decided[one])]
        groups = merge.cluster([*nodes, *by_hand])
        kept = [one or self.ids() for one in merge.keep_ids(groups)]
        place = {id(node): name for name, group in zip(kept, groups, strict=True) for node in group}
        gone = self._gone(nodes, place, set(kept))
        for old, new in gone.items():
            decided[new] += decided.pop(old, [])
        members = _members(nodes[: len(self.stored)])
        hands = set(map(id, by_hand))
        changed = {
            name: [node.telling for node in group]
            for name, group in zip(kept, groups, strict=True)
            if name in anew or {id(node) for node in group} - hands != members[name]
        }
        untold = anew - set(kept) - set(gone)
        before = events.get_events(self.session, {*changed, *gone, *untold})
        after: dict[str, Event] = {}
        for name, told in [*changed.items(), *((one, []) for one in sorted(untold))]:
            after[name] = derive(name, told, decided[name], now=self.now, before=before.get(name))
            dates = [d for t in told for d in (t.mention.interval, t.mention.previous) if d]
            events.save_event(self.session, after[name], anybody=_anybody(told), told=dates)
        self._move(nodes, place)
        for old, new in gone.items():
            events.absorb(self.session, new, old)
        fresh = nodes[len(self.stored) :]
        return Settled(told=tuple(place[id(one)] for one in fresh), before=before, after=after)

    def _gone(self, nodes: Sequence[Node], place: dict[int, str], kept: set[str]) -> dict[str, str]:
        """The events that merged into others, each with the one that its first telling went to."""
        found: dict[str, str] = {}
        for node in sorted(nodes, key=lambda one: one.telling.order):
            if node.event is not None and node.event not in kept:
                found.setdefault(node.event, place[id(node)])
        return found

    def _move(self, nodes: Sequence[Node], place: dict[int, str]) -> None:
        for one, node in zip(self.stored, nodes, strict=False):
            if place[id(node)] != one.event:
                article = one.telling.source.article
                tellings.move(self.session, article, one.position, place[id(node)])


def derive(
    event_id: str,
    told: Sequence[Telling],
    decided: Sequence[Edit],
    *,
    now: datetime,
    before: Event | None,
) -> Event:
    """The event that its tellings make, with what people decided of it.

    What nothing tells any more keeps its last face and is hidden, unless a person set something.
    """
    if told:
        by_articles = [one for one in told if one.source.article != BY_HAND]
        machine = face(event_id, by_articles or told, now=now)
    elif before is not None:
        machine = _as_last_told(before, decided, now)
    else:
        raise ValueError(f"nothing tells event {event_id!r}")
    event = editing.apply(machine, decided)
    return event if before is None else succeed(before, event)


def _as_last_told(before: Event, decided: Sequence[Edit], now: datetime) -> Event:
    kept = any(one.holds and one.kind in {*editing.FIELDS, EditKind.CONFIRM} for one in decided)
    history = [one for one in before.history if one.by.startswith("article:")]
    return replace(
        before,
        changed_at=now,
        sources=(),
        history=tuple(history),
        conflicts=("sources",) if kept else (),
        hidden=None if kept else Hidden.UNTOLD,
    )


def as_told(
    session: Session, event_id: str, *, now: datetime, told: Sequence[Telling] | None = None
) -> Event:
    """The event as its tellings alone make it, or those given; as it is kept where none do."""
    if told is None:
        told = [one.telling for one in tellings.find_stored(session, [event_id])]
    return face(event_id, told, now=now) if told else events.get_event(session, event_id)


def by_hand(edit: Edit, mention: Mention) -> Telling:
    """What a person said of an event that no article tells, as a telling."""
    anchor = Anchor(published=edit.at)
    source = Source(
        article=BY_HAND, title="", url=None, anchor=anchor, evidence=mention.evidence, timex=None
    )
    return Telling(mention=mention, source=source, digest=edit.id)


def _by_hand(event_id: str, decided: Iterable[Edit]) -> list[Node]:
    return [
        Node(telling=by_hand(one, one.mention), event=event_id, pinned=True)
        for one in decided
        if one.holds and one.kind is EditKind.ADD and one.mention is not None
    ]


def _members(nodes: Iterable[Node]) -> defaultdict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for node in nodes:
        if node.event is not None:
            found[node.event].add(id(node))
    return found


def _anybody(told: Iterable[Telling]) -> bool:
    return any(not names_country(one.mention) for one in told)
