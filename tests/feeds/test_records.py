"""The contract's JSON object of an event, and CSV that a spreadsheet can open without harm."""

import csv
import io
import json
from datetime import date

import pytest

from tests.core.samples import NOW, a_source, an_event
from timeline.core.event import Outcome, Participant, Revision, Status
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.feeds import records

KEYS = {
    "id", "type", "title", "start", "end", "precision", "edtf", "deadline", "status",
    "participants", "place", "evidence", "timex", "confidence", "outcome", "sources", "history",
}  # fmt: skip


def test_a_record_has_the_keys_of_the_contract() -> None:
    event = an_event(sources=(a_source(),), outcome=Outcome.OPEN)
    told = records.event_record(event)
    assert set(told) == KEYS
    assert told["outcome"] == "open"
    assert json.loads(records.to_json([event])) == [told]


def test_no_events_are_an_empty_list() -> None:
    assert json.loads(records.to_json([])) == []


def test_history_names_old_and_new_dates_as_start_and_end() -> None:
    old = unit(date(2025, 7, 17), Precision.DAY)
    moved = Revision(at=NOW, by="article:a1", what="date", old=old, new="unknown", evidence="Off.")
    told = records.event_record(an_event(history=(moved,)))
    history = told["history"]
    assert isinstance(history, list)
    assert history[0]["old"] == {"start": "2025-07-17", "end": "2025-07-18"}
    assert history[0]["new"] == "unknown"


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
def test_a_cell_is_never_a_formula(title: str) -> None:
    event = an_event(participants=(Participant(name=title.strip() or "x"),), place=title)
    text = records.to_csv([event]).decode()
    row = next(csv.DictReader(io.StringIO(text, newline="")))
    assert row["place"].startswith("'")


def test_csv_has_one_row_an_event_and_crlf() -> None:
    text = records.to_csv([an_event("e1"), an_event("e2", status=Status.CANCELLED)]).decode()
    assert text.count("\r\n") == 3
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["id"] for row in rows] == ["e1", "e2"]
    assert rows[1]["status"] == "cancelled"
