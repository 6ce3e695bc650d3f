"""Words that lead to a country or an international body, from the tables of the lexicon."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from babel import Locale, UnknownLocaleError

from timeline.extract import lexicon


class Kind(StrEnum):
    """What a name names; the first ones say most about who acts."""

    PERSON = "person"
    STATE = "state"
    BODY = "body"
    SEAT = "seat"
    OFFICE = "office"
    PEOPLE = "people"
    TOWN = "town"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A name of the gazetteer: `country` is ISO 3166-1 alpha-2, None for bodies of no one state."""

    kind: Kind
    name: str
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry found in a text, `start` to `end` counting from the text's beginning."""

    start: int
    end: int
    entry: Entry


_WORD = re.compile(r"[^\W_](?:[\w+]|[’'.-](?=\w))*")
_ELISION = re.compile(r"(?:[ldnsjcm]|qu)['’](?=\w)", re.IGNORECASE)
_STATELIKE = re.compile(r"^[A-Z]{2}$")
_NOT_STATES = frozenset(
    {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC"}
)


def find(text: str, lang: str) -> Iterator[Hit]:
    """The names in the text, longest first at each place, without overlap, in text order."""
    index, longest = _index(lang)
    prefixes = _adjectives(lang)
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        hit, used = _longest(words, at, index, longest)
        if hit is None and lang == "fr" and (elided := _ELISION.match(words[at][0])):
            word, start, end = words[at]
            words[at] = (word[elided.end() :], start + elided.end(), end)
            hit, used = _longest(words, at, index, longest)
        if hit is None:
            hit, used = _adjective(words[at], prefixes), 1
        if hit is not None and hit.entry.kind is not Kind.NOBODY:
            yield hit
        at += used


def country_name(code: str, lang: str = "en") -> str:
    """The country's usual name; the code itself where CLDR has none."""
    short = {"US": "the US", "GB": "the UK"} if lang == "en" else {}
    return short.get(code) or _territories(lang).get(code, code)


def _longest(
    words: list[tuple[str, int, int]],
    at: int,
    index: Mapping[tuple[str, ...], Entry],
    longest: Mapping[str, int],
) -> tuple[Hit | None, int]:
    first = _bare(words[at][0])
    for size in range(min(longest.get(first, 0), len(words) - at), 0, -1):
        key = tuple(_bare(word) for word, _, _ in words[at : at + size])
        if entry := index.get(key):
            last, start, _ = words[at + size - 1]
            end = start + len(_bare(last))
            return Hit(start=words[at][1], end=end, entry=entry), size
    return None, 1


def _adjective(word: tuple[str, int, int], prefixes: Mapping[str, str]) -> Hit | None:
    text, start, end = word
    folded = text.lower()
    for size in range(len(folded), 2, -1):
        if code := prefixes.get(folded[:size]):
            entry = Entry(kind=Kind.PEOPLE, name=text, country=code)
            return Hit(start=start, end=end, entry=entry)
    return None


def _bare(word: str) -> str:
    """The word without a possessive: "Germany's" is Germany."""
    for ending in ("'s", "’s"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word


@cache
def _index(lang: str) -> tuple[Mapping[tuple[str, ...], Entry], Mapping[str, int]]:
    index: dict[tuple[str, ...], Entry] = {}
    for code, name in [pair for one in ("en", lang) for pair in _territories(one).items()]:
        index[_key(name)] = Entry(kind=Kind.STATE, name=name, country=code)
    for code, row in lexicon.table("places").items():
        for column, kind in (
            ("people", Kind.PEOPLE), ("towns", Kind.TOWN), ("seats", Kind.SEAT),
            ("names", Kind.STATE),
        ):  # fmt: skip
            for word in row.get(column, "").split():
                name = word.replace("_", " ")
                index[_key(name)] = Entry(kind=kind, name=name, country=code)
    for name, words in lexicon.table("bodies")["bodies"].items():
        for word in words.split():
            index[_key(word.replace("_", " "))] = Entry(kind=Kind.BODY, name=name, country=None)
    for word in lexicon.table("bodies")["nobody"]["names"].split():
        index[_key(word.replace("_", " "))] = Entry(kind=Kind.NOBODY, name="", country=None)
    longest: dict[str, int] = {}
    for key in index:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return index, longest


def _key(name: str) -> tuple[str, ...]:
    return tuple(_bare(m.group()) for m in _WORD.finditer(name))


@cache
def _adjectives(lang: str) -> Mapping[str, str]:
    rows = lexicon.table("adjectives").get(lang, {})
    return {word.rstrip("_"): code for code, words in rows.items() for word in words.split()}


@cache
def _territories(lang: str) -> Mapping[str, str]:
    try:
        names = Locale.parse(lang).territories
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        code: re.sub(r"\s*[(（].*", "", name).removesuffix(" SAR China")
        for code, name in names.items()
        if _STATELIKE.match(code) and code not in _NOT_STATES
    }
