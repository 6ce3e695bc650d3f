"""A real SMTP server that greylists, cuts and kills, and looks at each mail that it takes."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from random import Random
from typing import Any

from aiosmtpd.controller import Controller

from tests.mail.server import free_port

STAGES = ("recipient", "mail", "answered")
"""When a sender is killed: before its mail, while it waits for the answer, just after the 250."""


@dataclass
class Auditor:
    """Takes mails; `plan` has the sender `pid` killed in the midst of them."""

    random: Random
    greylists: float = 0.0
    cuts: float = 0.0
    refuses: frozenset[str] = frozenset()
    pid: int = 0
    stage: str = ""
    after: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    url: str = ""

    def plan(self, stage: str, after: int) -> None:
        """Kill the sender in that stage of a mail, once so many more were taken."""
        self.stage, self.after = stage, len(self.taken) + after

    async def handle_RCPT(  # noqa: N802
        self,
        server: Any,
        session: Any,  # noqa: ARG002
        envelope: Any,
        address: str,
        rcpt_options: Any,  # noqa: ARG002
    ) -> str:
        if self._is_due("recipient"):
            self._kill()
            return "451 whoever sent this is gone"
        if address in self.refuses:
            return "550 no such user"
        if self.random.random() < self.greylists:
            return "451 greylisted, try again later"
        if self.random.random() < self.cuts:
            server.transport.abort()
            return "421 cut"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002
        if self._is_due("mail"):
            self._kill()
            return "451 whoever sent this is gone"
        self.taken.append(audited(envelope.content))
        if self._is_due("answered"):
            # The answer leaves first; whether the sender can still record it is a matter of luck.
            asyncio.get_running_loop().call_later(self.random.random() / 500, self._kill)
        return "250 kept"

    def _is_due(self, stage: str) -> bool:
        return self.stage == stage and len(self.taken) >= self.after

    def _kill(self) -> None:
        if self.stage:
            with suppress(ProcessLookupError):  # it may have died of something else just now
                os.kill(self.pid, signal.SIGKILL)
        self.stage = ""


def audited(content: bytes) -> EmailMessage:
    """The mail, with every part and header that a reminder must have."""
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    for header in ("Message-ID", "Date", "From", "To", "Subject", "List-Unsubscribe", "List-Id"):
        assert mail[header], (header, content[:2000])
    assert mail["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        assert "/reminders/unsubscribe/" in part.get_content()
    assert [one.get_content_type() for one in mail.iter_attachments()] == ["text/calendar"]
    return mail


@contextmanager
def auditing(auditor: Auditor) -> Iterator[Auditor]:
    port = free_port()
    controller = Controller(auditor, hostname="127.0.0.1", port=port)
    controller.start()
    auditor.url = f"smtp://127.0.0.1:{port}"
    try:
        yield auditor
    finally:
        controller.stop()
