"""What a mail says: one function a kind of mail, three templates each."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from timeline.core import words
from timeline.core.reminder import Reminder

_DOMAIN = "timeline.invalid"
_WIRE = SMTP.clone(max_line_length=998)  # a folded address would become an encoded word (RFC 2047)
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parents[2] / "templates" / "mail"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The addresses that a mail leads to; each is whole and signed where it acts."""

    manage: str
    unsubscribe: str
    event: str = ""


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


def reminder(
    due: Reminder,
    *,
    mail_id: str,
    mail_from: str,
    links: Links,
    days: int,
    ics: bytes,
    at: datetime,
) -> EmailMessage:
    """The mail before a deadline; `days` are left on the subscriber's clock, `ics` is attached.

    `mail_id` makes the Message-ID: a second attempt is the same mail.
    """
    event = due.event
    day = words.day(due.due_on)
    lead = {0: "Due today", 1: "Due tomorrow"}.get(days, f"Due in {days} days")
    said = {"event": event, "day": day, "lead": lead, "days": days, "links": links}
    message = _message(
        "reminder",
        said,
        subject=f"{lead}: {event.title}" + ("" if day in event.title else f", {day}"),
        to=due.subscriber.address,
        mail_from=mail_from,
        key=f"reminder\n{mail_id}",
        at=at,
    )
    message["List-Id"] = f"Timeline reminders <reminders.{_DOMAIN}>"
    message["List-Unsubscribe"] = f"<{links.unsubscribe}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.add_attachment(
        ics,
        maintype="text",
        subtype="calendar",
        filename="deadline.ics",
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
