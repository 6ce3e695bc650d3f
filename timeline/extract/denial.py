"""What did not happen, is denied, refused, or only thought of: no event."""

from timeline.extract.grammar import Tree
from timeline.extract.lexicon import Lexicon, is_word

INTENTIONS = frozenset(
    {
        "invitation", "plan", "promise", "pledge", "decision", "offer", "proposal", "intention",
        "commitment", "agreement", "deal", "vow", "effort", "attempt", "obligation", "wish",
    }
)  # fmt: skip
"""Nouns behind which an infinitive tells what is still to come: "an invitation to visit"."""
_REJECTING = frozenset({"reject", "drop", "oppose", "refuse", "abandon", "deny"})
_OCCURRING = frozenset({"take", "happen", "occur", "go", "materialise", "materialize"})
_INVERTED = frozenset({"be", "should", "have"})  # "were the talks to fail, …"
_BACK = 14  # words before an infinitive in which its refusal may stand
_SAID = 5  # words before a "that" in which the word stands that denies it
_REACH = 4  # governors above a verb that may still change what it says


def void(tree: Tree, scope: list[int], head: int, noun: int | None, lexicon: Lexicon) -> str:
    """Why the words tell no event: "negated", "refusing", "hypothetical"; empty where they do."""
    for name in ("negated", "refusing"):
        if any(says(tree, scope, cue) for cue in lexicon.denials[name]):
            return name
    if _is_denied(tree, scope, head, lexicon) or (tree.parsed and _gives_nothing(tree, head)):
        return "negated"
    if _is_refused(tree, head, noun, lexicon):
        return "refusing"
    depends = _is_conditional(tree, head, lexicon) or _is_only_thought(tree, scope, head, lexicon)
    return "hypothetical" if depends else ""


def _is_refused(tree: Tree, head: int, noun: int | None, lexicon: Lexicon) -> bool:
    if lexicon.lang != "en":
        return _is_refused_before(tree, head, lexicon) or _is_denied_before(tree, head, lexicon)
    return tree.parsed and _is_disowned(tree, head, noun)


def _is_only_thought(tree: Tree, scope: list[int], head: int, lexicon: Lexicon) -> bool:
    """True for "whether it signs" and "would have signed"."""
    if not tree.parsed:
        return any(says(tree, scope, cue) for cue in lexicon.denials["hypothetical"])
    marks = [tree.word(i) for i in scope if tree.tokens[i].dep == "mark"]
    words = {tree.tokens[i].text.lower() for i in helpers(tree, head)}
    thought = any((mark,) in lexicon.denials["hypothetical"] for mark in marks)
    return thought or {"would", "have"} <= words or {"could", "have"} <= words


def _is_disowned(tree: Tree, head: int, noun: int | None) -> bool:
    """True for what is denied, refused or did not come: "denied that it signed", "but did not".

    Also what a rejected plan was for, and an occasion that "did not take place".
    """
    at = head
    for above in list(tree.ancestors(head))[:_REACH]:
        dep, word = tree.tokens[at].dep, tree.word(above)
        governor = tree.word(tree.tokens[above].head)
        refused = dep == "acl" and word in INTENTIONS and governor in _REJECTING
        if refused or (dep == "ccomp" and word == "deny") or (dep == "acl" and word == "refusal"):
            return True
        if dep not in {"ccomp", "xcomp", "conj", "acomp"}:
            break
        at = above
    verbs = {head, at}
    if noun is not None:
        verbs |= {i for i in list(tree.ancestors(noun))[:2] if tree.word(i) in _OCCURRING}
    return any(_fell_through(tree, verb) for verb in verbs)


def _fell_through(tree: Tree, verb: int) -> bool:
    """True for "… but did not" behind a verb, and for "did not take place"."""
    below = [i for i in tree.children[verb] if tree.tokens[i].dep == "conj"]
    for other in (*below, *([verb] if tree.word(verb) in _OCCURRING else [])):
        bare = tree.word(other) == "do" or other == verb
        if bare and any(tree.tokens[i].dep == "neg" for i in tree.children[other]):
            return True
    return False


