"""Readings -> mentions: what each sentence gave, and one entry for each event of the article."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from timeline.core.article import Sentence
from timeline.core.event import EventType, Mention, Status
from timeline.core.timex import Timex, TimexType
from timeline.extract.triggers import Clue

_SLIP = 5  # days by which a length and the day that it leads to may differ in the telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A time and an event of one sentence, taken or refused.

    `published` is the article's anchor; `how` names the way from the time to the event, `mood`
    what the words say of its status, `seen` what the confidence was reckoned from; `refused` says
    why it is none, or is empty.
    """

    sentence: Sentence
    clue: Clue
    timex: Timex | None
    how: str = ""
    mood: str = ""
    published: date = date.min
    seen: Mapping[str, float] = field(default_factory=dict)
    refused: str = ""
    mention: Mention | None = None

    @property
    def first_day(self) -> date | None:
        """The first day of the event that was taken; None where there is none."""
        interval = self.mention.interval if self.mention else None
        return interval.first_day if interval else None


def merge(readings: Iterable[Reading]) -> tuple[Mention, ...]:
    """The mentions taken, one for each event of the article, in text order."""
    kept: list[Mention] = []
    alike: dict[tuple[object, ...], list[int]] = {}
    for mention in (one.mention for one in readings if one.mention is not None):
        places = alike.setdefault((mention.type, mention.interval, mention.deadline), [])
        same = next((i for i in places if _is_same(mention, kept[i])), None)
        if same is None:
            places.append(len(kept))
            kept.append(mention)
        else:
            kept[same] = _joined(kept[same], mention)
    exact = [one for one in kept if not any(_is_rougher(one, other) for other in kept)]
    return tuple(sorted(exact, key=lambda one: one.evidence.start))


def _is_rougher(one: Mention, other: Mention) -> bool:
    """True for a limit by a length beside its own day: "within 30 days, that is by 25 March"."""
    if one.evidence != other.evidence or not (one.deadline and other.deadline):
        return False
    if one.timex is None or other.timex is None or one.interval is None or other.interval is None:
        return False
    counted = one.timex.type is TimexType.DURATION and other.timex.type is TimexType.DATE
    mine, theirs = one.interval.last_day, other.interval.last_day
    return (
        counted and mine is not None and theirs is not None and abs((theirs - mine).days) <= _SLIP
    )


def _is_same(one: Mention, other: Mention) -> bool:
    shared = set(one.countries) & set(other.countries)
    if one.evidence == other.evidence:
        return False
    if one.type is EventType.ANNOUNCEMENT and _speakers(one).isdisjoint(_speakers(other)):
        return False
    return bool(shared) or not one.countries or not other.countries


def _speakers(mention: Mention) -> set[str]:
    return {one.name for one in mention.participants if one.role == "speaker"}


def _joined(kept: Mention, other: Mention) -> Mention:
    best, rest = (other, kept) if other.confidence > kept.confidence else (kept, other)
    names = {one.name for one in best.participants}
    lands = set(best.countries)
    more = [one for one in rest.participants if one.name not in names and one.country not in lands]
    off = {Status.CANCELLED, Status.POSTPONED}
    return replace(
        best,
        status=next((one.status for one in (best, rest) if one.status in off), best.status),
        participants=(*best.participants, *more) if not lands else best.participants,
        place=best.place or rest.place,
        confidence=min(0.99, best.confidence + 0.03),
    )
