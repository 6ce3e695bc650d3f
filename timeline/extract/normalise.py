"""Article -> Timex values: the expressions found, resolved against what the reader knows.

What is carried from one expression to the next, over paragraph breaks too, is the reference time
(the last date told) and whether the article tells history or news, which its explicit years and
deictic words decide as a whole. Nothing else reaches from one paragraph into another.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import TypeGuard

from timeline.core.article import Article
from timeline.core.interval import Bound, Interval, unit
from timeline.core.precision import Precision, add_months, step
from timeline.core.timex import Mod, Timex, TimexType
from timeline.extract.recognise import recognise
from timeline.extract.temporal import lexicon, story
from timeline.extract.temporal.expression import (
    Amount,
    Expression,
    Fields,
    Found,
    Moved,
    Origin,
    Repeated,
    Shift,
    Vague,
)
from timeline.extract.temporal.lengths import duration_value
from timeline.extract.temporal.lexicon import Language
from timeline.extract.temporal.nearest import Context
from timeline.extract.temporal.points import LOCAL, Point, precision_of
from timeline.extract.temporal.resolve import resolve
from timeline.extract.temporal.tense import is_past, puts_off

_PART_BY = {Mod.START: 0.25, Mod.MID: 0.5}
"""How much of a unit is over where something is due "by early" and "by mid" of it."""

_AHEAD = {"by", "before", "within", "until"}
"""Bounds that look ahead where no verb says otherwise."""


def tag(article: Article) -> tuple[Timex, ...]:
    """The temporal expressions of the article, in text order and without overlap."""
    language = lexicon.load(article.lang)
    found = recognise(article.text, language)
    anchor = article.anchor.day
    context = Context(anchor=anchor, history=story.tells_history(found, anchor))
    tagged = []
    end = 0
    for one in found:
        context.new_paragraph = "\n\n" in article.text[end : one.start]
        end = one.end
        context.past = is_past(article.text, one.start, one.end, language.tense)
        put_off = one.bound == Bound.UNTIL and puts_off(article.text, one.start, language.tense)
        if put_off or (context.past is None and one.bound in _AHEAD):
            context.past = False
        story.forget_what_is_to_come(context)
        if _is_limit(one, context):
            context.reference = context.latest
        timex = _timex(one, article, context)
        if timex is not None:
            tagged.append(timex)
    return tuple(tagged)


def _timex(found: Found, article: Article, context: Context) -> Timex | None:
    valued = _valued(found.expression, context, lexicon.load(article.lang))
    if valued is None:
        return None
    kind, value, point = valued
    bound = _bound(found)
    interval = _interval(found, point, article, context)
    if isinstance(found.expression, Amount):
        story.compare_longer(found.expression, context)
    if point is not None:
        story.carry(found, point, article.text, context)
    return Timex(
        text=article.text[found.start : found.end],
        start=found.start,
        end=found.end,
        type=kind,
        value=value,
        mod=found.mod,
        interval=interval,
        bound=bound if interval is not None else None,
        lead=found.lead if found.lead is not None and interval is not None else found.start,
    )


def _valued(
    expression: Expression, context: Context, language: Language
) -> tuple[TimexType, str, Point | None] | None:
    """Type, value and time on the calendar; None where the expression names nothing."""
    point = resolve(expression, context)
    match expression:
        case Shift(unit="day", count=0, origin=Origin.ANCHOR) if context.history:
            return TimexType.DATE, "PRESENT_REF", None
        case Fields(part=str() as part) if _is_habit(expression, context):
            return TimexType.TIME, f"XXXX-XX-XXT{part}", None
        case Amount():
            return TimexType.DURATION, duration_value(expression), point
        case Vague() if expression.history and not context.history:
            return None
        case Vague():
            return TimexType(expression.type), expression.value, point
        case Repeated():
            return TimexType.SET, expression.value, point
        case Moved() if expression.is_clock and expression.origin is Origin.REFERENCE:
            return TimexType.DURATION, duration_value(expression.amount), point
        case _ if point is not None:
            kind = TimexType.TIME if point.clock or point.part else TimexType.DATE
            return kind, point.value, point
        case Moved():
            return *_of_vague(expression, language), None
        case _:
            return None


def _of_vague(moved: Moved, language: Language) -> tuple[TimexType, str]:
    """What "a few years ago" is in the language: a length, or a reference to past or future."""
    if language.vague_length:
        return TimexType.DURATION, duration_value(moved.amount)
    return TimexType.DATE, "PAST_REF" if moved.sign < 0 else "FUTURE_REF"


def _is_limit(found: Found, context: Context) -> bool:
    """True for a limit that counts on from a date, such as "within a year after that".

    It looks ahead, so it counts from the latest date that was written out, and not from the day
    on which somebody spoke.
    """
    counted = isinstance(found.expression, Moved) and found.expression.origin is Origin.REFERENCE
    told, latest = context.reference, context.latest
    ahead = latest is not None and (told is None or told.day < latest.day)
    return counted and ahead and found.bound == Bound.WITHIN


def _bound(found: Found) -> Bound | None:
    """The bound of the preposition; "before the end of" includes the unit; a range has none."""
    if found.bound is None or found.until is not None:
        return None
    bound = Bound(found.bound)
    return Bound.BY if bound is Bound.BEFORE and found.mod is Mod.END else bound


def _is_habit(fields: Fields, context: Context) -> bool:
    """True for a part of day that a history tells without a day: "they marched at night"."""
    named = (fields.day, fields.weekday, fields.of, fields.month, fields.feast)
    day_told = context.reference is not None and context.reference.precision is Precision.DAY
    return context.history and not day_told and all(one is None for one in named)


def _interval(
    found: Found, point: Point | None, article: Article, context: Context
) -> Interval | None:
    anchor = article.anchor.day
    bound = _bound(found)
    try:
        if isinstance(found.expression, Amount):
            return _reach(found.expression, anchor, bound)
        if _is_term(found.expression, bound):
            return _reach(found.expression.amount, anchor, Bound.WITHIN)
        return None if point is None or point.bc else _of_point(found, point, article, context)
    except (ValueError, OverflowError):
        return None


def _is_term(expression: object, bound: Bound | None) -> TypeGuard[Moved]:
    """True for a length from today that is a limit ("d'ici un an"): it ends to the day."""
    if not isinstance(expression, Moved) or bound is not Bound.BY:
        return False
    return expression.sign > 0 and expression.origin is Origin.ANCHOR


def _reach(amount: Amount, anchor: date, bound: Bound | None) -> Interval | None:
    """The stretch that a length covers from the anchor; None where it hangs on nothing."""
    ahead = amount.ago or (1 if bound is Bound.WITHIN else 0)
    if not ahead or any(number is None for number, _ in amount.parts):
        return None
    end = Point(day=anchor, precision=Precision.DAY)
    for number, name in amount.parts:
        if number is None or number != int(number):
            return None
        end = end.moved(name, int(number) * ahead)
    if end.day == anchor:
        return None
    precision = precision_of(amount.parts[0][1])
    precision = Precision.DAY if precision.is_clock or bound is Bound.WITHIN else precision
    first, last = sorted((anchor, end.day))
    after = last + timedelta(days=1) if bound is Bound.WITHIN else last
    return Interval(start=first, end=after, precision=precision)


def _of_point(found: Found, point: Point, article: Article, context: Context) -> Interval | None:
    bound = _bound(found)
    if found.clock is not None:
        point = resolve(found.clock, context) or point
    if point.clock and (clock := _instant(point, article)) is not None:
        return Interval(start=clock, end=clock + timedelta(minutes=1), precision=Precision.MINUTE)
    loose = found.mod in {Mod.START, Mod.MID, Mod.APPROX} or (
        found.mod is Mod.END and not (bound and bound.is_upper)
    )
    if point.weekend:
        saturday = unit(point.day, Precision.WEEK).first_day or point.day
        saturday += timedelta(days=5)
        return Interval(
            start=saturday,
            end=step(saturday, Precision.DAY, 2),
            precision=Precision.DAY,
            approximate=loose,
        )
    whole = unit(point.day, point.precision, approximate=loose)
    last = resolve(found.until, context) if found.until is not None else None
    weekday = isinstance(found.until, Fields) and found.until.weekday is not None
    if last is not None and weekday and last.day < point.day:
        last = last.moved("week", 1)  # "from Friday to Monday"
    if last is not None and last.day >= point.day:
        whole = replace(whole, end=unit(last.day, last.precision).end)
    if bound is not None and bound.is_upper and found.mod in _PART_BY:
        whole = _opening(whole, _PART_BY[found.mod])
    return whole


def _opening(whole: Interval, share: float) -> Interval:
    """The first part of a unit, to whole months of a year: "by early 2026" is over in March."""
    first, last = whole.first_day, whole.last_day
    if first is None or last is None:
        return whole
    days = round(((last - first).days + 1) * share)
    if whole.precision.rank >= Precision.QUARTER.rank:
        months = round(days / 30.4)
        return replace(whole, end=add_months(first, max(months, 1)))
    return replace(whole, end=first + timedelta(days=max(days, 1)))


def counted(text: str, lang: str, day: date) -> Interval | None:
    """The day that a length in words leads to from `day`: "a year after" 3 May 2025."""
    found = [
        one.expression
        for one in recognise(text, lexicon.load(lang))
        if isinstance(one.expression, Moved)
    ]
    here = Point(day=day, precision=Precision.DAY)
    context = Context(anchor=day, reference=here)
    point = resolve(replace(found[0], origin=Origin.REFERENCE), context) if found else None
    if point is None or point.bc:
        return None
    return unit(point.day, Precision.DAY)


def _zone(named: str | None) -> tzinfo | None:
    """The zone of "Z", "-05", "+02:00"; None for none and for a local time."""
    if named in {None, LOCAL}:
        return None
    return datetime.fromisoformat(f"2000-01-01T00:00{named}").tzinfo


def _instant(point: Point, article: Article) -> datetime | None:
    """The clock time as an instant, in the zone named, else that of publication; None without."""
    hour, minute = (int(part) for part in (point.clock or "00:00").split(":"))
    zone = _zone(point.zone)
    if zone is None and isinstance(article.anchor.published, datetime):
        zone = article.anchor.published.tzinfo
    if zone is None:
        return None
    day = point.day + timedelta(days=hour // 24)
    return datetime(day.year, day.month, day.day, hour % 24, minute, tzinfo=zone)
