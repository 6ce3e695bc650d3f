"""The database behind a URL: SQLite by default, PostgreSQL where one machine is not enough."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, InterfaceError
from sqlalchemy.exc import OperationalError as Operational
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from timeline.core.errors import BadInput, StoreUnavailable

__all__ = ["Database", "Session"]

MIGRATIONS = Path(__file__).parents[2] / "migrations"
BUSY_SECONDS = 10
_WRITES = "timeline_writes"
_LOCK = 0x54494D45  # any number that is ours: the key of PostgreSQL's advisory lock


class Database:
    """Sessions on one database. Safe to share between threads; `dispose` closes its connections.

    A session sees one moment of the store. On both databases one writer works at a time, so that
    what it read before it wrote is still true when it commits; readers never wait for it.
    """

    def __init__(self, url: str) -> None:
        try:
            # The ends of time must not leave the calendar in some server's zone.
            zone = {"options": "-c timezone=UTC"} if url.startswith("postgresql") else {}
            self._engine = create_engine(
                url, pool_pre_ping=url.startswith("postgresql"), connect_args=zone
            )
        except (ArgumentError, ModuleNotFoundError) as error:
            raise BadInput(
                f"cannot use the database {_shown(url)}: "
                "give sqlite:///file or postgresql+psycopg://user@host/name"
            ) from error
        self.url = url
        self.is_sqlite = self._engine.dialect.name == "sqlite"
        if self.is_sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
            self._reader: Engine = self._engine
        else:
            self._reader = self._engine.execution_options(isolation_level="REPEATABLE READ")
        self._writer = self._engine.execution_options(**{_WRITES: True})

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; whatever it changed is rolled back."""
        with _told(), Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that commits at the end; an exception leaves the store as it was."""
        with _told(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            if not self.is_sqlite:
                session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield session

    def ask(self, query: str) -> Any:
        """The first value that the query gives, None where it gives no row.

        Without a session and without a transaction of its own: for what nearly every request asks.
        """
        try:
            # Not by `_told`: here the driver's own errors come, when it connects too.
            with closing(self._engine.raw_connection()) as raw:
                cursor = raw.cursor()
                cursor.execute(query)
                row = cursor.fetchone()
                cursor.close()
        except self._engine.dialect.loaded_dbapi.Error as error:
            raise StoreUnavailable(_in_words(error)) from error
        return None if row is None else row[0]

    def connect(self) -> Connection:
        """A connection of one's own, without transactions; whoever asks for it closes it."""
        with _told():
            connection = self._engine.connect()
            return connection.execution_options(isolation_level="AUTOCOMMIT")

    def migrate(self, revision: str = "head") -> None:
        """Bring the store to `revision`, making it first where there is none; a second run rests.

        All in one transaction: a step that fails leaves the store as it was. "base" takes
        everything back, data included.
        """
        with _told():
            self._make_folder()
            with self._writer.connect() as connection:
                if self.is_sqlite:
                    # Batch steps rebuild tables, which must not count as deleting their rows; the
                    # pragma is without effect once a transaction has begun.
                    _sqlite(connection).execute("PRAGMA foreign_keys = OFF")
                with connection.begin():
                    if not self.is_sqlite:
                        connection.execute(
                            text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK}
                        )
                    _run_migrations(connection, revision)
                if self.is_sqlite:
                    _sqlite(connection).execute("PRAGMA foreign_keys = ON")

    def revision(self) -> str | None:
        """The last migration that the store has; None where it has no tables."""
        with _told(), self._reader.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def is_current(self) -> bool:
        """True where the store can be reached and has every migration."""
        return self.revision() == _newest()

    def dispose(self) -> None:
        """Close every connection that no session holds."""
        self._engine.dispose()

    def _make_folder(self) -> None:
        name = make_url(self.url).database
        if not self.is_sqlite or not name:
            return
        try:
            # Who subscribed is nobody else's business on this machine.
            Path(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(
                f"cannot make the data folder {str(Path(name).parent)!r}: {error.strerror}; "
                "name another one with TIMELINE_DATA_DIR"
            ) from error


def is_known(revision: str | None) -> bool:
    """True where a store of that revision can be brought up to date by this Timeline."""
    return revision in {one.revision for one in _scripts().walk_revisions()}


@contextmanager
def _told() -> Iterator[None]:
    """Turns what a database cannot do into StoreUnavailable; nothing was changed then."""
    try:
        yield
    except IntegrityError:
        raise
    except (Operational, InterfaceError) as error:
        raise StoreUnavailable(_sentence(error)) from error
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise StoreUnavailable(_sentence(error)) from error


def _sentence(error: DBAPIError) -> str:
    return _in_words(error.orig)


def _in_words(error: BaseException | None) -> str:
    said = str(error).strip().splitlines()[0] if str(error).strip() else "no answer"
    folded = said.casefold()
    if "disk is full" in folded or "no space left" in folded or "disk i/o" in folded:
        return "the disk is full, so nothing was changed: free some space and try again"
    if "locked" in folded:
        return "another program keeps the store locked, so nothing was changed: try again"
    if "readonly" in folded or "read-only" in folded:
        return "the store may only be read, so nothing was changed: check its file's permissions"
    if "no such table" in folded:
        return "the store has no tables yet, so nothing was changed: run `timeline migrate`"
    return f"the database cannot be used, so nothing was changed: {said}"


def _prepare_sqlite(connection: SQLiteConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred BEGIN that writes after it has read fails at once where another wrote meanwhile;
    # an IMMEDIATE one waits for its turn.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _sqlite(connection: Connection) -> SQLiteConnection:
    raw = connection.connection.driver_connection
    if not isinstance(raw, SQLiteConnection):
        raise TypeError(raw)
    return raw


def _run_migrations(connection: Connection, revision: str) -> None:
    settings = _alembic()
    settings.attributes["connection"] = connection
    if revision == "base":
        command.downgrade(settings, revision)
    else:
        command.upgrade(settings, revision)


@cache
def _newest() -> str | None:
    return _scripts().get_current_head()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_alembic())


def _alembic() -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return settings


def _shown(url: str) -> str:
    """The address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "that TIMELINE_DATABASE_URL names"
