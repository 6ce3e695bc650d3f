"""Accounts: who may add and edit, and the tokens of their programs."""

import sys

import click

from timeline import clock
from timeline.cli.common import settings, store
from timeline.core.errors import BadInput


@click.group()
def user() -> None:
    """Accounts: who may add articles and edit events.

    A password is asked for, or read as one line from standard input where that is no terminal.
    """


@user.command("add")
@click.argument("name")
def add_user(name: str) -> None:
    """Make the account NAME."""
    from timeline.tasks.accounts import add_account, read_name

    read_name(name)
    password = _password()
    with store(settings()) as database:
        made = add_account(database, name, password, now=clock.now())
    click.echo(f"{made.name} may sign in, add articles and edit events.", err=True)


@user.command("list")
def list_users() -> None:
    """Print every account with the day on which it was made."""
    from timeline.store.accounts import find_accounts

    with store(settings()) as database, database.read() as session:
        for one in find_accounts(session):
            click.echo(f"{one.created_at:%Y-%m-%d}  {one.name}")


@user.command("password")
@click.argument("name")
def set_password(name: str) -> None:
    """Give the account NAME another password; it is signed out everywhere."""
    from timeline.tasks.accounts import change_password

    password = _password()
    with store(settings()) as database:
        changed = change_password(database, name, password)
    click.echo(f"{changed.name} has another password and is signed out everywhere.", err=True)


@user.command("token")
@click.argument("name")
@click.argument("purpose")
def add_token(name: str, purpose: str) -> None:
    """Print a new token of the API for the account NAME; it is shown this once."""
    from timeline.store.accounts import find_account
    from timeline.tasks.accounts import make_token

    with store(settings()) as database:
        with database.read() as session:
            found = find_account(session, name)
        if found is None:
            raise BadInput(f"there is no account {name!r}: `timeline user list` names them")
        secret, _ = make_token(database, found[0], purpose, now=clock.now())
    click.echo(secret)


@user.command("remove")
@click.argument("name")
def remove_user(name: str) -> None:
    """Forget the account NAME, its sessions and tokens; what it edited stays under its name."""
    from timeline.store.accounts import remove_account

    with store(settings()) as database, database.write() as session:
        remove_account(session, name)
    click.echo(f"{name} can sign in no longer.", err=True)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
