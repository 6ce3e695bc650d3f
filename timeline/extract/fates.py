"""What becomes of an event that is dated elsewhere in the article: put off or called off.

"The summit will not take place" often has no date of its own. It is said of the one gathering of
that kind that the article dates and that is not told as held: of the one that shares its parties,
else of the only one, else of what the sentence before told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from timeline.core.article import Sentence
from timeline.core.event import EventType, Evidence, Mention, Participant, Status
from timeline.core.interval import Interval
from timeline.core.timex import Timex
from timeline.extract import sides, spans
from timeline.extract.actors import Actor
from timeline.extract.grammar import Tree
from timeline.extract.lexicon import Lexicon
from timeline.extract.readings import Reading
from timeline.extract.triggers import Clue, at_word, is_named

_GATHERINGS = frozenset({EventType.MEETING, EventType.SUMMIT})
_OCCASIONS = _GATHERINGS | {
    EventType.VISIT, EventType.CEREMONY, EventType.SIGNING, EventType.VOTE, EventType.COURT,
    EventType.CALL,
}  # fmt: skip
_SETTLED = frozenset({Status.POSTPONED, Status.CANCELLED})
_STEM = 5  # letters in which two forms of a noun agree


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What a sentence says of an occasion: `named` is its noun, None where only a pronoun is.

    `at` is the article offset of the words that say so; `parties` are the countries and names of
    who takes part, `title`, `participants` and `place` what the sentence tells of the occasion;
    `by_grammar` is true where the tenses of the sentence are known, so that what it dates itself
    has its status already.
    """

    sentence: Sentence
    at: int
    status: Status
    named: Clue | None
    parties: frozenset[str] = frozenset()
    title: str = ""
    participants: tuple[Participant, ...] = ()
    place: str | None = None
    by_grammar: bool = False


def find(
    tree: Tree, actors: Sequence[Actor], words: Lexicon, status: Status, at: int
) -> Fate | None:
    """The fate that the words at the article offset `at` tell, without what only titles know.

    None where they are told of something that is no occasion.
    """
    told = _by_grammar(tree, at, words) if tree.parsed and words.lang == "en" else None
    if told is None:
        told = _named_near(tree, at, words), True
    named, holds = told
    if not holds:
        return None
    return Fate(
        sentence=tree.sentence,
        at=at,
        status=status,
        named=named,
        parties=frozenset(one.country or one.name for one in actors),
        by_grammar=tree.parsed and words.lang == "en",
    )


def _by_grammar(tree: Tree, at: int, words: Lexicon) -> tuple[Clue | None, bool] | None:
    """The occasion that is the subject or object of the words at `at`, and whether there is one.

    None where the words have no verb of their own.
    """
    verb = next((i for i, one in enumerate(tree.tokens) if one.end > at and tree.is_verb(i)), None)
    if verb is None:
        return None
    verb = next((i for i in (verb, *tree.ancestors(verb)) if tree.tokens[i].pos == "VERB"), verb)
    below = tree.children[verb]
    for thing in (
        i for dep in ("nsubjpass", "dobj", "nsubj") for i in below if tree.tokens[i].dep == dep
    ):
        if tree.word(thing) == "it":
            return None, True
        clues = _occasions(tree, thing, words)
        if clues:
            return clues[0], True
    return None, False


def _named_near(tree: Tree, at: int, words: Lexicon) -> Clue | None:
    """The first occasion named before the words at `at`, else the first one behind them."""
    named = [clue for i in range(len(tree.tokens)) for clue in _occasions(tree, i, words)]
    before = [one for one in named if tree.tokens[one.index].start < at]
    return next(iter(before or named), None)


def _occasions(tree: Tree, index: int, words: Lexicon) -> list[Clue]:
    found = at_word(tree, index, words)
    if not tree.parsed and found:
        # A word that is a noun may look like a verb of its kind: "reunión", "reunió".
        found = [one for one in found if one.type is found[0].type and is_named(one)]
    return [one for one in found[:1] if is_named(one) and one.type in _OCCASIONS]


def target(readings: Sequence[Reading], fate: Fate) -> int | None:
    """Which reading the fate is told of: the one that shares its parties, else the only one."""
    if fate.by_grammar and any(_is_told(one, fate) for one in readings):
        return None
    here = [
        (number, one.mention)
        for number, one in enumerate(readings)
        if one.mention is not None
        and one.how != "moved"
        and (_is_open(one) or _is_named(one, fate))
        and not (one.sentence.start == fate.sentence.start and _is_apart(one, fate))
    ]
    if fate.named is None:
        before = [
            number
            for number, mention in here
            if _OCCASIONS & {mention.type, readings[number].clue.type}
            and mention.evidence.start < fate.sentence.start
            and readings[number].sentence.paragraph == fate.sentence.paragraph
        ]
        return before[-1] if before else None
    alike = [
        (number, mention)
        for number, mention in here
        if _is_kind(readings[number], fate) and _fit(mention, fate)
    ]
    same = [one for one in alike if readings[one[0]].sentence.start == fate.sentence.start]
    if not same and any(_is_of_sentence(one, fate) for one in readings):
        return None  # the sentence dates what it tells of, and has said all of it
    shared = [one for one in alike if _parties(one[1]) & fate.parties]
    best = same or shared or (alike if len(alike) == 1 else [])
    return max(best, key=lambda one: len(_parties(one[1]) & fate.parties))[0] if best else None


