"""Subscribe: every way to take the events on screen with you, what will come, private addresses."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import quote, urlencode, urlsplit

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Redirect

from timeline.config import is_loopback
from timeline.core.errors import BadInput
from timeline.core.event import Event
from timeline.core.filter import to_params
from timeline.feeds import component
from timeline.feeds.slots import Slot, slot_of
from timeline.store import events, rendered
from timeline.store.feeds import PrivateFeed
from timeline.tasks import private
from timeline.web import words
from timeline.web.asked import Asked, read_as_far, read_asked
from timeline.web.dates import day
from timeline.web.feed import send_calendar
from timeline.web.language import _
from timeline.web.services import services
from timeline.web.state import NAMES, State
from timeline.web.who import visitor

blueprint = Blueprint("subscribe_feed", __name__)

SHOWN = 6
"""So many of the events that will come are shown before anybody subscribes."""

_READ = 60  # events that are read to find those: some have no place in a calendar
_FORM = ("csrf_token", "name")
ALARMS = (0, 1, 3, 7, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a calendar will show: how many events, the next of them, or the last where none is.

    `vague` counts those that stay out, because they are known to the year alone.
    """

    total: int
    vague: int
    rows: tuple[tuple[str, str, str], ...]
    ahead: bool


@blueprint.get("/feeds")
def show() -> str:
    """The page, for the filter and options of its address."""
    return _page(*_asked())


@blueprint.get("/feeds/dialog")
def dialog() -> str:
    """What the Subscribe dialog of every page shows; the scripts ask again with each choice."""
    return render_template("_subscribe.html", **_told(*_asked()))


@blueprint.post("/feeds/private")
def make() -> str | tuple[str, int]:
    """A private address of the filter and options, shown this once."""
    asked, problems = read_as_far(request.form, also=_FORM)
    try:
        if problems:
            raise BadInput("; ".join(problems))
        ours = services()
        named = request.form.get("name", "")
        kept = [pair for pair in asked.params if pair not in to_params(asked.filter)]
        feed, token = private.make_feed(
            ours.database, name=named, chosen=asked.filter, options=tuple(kept), now=ours.now()
        )
    except BadInput as error:
        return _page(asked, [], error=str(error)), 422
    return _page(asked, [], made=(feed, f"{services().config.base_url}/f/{token}.ics"))


@blueprint.post("/feeds/private/<feed_id>/revoke")
def revoke(feed_id: str) -> Redirect:
    """End a private address for ever."""
    ours = services()
    private.revoke_feed(ours.database, feed_id, now=ours.now())
    return redirect("/feeds#private", code=303)


@blueprint.get("/f/<token>.ics")
def open_private(token: str) -> Response:
    """The calendar of a private address."""
    ours = services()
    feed = private.open_feed(ours.database, token, now=ours.now())
    params = MultiDict([*to_params(feed.filter), *feed.options])
    # Its address is a secret, so it does not stand in what is handed on.
    answer = send_calendar(read_asked(params), name=feed.name, source_url=None)
    answer.cache_control.private = True
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _asked() -> tuple[Asked, list[str]]:
    return read_as_far(request.args, also=(*NAMES, "tz", "lang"))


def _page(
    asked: Asked,
    problems: list[str],
    *,
    made: tuple[PrivateFeed, str] | None = None,
    error: str | None = None,
) -> str:
    ours = services()
    kept = [
        (feed, ", ".join(" ".join(one) for one in words.asked(to_params(feed.filter))) or _("all"))
        for feed in (private.list_feeds(ours.database) if _is_alone() else ())
    ]
    return render_template(
        "subscribe.html", made=made, error=error, kept=kept, **_told(asked, problems)
    )


def _told(asked: Asked, problems: list[str]) -> dict[str, object]:
    base = services().config.base_url
    query = f"?{urlencode(asked.params)}" if asked.params else ""
    address = f"{base}/calendar.ics{query}"
    webcal = f"webcal://{address.split('://', 1)[1]}"
    web = quote(address, safe="")
    return {
        "state": State(filter=asked.filter, path="/feeds", problems=tuple(problems)),
        "asked": asked,
        "carried": to_params(asked.filter),
        "params": asked.params,
        "alarms": ALARMS,
        "query": query,
        "address": address,
        "webcal": webcal,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        "outlook": f"https://outlook.live.com/calendar/0/addfromweb?url={web}",
        "office": f"https://outlook.office.com/calendar/0/addfromweb?url={web}",
        "is_local": is_loopback(urlsplit(base).hostname or ""),
        "is_alone": _is_alone(),
        "preview": _preview(asked),
    }


def _preview(asked: Asked) -> Preview:
    ours = services()
    today = ours.today()
    chosen = asked.feed(base_url=ours.config.base_url, today=today).chosen
    ahead = replace(chosen, since=max(today, chosen.since or today))
    with ours.database.read() as session:
        vague = 0 if asked.options.fuzzy_all else rendered.count_vague(session, chosen)
        total = events.count_events(session, chosen) - vague
        rows = _rows(events.find_events(session, ahead, limit=_READ), asked, today)[:SHOWN]
        ahead_of_us = bool(rows)
        if not rows:
            found = events.find_events(session, chosen, limit=_READ)
            rows = _rows(found, asked, None)[-SHOWN:]
    return Preview(total=total, vague=vague, rows=rows, ahead=ahead_of_us)


def _rows(found: list[Event], asked: Asked, today: date | None) -> tuple[tuple[str, str, str], ...]:
    """When, what and how certain, as the calendar will say it."""
    rows = []
    for event in found:
        slot = slot_of(event)
        if slot is None or (slot.vague and not asked.options.fuzzy_all):
            continue
        if today is None or _civil(slot.start) >= today:
            status = component.status(event, slot).casefold()
            rows.append((_when(slot), component.summary(event, slot), status))
    return tuple(rows)


def _when(slot: Slot) -> str:
    if isinstance(slot.start, datetime):
        return f"{day(slot.start.date())}, {slot.start:%H:%M} UTC"
    last = date.fromordinal(_civil(slot.end).toordinal() - 1)
    return day(slot.start) if last == slot.start else f"{day(slot.start)} – {day(last)}"


def _civil(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _is_alone() -> bool:
    """True for whoever may make private addresses."""
    return visitor().may_edit
