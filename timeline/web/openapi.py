"""The API described as OpenAPI 3.1; tests hold its answers against it."""

from typing import Any

from timeline.core.article import AnchorSource
from timeline.core.event import EventType, Outcome, Status
from timeline.core.filter import NAMES
from timeline.core.precision import Precision
from timeline.core.timex import Mod, TimexType

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
WHEN: Schema = {
    "type": ["string", "null"],
    "description": "ISO 8601 date, or date-time with offset; null on an open side",
}
DATES: Schema = {
    "type": "object",
    "required": ["start", "end"],
    "properties": {"start": WHEN, "end": WHEN},
    "additionalProperties": False,
}
CHANGE: Schema = {"oneOf": [MAYBE, DATES]}

MANY = {"q", "type", "country", "who", "status", "source"}
PARAMETERS: dict[str, tuple[Schema, str]] = {
    "q": (TEXT, "Words that must all stand in title, evidence, place or names."),
    "type": ({"enum": list(EventType)}, "Any of these types."),
    "country": ({"type": "string", "pattern": "^[A-Za-z]{2}$"}, "Any of these takes part."),
    "who": (TEXT, "Part of a participant's name."),
    "status": ({"enum": list(Status)}, "Any of these statuses."),
    "source": (TEXT, "An article's id, title, address or host."),
    "deadline": ({"enum": ["true", "false"]}, "Only what is due, or all else."),
    "from": ({"type": "string", "format": "date"}, "The first day, inclusive."),
    "to": ({"type": "string", "format": "date"}, "The last day, inclusive."),
    "sure": ({"type": "number", "minimum": 0, "maximum": 1}, "The least confidence."),
}


def describe(base_url: str) -> Schema:
    """The description of the API that is served under `base_url`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Timeline",
            "version": "1",
            "description": "Dated events that news articles tell, each with its sentence.",
        },
        "servers": [{"url": f"{base_url}/api/v1"}],
        "paths": {
            "/events": {"get": _list_events()},
            "/events/{id}": {"get": _show_event()},
            "/articles": {"post": _add_article()},
            "/openapi.json": {"get": _openapi()},
        },
        "components": {"schemas": schemas()},
    }


def schemas() -> dict[str, Schema]:
    """What the answers are made of."""
    evidence = _object(quote=TEXT, start=COUNT, end=COUNT)
    timex = _object(
        text=TEXT,
        start=COUNT,
        end=COUNT,
        type={"enum": list(TimexType)},
        value=TEXT,
        mod={"enum": [*Mod, None]},
        edtf=MAYBE,
    )
    return {
        "Error": {
            **_object(error=TEXT),
            "properties": {"error": TEXT, "guess": MAYBE},
        },
        "Evidence": evidence,
        "Timex": timex,
        "Participant": _object(name=TEXT, country=MAYBE, role=MAYBE),
        "Source": _object(
            article=TEXT, title=TEXT, url=MAYBE, published=TEXT, evidence=_ref("Evidence")
        ),
        "Change": _object(at=TEXT, by=TEXT, what=TEXT, old=CHANGE, new=CHANGE, evidence=MAYBE),
        "Event": _event(),
        "Events": _object(events=_list(_ref("Event")), total=COUNT, next=MAYBE),
        "Article": _object(
            id=TEXT,
            title=TEXT,
            url=MAYBE,
            lang=TEXT,
            published=TEXT,
            published_source={"enum": list(AnchorSource)},
            added_at=TEXT,
        ),
        "Added": _object(article=_ref("Article"), events=_list(_ref("Event"))),
        "NewArticle": {
            "type": "object",
            "properties": {
                "text": TEXT,
                "url": TEXT,
                "published": {"type": "string", "description": "ISO 8601 date or date-time"},
                "title": TEXT,
                "lang": {"type": "string", "description": "ISO 639-1; detected where not given"},
            },
            "oneOf": [{"required": ["text"]}, {"required": ["url"]}],
            "additionalProperties": False,
        },
    }


def _event() -> Schema:
    return _object(
        id=TEXT,
        type={"enum": list(EventType)},
        title=TEXT,
        start=WHEN,
        end={**WHEN, "description": "exclusive; null on an open side"},
        precision={"enum": [*Precision, None]},
        edtf=MAYBE,
        deadline={"type": "boolean"},
        status={"enum": list(Status)},
        participants=_list(_ref("Participant")),
        place=MAYBE,
        evidence={"oneOf": [_ref("Evidence"), {"type": "null"}]},
        timex={"oneOf": [_ref("Timex"), {"type": "null"}]},
        confidence={"type": "number", "minimum": 0, "maximum": 1},
        outcome={"enum": [*Outcome, None]},
        sources=_list(_ref("Source")),
        history=_list(_ref("Change")),
    )


def _list_events() -> Schema:
    paging = [
        _parameter(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": 500, "default": 100},
            "How many events a page holds.",
        ),
        _parameter("cursor", TEXT, "The `next` of the page before."),
    ]
    chosen = [
        _parameter(name, _list(schema) if name in MANY else schema, said)
        for name, (schema, said) in ((name, PARAMETERS[name]) for name in NAMES)
    ]
    return {
        "summary": "Events by start, then id",
        "parameters": chosen + paging,
        "responses": {"200": _answer("A page of events", "Events"), **_errors("400")},
    }


def _show_event() -> Schema:
    key = {"name": "id", "in": "path", "required": True, "schema": TEXT}
    return {
        "summary": "One event; a merged-away id gives the event that it went to",
        "parameters": [key],
        "responses": {"200": _answer("The event", "Event"), **_errors("404")},
    }


def _add_article() -> Schema:
    return {
        "summary": "Read an article and keep it with its events",
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _ref("NewArticle")}},
        },
        "responses": {
            "201": _answer("The article was added", "Added"),
            "200": _answer("The article was known; nothing was changed", "Added"),
            **_errors("400", "413", "422", "503"),
        },
    }


def _openapi() -> Schema:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "summary": "This description",
        "responses": {"200": {"description": "OpenAPI 3.1", "content": content}},
    }


def _parameter(name: str, schema: Schema, said: str) -> Schema:
    return {"name": name, "in": "query", "description": said, "schema": schema}


def _errors(*codes: str) -> Schema:
    said = {
        "400": "The request cannot be read",
        "404": "There is nothing with this id",
        "413": "The text is over 5 MB",
        "422": "The article cannot be used; with `guess` where its publication date is missing",
        "503": "The store could not take it; nothing was changed",
    }
    return {code: _answer(said[code], "Error") for code in codes}


def _answer(said: str, name: str) -> Schema:
    return {"description": said, "content": {"application/json": {"schema": _ref(name)}}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }
