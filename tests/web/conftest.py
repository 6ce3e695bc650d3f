"""The application over an empty SQLite store, a fake reader, and mails that stay in a list."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.tasks.fakes import FakeReader
from timeline.config import Config, from_environ
from timeline.mail.transport import Outbox
from timeline.store.engine import Database
from timeline.web import create_app


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


def csrf(client: FlaskClient, path: str) -> str:
    """The token of the form at `path`."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found, path
    return found.group(1)
