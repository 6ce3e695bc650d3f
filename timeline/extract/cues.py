"""What a sentence says of a change, and which of its times is the old date and which the new."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from itertools import islice

from timeline.core.article import Sentence
from timeline.core.interval import Interval
from timeline.core.precision import Precision, step
from timeline.core.timex import Timex
from timeline.extract import lexicon

_BEFORE = 110  # characters before a time in which its role stands
_OWNED = re.compile(r"['’]s$")
_WITHIN = re.compile(r"(\[\^\.;,?\])")  # the dot of "30. Juni" ends no clause
_DOUBT = 40  # characters before a cue in which it may be taken back
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_UNITS = {
    "day": Precision.DAY,
    "week": Precision.WEEK,
    "month": Precision.MONTH,
    "year": Precision.YEAR,
}


class Cue(StrEnum):
    """A way to say that something known has changed, or how it ended."""

    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    FORWARD = "forward"
    MOVED = "moved"
    EXTENDED = "extended"
    MET = "met"
    MISSED = "missed"

    @property
    def moves(self) -> bool:
        """True where another date may be named."""
        return self in {Cue.POSTPONED, Cue.FORWARD, Cue.MOVED, Cue.EXTENDED}


class Role(StrEnum):
    """What a time is to a change: a date that was, or one that now is.

    OLD says so by itself; WAS only where something near is changed, ARRANGED only in the very
    sentence that changes it.
    """

    NEW = "new"
    OLD = "old"
    WAS = "was"
    ARRANGED = "arranged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A cue and where it stands, in article offsets."""

    cue: Cue
    start: int
    end: int


def find(sentence: Sentence, lang: str) -> tuple[Found, ...]:
    """The cues of the sentence, in the order of `Cue`; empty where the language has no table."""
    table, text, base = _table(lang), sentence.text, sentence.start
    return tuple(
        Found(cue=cue, start=base + match.start(), end=base + match.end())
        for cue in Cue
        if cue in table
        for match in islice(_sure(table, cue, text), 1)
    )


def tells(sentence: Sentence, lang: str) -> bool:
    """True where the sentence may say that something has changed."""
    return bool(find(sentence, lang))


def role(sentence: Sentence, timex: Timex, lang: str) -> Role | None:
    """Whether the time is the old date of something or the new one, as the words before it say."""
    table, base = _table(lang), sentence.start
    if "new" not in table:
        return None
    starts = {timex.start, timex.start if timex.lead is None else timex.lead}
    texts = {sentence.text[max(0, at - base - _BEFORE) : at - base] for at in starts}
    places = {one: max(_last(table[one], text) for text in texts) for one in Role}
    if places[Role.NEW] > max(places[one] for one in (Role.OLD, Role.WAS)):
        return Role.NEW
    told = next((one for one in Role if places[one] >= 0 and one is not Role.NEW), None)
    owned = sentence.text[timex.end - base :].startswith(("'s ", "’s ")) or _OWNED.search(
        timex.text
    )
    return told or (Role.ARRANGED if owned else None)  # "Monday's deadline was extended"


def both(sentence: Sentence, timex: Timex, lang: str) -> bool:
    """True where the time is both dates of a move: "extended from 31 May to 30 June"."""
    table, base = _table(lang), sentence.start
    if "from" not in table or timex.interval is None:
        return False
    if not any(one.cue.moves for one in find(sentence, lang)):
        return False
    starts = {timex.start, timex.start if timex.lead is None else timex.lead}
    texts = [sentence.text[max(0, at - base - _BEFORE) : at - base] for at in starts]
    texts += [f"{text}{timex.text.split()[0]} " for text in texts]
    return any(table["from"].search(text) for text in texts)


