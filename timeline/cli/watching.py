"""Watch feeds, pages, calendars and folders."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline import clock
from timeline.cli.common import settings, store
from timeline.core.errors import BadInput
from timeline.core.watched import SourceKind, Watched, read_every, write_every

if TYPE_CHECKING:
    from timeline.store.sources import Progress
    from timeline.tasks.watch import Counts


MOST_REASONS = 10
"""How many things that were left unread are named, each with its reason."""


@click.group()
def watch() -> None:
    """Watch feeds, pages, calendars and folders; what is new in them is added by itself.

    `timeline serve` looks at them; `timeline watch check` does it once, without a server.
    """


@watch.command("add")
@click.argument("locations", nargs=-1, required=True, metavar="URL_OR_FOLDER...")
@click.option("--every", default="30m", help="How often to look, such as 30m, 2h or 1d.")
def add_source(locations: tuple[str, ...], every: str) -> None:
    """Watch the feed, page, calendar (.ics) or folder that stands there."""
    from timeline.store import sources

    often = read_every(every)
    read = [_location(one) for one in locations]
    with store(settings()) as database, database.write() as session:
        for location in read:
            kind = None if "://" in location else SourceKind.FOLDER
            now = clock.now()
            _, is_new = sources.add_source(session, location, every=often, now=now, kind=kind)
            done = "is watched" if is_new else "was watched already, and is now"
            click.echo(f"{location} {done} every {write_every(often)}.", err=True)


@watch.command("list")
def list_sources() -> None:
    """Print what is watched, how far its reading is, and what was left unread and why."""
    from timeline.store import sources

    with store(settings()) as database, database.read() as session:
        progress = sources.find_progress(session)
        for one in sources.find_sources(session):
            click.echo(_line(one, progress.get(one.id)))
            for where, why in sources.find_refused(session, one.id, limit=MOST_REASONS):
                click.echo(f"  {where}: {why}")


@watch.command("remove")
@click.argument("sources", nargs=-1, required=True, metavar="URL_OR_FOLDER...")
def remove_source(sources: tuple[str, ...]) -> None:
    """Watch it no longer; the articles that came from it stay. Its id will do as well."""
    from timeline.store.sources import find_sources
    from timeline.store.sources import remove_source as remove

    with store(settings()) as database, database.write() as session:
        ids = {one.id for one in find_sources(session)}
        for one in sources:
            gone = remove(session, one if one in ids else _place(one))
            click.echo(f"{gone.location} is watched no longer.", err=True)


@watch.command("pause")
@click.argument("sources", nargs=-1, required=True, metavar="URL_OR_FOLDER...")
def pause_source(sources: tuple[str, ...]) -> None:
    """Look at it no more, and read nothing that waits of it, until it is resumed."""
    _pause(sources, goes_on=False)


@watch.command("resume")
@click.argument("sources", nargs=-1, required=True, metavar="URL_OR_FOLDER...")
def resume_source(sources: tuple[str, ...]) -> None:
    """Go on with a source that was paused, where it was."""
    _pause(sources, goes_on=True)


def _pause(names: tuple[str, ...], *, goes_on: bool) -> None:
    from timeline.store.sources import find_sources
    from timeline.store.sources import pause_source as pause

    with store(settings()) as database, database.write() as session:
        ids = {one.id for one in find_sources(session)}
        for one in names:
            at = None if goes_on else clock.now()
            done = pause(session, one if one in ids else _place(one), at)
            click.echo(f"{done.location} is {'gone on with' if goes_on else 'paused'}.", err=True)


@watch.command("check")
def check() -> None:
    """Look at what is due and read what is new, once; what was begun elsewhere is gone on with."""
    from timeline.cli.progress import counting, stoppable
    from timeline.extract.pipeline import Reader
    from timeline.sources.fetch import Fetcher
    from timeline.sources.polite import Polite, agent
    from timeline.tasks.watch import run

    config = settings()
    unread: list[tuple[str, str]] = []
    fetcher = Fetcher(allow=config.fetch_allow, agent=agent(config.base_url))
    with store(config) as database, stoppable() as is_stopped, counting("sources") as told:
        counts = run(
            database,
            Reader(),
            Polite(fetcher),
            now=clock.now(),
            go_on=lambda: not is_stopped(),
            told=lambda counts: told(_words(counts)),
            unread=lambda where, why: unread.append((where, why)),
        )
    stopped = " Stopped: the same command goes on from here." if is_stopped() else ""
    click.echo(_words(counts) + ("." + stopped if stopped else ""), err=True)
    for where, why in unread[:MOST_REASONS]:
        click.echo(f"  {where}: {why}", err=True)
    if len(unread) > MOST_REASONS:
        rest = len(unread) - MOST_REASONS
        click.echo(f"  and {rest} more, of which `timeline watch list` shows the last", err=True)


def _location(given: str) -> str:
    """The address, or the folder that is there, as it is kept; raises BadInput."""
    place = _place(given)
    if "://" not in given and not Path(place).is_dir():
        raise BadInput(f"there is no folder {given!r}: give a folder, or an address with https://")
    return place


def _place(given: str) -> str:
    """The address, or the folder that may be gone, as it is kept; raises BadInput."""
    from timeline.sources.addresses import read_target

    if "://" in given:
        address = "https" + given.removeprefix("webcal") if given.startswith("webcal:") else given
        return read_target(address).url
    return str(Path(given).expanduser().absolute())


def _line(one: Watched, progress: "Progress | None") -> str:
    looked = f"{one.checked_at:%Y-%m-%d %H:%M}" if one.checked_at else "not looked at yet"
    facts = [one.id, one.kind or "new", f"every {write_every(one.every)}", looked, one.location]
    if progress:
        facts.append(
            f"{progress.read} read, {progress.waiting} waiting, {progress.refused} refused"
        )
        if progress.skipped:
            facts[-1] += f", {progress.skipped} skipped"
    if one.paused_at:
        facts.append(f"paused since {one.paused_at:%Y-%m-%d %H:%M}")
    if one.error:
        facts.append(f"failed {one.failures} times: {one.error}")
    return "  ".join(facts)


def _words(counts: "Counts") -> str:
    """What was done so far, for people."""
    said = f"{counts.looked} sources looked at, {counts.found} entries found, {counts.read} read"
    more = [
        f"{number} {word}"
        for number, word in (
            (counts.known, "known already"),
            (counts.skipped, "skipped"),
            (counts.refused, "refused"),
            (counts.retried, "to be tried again"),
            (counts.failed, "sources failed"),
        )
        if number
    ]
    return ", ".join([said, *more])
