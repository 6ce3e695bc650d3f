"""Alive and ready, for whoever watches over the service."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.core.samples import NOW
from tests.mail.server import free_port
from tests.tasks.fakes import FakeReader
from timeline.config import from_environ
from timeline.mail.transport import Outbox, Smtp, Transport
from timeline.store import marks
from timeline.store.engine import Database
from timeline.web import create_app


def client_of(database: Database, folder: Path, transport: Transport | None = None) -> FlaskClient:
    config = from_environ({"TIMELINE_DATA_DIR": str(folder), "TIMELINE_SECRET_KEY": "secret"})
    app = create_app(
        config,
        database=database,
        reader=FakeReader(),
        transport=transport or Outbox(),
        now=lambda: NOW,
    )
    return app.test_client()


@pytest.fixture
def client(database: Database, tmp_path: Path) -> FlaskClient:
    return client_of(database, tmp_path)


def test_alive_as_long_as_requests_are_answered(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200


def test_ready_with_a_store_and_no_scheduler_of_its_own(client: FlaskClient) -> None:
    got = client.get("/readyz")
    assert (got.status_code, got.json) == (
        200,
        {"database": "ok", "scheduler": "none", "mail": "ok"},
    )


@pytest.mark.parametrize(("minutes", "status"), [(0, 200), (10, 200), (11, 503)])
def test_not_ready_where_the_scheduler_has_stopped_beating(
    database: Database, client: FlaskClient, minutes: int, status: int
) -> None:
    with database.write() as session:
        marks.set_mark(session, marks.BEAT, NOW - timedelta(minutes=minutes))
    assert client.get("/readyz").status_code == status


def test_not_ready_without_the_tables(database: Database, client: FlaskClient) -> None:
    database.migrate("base")
    got = client.get("/readyz")
    assert got.status_code == 503
    assert got.json is not None
    assert "timeline migrate" in got.json["database"]


def test_not_ready_while_the_database_is_away(tmp_path: Path) -> None:
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2")
    got = client_of(away, tmp_path).get("/readyz")
    assert got.status_code == 503
    away.dispose()


def test_not_ready_while_the_mail_server_is_away(sqlite_database: Database, tmp_path: Path) -> None:
    away = Smtp(f"smtp://127.0.0.1:{free_port()}")
    got = client_of(sqlite_database, tmp_path, away).get("/readyz")
    assert got.status_code == 503
    assert got.json is not None
    assert got.json["database"] == "ok"
    assert "the mail server at 127.0.0.1" in got.json["mail"]


class Counting(Outbox):
    """Counts how often it was asked whether it is there."""

    asked = 0

    def send(self, message: EmailMessage) -> None:
        raise AssertionError(f"nothing is to be sent: {message}")

    def check(self) -> None:
        self.asked += 1


def test_a_mail_server_is_asked_once_for_many_looks(
    sqlite_database: Database, tmp_path: Path
) -> None:
    counting = Counting()
    client = client_of(sqlite_database, tmp_path, counting)
    assert [client.get("/readyz").status_code for _ in range(5)] == [200] * 5
    assert counting.asked == 1
