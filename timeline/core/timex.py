"""Temporal expressions as TIMEX3 has them (TimeML guidelines 1.2.1), tied to intervals."""

from dataclasses import dataclass
from enum import StrEnum

from timeline.core import edtf
from timeline.core.errors import OpenInterval
from timeline.core.interval import Bound, Interval, bounded


class TimexType(StrEnum):
    """The TIMEX3 type of an expression."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Mod(StrEnum):
    """The TIMEX3 mod of an expression: how the value is narrowed or loosened."""

    BEFORE = "BEFORE"
    AFTER = "AFTER"
    ON_OR_BEFORE = "ON_OR_BEFORE"
    ON_OR_AFTER = "ON_OR_AFTER"
    LESS_THAN = "LESS_THAN"
    MORE_THAN = "MORE_THAN"
    EQUAL_OR_LESS = "EQUAL_OR_LESS"
    EQUAL_OR_MORE = "EQUAL_OR_MORE"
    START = "START"
    MID = "MID"
    END = "END"
    APPROX = "APPROX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """A span of text that names a time.

    `start` and `end` are character offsets into the article, end exclusive: `text` is the slice.
    `interval` is the time that the span itself names, None where it names none on the calendar (a
    bare duration, a set, PRESENT_REF). `bound` is the preposition's meaning where one stands before
    the span ("by", "until", "within"), and `lead` the offset where that preposition begins, else
    `start`. `repeats` is the SET value by which the time comes again, where the text says so
    ("annually on 3 October").
    """

    text: str
    start: int
    end: int
    type: TimexType
    value: str
    mod: Mod | None = None
    interval: Interval | None = None
    bound: Bound | None = None
    lead: int | None = None
    repeats: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.text) != self.end - self.start:
            raise ValueError(f"timex {self.text!r} does not fit {self.start}..{self.end}")
        if self.lead is not None and not 0 <= self.lead <= self.start:
            raise ValueError(f"timex {self.text!r}: lead {self.lead} is not before {self.start}")

    @property
    def when(self) -> Interval | None:
        """The interval with its bound applied: `..2026-01-01` for "by the end of the year"."""
        if self.interval is None or self.bound is None:
            return self.interval
        try:
            return bounded(self.interval, self.bound)
        except OpenInterval:
            return self.interval


def record(timex: Timex) -> dict[str, str | int | None]:
    """The timex as one JSON object: `edtf` is that of `when`, None where it names no time."""
    when = timex.when
    return {
        "text": timex.text,
        "start": timex.start,
        "end": timex.end,
        "type": timex.type.value,
        "value": timex.value,
        "mod": timex.mod.value if timex.mod else None,
        "edtf": edtf.write(when) if when else None,
    }
