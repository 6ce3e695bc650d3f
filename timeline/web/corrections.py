"""The editor's hand in the API: correct, confirm, reject, merge, split, add and undo."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest as WerkzeugBadRequest
from werkzeug.exceptions import HTTPException

from timeline.core.article import Anchor, read_published
from timeline.core.edit import Edit, EditKind, Value
from timeline.core.errors import BadInput, TimelineError
from timeline.core.event import Event, EventType, Outcome, Participant, Status, as_of
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.feeds.records import change_record, event_record
from timeline.store import edits, events, queue
from timeline.tasks import edit
from timeline.tasks.edit import Hand
from timeline.web import api, forms
from timeline.web.api import BadRequest
from timeline.web.services import services
from timeline.web.who import visitor

blueprint = Blueprint("corrections", __name__, url_prefix="/api/v1")
blueprint.register_error_handler(TimelineError, api.told)
blueprint.register_error_handler(HTTPException, api.refused)

Body = Mapping[str, Any]
Answer = tuple[Response, int]

_TEXTS = (
    "type",
    "title",
    "start",
    "end",
    "status",
    "outcome",
    "place",
    "why",
    "other",
    "published",
)
_FIELDS = ("type", "title", "start", "end", "status", "outcome", "place", "participants")


@blueprint.patch("/events/<event_id>")
def correct(event_id: str) -> Response:
    """The event with the fields that are given; `start` and `end` are its date, `end` exclusive."""
    body = _body(*_FIELDS, "why")
    changes = _changes(body)
    if not changes:
        raise BadRequest(f"nothing to change: give some of {', '.join(_FIELDS)}")
    return _event(edit.correct(services().database, event_id, changes, _hand(body)))


@blueprint.post("/events/<event_id>/confirm", defaults={"action": "confirm"})
@blueprint.post("/events/<event_id>/reject", defaults={"action": "reject"})
@blueprint.post("/events/<event_id>/merge", defaults={"action": "merge"})
@blueprint.post("/events/<event_id>/split", defaults={"action": "split"})
def decide(event_id: str, action: str) -> Response:
    """The event after it was confirmed, rejected, merged with another one or split."""
    database = services().database
    own = {"merge": ("other",), "split": ("articles",)}
    body = _body(*own.get(action, ()), "why")
    hand = _hand(body)
    actions: dict[str, Callable[[], Event]] = {
        "confirm": lambda: edit.confirm(database, event_id, hand),
        "reject": lambda: edit.reject(database, event_id, hand),
        "merge": lambda: edit.merge(database, event_id, str(body.get("other", "")), hand),
        "split": lambda: edit.split(database, event_id, _texts(body, "articles"), hand)[0],
    }
    return _event(actions[action]())


@blueprint.post("/events")
def add() -> Answer:
    """A new event that no article tells."""
    body = _body(*(one for one in _FIELDS if one != "outcome"), "why")
    given = _changes(body)
    interval, people = given.get(EditKind.DATE), given.get(EditKind.PARTICIPANTS, ())
    place = given.get(EditKind.PLACE)
    event = edit.add_event(
        services().database,
        _hand(body),
        kind=forms.word(EventType, str(given.get(EditKind.TYPE, "")), "type"),
        title=str(given.get(EditKind.TITLE, "")),
        interval=interval if isinstance(interval, Interval) else None,
        status=forms.word(Status, str(given.get(EditKind.STATUS, "planned")), "status"),
        participants=people if isinstance(people, tuple) else (),
        place=place if isinstance(place, str) else None,
    )
    return _event(event), 201


@blueprint.get("/events/<event_id>/edits")
def list_edits(event_id: str) -> Response:
    """What people decided about the event, oldest first, undone or not."""
    with services().database.read() as session:
        event = events.get_event(session, event_id)
        found = edits.find_edits(session, [event.id])[event.id]
    return jsonify(edits=[_edit(one) for one in found])


@blueprint.post("/edits/<edit_id>/undo")
def undo(edit_id: str) -> Response:
    """The events as they are without the edit."""
    ours = services()
    body = _body("why")
    changed = edit.undo(ours.database, ours.reader, edit_id, _hand(body))
    return jsonify(events=[_record(one) for one in changed])


@blueprint.patch("/articles/<article_id>")
def republish(article_id: str) -> Response:
    """The article's events, read anew as of the right publication date."""
    ours = services()
    body = _body("published", "why")
    anchor = Anchor(published=read_published(str(body.get("published") or "")))
    changed = edit.republish(ours.database, ours.reader, article_id, anchor, _hand(body))
    return jsonify(events=[_record(one) for one in changed])


