"""An expression and what surrounds it -> a time on the calendar.

The context carries what a reader carries: the publication date, the last date told, and whether the
text tells history (dates count from the last one told) or news (dates count from publication).
"""

from dataclasses import replace
from datetime import date, timedelta

from timeline.core.precision import Precision, add_months, step, truncate
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
from timeline.extract.temporal.lengths import SIZES
from timeline.extract.temporal.nearest import Context, decade_year, in_year, nearest, year_of
from timeline.extract.temporal.points import (
    Point,
    at_unit,
    clamp_day,
    nth_in,
    precision_of,
    same_unit_before,
)


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
    told = context.history and shift.unit not in {"day", "night"}
    origin = context.origin(Origin.CONTEXT if told else shift.origin)
    if (shift.unit, shift.count, shift.origin) == ("quarter", 0, Origin.CONTEXT):
        return context.quarter or at_unit(origin.moved("quarter", -1).day, "quarter")
    unit = "day" if shift.unit == "night" else shift.unit
    if unit == "day" and origin.precision is not Precision.DAY:
        origin = context.day_in(origin)
    if unit in {"hour", "minute", "second"}:
        return None
    return at_unit(origin.moved(unit, shift.count).day, unit, bc=origin.bc)


def _moved(moved: Moved, context: Context) -> Point | None:
    if any(count is None for count, _ in moved.amount.parts):
        return None
    compared = _compared(moved, context)
    if compared is not None:
        return compared
    counted = moved.origin
    start = context.origin(counted) if isinstance(counted, Origin) else resolve(counted, context)
    if start is None:
        return None
    if moved.exact and not isinstance(counted, Origin):
        return same_unit_before(start)
    origin = start
    for count, name in moved.amount.parts:
        origin = _move(origin, name, (count or 0) * moved.sign)
    number, unit = moved.amount.parts[-1]
    if unit in {"hour", "minute", "second"}:
        return origin.at(Precision.DAY) if isinstance(moved.origin, Origin) else None
    return origin.at(_moved_precision(origin, number or 0, unit, moved.origin))


def _compared(moved: Moved, context: Context) -> Point | None:
    """The same quarter of the year before, where results are compared: "a year earlier"."""
    number, unit = moved.amount.parts[0]
    if (number, unit, moved.sign) != (1, "year", -1) or not isinstance(moved.origin, Origin):
        return None
    quarter = context.quarter
    if context.longer and not moved.exact:  # "the nine months" are compared with the whole year
        year = None if quarter is None else quarter.day.year - 1
        return None if year is None else Point(day=date(year, 1, 1), precision=Precision.YEAR)
    if quarter is not None and moved.exact and context.past and quarter.day > context.anchor:
        quarter = None  # what is compared is over
    if quarter is None and moved.exact:
        quarter = Point(
            day=step(context.anchor, Precision.QUARTER, -1), precision=Precision.QUARTER
        )
    return None if quarter is None else same_unit_before(quarter)


def _moved_precision(
    origin: Point, number: float, unit: str, counted: Origin | Expression
) -> Precision:
    """How finely a moved point is known: "six weeks ago" a week, "six weeks after 3 May" a day."""
    precision = precision_of(unit)
    if number != int(number) and precision is Precision.YEAR:
        precision = Precision.MONTH
    if precision in {Precision.DECADE, Precision.CENTURY}:
        precision = Precision.YEAR
    from_told = not isinstance(counted, Origin) or counted is Origin.REFERENCE
    if from_told and origin.precision is Precision.DAY and precision is Precision.WEEK:
        precision = Precision.DAY
    return max(precision, origin.precision, key=lambda one: one.rank)


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
    if nth.n == 0:  # the unit around it: "the week of 7 January"
        return at_unit(outer.day, nth.unit, bc=outer.bc)
    return nth_in(outer, nth.n, nth.unit)


def _fields(fields: Fields, context: Context) -> Point | None:
    point = _day_fields(fields, context)
    if point is None:
        return None
    if fields.clock or fields.part:
        clock = None if fields.part and not fields.clock else fields.clock
        point = replace(
            point if point.precision is Precision.DAY else point.at(Precision.DAY),
            clock=clock,
            part=None if clock else fields.part,
            zone=fields.zone,
        )
    return point


def _day_fields(fields: Fields, context: Context) -> Point | None:
    if fields.told_quarter:
        quarter = None if context.longer else context.quarter
        number = None if quarter is None else (quarter.day.month + 2) // 3
        fields = replace(fields, quarter=number, told_quarter=False)
    if fields.century is not None:
        return Point(
            day=date(
                fields.century * 100 - 99 if fields.bc else max(1, fields.century * 100 - 100), 1, 1
            ),
            precision=Precision.CENTURY,
            bc=fields.bc,
        )
    if fields.decade is not None:
        return Point(
            day=date(decade_year(fields.decade, context), 1, 1),
            precision=Precision.DECADE,
            bc=fields.bc,
        )
    written, bc = year_of(fields, context)
    if written is not None:
        return in_year(fields, written, bc=bc)
    if fields.of is not None:
        return _in_outer(fields, context)
    return nearest(fields, context)


def _in_outer(fields: Fields, context: Context) -> Point | None:
    """A finer time inside the time that `of` names."""
    outer = resolve(fields.of, context) if fields.of is not None else None
    if outer is None:
        return None
    first = truncate(outer.day, outer.precision)
    if outer.precision is Precision.DAY:  # "from 4 March to | 11" has the month before it
        day = clamp_day(outer.day.year, outer.day.month, fields.day or outer.day.day)
        return Point(day=day, precision=Precision.DAY, bc=outer.bc) if day else None
    if (
        outer.precision.rank >= Precision.YEAR.rank
        and not outer.precision.rank > Precision.YEAR.rank
    ):
        return in_year(fields, outer.day.year, bc=outer.bc) or _weekday_in(fields, first, outer)
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
