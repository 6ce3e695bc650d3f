"""Reminders by mail: subscribe, confirm, change, snooze, unsubscribe; and how they stand."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from timeline.core import schedule
from timeline.core.errors import BadInput, NotFound, TimelineError
from timeline.core.event import EventType, Status
from timeline.core.filter import Filter, from_params, to_params
from timeline.core.reminder import Subscriber, counted_on
from timeline.store import marks, outbox, subscribers
from timeline.store.ids import new_id
from timeline.store.outbox import OutboxMail
from timeline.tasks import confirm
from timeline.tasks.confirm import Wish
from timeline.tasks.due import find_coming
from timeline.web import wishes, words
from timeline.web.language import N_
from timeline.web.services import services
from timeline.web.who import visitor

blueprint = Blueprint("subscribe", __name__, url_prefix="/reminders")

SNOOZES = (1, 3, 7)
"""In how many days somebody can be reminded again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the reminders stand, for whoever may change things.

    `beat` is when the scheduler looked last, "" for never; `often` how often it does, in words.
    """

    waiting: int
    sent: int
    given_up: int
    confirmed: int
    unconfirmed: int
    bounced: int
    beat: str
    often: str
    mails: list[OutboxMail]


@blueprint.get("")
def show() -> str:
    """The form, with the filter of the address carried over."""
    parsed = from_params(request.args.to_dict(flat=False))
    return _form(parsed.filter, problems=parsed.problems)


@blueprint.post("")
def subscribe() -> tuple[str, int] | str:
    """Send the mail that asks; the answer is the same whether or not the address is known."""
    chosen = from_params(request.form.to_dict(flat=False), also=wishes.FIELDS).filter
    try:
        ours = services()
        wish = wishes.read(request.form, ours.config.zone)
        address = wishes.read_address(request.form.get("address", ""))
        now = ours.now()
        wanted = Subscriber(id=new_id(), address=address, filter=chosen, created_at=now)
        confirm.ask(
            ours.database,
            ours.transport,
            confirm.keep(ours.database, wish.put_into(wanted)),
            now=now,
            base_url=ours.config.base_url,
            secret=ours.config.secret_key,
            mail_from=ours.config.mail_from,
        )
    except TimelineError as error:
        return _form(chosen, error=str(error), typed=request.form), 422
    return render_template("reminders_sent.html", address=address, folder=_folder())


@blueprint.get("/confirm/<token>")
def ask_confirm(token: str) -> str:
    """One button: programs that check mails open every link, so opening alone does nothing."""
    subscriber = _find(token, confirm.CONFIRM)
    return render_template("reminders_confirm.html", subscriber=subscriber, what=_what(subscriber))


@blueprint.post("/confirm/<token>")
def confirm_subscription(token: str) -> str:
    """Begin the reminders."""
    ours = services()
    secret = ours.config.secret_key
    subscriber = confirm.confirm(ours.database, token, secret=secret, now=ours.now())
    return _manage(subscriber, done=N_("Your reminders begin now."))


@blueprint.get("/manage/<token>")
def manage(token: str) -> str:
    """What one subscription is told, and when."""
    return _manage(_find(token, confirm.MANAGE))


@blueprint.post("/manage/<token>")
def change(token: str) -> tuple[str, int] | str:
    """Change it."""
    ours = services()
    found = _find(token, confirm.MANAGE)
    try:
        wish = wishes.read(request.form, ours.config.zone)
        chosen = wishes.read_filter(request.form, found.filter)
        if "preview" in request.form:
            wanted = replace(wish.put_into(found), filter=chosen)
            return _manage(found, typed=request.form, wanted=wanted)
        secret = ours.config.secret_key
        changed = confirm.change(ours.database, token, wish, chosen, secret=secret)
    except BadInput as error:
        return _manage(found, error=str(error), typed=request.form), 422
    return _manage(changed, done=N_("Changed."))


@blueprint.get("/snooze/<token>")
def ask_snooze(token: str) -> str:
    """The days on which to be reminded again, of those that are still in time."""
    return _snooze(token)


@blueprint.post("/snooze/<token>")
def snooze(token: str) -> tuple[str, int] | str:
    """Remind once more on that day."""
    ours = services()
    days = request.form.get("days", "")
    try:
        if days not in {str(one) for one in SNOOZES}:
            raise BadInput("choose one of the days")
        secret = ours.config.secret_key
        day = confirm.snooze(ours.database, token, int(days), secret=secret, now=ours.now())
    except BadInput as error:
        return _snooze(token, error=str(error)), 422
    return _snooze(token, on=day)


@blueprint.get("/unsubscribe/<token>")
def ask_unsubscribe(token: str) -> str:
    """One button that stops the mails."""
    try:
        _find(token, confirm.UNSUBSCRIBE)
    except NotFound:
        return render_template("reminders_stopped.html")
    return render_template("reminders_stop.html")


@blueprint.post("/unsubscribe/<token>")
def unsubscribe(token: str) -> str:
    """Stop the mails: by the button, or by a mail program's one click (RFC 8058, no cookie)."""
    ours = services()
    confirm.unsubscribe(ours.database, token, secret=ours.config.secret_key)
    return render_template("reminders_stopped.html")


