"""Which time belongs to which event: by grammar, then by clause, then by the sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from timeline.core.event import EventType, Status
from timeline.core.timex import Timex
from timeline.extract.denial import says
from timeline.extract.grammar import CLAUSES, OBJECTS, SUBJECTS, Tree
from timeline.extract.lexicon import Lexicon
from timeline.extract.triggers import Clue, at_verb, at_word, is_named, names_at

_OCCASIONS = frozenset(
    {EventType.MEETING, EventType.SUMMIT, EventType.CEREMONY, EventType.CALL, EventType.COURT}
)
_ERRANDS = frozenset({EventType.SIGNING})
_PAPERS = frozenset({EventType.AGREEMENT, EventType.LEGISLATION})
_DONE_TO_PAPERS = frozenset({EventType.SIGNING, EventType.VOTE, EventType.CEREMONY})
_SURE = 3.0  # the weight of a verb that tells its event alone
_ADJACENT = 14  # characters between the parts of one time: "Friday, 9 May, at 10 a.m."
_AT = frozenset({"at", "during", "in", "for"})
_CLOSE = 7  # words between an occasion and its time
_NAME = 20  # characters between a time and the noun that it is part of
_CONTROLLED = frozenset({"xcomp", "acomp", "pcomp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A time and the event it belongs to. `how` names the way that it was found."""

    timex: Timex
    clue: Clue
    how: str


def assign(tree: Tree, timexes: Sequence[Timex], lexicon: Lexicon) -> list[Dated]:
    """The event of each time of a sentence, where it has one."""
    found: list[Dated] = []
    for timex in timexes:
        dated = _by_grammar(tree, timex, lexicon) if tree.parsed else None
        if lexicon.lang != "en":
            # Less is known of these grammars: a verb right before the time goes first, and a
            # telling word in the same clause before none.
            dated = _right_before(tree, timex, lexicon) or dated
        if dated is None or (dated.clue.weight == 0 and lexicon.lang != "en"):
            dated = _by_clause(tree, timex, lexicon) or dated
        if dated is not None:
            found.append(_apart(tree, dated, found, lexicon))
            found += _purpose(tree, found[-1], lexicon)
    return found


def _purpose(tree: Tree, dated: Dated, lexicon: Lexicon) -> Iterator[Dated]:
    """What somebody travels for on the same day: "will come on Friday to sign the accord"."""
    if dated.clue.type is not EventType.VISIT or not tree.parsed:
        return
    for child in tree.children[dated.clue.head]:
        if tree.tokens[child].dep in {"advcl", "xcomp"} and tree.tokens[child].tag.startswith(
            "VB|"
        ):
            clues = [one for one in at_verb(tree, child, lexicon) if one.type in _ERRANDS]
            if clues and clues[0].weight >= _SURE:
                yield Dated(timex=dated.timex, clue=clues[0], how="purpose")
                return


def _apart(tree: Tree, dated: Dated, before: list[Dated], lexicon: Lexicon) -> Dated:
    """An event of its own for a second time that fell to an event which has one already.

    It is the strongest word between the two times, the nearest of equals: "will go to Madrid from
    6 to 8 March to open the talks on 7 March".
    """
    rival = next((one for one in before if one.clue.index == dated.clue.index), None)
    if rival is None or rival.timex.interval == dated.timex.interval:
        return dated
    between = [
        i
        for i, token in enumerate(tree.tokens)
        if rival.timex.end <= token.start < dated.timex.start and i != dated.clue.index
    ]
    clues = [clue for i in between for clue in at_word(tree, i, lexicon)]
    if not clues:
        return dated
    best = max(clues, key=lambda clue: (clue.weight, clue.index))
    head = next((i for i in (best.index, *tree.ancestors(best.index)) if tree.is_verb(i)), None)
    clue = replace(best, head=dated.clue.head if head is None else head)
    return Dated(timex=dated.timex, clue=clue, how="between")


