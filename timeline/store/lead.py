"""Of all processes that work on one store, the one that may tick; its threads may all ask."""

import fcntl
from pathlib import Path
from threading import Lock
from typing import IO, Protocol

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from timeline.core.errors import StoreUnavailable
from timeline.store.engine import Database

_LEAD = 0x4C454144  # any number that is ours: the key of PostgreSQL's advisory lock


class Lead(Protocol):
    """A lead that can be held by one process; it ends with the process that holds it."""

    def holds(self) -> bool:
        """True where this process leads, or could take the lead just now."""
        ...

    def release(self) -> None:
        """Let another process lead."""
        ...


class FileLead:
    """The lead over a data folder: a lock on a file in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None
        self._asking = Lock()

    def holds(self) -> bool:
        """True where this process leads, or could take the lead just now."""
        with self._asking:
            return self._file is not None or self._take()

    def _take(self) -> bool:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Let another process lead."""
        if self._file is not None:
            self._file.close()
            self._file = None


class DatabaseLead:
    """The lead over a PostgreSQL database: an advisory lock that its connection holds.

    It is lost with the connection, so the connection is asked each time.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self._asking = Lock()

    def holds(self) -> bool:
        """True where this process leads, or could take the lead just now."""
        with self._asking:
            if self._connection is not None and _answers(self._connection):
                return True
            self.release()
            return self._take()

    def _take(self) -> bool:
        connection = self._database.connect()
        try:
            took = connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LEAD})
        except DBAPIError as error:
            connection.invalidate()
            connection.close()
            raise StoreUnavailable("the database does not answer: nobody leads for now") from error
        if took:
            self._connection = connection
        else:
            connection.close()
        return bool(took)

    def release(self) -> None:
        """Let another process lead."""
        if self._connection is not None:
            # A pooled connection would keep the lock: this one goes away.
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def choose(database: Database, folder: Path) -> Lead:
    """The lead over the store: of its folder where it is a file, else of its database."""
    return FileLead(folder / "scheduler.lock") if database.is_sqlite else DatabaseLead(database)


def _answers(connection: Connection) -> bool:
    try:
        connection.execute(text("SELECT 1"))
    except DBAPIError:
        return False
    return True
