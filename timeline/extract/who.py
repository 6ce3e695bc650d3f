"""Who takes part in an event and where it is, from the actors of its sentence."""

import re
from collections.abc import Collection, Sequence

from timeline.core.article import Sentence
from timeline.core.event import EventType, Participant
from timeline.extract.actors import Actor
from timeline.extract.gazetteer import Kind, country_name
from timeline.extract.grammar import Tree

_PLACE_WORDS = re.compile(
    r"\b(?:in|at|near|off|to|into|im|à|au|en|a|nach|dans|visit|visits|visited|visiting|besucht"
    r"|besuchen)\s(?:the\s|der\s|la\s)?$",
    re.IGNORECASE,
)
_TITLE = 30  # characters of an office between a country and a name
_TOGETHER = frozenset({"with", "between", "by", "among"})
_BESIDE = frozenset({"after", "before", "following", "since", "ahead"})
"""Prepositions of what only stands beside an event: "met him after the mass of Pope Leo"."""
_ONE_WAY = frozenset({EventType.ANNOUNCEMENT, EventType.SANCTIONS, EventType.CONFLICT})
"""Types whose first role is the subject's alone."""
_SUFFERING = frozenset({"face", "suffer", "endure", "escape"})
"""Verbs whose subject does not act: "faces a tariff"."""
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
    for beside in [i for i in tree.children[head] if tree.tokens[i].text.lower() in _BESIDE]:
        below = tree.subtree(beside)
        region.difference_update(() if name in below else below)
    spans = [(tree.tokens[i].start, tree.tokens[i].end) for i in region]
    near = [one for one in actors if any(a < one.end and one.start < b for a, b in spans)]
    near = [one for one in near if not _is_in_apposition(tree, region, one)] or near
    return near or [one for one in actors if not _is_aside(tree, region, one)]


def _is_in_apposition(tree: Tree, region: set[int], actor: Actor) -> bool:
    """True for a name that only describes another one: "X and Y, the biggest friends of Z"."""
    for index in region:
        if tree.tokens[index].dep == "appos":
            token = tree.tokens[index]
            below = [tree.tokens[i] for i in tree.subtree(index) if i != index]
            named = token.start < actor.end and actor.start < token.end
            if not named and any(one.start < actor.end and actor.start < one.end for one in below):
                return True
    return False


def parties(tree: Tree, verb: int, actors: Sequence[Actor]) -> list[Actor]:
    """Those who sign or agree: the subject and whom "with", "between" and "by" name, if anybody."""
    if not tree.parsed or not tree.is_verb(verb):
        return list(actors)
    tops = [*tree.own_subjects(verb), *tree.shared_subjects(verb)]
    waiting = [
        verb,
        *(i for i in tree.children[verb] if tree.tokens[i].dep in {"dobj", "nsubjpass"}),
    ]
    with_whom = [i for at in waiting for i in tree.children[at] if tree.word(i) in _TOGETHER]
    indices = {i for top in tops for i in tree.subtree(top, clause=True)}
    for prep in with_whom:  # "with A and B", not "with the aim of a front against C"
        deeper = [j for i in tree.subtree(prep) if i != prep for j in _below_prep(tree, i)]
        indices |= set(tree.subtree(prep)).difference(deeper)
    words = [tree.tokens[i] for i in indices]
    found = [one for one in actors if any(w.start < one.end and one.start < w.end for w in words)]
    return found if len({one.country or one.name for one in found}) > 1 else list(actors)


def _below_prep(tree: Tree, index: int) -> list[int]:
    return tree.subtree(index) if tree.tokens[index].dep == "prep" else []


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


def acting(tree: Tree, head: int, actors: Sequence[Actor]) -> list[Actor]:
    """Those who act: the subject, or whom "by" names in a passive; else who stands before the verb.

    Only the first of several is taken for it where no grammar tells.
    """
    at = tree.tokens[head].start
    tops = [*tree.own_subjects(head), *tree.shared_subjects(head)] if tree.parsed else []
    below = {tree.tokens[i].dep for i in tree.children[head]}
    if tree.word(head) in _SUFFERING:
        return []
    if "nsubjpass" in below or "auxpass" in below:
        tops = [i for i in tree.children[head] if tree.tokens[i].dep == "agent"]
    elif not tops:
        before = [one for one in actors if one.start < at][:1]
        return before or [one for one in actors[:1] if _is_right_behind(tree, head, one)]
    words = [tree.tokens[i] for top in tops for i in tree.subtree(top, clause=True)]
    return [one for one in actors if any(w.start < one.end and one.start < w.end for w in words)]


def _is_right_behind(tree: Tree, verb: int, actor: Actor) -> bool:
    """True for a subject behind its verb: "am Montag empfängt Präsident Lund den Gast"."""
    start = tree.sentence.start
    between = tree.sentence.text[tree.tokens[verb].end - start : actor.start - start]
    return not tree.parsed and all(word[0].isupper() for word in between.split())


def _is_of(person: Actor, state: Actor) -> bool:
    """True for a state that only says whose somebody is: "Ghana's President Ama Mensah"."""
    if person.kind is not Kind.PERSON or person.country != state.country:
        return False
    return 0 < person.start - state.end < _TITLE


def guest(
    actors: Sequence[Actor], place_name: str | None, hosts: Collection[Actor] | None = None
) -> Actor | None:
    """Who comes on a visit: somebody before something, and never the place that is visited.

    `hosts` are those of whom a hosting verb ("welcomes") is told: they and their country do not
    come. None where another verb tells the visit.
    """
    home = {one.country for one in hosts or () if one.country}
    coming = [one for one in actors if one.name != place_name and one.country not in home]
    coming = [one for one in coming if one not in (hosts or ())]
    persons = [one for one in coming if one.kind is Kind.PERSON]
    coming = persons or [one for one in coming if one.kind is Kind.OFFICE] or coming
    if not coming:
        return None
    return coming[0] if hosts is None else coming[-1]


def participants(
    kind: EventType,
    actors: Sequence[Actor],
    place_name: str | None,
    *,
    acting: Collection[Actor] | None = None,
    hosting: bool = False,
    lang: str = "en",
) -> tuple[Participant, ...]:
    """Each actor once; a bare place or adjective only where it adds a country that acts.

    `acting` are those who do what the others only suffer or are spoken of in, as `acting` gives
    them. `hosting` tells that the verb names the host of a visit before the guest ("welcomes").
    """
    found: dict[str, Participant] = {}
    named = {one.country for one in actors if one.kind in {Kind.PERSON, Kind.STATE}}
    first, then = _ROLES.get(kind, (None, None))
    coming = guest(actors, place_name, acting or () if hosting else None)
    for actor in actors:
        if actor.name == place_name and actor.kind is Kind.TOWN and kind is not EventType.VISIT:
            continue
        covered = actor.country in named | {one.country for one in found.values()}
        if covered and actor.kind in {Kind.PEOPLE, Kind.TOWN, Kind.SEAT, Kind.OFFICE}:
            continue
        if actor.kind is Kind.STATE and any(_is_of(one, actor) for one in actors):
            continue
        acts = not found if acting is None or kind not in _ONE_WAY else actor in acting
        role = first if acts else then
        if kind is EventType.VISIT:
            role = "guest" if coming is not None and actor.name == coming.name else "host"
        name = _named(actor, lang)
        found.setdefault(name, Participant(name=name, country=actor.country, role=role))
    return tuple(found.values())
