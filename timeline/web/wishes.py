"""How somebody wants to be told, read from a form and shown in it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from email_validator import EmailNotValidError, validate_email
from werkzeug.datastructures import MultiDict

from timeline.core.errors import BadInput
from timeline.core.filter import NAMES, Filter, from_params, to_params
from timeline.core.reminder import DEFAULT_TOPICS, Kind, Rhythm, Topic
from timeline.tasks.confirm import Wish, describe
from timeline.web.language import N_, language, voice

LEADS = (30, 14, 7, 3, 1, 0)
"""The lead times that the form offers, in days; others can be asked for by the command."""

FIELDS = (
    "address", "lead", "zone", "hour", "topic", "topics", "rhythm", "quiet_from", "quiet_to",
    "csrf_token", "filter", "preview",
)  # fmt: skip
"""What the form sends beside the filter."""

ZONES = tuple(
    sorted(
        name
        for name in available_timezones()
        if name.partition("/")[0] in {"Africa", "America", "Antarctica", "Asia", "Atlantic",
                                      "Australia", "Europe", "Indian", "Pacific"}
    )
)  # fmt: skip
"""The zones that the form suggests, by their names."""

RHYTHMS = (
    (Rhythm.EACH, N_("A mail for each")),
    (Rhythm.DAILY, N_("One mail a day")),
    (Rhythm.WEEKLY, N_("One mail a week, on Monday: the week ahead")),
)
TOPICS = (
    (Topic.DEADLINES, N_("deadlines")),
    (Topic.EVENTS, N_("visits, signings, summits and other events")),
    (Topic.CHANGES, N_("a date moves, is extended or called off")),
    (Topic.UNREPORTED, N_("a deadline passes and nothing is reported")),
)
KINDS = {
    Kind.BEFORE: N_("on the day"),
    Kind.SNOOZED: N_("put off"),
    Kind.MOVED: N_("moved"),
    Kind.EXTENDED: N_("extended"),
    Kind.POSTPONED: N_("no new date"),
    Kind.CANCELLED: N_("called off"),
    Kind.RESUMED: N_("on again"),
    Kind.UNREPORTED: N_("nothing reported"),
}
"""What a reminder says, in the table of mails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form shows as chosen, each as it is written there; `asked` is the filter's part."""

    leads: tuple[str, ...]
    zone: str
    hour: str
    topics: tuple[str, ...]
    rhythm: str
    quiet_from: str = ""
    quiet_to: str = ""
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def shown(wish: Wish, chosen: Filter) -> Choices:
    """The form of a wish and of the filter that it is about."""
    begins, ends = wish.quiet or ("", "")
    return Choices(
        leads=tuple(map(str, wish.leads)),
        zone=wish.zone,
        hour=str(wish.hour),
        topics=tuple(map(str, wish.topics)),
        rhythm=str(wish.rhythm),
        quiet_from=str(begins),
        quiet_to=str(ends),
        asked=_asked(MultiDict(to_params(chosen))),
    )


def typed(form: MultiDict[str, str]) -> Choices:
    """The form as it was sent, whatever stands in it."""
    return Choices(
        leads=tuple(form.getlist("lead")),
        zone=form.get("zone", ""),
        hour=form.get("hour", ""),
        topics=tuple(form.getlist("topic")),
        rhythm=form.get("rhythm", str(Rhythm.EACH)),
        quiet_from=form.get("quiet_from", ""),
        quiet_to=form.get("quiet_to", ""),
        asked=_asked(form),
    )


def read_filter(form: MultiDict[str, str], known: Filter) -> Filter:
    """The filter that a form gives, the known one where it has no such part; raises BadInput."""
    if "filter" not in form:
        return known
    parsed = from_params(form.to_dict(flat=False), also=FIELDS)
    if parsed.problems:
        raise BadInput("; ".join(parsed.problems))
    return parsed.filter


def _asked(given: MultiDict[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(filter(None, map(str.strip, given.getlist(name)))) for name in NAMES}


def described(chosen: Filter, topics: tuple[Topic, ...]) -> str:
    """What somebody is told of, in the reader's words."""
    return describe(chosen, topics, voice())


def first(chosen: Filter, zone: str) -> Wish:
    """What the form offers to somebody who comes with that filter."""
    asks = chosen.deadline is False or any(one != "deadline" for one in chosen.type)
    return Wish(zone=zone, topics=(*DEFAULT_TOPICS, Topic.EVENTS) if asks else DEFAULT_TOPICS)


def read(form: MultiDict[str, str], zone: str) -> Wish:
    """The wish that a form was sent with; raises BadInput saying what to choose.

    `zone` stands in where none was given, and the topics that are usual where the form had none.
    Mails speak the language of the page.
    """
    leads = [value for value in form.getlist("lead") if value.strip()]
    if not leads or any(not (v.isascii() and v.isdigit()) or int(v) > 3650 for v in leads):
        raise BadInput("choose at least one lead time, in days from 0 to 3650")
    return Wish(
        leads=tuple(sorted({int(v) for v in leads}, reverse=True)),
        zone=_zone(form.get("zone", "").strip() or zone),
        hour=_hour(form.get("hour") or "8"),
        quiet=_quiet(form.get("quiet_from", "").strip(), form.get("quiet_to", "").strip()),
        topics=_topics(form),
        rhythm=_rhythm(form.get("rhythm", "").strip()),
        language=language(),
    )


def read_address(text: str) -> str:
    """The address that a form was sent with; raises BadInput."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise BadInput(f"cannot send mail to {text.strip()[:80]!r}: {error}") from error


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(f"unknown zone {name!r}: give an IANA name such as Europe/Berlin") from error
    return name


def _hour(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > 23:
        raise BadInput(f"cannot read the hour {text[:20]!r}: give one from 0 to 23")
    return int(text)


def _quiet(begins: str, ends: str) -> tuple[int, int] | None:
    if not begins and not ends:
        return None
    if not begins or not ends:
        raise BadInput("quiet hours need a beginning and an end: give both, or neither")
    return _hour(begins), _hour(ends)


def _topics(form: MultiDict[str, str]) -> tuple[Topic, ...]:
    named = form.getlist("topic")
    if "topics" not in form and not named:
        return DEFAULT_TOPICS
    found = tuple(one for one in Topic if str(one) in named)
    if not {Topic.DEADLINES, Topic.EVENTS} & set(found):
        raise BadInput("choose deadlines, events or both: without them there is nothing to tell")
    return found


def _rhythm(text: str) -> Rhythm:
    try:
        return Rhythm(text or "each")
    except ValueError as error:
        known = ", ".join(Rhythm)
        raise BadInput(f"unknown rhythm {text[:20]!r}: there are {known}") from error
