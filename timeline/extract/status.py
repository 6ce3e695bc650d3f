"""How far an event has come: by the tense and mood of its words, then by the calendar."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from timeline.core.event import Status
from timeline.core.interval import Interval
from timeline.extract.grammar import Tree
from timeline.extract.lexicon import Lexicon, is_word

_CONTROL = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl"})
_AHEAD = frozenset({Status.PLANNED, Status.EXPECTED, Status.ONGOING})
_INTENTIONS = frozenset(
    {
        "invitation", "plan", "promise", "pledge", "decision", "offer", "proposal", "intention",
        "commitment", "agreement", "deal", "vow", "effort", "attempt", "obligation", "wish",
    }
)  # fmt: skip
"""Nouns behind which an infinitive tells what is still to come: "an invitation to visit"."""
_REACH = 4  # governors above a verb that may still change what it says


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """What the words alone say. `status` is None where they leave it to the calendar.

    `dropped` is true for a plan that did not come about ("was to have met").
    `own` is true where the event's verb itself says so ("called off"), not a word beside it.
    `void` tells why this is no event ("negated", "refusing", "hypothetical"), or is empty.
    """

    status: Status | None
    void: str = ""
    own: bool = False
    dropped: bool = False

    @property
    def is_move(self) -> bool:
        """True where the thing was put off, and a new day may be named for it."""
        return self.status is Status.POSTPONED and not self.dropped


def read(tree: Tree, head: int, lexicon: Lexicon, *, noun: int | None = None) -> Mood:
    """The mood of the event whose verb stands at `head` (`noun`: its name, where it has one)."""
    scope = _scope(tree, head)
    wider = [*scope, *_fate(tree, head, noun)]
    for status in (Status.POSTPONED, Status.CANCELLED):
        cues = lexicon.status.get(status, ())
        if any(_says(tree, wider, cue) for cue in cues):
            return Mood(status=status, own=any(_says(tree, [head], cue) for cue in cues))
    if _is_dropped_plan(tree, scope):
        return Mood(status=Status.POSTPONED, dropped=True)
    if noun is not None and noun != head and tree.parsed:
        scope = sorted({*scope, *_modifiers(tree, noun)})
    void = _void(tree, scope, head, lexicon)
    if void:
        return Mood(status=None, void=void)
    for status in (Status.EXPECTED, Status.PLANNED):
        above = [i for i in scope if i != head]
        if any(_says(tree, scope, cue) for cue in lexicon.status.get(status, ())) or any(
            _says(tree, above, cue) for cue in lexicon.control.get(status, ())
        ):
            return Mood(status=status)
    return Mood(status=_tense(tree, head, scope))


def is_put_off_before(tree: Tree, start: int, lexicon: Lexicon) -> bool:
    """True where the words that put something off stand before the article offset `start`."""
    before = [i for i, token in enumerate(tree.tokens) if token.end <= start]
    return any(_says(tree, before, cue) for cue in lexicon.status.get(Status.POSTPONED, ()))


def settle(mood: Mood, interval: Interval, published: date) -> Status:
    """The status as of the publication date: what the words say, held against the calendar."""
    if mood.status in {Status.POSTPONED, Status.CANCELLED}:
        return mood.status
    first, last = interval.first_day, interval.last_day
    if last is not None and last < published:
        return Status.HAPPENED
    if first is None:
        return mood.status if mood.status in _AHEAD else Status.PLANNED
    if first > published:
        return Status.EXPECTED if mood.status is Status.EXPECTED else Status.PLANNED
    days = last is not None and 0 < (last - first).days < 32
    if days and first != published and mood.status is not Status.HAPPENED:
        return Status.ONGOING
    return mood.status or Status.HAPPENED


def _scope(tree: Tree, head: int) -> list[int]:
    """The words that carry tense and mood: the verb's own helpers and what governs it."""
    if not tree.parsed:
        return tree.region(head)
    found = {head, *_helpers(tree, head)}
    at = head
    for above in list(tree.ancestors(head))[:_REACH]:
        dep = tree.tokens[at].dep
        token = tree.tokens[above]
        if dep == "conj" and token.pos in {"VERB", "AUX"}:
            found.update(_helpers(tree, above))
        elif dep in {"xcomp", "acomp", "pcomp", "prep"} or (dep == "acl" and token.pos == "ADJ"):
            found |= {above, *_helpers(tree, above)}
        else:
            break
        at = above
    return sorted(found)


def _fate(tree: Tree, head: int, noun: int | None) -> list[int]:
    """What is done to what a relative clause tells of ("called off an exercise that …")."""
    if not tree.parsed:
        return []
    at = head
    while tree.tokens[at].dep in _CONTROL | {"acomp"} and tree.tokens[at].dep not in {"acl"}:
        at = tree.tokens[at].head
    thing = tree.tokens[at].head if tree.tokens[at].dep in {"relcl", "acl", "acl:relcl"} else noun
    if thing is None:
        return []
    verb = next((i for i in tree.ancestors(thing) if tree.is_verb(i)), None)
    if verb is not None and tree.tokens[head].dep == "conj" and tree.tokens[head].head == verb:
        return []  # "was put off and ended on Friday": what comes second is told of it too
    return [] if verb is None or verb == head else [verb, *_helpers(tree, verb)]


def _helpers(tree: Tree, verb: int) -> list[int]:
    wanted = {"aux", "auxpass", "aux:tense", "aux:pass", "neg", "prt", "advmod", "acomp", "mark"}
    below = [i for i in tree.children[verb] if tree.tokens[i].dep in wanted]
    return [*below, *(i for one in below for i in tree.children[one] if tree.word(i) == "no")]


