"""Who does what, put together from the clause's own phrases, where English grammar is known."""

import re
from collections.abc import Sequence

from timeline.core.event import EventType, Status
from timeline.extract.actors import Actor
from timeline.extract.gazetteer import Kind
from timeline.extract.grammar import CLAUSES, Tree
from timeline.extract.headline import shortened
from timeline.extract.phrases import counts_on, is_gapped, is_in_time, joined, noun_phrase
from timeline.extract.told import LONGEST, Told, known_as, pronouns

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
_OWING = frozenset({"give", "have"})
_SETTINGS = frozenset({"at", "during", "after", "before", "since", "following"})
_LIMITS = frozenset({"deadline", "ultimatum", "date", "target", "cutoff", "cut-off"})
_LEAST_ROOM = 40  # characters that what is done needs beside who does it
_JOINT = 2  # characters of ", "
_CLOSE = 12  # characters between a noun and a time that is told of it
_ADVERBS = frozenset(
    {"according", "also", "then", "now", "meanwhile", "later", "already", "therefore", "still"}
)
_RELATIVES = frozenset({"which", "who", "that"})
_AWAITING = frozenset({"expect", "schedule", "plan", "slate", "pencil", "fix", "reschedule"})
_SCHEDULING = frozenset(
    {"be", "schedule", "expect", "plan", "set", "slate", "pencil", "put", "fix", "postpone", "due"}
)