def _by_grammar(tree: Tree, timex: Timex, lexicon: Lexicon) -> Dated | None:
    """The nearest governor that names an event: a noun the time hangs on, else the verb above."""
    inside = tree.within(timex.start, timex.end)
    if not inside:
        return None
    top = next(i for i in inside if tree.tokens[i].head not in inside or tree.tokens[i].head == i)
    noun: Clue | None = None
    if (own := _own_noun(tree, top, lexicon)) is not None:
        return Dated(timex=timex, clue=own, how="noun")
    path = [top, *tree.ancestors(top)]
    for at in path[1:]:
        if at in inside:
            continue
        if tree.is_verb(at):
            noun = noun or _occasion_before(tree, timex, lexicon)
            return _of_verb(tree, timex, at, noun, lexicon)
        if tree.tokens[at].pos == "ADJ" and (told := at_word(tree, at, lexicon)):
            return Dated(timex=timex, clue=told[0], how="participle")
        if tree.is_noun(at) and noun is None:
            clues = [one for one in at_word(tree, at, lexicon) if one.rule.startswith("nouns")]
            noun = clues[0] if clues else None
    if noun is not None:
        return Dated(timex=timex, clue=noun, how="noun")
    return None


def _own_noun(tree: Tree, top: int, lexicon: Lexicon) -> Clue | None:
    """The event that the time is a part of: "the election of 4 July", "Wednesday's agreement".

    It has no tense of its own: the calendar alone says whether it is over.
    """
    token = tree.tokens[top]
    of = token.dep == "pobj" and tree.word(token.head) == "of"
    noun = tree.tokens[token.head].head if of else token.head
    if not (of or token.dep in {"poss", "compound", "nmod"}) or not tree.is_noun(noun):
        return None
    clues = [one for one in at_word(tree, noun, lexicon) if is_named(one)]
    governs = tree.tokens[noun].dep in {"nsubj", "nsubjpass", "dobj"}
    return None if not clues or of is governs else clues[0]


def _occasion_before(tree: Tree, timex: Timex, lexicon: Lexicon) -> Clue | None:
    """The occasion named right before the time: "at its summit in Bucharest in April"."""
    before = [i for i, token in enumerate(tree.tokens) if token.end <= timex.start][-_CLOSE:]
    for at in reversed(before):
        if tree.is_verb(at) or tree.tokens[at].text in {",", ";"}:
            return None
        token = tree.tokens[at]
        if token.dep == "pobj" and _leads_to(tree, token.head):
            clues = [one for one in at_word(tree, at, lexicon) if is_named(one)]
            if clues and clues[0].type in _OCCASIONS:
                return clues[0]
    return None


def _of_verb(
    tree: Tree, timex: Timex, verb: int, noun: Clue | None, lexicon: Lexicon
) -> Dated | None:
    verb = _lexical(tree, verb, timex, lexicon)
    saying = any(lexicon.holds(lexicon.reporting, form) for form in tree.forms(verb) if form)
    reporting = saying and _reports(tree, verb)
    clues = [_done_to(tree, verb, one, lexicon) for one in at_verb(tree, verb, lexicon)]
    if noun is not None and (not clues or clues[0].index != noun.index):
        named = Clue(
            type=noun.type, index=noun.index, head=verb, weight=noun.weight, rule=noun.rule
        )
        if not clues or clues[0].weight < 3 or _is_occasion(tree, timex, noun):
            return Dated(timex=timex, clue=named, how="noun")
    if reporting:
        if (told := _told_before(tree, timex, verb)) is not None:
            return _of_verb(tree, timex, told, noun, lexicon)
        said = _said_at(tree, timex, verb)
        weight = clues[0].weight if clues else said.clue.weight
        return replace(said, clue=replace(said.clue, weight=weight))
    if clues:
        return Dated(timex=timex, clue=clues[0], how="verb")
    other = Clue(type=EventType.OTHER, index=verb, head=verb, weight=0.0, rule="no trigger")
    return Dated(timex=timex, clue=other, how="verb")


def _told_before(tree: Tree, timex: Timex, verb: int) -> int | None:
    """The verb of what is passed on, where the time ends it: "will open later, on 5 May, he said".

    The parser may hang such a time on the saying.
    """
    speakers = tree.own_subjects(verb)
    if not speakers or tree.tokens[speakers[0]].start < timex.end:
        return None
    told = [i for i in tree.children[verb] if tree.tokens[i].dep == "ccomp" and tree.is_verb(i)]
    return next((i for i in told if tree.tokens[i].start < timex.start), None)


