"""Headers, errors and guards of every page."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.core.samples import an_event
from tests.store.build import keep
from tests.web.conftest import csrf
from timeline.store.engine import Database

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/deadlines",
        "/articles",
        "/add",
        "/about",
        "/feeds",
        "/reminders",
        "/sign-in",
        "/nothing",
    ],
)
def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_of_its_own(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
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


def test_hostile_words_are_only_words(client: FlaskClient, sqlite_database: Database) -> None:
    bad = "<script>alert(1)</script>"
    with sqlite_database.write() as session:
        keep(session, an_event(title=bad, place=bad))
    for path in ("/", "/events/e1", "/deadlines", "/?view=list", f"/?q={bad}"):
        assert bad not in client.get(path).text, path


def test_flask_run_finds_the_application() -> None:
    lines = (ROOT / "app.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 40
