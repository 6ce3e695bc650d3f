"""Who gets reminders: ask, confirm, change, stop. Nobody gets a mail who did not agree to it."""

import logging
from dataclasses import replace
from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer

from timeline.core.errors import BadInput, NotFound
from timeline.core.filter import Filter, to_params
from timeline.core.reminder import Subscriber
from timeline.mail import message
from timeline.mail.transport import Transport
from timeline.store import subscribers
from timeline.store.engine import Database

CONFIRM = "confirm"
MANAGE = "manage"
UNSUBSCRIBE = "unsubscribe"

log = logging.getLogger(__name__)


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
    mail = (message.known if known else message.confirmation)(
        to=subscriber.address,
        mail_from=mail_from,
        link=f"{base_url}/reminders/{purpose}/{sign(secret, purpose, subscriber.id)}",
        what=describe(subscriber.filter),
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
    database: Database,
    token: str,
    *,
    secret: str | None,
    leads: tuple[int, ...],
    zone: str,
    hour: int,
) -> Subscriber:
    """The subscriber with other lead times, zone and hour. Raises BadInput or NotFound."""
    subscriber_id = read(secret, MANAGE, token)
    with database.write() as session:
        known = subscribers.get_subscriber(session, subscriber_id)
        changed = replace(known, leads=leads, zone=zone, hour=hour)
        subscribers.save_subscriber(session, changed)
    return changed


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


def describe(chosen: Filter) -> str:
    """What a filter asks for, in words for a mail or page."""
    said = [f"{name} {value}" for name, value in to_params(chosen) if name != "deadline"]
    return "every deadline" if not said else "deadlines with " + ", ".join(said)


def _serialiser(secret: str | None, purpose: str) -> URLSafeSerializer:
    if not secret:
        raise BadInput("there is no secret key: set TIMELINE_SECRET_KEY or start `timeline serve`")
    return URLSafeSerializer(secret, salt=f"timeline.reminders.{purpose}")
