"""Private feeds: a saved filter under an address that nobody can guess, until it is revoked."""

import secrets
from collections.abc import Callable
from datetime import datetime

from timeline.core.errors import BadInput, NotFound, StoreUnavailable
from timeline.core.filter import Filter
from timeline.store import feeds
from timeline.store.engine import Database
from timeline.store.feeds import Params, PrivateFeed
from timeline.store.ids import new_id

MOST_NAME = 100
_TOKEN = 24  # random octets: 192 bits


class Revoked(NotFound):
    """The feed of this address was ended (HTTP 410)."""


def make_feed(
    database: Database,
    *,
    name: str,
    chosen: Filter,
    options: Params,
    now: datetime,
    ids: Callable[[], str] = new_id,
) -> tuple[PrivateFeed, str]:
    """A new private feed and its token, which is shown once and kept nowhere.

    Raises BadInput for a name that is empty or over MOST_NAME letters.
    """
    named = " ".join(name.split())
    if not named or len(named) > MOST_NAME or not named.isprintable():
        raise BadInput(f"cannot use the name {named[:40]!r}: give one of up to {MOST_NAME} letters")
    token = secrets.token_urlsafe(_TOKEN)
    feed = PrivateFeed(id=ids(), name=named, filter=chosen, options=options, created_at=now)
    with database.write() as session:
        feeds.save_feed(session, feed, token)
    return feed, token


def list_feeds(database: Database) -> list[PrivateFeed]:
    """Every private feed, the newest first; revoked ones too."""
    with database.read() as session:
        return feeds.find_feeds(session)


def revoke_feed(database: Database, feed_id: str, *, now: datetime) -> PrivateFeed:
    """End the feed for ever; a second time changes nothing. Raises NotFound."""
    with database.write() as session:
        return feeds.revoke_feed(session, feed_id, now)


def open_feed(database: Database, token: str, *, now: datetime) -> PrivateFeed:
    """The feed of the token, whose use is noted.

    Raises Revoked for one that was ended, NotFound for one that never was.
    """
    with database.read() as session:
        feed = feeds.find_feed(session, token)
    if feed is None:
        raise NotFound("there is no feed at this address: it may have been copied only in part")
    if feed.revoked_at is not None:
        raise Revoked("this feed was revoked: ask whoever gave you its address for another one")
    if not feeds.is_noted(feed, now):
        try:
            with database.write() as session:
                feeds.note_use(session, feed, now)
        except StoreUnavailable:
            return feed  # that it was used is worth less than the feed
    return feed
