"""The JSON API under /api/v1: events out, articles in."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, jsonify, request, url_for
from werkzeug.exceptions import BadRequest as WerkzeugBadRequest
from werkzeug.exceptions import HTTPException

from timeline.core.article import Anchor, Article, Draft, read_published
from timeline.core.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    StoreUnavailable,
    TimelineError,
    TooLarge,
    UnknownPublication,
)
from timeline.core.event import Event, as_of
from timeline.core.filter import Filter, from_params
from timeline.feeds.records import event_record
from timeline.sources.fetch import Fetcher
from timeline.sources.read import read_bytes, read_url
from timeline.store import events, occasions
from timeline.tasks.add import Added, Waits, add_in_steps
from timeline.tasks.drafts import Given
from timeline.web.kept import kept
from timeline.web.openapi import describe
from timeline.web.services import services

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

MOST = 500
USUAL = 100
MOST_BODY = 32_000_000  # 5 MB of text, every character of it written as an escape

Answer = tuple[Response, int]


class BadRequest(TimelineError):
    """The request itself cannot be read (HTTP 400)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """The body of POST /api/v1/articles: exactly one of `text` and `url`."""

    text: str | None = None
    url: str | None = None
    published: str | None = None
    title: str | None = None
    lang: str | None = None


@blueprint.get("/events")
@kept
def list_events() -> Response:
    """The events that the filter chooses, a page at a time."""
    chosen, limit, after = _read_query()
    try:
        with services().database.read() as session:
            found = events.find_events(session, chosen, limit=limit + 1, after=after)
            total = events.count_events(session, chosen)
    except BadInput as error:
        raise BadRequest(str(error)) from error
    shown = found[:limit]
    return jsonify(
        events=[_record(event) for event in shown],
        total=total,
        next=events.cursor(shown[-1]) if len(found) > limit else None,
    )


@blueprint.get("/events/<event_id>")
def show_event(event_id: str) -> Response:
    """One event and what it is related to; a merged-away id gives the event that it went to."""
    with services().database.read() as session:
        event = events.get_event(session, event_id)
        part_of = occasions.find_occasions(session, [event.id]).get(event.id)
        parts = occasions.find_parts(session, event.id)
    return jsonify({**_record(event), "part_of": part_of, "parts": parts})


@blueprint.post("/articles")
def add_article() -> Answer:
    """Read an article and keep it with its events, or hand it over to the workers."""
    ours = services()
    body = _read_body()
    anchor = Anchor(published=read_published(body.published)) if body.published else None
    given = Given(published=anchor, title=body.title, lang=body.lang)
    *_, last = add_in_steps(
        ours.database, ours.reader, _draft(body), given, now=ours.now(), queue=ours.queue
    )
    if isinstance(last, Waits):
        return jsonify(job=url_for("jobs.show", job_id=last.job)), 202
    if not isinstance(last, Added):
        raise AssertionError("the last step is what was added")
    return jsonify(added_record(last)), 200 if last.known else 201


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """What this API takes and gives, as OpenAPI 3.1."""
    return jsonify(describe(services().config.base_url))


@blueprint.route(
    "/<path:path>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], endpoint="nothing"
)
def nothing(path: str) -> Answer:
    """Whatever is not there, in the API's own form."""
    return jsonify(error=f"there is no {request.method} /api/v1/{path}"), 404


@blueprint.errorhandler(TimelineError)
def told(error: TimelineError) -> Answer:
    """The sentence of the error, with the status that CONTRACT names for its kind."""
    match error:
        case UnknownPublication():
            return jsonify(error=str(error), guess=error.guess), 422
        case BadRequest():
            return jsonify(error=str(error)), 400
        case NotAllowed():
            return jsonify(error=str(error)), 401
        case NotFound():
            return jsonify(error=str(error)), 404
        case TooLarge():
            return jsonify(error=str(error)), 413
        case StoreUnavailable():
            return jsonify(error=str(error)), 503
        case _:
            return jsonify(error=str(error)), 422


@blueprint.errorhandler(HTTPException)
def refused(error: HTTPException) -> Answer:
    """What the framework refused, in the API's own form."""
    if error.code == 413:
        return jsonify(error="the request is too large: the limit is 5 MB of text"), 413
    return jsonify(error=(error.description or error.name)), error.code or 500


def _read_query() -> tuple[Filter, int, str | None]:
    params = {name: request.args.getlist(name) for name in request.args}
    parsed = from_params(params, also=("limit", "cursor"))
    problems = list(parsed.problems)
    problems += [
        f"{name} is given {len(params[name])} times: give it once"
        for name in ("limit", "cursor")
        if len(params.get(name, ())) > 1
    ]
    written = request.args.get("limit") or str(USUAL)
    limit = int(written) if written.isascii() and written.isdigit() and len(written) < 5 else 0
    if not 1 <= limit <= MOST:
        problems.append(f"cannot read limit {written!r}: give a number from 1 to {MOST}")
    if problems:
        raise BadRequest("; ".join(problems))
    return parsed.filter, limit, request.args.get("cursor") or None


def _read_body() -> NewArticle:
    request.max_content_length = MOST_BODY
    if request.mimetype != "application/json":
        raise BadRequest("the article is JSON: send it with Content-Type: application/json")
    try:
        body = request.get_json()
    except (WerkzeugBadRequest, UnicodeError, RecursionError) as error:
        raise BadRequest("the request cannot be read: send JSON in UTF-8") from error
    if not isinstance(body, Mapping):
        raise BadRequest('the request is no JSON object: send {"text": "…", "published": "…"}')
    known = [one.name for one in fields(NewArticle)]
    unknown = [name for name in body if name not in known]
    if unknown:
        raise BadRequest(f"unknown field {unknown[0]!r}: there are {', '.join(known)}")
    for name, value in body.items():
        if value is not None and not isinstance(value, str):
            raise BadRequest(f"{name} must be text, not {value!r:.40}")
    read = NewArticle(**body)
    if bool(read.text) == bool(read.url):
        raise BadRequest("give either the article's text or its url")
    return read


def _draft(body: NewArticle) -> Draft:
    if body.url:
        return read_url(body.url, Fetcher(allow=services().config.fetch_allow))
    text = body.text or ""
    try:
        content = text.encode()
    except UnicodeEncodeError as error:
        raise BadInput("the text holds half a character: send it in UTF-8") from error
    return read_bytes(content, content_type="text/plain; charset=utf-8")


def _record(event: Event) -> dict[str, Any]:
    return event_record(as_of(event, _today()))


def _today() -> date:
    ours = services()
    return ours.now().astimezone(ZoneInfo(ours.config.zone)).date()


def added_record(added: Added) -> dict[str, Any]:
    """The article and its events as JSON."""
    return {
        "article": article_record(added.article),
        "events": [_record(one.event) for one in added.events],
    }


def article_record(article: Article) -> dict[str, Any]:
    """The article as JSON, without its text."""
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "lang": article.lang,
        "published": article.anchor.published.isoformat(),
        "published_source": article.anchor.source.value,
        "added_at": article.added_at.isoformat() if article.added_at else None,
    }
