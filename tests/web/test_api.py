"""The API: what it takes and gives, held against its own description."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.core.samples import NOW, a_source, an_event, until
from tests.store.build import day, keep
from tests.tasks.fakes import FakeReader
from timeline.config import Config, from_environ
from timeline.core.event import Event, Outcome, Revision, Status
from timeline.core.filter import NAMES
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.mail.transport import Outbox
from timeline.store.engine import Database
from timeline.tasks.accounts import add_account, make_token
from timeline.web import create_app
from timeline.web.bodies import PARAMETERS
from timeline.web.openapi import describe

DOCS = Path(__file__).parents[2] / "docs" / "api.md"
VISIT = "The president of Latvia visits Germany on 2025-09-02. All is well."
BODY = {"text": VISIT, "published": "2025-07-17", "lang": "en", "title": "A visit"}
SPEC = describe("http://127.0.0.1:8000")

Client = Callable[..., FlaskClient]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    environ = {"TIMELINE_DATA_DIR": str(tmp_path), "TIMELINE_SECRET_KEY": "secret"}
    return from_environ(environ)


@pytest.fixture
def client(sqlite_database: Database, config: Config) -> Iterator[FlaskClient]:
    app = create_app(
        config, database=sqlite_database, reader=FakeReader(), transport=Outbox(), now=lambda: NOW
    )
    with app.test_client() as client:
        yield client


def conforms(value: Any, schema: dict[str, Any], where: str = "") -> None:
    """Fails where the value is not as the schema says (the part of JSON Schema that we use)."""
    if "$ref" in schema:
        conforms(value, SPEC["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], where)
        return
    if "oneOf" in schema:
        assert any(fits(value, one) for one in schema["oneOf"]), (where, value)
        return
    if "enum" in schema:
        assert value in schema["enum"], (where, value)
    kinds = schema.get("type", [])
    names = {"string": str, "integer": int, "number": (int, float), "boolean": bool,
             "object": dict, "array": list, "null": type(None)}  # fmt: skip
    allowed = [kinds] if isinstance(kinds, str) else kinds
    if allowed:
        assert any(isinstance(value, names[kind]) for kind in allowed), (where, value)  # type: ignore[arg-type]
    if isinstance(value, list):
        for number, one in enumerate(value):
            conforms(one, schema.get("items", {}), f"{where}[{number}]")
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        assert set(schema.get("required", [])) <= set(value), (where, set(value))
        if schema.get("additionalProperties") is False:
            assert set(value) <= set(properties), (where, set(value))
        for name, one in value.items():
            conforms(one, properties.get(name, {}), f"{where}.{name}")


def fits(value: Any, schema: dict[str, Any]) -> bool:
    try:
        conforms(value, schema)
    except AssertionError:
        return False
    return True


def answer(
    client: FlaskClient, path: str, body: object = None, **headers: str
) -> tuple[int, dict[str, Any]]:
    """Status and JSON of a request, checked against the description."""
    if body is None:
        got = client.get(f"/api/v1{path}", headers=headers)
    else:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        usual = {"Content-Type": "application/json"}
        got = client.post(f"/api/v1{path}", data=content, headers={**usual, **headers})
    route = path.split("?")[0]
    if route.startswith("/events/"):
        route = "/events/{id}"
    said = SPEC["paths"][route]["get" if body is None else "post"]["responses"]
    assert str(got.status_code) in said, (got.status_code, got.text)
    conforms(got.json, said[str(got.status_code)]["content"]["application/json"]["schema"])
    assert isinstance(got.json, dict)
    return got.status_code, got.json


def on(event_id: str, number: int, **values: Any) -> Event:
    usual: dict[str, Any] = {
        "interval": unit(day(number), Precision.DAY),
        "sources": (a_source(article=f"of-{event_id}"),),
    }
    return an_event(event_id, **{**usual, **values})


@pytest.fixture
def five(sqlite_database: Database) -> None:
    """Four dated events and an undated one; one of them with a past."""
    moved = Revision(
        at=NOW, by="article:of-e2", what="date", old=until(day(1)), new=None, evidence="It moved."
    )
    with sqlite_database.write() as session:
        keep(
            session,
            *(on(f"e{number}", number) for number in (1, 3)),
            on("e2", 2, history=(moved, replace(moved, what="status", old="planned"))),
            on("due", 1, interval=until(day(4)), deadline=True, outcome=Outcome.OPEN),
            on("undated", 1, interval=None),
        )


@pytest.mark.usefixtures("five")
def test_events_come_in_order_page_by_page(client: FlaskClient) -> None:
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        status, page = answer(client, f"/events?limit=2&cursor={cursor}")
        assert (status, page["total"]) == (200, 5)
        seen += [one["id"] for one in page["events"]]
        cursor = page["next"]
    assert seen == ["e1", "e2", "e3", "due", "undated"]


@pytest.mark.usefixtures("five")
def test_the_filter_is_the_same_as_everywhere(client: FlaskClient) -> None:
    _, page = answer(client, "/events?deadline=true&from=2025-07-04&to=2025-07-04")
    assert [one["id"] for one in page["events"]] == ["due"]
    assert page["next"] is None
    _, page = answer(client, "/events?country=DE&country=FR&sure=0.95")
    assert page == {"events": [], "total": 0, "next": None}


@pytest.mark.usefixtures("five")
def test_an_event_tells_its_outcome_as_of_today_and_its_past(client: FlaskClient) -> None:
    assert answer(client, "/events/due")[1]["outcome"] == "unreported"
    _, event = answer(client, "/events/e2")
    assert event["history"][0]["old"] == {"start": None, "end": "2025-07-02"}
    assert event["history"][1]["old"] == "planned"


REFUSED = [
    ("colour=red", "unknown parameter 'colour'"),
    ("type=party", "unknown type 'party'"),
    ("limit=0", "limit '0': give a number from 1 to 500"),
    ("limit=501", "limit '501'"),
    ("limit=x", "limit 'x'"),
    ("limit=1&limit=2", "limit is given 2 times"),
    ("cursor=x", "unknown cursor 'x'"),
    ("from=soon", "give an ISO date"),
    ("from=2025-07-18&to=2025-07-17", "no day is in both"),
    ("q=%00", "cannot look for q"),
]


@pytest.mark.parametrize(("query", "said"), REFUSED)
def test_what_is_unknown_is_refused_and_named(client: FlaskClient, query: str, said: str) -> None:
    status, body = answer(client, f"/events?{query}")
    assert status == 400
    assert said in body["error"]


def test_what_is_not_there_is_told_in_json(client: FlaskClient) -> None:
    status, body = answer(client, "/events/nothing")
    assert (status, "nothing" in body["error"]) == (404, True)
    for got in (client.get("/api/v1/else"), client.delete("/api/v1/events")):
        assert got.status_code == 404
        assert got.json is not None
        assert "there is no" in got.json["error"]


def test_an_article_is_added_once(client: FlaskClient) -> None:
    status, first = answer(client, "/articles", BODY)
    assert status == 201
    assert first["article"]["published"] == "2025-07-17"
    assert first["article"]["published_source"] == "given"
    assert [one["start"] for one in first["events"]] == ["2025-09-02"]
    status, again = answer(client, "/articles", BODY)
    assert status == 200
    assert again == first
    alone = answer(client, f"/events/{first['events'][0]['id']}")[1]
    assert alone == {**first["events"][0], "part_of": None, "parts": []}


def test_without_a_date_the_guess_is_asked_for_never_today(client: FlaskClient) -> None:
    status, body = answer(client, "/articles", {"text": VISIT, "lang": "en"})
    assert status == 422
    assert set(body) == {"error", "guess"}
    assert answer(client, "/events")[1]["total"] == 0


WRONG_BODIES = [
    (b"{", 400, "JSON"),
    (b"\xff", 400, ""),
    (b"[" * 100_000, 400, ""),
    ([], 400, "no JSON object"),
    ({**BODY, "colour": "red"}, 400, "unknown field 'colour'"),
    ({**BODY, "title": 7}, 400, "title must be text"),
    ({**BODY, "url": "https://a.example"}, 400, "either"),
    ({"published": "2025-07-17"}, 400, "either"),
    ({**BODY, "text": ""}, 400, "either"),
    ({**BODY, "text": " \n"}, 422, ""),
    ({**BODY, "text": "a\x00b"}, 422, ""),
    ({**BODY, "text": "a\ud800b"}, 422, ""),
    ({**BODY, "published": "17.7."}, 422, "2025-07-17"),
    ({**BODY, "lang": "English"}, 422, "two letters"),
    ({**BODY, "text": "x" * 5_000_001}, 413, "5 MB"),
    ({"url": "http://127.0.0.1:9/x", "published": "2025-07-17"}, 422, ""),
    ({"url": "file:///etc/passwd", "published": "2025-07-17"}, 422, ""),
]


@pytest.mark.parametrize(("body", "status", "said"), WRONG_BODIES, ids=lambda one: str(one)[:24])
def test_bad_input_is_one_sentence_and_changes_nothing(
    client: FlaskClient, body: object, status: int, said: str
) -> None:
    got, told = answer(client, "/articles", body)
    assert got == status
    assert said in told["error"]
    assert "\n" not in told["error"]
    assert answer(client, "/events")[1]["total"] == 0


def test_a_body_that_is_far_too_large_is_not_read(client: FlaskClient) -> None:
    got = client.post(
        "/api/v1/articles",
        data=b"x" * 33_000_000,
        headers={"Content-Type": "application/json"},
    )
    assert got.status_code == 413
    assert got.json == {"error": "the request is too large: the limit is 5 MB of text"}


STRANGERS = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Host": "evil.example"},  # a name that was rebound to this machine
    {"Host": "evil.example", "Origin": "http://evil.example"},
    {"Content-Type": "text/plain"},  # what a form of another page can send unasked
    {"Content-Type": "application/x-www-form-urlencoded"},
]


@pytest.mark.parametrize("headers", STRANGERS, ids=str)
def test_another_sites_page_cannot_add(client: FlaskClient, headers: dict[str, str]) -> None:
    assert answer(client, "/articles", BODY, **headers)[0] == 400
    assert answer(client, "/events")[1]["total"] == 0


FRIENDS = [
    {},
    {"Origin": "http://localhost"},
    {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"},
    {"Host": "[::1]:8000"},
    {"Sec-Fetch-Site": "none"},
]


@pytest.mark.parametrize("headers", FRIENDS, ids=str)
def test_the_person_at_this_machine_can(client: FlaskClient, headers: dict[str, str]) -> None:
    assert answer(client, "/articles", BODY, **headers)[0] == 201


def test_behind_a_proxy_the_public_name_is_ours(sqlite_database: Database, config: Config) -> None:
    public = replace(config, base_url="https://timeline.example")
    app = create_app(
        public, database=sqlite_database, reader=FakeReader(), transport=Outbox(), now=lambda: NOW
    )
    owner = add_account(sqlite_database, "Alice", "correct horse", now=NOW)
    token, _ = make_token(sqlite_database, owner, "wire", now=NOW)
    shown = {"Authorization": f"Bearer {token}"}
    with app.test_client() as client:
        assert answer(client, "/articles", BODY, Host="timeline.example", **shown)[0] == 201
        assert answer(client, "/articles", BODY, Host="other.example", **shown)[0] == 400


def test_the_description_is_served_and_names_every_parameter(client: FlaskClient) -> None:
    assert client.get("/api/v1/openapi.json").json == json.loads(json.dumps(SPEC))
    assert set(PARAMETERS) == set(NAMES)
    named = [one["name"] for one in SPEC["paths"]["/events"]["get"]["parameters"]]
    assert named == [*NAMES, "limit", "cursor"]


def test_the_description_has_every_route_and_no_other(
    sqlite_database: Database, config: Config
) -> None:
    app = create_app(
        config, database=sqlite_database, reader=FakeReader(), transport=Outbox(), now=lambda: NOW
    )
    routes = {
        re.sub(r"<\w+_id>", "{id}", str(rule).removeprefix("/api/v1"))
        for rule in app.url_map.iter_rules()
        if str(rule).startswith("/api/v1") and "<path:" not in str(rule)
    }
    assert routes == set(SPEC["paths"])


def test_every_field_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for name in (
        "Event",
        "Article",
        "Source",
        "Change",
        "NewArticle",
        "Events",
        "Added",
        "Edit",
        "Queue",
        "Correction",
        "Decision",
        "NewEvent",
        "Merging",
        "Splitting",
        "Publication",
        "Person",
    ):
        for field in SPEC["components"]["schemas"][name]["properties"]:
            assert f"`{field}`" in text or f'"{field}"' in text, (name, field)
    for name in [*NAMES, "limit", "cursor"]:
        assert f"`{name}`" in text, name
    for path in SPEC["paths"]:
        assert f"/api/v1{path.replace('{id}', '<id>')}" in text, path


def test_a_store_that_cannot_take_it_is_told(client: FlaskClient, monkeypatch: Any) -> None:
    from timeline.core.errors import StoreUnavailable

    def fail(*_: object, **__: object) -> None:
        raise StoreUnavailable("the disk is full, so nothing was changed")

    monkeypatch.setattr("timeline.web.api.add_in_steps", fail)
    assert answer(client, "/articles", BODY)[0] == 503


def test_the_vocabularies_of_the_description_are_the_ones_of_the_core() -> None:
    event = SPEC["components"]["schemas"]["Event"]["properties"]
    assert event["status"]["enum"] == list(Status)
    assert date.fromisoformat("2025-07-17") == day(17)
