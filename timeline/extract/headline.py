"""A title from the sentence's own words, for languages whose grammar is not known well.

The clause that tells the event is cut out at its commas and side clauses, its times are taken away,
and what is still too long ends before a preposition. The words that part clauses are data.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from timeline.extract import lexicon

_BREAKS = re.compile(r";\s|:\s|\s[–—-]+\s|[()\[\]]|[“”„»«\"]\s?(?:,\s)?(?=\w+\s)")
_COMMA = re.compile(r",\s")
_EDGES = ' ,;:–—-"“”„«».'
_GAP = 4  # characters between two pieces that are neighbours
_ARTICLES = "an?|the|ein|eine[nrms]?|der|die|das|den|dem|une?|les?|la|el|los|las"
_PARTS = "(?:ab|an|auf|aus|mit|nach|um|vor|zu)"  # prepositions that are also parts of verbs
_OPENING = re.compile(  # the article of what the time describes: "der für den 5. August geplante"
    r"(?:der|die|das|den|dem)\s(?=(?:für|am|im|ab|bis|vom|zum|seit)\s)", re.IGNORECASE
)
_SHORTEST = 12  # characters that still make a title
_PRONOUN = r"(?:er|sie|es|man|wir|dies|das)(?=\s)"
_NOUN = r"[^\W\d_a-zß-ÿ][\w’'-]*"
_NOUN_PHRASE = re.compile(
    rf"{_PRONOUN}|(?:(?:[a-zß-ÿ]+(?:e|er|en|es|em|as|ie|in|hr)\s){{0,3}}{_NOUN}(?:\s{_NOUN})*)"
    rf"(?:\s(?:der|des|von|aus|und)\s(?:[a-zß-ÿ]+\s)?{_NOUN}(?:\s{_NOUN})*)*"
)

_LAST_PHRASE = re.compile(
    rf"(?<!\w)(?:zum|zur|vom|beim|den|dem|der|die|das|des|eine[nmrs]?|ein|auf|über)\s"
    rf"((?:[a-zß-ÿ]+\s)?{_NOUN}(?:\s(?:aus|von|für|gegen|mit|des|der)\s(?:[a-zß-ÿ]+\s)?{_NOUN})*)$"
)


@dataclass(frozen=True, slots=True)
class _Words:
    """A language's words of [headline], as patterns."""

    saying: re.Pattern[str]
    side: re.Pattern[str]
    relative: re.Pattern[str]
    tail: re.Pattern[str]
    joined: re.Pattern[str]
    own: re.Pattern[str]
    lead: re.Pattern[str]
    boundary: re.Pattern[str]
    closing: re.Pattern[str]
    bracket: re.Pattern[str] | None
    verb_second: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch between commas; `side` where it is no main clause."""

    start: int
    end: int
    side: bool


def headline(
    text: str,
    at: int,
    when: int | None,
    times: Sequence[tuple[int, int]],
    names: Mapping[int, str],
    lang: str,
    longest: int,
) -> str:
    """The clause of `text` around the character `at`, in at most `longest` characters.

    `when` is the offset of the event's own time where that may say more of it than `at` does;
    `times` are offsets in `text` of what names a time; `names` says whom the pronoun at an offset
    stands for. Empty where nothing is left to say.
    """
    words = _words(lang if lang in lexicon.LANGUAGES else "en")
    spans = [(_lead(text, start, words), end) for start, end in times]
    start, end = _stretch(text, at)
    said = [one.end() for one in words.saying.finditer(text, start, end) if one.end() <= at]
    pieces = _pieces(text, said[-1] if said else start, end, words)
    mine = _holding(pieces, at)
    timed = mine if when is None else _holding(pieces, when)
    if timed == 1 and words.relative.match(text, pieces[1].start) and mine == 0:
        mine = timed
    pieces[mine] = _second_half(text, pieces[mine], at, longest, words)
    if pieces[mine].side:
        line = _of_side(text, pieces, mine, spans, words)
    else:
        line = _of_main(text, pieces, mine, spans, words)
    line = _named(text, line, names)
    return _cut(re.sub(r"\s+,", ",", line).strip(_EDGES), longest, words)


def shortened(phrase: str, longest: int, lang: str) -> str:
    """The phrase up to the last preposition that lets it fit."""
    return _cut(phrase, longest, _words(lang if lang in lexicon.LANGUAGES else "en")) or phrase


def ended(line: str, lang: str) -> str:
    """The line without a preposition or an "and" at its end."""
    return _ended(line, _words(lang if lang in lexicon.LANGUAGES else "en"))


def _named(text: str, line: str, names: Mapping[int, str]) -> str:
    """The line with the name of whom the pronoun at its beginning stands for."""
    for offset, name in names.items():
        pronoun = re.match(r"\w+\s", text[offset:])
        if pronoun and line.startswith(pronoun.group()) and len(name) > 1:
            return f"{name} {line[pronoun.end() :]}"
    return line


def _holding(pieces: Sequence[_Piece], at: int) -> int:
    return next((i for i, one in enumerate(pieces) if at < one.end), len(pieces) - 1)


def _of_main(
    text: str,
    pieces: Sequence[_Piece],
    mine: int,
    spans: Sequence[tuple[int, int]],
    words: _Words,
) -> str:
    """The main clause around piece `mine`, without its side clauses and its times."""
    first = last = mine
    while first > 0 and not _begins(text, pieces[first], spans, words):
        first -= 1
    while last + 1 < len(pieces) and not _begins(text, pieces[last + 1], spans, words):
        last += 1
    line, front, before = "", False, None
    for piece in (one for one in pieces[first : last + 1] if not one.side):
        bare, fronted = _without(text, piece.start, piece.end, spans)
        if not bare:
            continue  # nothing but a time stood between these commas
        gap = ", " if before is not None and piece.start - before < _GAP else " "
        front = front or (fronted and not line)
        line = f"{line}{gap}{bare}" if line and bare else line or bare
        before = piece.end
    joint = words.joined.match(line)
    line = line[joint.end() :] if joint else line
    if front and words.verb_second and line[:1].islower():
        whole = [text[one.start : one.end] for one in pieces[first : last + 1] if not one.side]
        line = _subject_first(line) or ", ".join(whole)
    return line


def _of_side(
    text: str,
    pieces: Sequence[_Piece],
    mine: int,
    spans: Sequence[tuple[int, int]],
    words: _Words,
) -> str:
    """What a side clause tells, as a main clause where that can be made of it."""
    start, end = pieces[mine].start, pieces[mine].end
    behind = words.relative.match(text, start, end)
    if behind and not words.verb_second:
        if mine == 1 and len(pieces) > 2 and not pieces[2].side:
            bare, _ = _without(text, behind.end(), end, spans)
            return f"{text[pieces[0].start : pieces[0].end]} {bare}"
    elif behind and mine:
        bare, _ = _without(text, behind.end(), end, spans)
        thing = _LAST_PHRASE.search(text[pieces[mine - 1].start : pieces[mine - 1].end])
        rest, _, verb = bare.rpartition(" ")
        if thing and rest and verb[:1].islower():
            return f"{thing.group(1)} {verb} {rest}"
    elif not behind and words.verb_second:
        opening = words.side.match(text, start, end)
        bare, _ = _without(text, opening.end() if opening else start, end, spans)
        if line := _verb_second(bare):
            return line
    return " ".join(text[pieces[0].start : end].split())


def _second_half(text: str, piece: _Piece, at: int, longest: int, words: _Words) -> _Piece:
    """The piece from its last "and" before `at`, where `at` lies too far on to be shown."""
    if piece.side or at - piece.start < longest - _SHORTEST:
        return piece
    joints = [
        one.start() + 1
        for one in words.boundary.finditer(text, piece.start, at)
        if words.joined.match(text, one.start() + 1)
    ]
    return _Piece(joints[-1], piece.end, side=False) if joints else piece


def _begins(text: str, piece: _Piece, spans: Sequence[tuple[int, int]], words: _Words) -> bool:
    """True where a main clause begins with the piece."""
    if piece.side:
        return False
    fronted = words.verb_second and any(start == piece.start for start, _ in spans)
    return fronted or bool(
        words.joined.match(text, piece.start, piece.end)
        or words.own.match(text, piece.start, piece.end)
    )


def _stretch(text: str, at: int) -> tuple[int, int]:
    """From the strong break before `at` to the one behind it."""
    start, end = 0, len(text)
    for found in _BREAKS.finditer(text):
        if found.end() <= at:
            start = found.end()
        elif found.start() > at:
            end = found.start()
            break
    return start, end


def _pieces(text: str, start: int, end: int, words: _Words) -> list[_Piece]:
    """The stretch cut at its commas; a side clause goes on where its verb is still to come."""
    found: list[_Piece] = []
    for comma in [*_COMMA.finditer(text, start, end), None]:
        stop = end if comma is None else comma.start()
        side = bool(words.side.match(text, start, stop))
        side = side and not (not found and words.relative.match(text, start, stop))
        if comma is None and found and words.tail.match(text, start, stop):
            side = True
        if found and found[-1].side and words.verb_second and not side:
            last = text[found[-1].start : found[-1].end].rsplit(" ", 1)[-1]
            if last[:1].isupper():
                found[-1] = _Piece(found[-1].start, stop, side=True)
                start = stop if comma is None else comma.end()
                continue
        found.append(_Piece(start, stop, side))
        start = stop if comma is None else comma.end()
    return found


def _lead(text: str, start: int, words: _Words) -> int:
    """Where the prepositions begin that go with the time at `start`."""
    found = words.lead.search(text, max(0, start - 40), start)
    if found is None:
        return start
    opening = _OPENING.match(found.group())
    return found.start() + (opening.end() if opening else 0)


def _without(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> tuple[str, bool]:
    """The piece without its times, and whether it began with one."""
    end -= len(text[start:end]) - len(text[start:end].rstrip(_EDGES))
    kept, at, front = "", start, False
    for first, last in spans:
        if first >= end or last <= at:
            continue
        first = max(first, start)
        front = front or not text[start:first].strip()
        kept += text[at:first]
        at = min(last, end)
    return " ".join((kept + text[at:end]).split()).strip(" ,"), front


def _subject_first(line: str) -> str:
    """A verb-second clause that lost its first words, with the subject before the verb again."""
    verb, _, rest = line.partition(" ")
    found = _NOUN_PHRASE.match(rest)
    return "" if found is None else f"{found.group()} {verb}{rest[found.end() :]}"


def _verb_second(clause: str) -> str:
    """A clause that ends in its verb, with the verb behind the subject."""
    found = _NOUN_PHRASE.match(clause)
    rest, _, verb = clause[found.end() :].rpartition(" ") if found else ("", "", "")
    return f"{found.group()} {verb}{rest}" if found and rest and verb[:1].islower() else ""


def _cut(line: str, longest: int, words: _Words) -> str:
    """The line up to the last preposition that lets it fit, with the verb that closes it."""
    if len(line) <= longest:
        return line if len(line) >= _SHORTEST else ""
    tail = ""
    if words.bracket and words.bracket.search(line):
        tail = " " + line.rsplit(" ", 1)[1] if line.rsplit(" ", 1)[1][0].islower() else ""
    room = longest - len(tail)
    ends = [one.start() for one in words.boundary.finditer(line) if _SHORTEST < one.start() <= room]
    if ends:
        return _ended(line[: ends[-1]], words) + tail
    return line[: longest - 2].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"


def _ended(line: str, words: _Words) -> str:
    """The line without a preposition or an "and" at its end."""
    line = line.rstrip(_EDGES)
    while found := words.closing.search(line):
        line = line[: found.start()].rstrip(_EDGES)
    return line


@cache
def _words(lang: str) -> _Words:
    row = lexicon.table(lang)["headline"]

    def either(name: str) -> str:
        return (
            "|".join(re.escape(word) for word in sorted(row[name], key=len, reverse=True)) or "(?!)"
        )

    says = "|".join(
        re.escape(word).replace(r"\*", r"\w*") for word in lexicon.table(lang)["words"]["reporting"]
    )
    # A verb's second part closes a German clause: "das Mandat läuft aus".
    closing = (
        either("boundary") if not row["verb_second"] else rf"(?!{_PARTS}$)(?:{either('boundary')})"
    )
    flags = re.IGNORECASE
    return _Words(
        saying=re.compile(rf"\b(?:{says})\b[^,;]*?(?:,\s|\sque\s|\squ['’])", flags),
        side=re.compile(rf"(?:{either('side')}|{either('relative')})(?!\w)", flags),
        tail=re.compile(rf"(?:{either('tail')})(?!\w)", flags),
        own=re.compile(rf"(?:{either('own')})\s", flags),
        relative=re.compile(rf"(?:{either('relative')})\s", flags),
        joined=re.compile(rf"(?:{either('joining')})\s", flags),
        lead=re.compile(rf"(?<!\w)(?:(?:{either('lead')})\s)+$", flags),
        boundary=re.compile(rf"\s(?=(?:{either('boundary')})(?!\w))"),
        closing=re.compile(rf"\s(?:{closing}|{_ARTICLES})$", flags),
        bracket=re.compile(rf"(?<!\w)(?:{either('bracket')})(?!\w)") if row["bracket"] else None,
        verb_second=row["verb_second"],
    )
