"""Which event a word tells: the tables laid over a sentence, by verb, argument and noun."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from timeline.core.event import EventType
from timeline.extract.grammar import OBJECTS, SUBJECTS, Tree
from timeline.extract.lexicon import Lexicon, Strength, Trigger, is_word

TELLING = 1.4
"""The weight from which a word says what happens."""
_NEAR = 12  # words around a trigger in which its argument may stand where nothing was parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """A word that tells an event. `head` is the word that carries its tense, `index` its name.

    `weight` is higher the more the words say: 4 a verb with its argument, 3 a verb, 2 a noun as
    argument of a light verb, 1 a weak verb. `rule` names what matched, for `timeline explain`.
    """

    type: EventType
    index: int
    head: int
    weight: float
    rule: str


def at_word(tree: Tree, index: int, lexicon: Lexicon) -> list[Clue]:
    """The events that the word at `index` tells by itself, the surest first."""
    found: dict[tuple[EventType, Strength], Clue] = {}
    if tree.is_time(index):
        return []
    for word in dict.fromkeys(tree.forms(index)):
        for row in lexicon.at(word) if word else ():
            if _fits(tree, index, row):
                clue = Clue(
                    type=row.type, index=index, head=index, weight=_weight(row), rule=_rule(row)
                )
                best = found.get((row.type, row.strength))
                if best is None or best.weight < clue.weight:
                    found[row.type, row.strength] = clue
    return sorted(found.values(), key=lambda clue: -clue.weight)


def at_verb(tree: Tree, verb: int, lexicon: Lexicon) -> list[Clue]:
    """The events that a parsed verb tells, by itself or through its arguments, surest first."""
    own = at_word(tree, verb, lexicon)
    for child in tree.children[verb]:
        if tree.tokens[child].dep == "acomp":
            own += [replace(clue, head=verb) for clue in at_word(tree, child, lexicon)]
    light = tree.word(verb) in lexicon.light or not own
    arguments = []
    for noun, closeness in _filled(tree, _arguments(tree, verb), lexicon):
        for clue in names_at(tree, noun, lexicon):
            if closeness > 1 and clue.type is EventType.ANNOUNCEMENT:
                continue  # "the announcement of a summit planned for May": the summit is
            if tree.tokens[noun].pos in {"NOUN", "PROPN"} and is_named(clue):
                weight = clue.weight * closeness if light else closeness * 0.5
                arguments.append(
                    Clue(type=clue.type, index=noun, head=verb, weight=weight, rule=clue.rule)
                )
    return sorted([*own, *arguments], key=lambda clue: -clue.weight)


def is_named(clue: Clue) -> bool:
    """True where a noun names the event."""
    return clue.rule.startswith(Strength.NOUN)


def names_at(tree: Tree, noun: int, lexicon: Lexicon) -> list[Clue]:
    """The events that a noun names, by itself or as the last word of several."""
    found = at_word(tree, noun, lexicon)
    for size in (2, 3):
        if noun >= size - 1:
            first = noun - size + 1
            found += [
                replace(one, index=noun, head=noun)
                for one in at_word(tree, first, lexicon)
                if is_named(one) and len(one.rule.partition(" > ")[0].split()) == size + 1
            ]
    return found


def _rule(row: Trigger) -> str:
    arguments = "|".join(" ".join(one) for one in row.arguments)
    return f"{row.strength} {' '.join(row.words)}" + (f" > {arguments}" if arguments else "")


def _weight(row: Trigger) -> float:
    base = {Strength.VERB: 3.0, Strength.WEAK: 1.0, Strength.NOUN: 2.0}[row.strength]
    framed = 0.3 if row.strength is Strength.WEAK else 1.0
    return base + (framed if row.arguments else 0.0) + 0.2 * (len(row.words) - 1)


def _fits(tree: Tree, index: int, row: Trigger) -> bool:
    if tree.parsed:
        pos = tree.tokens[index].pos
        wanted = {"NOUN", "PROPN"} if row.strength is Strength.NOUN else {"VERB", "AUX", "ADJ"}
        if pos not in wanted:
            return False
    region = _reach(tree, index)
    following = [i for i in region if i > index][: 6 * len(row.words)]
    if row.strength is Strength.NOUN:
        following = list(range(index + 1, min(len(tree.tokens), index + len(row.words))))
    if not all(any(_same(tree, i, word) for i in following) for word in row.words[1:]):
        return False
    return not row.arguments or any(_stands(tree, index, region, one) for one in row.arguments)


def _stands(tree: Tree, index: int, region: list[int], argument: tuple[str, ...]) -> bool:
    """True where an argument is there.

    `<word` stands in the subject, `~word` there or behind the verb, `@person` and `@place` are
    names; any other word stands behind the verb or in the subject of a passive.
    """
    first = argument[0]
    if first[0] in "<~":
        subject = _subject(tree, index) if tree.parsed else region
        where = [*subject, *(region if first[0] == "~" else ())]
        return any(_same(tree, i, first[1:]) for i in where)
    if first[0] == "@":
        return _names(tree, region, first)
    return all(any(_same(tree, i, word) for i in region if i != index) for word in argument)


def _names(tree: Tree, region: list[int], kind: str) -> bool:
    labels = {"PERSON", "PER"} if kind == "@person" else {"GPE", "LOC"}
    spans = [(one.start, one.end) for one in tree.sentence.entities if one.label in labels]
    tokens = [tree.tokens[i] for i in region]
    return any(a <= token.start < b for token in tokens for a, b in spans)


def _subject(tree: Tree, index: int) -> list[int]:
    own = [i for i in tree.children[index] if tree.tokens[i].dep in SUBJECTS]
    return [i for top in own or tree.shared_subjects(index) for i in tree.subtree(top, clause=True)]


def _same(tree: Tree, index: int, word: str) -> bool:
    return any(form and is_word(word, form) for form in tree.forms(index))


def _reach(tree: Tree, index: int) -> list[int]:
    """Where the arguments of the word at `index` may stand: below it, but not in its subject."""
    if not tree.parsed:
        low, high = max(0, index - _NEAR), min(len(tree.tokens), index + _NEAR + 1)
        return list(range(low, high))
    found = set(tree.subtree(index, clause=True))
    token = tree.tokens[index]
    for child in tree.children[index]:
        if tree.tokens[child].dep == "nsubj":
            found.difference_update(tree.subtree(child))
        elif tree.tokens[child].dep == "ccomp":
            found.update(i for i in tree.children[child] if tree.tokens[i].dep == "mark")
    if token.dep in {"relcl", "acl", "acl:relcl"}:
        found.add(token.head)
    return sorted(found)


def _filled(
    tree: Tree, arguments: list[tuple[int, float]], lexicon: Lexicon
) -> list[tuple[int, float]]:
    """The arguments, and behind a holder ("a package of sanctions") what it holds."""
    found = list(arguments)
    for noun, closeness in arguments:
        if tree.word(noun) in lexicon.holders:
            found += [
                (i, closeness * 0.9)
                for prep in tree.children[noun]
                if tree.tokens[prep].dep == "prep"
                for i in tree.children[prep]
                if tree.tokens[i].dep == "pobj"
            ]
    return found


def _arguments(tree: Tree, verb: int) -> list[tuple[int, float]]:
    """The nouns that a verb governs, each with how much it counts."""
    found: list[tuple[int, float]] = []
    for child in tree.children[verb]:
        dep = tree.tokens[child].dep
        if dep in OBJECTS or dep in SUBJECTS:
            found.append((child, 1.0 if dep in OBJECTS or dep != "nsubj" else 0.9))
            found += [(i, 0.7) for i in tree.children[child] if tree.tokens[i].dep == "conj"]
        elif dep in {"prep", "agent"}:
            nouns = [i for i in tree.children[child] if tree.tokens[i].dep == "pobj"]
            found += [(i, 0.5 if tree.word(child) == "for" else 0.8) for i in nouns]
        elif dep in {"obl", "obl:mod", "nmod"}:
            found.append((child, 0.7))
        elif dep == "prt":
            continue
    found += _described(tree, verb)
    if tree.tokens[verb].dep == "xcomp":
        found += [(i, 0.9) for i in tree.shared_subjects(verb)]
    elif tree.tokens[verb].dep == "conj":
        found += [(i, 0.7) for i in tree.shared_subjects(verb)]
    return found


def _described(tree: Tree, verb: int) -> Iterator[tuple[int, float]]:
    """The nouns that a participle or relative clause may be told of, each with how much it counts.

    "Her visit to Oslo planned for May" stands behind Oslo and tells of the visit: what is arranged
    is the whole of a phrase and not the noun that ends it.
    """
    token = tree.tokens[verb]
    behind = token.dep in {"relcl", "acl", "acl:relcl"}
    arranged = tree.is_arranged(verb)
    if not behind and not arranged:
        return
    noun = token.head if behind else tree.before(verb)
    yield noun, 1.0
    while arranged and tree.tokens[noun].dep == "pobj":
        noun = tree.tokens[tree.tokens[noun].head].head
        if not tree.is_noun(noun):
            return
        yield noun, 1.2
