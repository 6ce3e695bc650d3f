"""The only place that configures logging."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal

Form = Literal["text", "json"]

REQUESTS = "timeline.requests"
"""The logger of one line a request; in JSON alone, a terminal would drown in them."""

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that is being answered; None outside of requests."""


class JsonLines(logging.Formatter):
    """One JSON object a line: `at`, `level`, `logger`, `message`, and what else is known.

    `request` is the id of the request, `error` a traceback; the rest are the record's `facts`.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line of the record."""
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get() is not None:
            line["request"] = request_id.get()
        line.update(getattr(record, "facts", {}))
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(level: int = logging.INFO, *, form: Form = "text") -> None:
    """One line an event on standard error: time, level, module, facts; as text or as JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        JsonLines()
        if form == "json"
        else logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for library in ("alembic", "apscheduler", "waitress"):
        logging.getLogger(library).setLevel(logging.WARNING)
    logging.getLogger(REQUESTS).setLevel(logging.INFO if form == "json" else logging.WARNING)
