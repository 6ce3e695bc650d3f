"""Events as jCal (RFC 7265): the same components as JSON."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from timeline.core.event import Event
from timeline.feeds import ical
from timeline.feeds.properties import Component, Property, Value, duration

Json = str | int | list["Json"] | dict[str, "Json"]


def to_jcal(
    events: Iterable[tuple[Event, str | None]], about: ical.About, options: ical.Options
) -> Iterator[bytes]:
    """The calendar of the events, each with the id of its occasion: a piece for each of them."""
    start = json.dumps([_property(one) for one in ical.properties(about)], ensure_ascii=False)
    yield f'["vcalendar",{start},['.encode()
    parted = b"\n"
    for event, occasion in events:
        for one in ical.components(event, about.base_url, options, occasion):
            yield parted + json.dumps(_component(one), ensure_ascii=False).encode()
            parted = b",\n"
    yield b"\n]]\n"


def _component(component: Component) -> Json:
    return [
        component.name.casefold(),
        [_property(one) for one in component.properties],
        [_component(one) for one in component.components],
    ]


def _property(one: Property) -> Json:
    params: Json = {name.casefold(): value for name, value in one.params}
    return [one.name.casefold(), params, one.kind, *_values(one.value, one.kind)]


def _values(value: Value, kind: str) -> list[Json]:
    match value:
        case tuple():
            return list(value)
        case str():
            return [_rule(value)] if kind == "recur" else [value]
        case datetime():
            return [f"{value.isoformat(timespec='seconds').removesuffix('+00:00')}Z"]
        case date():
            return [value.isoformat()]
        case timedelta():
            return [duration(value)]
        case _:
            return [value]


def _rule(rule: str) -> Json:
    """RRULE as an object (RFC 7265, 3.6.10)."""
    parts = (part.partition("=") for part in rule.split(";"))
    return {name.casefold(): int(value) if value.isdigit() else value for name, _, value in parts}
