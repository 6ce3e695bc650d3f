"""Each request has an id, a time and a line in the log, none of which names a person."""

import logging
import re
import secrets
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, request

from timeline import log
from timeline.web import metrics

HEADER = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_NOWHERE = "nowhere"

lines = logging.getLogger(log.REQUESTS)
logger = logging.getLogger(__name__)


class Application(Flask):
    """Flask, but an exception is logged with the request's route: an address may hold a secret."""

    def log_exception(self, exc_info: Any) -> None:
        """Log what went wrong while a request was answered."""
        logger.error("failed method=%s route=%s", request.method, _route(), exc_info=exc_info)


def install(app: Flask) -> None:
    """Trace each request of the application, in front of everything else that it does."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.began = perf_counter()
    g.request_id = given if _SANE.fullmatch(given) else secrets.token_hex(8)
    log.request_id.set(g.request_id)


def _end(answer: Response) -> Response:
    """Count the request; the time ends before a body that is made while it is sent."""
    seconds = perf_counter() - g.began
    endpoint = request.endpoint or _NOWHERE
    metrics.observe(endpoint, request.method, answer.status_code, seconds)
    if lines.isEnabledFor(logging.INFO):
        facts = {
            "method": request.method,
            "route": _route(),
            "status": answer.status_code,
            "ms": round(1000 * seconds, 1),
        }
        lines.info("answered", extra={"facts": facts})
    answer.headers[HEADER] = g.request_id
    return answer


def _forget(_error: BaseException | None) -> None:
    log.request_id.set(None)


def _route() -> str:
    """The route as it is written in the code: `/f/<token>.ics`, never the token itself."""
    return str(request.url_rule) if request.url_rule else _NOWHERE
