"""The API described as OpenAPI 3.1; tests hold its answers against it."""

from typing import Any

from timeline.core.article import AnchorSource
from timeline.core.edit import EditKind
from timeline.core.event import EventType, Outcome, Status
from timeline.core.filter import NAMES
from timeline.core.precision import Precision
from timeline.core.timex import Mod, TimexType
from timeline.web.bodies import MANY, PARAMETERS, WORDS, bodies

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
VALUE: Schema = {"oneOf": [MAYBE, DATES, {"type": "array", "items": {"type": "object"}}]}
ACTIONS = {
    "confirm": ("Say that the event is right", "Decision"),
    "reject": ("Show the event no more", "Decision"),
    "merge": ("Make another event part of this one; its id leads here for ever", "Merging"),
    "split": ("Make what these articles tell an event of its own", "Splitting"),
}

KEY: Schema = {"name": "id", "in": "path", "required": True, "schema": TEXT}


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
            **{
                path: {method: _guarded(method, one) for method, one in operations.items()}
                for path, operations in _paths().items()
            },
            "/openapi.json": {"get": _openapi()},
        },
        "components": {
            "schemas": schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> Schema:
    return {
        "/events": {"get": _list_events(), "post": _add_event()},
        "/events/{id}": {"get": _show_event(), "patch": _correct()},
        "/events/{id}/edits": {"get": _list_edits()},
        **{f"/events/{{id}}/{action}": {"post": _decide(action)} for action in ACTIONS},
        "/edits/{id}/undo": {"post": _undo()},
        "/queue": {"get": _queue()},
        "/articles": {"post": _add_article()},
        "/articles/{id}": {"patch": _republish(), "delete": _delete()},
        "/jobs/{id}": {"get": _show_job()},
    }


def _guarded(method: str, operation: Schema) -> Schema:
    """The operation with what any may meet: reading is public or not by a setting."""
    nobody: list[Schema] = [{}] if method == "get" else []
    responses = {**operation["responses"], **_errors("401", "429", "503")}
    return {**operation, "security": [*nobody, {"token": []}], "responses": responses}


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
        "Alone": _alone(),
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
        "Edit": _object(
            id=TEXT,
            kind={"enum": list(EditKind)},
            at=TEXT,
            by=TEXT,
            why=TEXT,
            old=VALUE,
            new=VALUE,
            undone_at=MAYBE,
            undone_by=MAYBE,
        ),
        "Edits": _object(edits=_list(_ref("Edit"))),
        "Changed": _object(events=_list(_ref("Event"))),
        "Queue": _object(
            conflicts=_list({"type": "object"}),
            unsure=_list(_ref("Event")),
            assumed=_list(_object(id=TEXT, title=TEXT, published=TEXT)),
            totals=_object(conflicts=COUNT, unsure=COUNT, assumed=COUNT),
        ),
        "Added": _object(article=_ref("Article"), events=_list(_ref("Event"))),
        "Waits": _object(job={"type": "string", "description": "the address of the job"}),
        "Job": {
            "type": "object",
            "required": ["state"],
            "properties": {
                "state": {"enum": ["waiting", "reading", "done", "failed"]},
                "article": _ref("Article"),
                "events": _list(_ref("Event")),
                "error": TEXT,
            },
            "additionalProperties": False,
        },
        **bodies(),
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


def _alone() -> Schema:
    """An event by itself, with what it is related to."""
    related: dict[str, Schema] = {
        "part_of": {**MAYBE, "description": "the visit, summit or meeting during which it is"},
        "parts": {**_list(TEXT), "description": "ids of what takes place during it"},
    }
    return _object(**_event()["properties"], **related)


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
        _parameter(name, _list(_asked(schema)) if name in MANY else _asked(schema), said)
        for name, (schema, said) in ((name, PARAMETERS[name]) for name in NAMES)
    ]
    return {
        "summary": "Events by start, then id",
        "parameters": chosen + paging,
        "responses": {"200": _answer("A page of events", "Events"), **_errors("400")},
    }


def _show_event() -> Schema:
    return {
        "summary": "One event; a merged-away id gives the event that it went to",
        "parameters": [KEY],
        "responses": {"200": _answer("The event", "Alone"), **_errors("404")},
    }


def _add_event() -> Schema:
    return _change("Add an event that no article tells", "NewEvent", "Event", "201")


def _correct() -> Schema:
    return _change("Put fields of an event right", "Correction", "Event", key=True)


def _decide(action: str) -> Schema:
    return _change(*ACTIONS[action], "Event", key=True)


def _undo() -> Schema:
    return _change("Take an edit back", "Decision", "Changed", key=True)


def _republish() -> Schema:
    said = "Put an article's publication date right; its events are read anew"
    return _change(said, "Publication", "Changed", key=True)


def _delete() -> Schema:
    return {
        "summary": "Take an article away, with what only it told; undo brings it back",
        "parameters": [KEY],
        "responses": {"204": {"description": "It is gone"}, **_errors("400", "404")},
    }


def _list_edits() -> Schema:
    return {
        "summary": "What people decided about the event, oldest first",
        "parameters": [KEY],
        "responses": {"200": _answer("The edits", "Edits"), **_errors("404")},
    }


def _queue() -> Schema:
    return {
        "summary": "What needs a person's eyes",
        "responses": {"200": _answer("The queue", "Queue")},
    }


def _change(said: str, body: str, answer: str, code: str = "200", *, key: bool = False) -> Schema:
    return {
        "summary": said,
        **({"parameters": [KEY]} if key else {}),
        "requestBody": {
            "required": body != "Decision",
            "content": {"application/json": {"schema": _ref(body)}},
        },
        "responses": {code: _answer("What it is now", answer), **_errors("400", "404", "422")},
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
            "202": _answer("It waits for a worker to read it", "Waits"),
            **_errors("400", "413", "422"),
        },
    }


def _show_job() -> Schema:
    return {
        "summary": "How far an article is that a worker reads; once it is done, with its events",
        "parameters": [KEY],
        "responses": {"200": _answer("The job", "Job"), **_errors("404")},
    }


def _openapi() -> Schema:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "summary": "This description",
        "responses": {"200": {"description": "OpenAPI 3.1", "content": content}},
    }


def _asked(schema: Schema) -> Schema:
    """What an address may say; an empty value asks nothing."""
    return schema if schema == WORDS else {"anyOf": [schema, {"const": ""}]}


def _parameter(name: str, schema: Schema, said: str) -> Schema:
    return {"name": name, "in": "query", "description": said, "schema": schema}


def _errors(*codes: str) -> Schema:
    said = {
        "400": "The request cannot be read",
        "401": "This needs an account: send a token as `Authorization: Bearer …`",
        "404": "There is nothing with this id",
        "413": "The text is over 5 MB",
        "422": "The article cannot be used; with `guess` where its publication date is missing",
        "429": "Too many at once: wait as long as Retry-After says",
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
