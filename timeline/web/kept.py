"""Answers that are the same for everybody until the store changes are made once, and kept.

The store's version says whether a kept answer is still true, so whoever adds an article sees it on
the next page. Only what takes over a second to make, in a store of very many events, is made anew
at most for a tenth of the time, beside the requests: until then readers get it as it was.
"""

import logging
import re
import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from threading import Lock, Thread
from time import monotonic, thread_time
from typing import ParamSpec

from flask import (
    Response,
    copy_current_request_context,
    current_app,
    g,
    make_response,
    request,
    session,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]  # has no types

from timeline.store import marks
from timeline.web import csp, dates
from timeline.web.language import language
from timeline.web.services import services
from timeline.web.who import COOKIE, shown_visitor

log = logging.getLogger(__name__)

KEY = "timeline.kept"
MOST = 50_000_000
"""Octets of answers that are kept; the oldest go first."""

SLOW = 1.0
"""Seconds from which an answer counts as slow to make."""

_SHARE = 10  # a slow answer is made for at most one tenth of the time
_LONGEST = 300.0  # seconds after which even the slowest is made anew

_Given = ParamSpec("_Given")


@dataclass(frozen=True, slots=True)
class Made:
    """An answer as it was made: its octets cut where words of one request stand.

    `version` is that of the store, `at` when it was made, on a monotonic clock; `seconds` are those
    of the processor, so that nothing counts as slow because the machine is busy.
    """

    version: str
    pieces: tuple[bytes, ...]
    content_type: str
    at: float
    seconds: float

    @property
    def size(self) -> int:
        """Octets."""
        return sum(map(len, self.pieces))

    @property
    def is_slow(self) -> bool:
        """True where it is worth to be shown although the store has changed."""
        return self.seconds >= SLOW

    def rests(self, now: float) -> bool:
        """True until it may be made anew, for a slow one."""
        return self.is_slow and now < self.at + min(_SHARE * self.seconds, _LONGEST)


class Shelf:
    """The answers of one process. Words that belong to one request are marked while it is made.

    The marks are chance words of this process, so that no text of an article can hold one.
    """

    def __init__(self) -> None:
        self.nonce = f"nonce-{secrets.token_hex(16)}"
        self.token = f"token-{secrets.token_hex(16)}"
        self.marks = re.compile(f"({self.nonce}|{self.token})".encode())
        self._made: dict[Hashable, Made] = {}
        self._size = 0
        self._changing = Lock()
        self._turns = tuple(Lock() for _ in range(16))
        self._beside: set[Hashable] = set()

    def turn(self, key: Hashable) -> Lock:
        """What lets one request make an answer while others wait for it."""
        return self._turns[hash(key) % len(self._turns)]

    def find(self, key: Hashable) -> Made | None:
        """What was made for the key last."""
        return self._made.get(key)

    def put(self, key: Hashable, made: Made) -> None:
        """Keep it in the place of what was there."""
        with self._changing:
            before = self._made.pop(key, None)
            self._size += made.size - (before.size if before else 0)
            self._made[key] = made
            while self._size > MOST and len(self._made) > 1:
                oldest = next(iter(self._made))
                self._size -= self._made.pop(oldest).size

    def begin(self, key: Hashable) -> bool:
        """True for the one who is to make it anew beside the requests."""
        with self._changing:
            if key in self._beside:
                return False
            self._beside.add(key)
            return True

    def end(self, key: Hashable) -> None:
        """It was made, or could not be."""
        with self._changing:
            self._beside.discard(key)


def kept(view: Callable[_Given, ResponseReturnValue]) -> Callable[_Given, Response]:
    """The view, whose whole answers are kept as long as the store is what it was."""

    @wraps(view)
    def answer(*args: _Given.args, **kwargs: _Given.kwargs) -> Response:
        shelf: Shelf = current_app.extensions.setdefault(KEY, Shelf())
        key = _key()

        def make() -> Response:
            return _make(shelf, key, lambda: make_response(view(*args, **kwargs)))

        found = shelf.find(key)
        if found is not None and found.is_slow and found.version != _version():
            if not found.rests(monotonic()):
                _make_beside(shelf, key, make)
            return _filled(shelf, found)
        with shelf.turn(key):
            found = shelf.find(key)
            return _filled(shelf, found) if found and found.version == _version() else make()

    return answer


def _key() -> Hashable:
    """All that an answer depends on beside the store."""
    who = shown_visitor()
    own = tuple(sorted((k, str(v)) for k, v in session.items() if k not in {"csrf_token", COOKIE}))
    return (
        request.method,
        request.host_url,
        request.path,
        request.query_string,
        language(),
        dates.zone_name(),
        services().today(),
        own,
        (who.name, who.account is not None, who.at_machine, who.may_edit),
    )


def _version() -> str:
    return marks.ask_version(services().database)


def _make(shelf: Shelf, key: Hashable, view: Callable[[], Response]) -> Response:
    """The answer of the view, kept where it is a whole one."""
    began, version = thread_time(), _version()
    g.nonce, g.csrf_token = shelf.nonce, shelf.token
    try:
        answer = view()
    finally:
        del g.nonce, g.csrf_token
    if answer.is_streamed:
        return answer
    made = Made(
        version=version,
        pieces=tuple(shelf.marks.split(answer.get_data())),
        content_type=answer.content_type or "",
        at=monotonic(),
        seconds=thread_time() - began,
    )
    if answer.status_code == 200:
        shelf.put(key, made)
    answer.set_data(_octets(shelf, made))
    return answer


def _make_beside(shelf: Shelf, key: Hashable, make: Callable[[], Response]) -> None:
    """Make it anew in a thread of its own, unless one does so already."""
    if not shelf.begin(key):
        return
    zone = dates.zone_name()

    @copy_current_request_context
    def work() -> None:
        try:
            dates.use_zone(zone)
            make()
        except Exception:
            # The outer border of the thread: readers keep what they have, the next one tries again.
            log.exception("could not make a page anew")
        finally:
            shelf.end(key)

    Thread(target=work, daemon=True).start()


def _filled(shelf: Shelf, made: Made) -> Response:
    return Response(_octets(shelf, made), content_type=made.content_type)


def _octets(shelf: Shelf, made: Made) -> bytes:
    """The answer with the words of this request in the places of the marks."""
    if len(made.pieces) == 1:
        return made.pieces[0]
    words = {shelf.nonce.encode(): csp.nonce().encode(), shelf.token.encode(): b""}
    if shelf.token.encode() in made.pieces:
        words[shelf.token.encode()] = generate_csrf().encode()
    return b"".join(words.get(piece, piece) for piece in made.pieces)
