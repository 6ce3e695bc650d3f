"""What a mail says: one function a kind of mail, three templates each."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import partial
from pathlib import Path
from typing import assert_never
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from timeline.core.event import EventType
from timeline.core.reminder import WEEK, Kind, Reminder, Rhythm
from timeline.core.words import without_limit
from timeline.mail.hook import TO, is_hook
from timeline.speech import dates
from timeline.speech.voice import N_, Voice, languages

_DOMAIN = "timeline.invalid"
_WIRE = SMTP.clone(max_line_length=998)  # a folded address would become an encoded word (RFC 2047)
_SECTIONS = (
    N_("Due"),
    N_("Coming up"),
    N_("Further ahead"),
    N_("Changed"),
    N_("Nothing reported"),
)
_DUE = (N_("Due today"), N_("Due tomorrow"), N_("Due in %(days)s days"))
_ENDS = (N_("Ends today"), N_("Ends tomorrow"), N_("Ends in %(days)s days"))
_HELD = (N_("Today"), N_("Tomorrow"), N_("In %(days)s days"))
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parents[2] / "templates" / "mail"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The addresses that a whole mail leads to; each is whole and signed where it acts."""

    manage: str
    unsubscribe: str
    timeline: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds the events of a mail. `mail_id` makes the Message-ID.

    `note` is a sentence before all else, empty where there is nothing to say.
    """

    to: str
    mail_from: str
    links: Links
    mail_id: str
    at: datetime
    note: str = ""
    voice: Voice = field(default_factory=Voice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One event of a mail: `days` are left on the subscriber's clock, negative once it is over.

    `before` is the date in words that it had, empty where it did not move; `snooze` and `outcome`
    are empty where they lead nowhere.
    """

    reminder: Reminder
    days: int
    link: str
    before: str = ""
    snooze: str = ""
    outcome: str = ""
    voice: Voice = field(default_factory=Voice)

    @property
    def lead(self) -> str:
        """What there is to say, in a few words: `Due in 7 days`, `Extended to 31 January 2026`."""
        _, day = self.voice.gettext, dates.day(self.reminder.due_on, self.voice)
        match self.reminder.kind:
            case Kind.BEFORE | Kind.SNOOZED:
                return self._ahead()
            case Kind.MOVED:
                return _("Moved to %(day)s", day=day)
            case Kind.EXTENDED:
                return _("Extended to %(day)s", day=day)
            case Kind.POSTPONED:
                return _("Put off, no new date")
            case Kind.CANCELLED:
                return _("Cancelled")
            case Kind.RESUMED:
                return _("On again")
            case Kind.UNREPORTED:
                return _("Nothing reported")
            case _ as never:
                assert_never(never)

    @property
    def title(self) -> str:
        """What it is, without the day of a deadline, which the mail tells beside it."""
        event = self.reminder.event
        return without_limit(event.title)[0] if event.deadline else event.title

    @property
    def subject(self) -> str:
        """What and when, on one line."""
        day = dates.day(self.reminder.due_on, self.voice)
        said = _labelled(self.voice, self.lead, self.title)
        # A title is in the language of its article, and may tell the day in that.
        told = {day, *(dates.day(self.reminder.due_on, Voice(code)) for code in languages())}
        return said if any(one in said for one in told) else f"{said}, {day}"

    @property
    def when(self) -> str:
        """The date in words."""
        event = self.reminder.event
        zone = ZoneInfo(self.reminder.subscriber.zone)
        return dates.when(event.interval, self.voice, zone, deadline=event.deadline)

    @property
    def left(self) -> str:
        """How long there is still, or how long ago it was; empty where nobody waits for the day."""
        _ = self.voice.gettext
        if self.reminder.kind in {Kind.POSTPONED, Kind.CANCELLED}:
            return ""
        match self.days:
            case 0:
                return _("that is today")
            case 1:
                return _("1 day is left")
            case -1:
                return _("that was yesterday")
            case _ if self.days < 0:
                return _("that was %(days)s days ago", days=-self.days)
            case _:
                return _("%(days)s days are left", days=self.days)

    def _ahead(self) -> str:
        event = self.reminder.event
        words = _HELD
        if event.deadline:
            words = _ENDS if event.type is EventType.EFFECT else _DUE
        return self.voice.gettext(words[min(max(self.days, 0), 2)], days=self.days)


def confirmation(
    *, to: str, mail_from: str, link: str, what: str, at: datetime, voice: Voice
) -> EmailMessage:
    """The mail that asks whether the person at the address wants reminders."""
    return _message(
        "confirm",
        {"link": link, "what": what},
        subject=voice.gettext("Confirm your reminders"),
        to=to,
        mail_from=mail_from,
        key=f"confirm\n{to}\n{link}",
        at=at,
        voice=voice,
    )


