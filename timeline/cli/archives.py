"""Read whole archives, on all cores of this machine or on many machines."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from timeline import clock, log
from timeline.cli.common import settings, store
from timeline.core.errors import BadInput

if TYPE_CHECKING:
    from timeline.tasks.bulk import Output, Tally

_NEEDS = ("distributed", "fsspec", "pyarrow", "warcio")
_STORE = "store"


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.argument("out", metavar="OUT")
@click.option("--scheduler", help="A Dask scheduler, such as tcp://host:8786.")
@click.option(
    "--processes",
    type=click.IntRange(1, 1024),
    help="Processes on this machine; as many as it has cores where not given.",
)
def bulk(inputs: tuple[str, ...], out: str, scheduler: str | None, processes: int | None) -> None:
    """Read the archives IN (JSON lines, WARC, Parquet) in chunks, and write what they tell to OUT.

    IN are files, folders or patterns, on disk or at any address that fsspec knows (s3://, https://).
    OUT is a folder for Parquet files, at any such address, or the word "store" for the store.

    What stands in OUT is not read again: the same command goes on where it was stopped. What
    cannot be read is counted and told at the end. An entry without a date has the one at which it
    was fetched, which is marked as assumed.
    """
    lacks = [name for name in _NEEDS if find_spec(name) is None]
    if lacks:
        raise BadInput(
            f"`timeline bulk` needs {', '.join(lacks)}: run `make bulk`, "
            "or install them with pip install 'timeline[bulk]'"
        )
    from timeline.cli.progress import telling
    from timeline.extract.pipeline import Reader
    from timeline.jobs.bulk import readers
    from timeline.sources.archive import find_files, read_entries
    from timeline.tasks.bulk import run

    log.configure(form=settings().log)
    files = find_files(inputs, now=clock.now())
    try:
        with (
            _output(out) as output,
            readers(scheduler, processes, Reader) as found,
            telling(f"{len(files)} files") as told,
        ):
            tally = run(read_entries(files), output, found, told=lambda one: told(_line(one)))
    except KeyboardInterrupt:
        click.echo("Stopped; the same command goes on from here.", err=True)
        raise
    click.echo(f"{tally}.")
    for reason in tally.reasons():
        click.echo(f"  {reason}", err=True)


@contextmanager
def _output(out: str) -> "Iterator[Output]":
    if out == _STORE:
        from timeline.tasks.bulk import StoreOutput

        with store(settings()) as database:
            yield StoreOutput(database, clock.now)
        return
    from timeline.tasks.parquet import ParquetOutput

    yield ParquetOutput(out)


def _line(tally: "Tally") -> str:
    return f"{tally.share:.0%}: {tally}"
