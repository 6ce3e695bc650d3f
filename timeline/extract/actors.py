"""Document -> its actors: people, states and bodies, each with a country, resolved by name.

"Sir Keir", "Mr Starmer" and "the Prime Minister" of one article are one person; a person's country
is what the article ties to the name, else a table of well-known holders of office, else none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from timeline.core.article import Sentence
from timeline.extract import lexicon
from timeline.extract.gazetteer import Hit, Kind, country_name, find


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A name in a sentence: `start` and `end` are article offsets, `name` its fullest form.

    `role` is the office that goes with it, lower case, or empty.
    """

    start: int
    end: int
    name: str
    country: str | None
    kind: Kind
    role: str = ""


@dataclass(slots=True, eq=False)
class _Person:
    """What the article has told of one person so far."""

    name: str
    countries: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)
    times: int = 0

    @property
    def country(self) -> str | None:
        votes = self.countries.copy()
        if known := _known(self.name):
            votes[known] += 2
        return votes.most_common(1)[0][0] if votes else None

    @property
    def is_she(self) -> bool:
        """A guess by the first name, for "she" alone."""
        return self.name.split()[0].lower().endswith(("a", "ia", "e", "dy", "lle"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The actors of an article by sentence, and the country that it speaks from, if any."""

    actors: tuple[tuple[Actor, ...], ...]
    home: str | None


_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_NAME_WORD = rf"(?:{_UPPER}[\w’'-]*[\w]|{_UPPER}\.)"
_PARTICLE = r"(?:von der|van der|de la|von|van|de|del|da|di|du|bin|al|el|ter|den|le|la)"
_NAME = rf"(?:(?:De|Van|Al|El)\s)?{_NAME_WORD}(?:\s(?:{_PARTICLE}\s)?{_NAME_WORD}){{0,3}}"
_PRONOUN = re.compile(r"\b(?:he|she|He|She|il|elle|Il|Elle|er|Er)\b")
_SHE = frozenset({"she", "elle"})
_OWN_VOICE = re.compile(r"\b(?:We|we|I|our|Our)\b")
_QUOTED = re.compile(r"[\"“”„«»]")
_GROUPS = re.compile(
    r"\b(?:ministers|MPs|lawmakers|[Tt]he (?:government|cabinet|country|administration)"
    r"|[Pp]arliament|[Vv]oters|die Regierung|le gouvernement|el Gobierno)\b"
)
_TIED_BEHIND = re.compile(
    r"\s+(?:of|von|de|aus)\s+(?:the\s)?|,\s+(?:(?:the|der|die|le|la|el)\s)?(?:\w+\s)?"
)
_AROUND = 45  # characters beside a name in which its country may stand
_BESIDE = 20  # characters before a group in which its country stands


def cast(sentences: tuple[Sentence, ...], lang: str) -> Cast:
    """The actors of every sentence, in text order."""
    hits = [tuple(find(sentence.text, lang)) for sentence in sentences]
    people = _people(sentences, hits, lang)
    home = _home(hits, people)
    actors = []
    last: tuple[_Person, ...] = ()
    for sentence, found in zip(sentences, hits, strict=True):
        here = _actors(sentence, found, people, home, last, lang)
        named = [people[one.name] for one in here if one.kind is Kind.PERSON]
        last = tuple(dict.fromkeys(named)) or last
        actors.append(here)
    return Cast(actors=tuple(actors), home=home)


def _people(
    sentences: tuple[Sentence, ...], hits: list[tuple[Hit, ...]], lang: str
) -> dict[str, _Person]:
    """Everybody whom a title, a table or the pipeline makes a person, by fullest name."""
    seen: list[tuple[Sentence, tuple[Hit, ...], int, int, str, str]] = []
    for sentence, found in zip(sentences, hits, strict=True):
        for start, end, role in _named(sentence, lang):
            name = _clean(sentence.text[start:end])
            if name and not _is_place(start, end, found):
                seen.append((sentence, found, start, end, name, role))
    people: dict[str, _Person] = {}
    for name in sorted({one[4] for one in seen}, key=lambda name: (-len(name.split()), name)):
        if _match(name, people) is None:
            people[name] = _Person(name)
    for sentence, found, start, end, name, role in seen:
        person = _match(name, people)
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
                yield start, end, ""


def _is_place(start: int, end: int, hits: tuple[Hit, ...]) -> bool:
    return any(hit.start <= start and end <= hit.end for hit in hits)


def _clean(name: str) -> str:
    name = re.sub(r"(?:['’]s|['’])$", "", name.strip())
    first, _, rest = name.partition(" ")
    return rest.strip() if first.lower() in _titles("en") and rest else name


def _match(name: str, people: dict[str, _Person]) -> _Person | None:
    """The person whose fuller name this is: the same last name, or the same first name."""
    if name in people:
        return people[name]
    parts = _folded(name)
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
        if hit.end <= start and start - hit.end < _AROUND and _ties(text[hit.end : start], lang):
            found += [code, code]
        after = text[end : hit.start]
        if hit.start >= end and _TIED_BEHIND.fullmatch(after):
            found.append(code)
    return found


def _role_behind(text: str, end: int, lang: str) -> list[str]:
    match = _apposed(lang).match(text, end)
    return [match.group("role").lower()] if match else []


def _home(hits: list[tuple[Hit, ...]], people: dict[str, _Person]) -> str | None:
    """The country that the article speaks from: named most, its seats counting double."""
    votes: Counter[str] = Counter()
    for number, found in enumerate(hits):
        for hit in found:
            if hit.entry.country:
                votes[hit.entry.country] += (2 if hit.entry.kind is Kind.SEAT else 1) + (number < 2)
    for person in people.values():
        if person.country and not person.countries:
            # Nobody says whose prime minister one's own is: a name without a country is at home.
            votes[person.country] += 2 * person.times
    return votes.most_common(1)[0][0] if votes else None


def _actors(
    sentence: Sentence,
    hits: tuple[Hit, ...],
    people: dict[str, _Person],
    home: str | None,
    last: tuple[_Person, ...],
    lang: str,
) -> tuple[Actor, ...]:
    """The actors of one sentence; `last` is whom "he" and "she" stand for."""
    base = sentence.start
    found = list(_persons_in(sentence.text, people, home, lang))
    spans = [(one.start, one.end) for one in found]
    for actor in (*_places_in(hits), *_groups_in(sentence.text, hits, home)):
        if not any(a < actor.end and actor.start < b for a, b in spans):
            found.append(actor)
            spans.append((actor.start, actor.end))
    for match in _PRONOUN.finditer(sentence.text) if last else ():
        if not any(one.kind is Kind.PERSON and one.end <= match.start() for one in found):
            wanted = match.group().lower() in _SHE
            person = next((one for one in last if one.is_she is wanted), last[0])
            found.append(_as_actor(person, *match.span()))
    found.sort(key=lambda one: one.start)
    return tuple(_moved(one, base) for one in found)


def _persons_in(
    text: str, people: dict[str, _Person], home: str | None, lang: str
) -> Iterator[Actor]:
    covered = 0
    for match in _mentions(tuple(people), lang).finditer(text) if people else ():
        name = match.group("name")
        if name:
            person = _match(_clean(name), people)
            if person is not None and match.start() >= covered:
                yield _as_actor(person, *match.span())
        else:
            role = (match.group("role") or "").lower()
            holders = [one for one in people.values() if role in one.roles]
            wanted = [hit.entry.country for hit in find(match.group(), lang)]
            if wanted:
                holders = [one for one in people.values() if one.country == wanted[0]]
            if not holders and not wanted:
                at_home = [one for one in people.values() if not one.roles and not one.countries]
                holders = [one for one in at_home if one.country == home and one.times > 1]
            if len(holders) == 1:
                yield _as_actor(holders[0], *match.span())
            elif not wanted and home:
                yield _office(match.group(), home, *match.span())
        covered = match.end()


def _places_in(hits: Iterable[Hit]) -> Iterator[Actor]:
    for hit in hits:
        yield Actor(
            start=hit.start,
            end=hit.end,
            name=hit.entry.name,
            country=hit.entry.country,
            kind=hit.entry.kind,
        )


def _groups_in(text: str, hits: tuple[Hit, ...], home: str | None) -> Iterator[Actor]:
    """Bodies and people of the country that the article speaks from, where none is named."""
    if home is None:
        return
    for match in _GROUPS.finditer(text):
        if not any(0 <= match.start() - hit.end < _BESIDE for hit in hits):
            yield _office(match.group(), home, *match.span())
    if not _QUOTED.search(text):
        for match in _OWN_VOICE.finditer(text):
            yield _office(country_name(home), home, *match.span())


def _office(name: str, country: str, start: int, end: int) -> Actor:
    return Actor(start=start, end=end, name=name, country=country, kind=Kind.OFFICE)


def _as_actor(person: _Person, start: int, end: int) -> Actor:
    return Actor(
        start=start,
        end=end,
        name=person.name,
        country=person.country,
        kind=Kind.PERSON,
        role=min(person.roles, default=""),
    )


def _moved(actor: Actor, base: int) -> Actor:
    return Actor(
        start=actor.start + base,
        end=actor.end + base,
        name=actor.name,
        country=actor.country,
        kind=actor.kind,
        role=actor.role,
    )


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
def _offices(lang: str, kind: str) -> tuple[str, ...]:
    rows = lexicon.table("offices")
    words = rows.get(lang, rows["en"])[kind]
    return tuple(sorted(words, key=lambda word: -len(word)))


@cache
def _titles(lang: str) -> frozenset[str]:
    return frozenset((*_offices(lang, "courtesy"), *_offices(lang, "role")))


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words)


@cache
def _titled(lang: str) -> re.Pattern[str]:
    """A title or an office, and the name behind it."""
    role, courtesy = (_alternatives(_offices(lang, kind)) for kind in ("role", "courtesy"))
    return re.compile(
        rf"(?<!\w)(?:(?P<role>(?i:{role}))(?:,)?|(?i:{courtesy}))\s+(?:(?i:{courtesy})\s+)?"
        rf"(?P<name>{_NAME})"
    )


@cache
def _office_words(lang: str) -> re.Pattern[str]:
    """An office, with up to two words before it: "acting defence minister"."""
    return re.compile(rf"(?:[\w-]+\s){{0,2}}(?:{_alternatives(_offices(lang, 'role'))})")


@cache
def _apposed(lang: str) -> re.Pattern[str]:
    """The office behind a name: ", the Labour leader"."""
    role = _alternatives(_offices(lang, "role"))
    return re.compile(
        rf",\s(?:\w+['’]s\s|the\s|der\s|die\s|le\s|el\s)?(?:\w+\s){{0,2}}(?P<role>(?i:{role}))\b"
    )


def _mentions(names: tuple[str, ...], lang: str) -> re.Pattern[str]:
    """Any of the names, by full name, by last name or by "Sir" and first name; or "the" office."""
    lasts = {name.split()[-1] for name in names}
    firsts = {name.split()[0] for name in names if len(name.split()) > 1}
    forms = sorted({*names, *lasts}, key=lambda form: -len(form))
    roles = _alternatives(_offices(lang, "role"))
    sir = _alternatives(sorted(firsts)) or "(?!)"
    return re.compile(
        rf"(?<!\w)(?P<name>(?:{_alternatives(forms)})|(?<=Sir )(?:{sir})|(?<=Dame )(?:{sir}))(?!\w)"
        rf"|(?<!\w)(?:[Tt]he|[Dd]er|[Dd]ie|[Ll]e|[Ee]l)\s(?:\w+\s)?(?P<role>(?i:{roles}))(?!\w)"
    )
