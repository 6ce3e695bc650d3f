"""Dates as the reader writes them: in the page's language, clock times in the chosen zone."""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import format_date, format_skeleton, get_timezone_name
from flask import g, has_request_context

from timeline.core import words as english
from timeline.core.interval import Interval, Moment, unit
from timeline.core.precision import Precision
from timeline.web.language import ENGLISH, N_, _, language, locale

_SEASONS = {
    3: N_("spring %(year)s"),
    6: N_("summer %(year)s"),
    9: N_("autumn %(year)s"),
    12: N_("winter %(year)s"),
}
_HALVES = {1: N_("first half of %(year)s"), 7: N_("second half of %(year)s")}


def use_zone(name: str) -> None:
    """Show clock times of this request in that zone."""
    g.zone = ZoneInfo(name)


def zone() -> tzinfo:
    """The zone of clock times in this request; UTC where none was chosen."""
    found: tzinfo = getattr(g, "zone", UTC) if has_request_context() else UTC
    return found


def zone_name() -> str:
    """The zone's name as the page says it."""
    found = zone()
    return "UTC" if found is UTC else found.key if isinstance(found, ZoneInfo) else str(found)


def is_zone(name: str) -> bool:
    """True for an IANA name."""
    return name in available_timezones()


def day(one: date) -> str:
    """`17 July 2025`, `17. Juli 2025`, `17 juillet 2025`."""
    return english.day(one) if language() == ENGLISH else format_date(one, "long", locale=locale())


def month(one: date) -> str:
    """`July 2025`."""
    return _formatted(one, "LLLL y")


def short_month(one: date) -> str:
    """`Jul`."""
    return _formatted(one, "LLL").rstrip(".")


def short_day(one: date) -> str:
    """`17 Jul`."""
    return format_date(one, "d MMM" if language() != "de" else "d. MMM", locale=locale())


def weekday(one: date) -> str:
    """`Thursday`."""
    return _formatted(one, "EEEE")


def short_weekday(one: date) -> str:
    """`Thu`."""
    return _formatted(one, "EEE").rstrip(".")


def month_names() -> dict[str, str]:
    """The months' long names with their short ones, as dates within a sentence have them."""
    long, brief = (locale().months["format"][width] for width in ("wide", "abbreviated"))
    if language() == ENGLISH:
        return {name: name[:3] for name in english.MONTHS}
    return {long[number]: brief[number] for number in range(1, 13)}


def shown(moment: Moment) -> Moment:
    """The moment on the reader's clock; a civil date never shifts."""
    return moment.astimezone(zone()) if isinstance(moment, datetime) else moment


def when(interval: Interval | None, *, deadline: bool = False) -> str:
    """The time in words, as timeline.core.words.when has it in English."""
    if language() == ENGLISH and not (interval and interval.precision.is_clock):
        return english.when(interval, deadline=deadline)
    if interval is None:
        return _("no date given")
    if interval.precision.is_clock:
        return _clock(interval, deadline=deadline)
    first, last = interval.first_day, interval.last_day
    if deadline and last:
        return _("by %(day)s", day=day(last))
    if first is None:
        return _("until %(day)s", day=day(last)) if last else _("no date given")
    if last is None:
        return _("from %(day)s", day=day(first))
    named = _unit(interval, first) or _span(first, last)
    return _("about %(time)s", time=named) if interval.approximate else named


def _clock(interval: Interval, *, deadline: bool) -> str:
    ends = [shown(side) for side in (interval.start, interval.end) if side is not None]
    at = ends[-1] if deadline else ends[0]
    if not isinstance(at, datetime):
        raise TypeError(f"a time of day needs instants: {interval!r}")
    told = f"{day(at.date())}, {at:%H:%M} {_zone_of(at)}"
    return _("by %(day)s", day=told) if deadline else told


def _zone_of(at: datetime) -> str:
    if at.tzinfo is UTC:
        return "UTC"
    return get_timezone_name(at, width="short", locale=locale())


def _unit(interval: Interval, first: date) -> str | None:
    precision, year = interval.precision, first.year
    try:
        if unit(first, precision, approximate=interval.approximate) != interval:
            return None
    except ValueError:
        return None
    match precision:
        case Precision.MONTH:
            return month(first)
        case Precision.QUARTER:
            return _("quarter %(number)s of %(year)s", number=(first.month + 2) // 3, year=year)
        case Precision.HALF:
            return _(_HALVES[first.month], year=year)
        case Precision.SEASON:
            return _(_SEASONS[first.month], year=year)
        case Precision.YEAR:
            return str(year)
        case Precision.DECADE:
            return _("the %(year)ss", year=year)
        case _:
            return None


def _span(first: date, last: date) -> str:
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{day(first)} – {day(last)}"
    if first.month == last.month:
        return f"{_formatted(first, 'd.' if language() == 'de' else 'd')}–{day(last)}"
    return f"{format_skeleton('MMMMd', first, locale=locale())} – {day(last)}"


def _formatted(one: date, pattern: str) -> str:
    return format_date(one, pattern, locale=locale())
