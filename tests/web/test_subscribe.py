"""Reminders on the page: asked for, confirmed by the link, changed, stopped by one click."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import csrf
from timeline.core.filter import Filter
from timeline.mail.transport import Outbox
from timeline.store import subscribers
from timeline.store.engine import Database

ALICE = "alice@example.org"


def ask(client: FlaskClient, **fields: object) -> tuple[int, str]:
    sent = {
        "csrf_token": csrf(client, "/reminders"),
        "address": ALICE,
        "lead": ["30", "7"],
        "zone": "Europe/Berlin",
        "hour": "8",
    } | fields
    answer = client.post("/reminders", data=sent)
    return answer.status_code, answer.text


def link(outbox: Outbox) -> str:
    text = outbox.sent[-1].get_body(("plain",))
    assert text is not None
    found = re.search(r"/reminders/confirm/\S+", text.get_content())
    assert found
    return found.group()


def test_opening_the_link_alone_confirms_nothing(
    client: FlaskClient, sqlite_database: Database, outbox: Outbox
) -> None:
    status, page = ask(client, country="DE")
    assert status == 200
    assert "Look into your mail" in page
    path = link(outbox)
    assert client.get(path).status_code == 200
    with sqlite_database.read() as session:
        assert subscribers.find_confirmed(session) == []
    answer = client.post(path, data={"csrf_token": csrf(client, path)})
    assert "begin now" in answer.text
    with sqlite_database.read() as session:
        [alice] = subscribers.find_confirmed(session)
    assert (alice.address, alice.leads, alice.zone) == (ALICE, (30, 7), "Europe/Berlin")
    assert alice.filter == Filter(country=("DE",))


def test_the_answer_is_the_same_for_a_known_address_which_gets_the_link_that_changes(
    client: FlaskClient, outbox: Outbox
) -> None:
    first = ask(client)
    client.post(path := link(outbox), data={"csrf_token": csrf(client, path)})
    assert ask(client) == first
    assert len(outbox.sent) == 2
    said = outbox.sent[-1].get_body(("plain",))
    assert said is not None
    assert "/reminders/manage/" in said.get_content()


def test_a_subscription_can_be_changed_and_stopped_by_its_links(
    client: FlaskClient, sqlite_database: Database, outbox: Outbox
) -> None:
    ask(client)
    page = client.post(path := link(outbox), data={"csrf_token": csrf(client, path)}).text
    manage = re.search(r'action="(/reminders/manage/[^"]+)"', page)
    stop = re.search(r'action="(/reminders/unsubscribe/[^"]+)"', page)
    assert manage
    assert stop
    token = csrf(client, manage.group(1))
    changed = {"csrf_token": token, "lead": ["3"], "zone": "UTC", "hour": "6"}
    assert "Changed." in client.post(manage.group(1), data=changed).text
    with sqlite_database.read() as session:
        assert subscribers.find_confirmed(session)[0].leads == (3,)
    assert client.get(stop.group(1)).status_code == 200
    with sqlite_database.read() as session:
        assert len(subscribers.find_confirmed(session)) == 1, "opening alone stops nothing"
    one_click = client.post(stop.group(1), data={"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    assert client.post(stop.group(1)).status_code == 200, "a second click does no harm"
    assert client.get(stop.group(1)).status_code == 200
    with sqlite_database.read() as session:
        assert subscribers.find_confirmed(session) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"address": "nobody"}, "cannot send mail to"),
        ({"address": "a@b.example\nBcc: eve@example.org"}, "cannot send mail to"),
        ({"lead": []}, "at least one lead time"),
        ({"lead": ["-1"]}, "at least one lead time"),
        ({"zone": "Mars/Olympus"}, "unknown zone"),
        ({"hour": "24"}, "cannot read the hour"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_stays_typed(
    client: FlaskClient, outbox: Outbox, fields: dict[str, object], said: str
) -> None:
    status, page = ask(client, **fields)
    assert status == 422
    assert said.casefold() in page.casefold()
    assert outbox.sent == []


def test_the_page_says_where_mails_go_while_no_server_is_set(client: FlaskClient) -> None:
    assert ".eml files" in client.get("/reminders?country=DE").text


@pytest.mark.parametrize("way", ["confirm", "manage", "unsubscribe"])
def test_a_forged_link_is_refused(client: FlaskClient, way: str) -> None:
    answer = client.get(f"/reminders/{way}/forged")
    assert answer.status_code == 422
    assert "copy all of it from the mail" in answer.text
