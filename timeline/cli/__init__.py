"""The `timeline` command: each of its commands is a few lines over a task.

What a command needs is imported inside it, so that `timeline timex` starts without the database,
the web framework and the language pipelines.
"""

import logging
import os
import sys
from collections.abc import Sequence

import click

from timeline import log
from timeline.cli.archives import bulk
from timeline.cli.backing import backup, restore
from timeline.cli.common import refuse
from timeline.cli.keeping import add, export, migrate
from timeline.cli.mailing import remind, subscribe, unsubscribe
from timeline.cli.private import feed
from timeline.cli.reading import explain, extract, timex
from timeline.cli.rereading import reread
from timeline.cli.serving import serve
from timeline.cli.users import user
from timeline.cli.watching import watch
from timeline.cli.working import work
from timeline.core.errors import TimelineError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 after one line on standard error where a person must put it right."""
    try:
        # Without standalone mode click gives back the code of an Exit, or what the command gave.
        code = timeline.main(args=arguments, prog_name="timeline", standalone_mode=False)
    except click.ClickException as error:
        return refuse(error.format_message())
    except TimelineError as error:
        return refuse(str(error))
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code if isinstance(code, int) else 0


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def timeline() -> None:
    """Keep the calendar of what news articles say will happen, with the sentence that says so."""
    log.configure(logging.WARNING)


for _command in (
    timex,
    extract,
    explain,
    add,
    export,
    feed,
    subscribe,
    unsubscribe,
    remind,
    watch,
    reread,
    user,
    serve,
    work,
    bulk,
    migrate,
    backup,
    restore,
):
    timeline.add_command(_command)
