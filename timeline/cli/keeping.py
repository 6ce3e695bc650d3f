"""Put articles into the store, and write the store out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from timeline import clock
from timeline.cli.common import chosen_by, filter_options, refuse, settings, store
from timeline.config import Config
from timeline.core import edtf
from timeline.core.article import Anchor, Draft, read_published
from timeline.core.errors import BadInput, StoreUnavailable, UnknownPublication

if TYPE_CHECKING:
    from timeline.store.engine import Database
    from timeline.tasks.add import Added, AddedEvent, Reader


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="FILE_OR_URL...")
@click.option("--published", help="When they were published, such as 2025-07-17.")
@click.option("--url", help="The address under which people find the article.")
@click.option("--title", help="The headline.")
@click.option("--lang", help="The language in two letters; detected where not given.")
def add(
    inputs: tuple[str, ...],
    published: str | None,
    url: str | None,
    title: str | None,
    lang: str | None,
) -> None:
    """Read articles and calendars (.ics) into the store; "-" is standard input.

    Of a folder every file is read, of a .jsonl file every line ({"text", "published", "title"}).
    What is known already is not added twice: the same command goes on where it was
    stopped; Ctrl+C stops after the article under way.
    Of a calendar each event becomes one, with the calendar as its source; what is known already is
    not added twice, and what the calendar changed is changed.
    Each article is added whole or not at all. What is refused is told on standard error, the
    others stay; the exit code is then 2.
    """
    from timeline.extract.pipeline import Reader
    from timeline.tasks.add import add_draft
    from timeline.tasks.many import is_many

    anchor = Anchor(published=read_published(published)) if published else None
    config, reader = settings(), Reader()
    refused = 0
    with store(config) as database:
        for name in inputs:
            if is_many(name):
                refused = _add_many(database, reader, name, anchor, lang) or refused
                continue
            try:
                added = add_draft(
                    database,
                    reader,
                    _draft(name, config),
                    now=clock.now(),
                    published=anchor,
                    title=title,
                    lang=lang,
                    url=url,
                )
            except StoreUnavailable:
                raise
            except UnknownPublication as error:
                refused = refuse(f"{name}: {_how_to_date(error.guess)}")
            except BadInput as error:
                refused = refuse(f"{name}: {error}")
            else:
                click.echo(_told(name, added))
                for problem in added.problems:
                    click.echo(f"timeline: {name}: {problem}", err=True)
    if refused:
        raise click.exceptions.Exit(refused)


def _add_many(
    database: "Database", reader: "Reader", name: str, published: Anchor | None, lang: str | None
) -> int:
    """The exit code of a folder or a file of JSON lines, after a bar and a summary."""
    from timeline.cli.progress import bar, stoppable
    from timeline.tasks.many import Summary, add_many, count_skipped, expand

    try:
        items = expand(name)
    except BadInput as error:
        return refuse(f"{name}: {error}")
    summary, refusals = Summary(skipped=count_skipped(name)), []
    try:
        with stoppable() as is_stopped, bar(len(items)) as step:
            for one in add_many(
                database, reader, items, now=clock.now, published=published, lang=lang
            ):
                summary.count(one)
                step(one.name)
                if one.error is not None:
                    refusals.append(f"{one.name}: {one.error}")
                if is_stopped():
                    raise KeyboardInterrupt
    except KeyboardInterrupt:
        done = summary.read + summary.known + summary.refused
        click.echo(f"{name}: stopped after {done} of {len(items)}; {summary}", err=True)
        click.echo("The same command goes on from here.", err=True)
        raise
    for refusal in refusals:
        refuse(refusal)
    click.echo(f"{name}: {summary}")
    return 2 if refusals else 0


@click.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(["ics", "json", "csv", "timelinejs", "atom"]),
    required=True,
)
@filter_options
def export(format_: str, **given: tuple[str, ...]) -> None:
    """Write the events of the store to standard output, those that the filter's options choose."""
    from timeline.core.event import as_of
    from timeline.feeds import atom, ical, records, timelinejs
    from timeline.store.events import find_events

    config, chosen = settings(), chosen_by(given)
    with store(config) as database, database.read() as session:
        found = find_events(session, chosen)
    today = clock.now().astimezone(ZoneInfo(config.zone)).date()
    shown = [as_of(event, today) for event in found]
    match format_:
        case "ics":
            written = ical.calendar(found, name="Timeline", base_url=config.base_url)
        case "csv":
            written = records.to_csv(shown)
        case "timelinejs":
            written = timelinejs.to_timelinejs(shown, name="Timeline")
        case "atom":
            base = config.base_url
            written = atom.to_atom(
                shown, name="Timeline", base_url=base, self_url=f"{base}/events.atom"
            )
        case _:
            written = records.to_json(shown)
    sys.stdout.buffer.write(written)


@click.command()
def migrate() -> None:
    """Make the store, or bring it up to date; `serve` does so itself."""
    with store(settings()):
        click.echo("The store is up to date.", err=True)


def _draft(name: str, config: Config) -> Draft:
    from timeline.sources import read

    if name == "-":
        return read.read_bytes(sys.stdin.buffer.read())
    if "://" in name:
        from timeline.sources.fetch import Fetcher

        return read.read_url(name, Fetcher(allow=config.fetch_allow))
    return read.read_file(Path(name))


def _how_to_date(guess: str | None) -> str:
    if guess is None:
        return "the article does not say when it was published: add --published YYYY-MM-DD"
    return (
        f"the article does not say for certain when it was published: "
        f"if on {guess}, add --published {guess}"
    )


def _told(name: str, added: "Added") -> str:
    """What was found, in words: a line for the article and one for each event."""
    kept = added.article
    if added.known:
        return f"{name}: known already, nothing was changed (article {kept.id})"
    found = f"{len(added.events)} events, {added.timexes} dates (article {kept.id}, {kept.lang})"
    return "\n".join([f"{name}: {found}", *(_line(one) for one in added.events)])


def _line(one: "AddedEvent") -> str:
    event = one.event
    when = edtf.write(event.interval) if event.interval else "no date"
    return f"  {'new' if one.new else 'known':5}  {when:23}  {event.type:12}  {event.title}"
