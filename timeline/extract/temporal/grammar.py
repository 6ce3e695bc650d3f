"""Patterns over tokens, as the rule files write them, compiled to regular expressions.

A pattern is a line such as `(the | THIS)? ORD UNIT of [ YEAR ]`: words in capitals are classes of
the lexicon, others stand for themselves; `?` makes optional, `|` and brackets group, `[ ]` marks
the span where it is not the whole pattern. There is no repetition: a pattern has a longest match,
so that the work per token is bounded.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from timeline.core.errors import BadInput

_PIECES = re.compile(r"[A-Z][A-Z_]*\d?(?!\w)|[()\[\]|?]|[^\s()\[\]|?]+")
WINDOW = 40
"""Characters beside a span that a rule may look at."""
_CLASS = re.compile(r"([A-Z][A-Z_]*)(\d?)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern with what it makes. `yields` is the class of the token that replaces its span."""

    name: str
    pattern: str
    make: str
    yields: str
    constants: dict[str, Any]
    phase: int = 10
    examples: dict[str, str] = field(default_factory=dict)
    counterexamples: tuple[str, ...] = ()
    left: str = ""
    right: str = ""
    """What the text on either side of the span must look like, as regular expressions."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule as a regular expression over token codes, and the codes it may begin with."""

    rule: Rule
    regex: re.Pattern[str]
    first: frozenset[str]
    groups: tuple[tuple[str, str], ...]
    """Of group g0, g1, …: the capture's name and its class."""
    spanned: bool
    left: re.Pattern[str] | None = None
    right: re.Pattern[str] | None = None

    def fits(self, text: str, start: int, end: int) -> bool:
        """True where the text beside the span, WINDOW at most, is as the rule asks."""
        if self.left and not self.left.search(text[max(0, start - WINDOW) : start]):
            return False
        return not self.right or self.right.match(text[end : end + WINDOW]) is not None


def literals(pattern: str) -> Iterable[str]:
    """The words and marks that stand for themselves in a pattern."""
    for piece in _PIECES.findall(pattern):
        if not _CLASS.fullmatch(piece) and piece not in "()[]|?":
            yield piece


def compile_rule(rule: Rule, codes: Callable[[str], frozenset[str]]) -> Compiled:
    """The rule as a regular expression; `codes` gives the codes that belong to a class.

    Raises BadInput for a pattern that does not parse.
    """
    reader = _Reader(rule, codes)
    source, first, empty = reader.alternatives()
    if reader.left or empty:
        raise BadInput(f"rule {rule.name!r}: cannot read the pattern {rule.pattern!r}")
    return Compiled(
        rule=rule,
        regex=re.compile(source),
        first=first,
        groups=tuple(reader.groups),
        spanned="[" in rule.pattern,
        left=re.compile(f"(?:{rule.left})$") if rule.left else None,
        right=re.compile(rule.right) if rule.right else None,
    )


class _Reader:
    """Reads a pattern by descent: each method gives (regex, first codes, may be empty)."""

    def __init__(self, rule: Rule, codes: Callable[[str], frozenset[str]]) -> None:
        self.rule = rule
        self.codes = codes
        self.left = _PIECES.findall(rule.pattern)
        self.groups: list[tuple[str, str]] = []

    def alternatives(self) -> tuple[str, frozenset[str], bool]:
        branches = [self.sequence()]
        while self.left and self.left[0] == "|":
            self.left.pop(0)
            branches.append(self.sequence())
        first = frozenset().union(*(one[1] for one in branches))
        return "|".join(one[0] for one in branches), first, any(one[2] for one in branches)

    def sequence(self) -> tuple[str, frozenset[str], bool]:
        source, first, empty = "", frozenset[str](), True
        while self.left and self.left[0] not in "|)]":
            part, starts, optional = self.item()
            source += part
            first |= starts if empty else frozenset()
            empty = empty and optional
        return source, first, empty

    def item(self) -> tuple[str, frozenset[str], bool]:
        piece = self.left.pop(0)
        if piece in "([":
            inner, first, empty = self.alternatives()
            if not self.left or self.left.pop(0) not in ")]":
                raise BadInput(f"rule {self.rule.name!r}: a bracket stays open")
            source = f"(?P<span>{inner})" if piece == "[" else f"(?:{inner})"
        else:
            source, first, empty = self.symbol(piece)
        if self.left and self.left[0] == "?":
            if piece == "[":
                raise BadInput(f"rule {self.rule.name!r}: the span may not be optional")
            self.left.pop(0)
            return source + "?", first, True
        return source, first, empty

    def symbol(self, piece: str) -> tuple[str, frozenset[str], bool]:
        match = _CLASS.fullmatch(piece)
        first = self.codes(match[1] if match else f"={piece}")
        source = f"[{re.escape(''.join(sorted(first)))}]" if first else "(?!)"
        if match:
            source = f"(?P<g{len(self.groups)}>{source})"
            self.groups.append((piece, match[1]))
        return source, first, False
