"""Accounts made, signed in and out, and the tokens of the API. Passwords are hashed by Argon2id."""

import logging
import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from timeline.core.account import MOST_NAME, Account, Key, KeyKind
from timeline.core.errors import BadInput, NotAllowed
from timeline.store import accounts
from timeline.store.engine import Database
from timeline.store.ids import new_id

LEAST_PASSWORD = 10
MOST_PASSWORD = 1000
SIGNED_IN = timedelta(days=30)
"""How long a browser stays signed in."""

NOTED = timedelta(minutes=10)
"""How exactly it is known when a token was used last."""

PREFIX = "tl_"
"""How every token of the API begins, so that one that leaked is recognised."""

log = logging.getLogger(__name__)


def add_account(database: Database, name: str, password: str, *, now: datetime) -> Account:
    """A new account; raises BadInput where the name is taken or the password too short."""
    wanted = Account(id=new_id(), name=read_name(name), created_at=now)
    hashed = _hash(password)
    with database.write() as session:
        accounts.save_account(session, wanted, hashed)
    log.info("account=%s added", wanted.id)
    return wanted


def change_password(database: Database, name: str, password: str) -> Account:
    """Another password for the account, which is signed out everywhere; raises BadInput."""
    hashed = _hash(password)
    with database.write() as session:
        found = accounts.find_account(session, name)
        if found is None:
            raise BadInput(f"there is no account {name!r}: `timeline user list` names them")
        accounts.set_password(session, found[0], hashed)
        accounts.revoke_sessions(session, found[0])
    return found[0]


def sign_in(database: Database, name: str, password: str, *, now: datetime) -> tuple[str, Key]:
    """The secret of a new session and the session; raises NotAllowed, the same for every mistake.

    A name that is not known takes as long as one that is.
    """
    with database.read() as session:
        found = accounts.find_account(session, name)
    account, hashed = found or (None, _nobody())
    fits = _fits(hashed, password[:MOST_PASSWORD])
    if account is None or not fits:
        raise NotAllowed("the name or the password is not right: try again")
    secret = secrets.token_urlsafe(32)
    key = Key(
        id=new_id(),
        account=account,
        kind=KeyKind.SESSION,
        name="",
        created_at=now,
        expires_at=now + SIGNED_IN,
    )
    with database.write() as session:
        accounts.forget_expired(session, now)
        accounts.save_key(session, key, secret)
        if _hasher().check_needs_rehash(hashed):
            accounts.set_password(session, account, _hasher().hash(password))
    log.info("account=%s signed in", account.id)
    return secret, key


def make_token(
    database: Database, account: Account, name: str, *, now: datetime
) -> tuple[str, Key]:
    """A new token of the API, which is shown once, and what is known of it from then on."""
    secret = PREFIX + secrets.token_urlsafe(32)
    key = Key(
        id=new_id(),
        account=account,
        kind=KeyKind.TOKEN,
        name=" ".join(name.split())[:MOST_NAME] or "unnamed",
        created_at=now,
    )
    with database.write() as session:
        accounts.save_key(session, key, secret)
    return secret, key


def who(database: Database, secret: str, kind: KeyKind, *, now: datetime) -> Key | None:
    """The key of that kind, with its account; None where it is not known or its end has come."""
    with database.read() as session:
        key = accounts.find_key(session, secret)
    if key is None or key.kind is not kind or not key.is_valid(now):
        return None
    if kind is KeyKind.TOKEN and (key.used_at is None or now >= key.used_at + NOTED):
        with database.write() as session:
            accounts.note_use(session, key, now)
    return key


def revoke(database: Database, account: Account, key_id: str) -> None:
    """End a session or token of the account."""
    with database.write() as session:
        accounts.revoke_key(session, account, key_id)


def read_name(name: str) -> str:
    """The name as it is kept; raises BadInput."""
    read = " ".join(name.split())
    if not read or len(read) > MOST_NAME or not read.isprintable() or ":" in read:
        raise BadInput(f"cannot use the name {name[:MOST_NAME]!r}: give 1 to {MOST_NAME} letters")
    return read


def _hash(password: str) -> str:
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise BadInput(
            f"the password has {len(password)} characters: "
            f"give {LEAST_PASSWORD} to {MOST_PASSWORD} of them"
        )
    return _hasher().hash(password)


def _fits(hashed: str, password: str) -> bool:
    try:
        return _hasher().verify(hashed, password)
    except (VerificationError, InvalidHashError, UnicodeError):
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # Argon2id as RFC 9106 proposes for little memory (64 MiB)


@cache
def _nobody() -> str:
    """The hash of a password that nobody knows."""
    return _hasher().hash(secrets.token_urlsafe(32))
