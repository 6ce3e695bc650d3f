"""The words that tell events, as data: one file a language, read on first use."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from timeline.core.event import EventType, Status

LANGUAGES = ("en", "de", "fr", "es")
"""The languages that have a table of their own; any other is read with all of them at once."""

_DENIALS = (
    "negated",
    "refusing",
    "hypothetical",
    "before",
    "within",
    "only",
    "condition",
    "infinitive",
    "denying",
    "that",
)
_PREFIX = 3  # letters by which the beginnings of words ("unterzeichn*") are looked up


class Strength(StrEnum):
    """How a word tells its event: alone, only where nothing more telling stands, or as a name."""

    VERB = "verbs"
    WEAK = "weak"
    NOUN = "nouns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One row of a table: the words, and the arguments of which one must stand with them."""

    type: EventType
    strength: Strength
    words: tuple[str, ...]
    arguments: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A language's triggers and the words that decide tense, mood and status.

    `status` words count wherever they stand beside the event, `control` words only above it;
    `holders` are nouns that another noun fills ("a round of talks"); `bounds` part clauses where
    nothing was parsed, `side` words begin a side clause, `hosting` verbs name the host of a visit
    before the guest, `owing` words say that something must or shall be done, `present` are verbs
    that tell what is arranged, unless a `perfect` helper stands with them. Words ending in `*` are
    beginnings, words that start with it endings. All are lower case.
    """

    lang: str
    exact: Mapping[str, tuple[Trigger, ...]]
    begun: Mapping[str, tuple[Trigger, ...]]
    light: frozenset[str]
    reporting: frozenset[str]
    status: Mapping[Status, tuple[tuple[str, ...], ...]]
    control: Mapping[Status, tuple[tuple[str, ...], ...]]
    denials: Mapping[str, tuple[tuple[str, ...], ...]]
    holders: frozenset[str] = frozenset()
    bounds: frozenset[str] = frozenset()
    side: frozenset[str] = frozenset()
    hosting: frozenset[str] = frozenset()
    owing: frozenset[str] = frozenset()
    present: frozenset[str] = frozenset()
    perfect: frozenset[str] = frozenset()

    def at(self, word: str) -> tuple[Trigger, ...]:
        """The rows whose first word this (folded) word is."""
        found = self.exact.get(word, ())
        begun = self.begun.get(word[:_PREFIX], ())
        if not begun:
            return found
        return found + tuple(row for row in begun if is_word(row.words[0], word))

    def holds(self, words: frozenset[str], word: str) -> bool:
        """True where the word is in the set, or begins as one of its `*` entries does."""
        return word in words or any(is_word(one, word) for one in words if "*" in one)

    def hosts(self, forms: tuple[str, str]) -> bool:
        """True for a verb, in any of its forms, that names the host of a visit before the guest."""
        return any(self.holds(self.hosting, form) for form in forms if form)


def is_word(key: str, word: str) -> bool:
    """True where a table's word covers the text's word.

    >>> is_word("unterzeichn*", "unterzeichneten")
    True
    """
    if key[-1] == "*":
        return word.startswith(key[:-1])
    return word.endswith(key[1:]) if key[0] == "*" else word == key


@cache
def load(lang: str) -> Lexicon:
    """The language's table; for a language without one, English, as its words travel furthest."""
    return _read(lang if lang in LANGUAGES else "en")


@cache
def table(name: str) -> Mapping[str, Any]:
    """A table of the folder by its name without `.toml`."""
    content: Mapping[str, Any] = tomllib.loads(
        files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    )
    return content


def _read(lang: str) -> Lexicon:
    raw = table(lang)
    rows = [row for name, kinds in raw["types"].items() for row in _rows(EventType(name), kinds)]
    exact: dict[str, list[Trigger]] = {}
    begun: dict[str, list[Trigger]] = {}
    for row in rows:
        first = row.words[0]
        index, key = (begun, first.rstrip("*")[:_PREFIX]) if "*" in first else (exact, first)
        index.setdefault(key, []).append(row)
    cues = {name: tuple(_split(words)) for name, words in raw["status"].items()}
    return Lexicon(
        lang=lang,
        exact={key: tuple(value) for key, value in exact.items()},
        begun={key: tuple(value) for key, value in begun.items()},
        light=frozenset(raw["words"]["light"]),
        reporting=frozenset(raw["words"]["reporting"]),
        status={one: cues[one] for one in Status if one in cues},
        control={one: cues[f"{one}_above"] for one in Status if f"{one}_above" in cues},
        denials={name: cues.get(name, ()) for name in _DENIALS},
        holders=frozenset(raw["words"].get("holders", ())),
        bounds=frozenset(raw["words"].get("clause", ())),
        side=frozenset(raw["headline"]["side"]),
        hosting=frozenset(raw["words"]["hosting"]),
        owing=frozenset(raw["words"].get("owing", ())),
        present=frozenset(raw["words"].get("present", ())),
        perfect=frozenset(raw["words"].get("perfect", ())),
    )


def _rows(kind: EventType, kinds: Mapping[str, list[str]]) -> list[Trigger]:
    rows = []
    for strength in Strength:
        for line in kinds.get(strength, ()):
            head, _, arguments = line.partition(" > ")
            rows.append(
                Trigger(
                    type=kind,
                    strength=strength,
                    words=tuple(head.split()),
                    arguments=tuple(tuple(one.split()) for one in arguments.split("|") if one),
                )
            )
    return rows


def _split(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(one.split()) for one in words]
