"""Times that an event of the article gives: "during the visit", "the day before the parade"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from timeline.core.article import Sentence
from timeline.core.event import Mention
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.extract.grammar import Tree
from timeline.extract.lexicon import Lexicon
from timeline.extract.triggers import Clue, at_verb, at_word

_LEAST = 3.0  # a weaker verb beside "during the visit" tells no event of its own
_SHIFTS = (
    (re.compile(r"\b(?:the day before|(?:on )?the eve of)\s", re.IGNORECASE), -1),
    (re.compile(r"\b(?:the|a|one) day after\s", re.IGNORECASE), 1),
    (re.compile(r"\b(?:during|on the sidelines of|in the margins of)\s", re.IGNORECASE), 0),
    (
        re.compile(
            r"\bat (?:the|this|that)\s(?=(?:summit|meeting|talks|conference|ceremony)\b)",
            re.IGNORECASE,
        ),
        0,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An event told by `clue` that happens `shift` days from the one named by `named`.

    `start` and `end` are the article offsets of the words that say so.
    """

    clue: Clue
    named: Clue
    shift: int
    start: int
    end: int


def refers(sentence: Sentence) -> bool:
    """True where the sentence may take its time from an event that it names."""
    return any(pattern.search(sentence.text) for pattern, _ in _SHIFTS)


def find(tree: Tree, lexicon: Lexicon) -> Iterator[Reference]:
    """The references of a parsed sentence."""
    if not tree.parsed:
        return
    for pattern, shift in _SHIFTS:
        for match in pattern.finditer(tree.sentence.text):
            at = tree.sentence.start + match.end()
            noun = _named(tree, at, lexicon)
            if noun is None:
                continue
            verb = next((i for i in tree.ancestors(noun.index) if tree.is_verb(i)), None)
            clues = [] if verb is None else at_verb(tree, _final(tree, verb), lexicon)
            clues = [one for one in clues if one.index != noun.index]
            if clues and clues[0].weight >= (_LEAST if not shift else 1.0):
                base = tree.sentence.start
                yield Reference(
                    clue=clues[0],
                    named=noun,
                    shift=shift,
                    start=base + match.start(),
                    end=base + match.end(),
                )


def resolve(
    reference: Reference, mentions: Sequence[Mention], countries: frozenset[str]
) -> Interval | None:
    """The interval that the named event gives: the one of its kind that shares most countries."""
    fitting = [
        one
        for one in mentions
        if one.type is reference.named.type and one.interval is not None and not one.deadline
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda one: len(countries & set(one.countries)))
    return _moved(best.interval, reference.shift)


def _named(tree: Tree, at: int, lexicon: Lexicon) -> Clue | None:
    """The event noun that the words behind `at` end in, at most six words on."""
    following = [i for i, token in enumerate(tree.tokens) if token.start >= at][:7]
    for index in following:
        clues = [one for one in at_word(tree, index, lexicon) if one.rule.startswith("nouns")]
        if clues:
            return clues[0]
    return None


def _final(tree: Tree, verb: int) -> int:
    """The verb at the end of a chain: "are expected to unveil" is about unveiling."""
    for _ in range(4):
        below = [
            i
            for i in tree.children[verb]
            if tree.tokens[i].dep == "xcomp" and tree.tokens[i].pos == "VERB"
        ]
        if not below:
            return verb
        verb = below[0]
    return verb


def _moved(interval: Interval | None, days: int) -> Interval | None:
    if interval is None or not days:
        return interval
    day = interval.first_day if days < 0 else interval.last_day
    if day is None:
        return None
    try:
        return unit(day + timedelta(days=days), Precision.DAY)
    except (OverflowError, ValueError):  # outside the calendar
        return None
