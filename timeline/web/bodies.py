"""What the API takes, as JSON Schema: no more than is read, and no less than is asked for."""

from typing import Any

from timeline.core.event import EventType, Outcome, Status
from timeline.core.filter import MOST_LETTERS

Schema = dict[str, Any]

WORDS: Schema = {"type": "string", "maxLength": MOST_LETTERS, "pattern": r"^[^\x00-\x1f\x7f]*$"}
"""Words of a filter: short, on one line."""

MANY = {"q", "type", "country", "who", "status", "source"}
PARAMETERS: dict[str, tuple[Schema, str]] = {
    "q": (WORDS, "Words that must all stand in title, evidence, place or names."),
    "type": ({"enum": list(EventType)}, "Any of these types."),
    "country": ({"type": "string", "pattern": "^[A-Za-z]{2}$"}, "Any of these takes part."),
    "who": (WORDS, "Part of a participant's name."),
    "status": ({"enum": list(Status)}, "Any of these statuses."),
    "source": (WORDS, "An article's id, title, address or host."),
    "deadline": ({"enum": ["true", "false"]}, "Only what is due, or all else."),
    "from": ({"type": "string", "format": "date"}, "The first day, inclusive."),
    "to": ({"type": "string", "format": "date"}, "The last day, inclusive."),
    "sure": ({"type": "number", "minimum": 0, "maximum": 1}, "The least confidence."),
}

_TEXT: Schema = {"type": "string"}
_SAID: Schema = {"type": "string", "minLength": 1}
_MAYBE: Schema = {"type": ["string", "null"]}
_NOTHING: Schema = {"enum": ["", None]}
_DAY: Schema = {
    "type": ["string", "null"],
    "format": "date",
    "description": "ISO 8601 date; null on an open side",
}
_WHY: Schema = {**_MAYBE, "description": "kept in the history, as the reason"}
_PUBLISHED: Schema = {"type": "string", "description": "ISO 8601 date or date-time"}

_FIELDS: Schema = {
    "type": {"enum": list(EventType)},
    "title": _SAID,
    "start": _DAY,
    "end": {**_DAY, "description": "exclusive; with no start: due before it"},
    "status": {"enum": list(Status)},
    "outcome": {"enum": list(Outcome)},
    "place": _MAYBE,
    "participants": {"type": "array", "items": {"$ref": "#/components/schemas/Person"}},
}


def bodies() -> dict[str, Schema]:
    """The bodies of requests by their names; what they share stands beside them."""
    new = {name: schema for name, schema in _FIELDS.items() if name != "outcome"}
    return {
        "Person": {
            **_body(name=_SAID, country={**_MAYBE, "pattern": "^[A-Z]{2}$"}, role=_MAYBE),
            "required": ["name"],
        },
        "Correction": {
            **_body(**_FIELDS, why=_WHY),
            "anyOf": [{"required": [name]} for name in _FIELDS],
        },
        "NewEvent": {**_body(**new, why=_WHY), "required": ["type", "title"]},
        "Decision": _body(why=_WHY),
        "Merging": {
            **_body(other={**_SAID, "description": "the id of the other event"}, why=_WHY),
            "required": ["other"],
        },
        "Splitting": {
            **_body(
                articles={
                    "type": "array",
                    "items": _TEXT,
                    "description": "what tells another event",
                },
                why=_WHY,
            ),
            "required": ["articles"],
        },
        "Publication": {**_body(published=_PUBLISHED, why=_WHY), "required": ["published"]},
        "NewArticle": {
            **_body(
                text=_MAYBE,
                url=_MAYBE,
                published={**_MAYBE, "description": "ISO 8601 date or date-time"},
                title=_MAYBE,
                lang={**_MAYBE, "description": "ISO 639-1; detected where not given"},
            ),
            "oneOf": [
                {"required": [one], "properties": {one: _SAID, other: _NOTHING}}
                for one, other in (("text", "url"), ("url", "text"))
            ],
        },
    }


def _body(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}
