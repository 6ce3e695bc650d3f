"""Dates as a person writes them: in a language, clock times in a zone."""

from datetime import UTC, date, datetime, tzinfo

from babel.dates import format_date, format_skeleton, get_timezone_name

from timeline.core import words as english
from timeline.core.interval import Interval, Moment, unit
from timeline.core.precision import Precision
from timeline.speech.voice import ENGLISH, N_, Voice

_SEASONS = {
    3: N_("spring %(year)s"),
    6: N_("summer %(year)s"),
    9: N_("autumn %(year)s"),
    12: N_("winter %(year)s"),
}
_HALVES = {1: N_("first half of %(year)s"), 7: N_("second half of %(year)s")}


def day(one: date, voice: Voice) -> str:
    """`17 July 2025`, `17. Juli 2025`, `17 juillet 2025`."""
    return (
        english.day(one) if voice.code == ENGLISH else format_date(one, "long", locale=voice.locale)
    )


def month(one: date, voice: Voice) -> str:
    """`July 2025`."""
    return _formatted(one, "LLLL y", voice)


def short_month(one: date, voice: Voice) -> str:
    """`Jul`."""
    return _formatted(one, "LLL", voice).rstrip(".")


def short_day(one: date, voice: Voice) -> str:
    """`17 Jul`."""
    return format_date(one, "d MMM" if voice.code != "de" else "d. MMM", locale=voice.locale)


def weekday(one: date, voice: Voice) -> str:
    """`Thursday`."""
    return _formatted(one, "EEEE", voice)


def short_weekday(one: date, voice: Voice) -> str:
    """`Thu`."""
    return _formatted(one, "EEE", voice).rstrip(".")


def month_names(voice: Voice) -> dict[str, str]:
    """The months' long names with their short ones, as dates within a sentence have them."""
    long, brief = (voice.locale.months["format"][width] for width in ("wide", "abbreviated"))
    if voice.code == ENGLISH:
        return {name: name[:3] for name in english.MONTHS}
    return {long[number]: brief[number] for number in range(1, 13)}


def shown(moment: Moment, zone: tzinfo) -> Moment:
    """The moment on the clock of that zone; a civil date never shifts."""
    return moment.astimezone(zone) if isinstance(moment, datetime) else moment


def when(
    interval: Interval | None, voice: Voice, zone: tzinfo = UTC, *, deadline: bool = False
) -> str:
    """The time in words, as timeline.core.words.when has it in English."""
    if voice.code == ENGLISH and not (interval and interval.precision.is_clock):
        return english.when(interval, deadline=deadline)
    if interval is None:
        return voice.gettext("no date given")
    if interval.precision.is_clock:
        return _clock(interval, voice, zone, deadline=deadline)
    first, last = interval.first_day, interval.last_day
    if deadline and last:
        return voice.gettext("by %(day)s", day=day(last, voice))
    if first is None:
        return (
            voice.gettext("until %(day)s", day=day(last, voice))
            if last
            else voice.gettext("no date given")
        )
    if last is None:
        return voice.gettext("from %(day)s", day=day(first, voice))
    named = _unit(interval, first, voice) or span(first, last, voice)
    return voice.gettext("about %(time)s", time=named) if interval.approximate else named


def _clock(interval: Interval, voice: Voice, zone: tzinfo, *, deadline: bool) -> str:
    ends = [shown(side, zone) for side in (interval.start, interval.end) if side is not None]
    at = ends[-1] if deadline else ends[0]
    if not isinstance(at, datetime):
        raise TypeError(f"a time of day needs instants: {interval!r}")
    told = f"{day(at.date(), voice)}, {at:%H:%M} {_zone_of(at, voice)}"
    return voice.gettext("by %(day)s", day=told) if deadline else told


def _zone_of(at: datetime, voice: Voice) -> str:
    if str(at.tzinfo) == "UTC":
        return "UTC"
    return get_timezone_name(at, width="short", locale=voice.locale)


def _unit(interval: Interval, first: date, voice: Voice) -> str | None:
    precision, year = interval.precision, first.year
    try:
        if unit(first, precision, approximate=interval.approximate) != interval:
            return None
    except ValueError:
        return None
    match precision:
        case Precision.MONTH:
            return month(first, voice)
        case Precision.QUARTER:
            return voice.gettext(
                "quarter %(number)s of %(year)s", number=(first.month + 2) // 3, year=year
            )
        case Precision.HALF:
            return voice.gettext(_HALVES[first.month], year=year)
        case Precision.SEASON:
            return voice.gettext(_SEASONS[first.month], year=year)
        case Precision.YEAR:
            return str(year)
        case Precision.DECADE:
            return voice.gettext("the %(year)ss", year=year)
        case _:
            return None


def span(first: date, last: date, voice: Voice) -> str:
    """`7–13 July 2025`, as timeline.core.words.span has it in English."""
    if first == last:
        return day(first, voice)
    if first.year != last.year:
        return f"{day(first, voice)} – {day(last, voice)}"
    if first.month == last.month:
        return f"{_formatted(first, 'd.' if voice.code == 'de' else 'd', voice)}–{day(last, voice)}"
    return f"{format_skeleton('MMMMd', first, locale=voice.locale)} – {day(last, voice)}"


def _formatted(one: date, pattern: str, voice: Voice) -> str:
    return format_date(one, pattern, locale=voice.locale)
