"""How far a long command is, on a terminal, and how it is stopped between two of its steps."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event
from time import monotonic

_EVERY = 10  # seconds
_STOPPING = b"\nStopping after what is under way; Ctrl+C once more stops at once.\n"


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
def telling(what: str) -> Iterator[Callable[[str], None]]:
    """As `counting`, and a line every ten seconds where standard error is no terminal."""
    if sys.stderr.isatty():
        with counting(what) as told:
            yield told
        return
    last = monotonic()

    def tell(said: str) -> None:
        nonlocal last
        if monotonic() - last >= _EVERY:
            last = monotonic()
            sys.stderr.write(f"{what}: {said}\n")
            sys.stderr.flush()

    yield tell


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


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl+C was pressed, which stops nothing by itself; a second one does, as usual."""
    asked = Event()

    def ask(_number: int, _frame: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        with suppress(OSError):
            os.write(2, _STOPPING)  # a signal may come in the midst of a buffered write

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
