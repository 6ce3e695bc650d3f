"""The pages of articles and events."""

import re
from dataclasses import replace
from datetime import date
from typing import Literal

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NOW
from tests.core.samples import a_source, an_event, until
from tests.store.build import keep
from tests.tasks.fakes import FakeReader
from timeline.config import Config
from timeline.core.article import Anchor, Article
from timeline.core.event import EventType, Revision
from timeline.core.timex import Timex, TimexType
from timeline.mail.transport import Outbox
from timeline.store import events
from timeline.store.engine import Database
from timeline.web import create_app
from timeline.web.marking import around, cut

TEXT = "On 2025-08-01 Germany meets France. It must pay by 2025-09-01. Nothing else."


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 15)), max_size=5))
def test_pieces_joined_are_the_text_again(spans: list[tuple[int, int]]) -> None:
    times = [
        Timex(text=TEXT[start:end], start=start, end=end, type=TimexType.DATE, value="X")
        for start, size in spans
        if (end := min(start + size, len(TEXT))) > start
    ]
    readings = FakeReader().read(Article(text=TEXT, anchor=Anchor(published=date(2025, 7, 17))))
    pieces = cut(TEXT, times, [(one, f"e{n}") for n, one in enumerate(readings.mentions)])
    assert "".join(piece.text for piece in pieces) == TEXT
    for one in times:
        assert any(piece.timex for piece in pieces if piece.text in one.text)


@pytest.mark.parametrize(
    ("text", "start", "end", "before", "after"),
    [("A. B. C.", 3, 5, "A. ", " C."), ("A.\nB.\nC.", 3, 5, "", ""), ("B.", 0, 2, "", "")],
)
def test_what_stands_around_ends_with_the_paragraph(
    text: str, start: int, end: int, before: str, after: str
) -> None:
    assert around(text, start, end) == (before, after)


def test_an_event_page_tells_all_that_is_known(
    client: FlaskClient, sqlite_database: Database
) -> None:
    moved = Revision(
        at=NOW,
        by="article:a1",
        what="date",
        old=until(date(2025, 8, 31)),
        new=until(date(2025, 12, 31)),
        evidence="They got more time.",
    )
    with sqlite_database.write() as session:
        keep(
            session,
            an_event(interval=until(date(2025, 12, 31)), deadline=True, history=(moved,)),
        )
    page = client.get("/events/e1").text
    for words in (
        "by 31 December 2025",
        "166 days left",
        "Merz came to London on Thursday.",
        "by 31 August 2025",
        "They got more time.",
        "../2025-12-31",
        "/events/e1.ics",
        "https://www.example.org/treaty",
    ):
        assert words in page, words


def test_a_visit_and_the_signing_during_it_lead_to_each_other(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.write() as session:
        signing = an_event("e2", type=EventType.SIGNING, title="Merz signs a treaty")
        keep(session, an_event(), signing, replace(signing, id="e3", title="Merz signs a pact"))
    page = client.get("/events/e2").text
    assert '<dt>Part of</dt><dd><a href="/events/e1" dir="auto">Merz visits London</a>' in page
    assert "With it" not in page
    page = client.get("/events/e1").text
    assert '<dt>With it</dt><dd><a href="/events/e2" dir="auto">Merz signs a treaty</a><br>' in page
    assert '<a href="/events/e3" dir="auto">Merz signs a pact</a></dd>' in page
    assert "Part of" not in page
    for name, expected in (("e1", [None, ["e2", "e3"]]), ("e2", ["e1", []])):
        told = client.get(f"/api/v1/events/{name}").get_json()
        assert [told["part_of"], told["parts"]] == expected


def test_a_merged_away_id_leads_on(client: FlaskClient, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        keep(session, an_event("e1"), an_event("e2", sources=(a_source("a2"),)))
        events.absorb(session, "e1", "e2")
    answer = client.get("/events/e2")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/events/e1")


def test_whole_texts_stay_in_where_they_may_not_be_shown(
    sqlite_database: Database, config: Config
) -> None:
    with sqlite_database.write() as session:
        keep(session, an_event())
    hidden = replace(config, full_text="no")
    app = create_app(
        hidden, database=sqlite_database, reader=FakeReader(), transport=Outbox(), now=lambda: NOW
    )
    page = app.test_client().get("/articles/a1").text
    assert "Whole texts are not shown here" in page
    assert "Merz came to London on Thursday." in page


def test_articles_come_a_page_at_a_time(client: FlaskClient, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        keep(session, *(an_event(f"e{n}", sources=(a_source(f"a{n}"),)) for n in range(60)))
    assert "Page 1 of 2" in client.get("/articles").text
    assert "Page 2 of 2" in client.get("/articles?page=2").text
    assert client.get("/articles?page=x").status_code == 200


@pytest.mark.parametrize("choice", ["editors", "no"])
def test_while_nobody_signs_in_nobody_is_an_editor(
    sqlite_database: Database, config: Config, choice: Literal["editors", "no"]
) -> None:
    with sqlite_database.write() as session:
        keep(session, an_event())
    app = create_app(
        replace(config, full_text=choice, host="0.0.0.0"),
        database=sqlite_database,
        reader=FakeReader(),
        transport=Outbox(),
        now=lambda: NOW,
    )
    page = app.test_client().get("/articles/a1").text
    assert '<article class="text"' not in page


@pytest.mark.parametrize(
    ("asked", "shown"), [("0", 1), ("x", 1), ("-1", 1), ("2", 2), ("9" * 30, 2), ("9" * 5000, 2)]
)
def test_any_page_number_has_a_page(
    client: FlaskClient, sqlite_database: Database, asked: str, shown: int
) -> None:
    with sqlite_database.write() as session:
        keep(session, *(an_event(f"e{n}", sources=(a_source(f"a{n}"),)) for n in range(60)))
    answer = client.get(f"/articles?page={asked}")
    assert (answer.status_code, f"Page {shown} of 2" in answer.text) == (200, True)


def test_only_web_addresses_become_links(client: FlaskClient, sqlite_database: Database) -> None:
    bad = replace(a_source(), url="javascript:alert(1)")
    with sqlite_database.write() as session:
        keep(session, an_event(sources=(bad,)))
    for path in ("/events/e1", "/articles/a1"):
        page = client.get(path)
        assert (page.status_code, "javascript:" in page.text) == (200, False), path


def test_a_marked_sentence_leads_to_its_event(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.write() as session:
        keep(session, an_event())
    page = client.get("/articles/a1").text
    assert re.search(r'<mark class="\w+"><a href="/events/e1"', page)
    assert page.count('id="e-e1"') == 1
