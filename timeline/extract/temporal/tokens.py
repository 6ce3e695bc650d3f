"""Text -> tokens that the lexicon knows, each with a one-character code; all in one pass."""

import re
from dataclasses import dataclass, field

from timeline.extract.temporal import numbers
from timeline.extract.temporal.expression import Captures
from timeline.extract.temporal.lexicon import OTHER, Entry, Language

BREAK = "¶"
"""The code of a paragraph break: no pattern reaches over it."""
_MONEY = frozenset("$£€#¥@")
_NUMBER_TAIL = frozenset("%€£$°")


@dataclass(slots=True)
class Tokens:
    """The tokens of a text: parallel lists; `codes` has one character a token."""

    codes: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    values: list[Captures | None] = field(default_factory=list)

    def add(self, code: str, start: int, end: int, values: Captures | None) -> None:
        """One more token at the end."""
        self.codes.append(code)
        self.starts.append(start)
        self.ends.append(end)
        self.values.append(values)


def tokenise(text: str, language: Language) -> Tokens:
    """The tokens of a text in order; sequences that the lexicon knows as one word are one token."""
    tokens = Tokens()
    entries = language.entries
    add = tokens.add
    skip_to = 0
    for match in language.token.finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        if start < skip_to:
            continue
        if kind == "word" or kind == "other":
            entry = entries.get(match[0])
            if entry is None:
                add(OTHER, start, end, None)
            elif entry.longer or entry.split:
                skip_to = _add_entry(tokens, entry, text, (start, end))
            else:
                add(entry.code, start, end, entry.values)
        elif kind == "break":
            add(BREAK, start, end, None)
        else:
            values = _number(match, text, language)
            add(language.code(values) if values else OTHER, start, end, values)
    return tokens


def _add_entry(tokens: Tokens, entry: Entry, text: str, span: tuple[int, int]) -> int:
    """Adds the longest word sequence that stands here, or the two halves; gives its end."""
    start, end = span
    for rest, capital, longer in entry.longer:
        reached = _reach(text, end, rest)
        if reached and not (capital and text[start].islower()):
            tokens.add(longer.code, start, reached, longer.values)
            return reached
    if entry.split:
        middle, first, second = entry.split
        tokens.add(first.code, start, start + middle, first.values)
        tokens.add(second.code, start + middle, end, second.values)
    else:
        tokens.add(entry.code, start, end, entry.values or None)
    return end


def _reach(text: str, end: int, rest: tuple[str, ...]) -> int:
    """Where the words of `rest` that follow `end` end, blanks aside; 0 if they do not."""
    for word in rest:
        while text[end : end + 1] in {" ", "\n", "\u00a0"}:
            if text[end] == "\n" and text[end + 1 : end + 2] == "\n":
                return 0
            end += 1
        piece = text[end : end + len(word)]
        if piece.lower().replace("’", "'") != word:
            return 0
        end += len(word)
    return 0 if rest[-1].isalpha() and text[end : end + 1].isalnum() else end


def _number(match: re.Match[str], text: str, language: Language) -> Captures:
    start, end = match.span()
    if start and (text[start - 1] in _MONEY or text[start - 1].isalpha()):
        return {}
    token = match[0]
    if match.lastgroup == "suffixed":
        return _suffixed(token, language)
    if match.lastgroup == "digits":
        values = numbers.read_integer(token)
    else:
        values = numbers.read_numeric(token, language.order)
    tail = text[end : end + 1]
    if tail and (tail in _NUMBER_TAIL or (tail == "." and text[end + 1 : end + 2].isdigit())):
        return {}
    if start and text[start - 1] in ".," and start > 1 and text[start - 2].isdigit():
        return {}
    return values


def _suffixed(token: str, language: Language) -> Captures:
    digits = token.strip("'’")
    number = re.match(r"\d+", digits)
    if number is None:
        return {}
    value, suffix = int(number[0]), digits[number.end() :]
    if language.ordinal.get(suffix) == "DECADE":
        name = "ERADECADE" if len(number[0]) == 3 else "DECADE"
        return {name: value // 10} if value % 10 == 0 else {}
    if token[0] in "'’" or not value:
        return {}
    classes: Captures = {"ORD": value}
    return classes | ({"DAYORD": value} if value <= 31 else {})
