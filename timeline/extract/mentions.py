"""Sentences, times and actors -> mentions: one event one entry within an article."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from timeline.core.article import Article, Sentence
from timeline.core.event import EventType, Evidence, Mention, Participant
from timeline.core.timex import Timex
from timeline.extract import confidence, dating, lexicon, status, titles
from timeline.extract.actors import Actor, Cast
from timeline.extract.dating import Dated
from timeline.extract.gazetteer import Kind
from timeline.extract.grammar import Tree

_PLACE_WORDS = re.compile(
    r"\b(?:in|at|near|off|to|into|im|à|au|en|a|nach|dans)\s(?:the\s|der\s|la\s)?$", re.IGNORECASE
)
_ROLES = {
    EventType.VISIT: ("guest", "host"),
    EventType.SIGNING: ("signatory", "signatory"),
    EventType.AGREEMENT: ("party", "party"),
    EventType.MEETING: ("participant", "participant"),
    EventType.SUMMIT: ("participant", "participant"),
    EventType.CALL: ("caller", "participant"),
    EventType.ANNOUNCEMENT: ("speaker", "subject"),
    EventType.SANCTIONS: ("sender", "target"),
    EventType.CONFLICT: ("actor", "target"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A time and an event of one sentence, taken or refused. `refused` says why, or is empty."""

    sentence: Sentence
    dated: Dated
    refused: str = ""
    mention: Mention | None = None


def read(
    article: Article,
    sentences: Sequence[Sentence],
    timexes: Sequence[Timex],
    cast: Cast,
    *,
    parsed: bool,
) -> list[Reading]:
    """Every reading of the article in text order, the refused ones too."""
    words = lexicon.load(article.lang)
    readings: list[Reading] = []
    for sentence, actors in zip(sentences, cast.actors, strict=True):
        inside = [
            timex
            for timex in timexes
            if sentence.start <= timex.start and timex.end <= sentence.end
        ]
        if not inside or not sentence.tokens:
            continue
        tree = Tree(sentence, parsed, words.bounds)
        times = [one for one in inside if not _is_dateline(one, sentence, article)]
        readings += [
            _reading(article, tree, dated, actors, words)
            for dated in _compact(dating.assign(tree, times, words))
        ]
    return readings


def merge(readings: Iterable[Reading]) -> tuple[Mention, ...]:
    """The mentions taken, one for each event of the article, in text order."""
    kept: list[Mention] = []
    for mention in (one.mention for one in readings if one.mention is not None):
        same = next((i for i, other in enumerate(kept) if _is_same(mention, other)), None)
        if same is None:
            kept.append(mention)
        else:
            kept[same] = _joined(kept[same], mention)
    return tuple(sorted(kept, key=lambda one: one.evidence.start))


def _reading(
    article: Article,
    tree: Tree,
    dated: Dated,
    actors: Sequence[Actor],
    words: lexicon.Lexicon,
) -> Reading:
    sentence, clue, timex = tree.sentence, dated.clue, dated.timex
    interval = dating.interval_of(timex)
    if interval is None:
        return Reading(sentence=sentence, dated=dated, refused="no day")
    mood = status.read(tree, clue.head, words, noun=clue.index)
    bounded = timex.bound is not None and timex.bound.is_upper
    if mood.void and not bounded:
        return Reading(sentence=sentence, dated=dated, refused=mood.void)
    settled = status.settle(mood, interval, article.anchor.day)
    kind = dating.bound_type(clue, timex.bound)
    if clue.weight == 0 and interval.precision.rank > 3 and not bounded:
        return Reading(sentence=sentence, dated=dated, refused="vague and of no known kind")
    here = _of_event(tree, clue.head, clue.index, actors)
    place = _place(sentence, here)
    mention = Mention(
        type=kind,
        title=titles.title(tree, clue, kind),
        interval=interval,
        deadline=bounded and interval.start is None,
        status=settled,
        evidence=Evidence(quote=sentence.text, start=sentence.start, end=sentence.end),
        confidence=confidence.of(clue, dated.how),
        participants=_participants(kind, here, place),
        place=place,
        timex=timex,
    )
    return Reading(sentence=sentence, dated=dated, mention=mention)


