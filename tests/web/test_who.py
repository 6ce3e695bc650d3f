"""Who may do what: anybody, the person at this machine, somebody signed in, a program."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.core.samples import an_event
from tests.store.build import keep
from tests.tasks.fakes import FakeReader
from tests.web.conftest import csrf
from timeline.config import Config
from timeline.mail.transport import Outbox
from timeline.store.engine import Database
from timeline.tasks.accounts import add_account, make_token
from timeline.web import create_app
from timeline.web.gate import CHANGES_FOR_ALL, OPEN_TO_ALL, PRIVATE_FEEDS

PASSWORD = "correct horse"
ARTICLE = {"text": "Latvia's president visits Germany on 2025-09-02.", "published": "2025-07-17"}

Make = Callable[..., Flask]


@pytest.fixture
def make(sqlite_database: Database, config: Config) -> Make:
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
    owner = add_account(sqlite_database, "Alice", PASSWORD, now=NOW)
    return make_token(sqlite_database, owner, "wire", now=NOW)[0]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def sign_in(client: FlaskClient, password: str = PASSWORD, there: str = "") -> Any:
    form = {"csrf_token": csrf(client, "/sign-in"), "name": "alice", "password": password}
    return client.post("/sign-in", data={**form, "next": there})


def test_without_an_account_the_person_at_this_machine_may_do_all_and_is_told(
    client: FlaskClient,
) -> None:
    assert "you, at this machine, may do everything" in client.get("/").text
    assert client.get("/add").status_code == 200
    assert client.post("/api/v1/articles", json=ARTICLE).status_code == 201
    assert "timeline user add" in client.get("/account").text


ELSEWHERE = [
    ({"REMOTE_ADDR": "203.0.113.9"}, {}),
    ({}, {"X-Forwarded-For": "203.0.113.9"}),
    ({}, {"Forwarded": "for=203.0.113.9"}),
]


@pytest.mark.parametrize(("environ", "headers"), ELSEWHERE, ids=str)
def test_whoever_comes_from_elsewhere_is_not_the_person_at_this_machine(
    client: FlaskClient, environ: dict[str, str], headers: dict[str, str]
) -> None:
    answer = client.post(
        "/api/v1/articles", json=ARTICLE, headers=headers, environ_overrides=environ
    )
    assert answer.status_code == 401
    assert "timeline user add" in answer.json["error"]  # type: ignore[index]


def test_a_server_for_others_takes_nothing_from_anybody(make: Make) -> None:
    client = make(host="0.0.0.0").test_client()
    assert client.get("/").status_code == 200
    assert client.post("/api/v1/articles", json=ARTICLE).status_code == 401


def test_a_server_that_is_open_by_its_setting_says_so(make: Make) -> None:
    client = make(host="0.0.0.0", open=True).test_client()
    assert "Anybody who reaches this server may add and edit" in client.get("/").text
    assert client.post("/api/v1/articles", json=ARTICLE).status_code == 201


def test_from_the_first_account_on_changing_needs_one(client: FlaskClient, token: str) -> None:
    page = client.get("/")
    assert "Sign in" in page.text
    assert "Add article" not in page.text
    assert client.get("/add").headers["Location"] == "/sign-in?next=%2Fadd"
    refused = client.post("/api/v1/articles", json=ARTICLE)
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    for wrong in ("Bearer forged", f"Basic {token}", "Bearer"):
        headers = {"Authorization": wrong}
        answer = client.post("/api/v1/articles", json=ARTICLE, headers=headers)
        assert answer.status_code == 401, wrong
    allowed = client.post("/api/v1/articles", json=ARTICLE, headers=bearer(token))
    assert allowed.status_code == 201


def test_somebody_who_signs_in_goes_on_where_they_were(client: FlaskClient, token: str) -> None:
    assert token
    answer = sign_in(client, there="/add")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/add")
    assert client.get("/add").status_code == 200
    assert "Alice" in client.get("/").text
    form = {"csrf_token": csrf(client, "/add"), "way": "text", **ARTICLE}
    assert client.post("/add", data=form).status_code == 303
    client.post("/sign-out", data={"csrf_token": csrf(client, "/account")})
    assert client.get("/add").status_code == 303


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "/\t/x"]
)
def test_signing_in_leads_nowhere_else(client: FlaskClient, token: str, there: str) -> None:
    assert token
    assert sign_in(client, there=there).headers["Location"] == "/"


def test_a_wrong_password_signs_nobody_in(client: FlaskClient, token: str) -> None:
    assert token
    answer = sign_in(client, password="wrong horse")
    assert answer.status_code == 401
    assert "is not right" in answer.text
    assert "wrong horse" not in answer.text
    assert client.get("/add").status_code == 303


def test_a_session_that_was_ended_is_of_no_use_to_whoever_copied_it(
    app: Flask, client: FlaskClient, token: str
) -> None:
    assert token
    sign_in(client)
    copied = client.get_cookie("timeline")
    assert copied is not None
    client.post("/sign-out", data={"csrf_token": csrf(client, "/account")})
    thief = app.test_client()
    thief.set_cookie("timeline", copied.value)
    assert thief.get("/add").status_code == 303


def test_a_token_is_shown_once_and_can_be_revoked(client: FlaskClient, token: str) -> None:
    assert token
    sign_in(client)
    form = {"csrf_token": csrf(client, "/account"), "name": "import"}
    made = re.search(r"tl_[\w-]{40,}", client.post("/account/tokens", data=form).text)
    assert made
    assert client.post("/api/v1/articles", json=ARTICLE, headers=bearer(made[0])).status_code == 201
    page = client.get("/account").text
    assert made[0] not in page
    ends = re.search(
        r'action="(/account/tokens/\w+/revoke)"[^\n]*Revoke<span class="vh"> import', page
    )
    assert ends
    client.post(ends[1], data={"csrf_token": csrf(client, "/account")})
    stranger = client.application.test_client()
    refused = stranger.post("/api/v1/articles", json=ARTICLE, headers=bearer(made[0]))
    assert refused.status_code == 401


def test_a_password_is_changed_by_whoever_knows_the_old_one(
    client: FlaskClient, token: str
) -> None:
    assert token
    sign_in(client)
    form = {"csrf_token": csrf(client, "/account"), "old": "wrong", "new": "battery staple"}
    assert "old password is not right" in client.post("/account/password", data=form).text
    form["old"] = PASSWORD
    assert "was changed" in client.post("/account/password", data=form).text
    assert client.get("/account").status_code == 200, "this browser stays signed in"
    assert sign_in(client.application.test_client()).status_code == 401


def test_a_new_form_is_guarded_unless_it_is_named_as_open(app: Flask, token: str) -> None:
    """Every route that changes something, asked by anybody: a refusal, or it is on the list."""
    assert token
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        for method in set(rule.methods or ()) & {"POST", "PUT", "PATCH", "DELETE"}:
            if rule.endpoint in CHANGES_FOR_ALL or rule.endpoint == "api.nothing":
                continue
            path = re.sub(r"<[^>]+>", "x", rule.rule)
            assert client.open(path, method=method).status_code == 401, rule


def test_where_reading_is_for_signed_in_people_every_route_asks_for_it(
    make: Make, sqlite_database: Database, token: str
) -> None:
    with sqlite_database.write() as session:
        keep(session, an_event(title="Nobody may read this"))
    app = make(public=False)
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN_TO_ALL | PRIVATE_FEEDS or rule.endpoint == "api.nothing":
            continue
        path = re.sub(r"<[^>]+event[^>]*>", "e1", rule.rule)
        answer = client.get(re.sub(r"<[^>]+>", "a1", path))
        assert answer.status_code in {303, 401, 404, 405}, rule
        assert "Nobody may read this" not in answer.text, rule
    for path in ("/", "/events/e1", "/calendar.ics?from=2025-01-01", "/api/v1/events"):
        read = client.get(path, headers=bearer(token)).text
        assert "Nobody may read this" in read, path


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/sign-in", "/about"])
def test_what_monitors_and_strangers_need_stays_open(make: Make, token: str, path: str) -> None:
    assert token
    assert make(public=False).test_client().get(path).status_code == 200


@pytest.mark.parametrize(
    ("choice", "stranger", "editor"),
    [("yes", True, True), ("editors", False, True), ("no", False, False)],
)
def test_whole_texts_are_for_whom_the_setting_says(
    make: Make, sqlite_database: Database, token: str, choice: str, stranger: bool, editor: bool
) -> None:
    with sqlite_database.write() as session:
        keep(session, an_event())
    client = make(full_text=choice).test_client()
    whole = '<article class="text"'
    assert (whole in client.get("/articles/a1").text) is stranger
    assert (whole in client.get("/articles/a1", headers=bearer(token)).text) is editor


def test_a_page_stands_while_the_store_is_away(config: Config) -> None:
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2")
    app = create_app(
        config, database=away, reader=FakeReader(), transport=Outbox(), now=lambda: NOW
    )
    answer = app.test_client().get("/about")
    assert answer.status_code == 200
    away.dispose()