def shifted(sentence: Sentence, new: Interval, cue: Cue, lang: str) -> Interval | None:
    """The date before a change "by one week", from the new one; None where none is told."""
    table = _table(lang)
    match = table["by"].search(sentence.text) if "by" in table else None
    if match is None:
        return None
    count = _count(match.group("count") or match.group("count2"))
    unit = _UNITS[match.group("unit") or match.group("unit2")]
    if not count:
        return None
    back = count if cue is Cue.FORWARD else -count
    try:
        if new.start is None:
            last = new.last_day
            end = None if last is None else step(last, unit, back) + timedelta(days=1)
            return Interval(start=None, end=end, precision=new.precision)
        if new.precision is not Precision.DAY or new.end is None:
            return None
        length = new.end - new.start
        start = step(new.start, unit, back)
        return Interval(start=start, end=start + length, precision=Precision.DAY)
    except (OverflowError, ValueError):  # outside the calendar
        return None


def is_due_on(sentence: Sentence, timex: Timex, lang: str) -> bool:
    """True for a day that is told as a thing's own: "due on Monday", "die am Montag abläuft"."""
    table, base = _table(lang), sentence.start
    lead = timex.start if timex.lead is None else timex.lead
    before, after = sentence.text[: lead - base], sentence.text[timex.end - base :]
    behind = "behind" in table and bool(table["behind"].match(after))
    return behind or bool(table["own"].search(before))


def compares(sentence: Sentence, timex: Timex, lang: str) -> bool:
    """True for a length that names no day: "a week earlier than planned"."""
    table = _table(lang)
    after = sentence.text[timex.end - sentence.start :]
    return "compared" in table and bool(table["compared"].search(after))


def owes(sentence: Sentence, lang: str) -> bool:
    """True where somebody is said to have until a day to do something."""
    table = _table(lang)
    return "owes" in table and bool(table["owes"].search(sentence.text))


def has_until(sentence: Sentence, lang: str) -> bool:
    """True for "a jusqu'à vendredi": what somebody has until a day is a deadline."""
    table = _table(lang)
    return "has" in table and bool(table["has"].search(sentence.text))


def names_due(sentence: Sentence, lang: str) -> bool:
    """True where the sentence speaks of a deadline."""
    table = _table(lang)
    return "things" in table and bool(table["things"].search(sentence.text))


def looks_ahead(sentence: Sentence, found: Found, lang: str) -> bool:
    """True where the words up to the cue tell a plan or a duty, not what came of it."""
    table = _table(lang)
    before = sentence.text[: found.end - sentence.start]
    return "ahead" in table and bool(table["ahead"].search(before))


def _sure(table: Mapping[str, re.Pattern[str]], cue: Cue, text: str) -> Iterator[re.Match[str]]:
    """The places where the cue stands and is not denied, wished for or only possible."""
    for match in table[cue].finditer(text):
        before = text[max(0, match.start() - _DOUBT) : match.start()]
        aside = cue is Cue.CANCELLED and table["aside"].search(
            text, match.start(), match.end() + _DOUBT
        )
        if not aside and not table["doubt"].search(before):
            yield match


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the latest match begins, -1 where there is none."""
    return max((match.start() for match in _matches(pattern, text)), default=-1)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    at = 0
    while (match := pattern.search(text, at)) is not None:
        yield match
        at = match.start() + 1


def _count(word: str) -> int:
    folded = word.casefold()
    if folded in {"a", "an"}:
        return 1
    if folded in _COUNTS:
        return _COUNTS.index(folded) + 1
    return 12 if folded == "twelve" else int(folded) if folded.isdigit() else 0


@cache
def _table(lang: str) -> Mapping[str, re.Pattern[str]]:
    raw = lexicon.table("changes").get(lang)
    if raw is None:
        return {}
    changed = "|".join(part for cue in Cue if cue.moves for part in raw.get(cue, ()))
    found: dict[str, re.Pattern[str]] = {}
    for name, value in raw.items():
        rows = value if isinstance(value, list) else [value]
        edge = r"\b" if name in {*Cue, "things"} else ""
        joined = "|".join(f"(?:{row})" for row in rows)
        joined = joined.replace("PLAN", raw["plan"]).replace("CHANGED", changed)
        joined = _WITHIN.sub(r"(?:\1|(?<=\\d)\\.)", joined)
        found[name] = re.compile(f"{edge}(?:{joined}){edge}", re.IGNORECASE)
    return found
