"""Mentions and tellings of a visit, for the tests of merging."""

from datetime import date
from typing import Any

from tests.core.samples import until
from timeline.core.article import Anchor
from timeline.core.event import (
    EventType,
    Evidence,
    Mention,
    Participant,
    Source,
    Status,
    Telling,
)
from timeline.core.interval import Bound, Interval, bounded, unit
from timeline.core.precision import Precision

MERZ = Participant(name="Friedrich Merz", country="DE")
STARMER = Participant(name="Keir Starmer", country="GB")
MACRON = Participant(name="Emmanuel Macron", country="FR")


def day(text: str) -> Interval:
    return unit(date.fromisoformat(text), Precision.DAY)


def tells(**values: Any) -> Mention:
    """A visit of Merz to London on 17 July 2025, with the values given."""
    quote = values.pop("quote", "Merz came to London.")
    start = values.pop("at", 0)
    usual: dict[str, Any] = {
        "type": EventType.VISIT,
        "title": "Merz visits London",
        "interval": day("2025-07-17"),
        "deadline": False,
        "status": Status.PLANNED,
        "evidence": Evidence(quote=quote, start=start, end=start + len(quote)),
        "confidence": 0.8,
        "participants": (MERZ, STARMER),
        "place": "London",
    }
    return Mention(**{**usual, **values})


def told(published: str, article: str | None = None, **values: Any) -> Telling:
    """The mention in an article of its own, published on that day."""
    mention = tells(**values)
    name = article or f"of-{published}"
    return Telling(
        mention=mention,
        source=Source(
            article=name,
            title=name,
            url=None,
            anchor=Anchor(published=date.fromisoformat(published)),
            evidence=mention.evidence,
            timex=mention.timex,
        ),
        digest=name,
    )


JULY = unit(date(2025, 7, 17), Precision.MONTH)
LAW: dict[str, Any] = {
    "type": EventType.DEADLINE,
    "title": "Germany amends its law on smuggling",
    "interval": until(date(2025, 12, 31)),
    "deadline": True,
    "participants": (MERZ,),
}

SEVENTEENTH, NEXT_DAY = day("2025-07-17"), day("2025-07-18")
TWO_DAYS = Interval(start=date(2025, 7, 17), end=date(2025, 7, 19), precision=Precision.DAY)
ONWARDS = {"interval": bounded(SEVENTEENTH, Bound.FROM)}
AUGUST = unit(date(2025, 8, 1), Precision.MONTH)
THIS_YEAR = until(date(2025, 1, 1), Precision.YEAR)
CALLED_OFF = {"interval": None, "status": Status.CANCELLED}
MOVED = {"interval": day("2025-09-02")}
