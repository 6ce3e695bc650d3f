"""Calendar feeds and the other downloads of what a filter shows."""

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request

from timeline.core.event import Event, as_of
from timeline.core.filter import Filter
from timeline.feeds import atom, ical, jcal, jscalendar, records, timelinejs
from timeline.store import events, marks, occasions
from timeline.tasks import publish
from timeline.tasks.publish import Cut, Feed, State
from timeline.web.asked import Asked, BadQuery, name_of, read_asked, read_filter
from timeline.web.sending import send, unchanged
from timeline.web.services import services

__all__ = ["BadQuery", "blueprint", "send_calendar"]

blueprint = Blueprint("feed", __name__)

_STATES, _MOST_STATES = "timeline.states", 1000
ICAL = "text/calendar; charset=utf-8"


@blueprint.get("/calendar.ics")
def calendar() -> Response:
    """The filter's events as iCalendar, from 90 days back where nothing else was asked."""
    return send_calendar(read_asked(request.args), source_url=_self_url())


def send_calendar(asked: Asked, *, source_url: str | None, name: str | None = None) -> Response:
    """The calendar that was asked for, or 304 where the reader has it; a 304 renders nothing.

    The body is made while it is sent, from text that is kept for each revision of an event.
    """

    def write(feed: Feed, part: Cut, about: ical.About) -> Iterator[bytes]:
        return publish.stream(services().database, feed, part, head=ical.head(about))

    return _send_window(asked, write, ICAL, source_url=source_url, name=name, file="timeline.ics")


def _send_window(
    asked: Asked,
    write: Callable[[Feed, Cut, ical.About], Iterator[bytes]],
    content_type: str,
    *,
    source_url: str | None,
    name: str | None = None,
    file: str | None = None,
) -> Response:
    """As much of the calendar as fits, whose description says what was left out, or 304."""
    ours = services()
    feed = asked.feed(base_url=ours.config.base_url, today=ours.today())
    answer = unchanged(request, _known_state(feed))
    if answer is not None:
        return answer
    publish.prepare(ours.database, feed)
    state = _state(feed)
    part = publish.cut(ours.database, feed)
    about = ical.About(
        name=name or asked.name,
        base_url=ours.config.base_url,
        source_url=source_url,
        description=" ".join(filter(None, [asked.window, part.said])),
    )
    body = write(feed, part, about)
    return send(request, body, state, now=ours.now(), content_type=content_type, file=file)


def _known_state(feed: Feed) -> State:
    """The feed's state, from before where the store is the same: what a 304 needs."""
    known = _states().get(feed)
    version = marks.ask_version(services().database)
    return known[1] if known is not None and known[0] == version else _state(feed)


def _state(feed: Feed) -> State:
    """The feed's state, asked anew and kept for others who ask for the same."""
    database, states = services().database, _states()
    version = marks.ask_version(database)
    found = publish.state(database, feed)
    if len(states) >= _MOST_STATES:
        states.clear()
    states[feed] = (version, found)
    return found


def _states() -> dict[Feed, tuple[str, State]]:
    kept: dict[Feed, tuple[str, State]] = current_app.extensions.setdefault(_STATES, {})
    return kept


@blueprint.get("/calendar.json")
def calendar_json() -> Response:
    """The same calendar as jCal (RFC 7265)."""
    return _calendar_as(jcal.to_jcal, "application/calendar+json; charset=utf-8")


@blueprint.get("/calendar.jscalendar.json")
def calendar_jscalendar() -> Response:
    """The same calendar as JSCalendar (RFC 8984), a Group of its events."""
    return _calendar_as(jscalendar.to_jscalendar, "application/jscalendar+json;type=group")


def _calendar_as(write: Callable[..., Iterator[bytes]], content_type: str) -> Response:
    asked = read_asked(request.args)

    def written(feed: Feed, part: Cut, about: ical.About) -> Iterator[bytes]:
        return write(publish.of_window(services().database, feed, part), about, asked.options)

    return _send_window(asked, written, content_type, source_url=_self_url())


@blueprint.get("/events/<event_id>.ics")
def single(event_id: str) -> Response:
    """One event as iCalendar, for "add to calendar"."""
    ours = services()
    with ours.database.read() as session:
        event = events.get_event(session, event_id)
        occasion = occasions.find_occasions(session, [event.id]).get(event.id)
    body = ical.single(event, base_url=ours.config.base_url, occasion=occasion)
    state = publish.state_of_bytes(body)
    answer = unchanged(request, state)
    if answer is not None:
        return answer
    file = f"event-{event.id}.ics"
    return send(request, [body], state, now=ours.now(), content_type=ICAL, file=file)


@blueprint.get("/events.csv")
def table() -> Response:
    """The filter's events as CSV, without a window."""
    today = services().today()

    def written(found: Iterable[Event]) -> Iterator[bytes]:
        return records.csv_lines(as_of(event, today) for event in found)

    return _answer(
        read_filter(request.args),
        written,
        told=today,
        content_type="text/csv; charset=utf-8",
        file="events.csv",
    )


@blueprint.get("/timelinejs.json")
def knightlab() -> Response:
    """The filter's events for TimelineJS."""
    chosen = read_filter(request.args)

    def written(found: Iterable[Event]) -> Iterator[bytes]:
        return timelinejs.slides(found, name=name_of(chosen))

    return _answer(chosen, written, told=None, content_type="application/json; charset=utf-8")


@blueprint.get("/events.atom")
def changes() -> Response:
    """The filter's events that changed last, as Atom."""
    chosen = read_filter(request.args)
    base_url, self_url = services().config.base_url, _self_url()

    def written(found: Iterable[Event]) -> Iterator[bytes]:
        yield atom.to_atom(found, name=name_of(chosen), base_url=base_url, self_url=self_url)

    return _answer(
        chosen,
        written,
        told=None,
        content_type="application/atom+xml; charset=utf-8",
        newest=atom.MOST,
    )


def _answer(
    chosen: Filter,
    written: Callable[[Iterable[Event]], Iterable[bytes]],
    *,
    told: object,
    content_type: str,
    file: str | None = None,
    newest: int | None = None,
) -> Response:
    """The events as they are written, one after another, or 304 where the reader has them.

    `told` is what the bytes depend on beside the events; `newest` asks for those alone that changed
    last.
    """
    ours = services()
    about = (told, ours.config.base_url, content_type)
    state = publish.state_of(ours.database, chosen, about)
    answer = unchanged(request, state)
    if answer is not None:
        return answer
    body = publish.written(ours.database, chosen, written, newest=newest)
    return send(request, body, state, now=ours.now(), content_type=content_type, file=file)


def _self_url() -> str:
    query = urlencode(list(request.args.items(multi=True)))
    return services().config.base_url + request.path + (f"?{query}" if query else "")