def _done_to(tree: Tree, verb: int, clue: Clue, lexicon: Lexicon) -> Clue:
    """What is to be done to a paper: "the signing of the accord planned for May" is a signing."""
    if clue.type not in _PAPERS or tree.tokens[verb].head != clue.index:
        return clue
    token = tree.tokens[clue.index]
    of = token.dep == "pobj" and tree.word(token.head) == "of"
    over = tree.tokens[token.head].head if of else token.head
    if not (of or token.dep == "nmod") or not tree.is_noun(over):
        return clue
    done = [
        one
        for one in names_at(tree, over, lexicon)
        if is_named(one) and one.type in _DONE_TO_PAPERS
    ]
    best = max(done, key=lambda one: one.weight, default=None)
    return clue if best is None else replace(best, head=clue.head)


def of_subject(tree: Tree, timex: Timex, verb: int, lexicon: Lexicon) -> Clue | None:
    """The event that is the verb's subject and has the time: "Friday's vote was called off".

    None where the time is the verb's own ("called off the vote on Friday").
    """
    inside = tree.within(timex.start, timex.end)
    below = [i for i in tree.children[verb] if tree.tokens[i].dep in SUBJECTS] if inside else []
    for top in below:
        if inside[0] in tree.subtree(top, clause=True):
            named = (one for one in at_word(tree, top, lexicon) if is_named(one))
            return next(named, None)
    return None


def _is_occasion(tree: Tree, timex: Timex, noun: Clue) -> bool:
    """True where the time is the noun's own: "the November 27 deal", "at a summit in April"."""
    token = tree.tokens[noun.index]
    if timex.start < token.start and token.start - timex.end < _NAME:
        return True
    return noun.type in _OCCASIONS and token.dep == "pobj" and _leads_to(tree, token.head)


def _leads_to(tree: Tree, preposition: int) -> bool:
    """True before an occasion: "at a summit"; "brings a plan to the summit", but no way to one."""
    if tree.word(preposition) in _AT:
        return True
    verb = tree.tokens[preposition].head
    carries = any(tree.tokens[i].dep in OBJECTS for i in tree.children[verb])
    return tree.word(preposition) == "to" and carries


def _lexical(tree: Tree, verb: int, timex: Timex, lexicon: Lexicon) -> int:
    """The verb that says what happens: "was set to host … on Thursday" is about hosting."""
    for _ in range(4):
        if tree.word(verb) not in lexicon.light and tree.tokens[verb].pos != "AUX":
            return verb
        below = [
            child
            for child in tree.children[verb]
            if tree.tokens[child].dep in _CONTROLLED
            and (tree.tokens[child].start < timex.start or timex.start < tree.tokens[verb].start)
        ]
        verbs = [
            i
            for child in below
            for i in (child, *tree.children[child])
            if tree.tokens[i].pos == "VERB" and tree.tokens[i].dep in {"xcomp", "pcomp", "acomp"}
        ]
        if not verbs:
            return verb
        verb = verbs[0]
    return verb


def _reports(tree: Tree, verb: int) -> bool:
    """True where the verb passes on a clause or a quotation."""
    return any(tree.tokens[child].dep in CLAUSES for child in tree.children[verb])


def _right_before(tree: Tree, timex: Timex, lexicon: Lexicon) -> Dated | None:
    """A verb that tells an event by itself, at most three words before the time."""
    before = [i for i, token in enumerate(tree.tokens) if token.end <= timex.start][-3:]
    breaks = [i for i in before if tree.tokens[i].text in {",", ";", ":"}]
    before = [i for i in before if not breaks or i > breaks[-1]]
    for i in reversed(before):
        for clue in at_word(tree, i, lexicon):  # the surest first
            if clue.weight >= _SURE:
                return Dated(timex=timex, clue=clue, how="clause")
        if _reports_alone(tree, i, lexicon):
            return _said_at(tree, timex, i)
    return None


def _reports_alone(tree: Tree, verb: int, lexicon: Lexicon) -> bool:
    """True for a word of saying that no other word of its clause makes another ("sagte … ab")."""
    if not lexicon.holds(lexicon.reporting, tree.forms(verb)[0]):
        return False
    fates = (*lexicon.status.get(Status.CANCELLED, ()), *lexicon.status.get(Status.POSTPONED, ()))
    return not any(says(tree, tree.region(verb), cue) for cue in fates)


