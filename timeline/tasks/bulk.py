"""Read whole archives in chunks: what is read where, what is kept, and what is done already.

1. Entries are cut into chunks of 50 to 149, each named by the digest of what stands in it.
2. A chunk whose name stands in the output is done and is not read again.
3. The others are read by whoever has a core free (timeline.jobs.bulk): reading changes nothing, so
   a chunk whose reader dies is simply read by another.
4. One process keeps what was read, a chunk at a time, and leaves out what is known.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from timeline.core.agenda import Agenda
from timeline.core.article import Anchor, AnchorSource, Article
from timeline.core.errors import BadInput
from timeline.core.event import Mention
from timeline.core.timex import Timex
from timeline.sources.archive import Entry, draft_of
from timeline.store import chunks
from timeline.store.engine import Database
from timeline.tasks.add import Reader, keep_article
from timeline.tasks.drafts import Given, article_of

LEAST, USUAL = 50, 100
MOST_BYTES = 4_000_000
"""A chunk of LEAST entries that is as large as this ends."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Entries that are read together; `share` is the part of all input that ends with them."""

    digest: str
    entries: tuple[Entry, ...]

    @property
    def share(self) -> float:
        """The part of all input that was seen, 0 to 1."""
        return self.entries[-1].share


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article and what was read in it."""

    article: Article
    timexes: tuple[Timex, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkRead:
    """What became of the entries of a chunk; `refused` counts the reasons, a sentence each."""

    told: tuple[Told, ...]
    refused: Counter[str]


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was done so far. `skipped` counts chunks that were done before."""

    chunks: int = 0
    skipped: int = 0
    read: int = 0
    known: int = 0
    events: int = 0
    share: float = 0.0
    refused: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        """In a sentence."""
        said = f"{self.read} articles read ({self.events} events), {self.known} known already"
        if self.skipped:
            said += f", {self.skipped} chunks done before"
        refused = self.refused.total()
        return f"{said}, {refused} refused" if refused else f"{said}, none refused"

    def reasons(self) -> list[str]:
        """Why entries were refused, the most frequent reasons first."""
        lines = [f"{number} times: {why}" for why, number in self.refused.most_common(10)]
        if len(self.refused) > 10:
            lines.append(f"and {len(self.refused) - 10} other reasons")
        return lines


class Output(Protocol):
    """Where what was read is kept."""

    def is_done(self, digest: str) -> bool:
        """True for a chunk all of which is kept already."""
        ...

    def save(self, digest: str, read: ChunkRead, tally: Tally) -> None:
        """Keep what was read, then that the chunk is done; count it."""
        ...


class Readers(Protocol):
    """Whoever reads chunks, in any order (timeline.jobs.bulk)."""

    def read(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, ChunkRead | str]]:
        """What was read in each chunk, or why it could not be."""
        ...


def run(
    entries: Iterable[Entry],
    output: Output,
    readers: Readers,
    *,
    told: Callable[[Tally], None] = lambda _tally: None,
) -> Tally:
    """Read all entries that were not read before; `told` hears how far it is after each chunk."""
    tally = Tally()

    def missing() -> Iterator[Chunk]:
        for chunk in cut(entries):
            if output.is_done(chunk.digest):
                tally.skipped += 1
                tally.share = max(tally.share, chunk.share)
                told(tally)
            else:
                yield chunk

    for chunk, read in readers.read(missing()):
        if isinstance(read, str):
            log.error("chunk=%s is left out: %s", chunk.digest[:12], read)
            tally.refused[read] += len(chunk.entries)
        else:
            output.save(chunk.digest, read, tally)
            tally.chunks += 1
        tally.share = max(tally.share, chunk.share)
        told(tally)
    return tally


def cut(entries: Iterable[Entry]) -> Iterator[Chunk]:
    """The entries in chunks of 50 to 149; fewer only where there are not as many in all."""
    held: list[Entry] = []
    whole: list[Entry] = []
    for entry in entries:
        held.append(entry)
        size = sum(len(one.content) for one in held) if len(held) >= LEAST else 0
        if len(held) == USUAL or size > MOST_BYTES:
            if whole:
                yield _chunk(whole)
            whole, held = held, []
    if len(held) < LEAST:
        whole, held = whole + held, []
    for rest in (whole, held):
        if rest:
            yield _chunk(rest)


def read_chunk(entries: Sequence[Entry], reader: Reader) -> ChunkRead:
    """What the entries tell; pure but for the reader, and the same whoever does it."""
    refused: Counter[str] = Counter()
    told = []
    for entry in entries:
        try:
            article = _article(entry)
        except BadInput as error:
            refused[str(error)] += 1
            continue
        try:
            found = reader.read(article)
        except Exception:
            # The outer border of one entry: the others are read all the same.
            log.exception("entry=%s cannot be read", entry.name)
            refused["the reader failed on it: the log says where"] += 1
            continue
        told.append(
            Told(article=article, timexes=tuple(found.timexes), mentions=tuple(found.mentions))
        )
    return ChunkRead(told=tuple(told), refused=refused)


class StoreOutput:
    """The store as output: each article is kept as `timeline add` does."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def is_done(self, digest: str) -> bool:
        """True for a chunk all of whose articles are in the store."""
        with self._database.read() as session:
            return chunks.is_read(session, digest)

    def save(self, digest: str, read: ChunkRead, tally: Tally) -> None:
        """Keep each article with its events, in a transaction each; then the chunk is done."""
        refused = read.refused.copy()
        for one in read.told:
            try:
                added = keep_article(self._database, one.article, one, now=self._now())
            except BadInput as error:
                refused[str(error)] += 1
                continue
            tally.read += not added.known
            tally.known += added.known
            tally.events += sum(event.new for event in added.events)
        tally.refused.update(refused)
        with self._database.write() as session:
            chunks.save_read(
                session, digest, articles=len(read.told), refused=refused.total(), at=self._now()
            )


def _chunk(entries: list[Entry]) -> Chunk:
    digest = hashlib.sha256()
    for one in entries:
        for part in (one.content, (one.url or "").encode(), (one.error or "").encode()):
            digest.update(len(part).to_bytes(8, "big") + part)
    return Chunk(digest=digest.hexdigest(), entries=tuple(entries))


def _article(entry: Entry) -> Article:
    """The entry as an article: dated by itself, else when it was fetched, marked as assumed."""
    draft = draft_of(entry)
    if isinstance(draft, Agenda):
        raise BadInput("this is a calendar: add it with `timeline add`")
    assumed = Anchor(published=entry.fetched_at, source=AnchorSource.ASSUMED)
    return article_of(draft, Given(published=draft.anchor or assumed))
