"""Reminders as posts: signed, in words that Slack, Mattermost and ntfy show, guarded as fetches."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.mail.test_message import a_reminder, written
from tests.serving import in_the_background
from tests.tasks.mailing import run, set_up, subjects
from timeline.core.reminder import Subscriber
from timeline.mail import hook, message
from timeline.mail.hook import Hook, Routes
from timeline.mail.transport import Outbox, PermanentFailure, TemporaryFailure
from timeline.sources.fetch import Fetcher
from timeline.speech.voice import Voice
from timeline.store.engine import Database
from timeline.store.subscribers import find_confirmed
from timeline.tasks.ways import ways

HOST = "127.0.0.1"


@dataclass
class Room:
    """What was posted to a server: path, headers, body. `status` is what it answers."""

    port: int = 0
    status: int = 200
    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def url(self, path: str, scheme: str = "http") -> str:
        return f"{scheme}://{HOST}:{self.port}{path}"

    def read(self) -> dict[str, Any]:
        read = json.loads(self.posts[-1][2])
        assert isinstance(read, dict)
        return read


@pytest.fixture
def room() -> Iterator[Room]:
    kept = Room()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.posts.append((self.path, dict(self.headers), body))
            self.send_response(kept.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    kept.port = server.server_address[1]
    with in_the_background(server):
        yield kept


def posting(room: Room) -> Hook:
    fetcher = Fetcher(allow=[(HOST, room.port)], seconds=5)
    return Hook(lambda url, body, headers: fetcher.post(url, body, headers=headers), "secret")


def to(address: str) -> Any:
    mail = a_reminder()
    del mail["To"]
    mail[hook.TO] = address
    return mail


def test_a_webhook_gets_the_text_and_can_check_who_sent_it(room: Room) -> None:
    address = room.url("/services/T0/B0")
    posting(room).send(to(address))
    ((path, headers, body),) = room.posts
    said = room.read()
    title = "Due in 7 days: Germany to outlaw smuggling boats, 31 December 2025"
    assert path == "/services/T0/B0"
    assert said["title"] == title
    assert said["text"].startswith(f"{title}\nBy 31 December 2025: 7 days are left.")
    assert "https://t.example/events/e1" in said["text"]
    assert "unsubscribe" not in said["text"], "a channel is not to be stopped by its readers"
    key = hook.key_of("secret", address).encode()
    signed = hmac.new(key, body, hashlib.sha256).hexdigest()
    assert headers[hook.SIGNATURE] == f"sha256={signed}"
    assert hook.key_of("secret", address) != hook.key_of("secret", room.url("/other"))


def test_an_ntfy_topic_gets_a_push(room: Room) -> None:
    posting(room).send(to(room.url("/timeline", "ntfy+http")))
    assert room.posts[-1][0] == "/"
    assert room.read()["topic"] == "timeline"
    assert room.read()["title"].startswith("Due in 7 days")
    assert hook.target("ntfy://ntfy.sh/timeline") == "https://ntfy.sh/timeline"


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (404, PermanentFailure),
        (410, PermanentFailure),
        (302, PermanentFailure),
        (429, TemporaryFailure),
        (500, TemporaryFailure),
    ],
)
def test_a_refusal_is_for_good_or_for_now(
    room: Room, status: int, failure: type[Exception]
) -> None:
    room.status = status
    with pytest.raises(failure, match=f"HTTP {status}"):
        posting(room).send(to(room.url("/x")))


def test_no_hook_leads_to_a_private_address(room: Room, tmp_path: Path) -> None:
    way = ways(smtp_url=None, folder=tmp_path, secret="s", base_url="https://t.example")
    with pytest.raises(TemporaryFailure, match="is not fetched"):
        way.send(to(room.url("/x")))
    assert room.posts == []
    assert not list(tmp_path.iterdir()), "what is meant for a hook becomes no mail"


def test_each_goes_its_own_way() -> None:
    mails, posts = Outbox(), Outbox()
    way = Routes(mails, posts)
    way.send(written())
    way.send(to("https://hooks.example/x"))
    assert (len(mails.sent), len(posts.sent)) == (1, 1)


def test_reminders_go_to_a_hook_once_and_stop_when_it_is_gone(
    sqlite_database: Database, alice: Subscriber, room: Room
) -> None:
    set_up(sqlite_database, replace(alice, address=room.url("/x")))
    mails = Outbox()
    for _ in range(2):
        assert run(sqlite_database, Routes(mails, posting(room))).failed == 0
    assert len(room.posts) == 1
    assert subjects(mails) == []
    with sqlite_database.read() as session:
        assert len(find_confirmed(session)) == 1


def test_the_question_whether_posts_are_wanted_is_posted_whole(room: Room) -> None:
    asked = message.confirmation(
        to=room.url("/x"),
        mail_from="Timeline <t@example.org>",
        link="https://t.example/reminders/confirm/x",
        what="every deadline",
        at=written()["Date"].datetime,
        voice=Voice(),
    )
    posting(room).send(asked)
    assert room.read()["text"].count("Somebody, most likely you") == 1
    assert "https://t.example/reminders/confirm/x" in room.read()["text"]
