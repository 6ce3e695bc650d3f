"""Tellings across articles to events: which of them tell one and the same.

Pure, and the same in whatever order the articles arrived. Tellings whose dates say which event
they mean are linked pair by pair, and an event is what hangs together; a telling that gives no such
date ("the visit has been called off", "in May") then goes to the one event that it fits best.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from timeline.core.event import Change, Status, Telling
from timeline.extract.likeness import CALLED_OFF, is_floating, near_in_time, related, score

REMEMBERED = timedelta(days=31)
"""How long after its day an event may still be called off or moved."""

_GUESSED = 0.8  # how much the date counts where a change of something known gives none
_OPEN = frozenset({Status.PLANNED, Status.EXPECTED, Status.ONGOING, *CALLED_OFF})


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A telling to be sorted: `event` is the one that it told so far, None for a fresh telling.

    `pinned` is true where a person put it there. `settled` is true where nothing that tells its
    event was taken away: it was compared with what else is settled before.
    """

    telling: Telling
    event: str | None = None
    pinned: bool = False
    settled: bool = False


def cluster(nodes: Sequence[Node]) -> list[list[Node]]:
    """The nodes by the event that they tell, each group in order of publication.

    What a person pinned to one event stays together, and apart from what was pinned to another.
    """
    ordered = sorted(nodes, key=lambda node: node.telling.order)
    firm = [i for i, node in enumerate(ordered) if not is_floating(node.telling.mention)]
    floating = [i for i, node in enumerate(ordered) if is_floating(node.telling.mention)]
    groups = _Groups(ordered)
    whole = {n.event for n in ordered if n.settled} - {ordered[i].event for i in floating}
    groups.keep(firm, whole)
    groups.join(_links(ordered, firm))
    chosen = {i: _targets(ordered, i, firm) for i in floating}
    alone = [i for i, targets in chosen.items() if not targets]
    groups.join(link for targets in chosen.values() for link in targets)
    groups.join(_links(ordered, alone))
    return groups.all()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Link:
    """Two nodes of one event; sorts the surest first."""

    doubt: float
    one: int
    other: int


def _links(nodes: Sequence[Node], chosen: Iterable[int]) -> list[_Link]:
    """The links between nodes whose dates can be compared."""
    found = []
    for i, j in combinations(chosen, 2):
        if nodes[i].pinned and nodes[j].pinned:
            continue  # decided already: a calendar pins thousands
        if nodes[i].settled and nodes[j].settled and nodes[i].event != nodes[j].event:
            continue  # they were compared when the later of them came
        sure = score(nodes[i].telling, nodes[j].telling)
        if sure:
            found.append(_Link(doubt=-sure, one=i, other=j))
    return found


def _targets(nodes: Sequence[Node], index: int, firm: Iterable[int]) -> list[_Link]:
    """The links of a floating node: to what it fits best, and to what it names a new date of."""
    telling, mine = nodes[index].telling, nodes[index]
    # What is settled went to the best of what is settled too: only what is new may be better.
    firm = [
        i for i in firm if not (mine.settled and nodes[i].settled) or nodes[i].event == mine.event
    ]
    rows = [
        (-sure, _distance(telling, nodes[i].telling), i)
        for i in firm
        if (sure := _fits(telling, nodes[i].telling))
    ]
    same = [
        (-sure, 0, i)
        for i in firm
        if telling.mention.change is Change.MOVED
        and (sure := score(telling, nodes[i].telling))
        and nodes[i].telling.mention.interval == telling.mention.interval
    ]
    best = [min(one) for one in (rows, same) if one]
    return [_Link(doubt=doubt, one=index, other=i) for doubt, _, i in best]


def _fits(floating: Telling, firm: Telling) -> float:
    """How well a telling without a date of its own fits one that has one; 0 for not at all."""
    mention = floating.mention
    if not related(mention.type, firm.mention.type):
        return 0.0
    changes = mention.change is not None or mention.status in CALLED_OFF
    if changes and (mention.interval is None or mention.change is Change.MOVED):
        if not _is_to_come(floating, firm) or near_in_time(mention, firm.mention) == 1:
            return 0.0
        return score(floating, firm, time=_GUESSED)
    return score(floating, firm) if mention.interval is not None else 0.0


def _is_to_come(change: Telling, known: Telling) -> bool:
    """True where what is known was still to come, or just over, when the change was told."""
    day, interval = change.source.anchor.day, known.mention.interval
    if interval is None or interval.last_day is None or known.mention.status not in _OPEN:
        return False
    told_before = known.source.anchor.instant <= change.source.anchor.instant
    return interval.last_day >= day - REMEMBERED and (
        told_before or known.mention.status in CALLED_OFF
    )


def _distance(floating: Telling, firm: Telling) -> int:
    """Days from the publication of one to the date of the other."""
    interval = firm.mention.interval
    day = (interval.first_day or interval.last_day) if interval else None
    return abs((day - floating.source.anchor.day).days) if day else 0


class _Groups:
    """Nodes that hang together; never two that a person put in different events."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        self._root = list(range(len(nodes)))
        self._pin: dict[int, str] = {}
        first: dict[str, int] = {}
        for i, node in enumerate(nodes):
            if node.pinned and node.event is not None:
                self._root[i] = first.setdefault(node.event, i)
                self._pin[self._root[i]] = node.event

    def keep(self, chosen: Iterable[int], whole: set[str | None]) -> None:
        """Put together the chosen nodes of events that hang together as they are."""
        first: dict[str | None, int] = {}
        for i in chosen:
            node = self._nodes[i]
            if node.settled and node.event in whole:
                one = self._find(first.setdefault(node.event, i))
                other = self._find(i)
                if one != other:
                    self._root[other] = one
                    if other in self._pin:
                        self._pin.setdefault(one, self._pin[other])

    def join(self, links: Iterable[_Link]) -> None:
        """Put together what is linked, the surest links first."""
        for link in sorted(links):
            one, other = sorted((self._find(link.one), self._find(link.other)))
            pins = {pin for root in (one, other) if (pin := self._pin.get(root))}
            if one != other and len(pins) < 2:
                self._root[other] = one
                if pins:
                    self._pin[one] = pins.pop()

    def all(self) -> list[list[Node]]:
        """The groups by their first node."""
        found: dict[int, list[Node]] = {}
        for i, node in enumerate(self._nodes):
            found.setdefault(self._find(i), []).append(node)
        return list(found.values())

    def _find(self, index: int) -> int:
        while self._root[index] != index:
            index = self._root[index]
        return index


def keep_ids(groups: Sequence[Sequence[Node]]) -> list[str | None]:
    """The id that each group keeps, None for a new event.

    A person's choice goes first, then the telling that was published first: an event whose
    tellings fell apart stays with the earliest of them.
    """
    wishes = [
        (not node.pinned, node.telling.order, node.event, number)
        for number, group in enumerate(groups)
        for node in group
        if node.event is not None
    ]
    kept: list[str | None] = [None] * len(groups)
    taken: set[str] = set()
    for _, _, event_id, number in sorted(wishes):
        if kept[number] is None and event_id not in taken:
            kept[number] = event_id
            taken.add(event_id)
    return kept
