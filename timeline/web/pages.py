"""The pages that show events: the timeline, the month, the list, the deadlines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from timeline.core import edtf
from timeline.core.errors import BadInput, NotFound
from timeline.core.event import Event, EventType, Status, as_of, days_left
from timeline.core.filter import MOST_LETTERS, Filter, to_params
from timeline.store import articles, events, facets, spans
from timeline.store.engine import Session
from timeline.web import board, csp, drawing, listing, marks, months, window, words
from timeline.web.kept import kept
from timeline.web.lanes import Group, Place, marked, split
from timeline.web.services import services
from timeline.web.state import State, View, narrowed, read_state
from timeline.web.window import Window

blueprint = Blueprint("pages", __name__)

FOLDED = 8  # so many past events still stand open above what is to come
PAGE = 300
RECENT = timedelta(days=31)  # how long before today a long list begins
START = "start"  # the page of the list that begins with the earliest event
DRAWN = 2000  # beyond so many events only those are read that are drawn one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the store has for a state."""

    total: int
    everything: int
    articles: int
    listed: list[Event]
    before: bool
    following: str
    places: list[Place]
    pictured: list[Event]
    shown: Window
    next_up: list[Event]
    facets: facets.Facets
    event: Event | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: PAGE events, and one more where the list goes on.

    `before` where it leaves out earlier ones.
    """

    events: list[Event]
    problems: tuple[str, ...] = ()
    before: bool = False


@blueprint.get("/")
@kept
def index() -> str:
    """The events that the filter finds, as a timeline, a month or a list."""
    return _events(read_state(request.args.to_dict(flat=False)))


@blueprint.get("/countries/<code>")
@kept
def country(code: str) -> str | Response:
    """The events of one country, under an address of its own."""
    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise NotFound(f"there is no country {code!r}: give its two letters, such as DE")
    if code != code.upper():
        return redirect(f"/countries/{code.upper()}")
    state = read_state(request.args.to_dict(flat=False))
    return _events(
        replace(state, filter=replace(state.filter, country=(code,))), title=words.country(code)
    )


@blueprint.get("/topics/<topic>")
@kept
def topic(topic: str) -> str:
    """The events whose words name a topic, under an address of its own."""
    state = read_state(request.args.to_dict(flat=False))
    asked = topic.replace("-", " ").replace("_", " ").strip()[:MOST_LETTERS]
    state = replace(state, filter=replace(state.filter, q=(asked,) if asked else ()))
    return _events(state, title=asked[:1].upper() + asked[1:])


@blueprint.get("/deadlines")
@kept
def deadlines() -> str:
    """Who promised what by when, and what became of it."""
    state = read_state(request.args.to_dict(flat=False), "/deadlines")
    state = replace(state, filter=replace(state.filter, deadline=True))
    today = services().today()
    with services().database.read() as session:
        found = events.find_events(session, state.filter, limit=DRAWN)
        counted = facets.facets(session, state.filter)
    promises = listing.sort_promises((as_of(one, today) for one in found), today)
    return render_template(
        "deadlines.html",
        state=state,
        today=today,
        ahead=[one for one in promises if (days_left(one, today) or 0) >= 0],
        past=[one for one in promises if (days_left(one, today) or 0) < 0],
        facets=counted,
        **_tools(),
    )


def _events(state: State, *, title: str = "") -> str:
    page = view_of(state)
    embed = embed_line(state)
    return render_template("index.html", title=title, embed=embed, **page)


def view_of(state: State) -> dict[str, object]:
    """What the templates of the events' page and of the embedded timeline work with."""
    today = services().today()
    at = state.at or today
    with services().database.read() as session:
        found = _find(session, state, at, today)
    return dict(
        state=state,
        found=found,
        today=today,
        at=at,
        board=board.build(found.pictured, today, found.shown, state.group, found.places),
        steps=_steps(found.shown, at if state.zoom else None),
        month=months.build(found.pictured, at, today) if state.view is View.MONTH else None,
        page_size=PAGE,
        **_split(found.listed, today, state),
        problems=(*state.problems, *found.problems),
        facets=found.facets,
        **_tools(),
    )


def embed_line(state: State) -> str:
    """The line of HTML that puts this timeline into another site's page."""
    names = [pair for pair in state.params() if pair[0] not in {"event", "after", "view"}]
    query = f"?{urlencode(names)}" if names else ""
    address = f"{services().config.base_url}/embed{query}".replace("&", "&amp;")
    return (
        f'<iframe src="{address}" title="Timeline" width="100%" height="560" loading="lazy" '
        'frameborder="0"></iframe>'
    )


