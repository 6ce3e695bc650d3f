"""Components as the content lines of RFC 5545: escaped, folded at 75 octets, ended by CRLF."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from timeline.feeds.properties import Component, Property, Value, duration

WIDTH = 75
_DEFAULTS = {  # the value types that need not be named (RFC 5545, 3.8; RFC 7986)
    "DTSTAMP": "date-time", "CREATED": "date-time", "LAST-MODIFIED": "date-time",
    "DTSTART": "date-time", "DTEND": "date-time", "DUE": "date-time", "COMPLETED": "date-time",
    "SEQUENCE": "integer", "PERCENT-COMPLETE": "integer",
    "TRIGGER": "duration", "URL": "uri", "RRULE": "recur", "X-PUBLISHED-TTL": "duration",
}  # fmt: skip
_TYPED = ("X-TIMELINE-", "STRUCTURED-DATA")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CARETS = str.maketrans({"^": "^^", "\n": "^n", '"': "^'"})  # RFC 6868
_QUOTED = frozenset(":;,")


def write(component: Component) -> str:
    """The component and all inside it, as content lines."""
    return "".join(f"{fold(one)}\r\n" for one in _lines(component))


def fold(line: str) -> str:
    r"""The line in pieces of at most 75 octets, none of which parts a character.

    >>> fold("é" * 40).split("\r\n ")[0] == "é" * 37
    True
    """
    if len(line) <= WIDTH and line.isascii():
        return line
    octets = line.encode()
    if len(octets) <= WIDTH:
        return line
    pieces, start, room = [], 0, WIDTH
    while start < len(octets):
        end = min(start + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, WIDTH - 1
    return b"\r\n ".join(pieces).decode()


def unfold(text: str) -> str:
    """Folded lines as they were."""
    return text.replace("\r\n ", "")


def content_line(one: Property) -> str:
    """The property on one line, however long."""
    params = "".join(f";{name}={_param(value)}" for name, value in one.params)
    value = _value(one.value, one.kind)
    if one.kind != _DEFAULTS.get(one.name, "text"):
        params += f";VALUE={one.kind.upper()}"
    elif one.name.startswith(_TYPED) and value != one.value:
        params += ";VALUE=TEXT"  # else some take it as it stands, backslashes and all
    return f"{one.name}{params}:{value}"


def _lines(component: Component) -> Iterator[str]:
    yield f"BEGIN:{component.name}"
    for one in component.properties:
        yield content_line(one)
    for inside in component.components:
        yield from _lines(inside)
    yield f"END:{component.name}"


def _value(value: Value, kind: str) -> str:
    match value:
        case str():
            return value.translate(_ESCAPES) if kind == "text" else value
        case tuple():
            return ",".join(one.translate(_ESCAPES) for one in value)
        case datetime():
            return f"{value:%Y%m%dT%H%M%SZ}" if value.year > 999 else _early(value)
        case date():
            return value.isoformat().replace("-", "")
        case timedelta():
            return duration(value)
        case _:
            return str(value)


def _early(value: datetime) -> str:
    """A year below 1000, which strftime does not fill up everywhere."""
    return f"{value.date().isoformat()}T{value:%H%M%S}Z".replace("-", "")


def _param(value: str) -> str:
    written = value.translate(_CARETS)
    return f'"{written}"' if not _QUOTED.isdisjoint(written) else written
