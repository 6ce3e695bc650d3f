"""Events in the JSON form that Knight Lab's TimelineJS reads."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from timeline.core.event import Event
from timeline.core.interval import Moment
from timeline.core.precision import Precision
from timeline.core.words import when

_SAFE = re.compile(r"https?://", re.IGNORECASE)


def to_timelinejs(events: Iterable[Event], *, name: str) -> bytes:
    """A timeline of the dated events; texts are escaped, because the viewer takes them as HTML."""
    return b"".join(slides(events, name=name))


def slides(events: Iterable[Event], *, name: str) -> Iterator[bytes]:
    """The same, a piece for each event."""
    title = json.dumps({"text": {"headline": html.escape(name)}}, ensure_ascii=False)
    yield f'{{"title": {title}, "events": ['.encode()
    parted = b"\n"
    for event in events:
        if event.interval is not None:
            yield parted + json.dumps(_slide(event), ensure_ascii=False).encode()
            parted = b",\n"
    yield b"\n]}\n"


def _slide(event: Event) -> dict[str, object]:
    interval = event.interval
    if interval is None:
        raise ValueError(f"event {event.id} has no date")
    first = interval.start or event.due_on or interval.last_day
    slide: dict[str, object] = {
        "unique_id": event.id,
        "group": event.type.value,
        "display_date": when(interval, deadline=event.deadline),
        "text": {"headline": html.escape(event.title), "text": _text(event)},
    }
    if first is not None:
        slide["start_date"] = _date(first, interval.precision)
    if interval.last_day and interval.first_day and interval.last_day != interval.first_day:
        slide["end_date"] = _date(interval.last_day, Precision.DAY)
    return slide


def _text(event: Event) -> str:
    quote = (
        f"<blockquote>{html.escape(event.evidence.quote)}</blockquote>" if event.evidence else ""
    )
    return f"{quote}<p>{html.escape(event.status.value)}</p>{_links(event)}"


def _links(event: Event) -> str:
    """Every source, the newest first; one without an address is named alone."""
    named = []
    for one in reversed(event.sources):
        title, day = html.escape(one.title), one.anchor.day.isoformat()
        href = html.escape(one.url or "")
        linked = f'<a href="{href}">{title}</a>' if _SAFE.match(one.url or "") else title
        named.append(f"<p>Source: {linked}, {day}</p>")
    return "".join(named)


def _date(moment: Moment, precision: Precision) -> dict[str, int]:
    read = {"year": moment.year}
    if precision.rank < Precision.YEAR.rank:
        read["month"] = moment.month
    if precision.rank <= Precision.WEEK.rank:
        read["day"] = moment.day
    if isinstance(moment, datetime):
        read |= {"hour": moment.hour, "minute": moment.minute}
    return read
