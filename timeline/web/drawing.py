"""What the page's scripts draw from: where every event counts, and the marks of a stretch."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from flask import Blueprint, current_app, jsonify, request
from werkzeug.wrappers import Response as Answer

from timeline.core.event import Event
from timeline.core.filter import Filter
from timeline.core.interval import Moment
from timeline.store import events, spans
from timeline.store.engine import Session
from timeline.web.lanes import (
    Group,
    Place,
    colour_of,
    key_of,
    kind_of,
    name_of,
    place_of,
    seen,
    split,
)
from timeline.web.language import language
from timeline.web.marks import ghost_on, glyph, name, sides, text
from timeline.web.services import services
from timeline.web.state import State, read_state
from timeline.web.window import EARLIEST, LATEST, Window

blueprint = Blueprint("drawing", __name__)

WHOLE = 2000  # up to so many events are sent at once; beyond, those of a stretch of time
MOST_OF_LANE = 600  # a lane that holds more in the stretch is drawn as counts
_EPOCH = date(1970, 1, 1).toordinal()
_KEPT, _MOST_KEPT = "timeline.places", 4
_OPEN_YEARS = 2  # how far an event without an end is taken to reach


@blueprint.get("/board.json")
def show() -> Answer:
    """The lanes of what the filter finds, or with `start` and `end` the marks between two days.

    Lanes: `from` and `until` are sorted day numbers since 1970, the first one whole and the others
    as the step from the one before. Marks: see `_line`. Both come together where they are few.
    """
    args = request.args.to_dict(flat=False)
    stretch = _stretch(args.pop("start", [""])[-1], args.pop("end", [""])[-1])
    state = read_state(args)
    with services().database.read() as session:
        found = _marks(session, state, stretch) if stretch else _lanes(session, state)
        version = events.version(session)
    answer = jsonify(found)
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(f"{version}-{language()}-{request.query_string.decode('ascii', 'replace')}")
    return answer.make_conditional(request)


def find_places(
    session: Session, chosen: Filter, group: Group, known: Sequence[Event] | None = None
) -> list[Place]:
    """Where the events count that match; taken from `known` where those are all of them.

    What was read is kept until the store changes: a timeline is asked for many times while somebody
    moves it.
    """
    if known is not None:
        return [place for event in known if (place := place_of(event, group))]
    kept: dict[tuple[str, Filter, Group], list[Place]] = current_app.extensions.setdefault(
        _KEPT, {}
    )
    asked = (events.version(session), chosen, group)
    found = kept.get(asked)
    if found is None:
        found = _read_places(session, chosen, group)
        while len(kept) >= _MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        kept[asked] = found
    return found


def _read_places(session: Session, chosen: Filter, group: Group) -> list[Place]:
    keys: dict[str, str] = {}
    match group:
        case Group.COUNTRY:
            keys = spans.first_countries(session)
        case Group.WHO:
            keys = spans.first_names(session)
        case Group.SOURCE:
            keys = spans.newest_hosts(session)
        case Group.KIND | Group.STATUS:
            pass
    return [_place(one, group, keys) for one in spans.find_spans(session, chosen)]


def _place(one: spans.Span, group: Group, keys: dict[str, str]) -> Place:
    kind = kind_of(one.type, deadline=one.deadline)
    first = one.first or one.last or EARLIEST
    last = one.last or date(min(first.year, LATEST.year) + _OPEN_YEARS, 1, 1)
    match group:
        case Group.KIND:
            key = kind
        case Group.STATUS:
            key = one.status
        case _:
            key = keys.get(one.id, "")
    return Place(one.id, key, kind, last if one.deadline else first, max(first, last))


def _lanes(session: Session, state: State) -> dict[str, object]:
    whole = None
    if events.count_events(session, state.filter) <= WHOLE:
        whole = events.find_events(session, state.filter, limit=WHOLE)
    lanes = split(find_places(session, state.filter, state.group, whole), state.group)
    found: dict[str, object] = {
        "lanes": [_lane(key, members, state.group) for key, members in lanes.items()]
    }
    if whole is not None:
        found["marks"] = [_line(one, state.group, lanes) for one in whole if one.interval]
    return found


def _lane(key: str, members: Sequence[Place], group: Group) -> dict[str, object]:
    return {
        "key": key,
        "name": name_of(key, group),
        "colour": colour_of(key, group),
        "from": _steps(one.first.toordinal() - _EPOCH for one in members),
        "until": _steps(one.last.toordinal() + 1 - _EPOCH for one in members),
    }


def _steps(days: Iterable[int]) -> list[int]:
    ordered = sorted(days)
    return [day - before for day, before in zip(ordered, [0, *ordered], strict=False)]


def _marks(session: Session, state: State, stretch: Window) -> dict[str, object]:
    lanes = split(find_places(session, state.filter, state.group), state.group)
    found = {key: seen(members, stretch) for key, members in lanes.items()}
    crowded = [key for key, members in found.items() if len(members) > MOST_OF_LANE]
    ids = [one.id for key, members in found.items() if key not in crowded for one in members]
    read = spans.read_spans(session, ids[: 3 * WHOLE])
    return {"marks": [_line(one, state.group, lanes) for one in read], "crowded": crowded}


def _line(event: Event, group: Group, lanes: dict[str, list[Place]]) -> list[object]:
    """Id, lane, shape, from, until, kind, status, title, note, name, last year (0: open), ghost.

    `from` and `until` are days since 1970 with their fraction; `note` and `name` are words.
    """
    ends = sides(event)
    key = key_of(event, group)
    last = event.interval.last_day if event.interval else None
    title, note = text(event)
    ghost = ghost_on(event)
    return [
        event.id,
        key if key in lanes else "~",
        glyph(event),
        *(_number(moment) for moment in ends or ()),
        kind_of(event.type, deadline=event.deadline),
        event.status.value,
        title,
        note,
        name(event),
        last.year if last else 0,
        ghost.toordinal() - _EPOCH if ghost else None,
    ]


def _number(moment: Moment) -> float:
    whole = moment.toordinal() - _EPOCH
    if not isinstance(moment, datetime):
        return whole
    return round(whole + (moment.hour * 60 + moment.minute) / 1440, 4)


def _stretch(start: str, end: str) -> Window | None:
    """The days that are asked for; None where they are none."""
    try:
        low, high = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return None
    low, high = max(low, EARLIEST), min(high, LATEST)
    return Window(low, high) if low < high else None
