"""Reminders as signed JSON posts: webhooks (Slack, Mattermost and others) and ntfy pushes."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable
from email.message import EmailMessage

from timeline.core.errors import Unreachable
from timeline.mail.transport import PermanentFailure, TemporaryFailure, Transport

TO = "X-Timeline-To"
"""The header that names the hook of a message; such a message is never mailed."""

SIGNATURE = "X-Timeline-Signature"
MOST_TEXT = 3_500
_HOOK = re.compile(r"(?:(?P<ntfy>ntfy)(?:\+(?P<http>http))?|https?)://(?P<rest>.+)", re.I)

Post = Callable[[str, bytes, Iterable[tuple[str, str]]], None]
"""Sends bytes to an address with headers; raises Unreachable."""


def is_hook(address: str) -> bool:
    """True for the address of a webhook or of an ntfy topic, which no mail can go to."""
    return _HOOK.fullmatch(address) is not None


def target(address: str) -> str:
    """The http(s) address that a hook stands for: `ntfy://host/topic` is posted to over https."""
    match = _HOOK.fullmatch(address)
    if match is None or not match["ntfy"]:
        return address
    return f"{'http' if match['http'] else 'https'}://{match['rest']}"


def key_of(secret: str | None, address: str) -> str:
    """What signs the posts to that address, in hexadecimal: its owner can check them with it."""
    message = f"timeline.hook\n{address}".encode()
    return hmac.new((secret or "").encode(), message, hashlib.sha256).hexdigest()


class Hook:
    """Posts each message to the address in its header TO."""

    def __init__(self, post: Post, secret: str | None) -> None:
        self._post = post
        self._secret = secret

    def send(self, message: EmailMessage) -> None:
        """Post the message; whatever else it says is that of a mail (Transport)."""
        address = str(message[TO])
        url, body = _form(address, message)
        key = key_of(self._secret, address).encode()
        signed = hmac.new(key, body, hashlib.sha256).hexdigest()
        headers = [("Content-Type", "application/json"), (SIGNATURE, f"sha256={signed}")]
        try:
            self._post(url, body, headers)
        except Unreachable as error:
            kind = TemporaryFailure if _may_pass(error.status) else PermanentFailure
            raise kind(f"the hook cannot be used ({error})") from error

    def check(self) -> None:
        """Each hook is somebody else's: there is nothing to ask before it is posted to."""


class Routes:
    """Mails go one way, posts to hooks another."""

    def __init__(self, mail: Transport, hook: Transport) -> None:
        self._mail = mail
        self._hook = hook

    def send(self, message: EmailMessage) -> None:
        """Hand the message over by its own way; raises what that way raises."""
        (self._hook if message[TO] else self._mail).send(message)

    def check(self) -> None:
        """Raises TemporaryFailure where no mail would leave now."""
        self._mail.check()


def _form(address: str, message: EmailMessage) -> tuple[str, bytes]:
    """Where the message is posted to, and as what."""
    title = str(message["Subject"])
    said = _text(message, title)
    url = target(address)
    if url != address:
        place, _, topic = url.rstrip("/").rpartition("/")
        written = {"topic": topic, "title": title, "message": said}
        return f"{place}/", json.dumps(written).encode()
    # `text` is what Slack and Mattermost show; the rest is for programs of one's own.
    written = {"text": f"{title}\n{said}", "title": title, "id": str(message["Message-ID"])}
    return url, json.dumps(written).encode()


def _text(message: EmailMessage, title: str) -> str:
    """The plain text without its foot, and without the first line where that is the title."""
    part = message.get_body(("plain",))
    text = part.get_content().replace("\r\n", "\n") if part else ""
    first, _, rest = text.partition("\n-- \n")[0].strip().partition("\n")
    return (rest if first in title else f"{first}\n{rest}").strip()[:MOST_TEXT]


def _may_pass(status: int | None) -> bool:
    return status is None or status in {408, 425, 429} or status >= 500
