"""Dates as the reader writes them: in the page's language, clock times in the chosen zone."""

from datetime import UTC, date, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from flask import g, has_request_context

from timeline.core.interval import Interval, Moment
from timeline.speech import dates as spoken
from timeline.web.language import voice


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
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # it looks through hundreds of files each time


def day(one: date) -> str:
    """`17 July 2025`, `17. Juli 2025`, `17 juillet 2025`."""
    return spoken.day(one, voice())


def month(one: date) -> str:
    """`July 2025`."""
    return spoken.month(one, voice())


def short_month(one: date) -> str:
    """`Jul`."""
    return spoken.short_month(one, voice())


def short_day(one: date) -> str:
    """`17 Jul`."""
    return spoken.short_day(one, voice())


def weekday(one: date) -> str:
    """`Thursday`."""
    return spoken.weekday(one, voice())


def short_weekday(one: date) -> str:
    """`Thu`."""
    return spoken.short_weekday(one, voice())


def month_names() -> dict[str, str]:
    """The months' long names with their short ones, as dates within a sentence have them."""
    return spoken.month_names(voice())


def shown(moment: Moment) -> Moment:
    """The moment on the reader's clock; a civil date never shifts."""
    return spoken.shown(moment, zone())


def when(interval: Interval | None, *, deadline: bool = False) -> str:
    """The time in words, as timeline.core.words.when has it in English."""
    return spoken.when(interval, voice(), zone(), deadline=deadline)