def known(
    *, to: str, mail_from: str, link: str, what: str, at: datetime, voice: Voice
) -> EmailMessage:
    """The mail to somebody who asked again for what they get already."""
    return _message(
        "known",
        {"link": link, "what": what},
        subject=voice.gettext("You get these reminders already"),
        to=to,
        mail_from=mail_from,
        key=f"known\n{to}\n{at.isoformat()}",
        at=at,
        voice=voice,
    )


def test(*, to: str, mail_from: str, at: datetime) -> EmailMessage:
    """The mail that proves the settings."""
    return _message(
        "test",
        {},
        subject="Timeline can send mail",
        to=to,
        mail_from=mail_from,
        key=f"test\n{to}\n{at.isoformat()}",
        at=at,
        voice=Voice(),
    )


def reminder(item: Item, frame: Frame, *, ics: bytes) -> EmailMessage:
    """The mail about one event, which `ics` brings along."""
    said = {"item": item, "event": item.reminder.event}
    return _framed("reminder", said, item.subject, frame, ics=ics, filename="event.ics")


def digest(
    items: Sequence[Item], frame: Frame, *, rhythm: Rhythm, today: date, ics: bytes
) -> EmailMessage:
    """The mail about several events, those that are due first, in order of their days."""
    ordered = sorted(items, key=lambda item: (item.reminder.due_on, item.reminder.event.id))
    _ = frame.voice.gettext
    sections = [
        (_(name), [one for one in ordered if _section(one, rhythm) == name]) for name in _SECTIONS
    ]
    shown = [(name, members) for name, members in sections if members]
    first = shown[0][1][0]
    heading = _heading(rhythm, today, len(items), frame.voice)
    more = _(", and %(number)s more", number=len(items) - 1) if len(items) > 1 else ""
    subject = f"{first.subject}{more}"
    if rhythm is not Rhythm.EACH:
        subject = _labelled(frame.voice, heading, f"{first.title}{more}")
    said = {"sections": shown, "heading": heading}
    return _framed("digest", said, subject, frame, ics=ics, filename="events.ics")


def _heading(rhythm: Rhythm, today: date, count: int, voice: Voice) -> str:
    match rhythm:
        case Rhythm.WEEKLY:
            days = dates.span(today, today + timedelta(days=6), voice)
            return voice.gettext("The week ahead, %(days)s", days=days)
        case Rhythm.DAILY:
            return voice.gettext("Your day, %(day)s", day=dates.day(today, voice))
        case Rhythm.EACH:
            return voice.gettext("%(number)s reminders in one mail", number=count)
        case _ as never:
            assert_never(never)


def _section(item: Item, rhythm: Rhythm) -> str:
    """The heading under which the event stands in a digest."""
    kind = item.reminder.kind
    if kind.is_change:
        return "Changed"
    if kind is Kind.UNREPORTED:
        return "Nothing reported"
    if rhythm is Rhythm.WEEKLY and item.days >= WEEK:
        return "Further ahead"
    return "Due" if item.reminder.event.deadline else "Coming up"


def _framed(
    name: str,
    said: Mapping[str, object],
    subject: str,
    frame: Frame,
    *,
    ics: bytes,
    filename: str,
) -> EmailMessage:
    message = _message(
        name,
        {**said, "links": frame.links, "note": frame.note},
        subject=subject,
        to=frame.to,
        mail_from=frame.mail_from,
        key=f"reminder\n{frame.mail_id}",
        at=frame.at,
        voice=frame.voice,
    )
    message["List-Id"] = f"Timeline reminders <reminders.{_DOMAIN}>"
    message["List-Unsubscribe"] = f"<{frame.links.unsubscribe}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.add_attachment(
        ics,
        maintype="text",
        subtype="calendar",
        filename=filename,
        params={"method": "PUBLISH", "charset": "utf-8"},
    )
    return message


def _message(
    name: str,
    said: Mapping[str, object],
    *,
    subject: str,
    to: str,
    mail_from: str,
    key: str,
    at: datetime,
    voice: Voice,
) -> EmailMessage:
    message = EmailMessage(policy=_WIRE)
    message["Subject"] = _line(subject)
    message["From"] = _address(mail_from)
    if is_hook(to):
        message[TO] = _line(to)
    else:
        message["To"] = _address(to)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{_DOMAIN}>"
    message["Auto-Submitted"] = "auto-generated"
    spoken = {
        "_": voice.gettext,
        "labelled": partial(_labelled, voice),
        "day": partial(dates.day, voice=voice),
        "lang": voice.code,
    }
    for kind, put in (
        ("txt", message.set_content),
        ("html", partial(message.add_alternative, subtype="html")),
    ):
        put(_TEMPLATES.get_template(f"{name}.{kind}").render({**said, **spoken}))
    return message


def _labelled(voice: Voice, label: str, told: str) -> str:
    return voice.gettext("%(label)s: %(told)s", label=label, told=told)


def _address(text: str) -> Address:
    name, spec = parseaddr(_line(text))
    return Address(display_name=name, addr_spec=spec)


def _line(text: str) -> str:
    """Text for a header: one line without control characters, so nothing adds a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
