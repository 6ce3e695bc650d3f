"""Who the people of an article are: every form of a name is one person, tied to a country."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from babel import Locale

from timeline.core.article import Sentence
from timeline.extract import lexicon
from timeline.extract.gazetteer import Hit, Kind

_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_NAME_WORD = rf"(?:{_UPPER}[\w’'-]*[\w]|{_UPPER}\.)"
_PARTICLE = (
    r"(?:von der|van der|van den|van de|de la|de los|von|van|de|del|da|di|du|bin|ben|al|el|ter)"
)
_NAME = rf"(?:(?:De|Van|Al|El)\s)?{_NAME_WORD}(?:\s(?:{_PARTICLE}\s)?{_NAME_WORD}){{0,3}}"
_OF_LAND = (  # "the president of Chile, Juan Robles"
    rf"\s(?:of|de|del|du|von|der)\s(?:(?:the|la|el|los)\s)?{_NAME_WORD}(?:\s{_NAME_WORD})?"
)
_TIED_BEHIND = re.compile(
    r"\s+(?:of|von|de|aus)\s+(?:the\s)?|,\s+(?:(?:the|der|die|le|la|el)\s)?(?:\w+\s)?"
)
FAMILY_FIRST = frozenset({"CN", "HK", "TW", "KR", "KP", "VN", "KH", "SG"})
"""Countries of names that begin with the family's: "Xi Jinping" is Xi."""
_AROUND = 45  # characters beside a name in which its country may stand


@dataclass(slots=True, eq=False)
class Person:
    """What the article has told of one person so far."""

    name: str
    countries: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)
    times: int = 0

    @property
    def country(self) -> str | None:
        """What the article ties to the name, helped by the table of well-known leaders."""
        votes = self.countries.copy()
        if known := _known(self.name):
            votes[known] += 3
        return votes.most_common(1)[0][0] if votes else None

    @property
    def family(self) -> str:
        """The name by which papers go on: the last, or the first where families stand first."""
        parts = self.name.split()
        return parts[0] if self.country in FAMILY_FIRST else parts[-1]

    @property
    def is_she(self) -> bool:
        """A guess by the first name, for "she" alone."""
        return self.name.split()[0].lower().endswith(("a", "ia", "e", "dy", "lle"))


def find_people(
    sentences: tuple[Sentence, ...], hits: list[tuple[Hit, ...]], lang: str
) -> dict[str, Person]:
    """Everybody whom a title, a table or the pipeline makes a person, by fullest name."""
    seen: list[tuple[Sentence, tuple[Hit, ...], int, int, str, str]] = []
    for sentence, found in zip(sentences, hits, strict=True):
        for start, end, role in _named(sentence, lang):
            name = clean(sentence.text[start:end])
            if name and not _is_place(start, end, found):
                seen.append((sentence, found, start, end, name, role))
    people: dict[str, Person] = {}
    for name in sorted({one[4] for one in seen}, key=lambda name: (-len(name.split()), name)):
        if same_person(name, people) is None:
            people[name] = Person(name)
    for sentence, found, start, end, name, role in seen:
        person = same_person(name, people)
        if person is not None:
            person.times += 1
            person.countries.update(_countries_beside(sentence.text, start, end, found, lang))
            person.roles.update(filter(None, (role, *_role_behind(sentence.text, end, lang))))
    return people


def _named(sentence: Sentence, lang: str) -> Iterator[tuple[int, int, str]]:
    """Where a person is named: start, end (in the sentence), office."""
    taken: list[tuple[int, int]] = []
    for match in _titled(lang).finditer(sentence.text):
        role = match.group("role")
        taken.append(match.span("name"))
        yield *match.span("name"), (role or "").lower()
    for entity in sentence.entities:
        if entity.label in {"PERSON", "PER"}:
            start, end = entity.start - sentence.start, entity.end - sentence.start
            if not any(a < end and start < b for a, b in taken):
                taken.append((start, end))
                yield start, end, ""
    for match in _leaders().finditer(sentence.text):
        start, end = match.span()
        if not any(a < end and start < b for a, b in taken):
            yield start, end, ""


def _is_place(start: int, end: int, hits: tuple[Hit, ...]) -> bool:
    return any(hit.start <= start and end <= hit.end for hit in hits)


def clean(name: str) -> str:
    """The name without a title before it and without what is no name behind it; else empty.

    Pipelines take an elided verb ("Macron s’"), a possessive and a weekday for part of a name.
    """
    words = re.sub(r"(?:['’]s|['’])$", "", name.strip()).split()
    while words and not _is_name_word(words[-1]):
        words.pop()
    if len(words) > 1 and words[0].lower() in _titles("en"):
        words = words[1:]
    whole = " ".join(words)
    if words and words[-1].lower() in lexicon.table("bodies")["things"]["last"]:
        return ""
    return "" if len(whole) == 1 or whole.lower() in _time_words() else whole


def _is_name_word(word: str) -> bool:
    """True for a word that can end a name: a capital, or a letterless script's any word."""
    return not (word[0].islower() or word[-1] in "'’")


