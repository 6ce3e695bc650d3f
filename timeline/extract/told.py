"""What a title is made of, and the names and forms that its language has for it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from timeline.core.article import Token
from timeline.core.event import EventType, Status
from timeline.core.interval import Interval
from timeline.extract import lexicon
from timeline.extract.actors import Actor
from timeline.extract.antecedents import Antecedent
from timeline.extract.gazetteer import Kind
from timeline.extract.grammar import Tree
from timeline.extract.people import FAMILY_FIRST
from timeline.extract.triggers import Clue

LONGEST = 100
"""Characters of a title: what a calendar's day can show."""
_PARTICLES = frozenset({"De", "Van", "Von", "Al", "El", "Le", "La"})

_REGNAL = re.compile(r"[IVX]+|Jr\.?")
"""What is no name of a family's: "Charles III"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a title is made of.

    `actors` are those of the event, `people` all of its sentence; `times` (and `when`, the event's
    own) are article offsets; `meant` is what a pronoun subject stands for; `guest` who
    comes on a visit.
    """

    tree: Tree
    clue: Clue
    kind: EventType
    status: Status
    interval: Interval
    deadline: bool
    actors: Sequence[Actor]
    people: Sequence[Actor]
    place: str | None
    times: Sequence[tuple[int, int]]
    when: int | None
    lang: str
    meant: Antecedent | None = None
    guest: Actor | None = None


def forms(told: Told) -> Mapping[str, Any]:
    """The table [headline] of the article's language, English where it has none."""
    lang = told.lang if told.lang in lexicon.LANGUAGES else "en"
    found: Mapping[str, Any] = lexicon.table(lang)["headline"]
    return found


def pronouns(told: Told) -> Iterator[tuple[Token, str]]:
    """The words for "he" and "she", each with the name that a headline has in its place."""
    words = forms(told)["person"]
    persons = [one for one in told.people if one.kind is Kind.PERSON]
    for token in told.tree.tokens:
        if token.text.lower() in words:
            same = [one for one in persons if one.start <= token.start]
            if same:
                yield token, known_as(same[-1])


def known_as(actor: Actor) -> str:
    """The name by which a headline calls somebody; names of one or many words stay whole."""
    parts = actor.name.split()
    if len(parts) not in {2, 3} or parts[0] in _PARTICLES or not parts[-1][0].isupper():
        return actor.name
    if _REGNAL.fullmatch(parts[-1]):
        return actor.name
    if actor.country in FAMILY_FIRST:
        return parts[0]
    return parts[-1] if len(parts) == 2 or parts[1].endswith(".") else actor.name
