"""The application over an empty SQLite store, a fake reader, and mails that stay in a list."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.tasks.fakes import FakeReader
from timeline.config import Config, from_environ
from timeline.mail.transport import Outbox
from timeline.store.engine import Database
from timeline.tasks.accounts import add_account, make_token
from timeline.web import create_app

PASSWORD = "correct horse"

Make = Callable[..., Flask]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings of a laptop, with a secret key."""
    return from_environ({"TIMELINE_DATA_DIR": str(tmp_path), "TIMELINE_SECRET_KEY": "secret"})


@pytest.fixture
def outbox() -> Outbox:
    """The mails that were sent."""
    return Outbox()


@pytest.fixture
def app(sqlite_database: Database, config: Config, outbox: Outbox) -> Flask:
    """The application at 18 July 2025."""
    return create_app(
        config, database=sqlite_database, reader=FakeReader(), transport=outbox, now=lambda: NOW
    )


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


def csrf(client: FlaskClient, path: str, base: str | None = None) -> str:
    """The token of the form at `path`."""
    page = client.get(path, base_url=base).text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, path
    return found.group(1)


@pytest.fixture
def make(sqlite_database: Database, config: Config) -> Make:
    """Makes the application with other settings."""

    def made(**settings: Any) -> Flask:
        return create_app(
            replace(config, **settings),
            database=sqlite_database,
            reader=FakeReader(),
            transport=Outbox(),
            now=lambda: NOW,
        )

    return made


@pytest.fixture
def token(sqlite_database: Database) -> str:
    """A token of Alice, who has the first account."""
    owner = add_account(sqlite_database, "Alice", PASSWORD, now=NOW)
    return make_token(sqlite_database, owner, "wire", now=NOW)[0]


def bearer(token: str) -> dict[str, str]:
    """How a program shows its token."""
    return {"Authorization": f"Bearer {token}"}


def sign_in(
    client: FlaskClient, password: str = PASSWORD, there: str = "", base: str | None = None
) -> Any:
    """Alice signs in; the answer."""
    form = {"csrf_token": csrf(client, "/sign-in", base), "name": "alice", "password": password}
    return client.post("/sign-in", data={**form, "next": there}, base_url=base)
