"""Accounts, sessions and tokens: what is kept, what is not, and when each ends."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.core.samples import NOW
from timeline.core.account import Account, KeyKind
from timeline.core.errors import BadInput, NotAllowed, NotFound
from timeline.store import accounts
from timeline.store.engine import Database
from timeline.tasks.accounts import (
    NOTED,
    SIGNED_IN,
    add_account,
    change_password,
    make_token,
    revoke,
    sign_in,
    who,
)

PASSWORD = "correct horse"


@pytest.fixture
def alice_account(database: Database) -> Account:
    return add_account(database, " Alice  Archer ", PASSWORD, now=NOW)


def everything(database: Database) -> str:
    """Every word that stands in the two tables."""
    with database.connect() as connection:
        rows = [
            row for table in ("account", "access_key")
            for row in connection.execute(sa.text(f"SELECT * FROM {table}"))
        ]  # fmt: skip
    return repr(rows)


def test_a_name_is_one_account_in_whatever_case(database: Database, alice_account: Account) -> None:
    assert alice_account.name == "Alice Archer"
    with pytest.raises(BadInput, match="already"):
        add_account(database, "ALICE archer", PASSWORD, now=NOW)
    assert sign_in(database, "alice archer", PASSWORD, now=NOW)[1].account == alice_account


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\nb:c", "a\x00b"])
def test_what_is_no_name_is_refused(sqlite_database: Database, name: str) -> None:
    with pytest.raises(BadInput, match="name"):
        add_account(sqlite_database, name, PASSWORD, now=NOW)


@pytest.mark.parametrize("password", ["", "too short", "x" * 1001])
def test_a_password_is_long_but_no_book(sqlite_database: Database, password: str) -> None:
    with pytest.raises(BadInput, match="characters"):
        add_account(sqlite_database, "Alice", password, now=NOW)


@pytest.mark.parametrize(
    ("name", "password"), [("Alice Archer", "wrong horse"), ("Bob", PASSWORD), ("", "")]
)
def test_every_mistake_is_told_in_the_same_words(
    database: Database, alice_account: Account, name: str, password: str
) -> None:
    assert alice_account
    with pytest.raises(NotAllowed, match=r"^the name or the password is not right: try again$"):
        sign_in(database, name, password, now=NOW)


def test_neither_passwords_nor_keys_are_kept(database: Database, alice_account: Account) -> None:
    secret, _ = sign_in(database, "Alice Archer", PASSWORD, now=NOW)
    token, _ = make_token(database, alice_account, "wire", now=NOW)
    kept = everything(database)
    assert "$argon2id$" in kept
    assert not [one for one in (PASSWORD, secret, token) if one in kept]


def test_a_session_ends_after_a_month(database: Database, alice_account: Account) -> None:
    secret, _ = sign_in(database, alice_account.name, PASSWORD, now=NOW)
    last = NOW + SIGNED_IN - timedelta(seconds=1)
    assert who(database, secret, KeyKind.SESSION, now=last) is not None
    assert who(database, secret, KeyKind.SESSION, now=NOW + SIGNED_IN) is None
    sign_in(database, alice_account.name, PASSWORD, now=NOW + SIGNED_IN)
    assert who(database, secret, KeyKind.SESSION, now=NOW) is None, "and is forgotten then"


def test_a_key_is_good_for_its_own_door_alone(database: Database, alice_account: Account) -> None:
    secret, _ = sign_in(database, alice_account.name, PASSWORD, now=NOW)
    token, _ = make_token(database, alice_account, "wire", now=NOW)
    assert who(database, secret, KeyKind.TOKEN, now=NOW) is None
    assert who(database, token, KeyKind.SESSION, now=NOW) is None
    assert who(database, "forged", KeyKind.TOKEN, now=NOW) is None


def test_a_token_works_until_it_is_revoked_by_its_owner(
    database: Database, alice_account: Account
) -> None:
    token, key = make_token(database, alice_account, "wire", now=NOW)
    bob = add_account(database, "Bob", PASSWORD, now=NOW)
    revoke(database, bob, key.id)
    assert who(database, token, KeyKind.TOKEN, now=NOW) is not None
    revoke(database, alice_account, key.id)
    assert who(database, token, KeyKind.TOKEN, now=NOW) is None


def test_it_is_known_when_a_token_was_used_last(database: Database, alice_account: Account) -> None:
    token, _ = make_token(database, alice_account, "wire", now=NOW)
    for at in (NOW, NOW + timedelta(seconds=5), NOW + NOTED):
        assert who(database, token, KeyKind.TOKEN, now=at) is not None
    with database.read() as session:
        (key,) = accounts.find_keys(session, alice_account, KeyKind.TOKEN)
    assert (key.name, key.used_at) == ("wire", NOW + NOTED)


def test_another_password_signs_out_everywhere_and_leaves_tokens(
    database: Database, alice_account: Account
) -> None:
    secret, _ = sign_in(database, alice_account.name, PASSWORD, now=NOW)
    token, _ = make_token(database, alice_account, "wire", now=NOW)
    change_password(database, "alice archer", "battery staple")
    assert who(database, secret, KeyKind.SESSION, now=NOW) is None
    assert who(database, token, KeyKind.TOKEN, now=NOW) is not None
    with pytest.raises(NotAllowed):
        sign_in(database, alice_account.name, PASSWORD, now=NOW)
    assert sign_in(database, alice_account.name, "battery staple", now=NOW)
    with pytest.raises(BadInput, match="user list"):
        change_password(database, "Bob", "battery staple")


def test_an_account_that_is_removed_takes_its_keys_along(
    database: Database, alice_account: Account
) -> None:
    token, _ = make_token(database, alice_account, "wire", now=NOW)
    with database.write() as session:
        accounts.remove_account(session, "alice archer")
    assert who(database, token, KeyKind.TOKEN, now=NOW) is None
    with database.read() as session:
        assert not accounts.has_accounts(session)
        with pytest.raises(NotFound):
            accounts.remove_account(session, "alice archer")


def test_a_weak_hash_is_made_anew_when_its_owner_signs_in(database: Database) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    with database.write() as session:
        accounts.save_account(session, Account(id="b", name="Bob", created_at=NOW), weak)
    sign_in(database, "Bob", PASSWORD, now=NOW)
    with database.read() as session:
        found = accounts.find_account(session, "Bob")
    assert found is not None
    assert found[1] != weak
    assert sign_in(database, "Bob", PASSWORD, now=NOW)
