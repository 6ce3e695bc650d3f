"""What newer calendar programs can show besides: RFC 9073 (places, people) and RFC 9253 (links)."""

import json
from collections.abc import Iterator
from hashlib import sha256

from timeline.core.agenda import uid_of
from timeline.core.event import Event, Status
from timeline.feeds.properties import Component, Property, clean, line

_SCHEMA_STATUS = {Status.CANCELLED: "EventCancelled", Status.POSTPONED: "EventPostponed"}


def components(event: Event) -> tuple[Component, ...]:
    """PARTICIPANT for everybody who takes part and VLOCATION for the place (RFC 9073, 7)."""
    people = [
        Component(
            "PARTICIPANT",
            (
                Property("UID", _uid(event, "who", one.name)),
                Property("PARTICIPANT-TYPE", "ACTIVE"),
                Property("SUMMARY", line(one.name)),
                *([Property("DESCRIPTION", line(one.role))] if one.role else ()),
                *([Property("CATEGORIES", (one.country,))] if one.country else ()),
            ),
        )
        for one in event.participants
    ]
    return (*_places(event), *people)


def properties(event: Event, base_url: str) -> Iterator[Property]:
    """LINK to each source, CONCEPT of its type, REFID of its articles (RFC 9253), and JSON-LD."""
    for source in event.sources:
        if source.url:
            params = (("LINKREL", "describedby"), ("LABEL", line(source.title)))
            yield Property("LINK", source.url, "uri", params)
    yield Property("CONCEPT", f"{base_url}/?type={event.type}", "uri")
    for source in event.sources:
        yield Property("REFID", f"article:{source.article}")
    params = (("FMTTYPE", "application/ld+json"), ("SCHEMA", "https://schema.org/Event"))
    yield Property("STRUCTURED-DATA", _json_ld(event, base_url), "text", params)


def _places(event: Event) -> Iterator[Component]:
    if event.place:
        yield Component(
            "VLOCATION",
            (
                Property("UID", _uid(event, "place", event.place)),
                Property("NAME", line(event.place)),
            ),
        )


def _json_ld(event: Event, base_url: str) -> str:
    interval = event.interval
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": line(event.title),
        "url": f"{base_url}/events/{event.id}",
        "eventStatus": f"https://schema.org/{_SCHEMA_STATUS.get(event.status, 'EventScheduled')}",
    }
    if interval and interval.first_day:
        told["startDate"] = interval.first_day.isoformat()
    if interval and interval.last_day:
        told["endDate"] = interval.last_day.isoformat()
    if event.place:
        told["location"] = {"@type": "Place", "name": line(event.place)}
    return clean(json.dumps(told, ensure_ascii=False))


def _uid(event: Event, kind: str, name: str) -> str:
    return uid_of(f"{event.id}-{kind}-{sha256(name.encode()).hexdigest()[:12]}")
