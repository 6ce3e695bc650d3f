"""What the address of the page says: the filter, and how to show what it finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from timeline.core.filter import Filter, from_params, to_params
from timeline.web import dates
from timeline.web.lanes import Group
from timeline.web.window import EARLIEST, LATEST, Zoom

_Word = TypeVar("_Word", "View", Zoom, Group)

NAMES = ("view", "at", "zoom", "group", "event", "after")


class View(StrEnum):
    """The three ways to show the events."""

    TIMELINE = "timeline"
    MONTH = "month"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The address in parts. `zoom` is None where all events are to fit; `at` None means today."""

    filter: Filter
    view: View = View.TIMELINE
    at: date | None = None
    zoom: Zoom | None = Zoom.YEAR
    group: Group = Group.KIND
    event: str = ""
    after: str = ""
    tz: str = ""
    path: str = "/"
    problems: tuple[str, ...] = field(default=())

    def params(self) -> list[tuple[str, str]]:
        """The parameters of the address; what is usual is left out."""
        shown = {
            "view": "" if self.view is View.TIMELINE else self.view.value,
            "at": self.at.isoformat() if self.at else "",
            "zoom": "fit" if self.zoom is None else self.zoom.value,
            "group": "" if self.group is Group.KIND else self.group.value,
            "event": self.event,
            "after": self.after,
            "tz": self.tz,
        }
        if shown["zoom"] == Zoom.YEAR.value:
            shown["zoom"] = ""
        return [*to_params(self.filter), *((name, text) for name, text in shown.items() if text)]

    def url(self, **changes: object) -> str:
        """The address with other values for some names; None or "" leaves a name out."""
        kept = [(name, value) for name, value in self.params() if name not in changes]
        added = [(name, str(value)) for name, value in changes.items() if value not in (None, "")]
        query = urlencode([*kept, *added])
        return f"{self.path}?{query}" if query else self.path

    def without(self, name: str, value: str) -> str:
        """The address with one value of one name taken away."""
        query = urlencode([pair for pair in self.params() if pair != (name, value)])
        return f"{self.path}?{query}" if query else self.path

    @property
    def board_url(self) -> str:
        """Where the scripts get what they draw: filter, grouping and zone alone."""
        also = [(name, value) for name, value in self.params() if name in {"group", "tz"}]
        query = urlencode([*to_params(self.filter), *also])
        return f"/board.json?{query}" if query else "/board.json"

    @property
    def filter_query(self) -> str:
        """The filter alone, with its question mark; empty where it asks nothing."""
        query = urlencode(to_params(self.filter))
        return f"?{query}" if query else ""


def read_state(args: Mapping[str, Sequence[str]], path: str = "/") -> State:
    """The state that query parameters name; what cannot be read is named in `problems`."""
    parsed = from_params(args, also=(*NAMES, "tz", "lang"))
    problems = list(parsed.problems)
    zoom = _last(args, "zoom")
    return State(
        filter=parsed.filter,
        view=_word(args, "view", View.TIMELINE, problems),
        at=_day(args, problems),
        zoom=None if zoom == "fit" else _word(args, "zoom", Zoom.YEAR, problems),
        group=_word(args, "group", Group.KIND, problems),
        event=_last(args, "event")[:100],
        after=_last(args, "after")[:200],
        tz=_zone(args, problems),
        path=path,
        problems=tuple(problems),
    )


def narrowed(chosen: Filter, first: date, last: date) -> Filter:
    """The filter, held to the days from `first` to `last`."""
    since = max(chosen.since, first) if chosen.since else first
    until = min(chosen.until, last) if chosen.until else last
    return replace(chosen, since=since, until=until)


def _last(args: Mapping[str, Sequence[str]], name: str) -> str:
    values = [value.strip() for value in args.get(name, ()) if value.strip()]
    return values[-1] if values else ""


def _word(args: Mapping[str, Sequence[str]], name: str, usual: _Word, problems: list[str]) -> _Word:
    text = _last(args, name)
    kind = type(usual)
    try:
        return kind(text) if text else usual
    except ValueError:
        problems.append(f"unknown {name} {text[:20]!r}: there are {', '.join(kind)}")
        return usual


def _zone(args: Mapping[str, Sequence[str]], problems: list[str]) -> str:
    name = _last(args, "tz")
    if not name or dates.is_zone(name):
        return name
    problems.append(f"unknown tz {name[:40]!r}: give an IANA name such as Europe/Berlin")
    return ""


def _day(args: Mapping[str, Sequence[str]], problems: list[str]) -> date | None:
    text = _last(args, "at")
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(f"cannot read at {text[:20]!r}: give an ISO date such as 2025-07-17")
        return None
    return min(max(found, EARLIEST), LATEST) if found else None
