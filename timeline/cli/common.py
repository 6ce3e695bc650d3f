"""What several commands share: settings, the store, the filter's options, a line of refusal."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from timeline.config import Config, from_environ
from timeline.core.errors import BadInput
from timeline.core.filter import NAMES, Filter, from_params

if TYPE_CHECKING:
    from timeline.jobs.workers import ArticleQueue
    from timeline.mail.transport import Transport
    from timeline.store.engine import Database

_Command = TypeVar("_Command", bound=Callable[..., Any])


def filter_options(command: _Command) -> _Command:
    """Gives a command the filter's options, as the parameter `chosen`."""
    helps = {
        "q": "Words of title, evidence, place or names, each by its beginning.",
        "type": "A type of event, such as signing.",
        "country": "A country that takes part, in two letters.",
        "who": "Part of a participant's name.",
        "status": "A status, such as planned.",
        "source": "An article's id, title, address or host.",
        "deadline": "true: only what is due; false: all else.",
        "from": "The first day, inclusive.",
        "to": "The last day, inclusive.",
        "sure": "The least confidence, 0 to 1.",
    }
    for name in reversed(NAMES):
        option = click.option(f"--{name}", f"filter_{name}", multiple=True, help=helps[name])
        command = option(command)
    return command


def settings(**given: str) -> Config:
    """The settings of the environment, with the variables that are given put over it."""
    return from_environ({**os.environ, **given})


@contextmanager
def store(config: Config) -> Iterator["Database"]:
    """The store that the settings name, made or brought up to date."""
    from timeline.store.engine import Database

    database = Database(config.database_url)
    try:
        database.migrate()
        yield database
    finally:
        database.dispose()


def transport(config: Config) -> "Transport":
    """The ways that reminders leave by, as the settings have them."""
    from timeline.tasks.ways import ways

    return ways(
        smtp_url=config.smtp_url,
        folder=config.data_dir / "mail",
        secret=config.secret_key,
        base_url=config.base_url,
        allow=config.fetch_allow,
    )


def queue_of(config: Config) -> "ArticleQueue | None":
    """The queue in which articles wait for workers; None where they are read at once."""
    if not config.workers:
        return None
    from timeline.jobs.workers import ArticleQueue

    return ArticleQueue(config.database_url)


def chosen_by(given: Mapping[str, tuple[str, ...]]) -> Filter:
    """The filter that the options of `filter_options` name; raises BadInput naming what is none."""
    parsed = from_params({name.removeprefix("filter_"): values for name, values in given.items()})
    if parsed.problems:
        raise BadInput("; ".join(parsed.problems))
    return parsed.filter


def refuse(message: str) -> int:
    """The exit code of a refusal, after one line on standard error that says why."""
    click.echo(f"timeline: {' '.join(message.split())}", err=True)
    return 2
