"""One event, many articles, as the pages, the API and the calendar tell it, on both databases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.core.samples import until
from tests.extract.tellings import LAW, day, tells
from tests.tasks.fakes import Found
from timeline.config import Config
from timeline.core.article import Article
from timeline.core.event import Change, Mention, Status
from timeline.mail.transport import Outbox
from timeline.store.engine import Database
from timeline.web import create_app

ELEVENTH = day("2025-08-11")


@dataclass
class Scripted:
    """Reads in each article the one thing that the test says it tells."""

    told: dict[str, Mention]

    def read(self, article: Article) -> Found:
        return Found(mentions=(self.told[article.text],))

    def explain(self, article: Article) -> str:
        """In words."""
        return article.text


Tell = Callable[..., dict[str, Any]]


@pytest.fixture
def reader() -> Scripted:
    return Scripted(told={})


@pytest.fixture
def app(database: Database, config: Config, reader: Scripted) -> Flask:
    """The application on each database in turn, at 18 July 2025."""
    return create_app(config, database=database, reader=reader, transport=Outbox(), now=lambda: NOW)


@pytest.fixture
def tell(client: FlaskClient, reader: Scripted) -> Tell:
    """An article of that day is added by the API; the event that it tells, as it is then."""

    def add(published: str, **values: Any) -> dict[str, Any]:
        quote = values.get("quote", f"This was told on {published}.")
        reader.told[quote] = tells(**{"interval": ELEVENTH, **values, "quote": quote})
        body = {"text": quote, "published": published, "lang": "en", "title": f"Of {published}"}
        added = client.post("/api/v1/articles", json=body)
        assert added.status_code == 201, added.text
        (event,) = (added.json or {})["events"]
        return dict(client.get(f"/api/v1/events/{event['id']}").json or {})

    return add


def in_calendar(client: FlaskClient, event_id: str) -> icalendar.Component:
    (found,) = icalendar.Calendar.from_ical(client.get(f"/events/{event_id}.ics").data).walk(
        "VEVENT"
    )
    return found


def test_what_two_articles_tell_is_one_event_with_both_sources(
    client: FlaskClient, tell: Tell
) -> None:
    first = tell("2025-07-01", quote="Merz will travel to London on 11 August.")
    both = tell("2025-07-03", quote="Starmer receives Merz in London on 11 August.")
    assert both["id"] == first["id"]
    assert [one["published"] for one in both["sources"]] == ["2025-07-01", "2025-07-03"]
    page = client.get(f"/events/{first['id']}").text
    for quote in ("Merz will travel to London", "Starmer receives Merz"):
        assert quote in page
    listed = client.get("/api/v1/events").json
    assert listed
    assert listed["total"] == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_date_that_moved_is_the_present_one_and_the_former_stands_in_the_history(
    client: FlaskClient, tell: Tell, order: tuple[int, int]
) -> None:
    quote = "The visit was moved to 20 August."
    articles: list[dict[str, Any]] = [
        {"published": "2025-07-01"},
        {"published": "2025-07-05", "interval": day("2025-08-20"), "previous": ELEVENTH,
         "change": Change.MOVED, "quote": quote},
    ]  # fmt: skip
    event = [tell(**articles[number]) for number in order][-1]
    assert (event["start"], event["status"]) == ("2025-08-20", "planned")
    (row,) = [one for one in event["history"] if one["what"] == "date"]
    assert (row["old"]["start"], row["new"]["start"]) == ("2025-08-11", "2025-08-20")
    assert (row["by"].partition(":")[0], row["evidence"]) == ("article", quote)
    page = client.get(f"/events/{event['id']}").text
    for said in ("11 August 2025", "20 August 2025", quote):
        assert said in page
    shown = in_calendar(client, event["id"])
    assert shown.decoded("DTSTART") == date(2025, 8, 20)


def test_what_is_called_off_stays_in_the_calendar_as_cancelled_with_a_higher_sequence(
    client: FlaskClient, tell: Tell
) -> None:
    before = in_calendar(client, tell("2025-07-01")["id"])
    event = tell("2025-07-05", status=Status.CANCELLED, quote="The visit is off.")
    assert event["status"] == "cancelled"
    after = in_calendar(client, event["id"])
    assert str(after["STATUS"]) == "CANCELLED"
    assert after["UID"] == before["UID"]
    assert after.decoded("SEQUENCE") > before.decoded("SEQUENCE")
    assert f"UID:{after['UID']}" in client.get("/calendar.ics").text
    page = client.get(f"/events/{event['id']}").text
    assert "The visit is off." in page


def test_the_deadlines_page_tells_promise_due_day_outcome_and_evidence(
    client: FlaskClient, tell: Tell
) -> None:
    promise: dict[str, Any] = {**LAW, "interval": until(date(2025, 7, 10))}
    missing = tell("2025-07-01", **promise)
    assert missing["outcome"] == "unreported", "the clock alone says no more"
    told = promise | {"change": Change.MET, "status": Status.HAPPENED}
    met = tell("2025-07-11", **told, quote="Germany amended its law in time.")
    assert (met["id"], met["outcome"]) == (missing["id"], "met")
    page = client.get("/deadlines").text
    row = page[page.index("<tbody>") : page.index("</tbody>")]
    for said in ("Germany amends its law", "10 July 2025", "o-met", "Germany amended its law"):
        assert said in row
    assert "Germany amended its law in time." in client.get(f"/events/{met['id']}").text


def test_an_extended_deadline_is_due_later_and_keeps_the_day_that_it_had(
    client: FlaskClient, tell: Tell
) -> None:
    first = until(date(2025, 7, 31))
    tell("2025-07-01", **LAW | {"interval": first})
    later = {"interval": until(date(2025, 9, 30)), "previous": first, "change": Change.MOVED}
    event = tell("2025-07-15", **LAW | later, quote="Germany has until 30 September now.")
    assert (event["end"], event["deadline"]) == ("2025-10-01", True)
    assert [one["old"]["end"] for one in event["history"] if one["what"] == "date"] == [
        "2025-08-01"
    ]
    page = client.get("/deadlines").text
    assert "30 September 2025" in page[page.index("<tbody>") : page.index("</tbody>")]


def test_a_merged_away_id_leads_to_the_event_for_ever(client: FlaskClient, tell: Tell) -> None:
    kept = tell("2025-07-01")
    gone = tell("2025-07-03", interval=day("2025-09-03"), title="Merz in London again")
    assert kept["id"] != gone["id"]
    body = {"other": gone["id"], "why": "one trip"}
    merged = client.post(f"/api/v1/events/{kept['id']}/merge", json=body)
    assert merged.status_code == 200, merged.text
    answer = client.get(f"/events/{gone['id']}", follow_redirects=True)
    assert answer.request.path == f"/events/{kept['id']}"
    assert (client.get(f"/api/v1/events/{gone['id']}").json or {})["id"] == kept["id"]
    assert str(in_calendar(client, gone["id"])["UID"]).startswith(kept["id"])
    assert "one trip" in answer.text


def test_the_queue_lists_what_is_unsure_on_the_page_and_in_the_api(
    client: FlaskClient, tell: Tell
) -> None:
    event = tell("2025-07-01", confidence=0.3)
    assert f"/events/{event['id']}/edit" in client.get("/queue").text
    queue = client.get("/api/v1/queue").json or {}
    assert [one["id"] for one in queue["unsure"]] == [event["id"]]