def _modifiers(tree: Tree, noun: int) -> list[int]:
    """What is told of a noun by participles and relative clauses ("a summit put off until May")."""
    found = []
    for child in tree.children[noun]:
        if tree.tokens[child].dep in {"acl", "relcl", "amod", "acl:relcl", "det", "neg"}:
            found += [child, *_helpers(tree, child)]
    return found


def _says(tree: Tree, scope: list[int], cue: tuple[str, ...]) -> bool:
    """True where the cue's words stand in the scope, the later ones right behind the first."""
    first, *rest = cue
    for index in scope:
        if _is(tree, index, first) and all(
            any(_is(tree, i, word) for i in range(index + 1, min(index + 4, len(tree.tokens))))
            for word in rest
        ):
            return True
    return False


def _is(tree: Tree, index: int, word: str) -> bool:
    text, lemma = tree.forms(index)
    if "*" not in word:
        return word in (text, lemma)
    return is_word(word, text) or bool(lemma and is_word(word, lemma))


def _is_dropped_plan(tree: Tree, scope: list[int]) -> bool:
    """True for what was planned and did not come: "was to have met", "had been due to sign"."""
    words = [tree.tokens[i].text.lower() for i in scope] if tree.parsed else []
    had_been = "had" in words and "been" in words
    to_have = any(pair == ("to", "have") for pair in pairwise(words))
    past = bool({"was", "were"} & set(words))
    due = bool({"due", "scheduled", "set", "supposed", "meant", "slated", "expected"} & set(words))
    return (had_been and due and "to" in words) or (to_have and past)


def _void(tree: Tree, scope: list[int], head: int, lexicon: Lexicon) -> str:
    for name in ("negated", "refusing"):
        if any(_says(tree, scope, cue) for cue in lexicon.denials[name]):
            return name
    if _is_denied(tree, scope, head, lexicon) or (tree.parsed and _gives_nothing(tree, head)):
        return "negated"
    if tree.parsed and _is_disowned(tree, head):
        return "refusing"
    if _is_conditional(tree, head, lexicon):
        return "hypothetical"
    if tree.parsed:
        marks = [tree.word(i) for i in scope if tree.tokens[i].dep == "mark"]
        if any((mark,) in lexicon.denials["hypothetical"] for mark in marks):
            return "hypothetical"
        helpers = {tree.tokens[i].text.lower() for i in _helpers(tree, head)}
        if {"would", "have"} <= helpers or {"could", "have"} <= helpers:
            return "hypothetical"
    elif any(_says(tree, scope, cue) for cue in lexicon.denials["hypothetical"]):
        return "hypothetical"
    return ""


def _is_disowned(tree: Tree, head: int) -> bool:
    """True for what is denied ("denied that it signed") or refused ("the refusal to sign")."""
    at = head
    for above in list(tree.ancestors(head))[:_REACH]:
        dep, word = tree.tokens[at].dep, tree.word(above)
        if (dep == "ccomp" and word == "deny") or (dep == "acl" and word == "refusal"):
            return True
        if dep not in {"ccomp", "xcomp", "conj"}:
            return False
        at = above
    return False


def _is_conditional(tree: Tree, head: int, lexicon: Lexicon) -> bool:
    """True where the clause hangs on an "if": "if talks fail, the vote will be held in May"."""
    opens = lexicon.denials["condition"]
    if lexicon.lang != "en":
        return bool(tree.tokens) and any(tree.tokens[0].text.lower() == cue[0] for cue in opens)
    if not tree.parsed:
        return False
    for child in tree.children[head]:
        below = [tree.word(i) for i in tree.children[child] if tree.tokens[i].dep == "mark"]
        if tree.tokens[child].dep == "advcl" and any((word,) in opens for word in below):
            return True
    return False


def _is_denied(tree: Tree, scope: list[int], head: int, lexicon: Lexicon) -> bool:
    """True where the language's bare "not" stands with the verb, but for "not only".

    It stands right before it in some languages ("no viajó"), anywhere in its clause in others.
    """
    before, within, only = (lexicon.denials[one] for one in ("before", "within", "only"))
    words = [tree.tokens[i].text.lower() for i in range(max(0, head - 2), head)]
    if any(cue[0] in words for cue in before):
        return True
    region = [i for i in scope if i > 0] if not tree.parsed else list(tree.children[head])
    for index in region:
        word = tree.tokens[index].text.lower()
        after = tree.tokens[index + 1].text.lower() if index + 1 < len(tree.tokens) else ""
        if any(cue[0] == word for cue in within) and not any(cue[0] == after for cue in only):
            return True
    return False


def _gives_nothing(tree: Tree, head: int) -> bool:
    """True where what the verb is about is none: "will receive no invitation"."""
    things = [i for i in tree.children[head] if tree.tokens[i].dep in {"dobj", "obj"}]
    return any(tree.word(i) == "no" for thing in things for i in tree.children[thing])


def _tense(tree: Tree, head: int, scope: list[int]) -> Status | None:
    """HAPPENED for the past and the perfect, PLANNED for "would", ONGOING for the progressive."""
    if not tree.parsed:
        return None
    tags = {tree.tokens[i].tag.partition("|")[0] for i in scope}
    words = {tree.tokens[i].text.lower() for i in scope}
    if words & {"would", "'d"}:
        return Status.PLANNED
    token = tree.tokens[head]
    morph = token.tag
    if token.dep == "acl" and tree.word(token.head) in _INTENTIONS:
        return Status.PLANNED
    if "Tense=Past" in morph or "VBD" in tags or "VBN" in morph:
        return Status.HAPPENED
    if token.tag.startswith("VBG") and words & {"is", "are", "am", "'s", "'re"}:
        return Status.ONGOING
    if "Tense=Fut" in morph:
        return Status.PLANNED
    return None
