"""Private feeds: kept by the digest of their token, listed, used, revoked."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode

from sqlalchemy import select, update

from timeline.core.errors import NotFound
from timeline.core.filter import Filter, from_params, to_params
from timeline.store.engine import Session
from timeline.store.tables import FeedRow

NOTED = timedelta(minutes=1)
"""How exactly it is known when a feed was used last: a use is noted at most so often."""

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateFeed:
    """A saved filter under an address that only its owner knows. `options` are the calendar's."""

    id: str
    name: str
    filter: Filter
    options: Params
    created_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


def save_feed(session: Session, feed: PrivateFeed, token: str) -> None:
    """Keep a new feed; of its token only the digest."""
    session.add(
        FeedRow(
            id=feed.id,
            name=feed.name,
            digest=_digest(token),
            filter=urlencode(to_params(feed.filter)),
            options=urlencode(feed.options),
            created_at=feed.created_at,
            used_at=feed.used_at,
            revoked_at=feed.revoked_at,
        )
    )
    session.flush()


def find_feed(session: Session, token: str) -> PrivateFeed | None:
    """The feed of the token, revoked or not; None where there never was one."""
    row = session.scalar(select(FeedRow).where(FeedRow.digest == _digest(token)))
    return None if row is None else _feed(row)


def find_feeds(session: Session) -> list[PrivateFeed]:
    """Every feed, the newest first."""
    query = select(FeedRow).order_by(FeedRow.created_at.desc(), FeedRow.id.desc())
    return [_feed(row) for row in session.scalars(query)]


def note_use(session: Session, feed: PrivateFeed, now: datetime) -> None:
    """Remember that the feed was fetched at `now`."""
    session.execute(update(FeedRow).where(FeedRow.id == feed.id).values(used_at=now))


def is_noted(feed: PrivateFeed, now: datetime) -> bool:
    """True where a use at `now` needs no note: one stands there that is less than NOTED old."""
    return feed.used_at is not None and feed.used_at <= now < feed.used_at + NOTED


def revoke_feed(session: Session, feed_id: str, now: datetime) -> PrivateFeed:
    """End a feed for ever; a second time changes nothing. Raises NotFound."""
    row = session.get(FeedRow, feed_id)
    if row is None:
        raise NotFound(f"there is no private feed {feed_id!r}")
    if row.revoked_at is None:
        row.revoked_at = now
        session.flush()
    return _feed(row)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _feed(row: FeedRow) -> PrivateFeed:
    return PrivateFeed(
        id=row.id,
        name=row.name,
        filter=from_params(parse_qs(row.filter)).filter,
        options=tuple(
            (name, value) for name, values in parse_qs(row.options).items() for value in values
        ),
        created_at=row.created_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
