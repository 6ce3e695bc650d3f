"""How like two tellings are: one readable score over named features."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from timeline.core.event import Change, EventType, Mention, Participant, Status, Telling
from timeline.core.interval import Interval
from timeline.core.precision import Precision
from timeline.core.words import without_limit
from timeline.extract import lexicon
from timeline.extract.gazetteer import country_name
from timeline.extract.topic import fold

ENOUGH = 0.55
"""The least score at which two tellings tell one event."""

BY_PEOPLE = frozenset(
    {EventType.VISIT, EventType.MEETING, EventType.SUMMIT, EventType.CALL, EventType.CEREMONY}
)
"""Kinds of which the same people have one on a day."""

CALLED_OFF = frozenset({Status.POSTPONED, Status.CANCELLED})
_LOOSE = frozenset({EventType.ANNOUNCEMENT, EventType.OTHER})
_SAME_PEOPLE = 0.6  # of the smaller side's countries or names: FR-DE is not FR-GB
_SAME_WORDS = 0.4
_SAME_TOPIC = 0.5
_NEAR_TOPIC = 0.2
_WEIGHTS = {"time": 0.4, "people": 0.2, "words": 0.2, "topic": 0.2}
_SLACK = Precision.MONTH.rank - Precision.DAY.rank  # a day may stand for its month, not its year
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """How two tellings compare, each from 0 (not at all) to 1; None: nothing to compare.

    `time` is 1 for the same dates and 0.75 where they overlap. `people` is what the smaller side
    shares in countries or names, `words` in the words of its title, `topic` in the names of its
    article. `alike` is false where one names another kind than the other, though a related one;
    `recalls` is true where one gives the other's date as the one that it had before.
    """

    time: float
    people: float | None
    words: float
    topic: float | None
    alike: bool = True
    recalls: bool = False

    @property
    def score(self) -> float:
        """0 to 1; what is not known is neither for nor against."""
        known = {"time": self.time, "people": self.people, "words": self.words, "topic": self.topic}
        return sum(
            weight * (0.5 if (value := known[name]) is None else value)
            for name, weight in _WEIGHTS.items()
        )


def features(one: Telling, other: Telling, *, time: float | None = None) -> Features | None:
    """How the tellings compare; None where something speaks against their being of one event.

    `time` replaces the comparison of dates, where a change of something known gives none.
    """
    first, second = one.mention, other.mention
    if not related(first.type, second.type):
        return None
    dated = first.interval is not None and second.interval is not None
    if dated and first.deadline is not second.deadline:
        return None
    if not _may_meet(first, second):
        return None
    near = near_in_time(first, second) if time is None else time
    if not near:
        return None
    found = Features(
        time=near,
        people=_people(first, second),
        words=_share(words(first.title), words(second.title)),
        topic=_share(one.topic, other.topic) if one.topic and other.topic else None,
        alike=first.type is second.type,
        recalls=_recalls(first, second) or _recalls(second, first),
    )
    return found if _speaks_for(first.type, found, coarse=_is_coarse(first, second)) else None


def score(one: Telling, other: Telling, *, time: float | None = None) -> float:
    """0 where they tell two events, else from ENOUGH to 1."""
    found = features(one, other, time=time)
    return found.score if found is not None and found.score >= ENOUGH else 0.0


def related(one: EventType, other: EventType) -> bool:
    """True for the same kind and for kinds that papers name one for the other."""
    return other in kinds(one)


@cache
def kinds(one: EventType) -> frozenset[EventType]:
    """The kind itself and those that papers name for it."""
    groups = [frozenset(map(EventType, row)) for row in lexicon.table("merging")["alike"]]
    return next((group for group in groups if one in group), frozenset({one}))


def is_floating(mention: Mention) -> bool:
    """True for a mention whose own date does not say which event it tells.

    It has none, or names a new one without the old, or only the month or year.
    """
    if mention.interval is None:
        return True
    if mention.deadline:
        return mention.change is Change.MOVED and mention.previous is None
    vague = mention.interval.precision.rank > Precision.DAY.rank and not _is_open(mention.interval)
    return vague or (mention.change is Change.MOVED and mention.previous is None)


def near_in_time(one: Mention, other: Mention) -> float:
    """1 for the same dates, 0.75 where they overlap; also at a date that one of them had before."""
    dates = [[side for side in (m.interval, m.previous) if side] for m in (one, other)]
    if not dates[0] and not dates[1]:
        return 0.75
    due = one.deadline and other.deadline
    return max((_likeness(a, b, due=due) for a in dates[0] for b in dates[1]), default=0.0)


@lru_cache(maxsize=4096)
def words(title: str) -> frozenset[str]:
    """The words of a title that tell the thing, folded."""
    found = {fold(word) for word in _WORD.findall(without_limit(title)[0]) if len(word) > 3}
    return frozenset(found - _hollow())


@cache
def _hollow() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.table("merging")["hollow"])


def _is_coarse(one: Mention, other: Mention) -> bool:
    """True where neither date is finer than a quarter of a year."""
    ranks = [side.interval.precision.rank for side in (one, other) if side.interval]
    return len(ranks) == 2 and min(ranks) > Precision.MONTH.rank


def _speaks_for(kind: EventType, found: Features, *, coarse: bool) -> bool:
    """Whether more than the date says so.

    People who meet on a day meet once, in a year often; what they sign or promise on a day may be
    several things.
    """
    people, topic = found.people, found.topic
    if people is not None and people < _SAME_PEOPLE:
        return False
    if found.words >= _SAME_WORDS:
        return True
    if kind in BY_PEOPLE and people is not None and not coarse:
        return True
    if found.recalls and topic is not None and topic >= _NEAR_TOPIC:
        return True
    on_topic = topic is not None and topic >= _SAME_TOPIC
    return on_topic and found.alike and kind not in _LOOSE


def _recalls(one: Mention, other: Mention) -> bool:
    old, date = one.previous, other.interval
    due = one.deadline and other.deadline
    return old is not None and date is not None and _likeness(old, date, due=due) == 1


def _likeness(one: Interval, other: Interval, *, due: bool) -> float:
    if (one.start, one.end) == (other.start, other.end):
        return 1.0
    if due or one.start is None or other.start is None:
        same = one.last_day is not None and one.last_day == other.last_day
        return 1.0 if same and (one.start is None) == (other.start is None) else 0.0
    if one.end is None or other.end is None:
        return 0.75 if one.first_day == other.first_day else 0.0
    if not one.overlaps(other):
        return 0.0
    ranks = sorted(max(side.precision.rank, Precision.DAY.rank) for side in (one, other))
    return 0.75 if ranks[1] - ranks[0] <= _SLACK else 0.0


def _is_open(interval: Interval) -> bool:
    return interval.start is None or interval.end is None


def _people(one: Mention, other: Mention) -> float | None:
    """The larger of what the smaller side shares in countries and in names; None: not named."""
    named, others = _named(one), _named(other)
    shares = []
    lands = [{p.country for p in side if p.country} for side in (named, others)]
    if all(lands):
        shares.append(_share(lands[0], lands[1]))
    called = [_names(side) for side in (named, others)]
    if all(called) and any(lands) == all(lands):  # a body of states is not told by the states
        shares.append(_share(called[0], called[1]))
    return max(shares, default=None)


def names_country(mention: Mention) -> bool:
    """True where the sentence itself names a country that takes part."""
    return any(one.country for one in _named(mention))


def _may_meet(one: Mention, other: Mention) -> bool:
    """False where both sentences name countries, and other ones; a bare guess excludes nobody.

    The same condition by which the store looks for candidates.
    """
    if not one.countries or not other.countries or set(one.countries) & set(other.countries):
        return True
    return not (names_country(one) and names_country(other))


def _named(mention: Mention) -> tuple[Participant, ...]:
    """The participants that the sentence names, not those guessed from where the article speaks."""
    return tuple(one for one in mention.participants if is_certain(one, mention))


def is_certain(one: Participant, mention: Mention) -> bool:
    """False for a country that only the article suggests, and for "ministers" of nowhere."""
    if not one.name[:1].isupper():
        return False
    is_country = one.country is not None and one.name == country_name(one.country)
    return not is_country or one.name in mention.evidence.quote


def _names(people: Iterable[Participant]) -> frozenset[str]:
    return frozenset(fold(word) for one in people for word in _WORD.findall(one.name))


def _share(one: Iterable[str | None], other: Iterable[str | None]) -> float:
    """How much of the smaller set stands in the other; 0 where one is empty."""
    first, second = frozenset(one), frozenset(other)
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0
