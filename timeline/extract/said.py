"""Sentences that say something known has changed, and readings of what they name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from timeline.core.article import Article, Sentence
from timeline.core.event import EventType, Status
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.core.timex import Timex
from timeline.extract import cues, lexicon
from timeline.extract.actors import Actor, Cast
from timeline.extract.antecedents import Memory
from timeline.extract.cues import Cue, Found
from timeline.extract.grammar import Tree
from timeline.extract.readings import Reading
from timeline.extract.scene import Scene
from timeline.extract.status import Mood
from timeline.extract.teller import Teller
from timeline.extract.triggers import Clue, at_verb, at_word, is_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence that says of a change: by which words, and of which thing, where it names one."""

    number: int
    found: tuple[Found, ...]
    tree: Tree
    actors: tuple[Actor, ...]
    thing: Clue | None

    def has(self, *wanted: Cue) -> bool:
        """True where one of the cues stands in the sentence."""
        return any(one.cue in wanted for one in self.found)


def changes_of(
    article: Article, sentences: Sequence[Sentence], timexes: Sequence[Timex], cast: Cast
) -> Iterator[Said]:
    """The sentences of the article that say so, in text order."""
    words = lexicon.load(article.lang)
    for number, sentence in enumerate(sentences):
        found = cues.find(sentence, article.lang) if sentence.tokens else ()
        if not found:
            continue
        inside = [(o.start, o.end) for o in timexes if sentence.start <= o.start < sentence.end]
        parsed = any(token.head >= 0 for token in sentence.tokens)
        tree = Tree(sentence, parsed, words.bounds, tuple(inside))
        found = tuple(one for one in found if not _is_aside(tree, one))
        if not found:
            continue
        thing = _thing(tree, found, words)
        yield Said(number=number, found=found, tree=tree, actors=cast.actors[number], thing=thing)


def _is_aside(tree: Tree, found: Found) -> bool:
    """True for a word that only qualifies another one: "the delayed opening"."""
    inside = tree.within(found.start, found.end) if tree.parsed else []
    return len(inside) == 1 and tree.tokens[inside[0]].dep in {"amod", "compound"}


def _thing(tree: Tree, found: Sequence[Found], words: lexicon.Lexicon) -> Clue | None:
    """The event that the cue's verb is about: what is put off, or what takes place elsewhen."""
    for one in found:
        inside = tree.within(one.start, one.end)
        of = [clue for index in inside if tree.parsed and (clue := _of_noun(tree, index, words))]
        if of:
            return of[0]
        for index in inside:
            verb = next((i for i in (index, *tree.ancestors(index)) if tree.is_verb(i)), None)
            if not tree.parsed or verb is None:
                continue
            named = [clue for clue in at_verb(tree, verb, words) if clue.index != verb]
            named += _own(tree, verb, words)
            if named:
                return named[0]
    nouns = [clue for i in range(len(tree.tokens)) for clue in at_word(tree, i, words)]
    return next((clue for clue in nouns if is_named(clue)), None)


def _of_noun(tree: Tree, index: int, words: lexicon.Lexicon) -> Clue | None:
    """What a noun of change is of: "a new date for their summit", "the delay of the vote"."""
    if tree.is_verb(index):
        return None
    below = [
        noun
        for prep in tree.children[index]
        if tree.tokens[prep].dep == "prep" and tree.word(prep) in {"for", "of", "to"}
        for noun in tree.children[prep]
        if tree.tokens[noun].dep == "pobj"
    ]
    named = (one for noun in below for one in at_word(tree, noun, words) if is_named(one))
    return next(named, None)


def _own(tree: Tree, verb: int, words: lexicon.Lexicon) -> list[Clue]:
    """The verb itself where it is no change but what is changed: "will not visit"."""
    return [clue for clue in at_word(tree, verb, words) if clue.weight >= 3]


def is_saying(reading: Reading) -> bool:
    """True where the time is that of what somebody said or did about the thing."""
    return reading.how in {"reporting verb", "called off"}


def scene_of(said: Said) -> Scene:
    """The sentence as mentions are read from it."""
    return Scene(tree=said.tree, actors=said.actors, memory=Memory())


def undated(teller: Teller, said: Said, *, status: Status) -> Reading:
    """The reading of a thing that is called off without a word of when it was to be."""
    clue = said.thing
    if clue is None:
        raise ValueError("what is called off has a name")
    day: Interval = unit(teller.article.anchor.day, Precision.DAY)
    mood = Mood(status=status)
    named = replace(clue, head=clue.index) if is_named(clue) else clue
    reading = teller.reading(scene_of(said), named, named.type, day, how="called off", mood=mood)
    if reading.mention is None:
        return reading
    mention = replace(reading.mention, interval=None, deadline=False, timex=None, status=status)
    return replace(reading, mention=mention)


def kept_kinds() -> frozenset[EventType]:
    """The kinds of which a change is worth keeping where its sentence gives no date."""
    return frozenset(map(EventType, lexicon.table("changes")["kinds"]["of_change"]))
