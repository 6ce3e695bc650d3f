"""Components and properties of iCalendar as values, whatever they are written as (text, jCal)."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

Value = str | int | date | datetime | timedelta | tuple[str, ...]
"""An instant is aware; several values stand in a tuple."""

# What RFC 5545 keeps no room for, and line ends that programs cut at where they should not.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


class Property(NamedTuple):
    """A property: `kind` is its value type in RFC 5545's word, lower case."""

    name: str
    value: Value
    kind: str = "text"
    params: tuple[tuple[str, str], ...] = ()


class Component(NamedTuple):
    """A component with those inside it, such as VEVENT with its VALARM."""

    name: str
    properties: tuple[Property, ...]
    components: tuple["Component", ...] = ()


def moment(name: str, value: date | datetime) -> Property:
    """A day (VALUE=DATE) or an instant, which is carried in UTC."""
    if isinstance(value, datetime):
        return Property(name, value.astimezone(UTC), "date-time")
    return Property(name, value, "date")


def clean(text: str) -> str:
    r"""Text that any calendar program can carry: newlines as `\n`, no other control characters."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean(text).split())


def duration(value: timedelta) -> str:
    """A length as RFC 5545 has it, in days, hours and minutes.

    >>> duration(timedelta(hours=6)), duration(-timedelta(days=7)), duration(timedelta())
    ('PT6H', '-P7D', 'PT0S')
    """
    sign, left = ("-", -value) if value < timedelta(0) else ("", value)
    hours, minutes = divmod(left.seconds // 60, 60)
    days = f"{left.days}D" if left.days else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    written = days + (f"T{clock}" if clock else "")
    return f"{sign}P{written}" if written else "PT0S"
