"""A store with any number of events, all of them made up, so that pages can be measured."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import insert

from timeline.core.article import Anchor
from timeline.core.event import Event, EventType, Evidence, Participant, Source, Status
from timeline.core.filter import host, searchable
from timeline.core.interval import Bound, Interval, bounded, sort_key, unit
from timeline.core.precision import Precision
from timeline.store import codec
from timeline.store.engine import Database
from timeline.store.marks import VERSION, set_mark
from timeline.store.tables import ArticleRow, Base, EventRow, MentionRow, ParticipantRow, SearchRow

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
PER_ARTICLE = 20
DAYS = 7300  # ten years on either side of NOW
_COUNTRIES = ("DE", "FR", "GB", "US", "PL", "TR", "UA", "IN", "JP", "BR", "EG", "KE", "SE", "ID")
_NAMES = ("Foreign ministry", "Parliament", "Council", "Delegation", "Commission", "Court")
_THINGS = (
    "talks on the northern pipeline", "a treaty on fishing rights", "the budget for border posts",
    "a pact on rare earths", "the summit of coastal states", "an inquiry into arms exports",
    "new tariffs on steel", "the return of seized ships", "a ceasefire in the valley",
)  # fmt: skip
_PRECISIONS = (Precision.DAY,) * 8 + (Precision.WEEK, Precision.MONTH)


def make(number: int, seed: int = 1) -> Iterator[Event]:
    """So many events around NOW, the same ones for the same seed."""
    chance = random.Random(seed)
    for n in range(number):
        yield _event(n, chance)


def _event(n: int, chance: random.Random) -> Event:
    day = NOW.date() + timedelta(days=int(chance.triangular(-DAYS / 2, DAYS / 2, 0)))
    kind = chance.choice(list(EventType))
    country = chance.choice(_COUNTRIES)
    past = day < NOW.date()
    due = kind is EventType.DEADLINE
    title = f"{country} {kind.value}: {chance.choice(_THINGS)}, part {n}"
    quote = f"{title} was told on {day.isoformat()}."
    said = day - timedelta(days=chance.randrange(5, 90))
    return Event(
        id=f"made{n}",
        type=kind,
        title=title,
        interval=_interval(day, chance, due=due),
        deadline=due,
        status=Status.HAPPENED if past else chance.choice((Status.PLANNED, Status.EXPECTED)),
        confidence=0.8,
        created_at=NOW,
        changed_at=NOW,
        participants=(Participant(name=f"{chance.choice(_NAMES)} {country}", country=country),),
        sources=(_source(n, quote, said),),
    )


def _interval(day: date, chance: random.Random, *, due: bool) -> Interval:
    if due:
        return bounded(unit(day, Precision.DAY), Bound.BY)
    if chance.random() < 0.1:
        length = timedelta(days=chance.randrange(2, 60))
        return Interval(start=day, end=day + length, precision=Precision.DAY)
    return unit(day, chance.choice(_PRECISIONS))


def _source(n: int, quote: str, said: date) -> Source:
    return Source(
        article=f"article{n // PER_ARTICLE}",
        title=f"Dispatch {n // PER_ARTICLE}",
        url=f"https://news{n % 9}.example/{n // PER_ARTICLE}",
        anchor=Anchor(published=said),
        evidence=Evidence(quote=quote, start=0, end=len(quote)),
    )


def fill(folder: Path, number: int) -> Database:
    """The store of a data folder, with so many events."""
    database = Database(f"sqlite:///{folder / 'timeline.sqlite3'}")
    database.migrate()
    made = make(number)
    while some := list(islice(made, 2000)):
        with database.write() as session:
            for table, rows in _rows(some).items():
                session.execute(insert(table), rows)
            set_mark(session, VERSION, NOW)
    return database


def _rows(some: list[Event]) -> dict[type[Base], list[dict[str, object]]]:
    """What the store keeps of the events; written in one go, since saving one by one takes long."""
    told = {event.sources[0].article: event.sources[0] for event in some}
    return {
        ArticleRow: [_article(source) for source in told.values()],
        EventRow: [_face(event) for event in some],
        SearchRow: [{"event_id": event.id, "words": searchable(event)} for event in some],
        ParticipantRow: [
            {"event_id": event.id, "position": 0, "name": one.name, "folded": one.name.casefold(),
             "country": one.country}
            for event in some for one in event.participants
        ],
        MentionRow: [_mention(event) for event in some],
    }  # fmt: skip


def _article(source: Source) -> dict[str, object]:
    written = source.anchor.day
    return {
        "id": source.article,
        "digest": source.article,
        "text": source.title,
        "title": source.title,
        "url": source.url,
        "host": host(source.url),
        "lang": "en",
        "published": written.isoformat(),
        "published_on": written,
        "anchor_source": source.anchor.source,
        "timexes": [],
        "added_at": NOW,
    }


def _face(event: Event) -> dict[str, object]:
    span = event.interval
    if span is None:
        raise ValueError(f"{event.id} has no date")
    return {
        "id": event.id,
        "type": event.type,
        "title": event.title,
        **codec.write_interval(span),
        "deadline": event.deadline,
        "status": event.status,
        "confidence": event.confidence,
        "created_at": NOW,
        "changed_at": NOW,
        "revision": 0,
        "first_on": event.due_on or span.first_day,
        "last_on": span.last_day,
        "sort_at": sort_key(span)[0],
    }


def _mention(event: Event) -> dict[str, object]:
    source = event.sources[0]
    return {
        "article_id": source.article,
        "position": int(event.id.removeprefix("made")) % PER_ARTICLE,
        "event_id": event.id,
        "type": event.type,
        "title": event.title,
        **codec.write_interval(event.interval),
        "deadline": event.deadline,
        "status": event.status,
        "confidence": event.confidence,
        "participants": [],
        "quote": source.evidence.quote,
        "quote_start": source.evidence.start,
        "quote_end": source.evidence.end,
    }
