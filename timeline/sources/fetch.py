"""The only way out to the network: pages that a person named, and never a private address.

Every address that a name resolves to is checked, and the very address that was checked is
dialled, at each redirect anew: a name that changes its mind between the two gains nothing.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from threading import Thread
from typing import Any

import httpcore

from timeline.core.errors import Unreachable
from timeline.sources.addresses import PORTS, Target, is_public, read_target, short
from timeline.sources.answers import (
    DOCX,
    MOST_BYTES,
    Fetched,
    Validators,
    left_of,
    read_answer,
)

__all__ = ["AGENT", "MOST_BYTES", "SECONDS", "Fetched", "Fetcher", "Validators"]

SECONDS = 20.0
MOST_REDIRECTS = 5
MOST_ADDRESSES = 4
AGENT = "Timeline/0.1 (reads an article that a person asked for)"
_ACCEPT = (
    f"text/html, application/xhtml+xml, text/plain, application/pdf, {DOCX}, "
    "application/atom+xml, application/rss+xml, text/calendar, application/xml;q=0.9"
)

Resolve = Callable[[str, int], Sequence[str]]


class Fetcher:
    """Fetches pages; `allow` holds the (host, port) pairs that may be private, none by default."""

    def __init__(
        self,
        *,
        allow: Iterable[tuple[str, int]] = (),
        resolve: Resolve | None = None,
        seconds: float = SECONDS,
        agent: str = AGENT,
    ) -> None:
        self._agent = agent
        self._allow = frozenset((host.casefold(), port) for host, port in allow)
        self._resolve = resolve or _resolve
        self._seconds = seconds

    def fetch(
        self,
        url: str,
        *,
        known: Validators | None = None,
        before: Callable[[str], object] = lambda _url: None,
    ) -> Fetched:
        """The page at `url` after at most five redirects; raises Unreachable or TooLarge.

        At most 10 MB once unpacked, and 20 seconds for all of it. `known` are the validators of the
        version that one has: the server is asked for a newer one alone. `before` hears each address
        before it is asked and may raise; its time does not count.
        """
        left = self._seconds
        asked = url
        for _ in range(MOST_REDIRECTS + 1):
            before(url)
            until = time.monotonic() + left
            found = self._get(url, until, known or Validators())
            if isinstance(found, Fetched):
                return found
            url, left = found, until - time.monotonic()
        raise Unreachable(
            f"{short(asked)} leads on more than {MOST_REDIRECTS} times: "
            "give the address of the article itself"
        )

    def post(self, url: str, content: bytes, *, headers: Iterable[tuple[str, str]] = ()) -> None:
        """Send `content` to `url`, which takes it; raises Unreachable where it does not.

        As guarded as `fetch`; a redirect is no answer.
        """
        until = time.monotonic() + self._seconds
        target = read_target(url)
        sent = [("Content-Length", str(len(content))), *headers]
        request = _request("POST", target, until, self._agent, sent, content)
        with self._answer(request, target.url, until) as response:
            if not 200 <= response.status < 300:
                raise Unreachable(
                    f"{target.host} answered HTTP {response.status}", status=response.status
                )

    def _get(self, url: str, until: float, known: Validators) -> Fetched | str:
        """What stands there, or the address that it leads on to."""
        target = read_target(url)
        conditions = [("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified)]
        headers = [
            ("Accept", _ACCEPT),
            ("Accept-Encoding", "gzip"),
            *((name, value) for name, value in conditions if value),
        ]
        request = _request("GET", target, until, self._agent, headers)
        with self._answer(request, target.url, until) as response:
            return read_answer(response, target.url, until)

    @contextmanager
    def _answer(
        self, request: httpcore.Request, url: str, until: float
    ) -> Iterator[httpcore.Response]:
        """The answer to a request; whatever goes wrong on the way is Unreachable, in a sentence."""
        backend = _Backend(self._resolve, until, self._allow)
        try:
            with (
                httpcore.ConnectionPool(network_backend=backend, retries=0) as pool,
                closing(pool.handle_request(request)) as response,
            ):
                yield response
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise Unreachable(
                f"{short(url)} did not answer within {self._seconds:g} seconds: "
                "try again in a minute, or paste the text of the article instead"
            ) from error
        except httpcore.ConnectError as error:
            raise Unreachable(
                f"{short(url)} did not answer: check the address, or paste the text"
            ) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise Unreachable(
                f"{short(url)} broke off the answer: try again in a minute, or paste the text"
            ) from error


class _Backend(httpcore.NetworkBackend):
    """Dials only addresses that were checked, within the time that is left."""

    def __init__(self, resolve: Resolve, until: float, allow: frozenset[tuple[str, int]]) -> None:
        self._resolve = resolve
        self._until = until
        self._allow = allow
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of `host` that answers, all of which are public.

        What is checked is what is dialled: host, port and address as they are here, whatever else
        the address line may have looked like.
        """
        failed: Exception | None = None
        addresses = self._addresses(host, port)
        for number, address in enumerate(addresses):
            # One that swallows what it is sent leaves time for the others.
            share = left_of(self._until, timeout) / (len(addresses) - number)
            try:
                stream = self._inner.connect_tcp(
                    address,
                    port,
                    timeout=share,
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Stream(stream, self._until)
        if isinstance(failed, httpcore.ConnectTimeout):
            raise failed
        raise httpcore.ConnectError(f"{host} refuses") from failed

    def _addresses(self, host: str, port: int) -> list[str]:
        allowed = (host.casefold(), port) in self._allow
        if port not in PORTS.values() and not allowed:
            raise Unreachable(
                f"port {port} is not fetched, articles stand at 80 and 443: paste the text instead"
            )
        try:
            found = list(dict.fromkeys(_asked(self._resolve, host, port, self._until)))
        except TimeoutError:
            raise
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"there is no host {host!r}: check the address") from error
        if not found:
            raise Unreachable(f"there is no host {host!r}: check the address")
        if not allowed and not all(is_public(one) for one in found):
            raise Unreachable(
                f"{host} is a private address and is not fetched: paste the text instead"
            )
        return found[:MOST_ADDRESSES]

    def sleep(self, seconds: float) -> None:
        """Wait, as the pool asks between retries."""
        self._inner.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    """A stream whose every step has only the time that is left of the whole."""

    def __init__(self, inner: httpcore.NetworkStream, until: float) -> None:
        self._inner = inner
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, timeout=left_of(self._until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout=left_of(self._until, timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            secure = self._inner.start_tls(
                ssl_context, server_hostname, timeout=left_of(self._until, timeout)
            )
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLError):
                raise Unreachable(
                    f"{server_hostname} cannot prove that it is what it says (its certificate): "
                    "check the address, or paste the text"
                ) from error
            raise
        return _Stream(secure, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _asked(resolve: Resolve, host: str, port: int, until: float) -> Sequence[str]:
    """What `resolve` answers in the time that is left; no name server can be hurried otherwise."""
    answer: Future[Sequence[str]] = Future()

    def ask() -> None:
        try:
            answer.set_result(resolve(host, port))
        except BaseException as error:  # noqa: BLE001 - raised anew for the one who waits
            answer.set_exception(error)

    Thread(target=ask, daemon=True, name="resolve").start()
    return answer.result(timeout=left_of(until, None))


def _request(
    method: str,
    target: Target,
    until: float,
    agent: str,
    headers: Iterable[tuple[str, str]],
    content: bytes | None = None,
) -> httpcore.Request:
    left = left_of(until, None)
    return httpcore.Request(
        method,
        httpcore.URL(
            scheme=target.scheme.encode(),
            host=target.host.encode(),
            port=target.port,
            target=target.path.encode(),
        ),
        headers=[
            ("Host", target.authority),
            ("User-Agent", agent),
            ("Connection", "close"),
            *headers,
        ],
        content=content,
        extensions={"timeout": {"connect": left, "read": left, "write": left, "pool": left}},
    )
