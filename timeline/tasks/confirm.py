"""Who gets reminders: ask, confirm, change, stop. Nobody gets a mail who did not agree to it."""

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from timeline.core import schedule
from timeline.core.errors import BadInput, NotFound
from timeline.core.event import Event
from timeline.core.filter import Filter, to_params
from timeline.core.reminder import (
    DEFAULT_HOUR,
    DEFAULT_LEADS,
    DEFAULT_TOPICS,
    Kind,
    Reminder,
    Rhythm,
    Subscriber,
    Topic,
    counted_on,
)
from timeline.mail import message
from timeline.mail.transport import Transport
from timeline.speech.voice import ENGLISH, N_, Voice, voice_of
from timeline.store import events, outbox, subscribers
from timeline.store.engine import Database, Session

CONFIRM = "confirm"
MANAGE = "manage"
UNSUBSCRIBE = "unsubscribe"
SNOOZE = "snooze"

_ASKED = {
    "q": N_("word"), "type": N_("type"), "country": N_("country"), "who": N_("person"),
    "status": N_("status"), "source": N_("source"), "from": N_("from"), "to": N_("to"),
    "sure": N_("certainty from"),
}  # fmt: skip

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How somebody wants to be told; the fields are those of Subscriber."""

    leads: tuple[int, ...] = DEFAULT_LEADS
    zone: str = "UTC"
    hour: int = DEFAULT_HOUR
    quiet: tuple[int, int] | None = None
    topics: tuple[Topic, ...] = DEFAULT_TOPICS
    rhythm: Rhythm = Rhythm.EACH
    language: str = ENGLISH

    @classmethod
    def of(cls, subscriber: Subscriber) -> "Wish":
        """What the subscriber chose."""
        return cls(
            leads=subscriber.leads,
            zone=subscriber.zone,
            hour=subscriber.hour,
            quiet=subscriber.quiet,
            topics=subscriber.topics,
            rhythm=subscriber.rhythm,
            language=subscriber.language,
        )

    def put_into(self, subscriber: Subscriber) -> Subscriber:
        """The subscriber with this wish in place of the former."""
        return replace(
            subscriber,
            leads=self.leads,
            zone=self.zone,
            hour=self.hour,
            quiet=self.quiet,
            topics=self.topics,
            rhythm=self.rhythm,
            language=self.language,
        )


def keep(database: Database, wanted: Subscriber) -> Subscriber:
    """The subscription as it is kept: the same address with the same filter is one.

    A known one keeps its id; one that was confirmed keeps its lead times, zone and hour too,
    because whoever types an address into a form has not shown that it is theirs.
    """
    with database.write() as session:
        for known in subscribers.find_by_address(session, wanted.address):
            if known.filter == wanted.filter:
                if known.confirmed_at is not None:
                    return known
                wanted = replace(wanted, id=known.id, created_at=known.created_at)
                break
        subscribers.save_subscriber(session, wanted)
    return wanted


def ask(
    database: Database,
    transport: Transport,
    subscriber: Subscriber,
    *,
    now: datetime,
    base_url: str,
    secret: str | None,
    mail_from: str,
) -> None:
    """Send the mail with the link that confirms; raises what the transport raises.

    Somebody who confirmed already gets the link that changes the subscription instead: a mail goes
    out either way, so that nobody can tell from outside who is subscribed.
    """
    with database.read() as session:
        known = subscribers.get_subscriber(session, subscriber.id).confirmed_at is not None
    purpose = MANAGE if known else CONFIRM
    voice = voice_of(subscriber.language)
    mail = (message.known if known else message.confirmation)(
        to=subscriber.address,
        mail_from=mail_from,
        link=f"{base_url}/reminders/{purpose}/{sign(secret, purpose, subscriber.id)}",
        what=describe(subscriber.filter, subscriber.topics, voice),
        voice=voice,
        at=now,
    )
    transport.send(mail)
    log.info("asked subscriber=%s", subscriber.id)


def confirm(database: Database, token: str, *, secret: str | None, now: datetime) -> Subscriber:
    """The subscriber whose link was followed, confirmed. Raises BadInput or NotFound."""
    subscriber_id = read(secret, CONFIRM, token)
    with database.write() as session:
        return subscribers.confirm(session, subscriber_id, now)


def find(database: Database, token: str, *, secret: str | None, purpose: str) -> Subscriber:
    """The subscriber that a signed link names. Raises BadInput or NotFound."""
    subscriber_id = read(secret, purpose, token)
    with database.read() as session:
        return subscribers.get_subscriber(session, subscriber_id)


def change(
    database: Database, token: str, wish: Wish, chosen: Filter, *, secret: str | None
) -> Subscriber:
    """The subscriber with another wish and filter. Raises BadInput or NotFound.

    The same address with the same filter is one subscription: another one of it keeps its filter.
    """
    subscriber_id = read(secret, MANAGE, token)
    with database.write() as session:
        known = subscribers.get_subscriber(session, subscriber_id)
        others = subscribers.find_by_address(session, known.address)
        if any(one.id != known.id and one.filter == chosen for one in others):
            raise BadInput("you are told of these events already: change or stop that subscription")
        changed = replace(wish.put_into(known), filter=chosen)
        subscribers.save_subscriber(session, changed)
    return changed


def find_snooze(database: Database, token: str, *, secret: str | None) -> tuple[Subscriber, Event]:
    """Who may be reminded later, and of what. Raises BadInput or NotFound."""
    with database.read() as session:
        return _snoozed(session, token, secret)


def snooze(database: Database, token: str, days: int, *, secret: str | None, now: datetime) -> date:
    """Remind once more in so many days, at the usual hour; the day on which that is.

    Raises BadInput where that would be too late, and as `find_snooze` does.
    """
    with database.write() as session:
        person, event = _snoozed(session, token, secret)
        day = schedule.today(now, person.zone) + timedelta(days=days)
        due_on = counted_on(event)
        if due_on is None or day > due_on:
            raise BadInput(f"in {days} days it is too late to be reminded: choose an earlier day")
        at = schedule.at_hour(day, person.hour, person.zone)
        one = Reminder(
            event=event,
            subscriber=person,
            kind=Kind.SNOOZED,
            lead=(due_on - day).days,
            due_on=due_on,
            due_at=at,
        )
        outbox.put_reminder(session, one, now, next_at=at)
    log.info("snoozed subscriber=%s event=%s days=%d", person.id, event.id, days)
    return day


def forget(database: Database, address: str) -> int:
    """Delete every subscription of the address with all that was sent to it; their number."""
    with database.write() as session:
        found = subscribers.find_by_address(session, address)
        for one in found:
            subscribers.delete_subscriber(session, one.id)
    log.info("forgot subscriptions=%d", len(found))
    return len(found)


def unsubscribe(database: Database, token: str, *, secret: str | None) -> None:
    """Forget the subscriber; a second click finds nothing more to do."""
    subscriber_id = read(secret, UNSUBSCRIBE, token)
    with database.write() as session:
        gone = subscribers.delete_subscriber(session, subscriber_id)
    log.info("unsubscribed subscriber=%s known=%s", subscriber_id, gone)


def sign(secret: str | None, purpose: str, subscriber_id: str) -> str:
    """The token of a link that does one thing for one subscriber; it does not run out."""
    return _serialiser(secret, purpose).dumps(subscriber_id)


def read(secret: str | None, purpose: str, token: str) -> str:
    """The subscriber's id in a token; raises BadInput for one that is not ours."""
    try:
        subscriber_id = _serialiser(secret, purpose).loads(token)
    except BadSignature as error:
        raise BadInput(
            "this link is not whole: copy all of it from the mail, or ask for a new one"
        ) from error
    if not isinstance(subscriber_id, str):
        raise NotFound("this subscription does not exist any more")
    return subscriber_id


