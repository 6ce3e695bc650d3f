"""Read the articles that wait in the queue."""

import click

from timeline import clock, log
from timeline.cli.common import settings, store
from timeline.core.errors import BadInput


@click.command()
@click.option("--drain", is_flag=True, help="End where nothing waits any more.")
def work(*, drain: bool) -> None:
    """Read the articles that servers hand over (TIMELINE_WORKERS=yes), one after another.

    Start as many as there are cores, on as many machines as you like: they share the PostgreSQL of
    TIMELINE_DATABASE_URL. SIGTERM and Ctrl+C end it after the article under way; what a worker held
    that was killed is read by another.
    """
    from timeline.extract.pipeline import Reader
    from timeline.jobs import workers

    config = settings()
    log.configure(form=config.log)
    if not config.database_url.startswith("postgresql"):
        raise BadInput(
            "workers share a PostgreSQL: name it with TIMELINE_DATABASE_URL "
            "(on SQLite, `timeline serve` reads articles itself)"
        )
    with store(config) as database:
        workers.work(database, Reader(), now=clock.now, tick=config.tick, wait=not drain)
