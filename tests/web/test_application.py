"""Headers, errors and guards of every page."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.core.samples import an_event
from tests.store.build import keep
from tests.tasks.fakes import FakeReader
from tests.web.conftest import csrf
from timeline.config import Config
from timeline.mail.transport import Outbox
from timeline.store.engine import Database
from timeline.web import create_app

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "path", ["/", "/deadlines", "/articles", "/add", "/about", "/feeds", "/reminders", "/nothing"]
)
def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_of_its_own(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert " onclick=" not in answer.text
    assert ' style="' not in answer.text


def test_a_nonce_is_used_once(client: FlaskClient) -> None:
    policies = {client.get("/about").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/events/none", 404),
        ("/articles/none", 404),
        ("/events/none.ics", 404),
        ("/calendar.ics?colour=red", 400),
        ("/reminders/confirm/forged", 422),
    ],
)
def test_an_error_is_one_sentence_on_a_page(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("path", ["/api/v1/events/none", "/api/v1/nothing", "/api/v2/events"])
def test_an_error_of_the_api_is_json(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, set(answer.json or {})) == (404, {"error"})


def test_a_form_without_its_token_is_refused(client: FlaskClient) -> None:
    answer = client.post("/add", data={"way": "text", "text": "They meet on 2025-08-01."})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Host": "evil.example"},
    ],
)
def test_another_site_can_change_nothing(client: FlaskClient, headers: dict[str, str]) -> None:
    token = csrf(client, "/add")
    answer = client.post(
        "/add",
        data={"way": "text", "text": "On 2025-08-01 they met.", "csrf_token": token},
        headers=headers,
    )
    assert answer.status_code in {400, 403}
    assert "On 2025-08-01" not in client.get("/articles").text


def test_what_is_sent_has_a_limit(client: FlaskClient) -> None:
    answer = client.post("/add", data={"way": "text", "text": "x" * 12_000_000})
    assert answer.status_code == 413


def test_cookies_are_for_this_site_alone_and_secure_where_the_address_is(
    sqlite_database: Database, config: Config
) -> None:
    secure = replace(config, base_url="https://t.example")
    app = create_app(
        secure, database=sqlite_database, reader=FakeReader(), transport=Outbox(), now=lambda: NOW
    )
    cookie = app.test_client().get("/add").headers["Set-Cookie"]
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))


def test_hostile_words_are_only_words(client: FlaskClient, sqlite_database: Database) -> None:
    bad = "<script>alert(1)</script>"
    with sqlite_database.write() as session:
        keep(session, an_event(title=bad, place=bad))
    for path in ("/", "/events/e1", "/deadlines", "/?view=list", f"/?q={bad}"):
        assert bad not in client.get(path).text, path


def test_flask_run_finds_the_application() -> None:
    lines = (ROOT / "app.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 40
