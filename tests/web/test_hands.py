"""The ways to change something stand on the pages of those who may, and nowhere else."""

import re

import pytest
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.web.conftest import PASSWORD, csrf, sign_in
from tests.web.view_events import keep_four
from timeline.store.engine import Database
from timeline.tasks.accounts import add_account

CHANGES = re.compile(
    r'href="(?:/add|/queue|/sources|/events/new|/events/\w+/edit)"'
    r'|action="/(?:add|edits/|sources|events/\w+/(?:edit|confirm|reject|merge|split)'
    r"|articles/\w+/(?:published|delete))"
)
PATHS = ("/", "/?event=due", "/?view=month", "/events/due", "/articles", "/articles/a3",
         "/deadlines", "/countries/JP", "/reminders", "/about")  # fmt: skip


@pytest.fixture
def alice(sqlite_database: Database) -> None:
    """Somebody has an account, so that nobody edits without one."""
    keep_four(sqlite_database)
    add_account(sqlite_database, "Alice", PASSWORD, now=NOW)


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize("path", PATHS)
def test_whoever_only_reads_sees_no_way_to_change_anything(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert CHANGES.findall(answer.text) == []
    assert 'href="/sign-in' in answer.text


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize("path", ["/?event=due", "/events/due"])
def test_an_editor_who_signed_in_corrects_from_where_they_read(
    client: FlaskClient, path: str
) -> None:
    sign_in(client)
    assert 'href="/events/due/edit"' in client.get(path).text
    form = {"csrf_token": csrf(client, "/events/due/edit"), "title": "Latvia passes its law",
            "type": "deadline", "status": "expected", "last": "2025-12-31", "deadline": "yes",
            "outcome": "open", "participants": "Evika Siliņa (LV)"}  # fmt: skip
    assert client.post("/events/due/edit", data=form).status_code == 302
    page = client.get("/events/due").text
    assert '<h1 dir="auto">Latvia passes its law</h1>' in page
    assert "by Alice" in page
