"""The editor's hand on the pages and in the API."""

import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import NOW
from tests.tasks.fakes import FakeReader
from tests.web.conftest import csrf
from timeline.core.article import Anchor, AnchorSource, Draft
from timeline.core.errors import BadInput
from timeline.core.event import Event, Outcome, Status
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.store import events
from timeline.store.engine import Database
from timeline.tasks.add import Added, add_draft
from timeline.web import forms

VISIT = "The president of Latvia visits Germany on 2025-09-02. All is well."
OTHER = "Latvia's president visits Germany on 2025-09-02, papers say."
DUTY = "Latvia must answer Germany by 2025-12-31."


@pytest.fixture
def sqlite_database(database: Database) -> Database:
    """The store of these pages, on each database in turn."""
    return database


@pytest.fixture
def added(sqlite_database: Database) -> Added:
    return keep(sqlite_database, f"{VISIT}\n{DUTY}")


def keep(
    database: Database, text: str, source: AnchorSource = AnchorSource.GIVEN, day: int = 1
) -> Added:
    published = Anchor(published=date(2025, 7, day), source=source)
    return add_draft(
        database, FakeReader(), Draft(text=text), now=NOW, published=published, lang="en"
    )


def ids(added: Added) -> tuple[str, str]:
    visit, duty = (one.event.id for one in added.events)
    return visit, duty


def get(database: Database, event_id: str) -> Event:
    with database.read() as session:
        return events.get_event(session, event_id)


def send(client: FlaskClient, path: str, form_at: str, **values: Any) -> TestResponse:
    """The form at `form_at`, sent to `path` with the values given."""
    return client.post(path, data={"csrf_token": csrf(client, form_at), **values})


