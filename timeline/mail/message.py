"""What a mail says: one function a kind of mail, three templates each."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from timeline.core import words
from timeline.core.event import EventType
from timeline.core.reminder import WEEK, Kind, Reminder, Rhythm
from timeline.mail.hook import TO, is_hook

_DOMAIN = "timeline.invalid"
_WIRE = SMTP.clone(max_line_length=998)  # a folded address would become an encoded word (RFC 2047)
_SECTIONS = ("Due", "Coming up", "Further ahead", "Changed", "Nothing reported")
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

    @property
    def lead(self) -> str:
        """What there is to say, in a few words: `Due in 7 days`, `Extended to 31 January 2026`."""
        day = words.day(self.reminder.due_on)
        match self.reminder.kind:
            case Kind.BEFORE | Kind.SNOOZED:
                return self._ahead()
            case Kind.MOVED:
                return f"Moved to {day}"
            case Kind.EXTENDED:
                return f"Extended to {day}"
            case Kind.POSTPONED:
                return "Put off, no new date"
            case Kind.CANCELLED:
                return "Cancelled"
            case Kind.RESUMED:
                return "On again"
            case Kind.UNREPORTED:
                return "Nothing reported"
            case _ as never:
                assert_never(never)

    @property
    def subject(self) -> str:
        """What and when, on one line."""
        day, title = words.day(self.reminder.due_on), self.reminder.event.title
        said = f"{self.lead}: {title}"
        return said if day in said else f"{said}, {day}"

    @property
    def when(self) -> str:
        """The date in words."""
        event = self.reminder.event
        return words.when(event.interval, deadline=event.deadline)

    @property
    def left(self) -> str:
        """How long there is still, or how long ago it was."""
        match self.days:
            case 0:
                return "that is today"
            case 1:
                return "1 day is left"
            case -1:
                return "that was yesterday"
            case _ if self.days < 0:
                return f"that was {-self.days} days ago"
            case _:
                return f"{self.days} days are left"

    def _ahead(self) -> str:
        event = self.reminder.event
        verb = "Ends" if event.type is EventType.EFFECT else "Due"
        when = {0: "today", 1: "tomorrow"}.get(self.days, f"in {self.days} days")
        return f"{verb} {when}" if event.deadline else when.capitalize()


def confirmation(*, to: str, mail_from: str, link: str, what: str, at: datetime) -> EmailMessage:
    """The mail that asks whether the person at the address wants reminders."""
    said = {"link": link, "what": what}
    key = f"confirm\n{to}\n{link}"
    return _message(
        "confirm",
        said,
        subject="Confirm your reminders",
        to=to,
        mail_from=mail_from,
        key=key,
        at=at,
    )


def known(*, to: str, mail_from: str, link: str, what: str, at: datetime) -> EmailMessage:
    """The mail to somebody who asked again for what they get already."""
    said = {"link": link, "what": what}
    key = f"known\n{to}\n{at.isoformat()}"
    subject = "You get these reminders already"
    return _message("known", said, subject=subject, to=to, mail_from=mail_from, key=key, at=at)


def test(*, to: str, mail_from: str, at: datetime) -> EmailMessage:
    """The mail that proves the settings."""
    key = f"test\n{to}\n{at.isoformat()}"
    subject = "Timeline can send mail"
    return _message("test", {}, subject=subject, to=to, mail_from=mail_from, key=key, at=at)


def reminder(item: Item, frame: Frame, *, ics: bytes) -> EmailMessage:
    """The mail about one event, which `ics` brings along."""
    said = {"item": item, "event": item.reminder.event}
    return _framed("reminder", said, item.subject, frame, ics=ics, filename="event.ics")


def digest(
    items: Sequence[Item], frame: Frame, *, rhythm: Rhythm, today: date, ics: bytes
) -> EmailMessage:
    """The mail about several events, those that are due first, in order of their days."""
    ordered = sorted(items, key=lambda item: (item.reminder.due_on, item.reminder.event.id))
    sections = [
        (name, [one for one in ordered if _section(one, rhythm) == name]) for name in _SECTIONS
    ]
    shown = [(name, members) for name, members in sections if members]
    first = shown[0][1][0]
    heading = _heading(rhythm, today, len(items))
    more = f", and {len(items) - 1} more" if len(items) > 1 else ""
    subject = f"{first.subject}{more}"
    if rhythm is not Rhythm.EACH:
        subject = f"{heading}: {first.reminder.event.title}{more}"
    said = {"sections": shown, "heading": heading}
    return _framed("digest", said, subject, frame, ics=ics, filename="events.ics")


def _heading(rhythm: Rhythm, today: date, count: int) -> str:
    match rhythm:
        case Rhythm.WEEKLY:
            return f"The week ahead, {words.span(today, today + timedelta(days=6))}"
        case Rhythm.DAILY:
            return f"Your day, {words.day(today)}"
        case Rhythm.EACH:
            return f"{count} reminders in one mail"
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
    message.set_content(_TEMPLATES.get_template(f"{name}.txt").render(said))
    message.add_alternative(_TEMPLATES.get_template(f"{name}.html").render(said), subtype="html")
    return message


def _address(text: str) -> Address:
    name, spec = parseaddr(_line(text))
    return Address(display_name=name, addr_spec=spec)


def _line(text: str) -> str:
    """Text for a header: one line without control characters, so nothing adds a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
