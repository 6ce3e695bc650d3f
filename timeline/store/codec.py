"""Core values as columns and JSON, and back; the only place that knows how they are written."""

from datetime import date, datetime
from typing import Any

from timeline.core.article import Anchor, AnchorSource
from timeline.core.edit import Value
from timeline.core.event import Change, EventType, Evidence, Mention, Participant, Status
from timeline.core.interval import Bound, Interval, Moment
from timeline.core.precision import Precision
from timeline.core.timex import Mod, Timex, TimexType

Json = dict[str, Any]


def write_interval(interval: Interval | None) -> Json:
    """The four columns of an interval; all empty where there is none."""
    if interval is None:
        return {"starts": None, "ends": None, "precision": None, "approximate": False}
    return {
        "starts": _write_moment(interval.start),
        "ends": _write_moment(interval.end),
        "precision": interval.precision,
        "approximate": interval.approximate,
    }


def read_interval(
    *, starts: str | None, ends: str | None, precision: str | None, approximate: bool
) -> Interval | None:
    """The interval of four columns."""
    if precision is None:
        return None
    known = Precision(precision)
    return Interval(
        start=_read_moment(starts, known),
        end=_read_moment(ends, known),
        precision=known,
        approximate=approximate,
    )


def write_timex(timex: Timex | None) -> Json | None:
    """A temporal expression as JSON, without what is empty."""
    if timex is None:
        return None
    written: Json = {
        "text": timex.text,
        "start": timex.start,
        "end": timex.end,
        "type": timex.type,
        "value": timex.value,
        "mod": timex.mod,
        "interval": interval_json(timex.interval),
        "bound": timex.bound,
        "lead": timex.lead,
        "repeats": timex.repeats,
    }
    return {name: value for name, value in written.items() if value is not None}


def read_timex(written: Json | None) -> Timex | None:
    """The temporal expression that JSON names."""
    if written is None:
        return None
    return Timex(
        text=written["text"],
        start=written["start"],
        end=written["end"],
        type=TimexType(written["type"]),
        value=written["value"],
        mod=Mod(written["mod"]) if "mod" in written else None,
        interval=interval_of(written.get("interval")),
        bound=Bound(written["bound"]) if "bound" in written else None,
        lead=written.get("lead"),
        repeats=written.get("repeats"),
    )


def interval_json(interval: Interval | None) -> Json | None:
    """An interval as JSON."""
    return None if interval is None else write_interval(interval)


def interval_of(written: Json | None) -> Interval | None:
    """The interval that JSON names."""
    return None if written is None else read_interval(**written)


def write_participants(participants: tuple[Participant, ...]) -> list[Json]:
    """Participants as JSON, in their order."""
    return [{"name": one.name, "country": one.country, "role": one.role} for one in participants]


def read_participants(written: list[Json]) -> tuple[Participant, ...]:
    """The participants that JSON names."""
    return tuple(Participant(**one) for one in written)


def write_mention(mention: Mention) -> Json:
    """A whole mention as JSON."""
    return {
        "type": mention.type,
        "title": mention.title,
        "interval": interval_json(mention.interval),
        "deadline": mention.deadline,
        "status": mention.status,
        "confidence": mention.confidence,
        "place": mention.place,
        "participants": write_participants(mention.participants),
        "timex": write_timex(mention.timex),
        "previous": interval_json(mention.previous),
        "change": mention.change,
        "evidence": [mention.evidence.quote, mention.evidence.start, mention.evidence.end],
    }


def read_mention(written: Json) -> Mention:
    """The mention that JSON names."""
    quote, start, end = written["evidence"]
    return Mention(
        type=EventType(written["type"]),
        title=written["title"],
        interval=interval_of(written["interval"]),
        deadline=written["deadline"],
        status=Status(written["status"]),
        evidence=Evidence(quote=quote, start=start, end=end),
        confidence=written["confidence"],
        participants=read_participants(written["participants"]),
        place=written["place"],
        timex=read_timex(written["timex"]),
        previous=interval_of(written["previous"]),
        change=Change(written["change"]) if written["change"] else None,
    )


def write_value(value: Value) -> Json | None:
    """What an edit sets: words, dates, participants or nothing."""
    if isinstance(value, tuple):
        return {"people": write_participants(value)}
    return write_change(value)


def read_value(written: Json | None) -> Value:
    """What an edit sets."""
    if written is not None and "people" in written:
        return read_participants(written["people"])
    return read_change(written)


def write_change(value: str | Interval | None) -> Json | None:
    """One side of a revision: words, dates or nothing."""
    match value:
        case None:
            return None
        case Interval():
            return {"dates": interval_json(value)}
        case _:
            return {"words": value}


def read_change(written: Json | None) -> str | Interval | None:
    """One side of a revision."""
    if written is None:
        return None
    if "dates" in written:
        return interval_of(written["dates"])
    return str(written["words"])


def write_published(anchor: Anchor) -> str:
    """The publication date in ISO 8601, with the offset that it was given in."""
    return anchor.published.isoformat()


def read_anchor(published: str, source: str) -> Anchor:
    """The anchor of two columns."""
    moment: Moment
    if len(published) == len("2025-07-17"):
        moment = date.fromisoformat(published)
    else:
        moment = datetime.fromisoformat(published)
    return Anchor(published=moment, source=AnchorSource(source))


def _write_moment(moment: Moment | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _read_moment(written: str | None, precision: Precision) -> Moment | None:
    if written is None:
        return None
    return datetime.fromisoformat(written) if precision.is_clock else date.fromisoformat(written)
