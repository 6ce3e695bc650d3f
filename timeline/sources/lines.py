"""Articles as JSON lines: {"text", "published" (or "dct"), "title", "url", "lang"} on each."""

import json

from timeline.core.article import Anchor, Draft, read_published
from timeline.core.errors import BadInput

NAMES = (".jsonl", ".ndjson")


def read_line(line: str | bytes) -> Draft:
    """The article of one line; raises BadInput where it is none."""
    try:
        read = json.loads(line)
        text = read["text"]
        day = read.get("published") or read.get("dct")
        given = {name: read.get(name) for name in ("title", "url", "lang")}
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise BadInput(
            'this is no article: give {"text", "published"} as JSON on a line'
        ) from error
    if not isinstance(text, str) or any(
        one is not None and not isinstance(one, str) for one in (day, *given.values())
    ):
        raise BadInput('this is no article: "text", "published" and the others are texts')
    return Draft(
        text=text,
        title=given["title"] or "",
        url=given["url"],
        lang=given["lang"],
        anchor=Anchor(published=read_published(day)) if day else None,
    )
