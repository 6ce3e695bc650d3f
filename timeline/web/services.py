"""What the views work with, kept with the application."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from flask import current_app

from timeline.config import Config
from timeline.mail.transport import Transport
from timeline.store.engine import Database
from timeline.tasks.add import Queue, Reader
from timeline.tasks.later import States

KEY = "timeline"


class Jobs(Queue, States, Protocol):
    """Where articles wait for workers, and who knows how far they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The settings, the store, whatever reads articles and sends mails, and the clock.

    `queue` is None where articles are read at once, by the thread that answers.
    """

    config: Config
    database: Database
    reader: Reader
    transport: Transport
    now: Callable[[], datetime]
    queue: Jobs | None = None

    def today(self) -> date:
        """The civil date of "today" and "days left" (TIMELINE_ZONE)."""
        return self.now().astimezone(ZoneInfo(self.config.zone)).date()


def services() -> Services:
    """The services of the application that answers now."""
    found: Services = current_app.extensions[KEY]
    return found