def same_person(name: str, people: dict[str, Person]) -> Person | None:
    """The person whose fuller name this is: the same last name, or the same first name."""
    if name in people:
        return people[name]
    parts = _folded(name)
    if not parts:
        return None
    for person in people.values():
        theirs = _folded(person.name)
        if parts[-1] == theirs[-1] and (len(parts) == 1 or parts[0][0] == theirs[0][0]):
            return person
    if len(parts) == 1:
        return next((one for one in people.values() if parts[0] == _folded(one.name)[0]), None)
    return None


def _folded(name: str) -> list[str]:
    return name.lower().split()


def _ties(between: str, lang: str) -> bool:
    """True where the words between a country and a name are an office, or none at all."""
    words = re.sub(r"^['’]s\b", "", between).strip(" ,-").lower()
    return not words or bool(_office_words(lang).fullmatch(words))


def _countries_beside(
    text: str, start: int, end: int, hits: tuple[Hit, ...], lang: str
) -> list[str]:
    """The countries that the words right before or behind a name tie to it."""
    found = []
    for hit in hits:
        code = hit.entry.country
        if code is None or hit.entry.kind is Kind.TOWN:
            continue
        near = hit.end <= start and start - hit.end < _AROUND
        if near and text[hit.end] == ",":
            # "in the Philippines, Minister X said": a place, but "the president of Chile, Y"
            near = bool(_owner(lang).search(text, 0, hit.start)) and start - hit.end == len(", ")
        if near and _ties(text[hit.end : start], lang):
            found += [code, code]
        after = text[end : hit.start]
        if hit.start >= end and _TIED_BEHIND.fullmatch(after):
            found.append(code)
    return found


def _role_behind(text: str, end: int, lang: str) -> list[str]:
    match = _apposed(lang).match(text, end)
    return [match.group("role").lower()] if match else []


@cache
def _time_words() -> frozenset[str]:
    """The names of days and months in the languages that have tables, lower case."""
    found: set[str] = set()
    for locale in map(Locale.parse, lexicon.LANGUAGES):
        for names in (locale.days["format"]["wide"], locale.months["format"]["wide"]):
            found.update(name.lower() for name in names.values())
    return frozenset(found)


@cache
def _known(name: str) -> str | None:
    for code, words in lexicon.table("leaders")["leaders"].items():
        for word in words.split():
            if (
                name == word.replace("_", " ")
                or name.split()[-1] == word
                or name.endswith(" " + word.replace("_", " "))
            ):
                return str(code)
    return None


@cache
def _leaders() -> re.Pattern[str]:
    """The well-known holders of office by the name that papers use alone: "Macron"."""
    rows = lexicon.table("leaders")["leaders"].values()
    names = [word.replace("_", " ") for words in rows for word in words.split()]
    alone = [name for name in names if name not in lexicon.table("leaders")["common"]["names"]]
    return re.compile(
        rf"(?<![\w-])(?:{alternatives(sorted(alone, key=len, reverse=True))})(?![\w-])"
    )


@cache
def offices(lang: str, kind: str) -> tuple[str, ...]:
    """The language's words for offices (`role`) or forms of address (`courtesy`), longest first."""
    rows = lexicon.table("offices")
    words = rows.get(lang, rows["en"])[kind]
    return tuple(sorted(words, key=lambda word: -len(word)))


@cache
def _titles(lang: str) -> frozenset[str]:
    return frozenset((*offices(lang, "courtesy"), *offices(lang, "role")))


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words as they stand; `*` before one stands for any beginning."""
    return "|".join(re.escape(word).replace(r"\*", r"[\w-]*") for word in words)


@cache
def _titled(lang: str) -> re.Pattern[str]:
    """A title or an office, and the name behind it."""
    role, courtesy = (alternatives(offices(lang, kind)) for kind in ("role", "courtesy"))
    return re.compile(
        rf"(?<!\w)(?:(?P<role>(?i:{role}))(?:,|{_OF_LAND},)?|(?i:{courtesy}))\s+(?:(?i:{courtesy})\s+)?"
        rf"(?P<name>{_NAME})"
    )


@cache
def _owner(lang: str) -> re.Pattern[str]:
    """An office that the country behind it has: "the president of"."""
    role = alternatives(offices(lang, "role"))
    return re.compile(rf"(?i:{role})\s(?:of|de|del|du|von|der)\s(?:(?:the|la|el|los)\s)?$")


@cache
def _office_words(lang: str) -> re.Pattern[str]:
    """An office, with up to two words before it: "acting defence minister"."""
    return re.compile(rf"(?:[\w-]+\s){{0,2}}(?:{alternatives(offices(lang, 'role'))})")


@cache
def _apposed(lang: str) -> re.Pattern[str]:
    """The office behind a name: ", the Labour leader"."""
    role = alternatives(offices(lang, "role"))
    return re.compile(
        rf",\s(?:\w+['’]s\s|the\s|der\s|die\s|le\s|el\s)?(?:\w+\s){{0,2}}(?P<role>(?i:{role}))\b"
    )
