"""Document -> its actors: people, states and bodies, each with a country, resolved by name.

"Sir Keir", "Mr Starmer" and "the Prime Minister" of one article are one person; a person's country
is what the article ties to the name, else a table of well-known holders of office, else none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from timeline.core.article import Sentence
from timeline.extract import lexicon
from timeline.extract.document import DATELINE
from timeline.extract.gazetteer import Hit, Kind, country_name, find
from timeline.extract.people import Person, alternatives, clean, find_people, offices, same_person


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The actors of an article by sentence, and the country that it speaks from, if any."""

    actors: tuple[tuple[Actor, ...], ...]
    home: str | None


_PRONOUN = re.compile(r"\b(?:he|she|He|She|il|elle|Il|Elle|er|Er)\b")
_SHE = frozenset({"she", "elle"})
_OWN_VOICE = re.compile(r"\b(?:We|we|I|our|Our)\b")
_QUOTED = re.compile(r"[\"“”„«»]")
_GROUPS = re.compile(
    r"\b(?:ministers|MPs|lawmakers|[Tt]he (?:government|cabinet|country|administration)"
    r"|[Pp]arliament|[Vv]oters|die Regierung|le gouvernement|el Gobierno)\b"
)
_TYING = re.compile(r"\b(?:of|von|des|der|de|du|del|la|the)\b|,")
_DATELINE = 3  # votes of the place where an article was written
_AT_HOME = 3  # votes that make a country the one that an article speaks from
_BESIDE = 20  # characters before a group in which its country stands


def cast(sentences: tuple[Sentence, ...], lang: str) -> Cast:
    """The actors of every sentence, in text order."""
    hits = [tuple(find(sentence.text, lang)) for sentence in sentences]
    people = find_people(sentences, hits, lang)
    dateline = DATELINE.match(sentences[0].text) if sentences else None
    home = _home(hits, people, dateline.end() if dateline else 0)
    for person in people.values():
        if home and person.country is None and person.times > 1:
            person.countries[home] += 1
    actors = []
    last: tuple[Person, ...] = ()
    for sentence, found in zip(sentences, hits, strict=True):
        here = _actors(sentence, found, people, home, last, lang)
        named = [people[one.name] for one in here if one.kind is Kind.PERSON]
        last = tuple(dict.fromkeys(named)) or last
        actors.append(here)
    return Cast(actors=tuple(actors), home=home)


def _home(hits: list[tuple[Hit, ...]], people: dict[str, Person], dateline: int = 0) -> str | None:
    """The country that the article speaks from: named most, its seats counting double.

    `dateline` is where the line ends that says where it was written (0: nowhere).
    """
    votes: Counter[str] = Counter()
    bodies: Counter[str] = Counter()
    for number, found in enumerate(hits):
        for hit in found:
            if number == 0 and hit.end <= dateline and hit.entry.country:
                votes[hit.entry.country] += _DATELINE
            if hit.entry.kind is Kind.BODY:
                bodies[hit.entry.name] += 1 + (number < 2)
            if hit.entry.country:
                votes[hit.entry.country] += (2 if hit.entry.kind is Kind.SEAT else 1) + (number < 2)
    for person in people.values():
        if person.country and not person.countries:
            # Nobody says whose prime minister one's own is: a name without a country is at home.
            votes[person.country] += 2 * person.times
    if not votes or (bodies and bodies.most_common(1)[0][1] > votes.most_common(1)[0][1]):
        return None  # the article of a body speaks from no one country
    top, count = votes.most_common(1)[0]
    return top if count >= _AT_HOME else None  # named once, it may be any place


