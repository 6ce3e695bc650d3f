"""New and changed events as an Atom feed (RFC 4287), the newest change first."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from timeline.core.event import Event
from timeline.core.words import when

MOST = 100
"""Entries in the feed; readers ask again long before more have changed."""

_NAMESPACE = "http://www.w3.org/2005/Atom"
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_atom(events: Iterable[Event], *, name: str, base_url: str, self_url: str) -> bytes:
    """The MOST events that changed last; `updated` is the last change, not the clock."""
    newest = sorted(events, key=lambda one: (one.changed_at, one.id), reverse=True)[:MOST]
    feed = Element("feed", xmlns=_NAMESPACE)
    _add(feed, "title", name)
    _add(feed, "id", self_url)
    _add(
        feed,
        "updated",
        _stamp(newest[0].changed_at if newest else datetime(1970, 1, 1, tzinfo=UTC)),
    )
    SubElement(feed, "link", rel="self", href=self_url)
    SubElement(_add(feed, "author", ""), "name").text = "Timeline"
    for event in newest:
        _entry(feed, event, base_url)
    body: bytes = tostring(feed, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body + b"\n"


def _entry(feed: Element, event: Event, base_url: str) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "title", event.title)
    _add(entry, "id", f"urn:timeline:{event.id}")
    _add(entry, "published", _stamp(event.created_at))
    _add(entry, "updated", _stamp(event.changed_at))
    SubElement(entry, "link", href=f"{base_url}/events/{event.id}")
    SubElement(entry, "category", term=event.type.value)
    told = f"{when(event.interval, deadline=event.deadline)}, {event.status}."
    _add(entry, "summary", f"{told} “{event.evidence.quote}”" if event.evidence else told)


def _add(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = _UNPRINTABLE.sub(" ", text)
    return child


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
