"""What every reader of a foreign format has around it: a broken file is told, never a traceback."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from timeline.core.errors import BadInput, TimelineError

log = logging.getLogger(__name__)


@contextmanager
def parsing(what: str, advice: str) -> Iterator[None]:
    """Whatever a library raises about a damaged file, as BadInput: "the PDF is damaged: …".

    Parsers of hostile files raise whatever they meet (KeyError, RecursionError, their own), which
    is why all of it is caught; the log keeps what it was.
    """
    try:
        yield
    except TimelineError:
        raise
    except Exception as error:
        log.info("cannot parse what=%s error=%s", what, type(error).__name__, exc_info=True)
        raise BadInput(f"this {what} is damaged and cannot be read: {advice}") from error
