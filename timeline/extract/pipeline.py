"""The whole way from an article to its events, on one screen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from timeline.core.article import Article, Sentence
from timeline.core.event import Mention, record
from timeline.core.timex import Timex
from timeline.extract import (
    actors,
    antecedents,
    changes,
    cues,
    explain,
    mentions,
    narrative,
    normalise,
    readings,
    references,
    repeats,
)
from timeline.extract.document import Parser, cut
from timeline.extract.spans import by_sentence

_BATCH = 32  # articles that go through the pipeline together

Read = tuple[tuple[Timex, ...], tuple[Sentence, ...], list[readings.Reading]]

__all__ = ["Extraction", "Reader", "record"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What an article gave: its temporal expressions and its events, in text order.

    `mentions` hold also what is called off without a word of when it was to be.
    """

    timexes: tuple[Timex, ...]
    mentions: tuple[Mention, ...]


class Reader:
    """Reads articles. Loads a language's pipeline on first use; safe to share between threads."""

    def __init__(self, parser: Parser | None = None) -> None:
        self._parser = parser or Parser()

    def read(self, article: Article) -> Extraction:
        """What one article tells."""
        return next(iter(self.read_many([article])))

    def read_many(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """What each article tells, in order, through the pipeline's own batching."""
        waiting = iter(articles)
        while batch := list(islice(waiting, _BATCH)):
            yield from self._read_batch(batch)

    def explain(self, article: Article) -> str:
        """How the article was read: what was taken, what was refused and why, for a person."""
        ((times, sentences, told),) = self.readings([article])
        return "\n".join(explain.lines(told, times, sentences, article.lang))

    def _read_batch(self, batch: list[Article]) -> Iterator[Extraction]:
        for article, (times, _, told) in zip(batch, self.readings(batch), strict=True):
            found = repeats.marked(readings.merge(told), times, article.text)
            yield Extraction(timexes=times, mentions=found)

    def readings(self, batch: list[Article]) -> Iterator[Read]:
        """For each article its times, its sentences and every reading, the refused ones too."""
        timexes = [normalise.tag(article) for article in batch]
        days = [
            repeats.with_first_days(times, article.text, article.anchor.day)
            for times, article in zip(timexes, batch, strict=True)
        ]
        sentences = [cut(article) for article in batch]
        parsed = self._parse(batch, sentences, days)
        for article, times, dated, read in zip(batch, timexes, days, parsed, strict=True):
            cast = actors.cast(read, article.lang)
            told = mentions.read(
                article, read, dated, cast, parsed=self._parser.serves(article.lang)
            )
            yield times, read, changes.follow(article, read, dated, cast, told)

    def _parse(
        self,
        batch: list[Article],
        sentences: list[tuple[Sentence, ...]],
        timexes: list[tuple[Timex, ...]],
    ) -> list[tuple[Sentence, ...]]:
        """The sentences of each article, those that may be dated with their words."""
        chosen = [
            (number, index, sentence)
            for number, times in enumerate(timexes)
            for index, (sentence, inside) in enumerate(
                zip(sentences[number], by_sentence(times, sentences[number]), strict=True)
            )
            if any(one.interval for one in inside)
            or references.refers(sentence)
            or cues.tells(sentence, batch[number].lang)
        ]
        chosen += narrative.with_those_behind(chosen, batch, sentences)
        chosen = antecedents.with_those_before(chosen, sentences)
        read = [list(one) for one in sentences]
        for lang in {article.lang for article in batch}:
            mine = [one for one in chosen if batch[one[0]].lang == lang]
            given = self._parser.parse((sentence for _, _, sentence in mine), lang)
            for (number, index, _), sentence in zip(mine, given, strict=True):
                read[number][index] = sentence
        return [tuple(one) for one in read]
