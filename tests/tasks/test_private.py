"""Private feeds: an address that nobody can guess, kept nowhere, and ended for ever."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.conftest import NOW
from timeline.core.errors import BadInput, NotFound
from timeline.core.filter import Filter
from timeline.store.engine import Database
from timeline.store.feeds import PrivateFeed
from timeline.tasks import private

LATVIA = Filter(country=("LV",), deadline=True)


def make(database: Database, name: str = "Baltic desk") -> tuple[PrivateFeed, str]:
    options = (("alarms", "7"), ("alarms", "1"), ("todo", "1"))
    return private.make_feed(database, name=name, chosen=LATVIA, options=options, now=NOW)


def test_the_token_opens_what_was_saved(database: Database) -> None:
    feed, token = make(database)
    opened = private.open_feed(database, token, now=NOW)
    assert (opened.name, opened.filter, opened.options) == (feed.name, LATVIA, feed.options)


def test_tokens_are_long_and_never_the_same(sqlite_database: Database) -> None:
    tokens = {make(sqlite_database)[1] for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) == 32 for token in tokens)  # 192 bits in base 64


def test_the_token_itself_is_kept_nowhere(sqlite_database: Database) -> None:
    _, token = make(sqlite_database)
    with sqlite_database.read() as session:
        rows = session.execute(text("SELECT * FROM feed")).all()
    assert len(rows) == 1
    assert token not in repr(rows)


def test_the_last_use_is_noted_once_a_minute(database: Database) -> None:
    _, token = make(database)
    assert private.list_feeds(database)[0].used_at is None
    for seconds, noted in ((0, 0), (30, 0), (90, 90)):
        private.open_feed(database, token, now=NOW + timedelta(seconds=seconds))
        assert private.list_feeds(database)[0].used_at == NOW + timedelta(seconds=noted)


def test_a_revoked_feed_is_gone_for_ever_and_still_listed(database: Database) -> None:
    feed, token = make(database)
    for hours in (1, 2):
        private.revoke_feed(database, feed.id, now=NOW + timedelta(hours=hours))
    with pytest.raises(private.Revoked, match="was revoked"):
        private.open_feed(database, token, now=NOW)
    assert private.list_feeds(database)[0].revoked_at == NOW + timedelta(hours=1)


def test_what_never_was_is_not_found(sqlite_database: Database) -> None:
    with pytest.raises(NotFound, match="no feed at this address"):
        private.open_feed(sqlite_database, "x" * 32, now=NOW)
    with pytest.raises(NotFound, match="no private feed"):
        private.revoke_feed(sqlite_database, "x", now=NOW)


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\x00b"])
def test_a_name_is_something_to_read(sqlite_database: Database, name: str) -> None:
    with pytest.raises(BadInput, match="cannot use the name"):
        make(sqlite_database, name)


def test_the_newest_stands_first(sqlite_database: Database) -> None:
    for hours, name in enumerate(("first", "second")):
        private.make_feed(
            sqlite_database,
            name=name,
            chosen=Filter(),
            options=(),
            now=NOW + timedelta(hours=hours),
        )
    assert [one.name for one in private.list_feeds(sqlite_database)] == ["second", "first"]
