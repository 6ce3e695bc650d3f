"""Fetching unattended: robots.txt is asked first, and no host is asked again at once."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from timeline.core.errors import TooLarge, Unreachable
from timeline.sources.fetch import Fetched, Fetcher, Validators

NAME = "Timeline"
"""What robots.txt may call us."""

PAUSE = 2.0
"""The least seconds between two requests to one host."""

LONGEST_PAUSE = 30.0
_KEPT = 24 * 3600.0
_KEPT_FAILURE = 600.0
_MOST_ROBOTS = 500_000  # RFC 9309 §2.5


def agent(base_url: str) -> str:
    """Who we are and where somebody who minds can look."""
    return f"{NAME}/0.1 (watches news for dates; {base_url}/about)"


_Rules = RobotFileParser | Unreachable
"""What a host's robots.txt says, or why it could not be read."""


class Polite:
    """A fetcher for sources that nobody waits for. One thread uses it at a time.

    `pause` are the least seconds between two requests to one host; its robots.txt may ask for
    more, up to half a minute.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        pause: float = PAUSE,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._fetcher = fetcher
        self._pause = pause
        self._monotonic = monotonic
        self._sleep = sleep
        self._rules: dict[str, tuple[_Rules, float]] = {}
        self._asked: dict[str, float] = {}

    def fetch(self, url: str, *, known: Validators | None = None) -> Fetched:
        """What stands at `url`, as Fetcher.fetch gives it.

        Raises Unreachable also where robots.txt forbids it (403) or cannot be read: that of each
        host which a redirect leads to.
        """
        return self._fetcher.fetch(url, known=known, before=self._ask_leave)

    def _ask_leave(self, url: str) -> None:
        """Wait until `url` may be asked; raises Unreachable where it may not."""
        origin = _origin(url)
        rules = self._rules_of(origin)
        if isinstance(rules, Unreachable):
            raise Unreachable(str(rules), status=rules.status, retry_after=rules.retry_after)
        if not rules.can_fetch(NAME, url):
            raise Unreachable(
                f"the robots.txt of {origin} asks programs to stay away from this address: "
                "add the article yourself",
                status=403,
            )
        self._wait(origin, min(max(self._pause, _delay(rules)), LONGEST_PAUSE))

    def _rules_of(self, origin: str) -> _Rules:
        found, until = self._rules.get(origin, (None, 0.0))
        if found is None or self._monotonic() > until:
            self._wait(origin, self._pause)
            found = self._read_rules(origin)
            kept = _KEPT_FAILURE if isinstance(found, Unreachable) else _KEPT
            self._rules[origin] = (found, self._monotonic() + kept)
        return found

    def _read_rules(self, origin: str) -> _Rules:
        """What robots.txt says (RFC 9309 §2.3.1): a missing one forbids nothing."""
        rules = RobotFileParser()
        try:
            content = self._fetcher.fetch(f"{origin}/robots.txt").content[:_MOST_ROBOTS]
        except Unreachable as error:
            if error.status is None or error.status >= 500 or error.status == 429:
                return error
            content = b""
        except TooLarge:
            content = b""
        rules.parse(content.decode("utf-8", "replace").splitlines())
        return rules

    def _wait(self, origin: str, seconds: float) -> None:
        asked = self._asked.get(origin)
        if asked is not None:
            left = asked + seconds - self._monotonic()
            if left > 0:
                self._sleep(left)
        self._asked[origin] = self._monotonic()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _delay(rules: RobotFileParser) -> float:
    try:
        return float(rules.crawl_delay(NAME) or 0)
    except ValueError:
        return 0.0
