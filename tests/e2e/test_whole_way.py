"""A new user's whole way through the real server process: article, events, calendar, reminders."""

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from datetime import date
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest

from tests.e2e.conftest import ROOT, Service

pytestmark = pytest.mark.xdist_group("e2e")

ARTICLE = """\
RIGA - The foreign ministers of Latvia and Estonia signed a memorandum on trains on Monday.

Latvia must submit its plan for the line by 30 June 2031. The Estonian prime minister will visit
Riga on 12 May 2031.
"""


def call(
    service: Service,
    path: str,
    body: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, bytes]:
    data = None if body is None else json.dumps(body).encode()
    told = {"Content-Type": "application/json", **(headers or {})}
    request = urllib.request.Request(service.url + path, data=data, headers=told)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def post_form(url: str, fields: dict[str, str]) -> int:
    request = urllib.request.Request(url, data=urllib.parse.urlencode(fields).encode())
    with urllib.request.urlopen(request, timeout=30) as answer:
        return int(answer.status)


@pytest.fixture(scope="module")
def added(service: Service) -> dict[str, Any]:
    status, body = call(
        service, "/api/v1/articles", {"text": ARTICLE, "published": "2025-03-04", "title": "Train"}
    )
    assert status == 201, body
    answer: dict[str, Any] = json.loads(body)
    return answer


def test_the_samples_are_there_at_the_first_start(service: Service) -> None:
    total = json.loads(call(service, "/api/v1/events?limit=1")[1])["total"]
    assert total >= 16
    samples = {path.stem for path in ROOT.glob("seeds/*.txt")}
    assert len(samples) == 16


def test_an_article_becomes_events_with_the_sentence_that_says_so(added: dict[str, Any]) -> None:
    events = {event["type"]: event for event in added["events"]}
    assert events["deadline"]["start"] is None
    assert events["deadline"]["end"] == "2031-07-01"
    assert events["visit"]["start"] == "2031-05-12"
    assert (events["signing"]["start"], events["signing"]["status"]) == ("2025-03-03", "happened")
    for event in events.values():
        quote = event["evidence"]["quote"]
        assert ARTICLE[event["evidence"]["start"] : event["evidence"]["end"]] == quote


def test_the_same_article_twice_is_known(service: Service, added: dict[str, Any]) -> None:
    body = {"text": ARTICLE, "published": "2025-03-04", "title": "Train"}
    status, answer = call(service, "/api/v1/articles", body)
    assert status == 200
    assert json.loads(answer)["article"]["id"] == added["article"]["id"]


def test_the_feed_has_the_deadline_on_its_last_admissible_day(
    service: Service, added: dict[str, Any]
) -> None:
    due = next(event for event in added["events"] if event["type"] == "deadline")
    status, body = call(service, "/calendar.ics?country=LV&deadline=true")
    assert status == 200
    calendar = icalendar.Calendar.from_ical(body)
    found = [one for one in calendar.walk("VEVENT") if due["id"] in str(one["UID"])]
    assert len(found) == 1
    assert found[0].decoded("DTSTART") == date(2031, 6, 30)
    assert found[0].decoded("DTEND") == date(2031, 7, 1)
    assert "Latvia must submit its plan" in str(found[0]["DESCRIPTION"])


def test_the_pages_show_the_event_and_the_article(service: Service, added: dict[str, Any]) -> None:
    due = next(event for event in added["events"] if event["type"] == "deadline")
    for path in ("/?country=LV", "/deadlines", f"/events/{due['id']}"):
        status, body = call(service, path)
        assert status == 200, path
        # A row that has the day beside the title does not say it twice.
        assert due["title"].partition(", due by")[0] in body.decode(), path
    status, body = call(service, f"/articles/{added['article']['id']}")
    assert status == 200
    assert "<mark" in body.decode()


def test_reminders_come_after_a_confirmation_once_and_stop_at_one_click(
    service: Service, added: dict[str, Any]
) -> None:
    address = "alice@example.org"
    due = next(event for event in added["events"] if event["type"] == "deadline")
    done = service.command("subscribe", address, "--country", "LV", "--deadline", "true")
    assert done.returncode == 0, done.stderr
    remind(service, "2031-06-23T09:00:00Z")
    mails = service.inbox.wait_for(address, 1)
    assert len(mails) == 1, "before the confirmation nothing but its own mail leaves"

    confirm(service, mails[0])
    remind(service, "2031-06-23T09:00:00Z")
    remind(service, "2031-06-23T09:05:00Z")
    mails = service.inbox.wait_for(address, 2)
    assert len(mails) == 2, "one mail for one lead time, however often the tick comes"
    mail = mails[1]
    what = due["title"].partition(", due by")[0]
    assert subject(mail) == f"Due in 7 days: {what}, 30 June 2031"
    text = mail.get_body(("plain",))
    assert text is not None
    assert "Latvia must submit its plan" in text.get_content()

    link = str(mail["List-Unsubscribe"]).split("<")[1].split(">")[0]
    assert post_form(link, {"List-Unsubscribe": "One-Click"}) == 200
    remind(service, "2031-06-29T09:00:00Z")
    assert len(service.inbox.to(address)) == 2


def test_bad_input_is_one_sentence_and_changes_nothing(service: Service) -> None:
    before = json.loads(call(service, "/api/v1/events?limit=1")[1])["total"]
    status, body = call(service, "/api/v1/articles", {"text": "They met in Riga on Monday."})
    assert status == 422
    assert set(json.loads(body)) == {"error", "guess"}
    done = service.command("add", "-", "--published", "17.7.", text="They met in Riga on Monday.")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "2025-07-17" in done.stderr
    assert json.loads(call(service, "/api/v1/events?limit=1")[1])["total"] == before


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_who_comes_through_a_proxy_is_not_the_person_at_the_machine(
    service: Service, header: str
) -> None:
    """The server itself must hand these headers on: a test client has none in between."""
    status, _ = call(service, "/api/v1/articles", {"text": ARTICLE}, {header: "203.0.113.9"})
    assert status == 401


def remind(service: Service, now: str) -> None:
    done = service.command("remind", "--now", now)
    assert done.returncode == 0, done.stderr


def confirm(service: Service, mail: EmailMessage) -> None:
    """Follow the link in the mail as a person does: open it, press the button if there is one."""
    text = mail.get_body(("plain",))
    assert text is not None
    found = re.search(rf"{re.escape(service.url)}/reminders/confirm/\S+", text.get_content())
    assert found, text.get_content()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = opener.open(found.group(), timeout=30).read().decode()
    form = re.search(r'<form[^>]*method="post"[^>]*>(.*?)</form>', page, re.DOTALL | re.IGNORECASE)
    if form:
        fields = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', form.group(1)))
        data = urllib.parse.urlencode(fields).encode()
        assert opener.open(found.group(), data=data, timeout=30).status == 200


def subject(mail: EmailMessage) -> str:
    return str(mail["Subject"])
