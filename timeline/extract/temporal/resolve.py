"""An expression and what surrounds it -> a time on the calendar.

The context carries what a reader carries: the publication date, the last date told, and whether the
text tells history (dates count from the last one told) or news (dates count from publication).
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from timeline.core.precision import Precision, add_months, step, truncate
from timeline.extract.temporal.build import SIZES
from timeline.extract.temporal.expression import (
    Amount,
    Expression,
    Fields,
    Moved,
    Nth,
    Origin,
    Repeated,
    Shift,
    Vague,
)
from timeline.extract.temporal.feasts import feast_day
from timeline.extract.temporal.numbers import two_digit_year
from timeline.extract.temporal.points import (
    Point,
    at_unit,
    clamp_day,
    nth_in,
    precision_of,
    same_quarter_before,
    season_day,
)


@dataclass(slots=True, kw_only=True)
class Context:
    """What is carried through a text. `reference` is the last date told, None before the first.

    `history` is true for a text that tells of long ago by explicit dates; `past` is the tense of the
    clause, None where it has no cue.
    """

    anchor: date
    history: bool = False
    reference: Point | None = None
    quarter: Point | None = None
    past: bool | None = None

    @property
    def day(self) -> date:
        """The civil day of the reference where history is told, else of publication."""
        if self.history and self.reference is not None:
            return self.reference.day
        return self.anchor

    def origin(self, origin: Origin) -> Point:
        """The point that a relative expression counts from."""
        here = Point(day=self.anchor, precision=Precision.DAY)
        if origin is Origin.ANCHOR or self.reference is None:
            return here
        if origin is Origin.CONTEXT and not self.history:
            return here
        return self.reference


def resolve(expression: Expression, context: Context) -> Point | None:
    """The time that the expression names; None where it names none on the calendar."""
    try:
        match expression:
            case Fields():
                return _fields(expression, context)
            case Shift():
                return _shift(expression, context)
            case Moved():
                return _moved(expression, context)
            case Nth():
                return _nth(expression, context)
            case Amount() | Vague() | Repeated():
                return None
    except (ValueError, OverflowError):
        return None


def _shift(shift: Shift, context: Context) -> Point | None:
    origin = context.origin(shift.origin)
    unit = "day" if shift.unit == "night" else shift.unit
    if unit in {"hour", "minute", "second"}:
        return None
    return at_unit(origin.moved(unit, shift.count).day, unit, bc=origin.bc)


def _moved(moved: Moved, context: Context) -> Point | None:
    if isinstance(moved.origin, Origin):
        origin = context.origin(moved.origin)
    else:
        found = resolve(moved.origin, context)
        if found is None:
            return None
        origin = found
    number, unit = moved.amount.parts[-1]
    if any(count is None for count, _ in moved.amount.parts):
        return None
    if unit == "year" and number == 1 and moved.sign < 0 and isinstance(moved.origin, Origin):
        quarter = context.quarter
        if quarter is None and moved.exact:
            quarter = Point(
                day=step(context.anchor, Precision.QUARTER, -1), precision=Precision.QUARTER
            )
        if quarter is not None:
            return same_quarter_before(quarter)
    for count, name in moved.amount.parts:
        origin = _move(origin, name, (count or 0) * moved.sign)
    if unit in {"hour", "minute", "second"}:
        return origin.at(Precision.DAY) if isinstance(moved.origin, Origin) else None
    precision = precision_of(unit)
    if number is not None and number != int(number):
        precision = {Precision.YEAR: Precision.MONTH, Precision.DECADE: Precision.YEAR}.get(
            precision, precision
        )
    fine = isinstance(moved.origin, Origin) and moved.origin is not Origin.REFERENCE
    if precision in {Precision.DECADE, Precision.CENTURY}:
        precision = Precision.YEAR
    if not fine and origin.precision is Precision.DAY and precision is Precision.WEEK:
        precision = Precision.DAY
    if origin.precision.rank > precision.rank:
        precision = origin.precision
    return origin.at(precision)


def _move(origin: Point, unit: str, count: float) -> Point:
    if unit in {"hour", "minute", "second"}:
        return origin
    if count == int(count):
        return origin.moved(unit, int(count))
    if unit in {"year", "decade", "century"}:
        months = round(count * 12 * SIZES.get(unit, 1))
        return replace(origin, day=add_months(origin.day, months))
    days = {"week": 7, "month": 30, "day": 1}.get(unit, 1)
    return replace(origin, day=origin.day + timedelta(days=round(count * days)))


def _nth(nth: Nth, context: Context) -> Point | None:
    if nth.of is None:
        precision = {"day": Precision.MONTH, "week": Precision.MONTH, "month": Precision.YEAR}.get(
            nth.unit, Precision.YEAR
        )
        outer = Point(day=context.day, precision=precision)
    else:
        found = resolve(nth.of, context)
        if found is None:
            return None
        outer = found
    return nth_in(outer, nth.n, nth.unit)


# --- fields -------------------------------------------------------------------------------------


def _fields(fields: Fields, context: Context) -> Point | None:
    point = _day_fields(fields, context)
    if point is None:
        return None
    if fields.clock or fields.part:
        clock = None if fields.part and not fields.clock else fields.clock
        point = replace(
            point if point.precision is Precision.DAY else point.at(Precision.DAY),
            clock=clock, part=None if clock else fields.part, zone=fields.zone,
        )  # fmt: skip
    return point


def _day_fields(fields: Fields, context: Context) -> Point | None:
    if fields.century is not None:
        return Point(day=date(fields.century * 100 - 99 if fields.bc else max(1, fields.century * 100 - 100), 1, 1),
                     precision=Precision.CENTURY, bc=fields.bc)  # fmt: skip
    if fields.decade is not None:
        return Point(
            day=date(_decade_year(fields.decade, context), 1, 1),
            precision=Precision.DECADE,
            bc=fields.bc,
        )
    year, bc = _year(fields, context)
    if year is not None:
        return _in_year(fields, year, context, bc=bc)
    if fields.of is not None:
        return _in_outer(fields, context)
    return _nearest(fields, context)


def _decade_year(decade: int, context: Context) -> int:
    if decade >= 10:
        return decade * 10
    year = context.anchor.year // 100 * 100 + decade * 10
    return year - 100 if year > context.anchor.year else year


def _year(fields: Fields, context: Context) -> tuple[int | None, bool]:
    """The year that is written, or stands on the outer expression."""
    if fields.year is None:
        return None, False
    if fields.short_year:
        return two_digit_year(fields.year, context.anchor.year), False
    return fields.year or None, fields.bc


def _in_year(fields: Fields, year: int, context: Context, *, bc: bool) -> Point | None:
    if fields.month and fields.day:
        day = clamp_day(year, fields.month, fields.day)
        return Point(day=day, precision=Precision.DAY, bc=bc) if day else None
    if fields.month:
        return Point(day=date(year, fields.month, 1), precision=Precision.MONTH, bc=bc)
    if fields.season:
        return Point(day=season_day(year, fields.season), precision=Precision.SEASON, bc=bc)
    if fields.quarter:
        return Point(day=date(year, fields.quarter * 3 - 2, 1), precision=Precision.QUARTER, bc=bc)
    if fields.half:
        return Point(day=date(year, fields.half * 6 - 5, 1), precision=Precision.HALF, bc=bc)
    if fields.week:
        return Point(day=date.fromisocalendar(year, fields.week, 1), precision=Precision.WEEK)
    if fields.feast:
        return Point(day=feast_day(fields.feast, year), precision=Precision.DAY)
    if fields.weekday is not None or fields.day or fields.clock or fields.part:
        return None
    return Point(day=date(year, 1, 1), precision=Precision.YEAR, bc=bc, fiscal=fields.fiscal)


def _in_outer(fields: Fields, context: Context) -> Point | None:
    """A finer time inside the time that `of` names."""
    outer = resolve(fields.of, context) if fields.of is not None else None
    if outer is None:
        return None
    first = truncate(outer.day, outer.precision)
    if outer.precision is Precision.DAY:
        return outer.at(Precision.DAY)
    if (
        outer.precision.rank >= Precision.YEAR.rank
        and not outer.precision.rank > Precision.YEAR.rank
    ):
        return _in_year(fields, outer.day.year, context, bc=outer.bc) or _weekday_in(
            fields, first, outer
        )
    return _weekday_in(fields, first, outer) or outer


def _weekday_in(fields: Fields, first: date, outer: Point) -> Point | None:
    if fields.weekday is not None:
        day = first + timedelta(days=(fields.weekday - first.weekday()) % 7)
        return Point(day=day, precision=Precision.DAY, bc=outer.bc)
    if fields.weekend:
        return Point(day=first, precision=Precision.WEEK, weekend=True)
    if fields.day and outer.precision is Precision.MONTH:
        inside = clamp_day(first.year, first.month, fields.day)
        return Point(day=inside, precision=Precision.DAY, bc=outer.bc) if inside else None
    return None


# --- the year or week that is not written -------------------------------------------------------


def _nearest(fields: Fields, context: Context) -> Point | None:
    if fields.month or fields.season or fields.quarter or fields.half or fields.feast:
        return _nearest_in_year(fields, context)
    if fields.weekday is not None:
        return _weekday(fields, context)
    if fields.weekend:
        return _weekend(fields, context)
    if fields.day:
        return _day_of_month(fields, context)
    if fields.clock or fields.part:
        told = context.reference
        if told is not None and told.precision is Precision.DAY:
            return told.at(Precision.DAY)
        return Point(day=context.anchor, precision=Precision.DAY)
    return None


def _nearest_in_year(fields: Fields, context: Context) -> Point | None:
    if context.history and context.reference is not None and fields.nearest is None:
        told = context.reference
        return _in_year(fields, told.day.year + _turn(fields, told), context, bc=told.bc)
    anchor = context.anchor
    candidates = [
        point
        for year in (anchor.year - 1, anchor.year, anchor.year + 1)
        if (point := _in_year(fields, year, context, bc=False)) is not None
    ]
    here = [point for point in candidates if _holds(point, anchor)]
    before = [point for point in candidates if point.day < anchor and point not in here]
    after = [point for point in candidates if point.day > anchor and point not in here]
    if fields.nearest is not None and fields.nearest < 0:
        return before[-1] if before else None
    if fields.nearest is not None and fields.nearest > 0:
        return after[0] if after else None
    if fields.nearest == 0:
        return next((one for one in candidates if one.day.year == anchor.year), None)
    if here and not (fields.quarter and context.past is not False):
        return here[0]
    if fields.quarter and context.past is not False and before:
        return before[-1]
    return _by_tense(before, after, context)


def _turn(fields: Fields, told: Point) -> int:
    """1 where a story told month by month has gone over the end of the year, else 0."""
    if not fields.month or told.precision.rank > Precision.SEASON.rank or told.bc:
        return 0
    return (
        1
        if told.day.month - fields.month >= 9
        else -1
        if fields.month - told.day.month >= 10
        else 0
    )


def _by_tense(before: list[Point], after: list[Point], context: Context) -> Point | None:
    """The one that the tense allows; without a cue the nearer one.

    A past tense never reaches ahead and a future one never back, but where the other side lies four
    times nearer the cue belongs to another clause.
    """
    if not before or not after:
        return (before or after or [None])[-1 if before else 0]
    back, ahead = before[-1], after[0]
    behind, distance = (context.anchor - back.day).days, (ahead.day - context.anchor).days
    if context.past is True:
        return ahead if distance * 8 < behind and distance < 30 else back
    if context.past is False:
        return back if behind * 8 < distance and behind < 30 else ahead
    return back if behind <= distance * 1.5 else ahead


def _holds(point: Point, day: date) -> bool:
    return truncate(point.day, point.precision) == truncate(day, point.precision)


def _weekday(fields: Fields, context: Context) -> Point:
    told = context.reference
    day = context.anchor
    if context.history and told is not None and told.precision is Precision.DAY:
        day = told.day
        back = 0 if fields.nearest is None else -7 if fields.nearest < 0 else 0
        ahead = (fields.weekday - day.weekday()) % 7 if fields.weekday is not None else 0
        return Point(day=day + timedelta(days=ahead + back), precision=Precision.DAY)
    behind = (day.weekday() - (fields.weekday or 0)) % 7
    if fields.nearest is not None and fields.nearest < 0:
        chosen = day - timedelta(days=behind or 7)
    elif fields.nearest is not None and fields.nearest > 0:
        chosen = day + timedelta(days=7 - behind)
    elif fields.nearest == 0 or context.past is False:
        chosen = day + timedelta(days=(7 - behind) % 7)
        if fields.nearest == 0 and context.past:
            chosen = day - timedelta(days=behind)
    else:
        chosen = day - timedelta(days=behind)
    return Point(day=chosen, precision=Precision.DAY)


def _weekend(fields: Fields, context: Context) -> Point:
    day = context.day
    weeks = fields.nearest
    if weeks is None:
        weeks = -1 if context.past and day.weekday() < 5 else 0
    elif weeks < 0 and day.weekday() >= 5:
        weeks = -1
    return Point(day=step(day, Precision.WEEK, weeks), precision=Precision.WEEK, weekend=True)


def _day_of_month(fields: Fields, context: Context) -> Point | None:
    told = context.reference
    base = (
        told.day
        if told is not None and told.precision.rank <= Precision.MONTH.rank
        else context.day
    )
    bc = told.bc if told is not None and base == told.day else False
    day = clamp_day(base.year, base.month, fields.day or 1)
    return Point(day=day, precision=Precision.DAY, bc=bc) if day else None
