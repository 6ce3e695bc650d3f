"""What an article says is data: no page or mail runs it, no header or table cell is made of it."""

import csv
import io
import logging
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from tests.core.samples import a_source, an_event
from tests.store.build import keep
from tests.tasks.mailing import WEEK_BEFORE, a_deadline, run, set_up
from timeline import log
from timeline.core.event import Event, Participant
from timeline.core.reminder import Subscriber
from timeline.mail.transport import Outbox
from timeline.store.engine import Database

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}</title></textarea>"
LINK = 'https://a.example/"onmouseover="alert(1)/\'><script>'
FORMULA = '=HYPERLINK("https://evil.example")'
HEADER = "A pact\r\nBcc: eve@evil.example\r\n\r\nEND:VEVENT\r\nBEGIN:VEVENT"


def hostile(title: str = HOSTILE, place: str = HOSTILE) -> Event:
    """An event that says nothing good; that a title is one line, the event itself sees to."""
    return an_event(
        "e1",
        title=title,
        place=place,
        participants=(Participant(name=place, role=place),),
        sources=(a_source("a1", quote=place, title=title, url=LINK),),
    )


class Looked(HTMLParser):
    """What a browser would run or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        scripts = tag == "script" and not (given.get("src") or "").startswith("/static/")
        if (scripts and given.get("type") != "application/json") or (
            tag == "img" and given.get("src") == "x"
        ):
            self.found.append(f"<{tag} {given}>")
        for name, value in attrs:
            leads = name in {"href", "src", "action", "formaction"}
            scheme = (value or "").strip().casefold().partition(":")[0]
            if value == "data:,":
                continue  # the icon that there is not
            if name.startswith("on") or (leads and scheme in {"javascript", "data", "vbscript"}):
                self.found.append(f"{tag} {name}={value}")


def runs(page: str) -> list[str]:
    looked = Looked()
    looked.feed(page)
    return looked.found


def test_the_look_itself_finds_what_would_run() -> None:
    assert len(runs(HOSTILE.removeprefix("\"'>"))) == 3
    assert runs("<a href=' JavaScript:alert(1)'>") == ["a href= JavaScript:alert(1)"]


@pytest.fixture
def full(client: FlaskClient, sqlite_database: Database) -> FlaskClient:
    with sqlite_database.write() as session:
        keep(session, hostile())
    return client


PAGES = [
    "/", "/?view=list", "/?view=month", "/?event=e1", "/?group=who", "/?group=source",
    "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/?type=%3Cscript%3E", "/?who=%3Cscript%3E",
    "/events/e1", "/events/e1/edit", "/articles/a1", "/queue", "/embed", "/add", "/sources",
    "/events/new", "/about", "/reminders", "/subscribe", "/sign-in", "/%3Cscript%3Ealert(1)",
    "/f/%3Cscript%3E.ics", "/reminders/%3Cscript%3E", "/add?url=javascript:alert(1)",
    "/sign-in?next=javascript:alert(1)",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_page_runs_what_an_article_or_an_address_says(full: FlaskClient, path: str) -> None:
    answer = full.get(path, follow_redirects=True)
    assert answer.status_code < 500
    assert runs(answer.text) == []
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_no_mail_takes_a_title_for_a_header_or_runs_it(
    sqlite_database: Database, alice: Subscriber
) -> None:
    sent = Outbox()
    sources = hostile(place=HEADER).sources
    shown = [a_deadline(title=HOSTILE, place=HEADER, sources=sources)]
    set_up(sqlite_database, replace(alice, leads=(7,)), shown=tuple(shown))
    run(sqlite_database, sent, WEEK_BEFORE)
    [mail] = sent.sent
    assert mail["Bcc"] is None
    assert "\n" not in str(mail["Subject"])
    head = mail.as_bytes().partition(b"\r\n\r\n")[0]
    assert not [line for line in head.splitlines() if line.lower().startswith(b"bcc")]
    html = mail.get_body(("html",))
    assert html is not None
    assert runs(html.get_content()) == []


@pytest.mark.parametrize("path", ["/calendar.ics", "/events/e1.ics", "/calendar.ics?rich=1"])
def test_no_title_begins_an_event_of_its_own(
    client: FlaskClient, sqlite_database: Database, path: str
) -> None:
    with sqlite_database.write() as session:
        keep(session, hostile(place=HEADER))
    lines = client.get(path).text.split("\r\n")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert not [line for line in lines if line.startswith("Bcc")]
    assert all("\n" not in line and "\r" not in line for line in lines)


@pytest.mark.parametrize("title", [FORMULA, "+1", "-1", "@x", "\t=1", "＝1+1"])
def test_no_cell_of_a_table_is_a_formula(
    client: FlaskClient, sqlite_database: Database, title: str
) -> None:
    with sqlite_database.write() as session:
        keep(session, hostile(title=title.strip(), place=title))
    [_, row] = csv.reader(io.StringIO(client.get("/events.csv").text))
    assert f"'{title}" in row
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "＝"))]


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_request_writes_a_line_of_the_log(
    full: FlaskClient, capfd: pytest.CaptureFixture[str], form: log.Form
) -> None:
    before = logging.root.handlers[:]
    log.configure(form=form)
    full.get("/events/x%0d%0aforged", headers={"User-Agent": "x"})
    full.get("/api/v1/events/%0aforged?q=%0aforged")
    full.post("/api/v1/articles", data="\r\nforged", content_type="application/json")
    logging.root.handlers[:] = before
    assert not [line for line in capfd.readouterr().err.splitlines() if line.startswith("forged")]
