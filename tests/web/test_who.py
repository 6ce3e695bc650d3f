"""Who may do what: anybody, the person at this machine, somebody signed in, a program."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.core.samples import an_event
from tests.store.build import keep
from tests.tasks.fakes import FakeReader
from tests.web.conftest import PASSWORD, Make, bearer, csrf, sign_in
from timeline.config import Config
from timeline.mail.transport import Outbox
from timeline.store.engine import Database
from timeline.store.tables import ArticleRow
from timeline.web import create_app
from timeline.web.gate import CHANGES_FOR_ALL, ONE_CLICK, OPEN_TO_ALL, PRIVATE_FEEDS

ARTICLE = {"text": "Latvia's president visits Germany on 2025-09-02.", "published": "2025-07-17"}
REST = "What follows belongs to the paper."


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


def test_every_form_needs_its_token_whoever_sends_it(client: FlaskClient, token: str) -> None:
    """Every route that takes a form, asked by a browser that is signed in, without the token."""
    assert token
    sign_in(client)
    taken = 0
    for rule in client.application.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.rule.startswith("/api/"):
            continue
        if rule.endpoint == ONE_CLICK:
            continue
        answer = client.post(re.sub(r"<[^>]+>", "x", rule.rule))
        assert answer.status_code == 400, rule
        assert "load it again" in answer.text, rule
        taken += 1
    assert taken > 15


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}], ids=str
)
def test_another_site_cannot_use_the_api_by_the_cookie_of_whoever_is_signed_in(
    client: FlaskClient, token: str, headers: dict[str, str]
) -> None:
    assert token
    sign_in(client)
    assert client.post("/api/v1/articles", json=ARTICLE).status_code == 201
    for rule in client.application.url_map.iter_rules():
        for method in set(rule.methods or ()) & {"POST", "PUT", "PATCH", "DELETE"}:
            if not rule.rule.startswith("/api/"):
                continue
            path = re.sub(r"<[^>]+>", "x", rule.rule)
            answer = client.open(path, method=method, headers=headers, json={})
            assert answer.status_code == 400, rule
            assert "another site" in answer.json["error"], rule  # type: ignore[index]


@pytest.mark.parametrize(("base", "secure"), [("https://t.example", True), (None, False)])
def test_cookies_are_for_this_site_alone_and_out_of_reach_of_scripts(
    make: Make, config: Config, token: str, base: str | None, secure: bool
) -> None:
    assert token
    client = make(base_url=base or config.base_url).test_client()
    cookies = sign_in(client, base=base).headers.getlist("Set-Cookie")
    cookies += client.get("/about?lang=de", base_url=base).headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for one in cookies:
        assert "HttpOnly" in one
        assert "SameSite=Lax" in one
        assert ("Secure" in one) is secure


def test_a_page_for_one_person_is_kept_by_no_cache_that_others_share(
    make: Make, client: FlaskClient, token: str
) -> None:
    assert token
    assert not client.get("/").cache_control.private
    sign_in(client)
    assert client.get("/").cache_control.private
    closed = make(public=False).test_client()
    for path in ("/calendar.ics", "/api/v1/events", "/"):
        assert closed.get(path, headers=bearer(token)).cache_control.private, path


def test_nobody_reads_a_whole_article_that_is_nobodys_to_show(
    make: Make, sqlite_database: Database, token: str
) -> None:
    """Every address that can be opened, with a text that holds more than the sentence shown."""
    event = an_event()
    with sqlite_database.write() as session:
        keep(session, event)
        stored = session.scalars(sa.select(ArticleRow)).all()
        for row in stored:
            row.text = f"{row.text} {REST}"
    client = make(full_text="no").test_client()
    quote = event.sources[0].evidence.quote
    told = 0
    for rule in client.application.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        path = re.sub(r"<[^>]+>", "a1" if "article" in rule.rule else "e1", rule.rule)
        text = client.get(f"{path}?from=2020-01-01", headers=bearer(token)).text
        assert REST not in text, rule
        told += quote in text
    assert told > 3


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
