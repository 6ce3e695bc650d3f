"""The whole store in one file, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.cli.common import settings

if TYPE_CHECKING:
    from timeline.store.engine import Database


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the store, as it is now, into one file, while a server may go on working with it.

    Whichever database it is taken from, `timeline restore` puts it into SQLite or PostgreSQL. An
    earlier FILE is replaced once the new one is whole.
    """
    from timeline.store.backup import save

    with _database() as database:
        held = save(database, file)
    click.echo(f"{held.articles} articles and {held.events} events are in {file}.", err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace what the store holds; nothing of it is kept.")
def restore(file: Path, *, force: bool) -> None:
    """Put a backup into the store that the settings name: all of it, or nothing.

    A store that holds anything is left as it is, unless --force is given.
    """
    from timeline.store.backup import load

    with _database() as database:
        held = load(database, file, force=force)
    click.echo(f"{held.articles} articles and {held.events} events are in the store.", err=True)


@contextmanager
def _database() -> Iterator["Database"]:
    """The store as it is: one that is backed up before an upgrade must not be upgraded first."""
    from timeline.store.engine import Database

    database = Database(settings().database_url)
    try:
        yield database
    finally:
        database.dispose()
