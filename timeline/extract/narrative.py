"""Times that the story gives: a signing in the sentence after a visit, "a year after the vote"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from timeline.core.article import Article, Sentence
from timeline.core.event import EventType, Mention, Status
from timeline.core.interval import Interval
from timeline.core.precision import Precision
from timeline.core.timex import Timex
from timeline.extract import lexicon, normalise
from timeline.extract.antecedents import Chosen
from timeline.extract.document import words
from timeline.extract.grammar import Tree
from timeline.extract.lexicon import Lexicon
from timeline.extract.readings import Reading
from timeline.extract.triggers import Clue, at_word

_OCCASIONS = frozenset({EventType.VISIT, EventType.MEETING, EventType.SUMMIT, EventType.CEREMONY})
_CROWNED = frozenset({EventType.SIGNING, EventType.AGREEMENT})
_STRONG = 3.0  # a verb that tells an event by itself
_NEXT = 1  # sentences behind an occasion in which its story goes on
_ELISION = re.compile(r"\b(?:[ldnsjcm]|qu)['’]", re.IGNORECASE)
_AHEAD = 60  # characters behind a length in which the event that it counts from is named


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A deed told without a time right behind an occasion, and the occasion that gives its day."""

    clue: Clue
    interval: Interval


def tells(sentence: Sentence, table: Lexicon) -> bool:
    """True where the sentence may tell what crowned an occasion told right before."""
    bare = Tree(words(sentence), parsed=False)
    return any(
        clue.type in _CROWNED and clue.weight >= _STRONG
        for index in range(len(bare.tokens))
        for clue in at_word(bare, index, table)[:1]
    )


def with_those_behind(
    chosen: Sequence[Chosen], batch: Sequence[Article], sentences: Sequence[Sequence[Sentence]]
) -> list[Chosen]:
    """The sentences right behind the chosen ones that may tell what crowned an occasion."""
    known = {(article, number) for article, number, _ in chosen}
    found = []
    for article, number, sentence in chosen:
        behind = sentences[article][number + 1 : number + 2]
        if not behind or (article, number + 1) in known:
            continue
        same = behind[0].paragraph == sentence.paragraph
        if same and tells(behind[0], lexicon.load(batch[article].lang)):
            found.append((article, number + 1, behind[0]))
    return found


def find(
    tree: Tree, number: int, told: Sequence[tuple[int, Reading]], table: Lexicon
) -> Following | None:
    """The deed of a sentence without a time, on the day of the occasion in the one before.

    `number` is the sentence's place in the article, `told` the readings with the places of theirs.
    A main verb in the past tells a deed; what was still to come has no day from the story.
    """
    occasion = next(
        (
            reading.mention
            for place, reading in reversed(told)
            if 0 < number - place <= _NEXT
            and reading.mention is not None
            and reading.sentence.paragraph == tree.sentence.paragraph
            and _is_day(reading.mention)
        ),
        None,
    )
    if occasion is None or occasion.interval is None or not tree.parsed:
        return None
    root = next((i for i, token in enumerate(tree.tokens) if token.head == i), None)
    if root is None or not tree.tokens[root].tag.startswith("VBD"):
        return None
    clues = [one for one in at_word(tree, root, table) if one.type in _CROWNED]
    strong = [one for one in clues if one.weight >= _STRONG]
    return Following(clue=strong[0], interval=occasion.interval) if strong else None


def _is_day(mention: Mention) -> bool:
    interval = mention.interval
    held = mention.type in _OCCASIONS and mention.status is Status.HAPPENED
    return held and interval is not None and interval.precision is Precision.DAY


def counted_from(
    timex: Timex, text: str, lang: str, told: Sequence[Mention], table: Lexicon
) -> Interval | None:
    """The day of "a year after the vote": counted from the event of that kind which is told."""
    behind = _ELISION.sub("", text[timex.end : timex.end + _AHEAD].split(".")[0]).strip()
    if not behind:
        return None
    bare = Tree(words(Sentence(text=behind, start=0, end=len(behind), paragraph=0)), parsed=False)
    kinds = [
        clue.type
        for index in range(min(len(bare.tokens), 5))
        for clue in at_word(bare, index, table)
        if clue.rule.startswith("nouns")
    ]
    for kind in kinds[:1]:
        days = [
            one.interval.last_day
            for one in told
            if one.type is kind and one.interval is not None and not one.deadline
        ]
        known = [day for day in days if day is not None]
        if len(set(known)) == 1:
            return normalise.counted(timex.text, lang, known[0])
    return None
