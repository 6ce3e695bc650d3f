"""A date as far as it is named, and what surrounds it -> the year or week that is not written."""

from dataclasses import dataclass
from datetime import date, timedelta

from timeline.core.precision import Precision, step, truncate
from timeline.extract.temporal.expression import Fields, Origin
from timeline.extract.temporal.feasts import feast_day
from timeline.extract.temporal.numbers import two_digit_year
from timeline.extract.temporal.points import Point, clamp_day, season_day

_GOES_ON = 92
"""Days in which a story takes up its thread again after an aside into another year."""


@dataclass(slots=True, kw_only=True)
class Context:
    """What is carried through a text. `reference` is the last date told, None before the first.

    `history` is true for a text that tells of long ago by explicit dates; `past` is the tense of
    the clause, None where it has no cue; `quarter` is the last quarter told,
    `new_paragraph` true for the first time of a paragraph. `latest` is the latest day that was
    written out as a date.
    """

    anchor: date
    history: bool = False
    reference: Point | None = None
    quarter: Point | None = None
    longer: bool = False
    latest: Point | None = None
    past: bool | None = None
    new_paragraph: bool = True
    told_day: Point | None = None
    before: Point | None = None
    """The last month or day that was told before the story went into the year of `reference`."""

    @property
    def day(self) -> date:
        """The civil day of the reference where history is told, else of publication."""
        if self.history and self.reference is not None:
            return self.reference.day
        return self.anchor

    def day_in(self, told: Point) -> Point:
        """The last day told inside a coarser time told after it; in news any, else publication."""
        day = self.told_day
        if day is not None and day.bc == told.bc:
            inside = truncate(day.day, told.precision) == truncate(told.day, told.precision)
            if inside or not self.history:
                return day
        return told if self.history else Point(day=self.anchor, precision=Precision.DAY)

    def origin(self, origin: Origin) -> Point:
        """The point that a relative expression counts from."""
        here = Point(day=self.anchor, precision=Precision.DAY)
        if origin is Origin.ANCHOR or self.reference is None:
            return here
        if origin is Origin.CONTEXT and not self.history:
            return here
        return self.reference


def decade_year(decade: int, context: Context) -> int:
    """The first year of a decade; one digit means the last such decade before the anchor."""
    if decade >= 10:
        return decade * 10
    year = context.anchor.year // 100 * 100 + decade * 10
    return year - 100 if year > context.anchor.year else year


def year_of(fields: Fields, context: Context) -> tuple[int | None, bool]:
    """The year that is written, or stands on the outer expression."""
    if fields.year is None:
        return None, False
    if fields.short_year:
        return two_digit_year(fields.year, context.anchor.year), False
    return fields.year or None, fields.bc


def in_year(fields: Fields, year: int, *, bc: bool) -> Point | None:
    """What the fields name in that year; None where a year does not settle it."""
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


def nearest(fields: Fields, context: Context) -> Point | None:
    """The occurrence that the context asks for, of fields without a year."""
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
    if fields.weekday is not None and fields.day:
        return _on_weekday(fields, context)
    if context.history and context.reference is not None and fields.nearest is None:
        return _in_story(fields, context.reference, context)
    anchor = context.anchor
    candidates = [
        point
        for year in (anchor.year - 1, anchor.year, anchor.year + 1)
        if (point := in_year(fields, year, bc=False)) is not None
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
    if here:
        return here[0]
    if fields.quarter and before and after:  # results are told of the nearest quarter
        nearer = (
            context.past is not False
            or (context.anchor - before[-1].day) <= (after[0].day - context.anchor) * 2
        )
        return before[-1] if nearer else after[0]
    return _by_tense(before, after, context)


def _in_story(fields: Fields, told: Point, context: Context) -> Point | None:
    """The one in the year that the story is in.

    After an aside into another year a story goes on where it was: a date that would lead back in
    the year of the aside, but on by a season at most in the year before it, belongs to the latter.
    """
    point = in_year(fields, told.day.year + _turn(fields, told, context), bc=told.bc)
    before = context.before
    if before is None or point is None or told.bc or before.bc:
        return point
    resumed = in_year(fields, before.day.year, bc=False)
    lone = told.precision.rank >= Precision.YEAR.rank
    back = truncate(point.day, told.precision) < truncate(told.day, told.precision)
    goes_on = resumed is not None and 0 <= (resumed.day - before.day).days <= _GOES_ON
    return resumed if goes_on and (lone or back) else point


def _on_weekday(fields: Fields, context: Context) -> Point | None:
    """The nearest year in which the date falls on the weekday that is told with it."""
    years = {context.anchor.year + offset for offset in range(-4, 5)}
    if context.reference is not None:
        years |= {context.reference.day.year}
    days = [point for year in years if (point := in_year(fields, year, bc=False)) is not None]
    fitting = [point for point in days if point.day.weekday() == fields.weekday] or days
    return min(fitting, key=lambda point: abs(point.day - context.anchor), default=None)


def _turn(fields: Fields, told: Point, context: Context) -> int:
    """1 where a paragraph told month by month goes over the end of the year, -1 back, else 0."""
    fine = told.precision.rank <= Precision.SEASON.rank and not told.bc
    if not fields.month or not fine or context.new_paragraph:
        return 0
    months = fields.month - told.day.month
    return 1 if months <= -9 else -1 if months >= 10 else 0


def _by_tense(before: list[Point], after: list[Point], context: Context) -> Point | None:
    """The one that the tense allows; without a cue the nearer one.

    A past tense never reaches ahead and a future one never back, but where the other side lies
    far nearer the cue belongs to another clause.
    """
    if not before or not after:
        return before[-1] if before else after[0] if after else None
    back, ahead = before[-1], after[0]
    behind, distance = (context.anchor - back.day).days, (ahead.day - context.anchor).days
    if context.past is True:
        return ahead if distance * 5 < behind and distance < 60 else back
    if context.past is False:
        return back if behind * 8 < distance and behind < 30 else ahead
    return back if behind <= distance * 1.5 else ahead


def _holds(point: Point, day: date) -> bool:
    return truncate(point.day, point.precision) == truncate(day, point.precision)


def _weekday(fields: Fields, context: Context) -> Point:
    day = context.anchor
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
        just_over = context.past is None and day.weekday() < 3
        weeks = -1 if just_over or (context.past and day.weekday() < 5) else 0
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
