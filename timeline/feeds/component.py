"""An event as VEVENT and VTODO: which property carries what (RFC 5545, RFC 7986)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from timeline.core.agenda import X_INTERVAL, X_REPEATS, X_STATUS, X_TITLE, X_WHO, uid_of
from timeline.core.event import Event, EventType, Outcome, Status
from timeline.core.interval import Interval, Moment
from timeline.core.repeats import rrule_of
from timeline.core.words import when
from timeline.feeds import rich
from timeline.feeds.properties import Component, Property, clean, line, moment
from timeline.feeds.slots import Slot

_STATUS = {
    Status.HAPPENED: "CONFIRMED",
    Status.ONGOING: "CONFIRMED",
    Status.PLANNED: "CONFIRMED",
    Status.EXPECTED: "TENTATIVE",
    Status.POSTPONED: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
}
_COLOURS = {  # RFC 7986, 5.9: names of CSS3
    EventType.SIGNING: "seagreen", EventType.AGREEMENT: "seagreen",
    EventType.LEGISLATION: "slateblue", EventType.VOTE: "slateblue",
    EventType.EFFECT: "slateblue", EventType.COURT: "slateblue",
    EventType.SANCTIONS: "firebrick", EventType.CONFLICT: "firebrick",
    EventType.ANNOUNCEMENT: "darkgoldenrod", EventType.DEADLINE: "orangered",
}  # fmt: skip


def vevent(
    event: Event,
    slot: Slot,
    *,
    base_url: str,
    is_rich: bool = False,
    occasion: str | None = None,
) -> Component:
    """The event at its place. `is_rich` adds what RFC 9073 and RFC 9253 know of it.

    `occasion` is the id of the event during which it takes place: the visit of a signing.
    """
    page = f"{base_url}/events/{event.id}"
    inside = rich.components(event) if is_rich else ()
    return Component(
        "VEVENT",
        (
            *_stamps(event, uid_of(event.id)),
            moment("CREATED", event.created_at),
            moment("DTSTART", slot.start),
            moment("DTEND", slot.end),
            *_repeats(event, slot),
            Property("SUMMARY", summary(event, slot)),
            Property("DESCRIPTION", description(event, page)),
            *([Property("LOCATION", line(event.place))] if event.place else ()),
            Property("CATEGORIES", (event.type.value.capitalize(), *event.countries)),
            Property("STATUS", status(event, slot)),
            Property("TRANSP", "TRANSPARENT"),
            Property("COLOR", _colour(event)),
            Property("URL", page, "uri"),
            *([Property("RELATED-TO", uid_of(occasion))] if occasion else ()),
            *(rich.properties(event, base_url) if is_rich else ()),
            *_for_timelines(event, slot),
        ),
        inside,
    )


def vtodo(event: Event, *, base_url: str) -> Component | None:
    """The deadline as a task beside its event; None where nothing is due."""
    due = event.due_on
    if due is None or event.type is EventType.EFFECT:
        return None
    page = f"{base_url}/events/{event.id}"
    return Component(
        "VTODO",
        (
            *_stamps(event, uid_of(f"{event.id}-todo")),
            moment("DUE", due),
            Property("SUMMARY", line(event.title)),
            Property("DESCRIPTION", description(event, page)),
            *_progress(event),
            Property("URL", page, "uri"),
        ),
    )


def valarm(uid: str, days: int, said: str) -> Component:
    """An alarm so many days before the event of that UID begins; its own UID stays (RFC 9074)."""
    name, _, domain = uid.partition("@")
    return Component(
        "VALARM",
        (
            Property("UID", f"{name}-{days}@{domain}"),
            Property("ACTION", "DISPLAY"),
            Property("TRIGGER", -timedelta(days=days), "duration"),
            Property("DESCRIPTION", said),
        ),
    )


def summary(event: Event, slot: Slot) -> str:
    """The title as a calendar shows it, with what must not be overlooked before it."""
    title = line(event.title)
    if event.status is Status.CANCELLED:
        return f"CANCELLED: {title}"
    if event.status is Status.POSTPONED:
        return f"POSTPONED: {title}"
    if event.due_on:
        return f"{'ENDS' if event.type is EventType.EFFECT else 'DUE'}: {title}"
    return f"{title} ({when(event.interval)}, day open)" if slot.open_day else title


def status(event: Event, slot: Slot) -> str:
    """RFC 5545's word for how certain it is."""
    word = _STATUS[event.status]
    return "TENTATIVE" if slot.tentative and word == "CONFIRMED" else word


