"""Sentences, times and actors -> readings: the events of one article in the order of its text."""

from collections.abc import Sequence
from dataclasses import replace

from timeline.core.article import Article, Sentence
from timeline.core.timex import Timex
from timeline.extract import lexicon, narrative, references, spans
from timeline.extract.actors import Cast
from timeline.extract.antecedents import Memory
from timeline.extract.grammar import Tree
from timeline.extract.readings import Reading
from timeline.extract.references import Reference
from timeline.extract.scene import Scene
from timeline.extract.teller import Teller


def read(
    article: Article,
    sentences: Sequence[Sentence],
    timexes: Sequence[Timex],
    cast: Cast,
    *,
    parsed: bool,
) -> list[Reading]:
    """Every reading of the article in text order, the refused ones too."""
    teller = Teller(article=article, words=lexicon.load(article.lang), home=cast.home)
    timexes = spans.whole(timexes, article.text)
    readings: list[Reading] = []
    later: list[tuple[Scene, list[Reference]]] = []
    placed: list[tuple[int, Reading]] = []
    memory = Memory()
    inside = spans.by_sentence(timexes, sentences)
    for number, (sentence, actors, named) in enumerate(
        zip(sentences, cast.actors, inside, strict=True)
    ):
        if not sentence.tokens:
            continue
        places = tuple((one.start, one.end) for one in named)
        tree = Tree(sentence, parsed, teller.words.bounds, places)
        memory.enter(sentence.paragraph)
        scene = Scene(tree=tree, actors=actors, memory=replace(memory))
        found = list(references.find(tree, teller.words))
        here = teller.tell_all(scene, _own_times(article, sentence, named, found))
        if not named and (deed := narrative.find(tree, number, placed, teller.words)):
            here = [
                teller.reading(scene, deed.clue, deed.clue.type, deed.interval, how="narrative")
            ]
        placed += [(number, one) for one in here]
        heads = {one.clue.head for one in here}
        later.append((scene, [one for one in found if one.clue.head not in heads]))
        readings += here
        memory.note(tree, actors, teller.words)
        memory.day = next((one.first_day for one in here if one.first_day), memory.day)
    told = [one.mention for one in readings if one.mention is not None]
    readings = [teller.counted(one, later, told) for one in readings]
    for scene, found in later:
        readings += teller.refer(scene, found, told)
    return readings


def _own_times(
    article: Article, sentence: Sentence, named: Sequence[Timex], found: Sequence[Reference]
) -> list[Timex]:
    """The times that date events of the sentence: no dateline, no part of a reference."""
    return [
        timex
        for timex in named
        if not spans.is_dateline(timex, sentence, article)
        and not any(one.shift and one.start < timex.end <= one.end for one in found)
    ]
