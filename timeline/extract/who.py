"""Who takes part in an event and where it is, from the actors of its sentence."""

import re
from collections.abc import Sequence

from timeline.core.article import Sentence
from timeline.core.event import EventType, Participant
from timeline.extract.actors import Actor
from timeline.extract.gazetteer import Kind, country_name
from timeline.extract.grammar import HOSTING, Tree

_PLACE_WORDS = re.compile(
    r"\b(?:in|at|near|off|to|into|im|à|au|en|a|nach|dans|visit|visits|visited|visiting|besucht"
    r"|besuchen)\s(?:the\s|der\s|la\s)?$",
    re.IGNORECASE,
)
_DELEGATES = frozenset({"ministers", "leaders", "envoys", "ambassadors", "außenminister"})
_ROLES = {
    EventType.VISIT: ("guest", "host"),
    EventType.SIGNING: ("signatory", "signatory"),
    EventType.AGREEMENT: ("party", "party"),
    EventType.MEETING: ("participant", "participant"),
    EventType.SUMMIT: ("participant", "participant"),
    EventType.CALL: ("caller", "participant"),
    EventType.ANNOUNCEMENT: ("speaker", "subject"),
    EventType.SANCTIONS: ("sender", "target"),
    EventType.CONFLICT: ("actor", "target"),
}


def of_event(tree: Tree, head: int, name: int, actors: Sequence[Actor]) -> list[Actor]:
    """The actors in the event's own words; those of the whole sentence where it names none."""
    if not tree.parsed:
        return list(actors)
    region = {*tree.region(head), *tree.subtree(name)}
    spans = [(tree.tokens[i].start, tree.tokens[i].end) for i in region]
    near = [one for one in actors if any(a < one.end and one.start < b for a, b in spans)]
    return near or [one for one in actors if not _is_aside(tree, region, one)]


def _is_aside(tree: Tree, region: set[int], actor: Actor) -> bool:
    """True for a name in a relative clause of the event's own words: "borders with Norway"."""
    for index in region:
        for child in tree.children[index]:
            if tree.tokens[child].dep == "relcl" and any(
                tree.tokens[i].start < actor.end and actor.start < tree.tokens[i].end
                for i in tree.subtree(child)
            ):
                return True
    return False


def is_multilateral(tree: Tree, head: int, actors: Sequence[Actor]) -> bool:
    """True where the ministers or leaders of an international body meet among themselves."""
    if not any(one.kind is Kind.BODY for one in actors):
        return False
    words = {tree.tokens[i].text.lower() for i in tree.region(head)}
    return bool(words & _DELEGATES) and not any(one.kind is Kind.PERSON for one in actors)


def place(sentence: Sentence, actors: Sequence[Actor]) -> str | None:
    """The town, else the country, that a word of place stands before."""
    for kinds in ({Kind.TOWN}, {Kind.STATE}):
        for actor in actors:
            before = sentence.text[: actor.start - sentence.start][-12:]
            if actor.kind in kinds and _PLACE_WORDS.search(before):
                return actor.name
    return None


def _named(actor: Actor, lang: str) -> str:
    """The name as it stands; an adjective in its small letters gives way to its country."""
    bare = actor.kind is Kind.PEOPLE and actor.name[:1].islower() and actor.country
    return country_name(actor.country, lang) if bare and actor.country else actor.name


def participants(
    kind: EventType,
    actors: Sequence[Actor],
    place_name: str | None,
    *,
    verb: str = "",
    lang: str = "en",
) -> tuple[Participant, ...]:
    """Each actor once; a bare place or adjective only where it adds a country that acts.

    `verb` is the lemma that governs the event: who hosts a visit is named before the guest.
    """
    found: dict[str, Participant] = {}
    named = {one.country for one in actors if one.kind in {Kind.PERSON, Kind.STATE}}
    first, then = _ROLES.get(kind, (None, None))
    hosting = verb in HOSTING and kind is EventType.VISIT and len(actors) > 1
    guest = [one for one in actors if one.kind is Kind.PERSON] or list(actors)
    for actor in actors:
        if actor.name == place_name and actor.kind is Kind.TOWN and kind is not EventType.VISIT:
            continue
        covered = actor.country in named | {one.country for one in found.values()}
        if covered and actor.kind in {Kind.PEOPLE, Kind.TOWN, Kind.SEAT, Kind.OFFICE}:
            continue
        role = first if not found else then
        if hosting:
            role = "guest" if actor.name == guest[-1].name else "host"
        name = _named(actor, lang)
        found.setdefault(name, Participant(name=name, country=actor.country, role=role))
    return tuple(found.values())
