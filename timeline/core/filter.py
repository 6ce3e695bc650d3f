"""The one filter behind a page, a feed, an export, an API call and a reminder."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from timeline.core import search
from timeline.core.event import Event, EventType, Status

_Word = TypeVar("_Word", EventType, Status)

NAMES = ("q", "type", "country", "who", "status", "source", "deadline", "from", "to", "sure")
"""The parameters, in the order in which addresses write them."""

MOST_LETTERS = 200
MOST_WORDS = 50
_UNTYPABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")  # what no database keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to show: values of one name are "any of", different names "and"; empty ones ask nothing.

    `since` and `until` are inclusive civil dates (the parameters `from` and `to`); an event matches
    where its interval overlaps them, one with the deadline flag at its last admissible day alone.
    `sure` is the least confidence, 0 to 1. `q`'s words must all begin words of title, evidence,
    place or names, without case and accents.
    """

    q: tuple[str, ...] = ()
    type: tuple[EventType, ...] = ()
    country: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    status: tuple[Status, ...] = ()
    source: tuple[str, ...] = ()
    deadline: bool | None = None
    since: date | None = None
    until: date | None = None
    sure: float | None = None

    @property
    def is_empty(self) -> bool:
        """True where everything is shown."""
        return self == Filter()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A filter as far as it could be read, and one sentence for each thing that could not."""

    filter: Filter
    problems: tuple[str, ...] = field(default=())


def from_params(params: Mapping[str, Sequence[str]], *, also: Iterable[str] = ()) -> Parsed:
    """The filter that query parameters name; `also` are further names that the caller reads itself.

    Empty values ask nothing. Unknown names and values are left out and named in `problems`.
    """
    known = {
        name: list(dict.fromkeys(v.strip() for v in params.get(name, ()) if v.strip()))
        for name in NAMES
    }
    allowed = [*NAMES, *also]
    problems = [
        f"unknown parameter {name!r}: there are {', '.join(allowed)}"
        for name in params
        if name not in allowed
    ]
    read = Filter(
        q=tuple(_texts(known["q"], "q", problems)),
        type=tuple(dict.fromkeys(_words(known["type"], EventType, "type", problems))),
        country=tuple(dict.fromkeys(_countries(known["country"], problems))),
        who=tuple(_texts(known["who"], "who", problems)),
        status=tuple(dict.fromkeys(_words(known["status"], Status, "status", problems))),
        source=tuple(_texts(known["source"], "source", problems)),
        deadline=_flag(known["deadline"], problems),
        since=_day(known["from"], "from", problems),
        until=_day(known["to"], "to", problems),
        sure=_sure(known["sure"], problems),
    )
    number = len(search.asked_for(read.q) or ())
    if number > MOST_WORDS:
        problems.append(f"cannot look for {number} words at once: give up to {MOST_WORDS}")
        read = replace(read, q=())
    if read.since and read.until and read.until < read.since:
        problems.append(f"to {read.until} lies before from {read.since}: no day is in both")
    return Parsed(read, tuple(problems))


def to_params(chosen: Filter) -> list[tuple[str, str]]:
    """The parameters that name the filter, in a fixed order: one filter gives one address."""
    values: dict[str, Sequence[str]] = {
        "q": chosen.q,
        "type": chosen.type,
        "country": chosen.country,
        "who": chosen.who,
        "status": chosen.status,
        "source": chosen.source,
        "deadline": [] if chosen.deadline is None else [str(chosen.deadline).lower()],
        "from": [chosen.since.isoformat()] if chosen.since else [],
        "to": [chosen.until.isoformat()] if chosen.until else [],
        "sure": [] if chosen.sure is None else [_number(chosen.sure)],
    }
    return [(name, str(value)) for name in NAMES for value in values[name]]


def matches(event: Event, chosen: Filter) -> bool:
    """The filter's meaning, in one place; the store's SQL must agree with it (tests compare)."""
    return (
        (not chosen.type or event.type in chosen.type)
        and (not chosen.status or event.status in chosen.status)
        and (not chosen.country or bool(set(chosen.country) & set(event.countries)))
        and (chosen.deadline is None or event.deadline is chosen.deadline)
        and (chosen.sure is None or event.confidence >= chosen.sure)
        and _matches_words(event, chosen)
        and _matches_days(event, chosen)
    )


def searchable(event: Event) -> str:
    """The words that `q` looks through, as timeline.core.search has them."""
    names = [one.name for one in event.participants]
    quotes = [one.evidence.quote for one in event.sources]
    return search.index_of([event.title, event.place or "", *names, *quotes])


def _matches_words(event: Event, chosen: Filter) -> bool:
    names = [one.name.casefold() for one in event.participants]
    sources = {part for one in event.sources for part in (one.article, one.url or "", one.title)}
    hosts = {host(one.url) for one in event.sources}
    folded = {one.casefold() for one in chosen.source}
    return (
        (not chosen.q or search.holds(searchable(event), chosen.q))
        and (not chosen.who or any(w.casefold() in name for w in chosen.who for name in names))
        and (not chosen.source or bool(set(chosen.source) & sources) or bool(folded & hosts))
    )


def _matches_days(event: Event, chosen: Filter) -> bool:
    if chosen.since is None and chosen.until is None:
        return True
    if event.interval is None:
        return False
    first = event.due_on or event.interval.first_day
    last = event.interval.last_day
    return (chosen.until is None or first is None or first <= chosen.until) and (
        chosen.since is None or last is None or last >= chosen.since
    )


def host(url: str | None) -> str:
    """The host of an address without `www.`, empty where there is none."""
    found = re.match(r"https?://(?:www\.)?([^/:?#]+)", url or "", re.IGNORECASE)
    return found.group(1).casefold() if found else ""


def _texts(values: list[str], name: str, problems: list[str]) -> Iterable[str]:
    for value in values:
        if len(value) <= MOST_LETTERS and not _UNTYPABLE.search(value):
            yield value
        else:
            problems.append(
                f"cannot look for {name} {value[:20]!r}: give up to 200 letters on one line"
            )


def _words(values: list[str], kind: type[_Word], name: str, problems: list[str]) -> Iterable[_Word]:
    for value in values:
        try:
            yield kind(value.casefold())
        except ValueError:
            problems.append(f"unknown {name} {value!r}: there are {', '.join(kind)}")


def _countries(values: list[str], problems: list[str]) -> Iterable[str]:
    for value in values:
        if re.fullmatch("[A-Za-z]{2}", value):
            yield value.upper()
        else:
            problems.append(f"unknown country {value!r}: give its two letters, such as DE")


def _flag(values: list[str], problems: list[str]) -> bool | None:
    known = set()
    for value in values:
        if value.casefold() in {"true", "false"}:
            known.add(value.casefold() == "true")
        else:
            problems.append(f"unknown deadline {value!r}: give true or false")
    return known.pop() if len(known) == 1 else None


def _day(values: list[str], name: str, problems: list[str]) -> date | None:
    days = []
    for value in values:
        try:
            days.append(date.fromisoformat(value))
        except ValueError:
            problems.append(f"cannot read {name} {value!r}: give an ISO date such as 2025-07-17")
    if len(days) > 1:
        problems.append(f"{name} is given {len(days)} times: the last one holds")
    return days[-1] if days else None


def _sure(values: list[str], problems: list[str]) -> float | None:
    read = None
    for value in values:
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if 0 <= number <= 1:
            read = number
        else:
            problems.append(f"cannot read sure {value!r}: give a number from 0 to 1")
    return read


def _number(value: float) -> str:
    """The shortest way to write the number that is read back as the same."""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)
