"""Events as JSCalendar (RFC 8984): a Group of Events and Tasks."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from timeline.core.agenda import uid_of
from timeline.core.event import Event, Outcome, Status
from timeline.feeds import component, ical
from timeline.feeds.properties import duration, line
from timeline.feeds.slots import Slot, slot_of

Object = dict[str, object]


def to_jscalendar(
    events: Iterable[tuple[Event, str | None]], about: ical.About, options: ical.Options
) -> Iterator[bytes]:
    """The Group of the events, each with the id of its occasion: a piece for each of them.

    It was updated (RFC 8984, 4.1.6) when the last of them was; one without events, never: in 1970.
    """
    group: Object = {
        "@type": "Group",
        "uid": sha256((about.source_url or about.base_url).encode()).hexdigest()[:32],
        "prodId": ical.PRODID,
        "title": line(about.name),
        "description": about.description,
        **({"source": about.source_url} if about.source_url else {}),
    }
    yield json.dumps(group, ensure_ascii=False).encode().removesuffix(b"}") + b', "entries": ['
    parted, changed = b"\n", datetime.fromtimestamp(0, UTC)
    for event, occasion in events:
        changed = max(changed, event.changed_at)
        for entry in entries(event, about.base_url, options, occasion):
            yield parted + json.dumps(entry, ensure_ascii=False).encode()
            parted = b",\n"
    yield f'\n], "updated": "{_instant(changed)}"}}\n'.encode()


def entries(
    event: Event, base_url: str, options: ical.Options, occasion: str | None = None
) -> Iterator[Object]:
    """The event as the options want it, and the task of a deadline where they ask for it."""
    slot = slot_of(event)
    if slot is None or (slot.vague and not options.fuzzy_all):
        return
    yield {**_event(event, slot, base_url, options), **_related(occasion)}
    if options.todo and component.vtodo(event, base_url=base_url) is not None:
        yield _task(event, base_url)


def _event(event: Event, slot: Slot, base_url: str, options: ical.Options) -> Object:
    status = component.status(event, slot).casefold()
    if status == "cancelled" and options.cancelled_confirmed:
        status = "confirmed"
    return {
        **_common(event, uid_of(event.id), base_url),
        "@type": "Event",
        "title": component.summary(event, slot),
        "status": status,
        "freeBusyStatus": "free",
        **_time(slot),
        **_rules(event, slot),
        **({"locations": _places(event)} if event.place else {}),
        **({"participants": _people(event)} if event.participants else {}),
        **({"alerts": _alerts(options)} if options.alarms else {}),
    }


def _task(event: Event, base_url: str) -> Object:
    ended = {Outcome.MET: "completed", Outcome.MISSED: "failed"}
    cancelled = event.status is Status.CANCELLED
    open_still = "cancelled" if cancelled else "needs-action"
    return {
        **_common(event, uid_of(f"{event.id}-todo"), base_url),
        "@type": "Task",
        "title": line(event.title),
        "due": f"{event.due_on}T00:00:00",
        "showWithoutTime": True,
        "progress": ended.get(event.outcome, open_still) if event.outcome else open_still,
    }


def _common(event: Event, uid: str, base_url: str) -> Object:
    page = f"{base_url}/events/{event.id}"
    links = [{"@type": "Link", "href": page, "rel": "alternate"}]
    links += [
        {"@type": "Link", "href": one.url, "rel": "describedby", "title": line(one.title)}
        for one in event.sources
        if one.url
    ]
    return {
        "uid": uid,
        "created": _instant(event.created_at),
        "updated": _instant(event.changed_at),
        "sequence": event.revision,
        "description": component.description(event, page),
        "keywords": dict.fromkeys((event.type.value.capitalize(), *event.countries), True),
        "links": _numbered(links),
    }


def _time(slot: Slot) -> Object:
    """A start on a clock with its zone, or on every clock where the day alone is known."""
    if isinstance(slot.start, datetime) and isinstance(slot.end, datetime):
        start = slot.start.astimezone(UTC)
        return {
            "start": start.replace(tzinfo=None).isoformat(timespec="seconds"),
            "timeZone": "Etc/UTC",
            "duration": duration(slot.end - slot.start),
        }
    days = (_civil(slot.end) - _civil(slot.start)).days
    return {
        "start": f"{_civil(slot.start)}T00:00:00",
        "timeZone": None,
        "duration": f"P{days}D",
        "showWithoutTime": True,
    }


def _rules(event: Event, slot: Slot) -> Object:
    rule = component.recurrence(event, slot)
    if rule is None:
        return {}
    parts = dict(part.split("=") for part in rule.split(";"))
    told: Object = {"@type": "RecurrenceRule", "frequency": parts["FREQ"].casefold()}
    if "INTERVAL" in parts:
        told["interval"] = int(parts["INTERVAL"])
    if "BYDAY" in parts:
        told["byDay"] = [{"@type": "NDay", "day": parts["BYDAY"].casefold()}]
    return {"recurrenceRules": [told]}


def _related(occasion: str | None) -> Object:
    """What it takes place during, as RELATED-TO says it: its parent (RFC 8984, 4.1.3)."""
    if occasion is None:
        return {}
    return {"relatedTo": {uid_of(occasion): {"@type": "Relation", "relation": {"parent": True}}}}


def _places(event: Event) -> Object:
    return {"1": {"@type": "Location", "name": line(event.place or "")}}


def _people(event: Event) -> Object:
    return _numbered(
        {
            "@type": "Participant",
            "name": line(one.name),
            "roles": {"attendee": True},
            **({"description": line(one.role)} if one.role else {}),
        }
        for one in event.participants
    )


def _alerts(options: ical.Options) -> Object:
    return {
        str(days): {
            "@type": "Alert",
            "trigger": {"@type": "OffsetTrigger", "offset": duration(-timedelta(days=days))},
        }
        for days in sorted(set(options.alarms))
    }


def _numbered(values: Iterable[object]) -> Object:
    return {str(number): value for number, value in enumerate(values, 1)}


def _instant(moment: datetime) -> str:
    text = moment.astimezone(UTC).isoformat(timespec="seconds")
    return text.replace("+00:00", "Z")


def _civil(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
