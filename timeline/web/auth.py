"""Sign in and out, and what belongs to an account: its password and its tokens."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session
from werkzeug.wrappers import Response

from timeline.core.account import Account, Key, KeyKind
from timeline.core.errors import BadInput, NotAllowed
from timeline.store import accounts
from timeline.tasks.accounts import change_password, make_token, revoke, sign_in
from timeline.web.services import services
from timeline.web.who import COOKIE, has_accounts, visitor

blueprint = Blueprint("auth", __name__)


@blueprint.get("/sign-in")
def show() -> str:
    """The form; it keeps where whoever came from there goes on."""
    return _form(there=_local(request.args.get("next", "")))


@blueprint.post("/sign-in")
def enter() -> Response | tuple[str, int]:
    """Sign in: a new session, whatever the browser had before is forgotten."""
    ours = services()
    name, there = request.form.get("name", ""), _local(request.form.get("next", ""))
    try:
        secret, _ = sign_in(ours.database, name, request.form.get("password", ""), now=ours.now())
    except NotAllowed as error:
        return _form(there=there, name=name, error=str(error)), 401
    session.clear()
    session[COOKIE] = secret
    session.permanent = True
    return redirect(there, code=303)


@blueprint.post("/sign-out")
def leave() -> Response:
    """End the session here and in the store."""
    found = visitor()
    if found.account is not None and found.key is not None:
        revoke(services().database, found.account, found.key)
    session.clear()
    return redirect("/", code=303)


@blueprint.get("/account")
def account() -> str:
    """The tokens, the password, signing out."""
    return _account()


@blueprint.post("/account/tokens")
def add_token() -> str | tuple[str, int]:
    """A token of the API, shown this once."""
    ours = services()
    secret, _ = make_token(ours.database, _mine(), request.form.get("name", ""), now=ours.now())
    return _account(made=secret)


@blueprint.post("/account/tokens/<key_id>/revoke")
def revoke_token(key_id: str) -> Response:
    """End a token for ever."""
    revoke(services().database, _mine(), key_id)
    return redirect("/account", code=303)


@blueprint.post("/account/password")
def password() -> str | tuple[str, int]:
    """Another password; every browser is signed out, this one signs in again."""
    ours, mine = services(), _mine()
    try:
        old, new = request.form.get("old", ""), request.form.get("new", "")
        sign_in(ours.database, mine.name, old, now=ours.now())
        change_password(ours.database, mine.name, new)
        secret, _ = sign_in(ours.database, mine.name, new, now=ours.now())
    except (BadInput, NotAllowed) as error:
        said = "the old password is not right" if isinstance(error, NotAllowed) else str(error)
        return _account(error=said), 422
    session[COOKIE] = secret
    return _account(changed=True)


def _mine() -> Account:
    found = visitor().account
    if found is None:
        raise NotAllowed("this belongs to an account: sign in first")
    return found


def _form(*, there: str, name: str = "", error: str | None = None) -> str:
    return render_template(
        "sign_in.html", there=there, name=name, error=error, nobody=not has_accounts()
    )


def _account(*, made: str = "", changed: bool = False, error: str | None = None) -> str:
    tokens: list[Key] = []
    found = visitor()
    if found.account is not None:
        with services().database.read() as reading:
            tokens = accounts.find_keys(reading, found.account, KeyKind.TOKEN)
    return render_template("account.html", tokens=tokens, made=made, changed=changed, error=error)


def _local(address: str) -> str:
    """The path on this host; the timeline where it is none."""
    parts = urlsplit(address.replace("\\", "/"))
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    is_plain = address.isprintable() and not parts.netloc and not parts.scheme
    return address if is_path and is_plain else "/"
