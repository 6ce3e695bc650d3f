"""Who asks: somebody signed in, a program with a token, the person at this machine, or anybody."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, g, request, session

from timeline.config import Config, is_loopback
from timeline.core.account import Account, KeyKind
from timeline.core.errors import StoreUnavailable
from timeline.store import accounts
from timeline.tasks.accounts import who
from timeline.web.services import services

AT_MACHINE = "editor"
ANYBODY = "somebody"
COOKIE = "key"
_KNOWN = "timeline.accounts"
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks. `name` stands in the history of what is edited; `key` is the key that was shown.

    `at_machine` is true for whoever sits at the machine while there is no account.
    """

    name: str = ANYBODY
    account: Account | None = None
    key: str | None = None
    at_machine: bool = False
    may_edit: bool = False


def visitor() -> Visitor:
    """Who asks now; the store is asked once a request."""
    if "visitor" not in g:
        g.visitor = _find()
    found: Visitor = g.visitor
    return found


def shown_visitor() -> Visitor:
    """Who asks, as a page shows it: anybody while the store is away, so that it can say so."""
    try:
        return visitor()
    except StoreUnavailable:
        return Visitor()


def is_for_one_alone() -> bool:
    """True where no cache that several people share may keep the answer."""
    return not services().config.public or ("visitor" in g and g.visitor.account is not None)


def sees_whole_texts() -> bool:
    """True for whoever may read articles whole (TIMELINE_FULL_TEXT)."""
    choice = services().config.full_text
    return choice == "yes" or (choice == "editors" and visitor().may_edit)


def has_accounts() -> bool:
    """True from the first account on, which is remembered."""
    if not current_app.extensions.get(_KNOWN, False):
        with services().database.read() as reading:
            current_app.extensions[_KNOWN] = accounts.has_accounts(reading)
    return bool(current_app.extensions[_KNOWN])


def _find() -> Visitor:
    ours = services()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    shown = (
        (KeyKind.TOKEN, token.strip())
        if scheme.casefold() == "bearer"
        else (KeyKind.SESSION, str(session.get(COOKIE, "")))
    )
    kind, secret = shown
    key = who(ours.database, secret, kind, now=ours.now()) if secret else None
    if key is not None:
        return Visitor(name=key.account.name, account=key.account, key=key.id, may_edit=True)
    if ours.config.open:
        return Visitor(may_edit=True)
    if _is_here(ours.config) and not has_accounts():
        return Visitor(name=AT_MACHINE, at_machine=True, may_edit=True)
    return Visitor()


def _is_here(config: Config) -> bool:
    """True where the request comes from this machine, and no proxy stands in between.

    A server behind a proxy listens to its own machine, but its address leads others there.
    """
    return (
        is_loopback(config.host)
        and is_loopback(urlsplit(config.base_url).hostname or "")
        and is_loopback(request.remote_addr or "")
        and is_loopback(request.host.rpartition(":")[0] or request.host)
        and not any(name in request.headers for name in _FORWARDED)
    )
