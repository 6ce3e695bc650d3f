"""Logs are lines for people, or JSON for machines, by one setting."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from timeline import log


@pytest.fixture(autouse=True)
def loggers() -> Iterator[None]:
    """The loggers as they were before, at the end."""
    root, requests = logging.getLogger(), logging.getLogger(log.REQUESTS)
    handlers, level, others = root.handlers[:], root.level, requests.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    requests.setLevel(others)


def test_a_line_of_json_says_when_how_bad_where_and_what(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log.configure(form="json")
    logging.getLogger("timeline.tasks.add").info("added article=%s ms=%d", "a1", 12)
    line: dict[str, Any] = json.loads(capsys.readouterr().err)
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "timeline.tasks.add",
        "message": "added article=a1 ms=12",
    }


def test_a_traceback_stays_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(form="json")
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logging.getLogger("timeline").exception("failed")
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert "ValueError: two\nlines" in json.loads(written)["error"]


@pytest.mark.parametrize(("form", "expected"), [("text", 0), ("json", 1)])
def test_requests_are_lines_for_machines_alone(
    capsys: pytest.CaptureFixture[str], form: log.Form, expected: int
) -> None:
    log.configure(form=form)
    logging.getLogger(log.REQUESTS).info("answered")
    assert len(capsys.readouterr().err.splitlines()) == expected
