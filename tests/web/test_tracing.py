"""Each request has an id and a line in the log, and neither names a person."""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from timeline import log

Lines = list[dict[str, Any]]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Lines]:
    """What is logged, as JSON."""
    kept: Lines = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(json.loads(self.format(record)))

    handler = Keep()
    handler.setFormatter(log.JsonLines())
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.INFO, logger=log.REQUESTS)
    logging.getLogger().addHandler(handler)
    yield kept
    logging.getLogger().removeHandler(handler)


def test_an_answer_is_a_line_with_its_route_status_and_time(
    client: FlaskClient, lines: Lines
) -> None:
    got = client.get("/events/nothing", headers={"X-Request-ID": "from-the-proxy"})
    line = lines[-1]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/events/<event_id>", 404)
    assert line["request"] == got.headers["X-Request-ID"] == "from-the-proxy"
    assert float(line["ms"]) >= 0


# What a proxy would never send is not written into the log.
@pytest.mark.parametrize("given", ["", "a b", "x" * 65, 'say "hello"'])
def test_an_id_that_is_none_is_made_anew(client: FlaskClient, given: str) -> None:
    got = client.get("/healthz", headers={"X-Request-ID": given})
    assert re.fullmatch("[0-9a-f]{16}", got.headers["X-Request-ID"])


# Addresses that hold a secret, words that somebody looks for, and a person's address.
@pytest.mark.parametrize(
    "path", ["/f/secret-token.ics", "/?q=secret", "/reminders?address=secret@example.org"]
)
def test_a_line_holds_no_secret_of_the_address(
    client: FlaskClient, lines: Lines, path: str
) -> None:
    client.get(path, headers={"User-Agent": "secret", "Cookie": "secret=1"})
    assert lines
    assert "secret" not in json.dumps(lines).replace("secret-key", "")


def test_what_fails_is_logged_with_the_id_and_without_the_address(app: Flask, lines: Lines) -> None:
    def fail(token: str) -> str:
        raise RuntimeError(f"in the middle of {len(token)} letters")

    app.add_url_rule("/broken/<token>", view_func=fail)
    got = app.test_client().get("/broken/secret")
    failed = next(line for line in lines if line["level"] == "ERROR")
    assert got.status_code == 500
    assert failed["message"] == "failed method=GET route=/broken/<token>"
    assert failed["request"] == got.headers["X-Request-ID"]
    assert "RuntimeError: in the middle of 6 letters" in failed["error"]


def test_outside_of_requests_there_is_no_id(client: FlaskClient, lines: Lines) -> None:
    client.get("/healthz")
    logging.getLogger("timeline.tasks").warning("somebody should look")
    assert lines[-1]["message"] == "somebody should look"
    assert "request" not in lines[-1]
