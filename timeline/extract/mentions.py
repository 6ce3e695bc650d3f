"""Sentences, times and actors -> mentions: one event one entry within an article."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from timeline.core.article import Article, Sentence
from timeline.core.event import EventType, Evidence, Mention, Participant
from timeline.core.interval import Interval
from timeline.core.timex import Timex
from timeline.extract import confidence, dating, lexicon, references, status, titles
from timeline.extract.actors import Actor, Cast
from timeline.extract.dating import Dated
from timeline.extract.gazetteer import Kind
from timeline.extract.grammar import Tree
from timeline.extract.triggers import Clue

_PLACE_WORDS = re.compile(
    r"\b(?:in|at|near|off|to|into|im|à|au|en|a|nach|dans)\s(?:the\s|der\s|la\s)?$", re.IGNORECASE
)
_ADJACENT = 14  # characters between the parts of one time: "Friday, 9 May, at 10 a.m."
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
    """A time and an event of one sentence, taken or refused.

    `how` names the way from the time to the event; `refused` says why not, or is empty.
    """

    sentence: Sentence
    clue: Clue
    timex: Timex | None
    how: str = ""
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
    teller = _Teller(article=article, words=lexicon.load(article.lang), parsed=parsed)
    readings: list[Reading] = []
    later: list[tuple[Tree, Sequence[Actor]]] = []
    for sentence, actors in zip(sentences, cast.actors, strict=True):
        if not sentence.tokens:
            continue
        tree = Tree(sentence, parsed, teller.words.bounds)
        times = [
            timex
            for timex in timexes
            if sentence.start <= timex.start
            and timex.end <= sentence.end
            and timex.interval is not None
            and not _is_dateline(timex, sentence, article)
        ]
        readings += [
            teller.tell(tree, dated, actors)
            for dated in _compact(dating.assign(tree, times, teller.words))
        ]
        if not times:
            later.append((tree, actors))
    told = [one.mention for one in readings if one.mention is not None]
    for tree, cast_here in later:
        readings += teller.refer(tree, cast_here, told)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """Makes readings of one article."""

    article: Article
    words: lexicon.Lexicon
    parsed: bool

    def tell(self, tree: Tree, dated: Dated, actors: Sequence[Actor]) -> Reading:
        """The reading of an event with a time of its own."""
        clue, timex = dated.clue, dated.timex
        interval = dating.interval_of(timex)
        if interval is None:
            return Reading(sentence=tree.sentence, clue=clue, timex=timex, refused="no day")
        bounded = timex.bound is not None and timex.bound.is_upper
        kind = dating.bound_type(clue, timex.bound)
        if kind is EventType.DEADLINE and not bounded and interval.end is not None:
            interval, bounded = replace(interval, start=None), True
        if clue.weight == 0 and interval.precision.rank > 3 and not bounded:
            refused = "vague and of no known kind"
            return Reading(sentence=tree.sentence, clue=clue, timex=timex, refused=refused)
        return self._reading(tree, clue, kind, interval, actors, timex=timex, how=dated.how)

    def refer(
        self, tree: Tree, actors: Sequence[Actor], told: Sequence[Mention]
    ) -> Iterator[Reading]:
        """The readings of events that take their time from another one of the article."""
        countries = frozenset(one.country for one in actors if one.country)
        for reference in references.find(tree, self.words):
            interval = references.resolve(reference, told, countries)
            if interval is not None:
                clue = reference.clue
                yield self._reading(tree, clue, clue.type, interval, actors, how="reference")

    def _reading(
        self,
        tree: Tree,
        clue: Clue,
        kind: EventType,
        interval: Interval,
        actors: Sequence[Actor],
        *,
        how: str,
        timex: Timex | None = None,
    ) -> Reading:
        sentence = tree.sentence
        mood = status.read(tree, clue.head, self.words, noun=clue.index)
        deadline = interval.start is None
        if mood.void and not deadline:
            return Reading(sentence=sentence, clue=clue, timex=timex, refused=mood.void)
        here = _of_event(tree, clue.head, clue.index, actors)
        place = _place(sentence, here)
        mention = Mention(
            type=kind,
            title=titles.title(tree, clue, kind),
            interval=interval,
            deadline=deadline,
            status=status.settle(mood, interval, self.article.anchor.day),
            evidence=Evidence(quote=sentence.text, start=sentence.start, end=sentence.end),
            confidence=confidence.of(clue, how),
            participants=_participants(kind, here, place),
            place=place,
            timex=timex,
        )
        return Reading(sentence=sentence, clue=clue, timex=timex, how=how, mention=mention)


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
    if first is None or second is None or one.timex.bound != other.timex.bound:
        return False
    if one.clue.head != other.clue.head or one.clue.index != other.clue.index:
        return False
    near = 0 <= one.timex.start - other.timex.end < _ADJACENT
    clock = first.precision.is_clock or second.precision.is_clock
    return first.overlaps(second) and (near or clock or first == second)


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