@blueprint.delete("/articles/<article_id>")
def delete(article_id: str) -> Answer:
    """Nothing: the article is gone, with what only it told."""
    body = _body("why")
    edit.delete_article(services().database, article_id, _hand(body))
    return jsonify(), 204


@blueprint.get("/queue")
def show_queue() -> Response:
    """What needs a person's eyes."""
    with services().database.read() as session:
        found = queue.find_queue(session, limit=100)
    return jsonify(
        conflicts=[{**_record(one), "conflicts": list(one.conflicts)} for one in found.conflicts],
        unsure=[_record(one) for one in found.unsure],
        assumed=[
            {"id": one.article, "title": one.title, "published": one.anchor.day.isoformat()}
            for one in found.assumed
        ],
        totals=dict(zip(("conflicts", "unsure", "assumed"), found.totals, strict=True)),
    )


def _body(*known: str) -> Body:
    """The JSON object of the request, with no fields but those; empty where there is no body."""
    if not request.content_length:
        return {}
    try:
        body = request.get_json()
    except (WerkzeugBadRequest, UnicodeError, RecursionError) as error:
        raise BadRequest("the request cannot be read: send JSON in UTF-8") from error
    if not isinstance(body, Mapping):
        raise BadRequest("the request is no JSON object")
    unknown = [name for name in body if name not in known]
    if unknown:
        raise BadRequest(f"unknown field {unknown[0]!r}: there are {', '.join(known)}")
    for name in _TEXTS:
        if not isinstance(body.get(name), str | None):
            raise BadRequest(f"{name} must be text, not {body[name]!r:.40}")
    return body


def _hand(body: Body) -> Hand:
    return Hand(by=visitor().name, now=services().now(), why=str(body.get("why") or ""))


def _changes(body: Body) -> dict[EditKind, Value]:
    found: dict[EditKind, Value] = {}
    for name, vocabulary in (("type", EventType), ("status", Status), ("outcome", Outcome)):
        if name in body:
            found[EditKind(name)] = str(forms.word(vocabulary, str(body[name]), name))
    if "title" in body:
        found[EditKind.TITLE] = " ".join(str(body["title"] or "").split())
    if "place" in body:
        found[EditKind.PLACE] = None if body["place"] is None else str(body["place"])
    if "participants" in body:
        found[EditKind.PARTICIPANTS] = _people(body["participants"])
    if "start" in body or "end" in body:
        found[EditKind.DATE] = _interval(body)
    return found


def _interval(body: Body) -> Interval | None:
    """The date of the body: a first day alone is that day, an `end` of null is an open end."""
    start, end = body.get("start"), body.get("end")
    try:
        first, after = (
            None if one is None else date.fromisoformat(str(one)) for one in (start, end)
        )
        if first is None and after is None:
            return None
        if first is not None and "end" not in body:
            return unit(first, Precision.DAY)
        return Interval(start=first, end=after, precision=Precision.DAY)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            f"cannot read {start!r} to {end!r}: give ISO dates, the end after the last day"
        ) from error


def _people(given: object) -> tuple[Participant, ...]:
    if not isinstance(given, list):
        raise BadInput("cannot read the participants: give a list of them")
    return tuple(map(_person, given))


def _person(given: object) -> Participant:
    known = {"name", "country", "role"}
    if (
        not isinstance(given, Mapping)
        or not set(given) <= known
        or not all(isinstance(one, str | None) for one in given.values())
    ):
        raise BadInput(
            'cannot read the participants: give each as {"name", "country", "role"}, in text'
        )
    try:
        return Participant(
            name=given.get("name") or "", country=given.get("country"), role=given.get("role")
        )
    except ValueError as error:
        raise BadInput(f"cannot read the participants: {error}") from error


def _texts(body: Body, name: str) -> list[str]:
    given = body.get(name)
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadRequest(f"{name} must be a list of ids")
    return given


def _event(event: Event) -> Response:
    return jsonify(_record(event))


def _record(event: Event) -> dict[str, object]:
    return event_record(as_of(event, services().today()))


def _edit(one: Edit) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "at": one.at.isoformat(),
        "by": one.by,
        "why": one.why,
        "old": change_record(one.old),
        "new": change_record(one.value),
        "undone_at": one.undone_at.isoformat() if one.undone_at else None,
        "undone_by": one.undone_by,
    }
