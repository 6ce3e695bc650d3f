"""Watched sources, and what was found in each: waiting, read or refused, once."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from timeline.core.errors import NotFound
from timeline.core.watched import Found, SourceKind, Watched
from timeline.store.engine import Session
from timeline.store.ids import new_id
from timeline.store.tables import SourceEntryRow, SourceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many entries of a source wait, were read, known already, refused, and left unread."""

    waiting: int = 0
    read: int = 0
    known: int = 0
    refused: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """An entry that somebody reads now. `seen_at` is when the source first had it."""

    id: str
    source_id: str
    found: Found
    seen_at: datetime
    attempts: int


def add_source(
    session: Session,
    location: str,
    *,
    every: timedelta,
    now: datetime,
    kind: SourceKind | None = None,
    ids: Callable[[], str] = new_id,
) -> tuple[Watched, bool]:
    """The source at that place, watched from now on, and whether it is new.

    A known one is looked at as often as is asked now.
    """
    row = session.scalar(select(SourceRow).where(SourceRow.location == location))
    is_new = row is None
    if row is None:
        row = SourceRow(id=ids(), location=location, kind=kind, title="", added_at=now, failures=0)
        row.digest = ""
        session.add(row)
    row.every, row.next_at = int(every.total_seconds()), now
    session.flush()
    return _watched(row), is_new


def remove_source(session: Session, source: str) -> Watched:
    """Watch the source no longer; it is named by its id or place. Its articles stay.

    Raises NotFound.
    """
    row = _named(session, source)
    gone = _watched(row)
    session.delete(row)
    session.flush()
    return gone


def pause_source(session: Session, source: str, at: datetime | None) -> Watched:
    """Leave the source and all that waits of it alone from `at` on, no longer where None.

    It is named by its id or place. Raises NotFound.
    """
    row = _named(session, source)
    row.paused_at = at
    session.flush()
    return _watched(row)


def find_sources(session: Session) -> list[Watched]:
    """Every watched source, the first added first."""
    query = select(SourceRow).order_by(SourceRow.added_at, SourceRow.location)
    return [_watched(row) for row in session.scalars(query)]


def find_progress(session: Session) -> dict[str, Progress]:
    """How far the reading of each source is, by its id."""
    entry = SourceEntryRow
    closed = and_(entry.next_at.is_(None), entry.error.is_not(None))
    query = select(
        entry.source_id,
        func.count().filter(entry.next_at.is_not(None)),
        func.count().filter(entry.article_id.is_not(None), entry.is_new),
        func.count().filter(entry.next_at.is_(None), entry.error.is_(None), ~entry.is_new),
        func.count().filter(closed, entry.attempts > 0),
        func.count().filter(closed, entry.attempts == 0),
    ).group_by(entry.source_id)
    return {
        source_id: Progress(
            waiting=waiting, read=read, known=known, refused=refused, skipped=skipped
        )
        for source_id, waiting, read, known, refused, skipped in session.execute(query)
    }


def find_refused(session: Session, source_id: str, limit: int = 20) -> list[tuple[str, str]]:
    """What was refused or skipped of a source, the last found first: where it stands, and why."""
    query = (
        select(SourceEntryRow.location, SourceEntryRow.error)
        .where(SourceEntryRow.source_id == source_id, SourceEntryRow.error.is_not(None))
        .where(SourceEntryRow.next_at.is_(None))
        .order_by(SourceEntryRow.seen_at.desc(), SourceEntryRow.location, SourceEntryRow.id)
        .limit(limit)
    )
    return [(location, str(error)) for location, error in session.execute(query)]


def ask_now(session: Session, source_id: str, now: datetime) -> None:
    """Look at the source as soon as may be."""
    session.execute(update(SourceRow).where(SourceRow.id == source_id).values(next_at=now))


def claim_source(session: Session, now: datetime, lease: timedelta) -> Watched | None:
    """The next source that is to be looked at, claimed until `now + lease`; None where none is."""
    free = _is_free(SourceRow.claimed_until, now, lease)
    may = and_(SourceRow.next_at <= now, SourceRow.paused_at.is_(None), free)
    row = session.scalar(
        select(SourceRow).where(may).order_by(SourceRow.next_at, SourceRow.id).limit(1)
    )
    if row is None:
        return None
    row.claimed_until = now + lease
    session.flush()
    return _watched(row)


