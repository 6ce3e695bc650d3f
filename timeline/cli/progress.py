"""How far a long command is, on a terminal; nothing where nobody looks on."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def counting(what: str) -> Iterator[Callable[[str], None]]:
    """A line that always shows what was said last."""
    from rich.console import Console

    console = Console(stderr=True)
    if not sys.stderr.isatty():
        yield lambda _said: None
        return
    with console.status(f"{what} ...") as status:
        yield lambda said: status.update(said)


@contextmanager
def bar(total: int) -> Iterator[Callable[[str], None]]:
    """A bar over `total` steps; each call is one step, with the name of what is next."""
    if not sys.stderr.isatty():
        yield lambda _said: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda said: progress.update(task, advance=1, description=said[-60:])
