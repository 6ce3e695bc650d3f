"""Words for values, as the pages say them."""

from datetime import date

from babel import Locale

from timeline.core.event import EventType

_ENGLISH = Locale("en")
_LANES = {
    EventType.VISIT: "meet", EventType.MEETING: "meet", EventType.SUMMIT: "meet",
    EventType.CALL: "meet", EventType.CEREMONY: "meet", EventType.SIGNING: "pact",
    EventType.AGREEMENT: "pact", EventType.LEGISLATION: "law", EventType.VOTE: "law",
    EventType.EFFECT: "law", EventType.COURT: "law", EventType.DEADLINE: "due",
    EventType.ANNOUNCEMENT: "word", EventType.CONFLICT: "force", EventType.SANCTIONS: "force",
    EventType.OTHER: "force",
}  # fmt: skip


def country(code: str) -> str:
    """The English name of an ISO 3166-1 alpha-2 code; the code where Babel has none."""
    return str(_ENGLISH.territories.get(code, code))


def colour(kind: EventType, *, deadline: bool) -> str:
    """The class that gives an event its lane's colour."""
    return "due" if deadline else _LANES[kind]


def left(days: int | None) -> str:
    """`167 days left`, `today`, `yesterday`, `3 days ago`; empty without a date."""
    if days is None:
        return ""
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    return named or (f"{days} days left" if days > 0 else f"{-days} days ago")


def sure(confidence: float) -> str:
    """How sure an event is, as a word."""
    return "high" if confidence >= 0.75 else "fair" if confidence >= 0.5 else "low"


def weekday(one: date) -> str:
    """`Thursday`."""
    return f"{one:%A}"
