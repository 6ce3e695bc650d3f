"""What is carried from one time of a text to the next, and whether the text tells history."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from timeline.core.precision import Precision
from timeline.extract.temporal.expression import Amount, Fields, Found, Moved, Origin, Shift
from timeline.extract.temporal.nearest import Context
from timeline.extract.temporal.points import Point

NEAR = 60
"""Days: a date further ahead is no time that a past clause can count from."""

_QUARTER = 3
"""Months."""

FAR = 12
"""Years: a lone year further from the last date told is a comparison and not the story's next."""


_OPENING = re.compile(r"(?:^|[.!?:\n])\W*(?:[^\W\d_]+ ){0,2}$")
"""The beginning of a sentence, at most two words before the time."""


def tells_history(found: Sequence[Found], anchor: date) -> bool:
    """True where explicit years long past outnumber the words that count from today.

    Years ahead tell of plans, and plans count from publication.
    """
    explicit = sum(
        isinstance(one.expression, Fields)
        and one.expression.year is not None
        and (one.expression.bc or anchor.year - one.expression.year > 1)
        for one in found
    )
    deictic = sum(_is_deictic(one) for one in found)
    return explicit >= 5 and explicit >= 2 * deictic


def _is_deictic(found: Found) -> bool:
    match found.expression:
        case Shift(origin=Origin.ANCHOR) | Moved(origin=Origin.ANCHOR):
            return True
        case Fields(weekday=int(), year=None):
            return True
        case Fields(of=Shift(origin=Origin.ANCHOR)):
            return True
        case _:
            return False


def forget_what_is_to_come(context: Context) -> None:
    """What is told as past does not count from a day far ahead.

    Within NEAR days the tense is the weaker witness: programmes of a week mix past and future.
    """
    told = context.reference
    if context.past and told is not None and (told.day - context.anchor).days > NEAR:
        context.reference = None


def carry(found: Found, point: Point, text: str, context: Context) -> None:
    """The time `found` at `point` as what the next one counts from.

    Asides and lone years far away do not move a history on.
    """
    expression = found.expression
    if isinstance(expression, Moved) and point.precision is Precision.QUARTER:
        return
    _move_on(point, context, aside=_is_aside(found, text, context), frame=_is_frame(text, found))
    if isinstance(expression, Fields) and None not in (expression.day, expression.month):
        _remember(point, context)


def _is_aside(found: Found, text: str, context: Context) -> bool:
    """True inside brackets, behind "since" or "until", and where it counts back or from today."""
    if _looks_back(found.expression) or (context.history and _is_deictic(found)):
        return True
    before = text[max(0, found.start - 40) : found.start]
    lone = isinstance(found.expression, Fields) and found.expression.month is None
    away = found.bound in {"since", "until"} or (found.bound == "from" and lone)
    return away or before.rfind("(") > before.rfind(")")


def _is_frame(text: str, found: Found) -> bool:
    """True for a time that a sentence begins with: from there the story is told."""
    return _OPENING.search(text[max(0, found.start - 40) : found.start]) is not None


def _looks_back(expression: object) -> bool:
    """True for "the previous year", "two years earlier": from there the story goes on as it was."""
    match expression:
        case Shift(origin=Origin.REFERENCE, count=count):
            return count < 0
        case Moved(origin=Origin.REFERENCE, sign=sign):
            return sign < 0
        case _:
            return False


def _move_on(point: Point, context: Context, *, aside: bool, frame: bool) -> None:
    """The last date told is what the next one counts from; asides and lone far years are not."""
    told = context.reference
    if told is not None and told.bc == point.bc and context.history:
        jump = point.day.year - told.day.year
        lone = point.precision.rank >= Precision.YEAR.rank
        if aside or (lone and (abs(jump) > FAR)):
            return
        if told.precision.rank < Precision.YEAR.rank:
            context.before = None if frame or not jump else told
    context.reference = replace(point, clock=None, part=None, zone=None)
    context.told_day = context.reference if point.precision is Precision.DAY else context.told_day
    if point.precision is Precision.QUARTER:
        context.quarter, context.longer = point, False


def compare_longer(expression: Amount, context: Context) -> None:
    """From "the nine months" on, "a year earlier" is no longer the quarter of the year before."""
    (number, unit), *rest = expression.parts
    if not rest and unit == "month" and number is not None and number > _QUARTER:
        context.longer = True


def _remember(point: Point, context: Context) -> None:
    if context.latest is None or context.latest.day < point.day:
        context.latest = replace(point, clock=None, part=None, zone=None)
