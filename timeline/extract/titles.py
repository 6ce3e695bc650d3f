"""One line that a calendar can show and a person would write.

Where grammar is known, who does what is put together from the clause's own phrases, whole ones
only; a few kinds of event have a form of their own ("Merz visits London"). Elsewhere the words of
the sentence serve, cut down to the clause that tells the event.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from timeline.core.article import Token
from timeline.core.event import EventType, Status
from timeline.core.interval import Interval
from timeline.extract import lexicon
from timeline.extract.actors import Actor
from timeline.extract.antecedents import Antecedent
from timeline.extract.document import DATELINE
from timeline.extract.gazetteer import Kind
from timeline.extract.grammar import CLAUSES, HOSTING, Tree
from timeline.extract.headline import ended, headline, shortened
from timeline.extract.phrases import is_gapped, is_in_time, joined, noun_phrase
from timeline.extract.triggers import Clue

LONGEST = 100
_SKIPPED = (CLAUSES - {"ccomp"}) | {
    "appos",
    "punct",
    "cc",
    "mark",
    "aux",
    "auxpass",
    "neg",
    "intj",
    "npadvmod",
}
_LEAST_ROOM = 40  # characters that what is done needs beside who does it
_CLOSE = 12  # characters between a noun and a time that is told of it
_CLAUSE = 5  # words before a comma that may stand alone
_ADVERBS = frozenset({"also", "then", "now", "meanwhile", "later", "already", "therefore", "still"})
_RELATIVES = frozenset({"which", "who", "that"})
_PARTICLES = frozenset({"De", "Van", "Von", "Al", "El", "Le", "La"})
_FAMILY_FIRST = frozenset({"CN", "HK", "TW", "KR", "KP", "VN", "KH", "SG"})
"""Countries of names that begin with the family's: "Xi Jinping" is Xi."""
_AWAITING = frozenset({"expect", "schedule", "plan", "slate", "pencil", "fix"})
_SCHEDULING = frozenset(
    {"be", "schedule", "expect", "plan", "set", "slate", "pencil", "put", "fix", "postpone", "due"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a title is made of.

    `actors` are those of the event, `people` all of its sentence; `times` (and `when`, the
    event's own) are article offsets; `meant` is what
    a pronoun subject stands for.
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


def title(told: Told) -> str:
    """The event in one line of at most LONGEST characters, in the article's language."""
    limit = _limit(told) if told.deadline else ""
    room = LONGEST - len(limit)
    line = "" if told.deadline else _own_form(told)
    if not line and told.tree.parsed and told.lang == "en":
        line = _clause(told)
    line = line or _cut_out(told, room) or _first_clause(told.tree.sentence.text)
    line = ended(shortened(line, room, told.lang), told.lang) + limit
    return line[:1].upper() + line[1:]


def _limit(told: Told) -> str:
    """The last day of a deadline or of what ends, as it stands behind the line."""
    last = told.interval.last_day
    if last is None:
        return ""
    form = _forms(told)["until" if told.kind is EventType.EFFECT else "due"]
    return f", {form.format(day=_day(last, told.lang))}"


def _own_form(told: Told) -> str:
    """The form of visits, meetings and calls between people who are named."""
    forms = _forms(told)
    persons = list({one.name: one for one in told.actors if one.kind is Kind.PERSON}.values())
    if told.kind is EventType.VISIT and persons and told.place:
        if invited := _invited(told):
            return str(forms["visit"]).format(guest=invited, place=told.place)
        hosting = told.tree.word(told.clue.head) in HOSTING
        guest = persons[-1] if hosting and len(persons) > 1 else persons[0]
        return str(forms["visit"]).format(guest=_known_as(guest), place=told.place)
    if told.kind in {EventType.MEETING, EventType.CALL} and len(persons) == 2:
        one, other = map(_known_as, persons)
        line = str(forms[told.kind.value]).format(one=one, other=other)
        return line + (_where(told.place) if told.lang == "en" and "meet" in line else "")
    return ""


def _invited(told: Told) -> str:
    """Who accepted "an invitation to visit", which names the host and not the guest."""
    tree, verb = told.tree, told.clue.head
    if not tree.parsed or tree.tokens[verb].dep != "acl":
        return ""
    noun = tree.tokens[verb].head
    accepting = tree.tokens[noun].head
    if tree.word(noun) != "invitation" or tree.word(accepting) != "accept":
        return ""
    return _subject(told, tree.own_subjects(accepting))


def _forms(told: Told) -> Mapping[str, Any]:
    lang = told.lang if told.lang in lexicon.LANGUAGES else "en"
    found: Mapping[str, Any] = lexicon.table(lang)["headline"]
    return found


def _cut_out(told: Told, room: int) -> str:
    """The sentence's own words around the event."""
    off = told.status in {Status.POSTPONED, Status.CANCELLED}
    names = {token.start: name for token, name in _pronouns(told)}
    when = None if off else told.when
    return _words_around(told.tree, told.clue.index, when, names, told.lang, room)


def _words_around(
    tree: Tree, index: int, when: int | None, names: Mapping[int, str], lang: str, room: int
) -> str:
    sentence = tree.sentence
    dateline = DATELINE.match(sentence.text)
    first = dateline.end() if dateline else 0
    base = sentence.start + first
    times = [(start - base, end - base) for start, end in tree.times if start >= base]
    return headline(
        sentence.text[first:],
        max(0, tree.tokens[index].start - base),
        None if when is None else when - base,
        times,
        {start - base: name for start, name in names.items()},
        lang,
        room,
    )


def _clause(told: Told) -> str:
    """Subject, verb and what follows it, in whole phrases, as a headline has them."""
    tree, verb = told.tree, told.clue.head
    named = told.clue.index != verb and tree.word(verb) in _SCHEDULING
    if not tree.is_verb(verb) or named:
        return _phrase(told, told.clue.index)
    subject = _gapped_subject(told, verb) or _subject(
        told, tree.own_subjects(verb) or tree.shared_subjects(verb)
    )
    room = LONGEST - len(subject) - (30 if told.deadline else 0)
    if room < _LEAST_ROOM:
        subject = shortened(subject, LONGEST // 3, told.lang)
        room = LONGEST - len(subject) - (30 if told.deadline else 0)
    thing = _relative_object(tree, verb)
    if not subject and told.kind is EventType.SIGNING and thing is not None:
        line = noun_phrase(tree, thing, told.times, without=verb)
        return f"Signing of {re.sub(r'^(?:The|An?) ', lambda found: found.group().lower(), line)}"
    passive = _is_passive(tree, verb)
    if subject and passive and tree.word(verb) in _AWAITING:
        return subject  # "the payments are expected in May" tells of the payments
    said = _verb(told, verb, passive=passive)
    words = [said, *_behind(told, verb, room)]
    if len(words) == 1 and thing is not None:
        words.append(shortened(_phrase(told, thing), max(room - 12, 20), told.lang))
    return " ".join(filter(None, [subject, *words])) if subject or len(words) > 1 else ""


def _gapped_subject(told: Told, verb: int) -> str:
    """Who takes the subject's place for a second time: "A will chair in 2027 and B in 2028"."""
    tree, when = told.tree, told.when
    if when is None:
        return ""
    for child in tree.children[verb]:
        for other in tree.subtree(child):
            near = 0 < when - tree.tokens[other].end < _CLOSE
            if near and _is_next_of_list(told, verb, other):
                return noun_phrase(tree, other, told.times)
    return ""


def _is_next_of_list(told: Told, verb: int, noun: int) -> bool:
    """True for a noun behind "and" between two times, which is told of the second one."""
    tree = told.tree
    token = tree.tokens[noun]
    if token.dep == "compound" or not is_gapped(tree, verb, noun, told.times):
        return False
    return any(0 < start - token.end < _CLOSE for start, _ in told.times)


def _is_passive(tree: Tree, verb: int) -> bool:
    """True where the verb is done to its subject, a participle behind a noun too."""
    below = {tree.tokens[i].dep for i in tree.children[verb]}
    token = tree.tokens[verb]
    behind = token.dep == "acl" and token.tag.startswith("VBN")
    return bool(below & {"nsubjpass", "auxpass"}) or behind


def _relative_object(tree: Tree, verb: int) -> int | None:
    """The noun whose relative clause the verb stands in, where "which" is its object."""
    things = [i for i in tree.children[verb] if tree.tokens[i].dep == "dobj" and i < verb]
    at = verb
    while tree.tokens[at].dep == "xcomp":
        at = tree.tokens[at].head
    if tree.tokens[at].dep != "relcl" or not all(tree.word(i) in _RELATIVES for i in things):
        return None
    noun = tree.tokens[at].head
    subject = {*tree.own_subjects(at), *tree.own_subjects(verb)}
    who = {tree.word(i) for i in subject}
    return noun if tree.is_noun(noun) and subject and not who & _RELATIVES else None


def _subject(told: Told, tops: Sequence[int]) -> str:
    if not tops:
        return ""
    tree, top = told.tree, tops[0]
    if (named := _antecedent(tree, top)) is not None:
        return _phrase(told, named)
    if told.meant is not None:
        return noun_phrase(told.meant.tree, told.meant.index, told.meant.tree.times)
    if tree.tokens[top].pos == "PRON" or tree.tokens[top].dep == "expl":
        return _of_pronoun(told, top)
    inside = [one for one in told.actors if one.kind is Kind.PERSON and _is_in(tree, top, one)]
    names = list(dict.fromkeys(_known_as(one) for one in inside))
    if 0 < len(names) <= 3 and tree.tokens[top].pos == "PROPN":
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return noun_phrase(tree, top, told.times, without=told.clue.head)


def _of_pronoun(told: Told, top: int) -> str:
    """Whom "he" and "she" stand for, with those who are joined to them."""
    tree, token = told.tree, told.tree.tokens[top]
    actor = next((one for one in told.actors if one.start == token.start), None)
    name = _known_as(actor) if actor and actor.kind is Kind.PERSON else ""
    name = name or next((known for one, known in _pronouns(told) if one == token), "")
    joined = [i for i in tree.children[top] if tree.tokens[i].dep == "conj"]
    others = [
        _known_as(one)
        for i in joined
        for one in told.people
        if one.kind is Kind.PERSON and _is_in(tree, i, one)
    ]
    return " and ".join(dict.fromkeys([name, *others])) if name else ""


def _antecedent(tree: Tree, top: int) -> int | None:
    """The noun that "which", "who" or "that" stands for, where its clause hangs on one."""
    if tree.word(top) not in _RELATIVES:
        return None
    verb = tree.tokens[top].head
    noun = tree.tokens[verb].head
    if tree.tokens[verb].dep != "relcl" or noun > top or not tree.is_noun(noun):
        return None
    if tree.word(top) == "which" and _is_person(tree, noun):  # "a visit by Mr X, which lasted"
        return next((i for i in tree.ancestors(noun) if tree.is_noun(i)), None)
    return noun


def _is_person(tree: Tree, noun: int) -> bool:
    token = tree.tokens[noun]
    people = [one for one in tree.sentence.entities if one.label == "PERSON"]
    return any(one.start <= token.start < one.end for one in people)


def _is_in(tree: Tree, top: int, actor: Actor) -> bool:
    tokens = [tree.tokens[i] for i in tree.subtree(top, clause=True)]
    return any(token.start < actor.end and actor.start < token.end for token in tokens)


def _verb(told: Told, verb: int, *, passive: bool) -> str:
    """The verb as a headline has it: "to sign" ahead, "signed" behind."""
    token, tree = told.tree.tokens[verb], told.tree
    particles = [tree.tokens[i].text for i in tree.children[verb] if tree.tokens[i].dep == "prt"]
    ahead = told.status.is_live or told.status in {Status.POSTPONED, Status.CANCELLED}
    if token.pos == "AUX" and token.lemma == "be":
        return "to be" if ahead else token.text
    if ahead:
        word = f"to be {token.text}" if passive else f"to {token.lemma}"
    else:
        word = token.text
        if not passive and token.tag.startswith("VBN"):
            word = " ".join([*_perfect(tree, verb), word])
    return " ".join([word, *particles])


def _perfect(tree: Tree, verb: int) -> list[str]:
    """The "had" without which "written" is no past."""
    if tree.tokens[verb].text.endswith("ed"):
        return []
    return [tree.tokens[i].text for i in tree.children[verb] if tree.word(i) == "have"][:1]


def _behind(told: Told, verb: int, room: int) -> list[str]:
    """The phrases behind the verb, as many whole ones as fit."""
    tree, used = told.tree, 0
    found: list[str] = []
    for child in tree.children[verb]:
        token = tree.tokens[child]
        if child < verb or token.dep in {*_SKIPPED, "prt"} or token.text.lower() in _ADVERBS:
            continue
        if token.dep == "conj" and token.pos in {"VERB", "AUX"}:
            continue
        if _is_next_of_list(told, verb, child):
            continue
        phrase = _phrase(told, child)
        if not phrase:
            continue
        if used + len(phrase) > room - 12:
            if not found:
                short = shortened(phrase, max(room - 12, 20), told.lang)
                found.append(max(_core(told, child), short, key=len))
            break
        found.append(phrase)
        used += len(phrase) + 1
    return found


def _core(told: Told, top: int) -> str:
    """The noun with what stands before it, and the first "of": "new ways of cracking down"."""
    tree = told.tree
    if not tree.is_noun(top):
        return ""
    last = next((i for i in tree.children[top] if i > top and tree.word(i) == "of"), None)
    kept = [i for i in tree.subtree(top) if i <= top and not _is_time(told, i)]
    phrase = joined(tree, [*kept, *(tree.subtree(last, clause=True) if last else ())])
    return phrase if len(phrase) < LONGEST - 30 else joined(tree, kept)


def name(tree: Tree, index: int, times: Sequence[tuple[int, int]], lang: str) -> str:
    """The title of an occasion that a sentence names without a date: "Summit of the two states"."""
    if tree.parsed and lang == "en":
        phrase = noun_phrase(tree, index, times)
        line = shortened(re.sub(r"^(?:an?|the)\s", "", phrase, flags=re.IGNORECASE), LONGEST, lang)
    else:
        line = _words_around(tree, index, None, {}, lang, LONGEST)
    return line[:1].upper() + line[1:]


def _phrase(told: Told, top: int) -> str:
    return noun_phrase(told.tree, top, told.times)


def _is_time(told: Told, index: int) -> bool:
    return is_in_time(told.tree, index, told.times)


def _pronouns(told: Told) -> Iterator[tuple[Token, str]]:
    """The words for "he" and "she", each with the name that a headline has in its place."""
    words = _forms(told)["person"]
    persons = [one for one in told.people if one.kind is Kind.PERSON]
    for token in told.tree.tokens:
        if token.text.lower() in words:
            same = [one for one in persons if one.start <= token.start]
            if same:
                yield token, _known_as(same[-1])


def _first_clause(text: str) -> str:
    """The sentence up to where it only goes on (a semicolon, a comma), without its full stop."""
    line = " ".join(DATELINE.sub("", text, count=1).split()).rstrip(".").partition("; ")[0]
    head, comma, _ = line.partition(", ")
    return head if comma and len(head.split()) >= _CLAUSE else line


def _known_as(actor: Actor) -> str:
    """The name by which a headline calls somebody; names of one or many words stay whole."""
    parts = actor.name.split()
    if len(parts) not in {2, 3} or parts[0] in _PARTICLES or not parts[-1][0].isupper():
        return actor.name
    if actor.country in _FAMILY_FIRST:
        return parts[0]
    return parts[-1] if len(parts) == 2 or parts[1].endswith(".") else actor.name


def _where(place: str | None) -> str:
    return f" in {place}" if place else ""


def _day(day: date, lang: str) -> str:
    """The day as the language writes it: "31 December 2025", "31. Dezember 2025"."""
    known = lang if lang in lexicon.LANGUAGES else "en"
    return format_date(day, format="long", locale="en_GB" if known == "en" else known)
