"""Events as records: the contract's JSON object and CSV (RFC 4180)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from timeline.core.article import Anchor
from timeline.core.edit import Value
from timeline.core.event import Event, Revision, Source, record
from timeline.core.interval import Interval

COLUMNS = (
    "id", "type", "title", "start", "end", "precision", "edtf", "deadline", "status", "outcome",
    "countries", "participants", "place", "confidence", "evidence", "sources",
)  # fmt: skip
# Spreadsheets run what begins so; some take the wide forms of the same signs for them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def event_record(event: Event) -> dict[str, object]:
    """The event as `timeline export` and the API give it: extract's keys, id, sources, history."""
    return {
        "id": event.id,
        **record(event),
        "outcome": event.outcome.value if event.outcome else None,
        "sources": [_source(one) for one in event.sources],
        "history": [_revision(one) for one in event.history],
    }


def to_json(events: Iterable[Event]) -> bytes:
    """A list of event records, UTF-8, one event a line."""
    lines = [json.dumps(event_record(one), ensure_ascii=False) for one in events]
    body = ",\n".join(lines)
    return f"[\n{body}\n]\n".encode() if lines else b"[]\n"


def to_csv(events: Iterable[Event]) -> bytes:
    """A table with a header, UTF-8, CRLF; several values of one cell are parted by `; `.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    return b"".join(csv_lines(events))


def csv_lines(events: Iterable[Event]) -> Iterator[bytes]:
    """The same, a piece for each event."""
    yield _line(COLUMNS)
    for event in events:
        yield _line([_cell(value) for value in _row(event)])


def _line(cells: Iterable[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


def _row(event: Event) -> list[object]:
    told = record(event)
    evidence = event.evidence
    return [
        event.id,
        *(told[name] for name in COLUMNS[1:7]),
        str(event.deadline).lower(),
        event.status.value,
        event.outcome.value if event.outcome else None,
        "; ".join(event.countries),
        "; ".join(one.name for one in event.participants),
        event.place,
        f"{event.confidence:.2f}",
        evidence.quote if evidence else None,
        "; ".join(one.url or one.title for one in event.sources),
    ]


def _cell(value: object) -> str:
    text = "" if value is None else str(value).replace("\x00", "")
    return f"'{text}" if text.startswith(_FORMULA) else text


def _source(source: Source) -> dict[str, object]:
    return {
        "article": source.article,
        "title": source.title,
        "url": source.url,
        "published": published(source.anchor),
        "evidence": {
            "quote": source.evidence.quote,
            "start": source.evidence.start,
            "end": source.evidence.end,
        },
    }


def published(anchor: Anchor) -> str:
    """The publication as ISO 8601, a date or an instant as it is known."""
    return anchor.published.isoformat()


def _revision(revision: Revision) -> dict[str, object]:
    return {
        "at": revision.at.isoformat(),
        "by": revision.by,
        "what": revision.what,
        "old": change_record(revision.old),
        "new": change_record(revision.new),
        "evidence": revision.evidence,
    }


def change_record(value: Value) -> object:
    """One side of a change: words, dates as {"start", "end"}, participants, or null."""
    if isinstance(value, tuple):
        return [{"name": o.name, "country": o.country, "role": o.role} for o in value]
    if not isinstance(value, Interval):
        return value
    return {
        "start": value.start.isoformat() if value.start else None,
        "end": value.end.isoformat() if value.end else None,
    }
