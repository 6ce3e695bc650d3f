"""How far an event has come: by the tense and mood of its words, then by the calendar."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from timeline.core.event import Status
from timeline.core.interval import Interval
from timeline.core.timex import Timex
from timeline.extract.denial import INTENTIONS, helpers, says, void
from timeline.extract.grammar import SUBJECTS, Tree
from timeline.extract.lexicon import Lexicon

_CONTROL = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl"})
_AHEAD = frozenset({Status.PLANNED, Status.EXPECTED, Status.ONGOING})
_RIGHT_BEFORE = 2  # words before a time
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
        if any(says(tree, wider, cue) for cue in cues):
            return Mood(status=status, own=any(says(tree, [head], cue) for cue in cues))
    if _is_dropped_plan(tree, scope):
        return Mood(status=Status.POSTPONED, dropped=True)
    if noun is not None and noun != head and tree.parsed:
        scope = sorted({*scope, *_modifiers(tree, noun)})
    if denied := void(tree, scope, head, noun, lexicon):
        return Mood(status=None, void=denied)
    for status in (Status.EXPECTED, Status.PLANNED):
        above = [i for i in scope if i != head]
        if any(says(tree, scope, cue) for cue in lexicon.status.get(status, ())) or any(
            says(tree, above, cue) for cue in lexicon.control.get(status, ())
        ):
            return Mood(status=status)
    return Mood(status=_tense(tree, head, scope))


def is_put_off_before(tree: Tree, start: int, lexicon: Lexicon) -> bool:
    """True where the words that put something off stand before the article offset `start`."""
    before = [i for i, token in enumerate(tree.tokens) if token.end <= start]
    return any(says(tree, before, cue) for cue in lexicon.status.get(Status.POSTPONED, ()))


def is_called_off_before(tree: Tree, start: int, lexicon: Lexicon) -> bool:
    """True where words that call something off stand right before a time: "suspendió en enero".

    Where grammar is known, it tells.
    """
    if tree.parsed:
        return False
    near = [i for i, token in enumerate(tree.tokens) if token.end <= start][-_RIGHT_BEFORE:]
    return any(says(tree, near, cue) for cue in lexicon.status.get(Status.CANCELLED, ()))


def side(tree: Tree, head: int, mood: Mood, timex: Timex, lexicon: Lexicon) -> Status | None:
    """What the words say of future and past, for a time that may lie on either side.

    The news puts what is arranged in the present ("leaves on Friday"), and a bound lies ahead.
    """
    if timex.bound is not None and timex.bound.is_upper:
        return Status.PLANNED
    if mood.status in {Status.POSTPONED, Status.CANCELLED} and not mood.dropped:
        return Status.PLANNED  # "Friday's signing has been cancelled" is not of last week
    present = mood.status is None and _is_present(tree, head, lexicon)
    return Status.PLANNED if present else mood.status


def _is_present(tree: Tree, head: int, lexicon: Lexicon) -> bool:
    if tree.parsed:
        tag = tree.tokens[head].tag
        told = all(one in tag for one in ("VerbForm=Fin", "Mood=Ind", "Tense=Pres"))
        return (told and tree.tokens[head].pos == "VERB") or tag.startswith(("VBZ", "VBP"))
    words = {tree.forms(i)[0] for i in tree.region(head)}
    return bool(words & lexicon.present) and not words & lexicon.perfect


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
    found = {head, *helpers(tree, head)}
    at = head
    for above in list(tree.ancestors(head))[:_REACH]:
        dep = tree.tokens[at].dep
        token = tree.tokens[above]
        if dep == "conj" and token.pos in {"VERB", "AUX"}:
            found.update(helpers(tree, above))
        elif dep in {"xcomp", "acomp", "pcomp", "prep"} or (dep == "acl" and token.pos == "ADJ"):
            found |= {above, *helpers(tree, above)}
        else:
            break
        at = above
    return sorted(found)


def _fate(tree: Tree, head: int, noun: int | None) -> list[int]:
    """What is done to what a relative clause tells of ("called off an exercise that …")."""
    if not tree.parsed:
        return []
    token = tree.tokens[head]
    if token.dep in SUBJECTS and tree.is_verb(token.head):
        # A participle taken for the subject: "the visit planned for May has been cancelled".
        return [token.head, *helpers(tree, token.head)]
    at = head
    while tree.tokens[at].dep in _CONTROL | {"acomp"} and tree.tokens[at].dep not in {"acl"}:
        at = tree.tokens[at].head
    thing = tree.tokens[at].head if tree.tokens[at].dep in {"relcl", "acl", "acl:relcl"} else noun
    if thing is None:
        return []
    if (run_on := _run_on(tree, head)) is not None:
        return [run_on, *helpers(tree, run_on)]
    verb = next((i for i in tree.ancestors(thing) if tree.is_verb(i)), None)
    if verb is not None and tree.tokens[head].dep == "conj" and tree.tokens[head].head == verb:
        return []  # "was put off and ended on Friday": what comes second is told of it too
    return [] if verb is None or verb == head else [verb, *helpers(tree, verb)]


def _run_on(tree: Tree, head: int) -> int | None:
    """The passive that a pipeline puts beside a participle: "talks set for May were called off"."""
    joined = any(tree.tokens[i].dep == "cc" for i in tree.children[head])
    for child in tree.children[head]:
        passive = any(tree.tokens[i].dep == "auxpass" for i in tree.children[child])
        if tree.tokens[child].dep == "conj" and passive and not joined:
            return child
    return None


def _modifiers(tree: Tree, noun: int) -> list[int]:
    """What is told of a noun by participles and relative clauses ("a summit put off until May")."""
    found = []
    for child in tree.children[noun]:
        if tree.tokens[child].dep in {"acl", "relcl", "amod", "acl:relcl", "det", "neg"}:
            found += [child, *helpers(tree, child)]
    return found


def _is_dropped_plan(tree: Tree, scope: list[int]) -> bool:
    """True for what was planned and did not come: "was to have met", "had been due to sign"."""
    words = [tree.tokens[i].text.lower() for i in scope] if tree.parsed else []
    had_been = "had" in words and "been" in words
    to_have = any(pair == ("to", "have") for pair in pairwise(words))
    past = bool({"was", "were"} & set(words))
    due = bool({"due", "scheduled", "set", "supposed", "meant", "slated", "expected"} & set(words))
    return (had_been and due and "to" in words) or (to_have and past)


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
    if token.dep == "acl" and tree.word(token.head) in INTENTIONS:
        return Status.PLANNED
    if "Tense=Past" in morph or "VBD" in tags or "VBN" in morph:
        return Status.HAPPENED
    if token.tag.startswith("VBG") and words & {"is", "are", "am", "'s", "'re"}:
        return Status.ONGOING
    if "Tense=Fut" in morph:
        return Status.PLANNED
    return None