def describe(chosen: Filter, topics: tuple[Topic, ...], voice: Voice) -> str:
    """What a filter and topics ask for, in words for a mail or page."""
    params = to_params(chosen)
    asked = ", ".join(_said(*one, voice) for one in params if one[0] != "deadline")
    due = Topic.DEADLINES in topics and chosen.deadline is not False
    held = (Topic.EVENTS in topics or bool(chosen.type)) and chosen.deadline is not True
    if due and held:
        every, some = N_("every deadline and event"), N_("deadlines and events with %(asked)s")
    elif held:
        every, some = N_("every event"), N_("events with %(asked)s")
    elif due:
        every, some = N_("every deadline"), N_("deadlines with %(asked)s")
    else:
        return voice.gettext("nothing that is due")
    return voice.gettext(some, asked=asked) if asked else voice.gettext(every)


def _said(name: str, value: str, voice: Voice) -> str:
    """A filter's parameter with its value, in words: "country Germany", "Art Besuch"."""
    if name == "country":
        value = voice.locale.territories.get(value, value)
    elif name == "type":
        value = voice.gettext(value.capitalize())
    elif name == "status":
        value = voice.gettext(value)
    return f"{voice.gettext(_ASKED[name])} {value}"


def _snoozed(session: Session, token: str, secret: str | None) -> tuple[Subscriber, Event]:
    subscriber_id, _, event_id = read(secret, SNOOZE, token).partition(" ")
    person = subscribers.get_subscriber(session, subscriber_id)
    return person, events.get_event(session, event_id)


def _serialiser(secret: str | None, purpose: str) -> URLSafeSerializer:
    if not secret:
        raise BadInput("there is no secret key: set TIMELINE_SECRET_KEY or start `timeline serve`")
    return URLSafeSerializer(secret, salt=f"timeline.reminders.{purpose}")