def _actors(
    sentence: Sentence,
    hits: tuple[Hit, ...],
    people: dict[str, Person],
    home: str | None,
    last: tuple[Person, ...],
    lang: str,
) -> tuple[Actor, ...]:
    """The actors of one sentence; `last` is whom "he" and "she" stand for."""
    base = sentence.start
    found = _without_titles(
        sentence.text, list(_persons_in(sentence.text, people, home, lang)), lang
    )
    spans = [(one.start, one.end) for one in found]
    names = {one.start - 1 for one in found if one.kind is Kind.PERSON}
    for actor in (*_places_in(hits), *_groups_in(sentence.text, hits, home)):
        if actor.kind is Kind.SEAT and actor.end in names:
            continue  # "Bundeskanzler Stocker" is of the country that Stocker is of
        if not any(a < actor.end and actor.start < b for a, b in spans):
            found.append(actor)
            spans.append((actor.start, actor.end))
    named = [one for one in found if one.kind is Kind.PERSON]
    for match in _PRONOUN.finditer(sentence.text):
        before = {one.name for one in named if one.end <= match.start()}
        if len(before) == 1:
            found.append(_as_actor(people[before.pop()], *match.span()))
        elif not before and last:
            wanted = match.group().lower() in _SHE
            person = next((one for one in last if one.is_she is wanted), last[0])
            found.append(_as_actor(person, *match.span()))
    found.sort(key=lambda one: one.start)
    return tuple(_moved(one, base) for one in found)


def _without_titles(text: str, found: list[Actor], lang: str) -> list[Actor]:
    """Those found without the offices that only stand before a name: "the Peruvian king Juan"."""
    named = [one for one in found if one.kind is Kind.PERSON]
    return [
        one
        for one in found
        if one.kind is not Kind.OFFICE
        or not any(
            _leads(text[one.end : other.start], lang) for other in named if other.start > one.end
        )
    ]


def _leads(between: str, lang: str) -> bool:
    """True for words that tie an office to the name behind it: a country, or none at all."""
    for hit in find(between, lang):
        between = between.replace(between[hit.start : hit.end], " " * (hit.end - hit.start))
    return not _TYING.sub("", between).strip()


def _persons_in(
    text: str, people: dict[str, Person], home: str | None, lang: str
) -> Iterator[Actor]:
    covered = 0
    names = (*people, *sorted({one.family for one in people.values()}))
    for match in _mentions(names, lang).finditer(text) if people else ():
        name = match.group("name")
        if name:
            person = same_person(clean(name), people)
            if person is not None and match.start() >= covered:
                yield _as_actor(person, *match.span())
        else:
            role = (match.group("role") or "").lower()
            holders = [one for one in people.values() if role in one.roles]
            holders = holders or _by_country_of_office(role, people)
            wanted = [hit.entry.country for hit in find(match.group(), lang)]
            if wanted:
                holders = [one for one in people.values() if one.country == wanted[0]]
            if not holders and not wanted:
                at_home = [one for one in people.values() if not one.roles and not one.countries]
                holders = [one for one in at_home if one.country == home and one.times > 1]
            if len(holders) == 1:
                yield _as_actor(holders[0], *match.span())
            elif not wanted and home and not text.startswith(" of ", match.end()):
                yield _office(match.group(), home, *match.span())
        covered = match.end()


def _by_country_of_office(role: str, people: dict[str, Person]) -> list[Person]:
    """Those whose country has such an office, of the few that only some countries have."""
    lands = lexicon.table("offices")["lands"].get(role, ())
    return [one for one in people.values() if one.country in lands]


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


def _as_actor(person: Person, start: int, end: int) -> Actor:
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


def _mentions(names: tuple[str, ...], lang: str) -> re.Pattern[str]:
    """Any of the names, by full name, by last name or by "Sir" and first name; or "the" office."""
    lasts = {name.split()[-1] for name in names}
    firsts = {name.split()[0] for name in names if len(name.split()) > 1}
    forms = sorted({*names, *lasts}, key=lambda form: -len(form))
    roles = alternatives(offices(lang, "role"))
    sir = alternatives(sorted(firsts)) or "(?!)"
    return re.compile(
        rf"(?<!\w)(?P<name>(?:{alternatives(forms)})|(?<=Sir )(?:{sir})|(?<=Dame )(?:{sir}))(?!\w)"
        rf"|(?<!\w)(?:[Tt]he|[Dd]er|[Dd]ie|[Ll]e|[Ee]l)\s(?:\w+\s)??(?P<role>(?i:{roles}))(?!\w)"
    )
