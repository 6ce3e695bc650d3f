"""The ways that reminders leave by: a mail server or a folder, and posts to hooks."""

from collections.abc import Iterable
from pathlib import Path

from timeline.mail.hook import Hook, Routes
from timeline.mail.transport import Transport, choose
from timeline.sources.fetch import Fetcher
from timeline.sources.polite import agent


def ways(
    *,
    smtp_url: str | None,
    folder: Path,
    secret: str | None,
    base_url: str,
    allow: Iterable[tuple[str, int]] = (),
) -> Transport:
    """Mails by the server where one is set, else into the folder; posts by a guarded fetcher.

    `allow` holds the (host, port) pairs that hooks may stand at although they are private.
    """
    fetcher = Fetcher(allow=allow, agent=agent(base_url))

    def post(url: str, content: bytes, headers: Iterable[tuple[str, str]]) -> None:
        fetcher.post(url, content, headers=headers)

    return Routes(choose(smtp_url, folder), Hook(post, secret))
