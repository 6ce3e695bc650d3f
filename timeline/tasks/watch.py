"""Look at the watched sources that are due, and read what is new in them, each thing once.

1. One source at a time is claimed by a lease and looked at; what is new in it becomes rows that
   wait, in the same transaction as what the look showed.
2. One waiting entry at a time is claimed, fetched and added as `timeline add` does, and recorded.

A process that dies leaves claims that run out: what was read already is known again by its text.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from time import perf_counter
from urllib.parse import urlsplit

from timeline.core.article import Anchor, AnchorSource, Draft
from timeline.core.errors import BadInput, StoreUnavailable, Unreachable
from timeline.core.watched import MOST_ATTEMPTS, Found, SourceKind, Watched, wait
from timeline.sources import rss
from timeline.sources.agenda import is_calendar
from timeline.sources.fetch import Fetched, Validators
from timeline.sources.folder import look_into
from timeline.sources.lines import read_line
from timeline.sources.polite import Polite
from timeline.sources.read import read_bytes, read_file
from timeline.store import sources
from timeline.store.engine import Database
from timeline.store.sources import Claimed
from timeline.tasks.add import Added, Reader, add_draft

LEASE = timedelta(minutes=10)
RETRY = timedelta(minutes=10)
MOST_PAGES = 50
"""Pages of a feed's history that are read."""

