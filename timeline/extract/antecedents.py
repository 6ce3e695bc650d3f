"""What "it" and "they" stand for: the subject of the sentence before, else an occasion it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from timeline.core.article import Sentence
from timeline.extract.actors import Actor
from timeline.extract.grammar import SUBJECTS, Tree
from timeline.extract.lexicon import Lexicon
from timeline.extract.triggers import Clue, at_word

_PRONOUN = re.compile(
    r"^\W{0,2}(?:It|They|Both)\b|(?:,|\b(?:that|and|but|where|when|which))\s(?:it|they)\s"
)
_PLURAL = frozenset({"they", "both"})

Chosen = tuple[int, int, Sentence]
"""An article's number in its batch, a sentence's number in the article, and the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Antecedent:
    """The noun at `index` of an earlier sentence, with the actors and the occasion it names."""

    tree: Tree
    index: int
    actors: tuple[Actor, ...] = ()
    clue: Clue | None = None


def with_those_before(
    chosen: Sequence[Chosen], sentences: Sequence[Sequence[Sentence]]
) -> list[Chosen]:
    """The chosen sentences and those before, as far back as each tells of "it" or "they"."""
    kept = {(article, number): sentence for article, number, sentence in chosen}
    for article, number, sentence in chosen:
        at = number
        while at and _PRONOUN.search(sentences[article][at].text):
            at -= 1
            before = sentences[article][at]
            if before.paragraph != sentence.paragraph or (article, at) in kept:
                break
            kept[article, at] = before
    return [(article, number, kept[article, number]) for article, number in sorted(kept)]


def find(tree: Tree, before: "Memory", verb: int, actors: Sequence[Actor]) -> Antecedent | None:
    """What the subject of `verb` stands for, where it is a pronoun for a thing."""
    if not tree.parsed:
        return None
    tops = [i for i in tree.children[verb] if tree.tokens[i].dep in SUBJECTS]
    tops = tops or tree.shared_subjects(verb)
    if not tops or _is_named_between(tree, tops[0], verb, actors):
        return None
    word = tree.tokens[tops[0]].text.lower()
    if word == "it":
        return before.one
    return before.many if word in _PLURAL else None


def _is_named_between(tree: Tree, top: int, verb: int, actors: Sequence[Actor]) -> bool:
    """True where somebody stands between pronoun and verb, who may be the one that acts."""
    first, last = tree.tokens[top].end, tree.tokens[verb].start
    return any(first <= one.start < last for one in actors)


@dataclass(slots=True, kw_only=True)
class Memory:
    """The last thing and the last group that a paragraph told as its subject, and its last day."""

    paragraph: int = -1
    day: date | None = None
    one: Antecedent | None = None
    many: Antecedent | None = None

    def note(self, tree: Tree, actors: Sequence[Actor], lexicon: Lexicon) -> None:
        """Takes what the sentence tells; a pronoun leaves what it stands for in place."""
        if not tree.parsed or not tree.tokens:
            return
        subject = _subject(tree)
        if subject is not None and _is_plural(tree, subject):
            self.many = _antecedent(tree, subject, actors, lexicon)
            self.one = _occasion(tree, actors, lexicon) or self.one
        elif subject is not None:
            self.one = _antecedent(tree, subject, actors, lexicon)
        else:
            self.one = _occasion(tree, actors, lexicon) or self.one

    def enter(self, paragraph: int) -> None:
        """Forgets what an earlier paragraph told."""
        if paragraph != self.paragraph:
            self.paragraph, self.one, self.many, self.day = paragraph, None, None, None


def _subject(tree: Tree) -> int | None:
    """The noun that is the subject of the sentence's main verb; None for persons and pronouns."""
    root = next((i for i, token in enumerate(tree.tokens) if token.head == i), None)
    if root is None:
        return None
    tops = [i for i in tree.children[root] if tree.tokens[i].dep in {"nsubj", "nsubjpass"}]
    if not tops or not tree.is_noun(tops[0]):
        return None
    told = _predicate(tree, root)
    if told is not None:
        return told
    token = tree.tokens[tops[0]]
    persons = [one for one in tree.sentence.entities if one.label == "PERSON"]
    person = any(one.start <= token.start < one.end for one in persons)
    return None if person and not _is_plural(tree, tops[0]) else tops[0]


def _predicate(tree: Tree, root: int) -> int | None:
    """What the subject is said to be, which says more: "the first one is a shield of steel"."""
    if tree.word(root) != "be":
        return None
    for child in tree.children[root]:
        if tree.tokens[child].dep == "attr" and tree.tokens[child].pos == "NOUN":
            articles = {tree.word(i) for i in tree.children[child] if tree.tokens[i].dep == "det"}
            return child if articles & {"a", "an"} else None
    return None


def _is_plural(tree: Tree, noun: int) -> bool:
    joined = any(tree.tokens[i].dep == "conj" for i in tree.children[noun])
    return joined or tree.tokens[noun].tag.startswith(("NNS", "NNPS"))


def _occasion(tree: Tree, actors: Sequence[Actor], lexicon: Lexicon) -> Antecedent | None:
    """The first single occasion that the sentence names behind its verb."""
    for index in range(len(tree.tokens)):
        if tree.is_noun(index) and not _is_plural(tree, index):
            found = _antecedent(tree, index, actors, lexicon)
            if found.clue is not None and tree.tokens[index].dep in {"dobj", "pobj", "attr"}:
                return found
    return None


def _antecedent(tree: Tree, noun: int, actors: Sequence[Actor], lexicon: Lexicon) -> Antecedent:
    tokens = [tree.tokens[i] for i in tree.subtree(noun, clause=True)]
    near = [one for one in actors if any(t.start < one.end and one.start < t.end for t in tokens)]
    clues = [one for one in at_word(tree, noun, lexicon) if one.rule.startswith("nouns")]
    return Antecedent(tree=tree, index=noun, actors=tuple(near), clue=clues[0] if clues else None)
