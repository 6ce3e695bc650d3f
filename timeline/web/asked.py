"""What a calendar's address asks for: a filter, how far back, and in which shape."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from werkzeug.datastructures import MultiDict

from timeline.core.errors import BadInput
from timeline.core.filter import Filter, from_params, to_params
from timeline.feeds.ical import Options
from timeline.tasks.publish import MOST, Feed

WINDOW = timedelta(days=90)
"""How far back a calendar reaches where nobody asked for more."""

OPTIONS = ("since", "alarms", "fuzzy", "cancelled", "todo", "rich")


class BadQuery(BadInput):
    """A feed's address has a name or value that means nothing (HTTP 400)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`since` is the first day of the window, None for the usual one."""

    filter: Filter
    options: Options = field(default_factory=Options)
    since: date | None = None

    @property
    def params(self) -> list[tuple[str, str]]:
        """The parameters that ask for the same, in a fixed order."""
        switches = (
            ("fuzzy", "all", self.options.fuzzy_all),
            ("cancelled", "confirmed", self.options.cancelled_confirmed),
            ("todo", "1", self.options.todo),
            ("rich", "1", self.options.rich),
        )
        return [
            *to_params(self.filter),
            *([("since", self.since.isoformat())] if self.since else []),
            *(("alarms", str(days)) for days in self.options.alarms),
            *((name, value) for name, value, on in switches if on),
        ]

    @property
    def window(self) -> str:
        """How far back the calendar reaches, in a sentence."""
        since, until = self.filter.since or self.since, self.filter.until
        to = f" to {until.isoformat()}" if until else " on"
        if since is None:
            return f"Events from {WINDOW.days} days back{to}; add since=DATE for earlier ones."
        return f"Events from {since.isoformat()}{to}."

    @property
    def name(self) -> str:
        """What the calendar is called, after its filter."""
        return name_of(self.filter)

    def feed(self, *, base_url: str, today: date) -> Feed:
        """The feed as it stands `today`; its size is limited where nobody asked further back."""
        since = self.filter.since or self.since
        return Feed(
            chosen=replace(self.filter, since=since or today - WINDOW),
            options=self.options,
            base_url=base_url,
            today=today,
            most=MOST if since is None else None,
        )


def name_of(chosen: Filter) -> str:
    """What a feed is called, after its filter."""
    said = [_said(name, value) for name, value in to_params(chosen)]
    return "Timeline: " + ", ".join(said) if said else "Timeline"


def _said(name: str, value: str) -> str:
    match name:
        case "deadline":
            return "deadlines" if value == "true" else "no deadlines"
        case "from" | "to":
            return f"{name} {value}"
        case "sure":
            return f"sure to {value}"
        case _:
            return value


def read_filter(args: MultiDict[str, str]) -> Filter:
    """The filter of an address that takes nothing else; raises BadQuery."""
    parsed = from_params(args.to_dict(flat=False))
    if parsed.problems:
        raise BadQuery("; ".join(parsed.problems))
    return parsed.filter


def read_asked(args: MultiDict[str, str]) -> Asked:
    """What the address of a calendar asks for; raises BadQuery naming all that means nothing."""
    asked, problems = read_as_far(args)
    if problems:
        raise BadQuery("; ".join(problems))
    return asked


def read_as_far(args: MultiDict[str, str], also: Sequence[str] = ()) -> tuple[Asked, list[str]]:
    """The same as far as it can be read, and a sentence for each thing that cannot."""
    parsed = from_params(args.to_dict(flat=False), also=(*OPTIONS, *also))
    problems = list(parsed.problems)
    asked = Asked(
        filter=parsed.filter,
        options=Options(
            alarms=_days(args.getlist("alarms"), problems),
            fuzzy_all=_switch(args, "fuzzy", "all", problems),
            cancelled_confirmed=_switch(args, "cancelled", "confirmed", problems),
            todo=_switch(args, "todo", "1", problems),
            rich=_switch(args, "rich", "1", problems),
        ),
        since=_since(args, problems),
    )
    return asked, problems


def _days(values: Sequence[str], problems: list[str]) -> tuple[int, ...]:
    days = set()
    for value in filter(None, values):
        if value.isascii() and value.isdigit() and int(value) <= 3650:
            days.add(int(value))
        else:
            problems.append(f"cannot read alarms {value!r}: give days from 0 to 3650")
    return tuple(sorted(days))


def _switch(args: MultiDict[str, str], name: str, on: str, problems: list[str]) -> bool:
    value = args.get(name, "")
    if value not in {"", on}:
        problems.append(f"unknown {name} {value!r}: there is {on}")
    return value == on


def _since(args: MultiDict[str, str], problems: list[str]) -> date | None:
    value = args.get("since", "")
    if len(args.getlist("since")) > 1:
        problems.append("since is given more than once: give one ISO date")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        problems.append(f"cannot read since {value!r}: give an ISO date such as 2025-07-17")
        return None
