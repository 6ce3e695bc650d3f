"""Subscribe somebody by hand, and send what is due."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from email_validator import EmailNotValidError, validate_email

from timeline import clock
from timeline.cli.common import chosen_by, filter_options, settings, store, transport
from timeline.config import Config, with_secret_key
from timeline.core.article import read_published
from timeline.core.errors import BadInput
from timeline.core.reminder import (
    DEFAULT_HOUR,
    DEFAULT_LEADS,
    DEFAULT_TOPICS,
    Kind,
    Reminder,
    Rhythm,
    Subscriber,
    Topic,
)

if TYPE_CHECKING:
    from timeline.store.engine import Database


@click.command()
@click.argument("address")
@click.option("--lead", type=click.IntRange(0, 3650), multiple=True, help="Days before.")
@click.option("--zone", default="UTC", help="The IANA zone of the person's clock.")
@click.option("--hour", type=click.IntRange(0, 23), default=DEFAULT_HOUR, help="When mails leave.")
@click.option("--quiet", metavar="FROM-TO", help="Hours in which no mail leaves, such as 22-7.")
@click.option(
    "--topic",
    type=click.Choice([str(one) for one in Topic]),
    multiple=True,
    help="What to tell of; deadlines, changes and unreported where not given.",
)
@click.option(
    "--rhythm",
    type=click.Choice([str(one) for one in Rhythm]),
    default=str(Rhythm.EACH),
    help="A mail for each, or one a day or week.",
)
@click.option("--lang", default="en", help="The language of the mails: en, de, fr.")
@click.option("--confirmed", is_flag=True, help="The person agreed already: no mail asks again.")
@filter_options
def subscribe(
    address: str,
    lead: tuple[int, ...],
    zone: str,
    hour: int,
    quiet: str | None,
    topic: tuple[str, ...],
    rhythm: str,
    lang: str,
    *,
    confirmed: bool,
    **given: tuple[str, ...],
) -> None:
    """Send reminders of deadlines to ADDRESS, of those that the filter's options choose.

    ADDRESS is a mail address, that of a webhook (https://...), or ntfy://host/topic.

    Without --confirmed the person is asked by mail first, and nothing else is sent before. The same
    address with the same filter is one subscription: the second time changes its lead times, zone,
    hours, topics, rhythm and language.
    """
    from timeline.store.ids import new_id

    now = clock.now()
    wanted = Subscriber(
        id=new_id(),
        address=_checked_address(address),
        filter=chosen_by(given),
        leads=tuple(sorted(set(lead), reverse=True)) or DEFAULT_LEADS,
        zone=_checked_zone(zone),
        hour=hour,
        quiet=_checked_quiet(quiet),
        topics=tuple(one for one in Topic if str(one) in topic) or DEFAULT_TOPICS,
        rhythm=Rhythm(rhythm),
        language=_checked_language(lang),
        created_at=now,
        confirmed_at=now if confirmed else None,
    )
    with store(settings()) as database:
        kept = _keep(database, wanted)
        if kept.confirmed_at is None:
            _ask(database, kept)
            click.echo(f"{kept.address} was asked to confirm by mail.", err=True)
        else:
            click.echo(f"{kept.address} gets reminders.", err=True)
        _tell_key(kept.address)


@click.command()
@click.argument("address")
def unsubscribe(address: str) -> None:
    """Forget ADDRESS: every subscription of it, and all that was or was to be sent to it."""
    from timeline.tasks.confirm import forget

    with store(settings()) as database:
        number = forget(database, _checked_address(address))
    click.echo(f"{number} subscription{'' if number == 1 else 's'} deleted.", err=True)


@click.command()
@click.option("--now", help="Act as if it were this instant, such as 2025-07-17T09:00Z.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and send nothing.")
@click.option("--test", metavar="ADDRESS", help="Send one mail to ADDRESS, to try the mail server.")
def remind(now: str | None, test: str | None, *, dry_run: bool) -> None:
    """Send what is due, once; `serve` does so by itself."""
    at = _instant(now) if now else clock.now()
    config = settings()
    if test is not None:
        from timeline.tasks.remind import send_test

        config = with_secret_key(config)
        address = _checked_address(test)
        said = send_test(transport(config), address, mail_from=config.mail_from, now=at)
        click.echo(_test_left(address, config, str(said["Message-ID"])), err=True)
        return
    with store(config) as database:
        if dry_run:
            from timeline.tasks.remind import foresee

            with database.read() as session:
                goes, held = foresee(session, at)
            for one in goes:
                click.echo(_told(one))
            if held:
                click.echo(f"{len(held)} more wait for the end of quiet hours.", err=True)
        else:
            _send(database, at)


def _test_left(address: str, config: Config, message_id: str) -> str:
    """Where the mail that tries the settings went, in a sentence."""
    from timeline.mail.hook import is_hook
    from timeline.mail.transport import Folder

    if config.smtp_url or is_hook(address):
        return f"A mail to {address} left."
    file = Folder(config.data_dir / "mail").file_of(message_id)
    return (
        f"No mail server is set, so nothing was sent: the mail to {address} lies in {file}. "
        "Set TIMELINE_SMTP_URL to send it."
    )


def _told(one: Reminder) -> str:
    """A reminder on one line."""
    return f"{one.subscriber.address}  {_occasion(one)} {one.due_on}  {one.event.title}"


def _occasion(one: Reminder) -> str:
    if one.kind is not Kind.BEFORE:
        return str(one.kind)
    if one.lead == 0:
        return "in the week ahead," if one.subscriber.rhythm is Rhythm.WEEKLY else "on the day,"
    return "1 day before" if one.lead == 1 else f"{one.lead} days before"


def _tell_key(address: str) -> None:
    """Say what the posts to a hook are signed with."""
    from timeline.mail.hook import SIGNATURE, is_hook, key_of

    if is_hook(address):
        key = key_of(with_secret_key(settings()).secret_key, address)
        click.echo(
            f"{SIGNATURE} is sha256= and the HMAC-SHA256 of the body with the key {key}", err=True
        )


def _keep(database: "Database", wanted: Subscriber) -> Subscriber:
    """The subscription as it is kept: a known one of the address and filter keeps its id."""
    from timeline.store.subscribers import find_by_address, save_subscriber

    with database.write() as session:
        for known in find_by_address(session, wanted.address):
            if known.filter == wanted.filter:
                wanted = replace(
                    wanted,
                    id=known.id,
                    created_at=known.created_at,
                    confirmed_at=known.confirmed_at or wanted.confirmed_at,
                )
                break
        save_subscriber(session, wanted)
    return wanted


def _ask(database: "Database", subscriber: Subscriber) -> None:
    from timeline.tasks.confirm import ask

    config = with_secret_key(settings())
    ask(
        database,
        transport(config),
        subscriber,
        now=clock.now(),
        base_url=config.base_url,
        secret=config.secret_key,
        mail_from=config.mail_from,
    )


def _send(database: "Database", at: datetime) -> None:
    from timeline.tasks.remind import run

    config = with_secret_key(settings())
    counts = run(
        database,
        transport(config),
        now=at,
        base_url=config.base_url,
        secret=config.secret_key,
        mail_from=config.mail_from,
    )
    click.echo(str(counts), err=True)


def _checked_address(address: str) -> str:
    """The address of a person, a webhook or an ntfy topic; raises BadInput."""
    from timeline.mail.hook import is_hook, target
    from timeline.sources.addresses import read_target

    if is_hook(address):
        read_target(target(address))
        return address
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise BadInput(f"cannot send mail to {address!r}: {error}") from error


def _checked_language(lang: str) -> str:
    from timeline.speech.voice import languages

    if lang not in languages():
        known = ", ".join(languages())
        raise BadInput(f"mails cannot be written in {lang!r}: there are {known}")
    return lang


def _checked_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(f"unknown zone {zone!r}: give an IANA name such as Europe/Berlin") from error
    return zone


def _checked_quiet(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    begins, _, ends = text.partition("-")
    hours = [
        int(one) for one in (begins, ends) if one.isascii() and one.isdigit() and int(one) < 24
    ]
    if len(hours) != 2:
        raise BadInput(f"cannot read --quiet {text!r}: give two hours from 0 to 23, such as 22-7")
    return hours[0], hours[1]


def _instant(text: str) -> datetime:
    """The instant in UTC; a date alone is its first moment."""
    try:
        read: date | datetime = read_published(text)
    except BadInput as error:
        raise BadInput(
            f"cannot read --now {text!r}: give an instant such as 2025-07-17T09:00Z"
        ) from error
    if isinstance(read, datetime):
        return read.astimezone(UTC)
    return datetime.combine(read, time(), tzinfo=UTC)
