"""Why the article gave what it gave: for each time and event, the rules that took or refused it."""

from collections.abc import Iterator, Sequence

from timeline.core import edtf
from timeline.core.article import Sentence
from timeline.core.timex import Timex
from timeline.extract import lexicon
from timeline.extract.confidence import reasons
from timeline.extract.document import words
from timeline.extract.grammar import Tree
from timeline.extract.readings import Reading, merge
from timeline.extract.triggers import at_word

_STRONG = 3.0  # a word that tells an event alone
_SHOWN = 70  # characters of a sentence


def lines(
    readings: Sequence[Reading], timexes: Sequence[Timex], sentences: Sequence[Sentence], lang: str
) -> Iterator[str]:
    """What happened to every reading, every time and every telling word, as lines for a person."""
    kept = set(merge(readings))
    yield "Events"
    for reading in readings:
        if reading.mention is not None:
            yield from _taken(reading, merged=reading.mention not in kept)
    yield "Refused"
    for reading in readings:
        if reading.refused:
            yield f"  {_time(reading.timex)} {reading.clue.rule}: {reading.refused}"
            yield f"    «{_short(reading.sentence)}»"
    yield "Times without an event"
    used = {reading.timex.start for reading in readings if reading.timex}
    for timex in timexes:
        if timex.start not in used:
            why = "names no day" if timex.interval is None else "hangs on no event of its own"
            yield f"  {_time(timex)} {why}"
    yield "Telling words without a time"
    told = {reading.sentence.start for reading in readings}
    for sentence in sentences:
        if sentence.start not in told:
            yield from _untimed(sentence, lang)


def _taken(reading: Reading, *, merged: bool) -> Iterator[str]:
    mention = reading.mention
    if mention is None or mention.interval is None:
        return
    yield f"  {mention.title}" + (" (told again: merged with another mention)" if merged else "")
    yield f"    type {mention.type}: by {reading.clue.rule}"
    by = _time(reading.timex) if reading.timex else "another event of the article"
    yield f"    date {edtf.write(mention.interval)}: from {by}, by {reading.how}"
    yield f"    status {mention.status}: {reading.mood or 'by the calendar alone'}"
    yield f"    confidence {mention.confidence:.2f}: {reasons(reading.seen)}"
    yield f"    «{_short(reading.sentence)}»"


def _untimed(sentence: Sentence, lang: str) -> Iterator[str]:
    tree = Tree(sentence if sentence.tokens else words(sentence), parsed=False)
    table = lexicon.load(lang)
    rules = [
        clue.rule
        for index in range(len(tree.tokens))
        for clue in at_word(tree, index, table)[:1]
        if clue.weight >= _STRONG
    ]
    if rules:
        yield f"  {', '.join(dict.fromkeys(rules))}: no time in «{_short(sentence)}»"


def _time(timex: Timex | None) -> str:
    if timex is None:
        return "-"
    when = timex.when
    return f"{timex.text!r} ({edtf.write(when) if when else timex.value})"


def _short(sentence: Sentence) -> str:
    text = " ".join(sentence.text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
