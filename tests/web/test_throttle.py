"""How often one may sign in, subscribe, add and search."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import PASSWORD, Make, bearer, csrf
from timeline.web import throttle


def asked(client: FlaskClient, what: str, **options: Any) -> Any:
    """The answer to one of the four requests that are counted."""
    match what:
        case "sign in":
            form = {"csrf_token": csrf(client, "/sign-in"), "name": "Alice", "password": "wrong"}
            return client.post("/sign-in", data=form, **options)
        case "subscribe":
            form = {"csrf_token": csrf(client, "/reminders"), "address": "no address"}
            return client.post("/reminders", data=form, **options)
        case "add":
            return client.post("/api/v1/articles", json={}, **options)
        case _:
            return client.get("/api/v1/events?q=paris", **options)


@pytest.mark.parametrize(
    ("what", "limit", "allowed"),
    [
        ("sign in", throttle.SIGN_IN, 401),
        ("subscribe", throttle.SUBSCRIBE, 422),
        ("add", throttle.ADD, 400),
        ("search", throttle.SEARCH, 200),
    ],
)
def test_what_is_asked_too_often_is_told_to_wait(
    client: FlaskClient, token: str, what: str, limit: Any, allowed: int
) -> None:
    shown = bearer(token) if what == "add" else {}
    answers = [asked(client, what, headers=shown) for _ in range(limit.amount + 1)]
    assert {one.status_code for one in answers[:-1]} == {allowed}
    last = answers[-1]
    assert last.status_code == 429
    assert 1 <= int(last.headers["Retry-After"]) <= 60
    said = last.json["error"] if what in {"add", "search"} else last.text
    assert f"too often: try again in {last.headers['Retry-After']} s" in said


def test_the_person_at_the_machine_is_never_held_back(client: FlaskClient) -> None:
    for _ in range(throttle.SEARCH.amount + 1):
        assert asked(client, "search").status_code == 200


def test_each_address_is_counted_for_itself(client: FlaskClient, token: str) -> None:
    assert token
    for _ in range(throttle.SIGN_IN.amount + 1):
        last = asked(client, "sign in", environ_overrides={"REMOTE_ADDR": "203.0.113.1"})
    assert last.status_code == 429
    other = asked(client, "sign in", environ_overrides={"REMOTE_ADDR": "203.0.113.2"})
    assert other.status_code == 401


def test_behind_a_proxy_on_this_machine_its_last_word_counts(
    client: FlaskClient, token: str
) -> None:
    assert token
    for number in range(throttle.SIGN_IN.amount + 1):
        told = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.1"}
        last = asked(client, "sign in", headers=told)
    assert last.status_code == 429
    other = asked(client, "sign in", headers={"X-Forwarded-For": "203.0.113.2"})
    assert other.status_code == 401


def test_a_forged_header_is_of_no_use_where_no_proxy_stands(make: Make, token: str) -> None:
    assert token
    client = make(host="0.0.0.0").test_client()
    for number in range(throttle.SIGN_IN.amount + 1):
        told = {"X-Forwarded-For": f"198.51.100.{number}"}
        last = asked(
            client, "sign in", headers=told, environ_overrides={"REMOTE_ADDR": "203.0.113.1"}
        )
    assert last.status_code == 429
    assert PASSWORD not in last.text
