"""Read the articles of the store again with the reader of today."""

import click

from timeline import clock
from timeline.cli.common import settings, store
from timeline.core.errors import BadInput


@click.command()
@click.option("--article", "articles_", multiple=True, metavar="ID", help="An article to read.")
@click.option("--all", "everything", is_flag=True, help="Read every article.")
@click.option("--dry-run", is_flag=True, help="Print what would change, and change nothing.")
def reread(articles_: tuple[str, ...], *, everything: bool, dry_run: bool) -> None:
    """Read stored articles again and apply what differs.

    Ids, edits and history stay. Each difference is printed: "-" is told no more, "+" is told now.
    """
    from timeline.extract.pipeline import Reader
    from timeline.store import articles
    from timeline.tasks import reread as rereading

    if bool(articles_) is everything:
        raise BadInput("nothing chosen to read again: give --article ID or --all")
    with store(settings()) as database:
        if everything:
            with database.read() as session:
                articles_ = tuple(articles.all_ids(session))
        changed = 0
        for difference in rereading.reread(
            database, Reader(), articles_, now=clock.now(), dry_run=dry_run
        ):
            changed += 1
            for line in difference.lines():
                click.echo(line)
    verb = "would change" if dry_run else "changed"
    click.echo(f"read {len(articles_)} again, {changed} {verb}", err=True)