def _find(token: str, purpose: str) -> Subscriber:
    ours = services()
    return confirm.find(ours.database, token, secret=ours.config.secret_key, purpose=purpose)


def _what(subscriber: Subscriber) -> str:
    return wishes.described(subscriber.filter, subscriber.topics)


def _form(
    chosen: Filter,
    *,
    problems: tuple[str, ...] = (),
    error: str | None = None,
    typed: MultiDict[str, str] | None = None,
) -> str:
    wish = wishes.first(chosen, services().config.zone)
    return render_template(
        "reminders.html",
        carried=to_params(chosen),
        what=wishes.described(chosen, wish.topics),
        problems=problems,
        error=error,
        address=typed.get("address", "") if typed else "",
        chosen=wishes.typed(typed) if typed else wishes.shown(wish, chosen),
        leads=wishes.LEADS,
        topics=wishes.TOPICS,
        rhythms=wishes.RHYTHMS,
        kinds=wishes.KINDS,
        zones=wishes.ZONES,
        folder=_folder(),
        standing=_standing() if visitor().may_edit else None,
    )


def _manage(
    subscriber: Subscriber,
    *,
    done: str = "",
    error: str | None = None,
    typed: MultiDict[str, str] | None = None,
    wanted: Subscriber | None = None,
) -> str:
    """The page of one subscription; `wanted` is it as typed, of which what would come is shown."""
    ours = services()
    secret = ours.config.secret_key
    with ours.database.read() as session:
        mails = outbox.find_mails(session, limit=20, subscriber_id=subscriber.id)
        today = schedule.today(ours.now(), subscriber.zone)
        coming = find_coming(session, wanted or subscriber, today, limit=3)
    return render_template(
        "reminders_manage.html",
        subscriber=subscriber,
        what=_what(subscriber),
        leads=sorted({*wishes.LEADS, *subscriber.leads}, reverse=True),
        topics=wishes.TOPICS,
        rhythms=wishes.RHYTHMS,
        kinds=wishes.KINDS,
        zones=wishes.ZONES,
        chosen=wishes.typed(typed)
        if typed
        else wishes.shown(Wish.of(subscriber), subscriber.filter),
        types=list(EventType),
        statuses=list(Status),
        wanted=_what(wanted) if wanted else "",
        coming=coming,
        manage=confirm.sign(secret, confirm.MANAGE, subscriber.id),
        stop=confirm.sign(secret, confirm.UNSUBSCRIBE, subscriber.id),
        mails=mails,
        done=done,
        error=error,
    )


def _snooze(token: str, *, on: date | None = None, error: str | None = None) -> str:
    ours = services()
    person, event = confirm.find_snooze(ours.database, token, secret=ours.config.secret_key)
    due_on, today = counted_on(event), schedule.today(ours.now(), person.zone)
    left = (due_on - today).days if due_on else -1
    return render_template(
        "reminders_snooze.html",
        event=event,
        choices=[one for one in SNOOZES if one <= left],
        on=on,
        error=error,
    )


def _standing() -> Standing:
    ours = services()
    with ours.database.read() as session:
        waiting, sent, given_up = outbox.count_mails(session)
        confirmed, unconfirmed, bounced = subscribers.count_subscribers(session)
        beat = marks.get_mark(session, marks.BEAT)
        mails = outbox.find_mails(session, limit=30)
    return Standing(
        waiting=waiting,
        sent=sent,
        given_up=given_up,
        confirmed=confirmed,
        unconfirmed=unconfirmed,
        bounced=bounced,
        beat=f"{beat.at:%Y-%m-%d %H:%M} UTC" if beat else "",
        often=words.how_often(timedelta(seconds=ours.config.tick)),
        mails=mails,
    )


def _folder() -> str | None:
    """Where mails are written while no mail server is set, None where one is."""
    config = services().config
    return None if config.smtp_url else str(config.data_dir / "mail")
