"""Chunks of archives read by the workers of a Dask scheduler; the only home of Dask.

A chunk goes to its worker whole and comes back whole. Where a worker dies, Dask gives its chunk to
another; what killed three of them is left out.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

import dask
from distributed import Client, Future, LocalCluster, wait
from distributed.scheduler import KilledWorker

from timeline.core.errors import BadInput, StoreUnavailable
from timeline.sources.archive import Entry
from timeline.tasks.add import Reader
from timeline.tasks.bulk import Chunk, ChunkRead, read_chunk

MAY_DIE = 3
"""Workers that may die of a chunk before it is left out."""

CONNECTING = 20
"""Seconds within which a scheduler must answer, and then show a worker."""

AHEAD = 2
"""Chunks that wait for each thread of the workers."""

_SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1GB",  # a chunk is its own data
    "distributed.scheduler.allowed-failures": MAY_DIE - 1,
    "distributed.comm.timeouts.connect": f"{CONNECTING}s",
}

log = logging.getLogger(__name__)


class DaskReaders:
    """The workers of a scheduler as readers of chunks; `make_reader` gives a process its reader."""

    def __init__(self, client: Client, make_reader: Callable[[], Reader]) -> None:
        self._client = client
        self._make_reader = make_reader

    def read(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, ChunkRead | str]]:
        """What was read in each chunk, as soon as it is; few chunks are held at a time."""
        under_way: dict[Future[ChunkRead], Chunk] = {}
        for chunk in chunks:
            under_way[self._submit(chunk)] = chunk
            while len(under_way) >= self._most():
                yield from _finished(under_way)
        while under_way:
            yield from _finished(under_way)

    def _submit(self, chunk: Chunk) -> Future[ChunkRead]:
        return self._client.submit(
            _read, chunk.entries, self._make_reader, key=f"read-{chunk.digest}", pure=False
        )

    def _most(self) -> int:
        """Chunks under way; workers may come and go meanwhile."""
        threads: dict[str, int] = self._client.nthreads()
        return AHEAD * max(1, sum(threads.values()))


@contextmanager
def readers(
    scheduler: str | None, processes: int | None, make_reader: Callable[[], Reader]
) -> Iterator[DaskReaders]:
    """The workers of the scheduler at an address, else so many processes of this machine.

    Raises BadInput where the scheduler does not answer or has no worker, StoreUnavailable where it
    goes away.
    """
    with dask.config.set(_SETTINGS):
        if scheduler is None:
            cluster = LocalCluster(
                n_workers=processes,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            )
            with cluster, Client(cluster) as client:
                yield DaskReaders(client, make_reader)
            return
        client = _connected(scheduler)
        try:
            yield DaskReaders(client, make_reader)
        finally:
            client.close()


def _connected(scheduler: str) -> Client:
    try:
        client = Client(scheduler, timeout=CONNECTING)
    except (OSError, ValueError) as error:
        raise BadInput(
            f"no Dask scheduler answers at {scheduler!r}: start one with `dask scheduler`"
        ) from error
    try:
        client.wait_for_workers(1, timeout=CONNECTING)
    except TimeoutError as error:
        client.close()
        raise BadInput(
            f"the Dask scheduler at {scheduler!r} has no worker: "
            f"start some with `dask worker {scheduler}`"
        ) from error
    return client


def _finished(under_way: dict[Future[ChunkRead], Chunk]) -> Iterator[tuple[Chunk, ChunkRead | str]]:
    """Those that are done, at least one; each is under way no longer."""
    done, _ = wait(list(under_way), return_when="FIRST_COMPLETED")
    for future in done:
        chunk = under_way.pop(future)
        if future.cancelled() or future.status == "lost":
            raise StoreUnavailable(
                "the Dask scheduler went away: what was read stays, and the same command goes on"
            )
        error = future.exception()
        if error is None:
            yield chunk, future.result()
        elif isinstance(error, KilledWorker):
            yield chunk, "workers died, again and again, of the chunk it stands in"
        else:
            log.error("chunk=%s cannot be read", chunk.digest[:12], exc_info=error)
            yield chunk, f"its chunk cannot be read ({type(error).__name__}): the log says why"


def _read(entries: tuple[Entry, ...], make_reader: Callable[[], Reader]) -> ChunkRead:
    """What a worker does."""
    return read_chunk(entries, _reader(make_reader))


@cache
def _reader(make_reader: Callable[[], Reader]) -> Reader:
    """One reader for each process: it loads a language's pipeline once."""
    return make_reader()