@blueprint.get("/embed")
def embed() -> Response:
    """The timeline of a filter, which any site may put into a frame, with nothing around it."""
    state = read_state(request.args.to_dict(flat=False), "/embed")
    query = urlencode(to_params(state.filter))
    whole = f"{services().config.base_url}/{f'?{query}' if query else ''}"
    answer = make_response(render_template("embed.html", whole=whole, **view_of(state)))
    answer.headers["Content-Security-Policy"] = csp.policy(framed=True)
    return answer


def _find(session: Session, state: State, at: date, today: date) -> Found:
    total = events.count_events(session, state.filter)
    whole = events.find_events(session, state.filter, limit=DRAWN) if total <= DRAWN else None
    if whole is not None and total <= PAGE and not state.after:
        page = Page(whole)
    else:
        page = _page_of_list(session, state, today)
    event, missing = _chosen(session, state)
    places = drawing.find_places(session, state.filter, state.group, whole)
    shown = board.choose_window(places, at, state.zoom)
    return Found(
        total=total,
        everything=total if state.filter.is_empty else events.count_events(session, Filter()),
        articles=articles.count_articles(session),
        listed=[as_of(one, today) for one in page.events[:PAGE]],
        before=page.before,
        following=events.cursor(page.events[PAGE - 1]) if len(page.events) > PAGE else "",
        places=places,
        pictured=whole if whole is not None else _pictured(session, state, places, shown, at),
        shown=shown,
        next_up=listing.rank_next(events.next_up(session, state.filter, today, 16))[:4],
        facets=facets.facets(session, state.filter),
        event=as_of(event, today) if event else None,
        problems=(*page.problems, *missing),
    )


def _page_of_list(session: Session, state: State, today: date) -> Page:
    """The page that the address names; else the one that begins a month ago, if there is any."""
    limit = PAGE + 1
    if not state.after:
        recent = spans.cursor_at(today - RECENT)
        found = events.find_events(session, state.filter, limit=limit, after=recent)
        if found:
            first = events.find_events(session, state.filter, limit=1)
            return Page(found, before=first[0].id != found[0].id)
    after = None if state.after in {"", START} else state.after
    try:
        return Page(events.find_events(session, state.filter, limit=limit, after=after))
    except BadInput as error:
        return Page(events.find_events(session, state.filter, limit=limit), (str(error),))


def _pictured(
    session: Session, state: State, places: Sequence[Place], shown: Window, at: date
) -> list[Event]:
    """The events that are drawn one by one, where there are too many to read them all."""
    if state.view is View.MONTH:
        first, last = months.days_of(at)
        return events.find_events(session, narrowed(state.filter, first, last), limit=DRAWN)
    if state.view is View.LIST:
        return []
    return spans.read_spans(session, marked(split(places, state.group), shown))


def _chosen(session: Session, state: State) -> tuple[Event | None, tuple[str, ...]]:
    if not state.event:
        return None, ()
    try:
        return events.get_event(session, state.event), ()
    except NotFound as error:
        return None, (str(error),)


def _split(listed: Sequence[Event], today: date, state: State) -> dict[str, object]:
    """The list in two: what is over is folded away where something else is to be seen."""
    over = [one for one in listed if listing.is_over(one, today)]
    ahead = [one for one in listed if not listing.is_over(one, today)]
    by_day = len(listed) <= listing.BY_DAY
    return {
        "over": listing.sections(over, today, by_day=by_day),
        "ahead": listing.sections(ahead, today, by_day=by_day),
        "over_number": len(over),
        "folded": bool(ahead) and len(over) > FOLDED and state.view is not View.LIST,
    }


def _steps(shown: Window, at: date | None) -> dict[str, str]:
    """Where the links above the timeline lead: `at` and `zoom` of each."""
    middle = at or shown.start + timedelta(days=shown.days // 2)
    zoom = window.nearest_zoom(shown)
    zooms = list(window.Zoom)
    place = zooms.index(zoom)
    jump = timedelta(days=max(1, shown.days // 2))
    return {
        "middle": middle.isoformat(),
        "zoom": zoom.value,
        "earlier": max(middle - jump, window.EARLIEST).isoformat(),
        "later": min(middle + jump, window.LATEST).isoformat(),
        "wider": zooms[max(0, place - 1)].value,
        "closer": zooms[min(len(zooms) - 1, place + 1)].value,
    }


def _tools() -> dict[str, object]:
    """What the templates ask of an event."""
    return {
        "glyph": marks.glyph,
        "is_vague": marks.is_vague,
        "said_on": marks.said_on,
        "pieces": listing.pieces,
        "short_pieces": listing.short_pieces,
        "readings": listing.readings,
        "days_left": days_left,
        "write_edtf": edtf.write,
        "types": list(EventType),
        "statuses": list(Status),
        "groups": list(Group),
        "zooms": list(window.Zoom),
    }
