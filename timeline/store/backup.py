"""The whole store in one file, and back: a SQLite store, whichever database it was taken from."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Table, delete, func, insert, make_url, select, update

from timeline.core.errors import BadInput, StoreUnavailable
from timeline.store import marks
from timeline.store.engine import Database, Session, is_known
from timeline.store.tables import Base, MarkRow, RenderedRow

_CHUNK = 1000
_MADE_ANEW = {RenderedRow.__tablename__}  # texts that are made again when they are asked for
_FACTS = {MarkRow.__tablename__}  # a store that holds these alone holds nothing of anybody
_NOT_A_BACKUP = "is no backup of Timeline: give a file that `timeline backup` wrote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How much is in a backup."""

    articles: int
    events: int


def save(database: Database, target: Path) -> Held:
    """Write the store, as it is at one moment, into `target`; others may write to it meanwhile.

    Readable by its owner alone, as it holds addresses; it takes the place of an earlier file only
    once it is whole. Raises BadInput where there is nothing to back up, StoreUnavailable where it
    cannot be written.
    """
    revision = None if _is_missing(database) else database.revision()
    if revision is None:
        raise BadInput("there is no store yet, so nothing was backed up: run `timeline migrate`")
    if not database.is_sqlite and not database.is_current():
        raise BadInput("the store is of another version: run `timeline migrate`, then back it up")
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        if database.is_sqlite:
            _copy_file(_file_of(database), part)
        else:
            with tempfile.TemporaryDirectory(dir=target.parent) as folder:
                copy = Path(folder) / "store.sqlite3"
                _copy_out(database, copy)
                _copy_file(copy, part)
        held = _held(part)
        os.replace(part, target)  # noqa: PTH105 - the atomic one, by name
    except (OSError, sqlite3.Error) as error:
        raise StoreUnavailable(f"cannot write the backup {str(target)!r}: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return held


def load(database: Database, source: Path, *, force: bool = False) -> Held:
    """Put what is in the backup into the store, all of it or nothing.

    A store that holds anything is replaced with `force` alone. Raises BadInput where it may not be,
    or where the file is no backup or one of a later version.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.sqlite3"
        _take(source, copy)
        with _opened(copy) as taken:
            if not is_known(taken.revision()):
                raise BadInput(
                    f"{str(source)!r} was written by a later Timeline (store {taken.revision()}): "
                    "restore it with that one"
                )
            taken.migrate()
            database.migrate()
            with taken.read() as given, database.write() as session:
                if not force and _is_used(session):
                    raise BadInput(
                        "the store holds something, so nothing was changed: "
                        "add --force to replace all of it by the backup"
                    )
                _replace(session, given, is_sqlite=database.is_sqlite)
        return _held(copy)


def _replace(session: Session, given: Session, *, is_sqlite: bool) -> None:
    """All rows of `given` in the place of those that the session's store has."""
    before = marks.get_mark(session, marks.VERSION)
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(delete(table))
    _copy_rows(given, session)
    if not is_sqlite:
        _count_on(session)
    # Whoever kept something of the former store under its version must not take it for this one's.
    if before is not None:
        session.execute(
            update(MarkRow)
            .where(MarkRow.name == marks.VERSION)
            .values(number=MarkRow.number + before.number)
        )
    session.execute(delete(MarkRow).where(MarkRow.name == marks.BEAT))


def _copy_out(database: Database, target: Path) -> None:
    """Write the store of another kind of database into a new SQLite file."""
    with _opened(target) as made:
        made.migrate()
        with database.read() as given, made.write() as session:
            session.execute(delete(MarkRow))
            _copy_rows(given, session)


def _copy_rows(given: Session, session: Session) -> None:
    """Write every row of `given`; what points into its own table is set once all are there."""
    for table in Base.metadata.sorted_tables:
        if table.name in _MADE_ANEW:
            continue
        own = [one.parent.name for one in table.foreign_keys if one.column.table is table]
        rows = given.execute(select(table).execution_options(yield_per=_CHUNK)).mappings()
        for chunk in rows.partitions():
            session.execute(insert(table), [{**row, **dict.fromkeys(own)} for row in chunk])
        if own:
            _point(given, session, table, own)


def _point(given: Session, session: Session, table: Table, columns: list[str]) -> None:
    keys = list(table.primary_key.columns)
    for name in columns:
        pointing = select(*keys, table.c[name]).where(table.c[name].is_not(None))
        for row in given.execute(pointing).mappings().all():
            found = [key == row[key.name] for key in keys]
            session.execute(update(table).where(*found).values({name: row[name]}))


def _count_on(session: Session) -> None:
    """Let PostgreSQL number new rows behind those that were written with their numbers."""
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        sequence = session.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
        last = session.scalar(select(func.max(column)))
        if sequence is not None and last is not None:
            session.execute(select(func.setval(sequence, last)))


def _is_used(session: Session) -> bool:
    return any(
        session.execute(select(1).select_from(table).limit(1)).first()
        for table in Base.metadata.sorted_tables
        if table.name not in _FACTS
    )


def _take(source: Path, copy: Path) -> None:
    """A copy of the backup to work with: it may need migrations, and stays what it is."""
    if not source.is_file():
        raise BadInput(f"there is no file {str(source)!r}")
    try:
        _copy_file(source, copy)
        with closing(sqlite3.connect(copy)) as opened:
            sound = opened.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            opened.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if "disk" in str(error):
            raise StoreUnavailable(f"cannot read the backup {str(source)!r}: {error}") from error
        raise BadInput(f"{str(source)!r} {_NOT_A_BACKUP}") from error
    except sqlite3.DatabaseError as error:
        raise BadInput(f"{str(source)!r} {_NOT_A_BACKUP}") from error
    if not sound:
        raise BadInput(f"{str(source)!r} is damaged: take another backup")


def _copy_file(source: Path, target: Path) -> None:
    """One moment of a SQLite file, by its online backup: writers go on, and their log is not left.

    All in one step, because a copy in several begins anew whenever somebody writes.
    """
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as one,
        closing(sqlite3.connect(target)) as other,
    ):
        one.backup(other)
        other.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def _held(file: Path) -> Held:
    with closing(sqlite3.connect(file)) as opened:
        articles = opened.execute("SELECT count(*) FROM article").fetchone()[0]
        events = opened.execute("SELECT count(*) FROM event").fetchone()[0]
    return Held(articles=articles, events=events)


@contextmanager
def _opened(file: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{file}")
    try:
        yield database
    finally:
        database.dispose()


def _is_missing(database: Database) -> bool:
    return database.is_sqlite and not _file_of(database).is_file()


def _file_of(database: Database) -> Path:
    return Path(make_url(database.url).database or "")
