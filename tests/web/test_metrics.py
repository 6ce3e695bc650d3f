"""What the service holds and how it answers, as Prometheus reads it."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from tests.core.samples import NOW, a_source, an_event
from tests.store.build import keep
from tests.web.test_health import client_of
from timeline.core.reminder import Reminder, Subscriber
from timeline.store import marks, outbox, subscribers
from timeline.store.engine import Database

Figures = dict[tuple[str, ...], float]


def read(client: FlaskClient) -> Figures:
    """Each sample by its name and the values of its labels."""
    got = client.get("/metrics")
    assert got.status_code == 200
    assert got.mimetype == "text/plain"
    return {
        (one.name, *one.labels.values()): one.value
        for family in text_string_to_metric_families(got.text)
        for one in family.samples
    }


@pytest.fixture
def client(database: Database, tmp_path: Path) -> FlaskClient:
    return client_of(database, tmp_path)


def test_articles_and_events_are_those_of_the_store(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        keep(session, an_event("a"), an_event("b", sources=(a_source("two"),)))
        marks.set_mark(session, marks.BEAT, NOW)
    found = read(client)
    assert found["timeline_database_up",] == 1
    assert found["timeline_articles",] == 2
    assert found["timeline_events",] == 2
    assert found["timeline_scheduler_beat_timestamp_seconds",] == NOW.timestamp()


# minutes after which the reminder was due, whether it was sent; waiting, due, late, sent
REMINDERS = [
    (5, False, (1, 0, 0, 0)),
    (-5, False, (1, 1, 0, 0)),
    (-15, False, (1, 1, 1, 0)),
    (-15, True, (0, 0, 0, 1)),
]


@pytest.mark.parametrize(("minutes", "is_sent", "expected"), REMINDERS)
def test_reminders_are_told_by_what_became_of_them(
    database: Database,
    client: FlaskClient,
    alice: Subscriber,
    minutes: int,
    is_sent: bool,
    expected: tuple[int, ...],
) -> None:
    event = an_event("a")
    due_at = NOW + timedelta(minutes=minutes)
    reminder = Reminder(event=event, subscriber=alice, lead=1, due_on=NOW.date(), due_at=due_at)
    with database.write() as session:
        keep(session, event)
        subscribers.save_subscriber(session, alice)
        outbox.put_reminder(session, reminder, NOW)
        if is_sent:
            mail = outbox.find_mails(session)[0]
            outbox.mark_sent(session, mail.id, NOW)
    found = read(client)
    states = ("waiting", "due", "late", "sent")
    assert tuple(found["timeline_reminders", one] for one in states) == expected


def test_requests_and_feeds_are_counted_as_they_are_answered(client: FlaskClient) -> None:
    tag = client.get("/calendar.ics").headers["ETag"]
    client.get("/calendar.ics", headers={"If-None-Match": tag})
    client.get("/nowhere")
    found = read(client)
    assert found["timeline_feed_hits_total", "feed.calendar", "200"] == 1
    assert found["timeline_feed_hits_total", "feed.calendar", "304"] == 1
    assert found["timeline_request_seconds_count", "feed.calendar", "GET", "304"] == 1
    assert found["timeline_request_seconds_count", "nowhere", "GET", "404"] == 1


def test_no_address_of_a_private_feed_is_told(client: FlaskClient) -> None:
    client.get("/f/secret-token.ics")
    text = client.get("/metrics").text
    assert "secret-token" not in text
    assert 'endpoint="subscribe_feed.' in text


def test_a_database_that_is_away_is_told(tmp_path: Path) -> None:
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2")
    found = read(client_of(away, tmp_path))
    assert found["timeline_database_up",] == 0
    assert ("timeline_events",) not in found
    away.dispose()


ONE_PROCESS = """
import sys
from pathlib import Path
from tests.web.test_health import client_of
from timeline.store.engine import Database
client = client_of(Database(sys.argv[1]), Path(sys.argv[2]))
client.get("/calendar.ics")
print(client.get("/metrics").text)
"""


def test_what_several_processes_answered_is_added_up(sqlite_url: str, tmp_path: Path) -> None:
    shared = tmp_path / "metrics"
    shared.mkdir()
    told = ""
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", ONE_PROCESS, sqlite_url, str(tmp_path)],
            env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(shared)},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        told = done.stdout
    assert 'timeline_feed_hits_total{feed="feed.calendar",status="200"} 2.0' in told
