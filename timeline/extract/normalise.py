"""Article -> Timex values: where time is named, with its TIMEX3 value and interval."""

import re
from dataclasses import replace
from datetime import date

from timeline.core.article import Article
from timeline.core.interval import Bound, Interval, unit
from timeline.core.precision import Precision, add_months, step
from timeline.core.timex import Mod, Timex, TimexType

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_UNITS = {"week": Precision.WEEK, "month": Precision.MONTH, "year": Precision.YEAR}
_SHIFTS = {"last": -1, "this": 0, "the": 0, "next": 1}
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_BOUNDS = {"by": Bound.BY, "before": Bound.BEFORE, "until": Bound.UNTIL, "since": Bound.SINCE}
_SCAN = re.compile(
    rf"(?:\b(?P<bound>by|before|until|since) )?\b(?:"
    rf"(?P<wday>{'|'.join(_WEEKDAYS)})(?: (?P<part>morning|evening|night))?"
    r"|(?P<deictic>today|yesterday|tomorrow)"
    rf"|(?P<decade>the next decade)"
    rf"|(?P<mod>the end of )?(?P<shift>last|this|next|the) (?P<unit>week|month|year)"
    rf"|(?P<day>\d\d?) (?P<month>(?-i:{'|'.join(_MONTHS)}))(?: (?P<year>\d{{4}}))?"
    r"|(?P<alone>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)


def tag(article: Article) -> tuple[Timex, ...]:
    """The temporal expressions of the article, in text order and without overlap."""
    found = []
    for match in _SCAN.finditer(article.text):
        lead = match.start()
        start = match.end("bound") + 1 if match["bound"] else lead
        timex = _read(match, start, article.anchor.day)
        if timex is not None:
            bound = _BOUNDS[match["bound"].lower()] if match["bound"] else None
            found.append(replace(timex, bound=bound, lead=lead))
    return tuple(found)


def _read(match: re.Match[str], start: int, day: date) -> Timex | None:
    mod, part = None, {"morning": "TMO", "evening": "TEV", "night": "TNI"}
    kind, tail = TimexType.DATE, ""
    interval: Interval
    if match["wday"]:
        back = (day.weekday() - _WEEKDAYS.index(match["wday"].lower())) % 7
        interval = unit(step(day, Precision.DAY, -back), Precision.DAY)
        if match["part"]:
            kind, tail = TimexType.TIME, part[match["part"].lower()]
    elif match["deictic"]:
        interval = unit(step(day, Precision.DAY, _DAYS[match["deictic"].lower()]), Precision.DAY)
    elif match["decade"]:
        interval = Interval(start=day, end=add_months(day, 120), precision=Precision.DECADE)
        return _timex(match, start, TimexType.DURATION, "P10Y", interval, None)
    elif match["unit"]:
        size, count = _UNITS[match["unit"].lower()], _SHIFTS[match["shift"].lower()]
        if match["shift"].lower() == "the" and not match["mod"]:
            return None
        interval = unit(step(day, size, count), size)
        mod = Mod.END if match["mod"] else None
    elif match["day"]:
        year = int(match["year"] or day.year)
        try:
            interval = unit(
                date(year, _MONTHS.index(match["month"].capitalize()) + 1, int(match["day"])),
                Precision.DAY,
            )
        except ValueError:
            return None
    else:
        interval = unit(date(int(match["alone"]), 1, 1), Precision.YEAR)
    return _timex(match, start, kind, _value(interval) + tail, interval, mod)


def _value(interval: Interval) -> str:
    day = interval.first_day or date.min
    match interval.precision:
        case Precision.WEEK:
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
        case Precision.MONTH:
            return f"{day:%Y-%m}"
        case Precision.YEAR:
            return f"{day:%Y}"
        case _:
            return day.isoformat()


def _timex(
    match: re.Match[str],
    start: int,
    kind: TimexType,
    value: str,
    interval: Interval,
    mod: Mod | None,
) -> Timex:
    text = match.string[start : match.end()]
    return Timex(
        text=text, start=start, end=match.end(), type=kind, value=value, interval=interval, mod=mod
    )