def _said_at(tree: Tree, timex: Timex, verb: int) -> Dated:
    """The saying, whose time says nothing of what is said."""
    rule = f"reporting {tree.word(verb)}"
    clue = Clue(type=EventType.ANNOUNCEMENT, index=verb, head=verb, weight=1.0, rule=rule)
    return Dated(timex=timex, clue=clue, how="reporting verb")


def _by_clause(tree: Tree, timex: Timex, lexicon: Lexicon) -> Dated | None:
    """The strongest word of the same stretch between commas, the nearest of equals."""
    inside = tree.within(timex.start, timex.end)
    if not inside:
        return None

    def told(clue: Clue) -> Clue:
        """The clue with the verb that carries its tense, where grammar is known."""
        if not tree.parsed or tree.is_verb(clue.index):
            return clue
        verb = next((i for i in tree.ancestors(clue.index) if tree.is_verb(i)), clue.index)
        return replace(clue, head=verb)

    own = tree.region(inside[0])
    regions = [(own, "clause"), (list(range(len(tree.tokens))), "sentence")]
    if not tree.parsed and tree.word(own[0]) in lexicon.side:
        regions.pop()  # "weil die Koalition am 6. November zerbrach": that tells of nothing else
    for region, how in regions:
        clues = [
            (clue.weight - 0.08 * min(abs(i - inside[0]), 12), clue)
            for i in region
            if i not in inside
            for clue in at_word(tree, i, lexicon)
        ]
        if clues:
            best = max(clues, key=lambda pair: (pair[0], -pair[1].index))
            return Dated(timex=timex, clue=told(best[1]), how=how)
        if not tree.parsed and (owing := _owes(tree, region, timex, lexicon)) is not None:
            return Dated(timex=timex, clue=owing, how=how)
        saying = [i for i in region if _reports_alone(tree, i, lexicon)]
        if saying and how == "clause" and not tree.parsed:
            return _said_at(tree, timex, saying[0])
    return None


def _owes(tree: Tree, region: Sequence[int], timex: Timex, lexicon: Lexicon) -> Clue | None:
    """What must, shall or will be done by a day, where no other word tells what it is."""
    if timex.bound is None or not timex.bound.is_upper:
        return None
    denied = (*lexicon.denials["within"], *lexicon.denials["before"])
    at = next((i for i in region if tree.word(i) in lexicon.owing), None)
    if at is None or any((tree.word(i),) in denied for i in region):
        return None
    rule = f"owing {tree.word(at)}"
    return Clue(type=EventType.DEADLINE, index=at, head=at, weight=2.0, rule=rule)


def is_attributive(tree: Tree, start: int, end: int) -> bool:
    """True for a time before the noun that it describes: "the 2023 act", "the Easter recess"."""
    inside = tree.within(start, end) if tree.parsed else []
    tops = [i for i in inside if tree.tokens[i].head not in inside]
    if not tops or not tree.is_noun(tree.tokens[tops[0]].head):
        return False
    describes = tree.tokens[tops[0]].dep in {"compound", "nummod", "amod", "nmod"}
    return describes and tree.tokens[tops[0]].head > inside[-1]


def compact(tree: Tree, dated: Sequence[Dated]) -> list[Dated]:
    """One reading for the times of one event that say the same ("Friday, 9 May, at 10 a.m.").

    A time that only describes a noun gives way to another one ("the Easter recess on 8 April").
    """
    kept: list[Dated] = []
    for one in dated:
        rivals = [two for two in dated if two is not one and two.clue.head == one.clue.head]
        if rivals and is_attributive(tree, one.timex.start, one.timex.end):
            continue
        same = next((i for i, other in enumerate(kept) if _says_same(one, other)), None)
        if same is None:
            kept.append(one)
        elif _rank(one) < _rank(kept[same]):
            kept[same] = one
    return kept


def _says_same(one: Dated, other: Dated) -> bool:
    first, second = one.timex.interval, other.timex.interval
    if first is None or second is None or one.timex.bound != other.timex.bound:
        return False
    if one.clue.head != other.clue.head or one.clue.index != other.clue.index:
        return False
    near = 0 <= one.timex.start - other.timex.end < _ADJACENT
    clock = first.precision.is_clock or second.precision.is_clock
    return first.overlaps(second) and (near or clock or first == second)


def _rank(dated: Dated) -> int:
    return dated.timex.interval.precision.rank if dated.timex.interval else 99