LEAST_LETTERS = 400
"""From this length on, what a feed brings along is an article, where its page is closed to us."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What one run did: sources looked at, entries found in them, and what became of entries.

    `skipped` are found ones that are no articles by their names.
    """

    looked: int = 0
    failed: int = 0
    found: int = 0
    read: int = 0
    known: int = 0
    skipped: int = 0
    refused: int = 0
    retried: int = 0

    def __str__(self) -> str:
        """One line of `key=value` facts."""
        names = ("looked", "failed", "found", "read", "known", "skipped", "refused", "retried")
        return " ".join(f"{name}={getattr(self, name)}" for name in names)

    def plus(self, **more: int) -> "Counts":
        """These and more."""
        return replace(self, **{name: getattr(self, name) + n for name, n in more.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What a run works with. It may take long, so its time goes on."""

    database: Database
    reader: Reader
    fetcher: Polite
    began: datetime
    clock: float = field(default_factory=perf_counter)
    away: set[str] = field(default_factory=set)
    unread: Callable[[str, str], None] = lambda _where, _why: None

    @property
    def seconds(self) -> float:
        return perf_counter() - self.clock

    @property
    def now(self) -> datetime:
        return self.began + timedelta(seconds=self.seconds)


def run(
    database: Database,
    reader: Reader,
    fetcher: Polite,
    *,
    now: datetime,
    go_on: Callable[[], bool] = lambda: True,
    told: Callable[[Counts], None] = lambda _counts: None,
    unread: Callable[[str, str], None] = lambda _where, _why: None,
) -> Counts:
    """Look at what is due and read what waits; safe to run twice or two at once.

    `go_on` is asked before each step, after which all is as it should be; `told` hears the counts
    after each; `unread` hears where each entry stands that was skipped or refused, and why.
    """
    work = _Work(database=database, reader=reader, fetcher=fetcher, began=now, unread=unread)
    counts = Counts()
    for step in (_look_at_one, _read_one):
        while go_on():
            outcome = step(work)
            if outcome is None:
                break
            counts = counts.plus(**outcome)
            told(counts)
    if counts != Counts():
        log.info("watched %s ms=%d", counts, work.seconds * 1000)
    return counts


def _look_at_one(work: _Work) -> dict[str, int] | None:
    with work.database.write() as session:
        watched = sources.claim_source(session, work.now, LEASE)
    if watched is None:
        return None
    try:
        seen, found = _look(work, watched)
    except StoreUnavailable:
        raise
    except BadInput as error:
        return _failed(work, watched, str(error), getattr(error, "retry_after", None))
    except Exception:
        # The outer border of one source: the others are looked at all the same.
        log.exception("source=%s cannot be looked at", watched.id)
        return _failed(work, watched, "it cannot be read: the log of the service says why", None)
    now = work.now
    changed_at = now if found or seen.digest != watched.digest else watched.changed_at
    seen = replace(
        seen, failures=0, error=None, changed_at=changed_at, next_at=now + wait(watched.every, 0)
    )
    with work.database.write() as session:
        new = sources.save_look(session, seen, found, now=now)
    skipped = [one for one in new if one.skipped]
    for one in skipped:
        work.unread(one.location, str(one.skipped))
    return {"looked": 1, "found": len(new) - len(skipped), "skipped": len(skipped)}


def _failed(work: _Work, watched: Watched, why: str, retry_after: int | None) -> dict[str, int]:
    failures = watched.failures + 1
    seen = replace(
        watched,
        failures=failures,
        error=why,
        next_at=work.now + wait(watched.every, failures, retry_after),
    )
    with work.database.write() as session:
        sources.save_look(session, seen, now=work.now)
    log.info("source=%s failures=%d", watched.id, failures)
    return {"looked": 1, "failed": 1}


def _look(work: _Work, watched: Watched) -> tuple[Watched, list[Found]]:
    """The source as it is seen now, and all that stands in it (what is known already included)."""
    if watched.is_folder:
        return watched, look_into(Path(watched.location), work.now)
    known = Validators(etag=watched.etag, last_modified=watched.last_modified)
    fetched = work.fetcher.fetch(watched.location, known=known)
    if fetched.is_unchanged:
        return watched, []
    digest = hashlib.sha256(fetched.content).hexdigest()
    seen = replace(
        watched,
        digest=digest,
        etag=fetched.validators.etag,
        last_modified=fetched.validators.last_modified,
    )
    if digest == watched.digest:
        return seen, []
    if rss.is_feed(fetched.content):
        feed = rss.read_feed(fetched.content, url=fetched.url)
        is_first = watched.kind is None
        entries = [*(_history(work, feed) if is_first else ()), *feed.entries]
        return replace(seen, kind=SourceKind.FEED, title=feed.title), [_found(e) for e in entries]
    kind = SourceKind.CALENDAR if is_calendar(fetched.content) else SourceKind.PAGE
    draft = _draft(fetched)
    _add(work, draft, seen_at=work.now)
    return replace(seen, kind=kind, title=draft.title or watched.title), []


def _history(work: _Work, feed: rss.Feed) -> list[rss.Entry]:
    """The entries on the pages before the feed's own, the oldest first, as far as they are given.

    Read once, at the first look: later ones see what is new on the first page.
    """
    entries: list[rss.Entry] = []
    seen: set[str] = set()
    while feed.older is not None and feed.older not in seen and len(seen) < MOST_PAGES:
        seen.add(feed.older)
        try:
            fetched = work.fetcher.fetch(feed.older)
            feed = rss.read_feed(fetched.content, url=fetched.url)
        except BadInput as error:
            log.info("the history of a feed ends at page=%d: %s", len(seen), error)
            break
        entries = [*feed.entries, *entries]
    return entries


def _found(entry: rss.Entry) -> Found:
    return Found(
        key=entry.key,
        location=entry.url or "",
        title=entry.title,
        published=entry.published,
        content=entry.content,
    )


def _read_one(work: _Work) -> dict[str, int] | None:
    with work.database.write() as session:
        entry = sources.claim_entry(session, work.now, LEASE)
    if entry is None:
        return None
    host = urlsplit(entry.found.location).netloc
    if host and host in work.away:
        # Its host did not answer a moment ago: it is not asked for every one of its entries.
        with work.database.write() as session:
            sources.put_off(session, entry.id, work.now + RETRY)
        return {}
    try:
        added = _read(work, entry)
    except StoreUnavailable:
        raise
    except Unreachable as error:
        return _unreachable(work, entry, host, error)
    except BadInput as error:
        return _refused(work, entry, str(error))
    except Exception:
        # The outer border of one entry, as of one source.
        log.exception("entry=%s cannot be read", entry.id)
        return _refused(work, entry, "it cannot be read: the log of the service says why")
    with work.database.write() as session:
        sources.mark_read(session, entry.id, added.article.id, is_new=not added.known)
    return {"known" if added.known else "read": 1}


def _read(work: _Work, entry: Claimed) -> Added:
    found = entry.found
    if "://" not in found.location:
        return _add(work, _at_hand(found), found=found, seen_at=entry.seen_at)
    try:
        draft = _draft(work.fetcher.fetch(found.location))
    except BadInput as error:
        is_temporary = isinstance(error, Unreachable) and _may_pass(error)
        if is_temporary or len(found.content) < LEAST_LETTERS:
            raise
        draft = _brought(found)
    return _add(work, draft, found=found, seen_at=entry.seen_at)


def _at_hand(found: Found) -> Draft:
    """What needs no fetching: an entry without an address, a line of a file, a file."""
    if not found.location:
        return _brought(found)
    return read_line(found.content) if found.content else read_file(Path(found.location))


def _brought(found: Found) -> Draft:
    """The article as the feed itself brings it along; raises BadInput where that is none."""
    page = f"<html><body><article>{found.content}</article></body></html>"
    return read_bytes(page.encode(), content_type="text/html", url=found.location or None)


def _add(work: _Work, draft: Draft, *, seen_at: datetime, found: Found | None = None) -> Added:
    """The draft as an article: dated by its source, else by itself, else when it was first seen."""
    told = found.published if found else None
    late = work.now + timedelta(days=2)
    if told is not None and told < late:
        anchor = Anchor(published=told, source=AnchorSource.METADATA)
    else:
        anchor = draft.anchor or Anchor(published=seen_at, source=AnchorSource.ASSUMED)
    return add_draft(
        work.database,
        work.reader,
        draft,
        now=work.now,
        published=anchor,
        title=(found.title if found else "") or None,
    )


def _unreachable(work: _Work, entry: Claimed, host: str, error: Unreachable) -> dict[str, int]:
    if not _may_pass(error) or entry.attempts >= MOST_ATTEMPTS:
        return _refused(work, entry, str(error))
    work.away.add(host)
    retry_at = work.now + wait(RETRY, entry.attempts - 1, error.retry_after)
    with work.database.write() as session:
        sources.mark_refused(session, entry.id, str(error), retry_at=retry_at)
    return {"retried": 1}


def _may_pass(error: Unreachable) -> bool:
    """True for a failure that may be over in a while: no answer, a busy server."""
    return error.status is None or error.status in {408, 425, 429} or error.status >= 500


def _refused(work: _Work, entry: Claimed, why: str) -> dict[str, int]:
    with work.database.write() as session:
        sources.mark_refused(session, entry.id, why)
    work.unread(entry.found.location or entry.found.title, why)
    return {"refused": 1}


def _draft(fetched: Fetched) -> Draft:
    return read_bytes(
        fetched.content,
        name=PurePosixPath(urlsplit(fetched.url).path).name,
        content_type=fetched.content_type,
        url=fetched.url,
    )
