"""Reminders on the page: asked for, confirmed by the link, changed, stopped by one click."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.core.samples import an_event, until
from tests.store.build import keep
from tests.tasks.fakes import FakeReader
from tests.web.conftest import csrf
from timeline.config import Config
from timeline.core.event import Status
from timeline.core.filter import Filter
from timeline.core.reminder import Reminder, Rhythm, Subscriber, Topic
from timeline.mail.transport import Outbox
from timeline.store import marks, subscribers
from timeline.store import outbox as mails
from timeline.store.engine import Database
from timeline.tasks import confirm
from timeline.web import create_app

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


def confirmed(client: FlaskClient, outbox: Outbox, **fields: object) -> str:
    """The page of a subscription that was asked for and confirmed."""
    ask(client, **fields)
    return client.post(path := link(outbox), data={"csrf_token": csrf(client, path)}).text


def test_topics_rhythm_and_quiet_hours_are_kept_and_shown_again(
    client: FlaskClient, sqlite_database: Database, outbox: Outbox
) -> None:
    fields = {
        "topics": "1", "topic": ["deadlines", "events"], "rhythm": "weekly",
        "quiet_from": "22", "quiet_to": "7",
    }  # fmt: skip
    page = confirmed(client, outbox, **fields)
    with sqlite_database.read() as session:
        [alice] = subscribers.find_confirmed(session)
    assert alice.topics == (Topic.DEADLINES, Topic.EVENTS)
    assert (alice.rhythm, alice.quiet) == (Rhythm.WEEKLY, (22, 7))
    assert re.search(r'value="weekly" checked', page)
    assert re.search(r'name="quiet_from"[^>]*value="22"', page)
    assert not re.search(r'value="changes" checked', page)


def managed(page: str) -> str:
    found = re.search(r'action="(/reminders/manage/[^"]+)"', page)
    assert found
    return found.group(1)


def sent_back(page: str) -> dict[str, list[str]]:
    """What the form of a subscription would send as it stands."""
    form = re.search(r'<form method="post" action="/reminders/manage/.*?</form>', page, re.DOTALL)
    assert form
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form.group()):
        name, value = re.search(r' name="(\w+)"', tag), re.search(r' value="([^"]*)"', tag)
        kind = re.search(r' type="(\w+)"', tag)
        if name and (kind is None or kind[1] not in {"checkbox", "radio"} or " checked" in tag):
            fields.setdefault(name[1], []).append(value[1] if value else "on")
    return fields


def alices(database: Database) -> Subscriber:
    with database.read() as session:
        (alice,) = subscribers.find_confirmed(session)
    return alice


def test_the_form_of_a_subscription_sent_back_as_it_stood_changes_nothing(
    client: FlaskClient, sqlite_database: Database, outbox: Outbox
) -> None:
    asked = {"country": ["DE", "LV"], "type": "visit", "q": "Riga", "from": "2025-01-01",
             "sure": "0.75", "source": "a.example", "status": "planned"}  # fmt: skip
    page = confirmed(client, outbox, **asked)
    before = alices(sqlite_database)
    assert before.filter.country == ("DE", "LV")
    assert "Changed." in client.post(managed(page), data=sent_back(page)).text
    assert alices(sqlite_database) == before


def test_the_filter_of_a_subscription_is_changed_by_its_link_after_a_look_at_what_would_come(
    client: FlaskClient, sqlite_database: Database, outbox: Outbox
) -> None:
    past, ahead = until(NOW.date() - timedelta(days=9)), until(NOW.date() + timedelta(days=9))
    with sqlite_database.write() as session:
        keep(
            session,
            an_event("due", title="Plan due", interval=ahead, deadline=True, sources=()),
            an_event("over", title="Plan over", interval=past, deadline=True, sources=()),
            an_event("visit", title="A visit", sources=()),
        )
    page = confirmed(client, outbox, country="FR")
    assert "0 events to come" in page
    wish = sent_back(page) | {"country": ["de", ""], "lead": ["3"], "zone": ["Asia/Tokyo"],
                              "hour": ["6"], "rhythm": ["weekly"]}  # fmt: skip
    shown = client.post(managed(page), data=wish | {"preview": ["1"]}).text
    assert "1 event to come" in shown
    assert "Plan due" in shown
    assert "Plan over" not in shown
    assert "deadlines with country Germany. Nothing is saved yet." in shown
    assert alices(sqlite_database).filter == Filter(country=("FR",)), "a look changes nothing"
    assert sent_back(shown)["country"] == ["de", ""], "what was typed stays"
    assert "Changed." in client.post(managed(page), data=wish).text
    alice = alices(sqlite_database)
    assert alice.filter == Filter(country=("DE",))
    assert (alice.leads, alice.zone, alice.hour, alice.rhythm) == ((3,), "Asia/Tokyo", 6, "weekly")


def test_what_would_come_is_told_in_the_language_of_the_page(
    client: FlaskClient, outbox: Outbox
) -> None:
    page = confirmed(client, outbox, country="FR", type="visit")
    wish = sent_back(page) | {"country": ["DE"], "preview": ["1"]}
    client.get("/reminders?lang=de")
    shown = client.post(managed(page), data=wish).text
    assert "Land Deutschland" in shown
    assert "Art Besuch" in shown
    assert "Noch ist nichts gespeichert." in shown


def test_a_filter_that_cannot_be_or_is_there_already_is_one_sentence(
    client: FlaskClient, sqlite_database: Database, outbox: Outbox
) -> None:
    page = confirmed(client, outbox, country="FR")
    answer = client.post(managed(page), data=sent_back(page) | {"country": ["France"]})
    assert answer.status_code == 422
    assert "give its two letters" in answer.text
    assert sent_back(answer.text)["country"] == ["France", ""]
    other = confirmed(client, outbox, country="DE")
    answer = client.post(managed(other), data=sent_back(other) | {"country": ["FR"]})
    assert answer.status_code == 422
    assert "told of these events already" in answer.text
    with sqlite_database.read() as session:
        both = {one.filter.country for one in subscribers.find_confirmed(session)}
    assert both == {("DE",), ("FR",)}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"topics": "1"}, "deadlines, events or both"),
        ({"rhythm": "hourly"}, "there are each, daily, weekly"),
        ({"quiet_from": "22"}, "give both, or neither"),
        ({"quiet_from": "22", "quiet_to": "24"}, "from 0 to 23"),
    ],
)
def test_a_wish_that_cannot_be_read_is_one_sentence(
    client: FlaskClient, outbox: Outbox, fields: dict[str, object], said: str
) -> None:
    status, page = ask(client, **fields)
    assert status == 422
    assert said in page
    assert outbox.sent == []


def test_who_comes_for_visits_is_offered_events(client: FlaskClient) -> None:
    assert re.search(r'value="events" checked', client.get("/reminders?type=visit").text)
    assert not re.search(r'value="events" checked', client.get("/reminders").text)


def test_a_mail_can_be_put_off_by_its_link(
    client: FlaskClient, sqlite_database: Database, alice: Subscriber
) -> None:
    with sqlite_database.write() as session:
        keep(session, an_event(interval=until(NOW.date() + timedelta(days=5)), deadline=True,
                               status=Status.PLANNED))  # fmt: skip
        subscribers.save_subscriber(session, alice)
    path = f"/reminders/snooze/{confirm.sign('secret', confirm.SNOOZE, 'alice e1')}"
    page = client.get(path).text
    assert "In 3 days" in page
    assert "In a week" not in page, "the deadline comes before"
    token = csrf(client, path)
    assert client.post(path, data={"csrf_token": token, "days": "7"}).status_code == 422
    assert client.post(path, data={"csrf_token": token, "days": "2"}).status_code == 422
    done = client.post(path, data={"csrf_token": token, "days": "3"})
    assert "again on 21 July 2025" in done.text
    with sqlite_database.read() as session:
        [mail] = mails.find_mails(session)
    assert mail.next_at == NOW.replace(day=21, hour=8, minute=0)


def test_the_page_tells_how_reminders_stand_to_whoever_may_change_things(
    client: FlaskClient, sqlite_database: Database, config: Config, alice: Subscriber
) -> None:
    due = an_event(interval=until(NOW.date()), deadline=True, status=Status.PLANNED)
    with sqlite_database.write() as session:
        keep(session, due)
        subscribers.save_subscriber(session, alice)
        one = Reminder(event=due, subscriber=alice, lead=7, due_on=NOW.date(), due_at=NOW)
        mails.put_reminder(session, one, NOW)
        marks.set_mark(session, marks.BEAT, NOW)
    page = client.get("/reminders").text
    assert "1 subscription, 0 not confirmed" in page
    assert "1 reminder on the way, 0 sent" in page
    assert "Last looked at 2025-07-18 09:00 UTC" in page
    assert "a…@example.org" in page
    assert alice.address not in page
    assert "and again every minute." in page
    public = replace(config, base_url="https://t.example")
    shown = create_app(
        public, database=sqlite_database, reader=FakeReader(), transport=Outbox(), now=lambda: NOW
    )
    page = shown.test_client().get("/reminders", headers={"Host": "t.example"}).text
    assert "Send me a confirmation link" in page
    assert "on the way" not in page
    assert "@example.org</td>" not in page


def test_mails_speak_the_language_of_the_page_on_which_somebody_subscribed(
    client: FlaskClient, outbox: Outbox, sqlite_database: Database
) -> None:
    client.get("/reminders?lang=de")
    confirmed(client, outbox)
    mail = outbox.sent[-1]
    assert str(mail["Subject"]) == "Erinnerungen bestätigen"
    part = mail.get_body(("plain",))
    assert part is not None
    assert "an diese Adresse gebeten: jede Frist" in part.get_content()
    with sqlite_database.read() as session:
        (german,) = subscribers.find_confirmed(session)
    assert german.language == "de"
    client.get("/reminders?lang=fr")
    ask(client)
    assert str(outbox.sent[-1]["Subject"]).startswith("Sie bekommen diese"), "it is not theirs yet"


def test_a_subscription_that_is_changed_on_a_french_page_has_french_mails(
    client: FlaskClient, outbox: Outbox, sqlite_database: Database
) -> None:
    page = confirmed(client, outbox)
    manage = re.search(r'action="(/reminders/manage/[^"]+)"', page)
    assert manage
    path = f"{manage.group(1)}?lang=fr"
    client.post(path, data={"csrf_token": csrf(client, path), "lead": ["3"]})
    with sqlite_database.read() as session:
        (french,) = subscribers.find_confirmed(session)
    assert (french.language, french.leads) == ("fr", (3,))
