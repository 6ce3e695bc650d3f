"""A mail of the outbox as the message that goes out: what it says, links and calendar included."""

from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from timeline.core import schedule
from timeline.core.changes import was
from timeline.core.reminder import Kind, Reminder, Rhythm, remindable
from timeline.feeds import ical
from timeline.mail import message
from timeline.speech import dates
from timeline.speech.voice import voice_of
from timeline.store.engine import Database
from timeline.store.outbox import OutboxMail
from timeline.store.told import first_queued_at
from timeline.tasks.confirm import MANAGE, SNOOZE, UNSUBSCRIBE, sign
from timeline.tasks.due import LATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the links of mails lead, what signs them, and who writes."""

    base_url: str
    secret: str | None
    mail_from: str


def write(database: Database, mail: OutboxMail, site: Site, now: datetime) -> EmailMessage:
    """The message of a mail, the same id at every attempt; raises ValueError where it cannot be."""
    person = mail.subscriber
    today = schedule.today(now, person.zone)
    items = [_item(one, site, today) for one in mail.reminders]
    links = message.Links(
        manage=f"{site.base_url}/reminders/manage/{sign(site.secret, MANAGE, person.id)}",
        unsubscribe=f"{site.base_url}/reminders/unsubscribe/"
        f"{sign(site.secret, UNSUBSCRIBE, person.id)}",
        timeline=site.base_url,
    )
    frame = message.Frame(
        to=person.address,
        mail_from=site.mail_from,
        links=links,
        mail_id=mail.id,
        note=_late(database, mail, now),
        at=now,
        voice=voice_of(person.language),
    )
    if len(items) == 1 and person.rhythm is Rhythm.EACH:
        event = mail.reminders[0].event
        return message.reminder(
            items[0], frame, ics=ical.single(event, base_url=site.base_url, method="PUBLISH")
        )
    ics = ical.calendar(
        [one.event for one in mail.reminders],
        name="Timeline",
        base_url=site.base_url,
        method="PUBLISH",
    )
    return message.digest(items, frame, rhythm=person.rhythm, today=today, ics=ics)


def _item(one: Reminder, site: Site, today: date) -> message.Item:
    event = one.event
    voice, zone = voice_of(one.subscriber.language), ZoneInfo(one.subscriber.zone)
    old = was(event, one.old_on) if one.old_on else None
    before = dates.day(one.old_on, voice) if one.old_on else ""
    token = sign(site.secret, SNOOZE, f"{one.subscriber.id} {event.id}")
    has_passed = one.kind is Kind.UNREPORTED
    comes = remindable(event) and not has_passed
    is_owed = event.outcome is not None and (comes or has_passed)
    return message.Item(
        reminder=one,
        voice=voice,
        days=(one.due_on - today).days,
        before=dates.when(old, voice, zone, deadline=event.deadline) if old else before,
        link=f"{site.base_url}/events/{event.id}",
        snooze=f"{site.base_url}/reminders/snooze/{token}" if comes else "",
        outcome=f"{site.base_url}/events/{event.id}/edit#outcome" if is_owed else "",
    )


def _late(database: Database, mail: OutboxMail, now: datetime) -> str:
    """What a mail says that should have come before; empty where it is in time.

    What was due before somebody subscribed is not late.
    """
    with database.read() as session:
        first = first_queued_at(session, mail.subscriber.id) or mail.queued_at
    since = min(first, mail.subscriber.confirmed_at or first)
    due = [one.due_at for one in mail.reminders if since <= one.due_at]
    if not due or now - min(due) <= LATE:
        return ""
    voice = voice_of(mail.subscriber.language)
    return voice.gettext(
        "This mail comes late: it was to leave on %(day)s, and mails could not be sent since.",
        day=dates.day(schedule.today(min(due), mail.subscriber.zone), voice),
    )
