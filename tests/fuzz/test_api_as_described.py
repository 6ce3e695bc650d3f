"""The API under requests that schemathesis makes up from its own description.

What the description allows is never called unreadable, what it forbids never changes anything, and
each answer has a status and a body that the description names. Who may ask is tested in
tests/web/test_who.py; here somebody with a token does.
"""

from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import schemathesis
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from tests.conftest import NOW
from tests.fuzz.examples import examples
from tests.tasks.fakes import FakeReader
from timeline.config import from_environ
from timeline.core.article import Anchor, Draft
from timeline.mail.transport import Outbox
from timeline.store.engine import Database
from timeline.tasks import edit
from timeline.tasks.accounts import add_account, make_token
from timeline.tasks.add import Added, add_draft
from timeline.tasks.edit import Hand
from timeline.web import create_app
from timeline.web.openapi import describe

TEXT = "The president of Latvia visits Germany on 2025-09-02. Latvia must answer by 2025-12-31."
DESCRIBED = schemathesis.openapi.from_dict(describe("http://127.0.0.1:8000"))
OPERATIONS = {
    found.label: found for one in DESCRIBED.get_all_operations() if (found := cast("Any", one).ok())
}
# Nothing can be wrong with a request that has no body and takes any text for its id.
TAKES_ANYTHING = {
    "GET /queue",
    "GET /openapi.json",
    *(name for name in OPERATIONS if "{id}" in name and name.startswith(("GET", "DELETE"))),
}


@pytest.fixture
def added(sqlite_database: Database) -> Added:
    """An article with two events, one of them edited."""
    hand = Hand(by="editor", now=NOW)
    found = add_draft(
        sqlite_database,
        FakeReader(),
        Draft(text=TEXT),
        now=NOW,
        published=Anchor(published=date(2025, 8, 1)),
        lang="en",
    )
    edit.confirm(sqlite_database, found.events[0].event.id, hand)
    return found


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    config = from_environ({"TIMELINE_DATA_DIR": str(tmp_path), "TIMELINE_SECRET_KEY": "secret"})
    return create_app(
        config, database=sqlite_database, reader=FakeReader(), transport=Outbox(), now=lambda: NOW
    )


def make_sense(query: dict[str, Any]) -> None:
    """What no description can say of parameters: what they mean together, and what is ours."""
    query.pop("cursor", None)  # a word of the server's, which nobody makes up
    if query.get("to", "") < query.get("from", ""):
        query.pop("to", None)


@pytest.fixture
def token(sqlite_database: Database) -> str:
    """What somebody with an account shows."""
    alice = add_account(sqlite_database, "alice", "a long password", now=NOW)
    return make_token(sqlite_database, alice, "tests", now=NOW)[0]


def asked(
    label: str, mode: GenerationMode, app: Flask, added: Added, token: str, few: int
) -> list[tuple[int, str]]:
    """The statuses of the answers to made-up requests, each held against the description."""
    operation, statuses = OPERATIONS[label], []
    operation.app = app
    kept = {"articles": [added.article.id], "events": [one.event.id for one in added.events]}

    @examples(few)
    @given(
        case=operation.as_strategy(generation_mode=mode),
        known=st.sampled_from([*kept.get(label.split("/")[1], []), None]),
    )
    def ask(case: Any, known: str | None) -> None:
        if known and "id" in case.path_parameters:
            case.path_parameters["id"] = known
        if mode is GenerationMode.POSITIVE:
            make_sense(case.query)
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(answer, excluded_checks=[positive_data_acceptance, ignored_auth])
        statuses.append((answer.status_code, answer.text))

    ask()
    return statuses


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_what_the_description_allows_is_never_unreadable(
    label: str, app: Flask, added: Added, token: str
) -> None:
    for status, said in asked(label, GenerationMode.POSITIVE, app, added, token, few=25):
        assert status != 400, said


@pytest.mark.parametrize("label", sorted(set(OPERATIONS) - TAKES_ANYTHING))
def test_what_the_description_forbids_is_refused(
    label: str, app: Flask, added: Added, token: str
) -> None:
    """Schemathesis judges each answer: some of what it makes up is the same as text on the wire."""
    refused = [
        status for status, _ in asked(label, GenerationMode.NEGATIVE, app, added, token, few=25)
    ]
    assert set(refused) & {400, 422}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/events/{event}", {"end": "0001-01-01"}),  # no day lies before the first
        ("PATCH", "/events/{event}", {"start": ""}),
        ("PATCH", "/events/{event}", {"title": 5}),
        ("PATCH", "/events/{event}", {"participants": [{"name": "Latvia", "country": 7}]}),
        ("PATCH", "/events/{event}", {"participants": [{"name": "Latvia", "party": "?"}]}),
        ("POST", "/events/{event}/confirm", {"why": ["because"]}),
        ("POST", "/events/{event}/merge", {"other": {"id": "e1"}}),
    ],
)
def test_what_was_found_so_stays_refused(
    app: Flask, added: Added, token: str, method: str, path: str, body: dict[str, Any]
) -> None:
    where = f"/api/v1{path.format(event=added.events[0].event.id)}"
    answer = app.test_client().open(
        where, method=method, json=body, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code in {400, 422}
    assert list(answer.get_json()) == ["error"]


def test_the_tests_reach_every_operation_that_is_described() -> None:
    described = describe("http://127.0.0.1:8000")["paths"]
    assert {
        f"{method.upper()} {path}" for path, methods in described.items() for method in methods
    } == set(OPERATIONS)
