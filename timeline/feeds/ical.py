"""Events as an iCalendar feed (RFC 5545, RFC 7986): same events, same bytes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from timeline.core.agenda import uid_of
from timeline.core.component import Rendered
from timeline.core.event import Event, Status
from timeline.feeds import text
from timeline.feeds.component import summary, valarm, vevent, vtodo
from timeline.feeds.properties import Component, Property, clean, line
from timeline.feeds.slots import slot_of

PRODID = "-//Timeline//Event timeline//EN"
REFRESH = timedelta(hours=6)
FORM = "5"
"""Another one whenever components are written otherwise: those that were kept are made anew."""

_END_EVENT = "END:VEVENT\r\n"
END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a subscriber wants the feed: `alarms` in days before, the rest off by default.

    `fuzzy_all` shows what is known to the year, `cancelled_confirmed` keeps cancelled events
    visible in clients that hide them, `todo` adds a VTODO for each deadline, `rich` what RFC 9073
    and RFC 9253 know.
    """

    alarms: tuple[int, ...] = ()
    fuzzy_all: bool = False
    cancelled_confirmed: bool = False
    todo: bool = False
    rich: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a calendar says of itself: `source_url` is where it is fetched again.

    `method` is for mails alone, whose part says the same (RFC 5545, 3.7.2).
    """

    name: str
    base_url: str
    source_url: str | None = None
    description: str = ""
    method: str = ""


def calendar(
    events: Iterable[Event],
    *,
    name: str,
    base_url: str,
    source_url: str | None = None,
    description: str = "",
    method: str = "",
    options: Options | None = None,
) -> bytes:
    """The feed of the events that have a place in a calendar, with CRLF and folded lines.

    An event without a date has none, nor has one known to the year or coarser that is not due.
    """
    chosen = options or Options()
    about = About(
        name=name,
        base_url=base_url,
        source_url=source_url,
        description=description,
        method=method,
    )
    made = (render(event, base_url=base_url, is_rich=chosen.rich) for event in events)
    return head(about) + b"".join(dress(one, chosen) for one in made) + END


def head(about: About) -> bytes:
    """The beginning of a feed, up to its first component; END ends it."""
    return text.write(Component("VCALENDAR", properties(about))).encode().removesuffix(END)


def properties(about: About) -> tuple[Property, ...]:
    """What a calendar says of itself (RFC 7986), in the old words too."""
    said = clean(about.description)
    address = about.source_url
    return (
        Property("VERSION", "2.0"),
        Property("PRODID", PRODID),
        Property("CALSCALE", "GREGORIAN"),
        *([Property("METHOD", about.method)] if about.method else ()),
        Property("NAME", line(about.name)),
        Property("X-WR-CALNAME", line(about.name)),
        *([Property("DESCRIPTION", said), Property("X-WR-CALDESC", said)] if said else ()),
        Property("COLOR", "royalblue"),
        Property("REFRESH-INTERVAL", REFRESH, "duration"),
        Property("X-PUBLISHED-TTL", REFRESH, "duration"),
        *([Property("SOURCE", address, "uri"), Property("URL", address, "uri")] if address else ()),
    )


def components(
    event: Event, base_url: str, options: Options, occasion: str | None = None
) -> Iterator[Component]:
    """The event as the options want it, for forms other than text; `occasion` as in `render`."""
    slot = slot_of(event)
    if slot is None or (slot.vague and not options.fuzzy_all):
        return
    made = vevent(event, slot, base_url=base_url, is_rich=options.rich, occasion=occasion)
    if options.cancelled_confirmed and event.status is Status.CANCELLED:
        told = [
            one._replace(value="CONFIRMED") if one.name == "STATUS" else one
            for one in made.properties
        ]
        made = made._replace(properties=tuple(told))
    said = summary(event, slot)
    alarms = (valarm(uid_of(event.id), one, said) for one in sorted(set(options.alarms)))
    yield made._replace(components=(*made.components, *alarms))
    task = vtodo(event, base_url=base_url) if options.todo else None
    if task is not None:
        yield task


def render(
    event: Event, *, base_url: str, is_rich: bool = False, occasion: str | None = None
) -> Rendered:
    """The event's text, the same for every subscriber; `dress` fits it to one.

    `occasion` is the id of the event during which it takes place, if it is known.
    """
    slot = slot_of(event)
    if slot is None:
        return Rendered(vevent="")
    task = vtodo(event, base_url=base_url)
    return Rendered(
        vevent=text.write(
            vevent(event, slot, base_url=base_url, is_rich=is_rich, occasion=occasion)
        ),
        vtodo=text.write(task) if task else "",
        vague=slot.vague,
    )


def dress(rendered: Rendered, options: Options) -> bytes:
    """The text as the options want it; empty where they leave the event out."""
    if not rendered.vevent or (rendered.vague and not options.fuzzy_all):
        return b""
    written = rendered.vevent
    if options.cancelled_confirmed:
        written = written.replace("\r\nSTATUS:CANCELLED\r\n", "\r\nSTATUS:CONFIRMED\r\n", 1)
    if options.alarms:
        written = written.removesuffix(_END_EVENT) + _alarms(written, options.alarms) + _END_EVENT
    return (written + rendered.vtodo if options.todo else written).encode()


def single(
    event: Event, *, base_url: str, method: str | None = None, occasion: str | None = None
) -> bytes:
    """One event as a calendar of its own, shown however vague its date is.

    `method` is as in `About`, `occasion` as in `render`.
    """
    said = [Property("METHOD", method)] if method else []
    opened = (Property("VERSION", "2.0"), Property("PRODID", PRODID), *said)
    start = text.write(Component("VCALENDAR", opened)).encode().removesuffix(END)
    made = render(event, base_url=base_url, occasion=occasion)
    return start + dress(made, Options(fuzzy_all=True)) + END


def uid(event: Event) -> str:
    """The UID of the event in every calendar, for ever."""
    return uid_of(event.id)


def _alarms(written: str, days: Iterable[int]) -> str:
    """An alarm for each of the days, which says what the event is called."""
    lines = text.unfold(written).split("\r\n")
    name, said = (
        next(one for one in lines if one.startswith(start)).removeprefix(start)
        for start in ("UID:", "SUMMARY:")
    )
    shown = text.fold(f"DESCRIPTION:{said}")  # escaped already
    bare = (text.write(valarm(name, one, "")) for one in sorted(set(days)))
    return "".join(one.replace("DESCRIPTION:\r\n", f"{shown}\r\n") for one in bare)