def _is_refused_before(tree: Tree, head: int, lexicon: Lexicon) -> bool:
    """True for an infinitive behind its refusal: "weigerte sich am Montag, … zu unterzeichnen"."""
    before = tree.tokens[max(0, head - 2) : head]
    marks = {word for cue in lexicon.denials["infinitive"] for word in cue}
    if not any(token.text.lower() in marks for token in before):
        return False
    near = list(range(max(0, head - _BACK), head))
    return any(
        all(any(_is(tree, i, word) for i in near) for word in cue)
        for cue in lexicon.denials["refusing"]
    )


def _is_denied_before(tree: Tree, head: int, lexicon: Lexicon) -> bool:
    """True in the clause that a word of denial opens: "bestritt, dass er … getroffen habe"."""
    near = range(max(0, head - _BACK), head)
    opens = [i for i in near if any(_is(tree, i, cue[0]) for cue in lexicon.denials["that"])]
    said = range(max(0, opens[-1] - _SAID), opens[-1]) if opens else ()
    return any(_is(tree, i, cue[0]) for i in said for cue in lexicon.denials["denying"])


def _is_conditional(tree: Tree, head: int, lexicon: Lexicon) -> bool:
    """True where the clause hangs on an "if": "if talks fail, the vote will be held in May"."""
    opens = lexicon.denials["condition"]
    if lexicon.lang != "en":
        return bool(tree.tokens) and any(tree.tokens[0].text.lower() == cue[0] for cue in opens)
    if not tree.parsed:
        return False
    for child in tree.children[head]:
        below = [tree.word(i) for i in tree.children[child] if tree.tokens[i].dep == "mark"]
        if tree.tokens[child].dep != "advcl":
            continue
        inverted = tree.word(min(tree.subtree(child))) in _INVERTED and _would(tree, head)
        if inverted or any((word,) in opens for word in below):
            return True
    return False


def _would(tree: Tree, head: int) -> bool:
    return any(tree.tokens[i].text.lower() in {"would", "could"} for i in tree.children[head])


def _is_denied(tree: Tree, scope: list[int], head: int, lexicon: Lexicon) -> bool:
    """True where the language's bare "not" stands with the verb, but for "not only".

    It stands right before it in some languages ("no viajó"), anywhere in its clause in others.
    """
    before, within, only = (lexicon.denials[one] for one in ("before", "within", "only"))
    words = [tree.tokens[i].text.lower() for i in range(max(0, head - 2), head)]
    if any(cue[0] in words for cue in before):
        return True
    below = {i for verb in (head, *scope) for i in tree.children[verb]}
    region = sorted(below) if tree.parsed else [i for i in scope if i > 0]
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


def says(tree: Tree, scope: list[int], cue: tuple[str, ...]) -> bool:
    """True where the cue's words stand in the scope, the later ones right behind the first.

    A German verb's second part may close the clause: "sagte die Reise nach Oslo ab".
    """
    first, *rest = cue
    for index in scope:
        if not _is(tree, index, first):
            continue
        behind = list(range(index + 1, min(index + 4, len(tree.tokens))))
        if rest and not tree.parsed:
            behind += [i for i in tree.region(index) if tree.tokens[i].text.isalpha()][-1:]
        if all(any(_is(tree, i, word) for i in behind) for word in rest):
            return True
    return False


def _is(tree: Tree, index: int, word: str) -> bool:
    text, lemma = tree.forms(index)
    if "*" not in word:
        return word in (text, lemma)
    return is_word(word, text) or bool(lemma and is_word(word, lemma))


def helpers(tree: Tree, verb: int) -> list[int]:
    """The words below a verb that carry its tense and mood."""
    wanted = {"aux", "auxpass", "aux:tense", "aux:pass", "neg", "prt", "advmod", "acomp", "mark"}
    below = [i for i in tree.children[verb] if tree.tokens[i].dep in wanted]
    return [*below, *(i for one in below for i in tree.children[one] if tree.word(i) == "no")]
