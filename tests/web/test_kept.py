"""An answer is made once until the store changes, and never for anybody else."""

import re
from itertools import count
from threading import Event as Flag

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.core.samples import NOW, a_source, an_event
from tests.store.build import keep
from timeline.store import marks
from timeline.store.engine import Database
from timeline.tasks.accounts import add_account, make_token
from timeline.web import kept
from timeline.web.kept import Made, Shelf


def change(database: Database) -> None:
    with database.write() as session:
        marks.set_mark(session, marks.VERSION, NOW)


@pytest.fixture
def counted(app: Flask) -> FlaskClient:
    """A page that says how often it was made."""
    times = count(1)

    def view() -> str:
        return f"made {next(times)} times"

    def failing() -> tuple[str, int]:
        return f"failed {next(times)} times", 404

    app.add_url_rule("/counted", view_func=kept.kept(view), endpoint="counted")
    app.add_url_rule("/failing", view_func=kept.kept(failing), endpoint="failing")
    return app.test_client()


def test_it_is_made_once_until_the_store_changes(
    counted: FlaskClient, sqlite_database: Database
) -> None:
    assert [counted.get("/counted").text for _ in range(3)] == ["made 1 times"] * 3
    change(sqlite_database)
    assert [counted.get("/counted").text for _ in range(3)] == ["made 2 times"] * 3


def test_whoever_adds_something_sees_it_on_the_next_page(
    client: FlaskClient, sqlite_database: Database
) -> None:
    for number in range(3):
        with sqlite_database.write() as session:
            event = an_event(f"e{number}", sources=(a_source(f"a{number}"),))
            keep(session, event)
        assert f'/events/e{number}"' in client.get("/?view=list").text
        assert client.get("/api/v1/events").get_json()["total"] == number + 1


# What may not be taken for another's: each of these asks for an answer of its own.
OTHERS = [
    {"query_string": "q=riga"},
    {"query_string": "tz=Asia/Tokyo"},
    {"headers": {"Accept-Language": "de"}},
    {"headers": {"Host": "other.example"}},
    {"headers": {"X-Forwarded-For": "203.0.113.9"}},  # nobody at this machine
    {"method": "HEAD"},
]


@pytest.mark.parametrize("other", OTHERS)
def test_what_differs_is_made_apart(
    app: Flask, counted: FlaskClient, other: dict[str, object]
) -> None:
    counted.get("/counted")
    counted.open("/counted", **other)  # type: ignore[arg-type]  # what a request may have
    assert len(app.extensions[kept.KEY]._made) == 2


def test_a_question_mark_inside_a_path_is_no_query(client: FlaskClient) -> None:
    inside = client.get("/topics/riga%3Ftype=visit").text
    assert client.get("/topics/riga?type=visit?").text != inside


def test_what_was_made_for_somebody_signed_in_is_not_shown_to_others(
    counted: FlaskClient, sqlite_database: Database
) -> None:
    headers: list[dict[str, str]] = [{}]
    for name in ("Alice", "Charlie"):
        account = add_account(sqlite_database, name, "correct horse", now=NOW)
        token, _ = make_token(sqlite_database, account, "wire", now=NOW)
        headers.append({"Authorization": f"Bearer {token}"})
    made = [counted.get("/counted", headers=one).text for one in headers]
    assert made == ["made 1 times", "made 2 times", "made 3 times"]
    assert [counted.get("/counted", headers=one).text for one in headers] == made


def test_what_stands_in_a_session_alone_is_not_shown_to_others(counted: FlaskClient) -> None:
    counted.get("/counted")
    with counted.session_transaction() as session:
        session["said"] = "It was added."
    assert counted.get("/counted").text == "made 2 times"


def test_what_fails_is_not_kept(counted: FlaskClient) -> None:
    assert [counted.get("/failing").text for _ in range(2)] == ["failed 1 times", "failed 2 times"]


def test_each_request_has_its_own_nonce_in_a_kept_page(
    app: Flask, client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.write() as session:
        keep(session, an_event("a"))
    nonces = set()
    for _ in range(3):
        got = client.get("/")
        (nonce,) = set(re.findall(r'nonce="([^"]+)"', got.text))
        assert f"'nonce-{nonce}'" in got.headers["Content-Security-Policy"]
        nonces.add(nonce)
    assert len(nonces) == 3
    assert app.extensions[kept.KEY].nonce not in nonces


def test_the_token_of_a_kept_page_is_taken_by_the_form_that_sends_it(
    app: Flask,
) -> None:
    """The page of an empty store has a form."""
    app.test_client().get("/")  # kept from here on
    client = app.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    assert found
    words = {"way": "text", "text": "Latvia must act by 2031-06-30.", "published": "2025-07-17"}
    assert client.post("/add", data={"csrf_token": found.group(1), **words}).status_code < 400
    assert client.post("/add", data={"csrf_token": "another", **words}).status_code == 400


def test_a_slow_page_is_made_anew_beside_the_readers(
    app: Flask, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "SLOW", 0.0)
    monkeypatch.setattr(kept, "_SHARE", 0)
    times, may_go_on, is_made = count(1), Flag(), Flag()
    put = Shelf.put

    def view() -> str:
        made = next(times)
        assert made == 1 or may_go_on.wait(10)
        return f"made {made} times"

    def noticed(shelf: Shelf, key: object, made: Made) -> None:
        put(shelf, key, made)
        is_made.set()

    app.add_url_rule("/slow", view_func=kept.kept(view))
    client = app.test_client()
    client.get("/slow")
    monkeypatch.setattr(Shelf, "put", noticed)
    change(sqlite_database)
    assert [client.get("/slow").text for _ in range(3)] == ["made 1 times"] * 3
    may_go_on.set()
    assert is_made.wait(10)
    assert client.get("/slow").text == "made 2 times"


RESTS = [
    # seconds that it took, seconds since then, may it be shown although the store has changed
    (0.9, 0, False),
    (2, 19, True),
    (2, 21, False),
    (60, 299, True),
    (60, 301, False),
]


@pytest.mark.parametrize(("seconds", "since", "expected"), RESTS)
def test_the_slower_it_is_the_longer_it_rests(seconds: float, since: float, expected: bool) -> None:
    made = Made(version="1", pieces=(b"x",), content_type="", at=1000, seconds=seconds)
    assert made.rests(1000 + since) is expected


def test_the_oldest_answers_go_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 100)
    shelf = Shelf()
    for number in range(20):
        made = Made(version="1", pieces=(b"x" * 30,), content_type="", at=0, seconds=0)
        shelf.put(number % 10, made)
    assert [number for number in range(10) if shelf.find(number)] == [7, 8, 9]
