"""The real thing: `timeline serve` as its own process, and an SMTP server that keeps mails."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

ROOT = Path(__file__).parents[2]
TIMELINE = Path(sys.executable).parent / "timeline"


@dataclass
class Inbox:
    """The handler of the SMTP server; `mails` in order of arrival."""

    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if address in str(mail["To"])]

    def wait_for(self, address: str, count: int, seconds: float = 30) -> list[EmailMessage]:
        until = time.monotonic() + seconds
        while len(self.to(address)) < count and time.monotonic() < until:
            time.sleep(0.05)
        return self.to(address)


@dataclass(frozen=True)
class Service:
    """A running server, its address, its mails, and the command that works on the same store."""

    url: str
    inbox: Inbox
    environ: dict[str, str]

    def command(self, *words: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(TIMELINE), *words],
            env=self.environ,
            input=text,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture(scope="session")
def smtp() -> Iterator[tuple[str, Inbox]]:
    inbox = Inbox()
    port = free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}", inbox
    controller.stop()


@pytest.fixture(scope="session")
def service(smtp: tuple[str, Inbox], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`timeline serve` with the sample articles, on SQLite, with a real SMTP server."""
    port = free_port()
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith("TIMELINE_")
    } | {
        "TIMELINE_DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "TIMELINE_SMTP_URL": smtp[0],
        "TIMELINE_BASE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
    }
    log = tmp_path_factory.mktemp("log") / "serve.txt"
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(TIMELINE), "serve", "--samples", str(ROOT / "seeds")],
            env=environ,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/readyz", process, log)
        yield Service(f"http://127.0.0.1:{port}", smtp[1], environ)
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"timeline serve ended with {process.returncode}:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"{url} did not answer within two minutes:\n{log.read_text()}")
