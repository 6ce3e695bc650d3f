"""Private feeds from a shell: make one, list them, end one."""

import click

from timeline import clock
from timeline.cli.common import chosen_by, filter_options, settings, store


@click.group()
def feed() -> None:
    """Make, list and revoke private calendar feeds."""


@feed.command()
@click.argument("name")
@filter_options
def add(name: str, **given: tuple[str, ...]) -> None:
    """Make a private feed of the events that the filter's options choose, and print its address.

    The address is shown this once.
    """
    from timeline.tasks.private import make_feed

    config, chosen = settings(), chosen_by(given)
    with store(config) as database:
        made, token = make_feed(database, name=name, chosen=chosen, options=(), now=clock.now())
    click.echo(f"{config.base_url}/f/{token}.ics")
    click.echo(
        f"This address is shown only now; end it with: timeline feed revoke {made.id}", err=True
    )


@feed.command("list")
def list_() -> None:
    """List the private feeds: id, name, when it was used last, or that it was revoked."""
    from timeline.tasks.private import list_feeds

    with store(settings()) as database:
        for one in list_feeds(database):
            used = f"used {one.used_at:%Y-%m-%d %H:%M} UTC" if one.used_at else "never used"
            click.echo(f"{one.id}  {'revoked' if one.revoked_at else used:27}  {one.name}")


@feed.command()
@click.argument("feed_id", metavar="ID")
def revoke(feed_id: str) -> None:
    """End the private feed with this id: its address is answered with 410 from now on."""
    from timeline.tasks.private import revoke_feed

    with store(settings()) as database:
        ended = revoke_feed(database, feed_id, now=clock.now())
    click.echo(f"revoked: {ended.name}", err=True)