def _is_of_sentence(reading: Reading, fate: Fate) -> bool:
    """True for an event of the same kind that the fate's own sentence dates."""
    dated = reading.mention is not None and reading.mention.interval is not None
    return dated and reading.sentence.start == fate.sentence.start and _is_kind(reading, fate)


def _is_told(reading: Reading, fate: Fate) -> bool:
    """True for a reading of the very words, whose tense and new date are known already."""
    same = reading.sentence.start == fate.sentence.start and reading.mention is not None
    return same and fate.named is not None and reading.clue.index == fate.named.index


def _is_apart(reading: Reading, fate: Fate) -> bool:
    """True for a reading of the fate's own sentence that the fate is not told of."""
    start = reading.sentence.tokens[reading.clue.index].start
    low, high = sorted((start, fate.at))
    base = reading.sentence.start
    between = reading.sentence.text[low - base : high - base]
    return fate.by_grammar or ";" in between


def _is_named(reading: Reading, fate: Fate) -> bool:
    """True where the very words that name the occasion told the reading."""
    same = reading.sentence.start == fate.sentence.start
    told = fate.named is not None and reading.clue.index == fate.named.index
    return same and told and reading.mood != Status.PLANNED.value


def _is_open(reading: Reading) -> bool:
    """True for what is told as still to come, or as having been planned."""
    mention = reading.mention
    if mention is None or mention.status in _SETTLED:
        return False
    past = mention.status is Status.HAPPENED
    return not past or reading.mood in {Status.PLANNED.value, Status.EXPECTED.value}


def _is_kind(reading: Reading, fate: Fate) -> bool:
    named, clue = fate.named, reading.clue
    if named is None:
        return False
    kinds = {named.type} | (_GATHERINGS if named.type in _GATHERINGS else set())
    own = {clue.type, *([reading.mention.type] if reading.mention else [])}
    return bool(kinds & own)


def _fit(mention: Mention, fate: Fate) -> bool:
    """True where no side names a party that the other one's parties leave out."""
    mine = _parties(mention)
    return not mine or not fate.parties or mine <= fate.parties or fate.parties <= mine


def _parties(mention: Mention) -> frozenset[str]:
    return frozenset(one.country or one.name for one in mention.participants)


def changed(reading: Reading, fate: Fate, lang: str) -> Reading:
    """The reading as the fate leaves it, with the sentence that says so for its evidence."""
    mention = reading.mention
    if mention is None or mention.interval is None:
        return reading
    interval = mention.interval
    if reading.timex is not None and interval.first_day is not None:
        # What is called off had not been held: its bare weekday lies ahead.
        published = reading.published
        interval = sides.agreed(reading.timex, interval, Status.PLANNED, published, lang)
    kind = fate.named.type if fate.named and mention.type is EventType.DEADLINE else mention.type
    own = fate.sentence.start == reading.sentence.start
    richer = len(fate.participants) > len(mention.participants)
    told = replace(
        mention,
        type=kind,
        status=fate.status,
        interval=interval,
        timex=_as_read(reading.timex, interval),
        evidence=Evidence(
            quote=fate.sentence.text, start=fate.sentence.start, end=fate.sentence.end
        ),
        title=fate.title if fate.title and (fate.by_grammar or own) else mention.title,
        participants=fate.participants if richer else mention.participants,
        place=mention.place or fate.place,
    )
    return replace(reading, mention=told, mood=fate.status.value)


def _as_read(timex: Timex | None, interval: Interval) -> Timex | None:
    return None if timex is None else spans.placed(timex, interval)


def absorb(readings: list[Reading], at: int) -> None:
    """What else the article tells of the occasion that was put off or called off is no other."""
    mine = readings[at].mention
    if mine is None or mine.interval is None:
        return
    for number, other in enumerate(readings):
        told = other.mention
        if number == at or told is None or told.interval is None or not _is_open(other):
            continue
        if not _is_alike(mine.type, told.type) or not mine.interval.overlaps(told.interval):
            continue
        starts = told.interval.first_day == mine.interval.first_day
        if starts or _stem(other) == _stem(readings[at]):
            mine = replace(mine, interval=_wider(mine.interval, told.interval))
            refused = "the same occasion, which was put off or called off"
            readings[number] = replace(other, mention=None, refused=refused)
    readings[at] = replace(readings[at], mention=mine)


def _is_alike(one: EventType, other: EventType) -> bool:
    return one is other or {one, other} <= _GATHERINGS


def _wider(one: Interval, other: Interval) -> Interval:
    """Of two intervals of the same precision that begin together, the longer one."""
    if one.precision is not other.precision or one.start != other.start:
        return one
    ends = [(str(each.end), each) for each in (one, other) if each.end is not None]
    return max(ends, key=lambda pair: pair[0])[1] if len(ends) == 2 else one


def _stem(reading: Reading) -> str:
    tokens = reading.sentence.tokens
    index = reading.clue.index
    return tokens[index].text.lower()[:_STEM] if index < len(tokens) else ""
