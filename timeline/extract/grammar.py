"""A sentence's words as a tree, or as clauses between commas where no pipeline parsed it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from timeline.core.article import Sentence, Token
from timeline.extract import lexicon

CLAUSES = frozenset({"ccomp", "advcl", "relcl", "parataxis", "acl:relcl", "csubj"})
"""Dependencies that begin a clause with a time of its own (spaCy's English and the UD names)."""

SUBJECTS = frozenset({"nsubj", "nsubjpass", "nsubj:pass", "csubj"})
OBJECTS = frozenset({"dobj", "obj", "attr", "dative", "iobj", "oprd", "obl:arg", "obl:agent"})
_SHARING = frozenset({"conj", "xcomp", "advcl", "pcomp", "prep", "acomp"})
_ARRANGING = frozenset({"plan", "schedule", "slate", "pencil", "set", "fix", "arrange", "bill"})
_BREAKS = frozenset(";:–—()") | {"--", " - "}


def _stem(word: str) -> str:
    """A guess at the lemma of an English word, for sentences that no pipeline parsed."""
    if known := lexicon.table("sentences")["irregular"].get(word):
        return str(known)
    for ending, instead in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + instead
    return word


@dataclass(frozen=True, slots=True)
class Tree:
    """A sentence with lookups. Indices are those of its tokens.

    `times` are the article offsets of its times, whose words tell no event ("March").
    """

    sentence: Sentence
    parsed: bool
    breaks: frozenset[str] = frozenset()
    times: tuple[tuple[int, int], ...] = ()
    children: tuple[tuple[int, ...], ...] = field(init=False)
    segments: tuple[int, ...] = field(init=False)
    spelled: tuple[tuple[str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        below: list[list[int]] = [[] for _ in self.tokens]
        if self.parsed:
            for index, token in enumerate(self.tokens):
                if token.head != index:
                    below[token.head].append(index)
        object.__setattr__(self, "children", tuple(tuple(one) for one in below))
        object.__setattr__(self, "segments", tuple(self._segments()))
        words = [token.text.lower() for token in self.tokens]
        lemmas = [one.lemma for one in self.tokens] if self.parsed else map(_stem, words)
        object.__setattr__(self, "spelled", tuple(zip(words, lemmas, strict=True)))

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The sentence's words."""
        return self.sentence.tokens

    def word(self, index: int) -> str:
        """The lemma where there is one, else the word, in lower case."""
        token = self.tokens[index]
        return token.lemma or token.text.lower()

    def forms(self, index: int) -> tuple[str, str]:
        """The word as it stands and its lemma, in lower case."""
        return self.spelled[index]

    def is_time(self, index: int) -> bool:
        """True for a word of a time."""
        token = self.tokens[index]
        return any(start <= token.start < end for start, end in self.times)

    def within(self, start: int, end: int) -> list[int]:
        """The tokens inside the article offsets."""
        return [i for i, token in enumerate(self.tokens) if token.start < end and token.end > start]

    def ancestors(self, index: int) -> Iterator[int]:
        """The governors from the nearest to the root."""
        seen = {index}
        while (head := self.tokens[index].head) not in seen and head >= 0:
            yield head
            seen.add(head)
            index = head

    def subtree(self, index: int, *, clause: bool = False) -> list[int]:
        """The token and all below it in text order; `clause` leaves out clauses of their own."""
        found, waiting = [], [index]
        while waiting:
            at = waiting.pop()
            found.append(at)
            waiting.extend(
                child for child in self.children[at] if not (clause and self._leaves(child))
            )
        return sorted(found)

    def region(self, index: int) -> list[int]:
        """The words that say who, where and how of the event told at `index`.

        The clause below a verb, with the subject that it shares; all of the same stretch between
        commas where nothing was parsed.
        """
        if not self.parsed:
            mine = self.segments[index]
            return [i for i, segment in enumerate(self.segments) if segment == mine]
        found = set(self.subtree(index, clause=True))
        for other in (*self.shared_subjects(index), *self._fronted(index)):
            found.update(self.subtree(other, clause=True))
        return sorted(found)

    def _fronted(self, index: int) -> list[int]:
        """What stands before the verb that governs an infinitive: "In Riga, he is to speak"."""
        token = self.tokens[index]
        if token.dep != "xcomp":
            return []
        first = min(self.own_subjects(token.head), default=0)
        return [i for i in self.children[token.head] if i < first and self.tokens[i].dep == "prep"]

    def own_subjects(self, index: int) -> list[int]:
        """The subjects that hang on the verb itself."""
        return [child for child in self.children[index] if self.tokens[child].dep in SUBJECTS]

    def shared_subjects(self, index: int) -> list[int]:
        """The subjects that a verb takes over from its governor ("went … and spoke")."""
        at = index
        for _ in range(len(self.tokens)):
            own = [child for child in self.children[at] if self.tokens[child].dep in SUBJECTS]
            token = self.tokens[at]
            if own and token.dep in {"relcl", "acl:relcl"} and self.tokens[own[0]].pos == "PRON":
                return [token.head]
            if own:
                return own if at != index else []
            if token.dep in {"relcl", "acl", "acl:relcl"}:
                return [token.head]
            if token.head == at or token.dep not in _SHARING:
                return []
            at = token.head
        return []

    def is_verb(self, index: int) -> bool:
        """True for verbs and auxiliaries; for any word where nothing was parsed."""
        return not self.parsed or self.tokens[index].pos in {"VERB", "AUX"}

    def is_noun(self, index: int) -> bool:
        """True for nouns and names; for any word where nothing was parsed."""
        return not self.parsed or self.tokens[index].pos in {"NOUN", "PROPN"}

    def is_arranged(self, verb: int) -> bool:
        """True for a participle that says when the noun before it is to be: "talks set for May"."""
        if not self.parsed or self.tokens[verb].lemma not in _ARRANGING:
            return False
        if not self.is_noun(self.before(verb)):
            return False
        own = {self.tokens[i].dep for i in self.children[verb]}
        past = self.tokens[verb].tag.partition("|")[0] in {"VBN", "VBD"}
        return past and not own & {"nsubj", "nsubjpass", "aux", "auxpass", "dobj"}

    def before(self, index: int) -> int:
        """The word before `index`, adverbs and commas left out; `index` at the beginning."""
        for at in range(index - 1, -1, -1):
            if self.tokens[at].pos not in {"ADV", "PUNCT"}:
                return at
        return index

    def _leaves(self, child: int) -> bool:
        token = self.tokens[child]
        deed = token.pos in {"VERB", "AUX"}
        beside = token.dep == "pcomp" and self.word(token.head) in {"before", "after", "since"}
        return token.dep in CLAUSES or (deed and (token.dep == "conj" or beside))

    def _segments(self) -> Iterator[int]:
        number = 0
        for token in self.tokens:
            word = token.text.lower()
            if word in _BREAKS or word in self.breaks:
                number += 1
            yield number
