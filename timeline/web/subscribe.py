"""Reminders by mail: subscribe, confirm, change, unsubscribe."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email
from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from timeline.core.errors import BadInput, NotFound, TimelineError
from timeline.core.filter import Filter, from_params, to_params
from timeline.core.reminder import DEFAULT_HOUR, DEFAULT_LEADS, Subscriber
from timeline.store.ids import new_id
from timeline.tasks import confirm
from timeline.web.services import services

blueprint = Blueprint("subscribe", __name__, url_prefix="/reminders")

LEADS = (30, 14, 7, 3, 1, 0)
"""The lead times that the form offers, in days; others can be asked for by the command."""

_FORM = ("address", "lead", "zone", "hour", "csrf_token")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What a person chose in the form."""

    leads: tuple[int, ...]
    zone: str
    hour: int


@blueprint.get("")
def show() -> str:
    """The form, with the filter of the address carried over."""
    parsed = from_params(request.args.to_dict(flat=False))
    return _form(parsed.filter, problems=parsed.problems)


@blueprint.post("")
def subscribe() -> tuple[str, int] | str:
    """Send the mail that asks; the answer is the same whether or not the address is known."""
    chosen = from_params(request.form.to_dict(flat=False), also=_FORM).filter
    try:
        wish = _wish(request.form)
        address = _address(request.form.get("address", ""))
        ours = services()
        now = ours.now()
        wanted = Subscriber(
            id=new_id(),
            address=address,
            filter=chosen,
            leads=wish.leads,
            zone=wish.zone,
            hour=wish.hour,
            created_at=now,
        )
        confirm.ask(
            ours.database,
            ours.transport,
            confirm.keep(ours.database, wanted),
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
    return render_template(
        "reminders_confirm.html", subscriber=subscriber, what=confirm.describe(subscriber.filter)
    )


@blueprint.post("/confirm/<token>")
def confirm_subscription(token: str) -> str:
    """Begin the reminders."""
    ours = services()
    secret = ours.config.secret_key
    subscriber = confirm.confirm(ours.database, token, secret=secret, now=ours.now())
    return _manage(subscriber, done="Your reminders begin now.")


@blueprint.get("/manage/<token>")
def manage(token: str) -> str:
    """The lead times, zone and hour of one subscription."""
    return _manage(_find(token, confirm.MANAGE))


@blueprint.post("/manage/<token>")
def change(token: str) -> tuple[str, int] | str:
    """Change them."""
    ours = services()
    try:
        wish = _wish(request.form)
    except BadInput as error:
        return _manage(_find(token, confirm.MANAGE), error=str(error)), 422
    changed = confirm.change(
        ours.database,
        token,
        secret=ours.config.secret_key,
        leads=wish.leads,
        zone=wish.zone,
        hour=wish.hour,
    )
    return _manage(changed, done="Changed.")


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


def _form(
    chosen: Filter,
    *,
    problems: tuple[str, ...] = (),
    error: str | None = None,
    typed: MultiDict[str, str] | None = None,
) -> str:
    given = typed or MultiDict()
    return render_template(
        "reminders.html",
        carried=[pair for pair in to_params(chosen) if pair[0] != "deadline"],
        what=confirm.describe(chosen),
        problems=problems,
        error=error,
        address=given.get("address", ""),
        zone=given.get("zone", services().config.zone),
        hour=given.get("hour", str(DEFAULT_HOUR)),
        leads=LEADS,
        chosen=given.getlist("lead") or [str(lead) for lead in DEFAULT_LEADS],
        folder=_folder(),
    )


def _manage(subscriber: Subscriber, *, done: str = "", error: str | None = None) -> str:
    secret = services().config.secret_key
    return render_template(
        "reminders_manage.html",
        subscriber=subscriber,
        what=confirm.describe(subscriber.filter),
        leads=sorted({*LEADS, *subscriber.leads}, reverse=True),
        chosen=[str(lead) for lead in subscriber.leads],
        zone=subscriber.zone,
        hour=str(subscriber.hour),
        manage=confirm.sign(secret, confirm.MANAGE, subscriber.id),
        stop=confirm.sign(secret, confirm.UNSUBSCRIBE, subscriber.id),
        done=done,
        error=error,
    )


def _folder() -> str | None:
    """Where mails are written while no mail server is set, None where one is."""
    config = services().config
    return None if config.smtp_url else str(config.data_dir / "mail")


def _wish(form: MultiDict[str, str]) -> _Wish:
    leads = [value for value in form.getlist("lead") if value.strip()]
    if not leads or any(not (v.isascii() and v.isdigit()) or int(v) > 3650 for v in leads):
        raise BadInput("choose at least one lead time, in days from 0 to 3650")
    hour = form.get("hour", str(DEFAULT_HOUR))
    if not (hour.isascii() and hour.isdigit()) or int(hour) > 23:
        raise BadInput(f"cannot read the hour {hour!r}: give one from 0 to 23")
    zone = form.get("zone", "").strip() or services().config.zone
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(f"unknown zone {zone!r}: give an IANA name such as Europe/Berlin") from error
    return _Wish(
        leads=tuple(sorted({int(v) for v in leads}, reverse=True)), zone=zone, hour=int(hour)
    )


def _address(text: str) -> str:
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise BadInput(f"cannot send mail to {text.strip()[:80]!r}: {error}") from error