def _is_dateline(timex: Timex, sentence: Sentence, article: Article) -> bool:
    """True for the day of publication in a dateline ("RIGA, 5 May (Agency) -")."""
    if timex.start > 60 or sentence.start > 40 or timex.interval is None:
        return False
    after = article.text[timex.end : timex.end + 30]
    return timex.interval.contains(article.anchor.day) and bool(
        re.match(r"(?:\s*\([^)]*\))?[.,]?\s*(?:[-–—]|\.-)", after)
    )


def _compact(dated: Iterable[Dated]) -> list[Dated]:
    """One reading for the times of one event that say the same ("Friday, 9 May, at 10 a.m.")."""
    kept: list[Dated] = []
    for one in dated:
        same = next((i for i, other in enumerate(kept) if _says_same(one, other)), None)
        if same is None:
            kept.append(one)
        elif _rank(one) < _rank(kept[same]):
            kept[same] = one
    return kept


def _says_same(one: Dated, other: Dated) -> bool:
    first, second = one.timex.interval, other.timex.interval
    return (
        one.clue.head == other.clue.head
        and one.clue.index == other.clue.index
        and first is not None
        and second is not None
        and first.overlaps(second)
        and one.timex.bound == other.timex.bound
    )


def _rank(dated: Dated) -> int:
    return dated.timex.interval.precision.rank if dated.timex.interval else 99


def _of_event(tree: Tree, head: int, name: int, actors: Sequence[Actor]) -> list[Actor]:
    """The actors in the event's own words; those of the whole sentence where it names none."""
    region = {*tree.region(head), *(tree.subtree(name) if tree.parsed else ())}
    spans = [(tree.tokens[i].start, tree.tokens[i].end) for i in region]
    near = [one for one in actors if any(a < one.end and one.start < b for a, b in spans)]
    return near or list(actors)


def _place(sentence: Sentence, actors: Sequence[Actor]) -> str | None:
    for kinds in ({Kind.TOWN}, {Kind.STATE}):
        for actor in actors:
            before = sentence.text[: actor.start - sentence.start][-12:]
            if actor.kind in kinds and _PLACE_WORDS.search(before):
                return actor.name
    return None


def _participants(
    kind: EventType, actors: Sequence[Actor], place: str | None
) -> tuple[Participant, ...]:
    """Each actor once; a bare place or adjective only where it adds a country that acts."""
    found: dict[str, Participant] = {}
    first, then = _ROLES.get(kind, (None, None))
    for actor in actors:
        if actor.name == place and actor.kind is Kind.TOWN and kind is not EventType.VISIT:
            continue
        covered = actor.country in {one.country for one in found.values()}
        if covered and actor.kind in {Kind.PEOPLE, Kind.TOWN, Kind.SEAT, Kind.OFFICE}:
            continue
        role = first if not found else then
        found.setdefault(actor.name, Participant(name=actor.name, country=actor.country, role=role))
    return tuple(found.values())


def _is_same(one: Mention, other: Mention) -> bool:
    if one.type is not other.type or one.deadline is not other.deadline:
        return False
    if one.interval != other.interval:
        return False
    shared = set(one.countries) & set(other.countries)
    if one.evidence == other.evidence:
        return False
    return bool(shared) or not one.countries or not other.countries


def _joined(kept: Mention, other: Mention) -> Mention:
    best, rest = (other, kept) if other.confidence > kept.confidence else (kept, other)
    names = {one.name for one in best.participants}
    lands = set(best.countries)
    more = [one for one in rest.participants if one.name not in names and one.country not in lands]
    return replace(
        best,
        participants=(*best.participants, *more) if not lands else best.participants,
        place=best.place or rest.place,
        confidence=min(0.99, best.confidence + 0.03),
    )
