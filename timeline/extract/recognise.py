"""Text -> where time is named: spans with expressions, no values yet.

One pass cuts the text into tokens with a code each; stretches without a word that can name a time
are passed over; in the others every phase of the grammar reads from left to right, the longest
pattern wins and its span becomes one token for the next phase. Every pattern has a longest match,
so the work is linear in the text.
"""

import re
from dataclasses import dataclass
from typing import Any

from timeline.extract.temporal.build import build
from timeline.extract.temporal.built import Built
from timeline.extract.temporal.expression import Captures, Found
from timeline.extract.temporal.grammar import Compiled
from timeline.extract.temporal.lexicon import OTHER, Language
from timeline.extract.temporal.tokens import BREAK, Tokens, tokenise

_STRETCH = re.compile(rf"[^{re.escape(OTHER + BREAK)}]+")
_SILENT = {"SKIP"}


@dataclass(slots=True)
class Attempts:
    """Counts how often a rule was tried, for the test that bounds it."""

    count: int = 0


@dataclass(frozen=True, slots=True)
class _Reading:
    """What every rule is tried with."""

    text: str
    language: Language
    attempts: Attempts | None


@dataclass(slots=True)
class _Piece:
    """A token inside a stretch, as it came or as a rule made it."""

    code: str
    start: int
    end: int
    values: Captures


def recognise(text: str, language: Language, attempts: Attempts | None = None) -> list[Found]:
    """The expressions that the text names, in order and without overlap."""
    tokens = tokenise(text, language)
    codes = "".join(tokens.codes)
    found: list[Found] = []
    for match in _STRETCH.finditer(codes):
        if language.triggers.search(match[0]):
            pieces = _pieces(tokens, match.start(), match.end())
            for table in language.phases:
                pieces = _reduce(pieces, table, _Reading(text, language, attempts))
            found += _expressions(pieces)
    return found


def _pieces(tokens: Tokens, first: int, last: int) -> list[_Piece]:
    return [
        _Piece(tokens.codes[i], tokens.starts[i], tokens.ends[i], tokens.values[i] or {})
        for i in range(first, last)
    ]


def _reduce(
    pieces: list[_Piece],
    table: Any,
    reading: _Reading,
) -> list[_Piece]:
    """The pieces after one phase: at each place the longest match is replaced by what it makes."""
    codes = "".join(piece.code for piece in pieces)
    reduced: list[_Piece] = []
    at = 0
    while at < len(pieces):
        rules = table.get(codes[at], ())
        if reading.attempts is not None:
            reading.attempts.count += len(rules)
        made = _best(pieces, codes, at, rules, reading) if rules else None
        if made is None:
            reduced.append(pieces[at])
            at += 1
        else:
            taken, before, piece = made
            reduced += pieces[at:before]
            reduced.append(piece)
            at = taken
    return reduced


def _best(
    pieces: list[_Piece], codes: str, at: int, rules: tuple[Compiled, ...], reading: _Reading
) -> tuple[int, int, _Piece] | None:
    """The longest match here as (end, start of its span, piece); the earlier rule of equal ones."""
    matches = []
    for order, one in enumerate(rules):
        match = one.regex.match(codes, at)
        if match:
            matches.append((-match.end(), order, one, match))
    matches.sort(key=lambda item: item[:2])
    for _, _, one, match in matches:
        first, last = match.span("span") if one.spanned else match.span()
        if not one.fits(reading.text, pieces[first].start, pieces[last - 1].end):
            continue
        caught = {
            name: pieces[match.start(f"g{index}")].values[symbol]
            for index, (name, symbol) in enumerate(one.groups)
            if match.start(f"g{index}") >= 0
        }
        made = build(one.rule.make, caught, one.rule.constants)
        if made is not None:
            values = {one.rule.yields: made}
            code = reading.language.code(values)
            piece = _Piece(code, pieces[first].start, pieces[last - 1].end, values)
            return last, first, piece
    return None


def _expressions(pieces: list[_Piece]) -> list[Found]:
    found = []
    for index, piece in enumerate(pieces):
        for symbol, made in piece.values.items():
            if isinstance(made, Built) and symbol not in _SILENT:
                bound, lead = _bound(pieces, index)
                found.append(
                    Found(
                        start=piece.start,
                        end=piece.end,
                        expression=made.expression,
                        mod=made.mod,
                        bound=bound,
                        lead=lead,
                        until=made.until,
                        clock=made.clock,
                    )
                )
    return found


def _bound(pieces: list[_Piece], index: int) -> tuple[str | None, int | None]:
    """The preposition of limit before a piece, with where it begins."""
    before = pieces[index - 1] if index else None
    if before is not None and "THE" in before.values and index > 1:
        before = pieces[index - 2]
    if before is None or "BOUND" not in before.values:
        return None, None
    return before.values["BOUND"], before.start
