"""A text cut where something begins or ends, so that what overlaps can still be marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from timeline.core.event import Mention
from timeline.core.timex import Timex


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text with all that covers it: at most one expression, any number of events.

    `first` holds the ids of the events whose evidence begins here.
    """

    text: str
    timex: Timex | None = None
    events: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


def cut(
    text: str, timexes: Iterable[Timex], readings: Sequence[tuple[Mention, str]]
) -> tuple[Piece, ...]:
    """The whole text as pieces, in order; joined together they are the text again."""
    times = [one for one in timexes if one.end <= len(text)]
    told = [(one.evidence, event) for one, event in readings if one.evidence.end <= len(text)]
    edges = {0, len(text)}
    for one in times:
        edges |= {one.start, one.end}
    for evidence, _ in told:
        edges |= {evidence.start, evidence.end}
    ordered = sorted(edges)
    return tuple(
        Piece(
            text=text[start:end],
            timex=next((one for one in times if one.start <= start < one.end), None),
            events=_ids(event for span, event in told if span.start <= start < span.end),
            first=_ids(event for span, event in told if span.start == start),
        )
        for start, end in pairwise(ordered)
    )


def around(text: str, start: int, end: int, *, reach: int = 240) -> tuple[str, str]:
    """What stands before and after `[start, end)` in its paragraph, about `reach` characters."""
    before = text[max(0, start - reach) : start].rpartition("\n")[2]
    after = text[end : end + reach].partition("\n")[0]
    if len(before) == reach:
        before = f"… {before.partition(' ')[2]}"
    if len(after) == reach:
        after = f"{after.rpartition(' ')[0]} …"
    return before, after


def _ids(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
