"""What stands in a component of iCalendar, as plain values; the library's own types end here."""

import re
from datetime import date, timedelta
from typing import Any

import icalendar

from timeline.core.interval import Moment

_ESCAPED = re.compile(r"\\([\\;,nN])")  # RFC 5545, 3.3.11
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def text(component: icalendar.Component, name: str) -> str:
    """The property on one line, without what no database keeps; empty where there is none."""
    found = each(component, name)
    return plain(found[0]) if found else ""


def plain(value: Any) -> str:
    """A value on one line; that of a property which the library does not know is text."""
    written = str(value)
    if isinstance(value, icalendar.vUnknown):
        written = _ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], written)
    return " ".join(_UNPRINTABLE.sub(" ", written).split())


def word(component: icalendar.Component, name: str) -> str:
    """One of RFC 5545's words, in capitals."""
    return text(component, name).upper()


def moment(component: icalendar.Component, name: str) -> Moment | None:
    """A day or an instant as it is written, perhaps without a zone; raises ValueError."""
    found = each(component, name)
    if not found:
        return None
    written = found[0].dt
    if not isinstance(written, date):
        raise ValueError(f"cannot read {name} {text(component, name)[:40]!r}")
    return written


def moments(component: icalendar.Component, name: str) -> list[Moment]:
    """Every day or instant of RDATE or EXDATE; a period counts by its start."""
    written = [one.dt for line in each(component, name) for one in line.dts]
    return [one[0] if isinstance(one, tuple) else one for one in written]


def length(component: icalendar.Component, name: str) -> timedelta | None:
    """How long a property says that something lasts."""
    found = each(component, name)
    return found[0].dt if found and isinstance(found[0].dt, timedelta) else None


def each(component: icalendar.Component, name: str) -> list[Any]:
    """The property however often it stands there."""
    found: Any = component.get(name)
    if found is None:
        return []
    return found if isinstance(found, list) else [found]
