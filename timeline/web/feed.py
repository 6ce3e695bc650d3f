"""Calendar feeds and the other downloads of what a filter shows."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from timeline.core.errors import BadInput
from timeline.core.event import Event, as_of
from timeline.core.filter import Filter, from_params, to_params
from timeline.feeds import atom, ical, records, timelinejs
from timeline.store import events
from timeline.web.services import services

blueprint = Blueprint("feed", __name__)

WINDOW = timedelta(days=90)
"""How far back a calendar reaches where nobody asked for more."""

_OPTIONS = ("since", "alarms", "fuzzy", "cancelled", "todo")


class BadQuery(BadInput):
    """A feed's address has a name or value that means nothing (HTTP 400)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a calendar's address asks for; `since` is the first day of the window."""

    filter: Filter
    options: ical.Options
    since: date | None


@blueprint.get("/calendar.ics")
def calendar() -> Response:
    """The filter's events as iCalendar, from 90 days back where nothing else was asked."""
    asked = _asked()
    today = _today()
    since = asked.filter.since or asked.since or today - WINDOW

    def render(found: Sequence[Event]) -> bytes:
        return ical.calendar(
            found,
            name=_name(asked.filter),
            base_url=services().config.base_url,
            source_url=_self_url(),
            description=_window_in_words(asked),
            options=asked.options,
        )

    windowed = replace(asked.filter, since=since)
    return _answer(render, windowed, mimetype="text/calendar", file="timeline.ics")


@blueprint.get("/events/<event_id>.ics")
def single(event_id: str) -> Response:
    """One event as iCalendar, for "add to calendar"."""
    ours = services()
    with ours.database.read() as session:
        event = events.get_event(session, event_id)
    body = ical.single(event, base_url=ours.config.base_url, method="PUBLISH")
    return _response(body, "text/calendar", f"event-{event.id}.ics")


@blueprint.get("/events.csv")
def table() -> Response:
    """The filter's events as CSV, without a window."""
    chosen = _filter()
    today = _today()

    def render(found: Sequence[Event]) -> bytes:
        return records.to_csv(as_of(event, today) for event in found)

    return _answer(render, chosen, mimetype="text/csv", file="events.csv", varies=today.isoformat())


@blueprint.get("/events.atom")
def changes() -> Response:
    """The filter's events that changed last, as Atom."""
    chosen = _filter()

    def render(found: Sequence[Event]) -> bytes:
        base = services().config.base_url
        return atom.to_atom(found, name=_name(chosen), base_url=base, self_url=_self_url())

    return _answer(render, chosen, mimetype="application/atom+xml", file=None)


@blueprint.get("/timelinejs.json")
def knightlab() -> Response:
    """The filter's events for TimelineJS."""
    chosen = _filter()

    def render(found: Sequence[Event]) -> bytes:
        return timelinejs.to_timelinejs(found, name=_name(chosen))

    return _answer(render, chosen, mimetype="application/json", file=None)


def _answer(
    render: Callable[[Sequence[Event]], bytes],
    chosen: Filter,
    *,
    mimetype: str,
    file: str | None,
    varies: str = "",
) -> Response:
    """The rendered events, or 304 where the reader has them; a 304 renders nothing.

    The tag is made of the store's version and of how many events there are: a window that moves on
    lets events out and none in. `varies` is what else the bytes depend on.
    """
    with services().database.read() as session:
        version, count = events.version(session), events.count_events(session, chosen)
        tag = hashlib.sha256(
            f"{version}\n{count}\n{varies}\n{request.full_path}".encode()
        ).hexdigest()[:32]
        if request.if_none_match.contains(tag):
            answer = Response(status=304)
            answer.set_etag(tag)
            return answer
        changed_at = events.changed_at(session)
        body = render(events.find_events(session, chosen))
    answer = _response(body, mimetype, file)
    answer.set_etag(tag)
    answer.last_modified = changed_at
    answer.cache_control.no_cache = True
    return answer


def _response(body: bytes, mimetype: str, file: str | None) -> Response:
    answer = Response(body, content_type=f"{mimetype}; charset=utf-8")
    if file:
        answer.headers["Content-Disposition"] = f'inline; filename="{file}"'
    return answer


def _filter() -> Filter:
    parsed = from_params(request.args.to_dict(flat=False))
    if parsed.problems:
        raise BadQuery("; ".join(parsed.problems))
    return parsed.filter


def _asked() -> _Asked:
    parsed = from_params(request.args.to_dict(flat=False), also=_OPTIONS)
    problems = list(parsed.problems)
    options = ical.Options(
        alarms=_days(request.args.getlist("alarms"), problems),
        fuzzy_all=_switch("fuzzy", "all", problems),
        cancelled_confirmed=_switch("cancelled", "confirmed", problems),
        todo=_switch("todo", "1", problems),
    )
    since = _since(problems)
    if problems:
        raise BadQuery("; ".join(problems))
    return _Asked(filter=parsed.filter, options=options, since=since)


def _days(values: Sequence[str], problems: list[str]) -> tuple[int, ...]:
    days = []
    for value in filter(None, values):
        if value.isascii() and value.isdigit() and int(value) <= 3650:
            days.append(int(value))
        else:
            problems.append(f"cannot read alarms {value!r}: give days from 0 to 3650")
    return tuple(days)


def _switch(name: str, on: str, problems: list[str]) -> bool:
    value = request.args.get(name, "")
    if value not in {"", on}:
        problems.append(f"unknown {name} {value!r}: there is {on}")
    return value == on


def _since(problems: list[str]) -> date | None:
    value = request.args.get("since", "")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        problems.append(f"cannot read since {value!r}: give an ISO date such as 2025-07-17")
        return None


def _window_in_words(asked: _Asked) -> str:
    since = asked.filter.since or asked.since
    if since is None:
        return f"Events from {WINDOW.days} days back on; add since=DATE for earlier ones."
    return f"Events from {since.isoformat()} on."


def _name(chosen: Filter) -> str:
    said = [value for _, value in to_params(chosen)]
    return "Timeline: " + ", ".join(said) if said else "Timeline"


def _self_url() -> str:
    query = urlencode(list(request.args.items(multi=True)))
    return services().config.base_url + request.path + (f"?{query}" if query else "")


def _today() -> date:
    ours = services()
    return ours.now().astimezone(ZoneInfo(ours.config.zone)).date()
