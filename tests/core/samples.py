"""Events and filters for the tests of everything that takes them, and their strategies."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from timeline.core.article import Anchor
from timeline.core.event import (
    Event,
    EventType,
    Evidence,
    Participant,
    Source,
    Status,
)
from timeline.core.filter import Filter
from timeline.core.interval import Bound, Interval, bounded, unit
from timeline.core.precision import Precision

NOW = datetime(2025, 7, 18, 9, 0, tzinfo=UTC)


def an_event(event_id: str = "e1", **values: Any) -> Event:
    """A visit on 17 July 2025 that one article tells, with the values given."""
    usual: dict[str, Any] = {
        "id": event_id,
        "type": EventType.VISIT,
        "title": "Merz visits London",
        "interval": unit(date(2025, 7, 17), Precision.DAY),
        "deadline": False,
        "status": Status.HAPPENED,
        "confidence": 0.9,
        "created_at": NOW,
        "changed_at": NOW,
        "participants": (Participant(name="Friedrich Merz", country="DE", role="chancellor"),),
        "place": "London",
        "sources": (a_source(),),
    }
    return Event(**{**usual, **values})


def a_source(
    article: str = "a1",
    quote: str = "Merz came to London on Thursday.",
    title: str = "A treaty in London",
    url: str | None = "https://www.example.org/treaty",
    published: date = date(2025, 7, 17),
) -> Source:
    return Source(
        article=article,
        title=title,
        url=url,
        anchor=Anchor(published=published),
        evidence=Evidence(quote=quote, start=0, end=len(quote)),
    )


def until(day: date, precision: Precision = Precision.DAY) -> Interval:
    """The interval of a deadline whose last admissible day lies at the end of `day`'s unit."""
    return bounded(unit(day, precision), Bound.BY)


# A small world: filters and events of these meet often enough for both answers to be seen.
WORDS = ("merz", "Straße", "STRASSE", "treaty", "é", "100%", "a_b", "back\\slash", "İzmir")
COUNTRIES = ("DE", "GB", "FR")
NAMES = ("Friedrich Merz", "Straße", "UN_Women", "O'Brien 100%")
ADDRESSES = (None, "https://www.Example.org/treaty", "http://b.example:80/x", "https://c.example")
TITLES = ("A treaty in London", "Straße 100%", "merz")
DAYS = tuple(date(2025, 7, 10) + timedelta(days=step) for step in range(12))

days = st.sampled_from(DAYS)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
participants = st.builds(
    Participant,
    name=st.sampled_from(NAMES),
    country=st.sampled_from((None, *COUNTRIES)),
    role=st.none(),
)


def _hours(day: date, hour: int, zone: timezone) -> Interval:
    start = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
    return Interval(start=start, end=start + timedelta(hours=3), precision=Precision.HOUR)


zones = st.sampled_from(
    (UTC, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=8)))
)
clock = st.builds(_hours, days, st.sampled_from((0, 12, 22)), zones)
civil = st.builds(unit, days, st.sampled_from((Precision.DAY, Precision.WEEK, Precision.MONTH)))
bounds = st.builds(
    bounded, civil, st.sampled_from((Bound.BY, Bound.BEFORE, Bound.FROM, Bound.AFTER))
)
intervals = st.one_of(st.none(), clock, civil, bounds)


@st.composite
def events(draw: st.DrawFn, event_id: str = "e1") -> Event:
    interval = draw(intervals)
    can_be_due = interval is not None and interval.end is not None
    articles = sorted(draw(st.lists(st.sampled_from((1, 2, 3)), unique=True, max_size=3)))
    return an_event(
        event_id,
        type=draw(st.sampled_from(EventType)),
        title=draw(texts),
        interval=interval,
        deadline=can_be_due and draw(st.booleans()),
        status=draw(st.sampled_from(Status)),
        confidence=draw(st.sampled_from((0.0, 0.3, 0.5, 0.7000000001, 1.0))),
        participants=tuple(draw(st.lists(participants, max_size=3))),
        place=draw(st.one_of(st.none(), texts)),
        sources=tuple(
            a_source(
                article=f"a{article}",
                published=date(2025, 7, article),
                quote=draw(texts),
                title=draw(st.sampled_from(TITLES)),
                url=draw(st.sampled_from(ADDRESSES)),
            )
            for article in articles
        ),
    )


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=2, unique=True).map(tuple)


sources = st.sampled_from(("a1", "example.org", "B.example", *TITLES, "https://c.example"))


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    since, until_ = draw(st.one_of(st.none(), days)), draw(st.one_of(st.none(), days))
    if since and until_ and until_ < since:
        since, until_ = until_, since
    return Filter(
        q=draw(some(texts)),
        type=draw(some(st.sampled_from(EventType))),
        country=draw(some(st.sampled_from(COUNTRIES))),
        who=draw(some(st.sampled_from(("merz", "str", "UN_", "100%", "straße")))),
        status=draw(some(st.sampled_from(Status))),
        source=draw(some(sources)),
        deadline=draw(st.sampled_from((None, True, False))),
        since=since,
        until=until_,
        sure=draw(st.one_of(st.none(), st.floats(0, 1), st.just(0.5))),
    )
