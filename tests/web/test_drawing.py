"""What the scripts draw from agrees with what the page draws without them."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.core.samples import a_source, an_event
from tests.store.build import keep
from tests.web.view_events import keep_four
from timeline.core.event import EventType
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.store.engine import Database
from timeline.web import drawing

DAY0 = date(1970, 1, 1)


def days(steps: list[int]) -> list[date]:
    """The days that sorted steps stand for."""
    found, day = [], 0
    for step in steps:
        day += step
        found.append(DAY0 + timedelta(days=day))
    return found


def board(client: FlaskClient, query: str = "") -> Any:
    answer = client.get(f"/board.json{query}")
    assert answer.status_code == 200
    return answer.get_json()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than two events are many, so that small stores show what large ones do."""
    monkeypatch.setattr(drawing, "WHOLE", 2)


def test_few_events_come_whole_with_their_lanes(
    client: FlaskClient, sqlite_database: Database
) -> None:
    keep_four(sqlite_database)
    found = board(client)
    assert [lane["key"] for lane in found["lanes"]] == ["meet", "due"]
    assert sorted(line[0] for line in found["marks"]) == ["due", "summit", "visit"]
    due = next(line for line in found["marks"] if line[0] == "due")
    assert due[1:3] == ["due", "dl"]
    assert DAY0 + timedelta(days=due[4]) == date(2026, 1, 1)


def test_a_lane_counts_a_deadline_on_its_day_alone(
    client: FlaskClient, sqlite_database: Database
) -> None:
    keep_four(sqlite_database)
    lane = board(client)["lanes"][1]
    assert days(lane["from"]) == [date(2025, 12, 31)]
    assert days(lane["until"]) == [date(2026, 1, 1)]


@pytest.mark.usefixtures("few")
def test_many_events_come_as_days_and_marks_for_a_stretch_alone(
    client: FlaskClient, sqlite_database: Database
) -> None:
    keep_four(sqlite_database)
    assert "marks" not in board(client)
    found = board(client, "?start=2025-07-01&end=2025-07-31")
    assert [line[0] for line in found["marks"]] == ["visit"]
    assert found["crowded"] == []


@pytest.mark.usefixtures("few")
def test_a_lane_with_too_many_in_the_stretch_is_named(
    client: FlaskClient, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "MOST_OF_LANE", 0)
    keep_four(sqlite_database)
    found = board(client, "?start=2025-07-01&end=2025-07-31")
    assert found == {"marks": [], "crowded": ["meet"]}


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("group", ["kind", "country", "who", "source", "status"])
def test_days_are_the_same_however_many_there_are(
    client: FlaskClient,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    group: str,
) -> None:
    keep_four(sqlite_database)
    many = board(client, f"?group={group}")["lanes"]
    monkeypatch.setattr(drawing, "WHOLE", 2000)
    assert board(client, f"?group={group}")["lanes"] == many


@pytest.mark.usefixtures("few")
def test_a_change_of_the_store_is_seen_at_once(
    client: FlaskClient, sqlite_database: Database
) -> None:
    keep_four(sqlite_database)
    first = client.get("/board.json")
    assert (
        client.get("/board.json", headers={"If-None-Match": first.headers["ETag"]}).status_code
        == 304
    )
    with sqlite_database.write() as session:
        keep(
            session,
            an_event(
                "vote",
                type=EventType.VOTE,
                interval=unit(date(2025, 9, 1), Precision.DAY),
                sources=(a_source("a9"),),
            ),
        )
    assert "law" in [lane["key"] for lane in board(client)["lanes"]]


def test_the_filter_holds_for_the_drawing_too(
    client: FlaskClient, sqlite_database: Database
) -> None:
    keep_four(sqlite_database)
    assert [line[0] for line in board(client, "?country=LV")["marks"]] == ["due"]
