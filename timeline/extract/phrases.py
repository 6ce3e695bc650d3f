"""Phrases of a parsed sentence as they stand, whole ones only."""

import re
from collections.abc import Iterable, Sequence

from timeline.extract.grammar import Tree

_OPEN = frozenset({"prep", "punct", "cc", "det", "case"})
_COUNTING = frozenset({"after", "before", "of", "since", "following"})


def noun_phrase(
    tree: Tree, top: int, times: Sequence[tuple[int, int]], without: int | None = None
) -> str:
    """The words of a phrase without its times and relative clauses, nor what hangs on `without`."""
    dropped = {
        i
        for i in tree.subtree(top)
        if i != top
        and (
            i == without
            or tree.tokens[i].dep in {"relcl", "appos", "advcl", "parataxis"}
            or (tree.tokens[i].dep == "acl" and _is_aside(tree, i))
            or counts_on(tree, i, times)
            or is_gapped(tree, top, i, times)
            or ((tree.is_arranged(i) or _is_due(tree, i)) and _is_all_time(tree, i, times))
        )
    }
    cut = {j for i in dropped for j in tree.subtree(i)}
    kept = [i for i in tree.subtree(top) if i not in cut and not is_in_time(tree, i, times)]
    while kept and tree.tokens[kept[-1]].dep in _OPEN:
        kept.pop()
    while kept and tree.tokens[kept[0]].dep in {"punct", "cc", "case"}:
        kept = kept[1:]
    return joined(tree, kept)


def is_gapped(tree: Tree, top: int, other: int, times: Sequence[tuple[int, int]]) -> bool:
    """True for a noun behind a time, which leaves the verb out: "A in 2027 and B in 2028"."""
    first = min(tree.subtree(other))
    if not tree.is_noun(other) or first == 0 or tree.word(first - 1) not in {"and", ","}:
        return False
    low, high = tree.tokens[top].start, tree.tokens[first].start
    before = any(low <= start and end <= high for start, end in times)
    return before and any(start > high for start, _ in times)


def _is_aside(tree: Tree, index: int) -> bool:
    """True for what a comma parts from its noun: "two delegations, led by ministers"."""
    first = min(tree.subtree(index))
    return first > 0 and tree.tokens[first - 1].text == ","


def counts_on(tree: Tree, index: int, times: Sequence[tuple[int, int]]) -> bool:
    """True for what a time counts from: the vote in "the day after the vote"."""
    counted = tree.word(index) in _COUNTING and index > 0
    return counted and is_in_time(tree, index - 1, times)


def _is_due(tree: Tree, index: int) -> bool:
    """True for the word of "the vote, originally due on 22 July"."""
    return tree.word(index) == "due" and tree.tokens[index].dep in {"amod", "acl", "appos"}


def _is_all_time(tree: Tree, verb: int, times: Sequence[tuple[int, int]]) -> bool:
    """True where nothing but a time hangs on the verb: "the talks planned for May"."""
    below = [i for i in tree.subtree(verb) if i != verb and tree.tokens[i].pos != "ADV"]
    return all(is_in_time(tree, i, times) for i in below)


def is_in_time(tree: Tree, index: int, times: Sequence[tuple[int, int]]) -> bool:
    """True for a word of one of the times, which are article offsets."""
    token = tree.tokens[index]
    return any(start <= token.start and token.end <= end for start, end in times)


def joined(tree: Tree, indices: Iterable[int]) -> str:
    """The words with the spaces that they have in the text."""
    text, last = "", None
    for i in indices:
        token = tree.tokens[i]
        gap = "" if last is None or (last == token.start) else " "
        text += gap + token.text
        last = token.end
    line = re.sub(r"\s+([,.;:])", r"\1", " ".join(text.split()))
    return re.sub(r",(?:\s*,)+", ",", line).strip(' ,;:-–—"“”')