def shown(client: FlaskClient, path: str) -> dict[str, str]:
    """What the first form of a page would send as it stands."""
    page = client.get(path).text
    form = page[page.index("<form") : page.index("</form>")]
    found = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]* name="(\w+)">(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="(\w+)" selected', options)
        found[name] = chosen.group(1) if chosen else ""
    if 'name="deadline" value="yes" checked' not in form:
        found.pop("deadline", None)
    area = re.search(r"<textarea[^>]*>(.*?)</textarea>", form, re.DOTALL)
    return {**found, "participants": area.group(1) if area else ""}


def test_a_form_sent_back_as_it_stood_changes_nothing(
    client: FlaskClient, sqlite_database: Database, added: Added
) -> None:
    for event_id in ids(added):
        before = get(sqlite_database, event_id)
        path = f"/events/{event_id}/edit"
        assert client.post(path, data=shown(client, path)).status_code == 302
        assert get(sqlite_database, event_id) == before


def test_every_field_is_put_right_by_the_form_and_stands_in_the_history(
    client: FlaskClient, sqlite_database: Database, added: Added
) -> None:
    _, duty = ids(added)
    path = f"/events/{duty}/edit"
    values = {
        **shown(client, path),
        "title": "Riga answers Berlin",
        "type": "announcement",
        "status": "happened",
        "outcome": "met",
        "last": "2026-01-31",
        "place": "Riga",
        "participants": "Latvia (LV)\r\nOSCE",
        "why": "It came by post",
    }
    assert client.post(path, data=values).headers["Location"] == f"/events/{duty}"
    event = get(sqlite_database, duty)
    assert (event.title, event.type, event.place) == ("Riga answers Berlin", "announcement", "Riga")
    assert (event.status, event.outcome) == (Status.HAPPENED, Outcome.MET)
    assert event.due_on == date(2026, 1, 31)
    assert [(one.name, one.country) for one in event.participants] == [
        ("Latvia", "LV"),
        ("OSCE", None),
    ]
    page = client.get(f"/events/{duty}").text
    assert page.count("It came by post") == 7
    assert "by editor" in page


def test_what_cannot_be_is_told_and_what_was_typed_is_kept(
    client: FlaskClient, sqlite_database: Database, added: Added
) -> None:
    visit, _ = ids(added)
    before = get(sqlite_database, visit)
    path = f"/events/{visit}/edit"
    got = client.post(path, data={**shown(client, path), "first": "2025-09-09", "place": "Bonn"})
    assert got.status_code == 302
    got = client.post(
        path, data={**shown(client, path), "first": "2025-09-09", "last": "2025-09-01"}
    )
    assert got.status_code == 422
    assert "Nothing was changed" in got.text
    assert 'value="2025-09-01"' in got.text
    assert before.id == visit


def test_a_reason_goes_with_confirming_and_with_rejecting(
    client: FlaskClient, added: Added
) -> None:
    visit, _ = ids(added)
    page = client.get(f"/events/{visit}/edit").text
    (form,) = re.findall(rf'<form[^>]*action="/events/{visit}/confirm">.*?</form>', page, re.DOTALL)
    assert 'name="why"' in form
    assert f'formaction="/events/{visit}/reject"' in form


def test_an_event_is_confirmed_rejected_and_put_back(
    client: FlaskClient, sqlite_database: Database, added: Added
) -> None:
    visit, duty = ids(added)
    form = f"/events/{visit}/edit"
    send(client, f"/events/{visit}/confirm", form, why="I was there")
    page = client.get(f"/events/{visit}").text
    assert "confirmed by a person" in page
    assert "I was there" in page
    send(client, f"/events/{duty}/reject", form, why="A joke")
    page = client.get(f"/events/{duty}").text
    assert "A person rejected this event" in page
    assert "A joke" in page
    assert "must answer" not in client.get("/deadlines").text
    undo = re.search(r'action="(/edits/\w+/undo)"', client.get(f"/events/{duty}/edit").text)
    assert undo
    assert send(client, undo.group(1), form).headers["Location"] == f"/events/{duty}"
    assert "must answer" in client.get("/deadlines").text
    assert send(client, f"/events/{visit}/burn", form).status_code == 404
    assert get(sqlite_database, visit).confirmed


def test_two_events_are_merged_by_address_and_split_by_article(
    client: FlaskClient, sqlite_database: Database, added: Added
) -> None:
    visit, _ = ids(added)
    late = keep(sqlite_database, "Latvia visits Germany on 2025-09-04 too.", day=2)
    other, form = late.events[0].event.id, f"/events/{visit}/edit"
    send(client, f"/events/{visit}/merge", form, other=f"http://localhost/events/{other}?view=list")
    assert client.get(f"/events/{other}").headers["Location"] == f"/events/{visit}"
    assert len(get(sqlite_database, visit).sources) == 2
    send(client, f"/events/{visit}/split", form, article=late.article.id)
    assert len(get(sqlite_database, visit).sources) == 1
    assert send(client, f"/events/{visit}/merge", form, other="").status_code == 422
    assert send(client, f"/events/{visit}/merge", form, other="nothing").status_code == 404


def test_an_event_is_added_by_hand(client: FlaskClient, sqlite_database: Database) -> None:
    got = send(
        client,
        "/events/new",
        "/events/new",
        title="The council votes",
        type="vote",
        status="expected",
        first="2025-10-01",
        participants="Latvia (LV)",
    )
    event = get(sqlite_database, got.headers["Location"].rsplit("/", 1)[-1])
    assert (event.title, event.interval) == (
        "The council votes",
        unit(date(2025, 10, 1), Precision.DAY),
    )
    assert "No article tells it" in client.get(f"/events/{event.id}").text
    got = send(client, "/events/new", "/events/new", title="", type="vote", status="expected")
    assert (got.status_code, "The event was not added" in got.text) == (422, True)


def test_an_article_is_dated_anew_deleted_and_brought_back(
    client: FlaskClient, sqlite_database: Database
) -> None:
    added = keep(sqlite_database, VISIT, AnchorSource.ASSUMED)
    page = f"/articles/{added.article.id}"
    assert "Assumed publication dates" in client.get("/queue").text
    send(client, f"{page}/published", page, published="2025-06-30", why="Printed on it")
    assert "30 June 2025" in client.get(page).text
    assert "Nothing waits" in client.get("/queue").text
    assert send(client, f"{page}/published", page, published="soon").status_code == 422
    send(client, f"{page}/delete", page)
    assert client.get(page).status_code == 404
    undo = re.search(
        r'<b>deleted</b>.*?action="(/edits/\w+/undo)"', client.get("/queue").text, re.DOTALL
    )
    assert undo
    send(client, undo.group(1), "/queue")
    assert client.get(page).status_code == 200


def contradicted(client: FlaskClient, database: Database, added: Added) -> str:
    """The visit, which a person calls held and a later article calls off."""
    visit, _ = ids(added)
    path = f"/events/{visit}/edit"
    client.post(path, data={**shown(client, path), "status": "happened"})
    keep(database, "The visit of Latvia to Germany on 2025-09-02 is off.", day=3)
    return visit


def test_the_queue_lists_what_is_unsure_and_what_contradicts_a_person(
    client: FlaskClient, sqlite_database: Database, added: Added
) -> None:
    visit = contradicted(client, sqlite_database, added)
    text = client.get("/queue").text
    assert "Contradictions" in text
    assert "status: articles and what is known differ" in text
    assert (
        "Articles contradict what stands here about: status" in client.get(f"/events/{visit}").text
    )


@pytest.mark.parametrize("action", ["confirm", "reject"])
def test_a_reason_given_in_the_queue_stands_in_the_history(
    client: FlaskClient, sqlite_database: Database, added: Added, action: str
) -> None:
    visit = contradicted(client, sqlite_database, added)
    queue = client.get("/queue").text
    forms_ = re.findall(rf'<form[^>]*action="/events/{visit}/confirm">.*?</form>', queue, re.S)
    assert forms_
    for form in forms_:
        assert 'name="why"' in form
        assert f'formaction="/events/{visit}/reject"' in form
    send(client, f"/events/{visit}/{action}", "/queue", why="The embassy says so")
    history = get(sqlite_database, visit).history
    assert (action, "editor", "The embassy says so") in [
        (o.what, o.by, o.evidence) for o in history
    ]
    assert "The embassy says so" in client.get("/queue").text


def test_another_sites_page_changes_nothing(client: FlaskClient, added: Added) -> None:
    visit, _ = ids(added)
    token = csrf(client, f"/events/{visit}/edit")
    for path, data in (
        (f"/events/{visit}/reject", {"csrf_token": token}),
        (f"/api/v1/events/{visit}/reject", {}),
    ):
        got = client.post(path, data=data, headers={"Origin": "https://evil.example"})
        assert got.status_code in {400, 403}
    assert client.post(f"/events/{visit}/reject").status_code == 400  # no token


def ask(client: FlaskClient, method: str, path: str, **body: Any) -> tuple[int, Any]:
    got = client.open(f"/api/v1{path}", method=method, json=body or None)
    return got.status_code, got.json if got.data else None


def test_the_api_corrects_decides_and_undoes(
    client: FlaskClient, sqlite_database: Database, added: Added
) -> None:
    visit, duty = ids(added)
    people = [{"name": "Rinkēvičs", "country": "LV", "role": None}]
    status, event = ask(
        client,
        "PATCH",
        f"/events/{visit}",
        start="2025-09-02",
        end="2025-09-05",
        title="Rinkēvičs in Berlin",
        place="Berlin",
        status="expected",
        participants=people,
        why="The embassy says so",
    )
    assert (status, event["end"], event["participants"]) == (200, "2025-09-05", people)
    assert {one["evidence"] for one in event["history"]} == {"The embassy says so"}
    _, listed = ask(client, "GET", f"/events/{visit}/edits")
    assert [one["kind"] for one in listed["edits"]] == [
        "status",
        "title",
        "place",
        "participants",
        "date",
    ]
    status, undone = ask(client, "POST", f"/edits/{listed['edits'][4]['id']}/undo")
    assert (status, undone["events"][0]["end"]) == (200, "2025-09-03")
    assert ask(client, "POST", f"/events/{duty}/confirm")[1]["confidence"] == 1
    status, due = ask(client, "PATCH", f"/events/{duty}", end="2026-02-01", outcome="missed")
    assert (status, due["deadline"], due["outcome"]) == (200, True, "missed")
    assert ask(client, "POST", f"/events/{visit}/merge", other=duty)[0] == 200
    assert ask(client, "GET", f"/events/{duty}")[1]["id"] == visit
    later = keep(sqlite_database, OTHER, day=4).article.id
    assert ask(client, "POST", f"/events/{visit}/split", articles=[later])[0] == 200
    assert ask(client, "PATCH", f"/articles/{later}", published="2025-06-01")[0] == 200
    assert ask(client, "DELETE", f"/articles/{later}")[0] == 204
    assert ask(client, "GET", "/queue")[1]["totals"]["conflicts"] >= 0


def test_the_api_adds_an_event_by_hand(client: FlaskClient) -> None:
    status, event = ask(
        client, "POST", "/events", type="vote", title="A vote", start="2025-10-01", end="2025-10-02"
    )
    assert (status, event["sources"], event["confidence"]) == (201, [], 1.0)
    alone = ask(client, "GET", f"/events/{event['id']}")[1]
    assert alone == {**event, "part_of": None, "parts": []}


@pytest.mark.parametrize(
    ("given", "end"),
    [({}, "2025-10-02"), ({"end": None}, None), ({"end": "2025-10-04"}, "2025-10-04")],
)
def test_a_first_day_alone_is_a_day_and_an_end_of_null_is_open(
    client: FlaskClient, given: dict[str, str | None], end: str | None
) -> None:
    told = {"type": "vote", "title": "A vote", "start": "2025-10-01", **given}
    status, event = ask(client, "POST", "/events", **told)
    assert (status, event["start"], event["end"]) == (201, "2025-10-01", end)


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({}, 400, "nothing to change"),
    ({"colour": "red"}, 400, "unknown field 'colour'"),
    ({"type": "party"}, 422, "unknown type 'party'"),
    ({"start": "soon"}, 422, "give ISO dates"),
    ({"start": "2025-09-02", "end": "2025-09-01"}, 422, "give ISO dates"),
    ({"participants": ["Merz"]}, 422, "cannot read the participants"),
    ({"title": ""}, 422, "needs a title"),
    ({"outcome": "met"}, 422, "only a deadline"),
]


@pytest.mark.parametrize(("body", "status", "said"), REFUSED, ids=lambda one: str(one)[:24])
def test_the_api_refuses_in_one_sentence(
    client: FlaskClient, added: Added, body: dict[str, Any], status: int, said: str
) -> None:
    got, answer = ask(client, "PATCH", f"/events/{ids(added)[0]}", **body)
    assert got == status
    assert said in answer["error"]


def test_the_days_of_a_form_are_inclusive() -> None:
    two = Interval(start=date(2025, 9, 2), end=date(2025, 9, 4), precision=Precision.DAY)
    assert forms.dates("2025-09-02", "2025-09-03", deadline=False) == two
    assert forms.dates("", "2025-09-03", deadline=False) == unit(date(2025, 9, 3), Precision.DAY)
    assert forms.dates("", "", deadline=False) is None
    for first, last, deadline in (("", "", True), ("x", "", False), ("", "9999-12-31", True)):
        with pytest.raises(BadInput):
            forms.dates(first, last, deadline=deadline)
    with pytest.raises(BadInput, match="give a name"):
        forms.people("(DE)")
