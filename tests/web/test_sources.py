"""Watched sources on the page: one more, how far they are, what went wrong, no longer."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.web.conftest import csrf
from timeline.core.watched import Found, SourceKind, Watched
from timeline.store import sources
from timeline.store.engine import Database

FEED = "https://news.example/feed"


def add(client: FlaskClient, url: str, every: str = "1h") -> tuple[int, str]:
    sent = {"csrf_token": csrf(client, "/sources"), "url": url, "every": every}
    answer = client.post("/sources", data=sent)
    return answer.status_code, answer.text


def watched(database: Database) -> list[Watched]:
    with database.read() as session:
        return sources.find_sources(session)


def test_an_address_is_watched_looked_at_at_once_and_removed(
    client: FlaskClient, sqlite_database: Database
) -> None:
    assert add(client, FEED)[0] == 303
    assert add(client, "webcal://news.example/c.ics", "1d")[0] == 303
    assert add(client, FEED, "6h")[0] == 303
    second, first = watched(sqlite_database)
    assert (first.location, first.every) == (FEED, timedelta(hours=6))
    assert second.location == "https://news.example/c.ics"
    page = client.get("/sources").text
    assert FEED in page
    assert "every 6 hours" in page
    assert "every day" in page
    token = {"csrf_token": csrf(client, "/sources")}
    assert client.post(f"/sources/{first.id}/check", data=token).status_code == 303
    assert client.post(f"/sources/{first.id}/pause", data=token).status_code == 303
    page = client.get("/sources").text
    assert "Paused since 2025-07-18 09:00 UTC" in page
    assert f"/sources/{first.id}/resume" in page
    assert client.post(f"/sources/{first.id}/resume", data=token).status_code == 303
    assert "Paused" not in client.get("/sources").text
    assert client.post(f"/sources/{first.id}/remove", data=token).status_code == 303
    assert watched(sqlite_database) == [second]
    assert client.post(f"/sources/{first.id}/remove", data=token).status_code == 404


@pytest.mark.parametrize(
    "url", ["", "/etc", "file:///etc/passwd", "ftp://a.example", "http://u:p@a.example/"]
)
def test_what_is_no_public_address_is_refused_and_stays_typed(
    client: FlaskClient, sqlite_database: Database, url: str
) -> None:
    status, page = add(client, url)
    assert status == 422
    assert "Nothing was added" in page
    assert f'value="{url}"' in page
    assert watched(sqlite_database) == []


def test_what_a_folder_has_that_is_no_article_is_named_with_the_reason(
    client: FlaskClient, sqlite_database: Database, tmp_path: Path
) -> None:
    with sqlite_database.write() as session:
        source, _ = sources.add_source(
            session, str(tmp_path), every=timedelta(hours=1), now=NOW, kind=SourceKind.FOLDER
        )
        found = [Found(key="a", location="/in/a.jpg", skipped="it is no article by its name")]
        sources.save_look(session, source, found, now=NOW)
        assert sources.claim_entry(session, NOW, timedelta(minutes=1)) is None, "it is not tried"
    page = client.get("/sources").text
    assert "0</b> read, 1 skipped." in page
    assert "/in/a.jpg: It is no article by its name." in page


def test_progress_refusals_and_the_last_error_are_shown(
    client: FlaskClient, sqlite_database: Database, tmp_path: Path
) -> None:
    with sqlite_database.write() as session:
        source, _ = sources.add_source(
            session, str(tmp_path), every=timedelta(hours=1), now=NOW, kind=SourceKind.FOLDER
        )
        found = [Found(key=str(n), location=f"/in/{n}.txt") for n in range(3)]
        sources.save_look(session, source, found, now=NOW)
        one = sources.claim_entry(session, NOW, timedelta(minutes=1))
        assert one is not None
        sources.mark_refused(session, one.id, "it is <empty>")
    page = client.get("/sources").text
    assert "1 of 3" in page
    assert "It is &lt;empty&gt;." in page
    assert 'http-equiv="refresh"' in page, "while something is read the counts are live"
