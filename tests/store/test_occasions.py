"""What is part of what, as the store finds it: told by one article, on both databases."""

from dataclasses import replace
from typing import Any

from tests.core.samples import NOW, a_source, an_event
from tests.store.build import keep
from timeline.core.event import Event, EventType, Hidden
from timeline.store import articles, events, occasions
from timeline.store.engine import Database

BOTH: dict[str, Any] = {"sources": (a_source("a1"),)}
VISIT = an_event("visit", **BOTH)
SIGNING = an_event("signing", type=EventType.SIGNING, **BOTH)
ELSEWHERE = an_event("other", type=EventType.SIGNING, sources=(a_source("a2"),))


def related(database: Database) -> tuple[dict[str, str], list[str]]:
    with database.read() as session:
        found = occasions.find_occasions(session, ["visit", "signing", "other"])
        return found, occasions.find_parts(session, "visit")


def save(database: Database, event: Event) -> None:
    with database.write() as session:
        events.save_event(session, event)


def test_one_article_must_tell_both(database: Database) -> None:
    with database.write() as session:
        keep(session, VISIT, SIGNING, ELSEWHERE)
    assert related(database) == ({"signing": "visit"}, ["signing"])
    with database.write() as session:
        articles.set_deleted(session, "a1", NOW)
    assert related(database) == ({}, [])


def test_what_a_person_rejected_is_no_occasion_and_no_part(database: Database) -> None:
    with database.write() as session:
        keep(session, VISIT, SIGNING)
    save(database, replace(VISIT, hidden=Hidden.REJECTED))
    assert related(database)[0] == {}
    save(database, VISIT)
    save(database, replace(SIGNING, hidden=Hidden.REJECTED))
    assert related(database)[1] == []


def test_a_part_belongs_to_one_occasion_alone(database: Database) -> None:
    with database.write() as session:
        keep(session, VISIT, SIGNING, an_event("talks", type=EventType.MEETING, **BOTH))
    with database.read() as session:
        assert occasions.find_parts(session, "talks") == []
    assert related(database) == ({"signing": "visit"}, ["signing"])
