"""`timeline` commands as processes of their own, forked from one that has everything loaded.

Each is the real command in a process that it shares nothing with: it can be killed at any moment,
and the next one answers a fraction of a second later.
"""

import faulthandler
import http.client
import json
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from tests.mail.server import free_port

ANSWERS = 60
"""Seconds within which a server answers, however busy the machine is."""

ENDS = 60
"""Seconds within which it ends, by which a mail server may be waited for twice."""

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["pytest", "tests.faults.loaded"])


@dataclass(frozen=True)
class Server:
    """A running `timeline serve`; `said` is the file that its output goes to."""

    process: ForkServerProcess
    port: int
    said: Path

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> tuple[int, Any]:
        """The status and the JSON of the answer; raises OSError or HTTPException without one."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWERS)
        with closing(connection):
            content = None if body is None else json.dumps(body)
            connection.request(method, path, content, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode()
        is_json = "json" in (answer.getheader("Content-Type") or "")
        return answer.status, json.loads(text) if is_json and text else text

    def wait_until_it_answers(self) -> None:
        until = time.monotonic() + ANSWERS
        while True:
            try:
                self.ask("GET", "/healthz")
            except OSError:
                alive = self.process.is_alive() and time.monotonic() < until
                assert alive, self.said.read_text(encoding="utf-8")
                time.sleep(0.01)
            else:
                return

    def end(self) -> None:
        """Tell it to stop, which it does in time; where not, what its threads do is shown."""
        self.process.terminate()
        self.process.join(timeout=ENDS)
        if self.process.is_alive():
            os.kill(self.process.pid or 0, signal.SIGUSR1)
            self.process.join(timeout=1)
        assert self.process.exitcode == 0, self.said.read_text(encoding="utf-8")


@contextmanager
def serving(
    database_url: str, data: Path, *, most_bytes: int | None = None, **settings: str
) -> Iterator[Server]:
    """A server that answers; it is killed where it still runs at the end.

    No file may grow over `most_bytes`: the disk is full for it then.
    """
    port = free_port()
    environ = {
        "PORT": str(port),
        "TIMELINE_DATA_DIR": str(data),
        "TIMELINE_DATABASE_URL": database_url,
        "TIMELINE_SECRET_KEY": "s",
        **settings,
    }
    said = data / f"said-{port}.log"
    process = started(["serve"], environ, said, most_bytes=most_bytes)
    server = Server(process=process, port=port, said=said)
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        process.kill()
        process.join()
        process.close()


def started(
    words: Sequence[str], environ: Mapping[str, str], said: Path, *, most_bytes: int | None = None
) -> ForkServerProcess:
    """The command in a process of its own, begun."""
    process = _FORKS.Process(target=_run, args=(words, dict(environ), said, most_bytes))
    process.start()
    return process


def _run(
    words: Sequence[str], environ: Mapping[str, str], said: Path, most_bytes: int | None
) -> None:
    from tests.faults import loaded
    from timeline.extract import pipeline

    for name in [name for name in os.environ if name.startswith("TIMELINE_")]:
        del os.environ[name]
    os.environ.update(environ)
    output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, sys.stdout.fileno())
    os.dup2(output, sys.stderr.fileno())
    faulthandler.register(signal.SIGUSR1)
    if most_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    pipeline.Reader = lambda: loaded.READER  # type: ignore[assignment, misc]  # loaded already
    sys.exit(loaded.main(list(words)))