def clause(told: Told) -> str:
    """Subject, verb and what follows it, in whole phrases, as a headline has them."""
    tree, verb = told.tree, told.clue.head
    if told.deadline and (due := _owed(told)):
        return due
    named = told.clue.index != verb and (
        tree.word(verb) in _SCHEDULING or _is_setting(tree, told.clue.index)
    )
    if tree.word(told.clue.index) == "due" and (tops := tree.own_subjects(verb)):
        return " ".join([subject(told, tops), "due", *_behind(told, told.clue.index, LONGEST // 2)])
    if not tree.is_verb(verb) or named:
        return noun_phrase(tree, told.clue.index, told.times, without=verb)
    tops = tree.own_subjects(verb) or [
        _outermost(tree, i, verb) for i in tree.shared_subjects(verb)
    ]
    who = _gapped_subject(told, verb) or subject(told, tops)
    room = LONGEST - len(who) - (30 if told.deadline else 0)
    if room < _LEAST_ROOM:
        who = shortened(who, LONGEST // 3, told.lang)
        room = LONGEST - len(who) - (30 if told.deadline else 0)
    thing = _relative_object(tree, verb)
    if not who and told.kind is EventType.SIGNING and thing is not None:
        line = noun_phrase(tree, thing, told.times, without=verb)
        return f"Signing of {re.sub(r'^(?:The|An?) ', lambda found: found.group().lower(), line)}"
    passive = _is_passive(tree, verb)
    if who and passive and tree.word(verb) in _AWAITING:
        return who  # "the payments are expected in May" tells of the payments
    said = _verb(told, verb, passive=passive)
    words = [said, *_behind(told, verb, room)]
    if len(words) == 1 and thing is not None:
        words.append(shortened(_phrase(told, thing), max(room - 12, 20), told.lang))
    return " ".join(filter(None, [who, *words])) if who or len(words) > 1 else ""


def _owed(told: Told) -> str:
    """What must be done by a deadline: "gave Iran until Friday to answer", "target date for"."""
    tree, verb, name = told.tree, told.clue.head, told.clue.index
    names = [name] if tree.is_noun(name) else tree.subtree(verb, clause=True)
    for due in (i for i in names if tree.word(i) in _LIMITS):
        below = [j for i in tree.children[due] if tree.word(i) == "for" for j in tree.children[i]]
        things = [i for i in below if tree.tokens[i].dep == "pobj" and not _is_time(told, i)]
        if things:
            return _phrase(told, things[0])
    if tree.word(verb) not in _OWING:
        return ""
    given = [i for i in tree.children[verb] if tree.tokens[i].dep in {"dobj", "dative"}]
    who = subject(told, given[-1:] if tree.word(verb) == "give" else tree.own_subjects(verb))
    deed = next((i for i in tree.subtree(verb) if i > verb and _is_infinitive(told, i)), None)
    if not who or deed is None:
        return ""
    room = LONGEST - len(who) - 30
    return " ".join([who, "to", tree.tokens[deed].text, *_behind(told, deed, room)])


def _is_infinitive(told: Told, index: int) -> bool:
    """True for "to release" behind the time until which it must be done."""
    tree, token = told.tree, told.tree.tokens[index]
    to = any(tree.tokens[i].tag.startswith("TO") for i in tree.children[index])
    return to and token.pos == "VERB" and told.when is not None and token.start > told.when


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


def subject(told: Told, tops: Sequence[int]) -> str:
    """Whom the title names as acting, from the verb's subjects `tops`; empty where nobody is."""
    if not tops:
        return ""
    tree, top = told.tree, tops[0]
    if (named := _antecedent(tree, top)) is not None:
        return _phrase(told, named)
    if tree.word(top) == "who" and (person := _right_before(told, top)):
        return person
    if told.meant is not None:
        return noun_phrase(told.meant.tree, told.meant.index, told.meant.tree.times)
    if tree.tokens[top].pos == "PRON" or tree.tokens[top].dep == "expl":
        return _of_pronoun(told, top)
    inside = [one for one in told.actors if one.kind is Kind.PERSON and _is_in(tree, top, one)]
    names = list(dict.fromkeys(known_as(one) for one in inside))
    if _heads(tree, top) <= len(names) <= 3 and tree.tokens[top].pos == "PROPN":
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return noun_phrase(tree, top, told.times, without=told.clue.head)


def _heads(tree: Tree, top: int) -> int:
    """How many a phrase names side by side: two in "the king and Mr Lund"."""
    joined = [i for i in tree.children[top] if tree.tokens[i].dep == "conj" and tree.is_noun(i)]
    return 1 + sum(_heads(tree, i) for i in joined)


def _right_before(told: Told, index: int) -> str:
    """The person named right before a word, a comma between them or not."""
    start = told.tree.tokens[index].start
    near = [one for one in told.people if one.kind is Kind.PERSON and 0 < start - one.end <= _JOINT]
    return known_as(near[0]) if near else ""


def _of_pronoun(told: Told, top: int) -> str:
    """Whom "he" and "she" stand for, with those who are joined to them."""
    tree, token = told.tree, told.tree.tokens[top]
    actor = next((one for one in told.actors if one.start == token.start), None)
    name = known_as(actor) if actor and actor.kind is Kind.PERSON else ""
    name = name or next((known for one, known in pronouns(told) if one == token), "")
    joined = [i for i in tree.children[top] if tree.tokens[i].dep == "conj"]
    others = [
        known_as(one)
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
    return noun if tree.word(top) == "who" else _whole_thing(tree, noun, verb)


def _outermost(tree: Tree, noun: int, verb: int) -> int:
    """What a relative clause around `verb` is told of; `noun` where there is none."""
    for at in (verb, *tree.ancestors(verb)):
        token = tree.tokens[at]
        if token.head == noun and token.dep == "relcl" and not _is_person(tree, noun):
            return _whole_thing(tree, noun, at)
    return noun


def _is_setting(tree: Tree, noun: int) -> bool:
    """True for an occasion at or after which the verb says that something else was done."""
    token = tree.tokens[noun]
    return token.dep == "pobj" and tree.tokens[token.head].text.lower() in _SETTINGS


def _whole_thing(tree: Tree, noun: int, verb: int) -> int:
    """What a relative clause is told of, where its noun only ends a phrase.

    "A list of demands that was handed over" is about the list, as the number of the verb says; so
    is "tariffs on goods, which …" about the tariffs.
    """
    while tree.tokens[noun].dep == "pobj":
        preposition = tree.tokens[noun].head
        outer = tree.tokens[preposition].head
        parted = tree.tokens[min(tree.subtree(verb)) - 1].text == ","
        aside = parted and tree.word(preposition) != "of"
        if not tree.is_noun(outer) or not (aside or _disagree(tree, noun, verb)):
            break
        noun = outer
    return noun


def _disagree(tree: Tree, noun: int, verb: int) -> bool:
    """True where one of noun and verb is singular and the other plural."""
    words = {tree.tokens[i].text.lower() for i in (verb, *tree.children[verb])}
    singular = bool(words & {"was", "is", "has"}) or tree.tokens[verb].tag.startswith("VBZ")
    plural = bool(words & {"were", "are", "have"}) or tree.tokens[verb].tag.startswith("VBP")
    many = tree.tokens[noun].tag.partition("|")[0] in {"NNS", "NNPS"}
    return (singular and many) or (plural and not many)


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
        if _is_next_of_list(told, verb, child) or counts_on(tree, child, told.times):
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


def _phrase(told: Told, top: int) -> str:
    return noun_phrase(told.tree, top, told.times)


def _is_time(told: Told, index: int) -> bool:
    return is_in_time(told.tree, index, told.times)