def save_look(
    session: Session, watched: Watched, found: Iterable[Found] = (), *, now: datetime
) -> list[Found]:
    """Keep what a look at the source showed, and what is new in it; that is given back."""
    row = session.get(SourceRow, watched.id)
    if row is None:
        return []  # nobody wants it any more
    row.kind, row.title, row.digest = watched.kind, watched.title, watched.digest
    row.checked_at, row.changed_at, row.next_at = now, watched.changed_at, watched.next_at
    row.etag, row.last_modified = watched.etag, watched.last_modified
    row.failures, row.error, row.claimed_until = watched.failures, watched.error, None
    named = {_key(one.key): one for one in found}
    query = select(SourceEntryRow.key).where(SourceEntryRow.source_id == watched.id)
    known = set(session.scalars(query))
    fresh = {key: one for key, one in named.items() if key not in known}
    session.add_all(_entry(watched.id, key, one, now) for key, one in fresh.items())
    session.flush()
    return list(fresh.values())


def claim_entry(session: Session, now: datetime, lease: timedelta) -> Claimed | None:
    """The next entry that is to be read, claimed until `now + lease`; None where there is none."""
    entry = SourceEntryRow
    may = and_(entry.next_at <= now, _is_free(entry.claimed_until, now, lease))
    row = session.scalar(
        select(entry)
        .join(SourceRow, SourceRow.id == entry.source_id)
        .where(may, SourceRow.paused_at.is_(None))
        .order_by(entry.next_at, entry.published, entry.location, entry.id)
        .limit(1)
    )
    if row is None:
        return None
    row.claimed_until, row.attempts = now + lease, row.attempts + 1
    session.flush()
    found = Found(
        key=row.key,
        location=row.location,
        title=row.title,
        published=row.published,
        content=row.content,
    )
    return Claimed(
        id=row.id,
        source_id=row.source_id,
        found=found,
        seen_at=row.seen_at,
        attempts=row.attempts,
    )


def mark_read(session: Session, entry_id: str, article_id: str, *, is_new: bool) -> None:
    """Record the article that the entry became, or was already."""
    row = session.get(SourceEntryRow, entry_id)
    if row is not None:
        row.article_id, row.is_new, row.error, row.content = article_id, is_new, None, ""
        row.next_at, row.claimed_until = None, None
        session.flush()


def mark_refused(
    session: Session, entry_id: str, error: str, *, retry_at: datetime | None = None
) -> None:
    """Record why the entry became no article; it is tried again at `retry_at`, never where None."""
    row = session.get(SourceEntryRow, entry_id)
    if row is not None:
        row.error, row.next_at, row.claimed_until = error, retry_at, None
        row.content = row.content if retry_at else ""
        session.flush()


def put_off(session: Session, entry_id: str, until: datetime) -> None:
    """Give the entry back untried: it is not read before `until`."""
    row = session.get(SourceEntryRow, entry_id)
    if row is not None:
        row.next_at, row.claimed_until, row.attempts = until, None, row.attempts - 1
        session.flush()


def _named(session: Session, source: str) -> SourceRow:
    row = session.scalar(
        select(SourceRow).where(or_(SourceRow.id == source, SourceRow.location == source))
    )
    if row is None:
        raise NotFound(f"{source!r} is not watched: `timeline watch list` shows what is")
    return row


def _entry(source_id: str, key: str, found: Found, now: datetime) -> SourceEntryRow:
    return SourceEntryRow(
        id=new_id(),
        source_id=source_id,
        key=key,
        location=found.location,
        title=found.title,
        published=found.published,
        content=found.content,
        seen_at=now,
        next_at=None if found.skipped else now,
        error=found.skipped,  # what was never tried and will not be
        attempts=0,
        is_new=False,
    )


def _key(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _is_free(
    until: InstrumentedAttribute[datetime | None], now: datetime, lease: timedelta
) -> ColumnElement[bool]:
    # A claim far ahead was made under a clock that was put back since.
    return or_(until.is_(None), until <= now, until > now + 2 * lease)


def _watched(row: SourceRow) -> Watched:
    return Watched(
        id=row.id,
        location=row.location,
        every=timedelta(seconds=row.every),
        added_at=row.added_at,
        next_at=row.next_at,
        kind=row.kind,
        title=row.title,
        checked_at=row.checked_at,
        changed_at=row.changed_at,
        etag=row.etag,
        last_modified=row.last_modified,
        digest=row.digest,
        failures=row.failures,
        error=row.error,
        paused_at=row.paused_at,
    )
