"""Accounts and their keys; of a key only the digest is kept."""

import hashlib
from datetime import datetime

from sqlalchemy import delete, select, update

from timeline.core.account import Account, Key, KeyKind
from timeline.core.errors import BadInput, NotFound
from timeline.store.engine import Session
from timeline.store.tables import AccountRow, KeyRow


def has_accounts(session: Session) -> bool:
    """True from the first account on."""
    return session.scalar(select(AccountRow.id).limit(1)) is not None


def save_account(session: Session, account: Account, password: str) -> None:
    """Keep a new account with its password's hash; raises BadInput where the name is taken."""
    if _row(session, account.name) is not None:
        raise BadInput(f"there is an account {account.name!r} already: choose another name")
    session.add(
        AccountRow(
            id=account.id,
            name=account.name,
            folded=account.name.casefold(),
            password=password,
            created_at=account.created_at,
        )
    )
    session.flush()


def find_account(session: Session, name: str) -> tuple[Account, str] | None:
    """The account of that name, in whatever case, and its password's hash."""
    row = _row(session, name)
    return None if row is None else (_account(row), row.password)


def find_accounts(session: Session) -> list[Account]:
    """Every account, the oldest first."""
    query = select(AccountRow).order_by(AccountRow.created_at, AccountRow.id)
    return [_account(row) for row in session.scalars(query)]


def set_password(session: Session, account: Account, password: str) -> None:
    """Keep another hash."""
    session.execute(update(AccountRow).where(AccountRow.id == account.id).values(password=password))


def remove_account(session: Session, name: str) -> None:
    """Forget an account and its keys; what it did stays under its name. Raises NotFound."""
    row = _row(session, name)
    if row is None:
        raise NotFound(f"there is no account {name!r}")
    session.delete(row)
    session.flush()


def save_key(session: Session, key: Key, secret: str) -> None:
    """Keep a new key."""
    session.add(
        KeyRow(
            id=key.id,
            account_id=key.account.id,
            kind=key.kind,
            name=key.name,
            digest=_digest(secret),
            created_at=key.created_at,
            expires_at=key.expires_at,
            used_at=key.used_at,
        )
    )
    session.flush()


def find_key(session: Session, secret: str) -> Key | None:
    """The key with its account; None where there never was one, or it was revoked."""
    query = (
        select(KeyRow, AccountRow)
        .join(AccountRow, AccountRow.id == KeyRow.account_id)
        .where(KeyRow.digest == _digest(secret))
    )
    found = session.execute(query).first()
    return None if found is None else _key(found[0], _account(found[1]))


def find_keys(session: Session, account: Account, kind: KeyKind) -> list[Key]:
    """The account's keys of that kind, the newest first."""
    query = (
        select(KeyRow)
        .where(KeyRow.account_id == account.id, KeyRow.kind == kind)
        .order_by(KeyRow.created_at.desc(), KeyRow.id.desc())
    )
    return [_key(row, account) for row in session.scalars(query)]


def note_use(session: Session, key: Key, now: datetime) -> None:
    """Remember that the key was used at `now`."""
    session.execute(update(KeyRow).where(KeyRow.id == key.id).values(used_at=now))


def revoke_key(session: Session, account: Account, key_id: str) -> None:
    """End a key of the account for ever; a second time changes nothing."""
    session.execute(delete(KeyRow).where(KeyRow.id == key_id, KeyRow.account_id == account.id))


def revoke_sessions(session: Session, account: Account) -> None:
    """Sign the account out everywhere."""
    session.execute(
        delete(KeyRow).where(KeyRow.account_id == account.id, KeyRow.kind == KeyKind.SESSION)
    )


def forget_expired(session: Session, now: datetime) -> None:
    """Forget the keys whose end has come."""
    session.execute(delete(KeyRow).where(KeyRow.expires_at <= now))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _row(session: Session, name: str) -> AccountRow | None:
    folded = " ".join(name.split()).casefold()
    return session.scalar(select(AccountRow).where(AccountRow.folded == folded))


def _account(row: AccountRow) -> Account:
    return Account(id=row.id, name=row.name, created_at=row.created_at)


def _key(row: KeyRow, account: Account) -> Key:
    return Key(
        id=row.id,
        account=account,
        kind=row.kind,
        name=row.name,
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
