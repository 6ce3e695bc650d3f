"""What is watched: a feed, a page, a calendar or a folder, and what was found in it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from timeline.core.errors import BadInput

LEAST_EVERY = timedelta(minutes=1)
MOST_EVERY = timedelta(days=30)
LONGEST_WAIT = timedelta(days=1)
MOST_ATTEMPTS = 5
"""How often an entry that cannot be fetched is tried before it is given up."""

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class SourceKind(StrEnum):
    """What stands at an address, as its first reading shows."""

    FEED = "feed"
    PAGE = "page"
    CALENDAR = "calendar"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A source that is looked at every so often.

    `location` is an address or the path of a folder; `kind` is None until the first reading.
    `checked_at` is the last look, `changed_at` the last one that found something new. `etag` and
    `last_modified` are what the server said of it, `digest` tells its content from another.
    `failures` counts looks that failed since the last that did not, `error` says why in a sentence.
    While `paused_at` is set nothing of it is looked at or read.
    """

    id: str
    location: str
    every: timedelta
    added_at: datetime
    next_at: datetime
    kind: SourceKind | None = None
    title: str = ""
    checked_at: datetime | None = None
    changed_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str = ""
    failures: int = 0
    error: str | None = None
    paused_at: datetime | None = None

    @property
    def is_folder(self) -> bool:
        """True for a folder of this machine."""
        return self.kind is SourceKind.FOLDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something in a source that becomes an article: where it stands, and what is known of it.

    `key` is the same at every look. `content` is the text that the source itself brings along.
    `skipped` says why it is left unread, None for what is to be read.
    """

    key: str
    location: str
    title: str = ""
    published: datetime | None = None
    content: str = ""
    skipped: str | None = None


def wait(every: timedelta, failures: int, retry_after: int | None = None) -> timedelta:
    """How long a source is left alone: longer with each failure, and as long as it asks for.

    >>> str(wait(timedelta(minutes=30), 2))
    '2:00:00'
    """
    longest = max(LONGEST_WAIT, every)
    waited = min(every * (1 << min(failures, 10)), longest)
    asked = min(timedelta(seconds=retry_after or 0), longest)
    return max(waited, asked)


def read_every(text: str) -> timedelta:
    """How often, from `30m`, `2h` or `1d`; raises BadInput.

    >>> str(read_every("90m"))
    '1:30:00'
    """
    match = re.fullmatch(r"(\d{1,5})\s*([mhd])", text.strip().casefold())
    every = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else timedelta(0)
    if not LEAST_EVERY <= every <= MOST_EVERY:
        raise BadInput(f"cannot read how often {text!r}: give 1m to 30d, such as 30m, 2h or 1d")
    return every


def write_every(every: timedelta) -> str:
    """The shortest text that `read_every` reads as the same.

    >>> write_every(timedelta(minutes=120))
    '2h'
    """
    minutes = int(every.total_seconds() // 60)
    for unit, size in (("d", 1440), ("h", 60)):
        if minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"