def description(event: Event, page: str) -> str:
    """What it is, who takes part, the sentence that says so, the sources, how sure it is."""
    told = when(event.interval, deadline=event.deadline)
    lines = [f"{event.type.value.capitalize()}, {event.status}: {told}"]
    if event.status is Status.POSTPONED:
        lines.append("Put off; no new date is known.")
    if event.participants:
        lines.append(f"With {'; '.join(one.name for one in event.participants)}")
    if event.evidence:
        lines += ["", f"“{event.evidence.quote}”"]
    lines += ["", *_sources(event)]
    lines.append(f"How sure: {round(event.confidence * 100)} %")
    lines.append(page)
    return clean("\n".join(lines))


def met_at(event: Event) -> datetime | None:
    """When a deadline was met, as far as it is told; None where it was not.

    That is the instant of the decision, else the publication of the newest source.
    """
    if event.outcome is not Outcome.MET:
        return None
    told = [one.at for one in event.history if (one.what, one.new) == ("outcome", "met")]
    published = [one.anchor.instant for one in event.sources]
    return [event.changed_at, *published[-1:], *told[-1:]][-1]


def recurrence(event: Event, slot: Slot) -> str | None:
    """The rule by which the event comes again (RRULE), None where the text names none.

    An instant repeats only where it was given in UTC: elsewhere clocks change in spring.
    """
    timex, interval = event.timex, event.interval
    if timex is None or timex.repeats is None or interval is None or event.deadline:
        return None
    start = interval.start
    if isinstance(start, datetime) and start.utcoffset() != timedelta(0):
        return None
    first = slot.start.date() if isinstance(slot.start, datetime) else slot.start
    return rrule_of(timex.repeats, first)


def _stamps(event: Event, uid: str) -> Iterable[Property]:
    """What tells a changed event from the one before; never the clock: same event, same bytes."""
    return (
        Property("UID", uid),
        moment("DTSTAMP", event.changed_at),
        moment("LAST-MODIFIED", event.changed_at),
        Property("SEQUENCE", event.revision, "integer"),
    )


def _progress(event: Event) -> Iterator[Property]:
    """A task is done where its deadline was met; a missed one still waits."""
    met = met_at(event)
    if met is not None:
        yield Property("STATUS", "COMPLETED")
        yield moment("COMPLETED", met)
        yield Property("PERCENT-COMPLETE", 100, "integer")
    else:
        cancelled = event.status is Status.CANCELLED
        yield Property("STATUS", "CANCELLED" if cancelled else "NEEDS-ACTION")


def _repeats(event: Event, slot: Slot) -> Iterator[Property]:
    rule = recurrence(event, slot)
    if rule is not None:
        yield Property("RRULE", rule, "recur")


def _sources(event: Event) -> list[str]:
    return [
        f"Source: {one.title}, {one.anchor.day.isoformat()}" + (f", {one.url}" if one.url else "")
        for one in reversed(event.sources)
    ]


def _colour(event: Event) -> str:
    return "orangered" if event.deadline else _COLOURS.get(event.type, "royalblue")


def _for_timelines(event: Event, slot: Slot) -> Iterator[Property]:
    """What another Timeline reads: the interval, status and people as exactly as they are known."""
    if event.interval is None:
        return
    yield _interval(event.interval)
    if summary(event, slot) != line(event.title):
        yield Property(X_TITLE, line(event.title))
    due = (("X-DEADLINE", "TRUE"),) if event.deadline else ()
    sure = ("X-SURE", repr(event.confidence))
    yield Property(X_STATUS, event.status.value, "text", (sure, *due))
    for one in event.participants:
        told = [("X-COUNTRY", one.country), ("X-ROLE", one.role)]
        params = tuple((name, line(value)) for name, value in told if value)
        yield Property(X_WHO, line(one.name), "text", params)
    if event.timex is not None and event.timex.repeats is not None:
        yield Property(X_REPEATS, event.timex.repeats)


def _interval(interval: Interval) -> Property:
    about = (("X-APPROXIMATE", "TRUE"),) if interval.approximate else ()
    params = (("X-PRECISION", interval.precision.value.upper()), *about)
    return Property(X_INTERVAL, f"{_side(interval.start)}/{_side(interval.end)}", "text", params)


def _side(side: Moment | None) -> str:
    return ".." if side is None else side.isoformat()
