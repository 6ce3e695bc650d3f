"""The ways that mails leave by: a mail server, a folder of files, a list for tests."""

import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from timeline.core.errors import TimelineError

TIMEOUT = 20
"""Seconds that a mail server may take for one answer."""

CHECK_TIMEOUT = 5
"""Seconds that it may take where it is only asked whether it is there."""


class TemporaryFailure(TimelineError):
    """The mail did not leave now; it may later (SMTP 4xx, no connection)."""


class NoServer(TemporaryFailure):
    """There is no server that could be asked: no other mail would leave now either."""


class PermanentFailure(TimelineError):
    """The mail will not leave, however often it is tried (SMTP 5xx)."""


class Transport(Protocol):
    """Whatever mails leave by."""

    def send(self, message: EmailMessage) -> None:
        """Hand the message over; raises TemporaryFailure or PermanentFailure."""
        ...

    def check(self) -> None:
        """Raises TemporaryFailure where no mail would leave now; nothing is sent."""
        ...


class Smtp:
    """A mail server: `smtp://user:password@host:port` (STARTTLS where offered) or `smtps://…`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname or ""
        self._port = parts.port or (465 if self._tls else 587)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")

    def send(self, message: EmailMessage) -> None:
        """Hand the message to the server in one session.

        Only a refusal of this message or of its recipient can be permanent: a server that refuses
        us (a wrong password, a full queue) says nothing of the mail.
        """
        try:
            server = self._connect()
        except (smtplib.SMTPException, OSError) as error:
            raise NoServer(self._unusable(error)) from error
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise _failure(code, words) from error
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            raise _failure(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise TemporaryFailure(self._unusable(error)) from error
        finally:
            _leave(server)

    def check(self) -> None:
        """Begin a session as for a mail, signing in where there is a password, and end it."""
        try:
            server = self._connect(timeout=CHECK_TIMEOUT)
        except (smtplib.SMTPException, OSError) as error:
            raise NoServer(self._unusable(error)) from error
        _leave(server)

    def _unusable(self, error: Exception) -> str:
        where = f"{self._host}:{self._port}"
        return f"the mail server at {where} cannot be used ({error}): see that it runs"

    def _connect(self, *, timeout: int = TIMEOUT) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=timeout, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=timeout)
        try:
            server.ehlo()
            private = self._tls
            if not private and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
                private = True
            if self._user and not private:
                raise smtplib.SMTPException("no STARTTLS, and a password is not sent in clear")
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server


class Folder:
    """A folder that keeps each mail as an .eml file named by its Message-ID: once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, message: EmailMessage) -> None:
        """Write the message whole or not at all."""
        target = self.file_of(str(message["Message-ID"]))
        part = target.with_suffix(".part")
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.touch(mode=0o600)  # its links act for the person
            part.write_bytes(message.as_bytes())
            os.replace(part, target)  # noqa: PTH105 - the atomic one, by name
        except OSError as error:
            raise TemporaryFailure(
                f"cannot write the mail to {self.path}: {error.strerror or error}"
            ) from error

    def file_of(self, message_id: str) -> Path:
        """Where the mail of that Message-ID is kept."""
        name = "".join(c for c in message_id.split("@")[0] if c.isalnum())
        return self.path / f"{name}.eml"

    def check(self) -> None:
        """The folder is there, or can be made, and takes files."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise TemporaryFailure(
                f"cannot make the folder of mails {self.path}: {error.strerror or error}"
            ) from error
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise TemporaryFailure(f"cannot write mails to {self.path}: it may only be read")


class Outbox:
    """A list of what was sent, for tests."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        """Keep the message."""
        self.sent.append(message)

    def check(self) -> None:
        """A list always takes one more."""


def choose(smtp_url: str | None, folder: Path) -> Transport:
    """The mail server where one is set, else the folder."""
    return Smtp(smtp_url) if smtp_url else Folder(folder)


def _leave(server: smtplib.SMTP) -> None:
    """End the session; what the server says to that changes nothing of the mail."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()


def _failure(code: int, words: bytes | str) -> TimelineError:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    message = f"the mail server said {code} {' '.join(said.split())[:200]}"
    return PermanentFailure(message) if 500 <= code < 600 else TemporaryFailure(message)
