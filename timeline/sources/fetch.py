"""The only way out to the network: pages that a person named, and never a private address.

Every address that a name resolves to is checked, and the very address that was checked is
dialled, at each redirect anew: a name that changes its mind between the two gains nothing.
"""

import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from threading import Thread
from typing import Any

import httpcore

from timeline.core.errors import TooLarge, Unreachable
from timeline.sources.addresses import PORTS, Target, is_public, join, read_target, short

MOST_BYTES = 10_000_000
SECONDS = 20.0
MOST_REDIRECTS = 5
MOST_ADDRESSES = 4
MOST_HEADER = 500
AGENT = "Timeline/0.1 (reads an article that a person asked for)"

_REDIRECTS = {301, 302, 303, 307, 308}
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What can be read, and what is told apart by its content.
_TYPES = {
    "", "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf",
    "application/x-pdf", _DOCX, "application/octet-stream", "application/zip", "application/xml",
    "text/xml", "application/rss+xml", "application/atom+xml", "application/msword",
    "application/rtf", "text/rtf", "application/force-download", "application/download",
    "text/calendar", "application/feed+json", "application/rdf+xml",
}  # fmt: skip
_ACCEPT = (
    f"text/html, application/xhtml+xml, text/plain, application/pdf, {_DOCX}, "
    "application/atom+xml, application/rss+xml, text/calendar, application/xml;q=0.9"
)

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server said of the version that it gave; both None where it said nothing."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What stood at an address; `url` is where the redirects ended.

    `is_unchanged` is true where it is still the version that was asked about; `content` is empty
    then.
    """

    url: str
    content: bytes
    content_type: str
    validators: Validators = Validators()
    is_unchanged: bool = False


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

    def fetch(self, url: str, *, known: Validators | None = None) -> Fetched:
        """The page at `url` after at most five redirects; raises Unreachable or TooLarge.

        At most 10 MB once unpacked, and 20 seconds for all of it. `known` are the validators of the
        version that one has: the server is asked for a newer one alone.
        """
        until = time.monotonic() + self._seconds
        asked = url
        for _ in range(MOST_REDIRECTS + 1):
            found = self._get(url, until, known or Validators())
            if isinstance(found, Fetched):
                return found
            url = found
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
            return _read(response, target.url, until)

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
            share = _left(self._until, timeout) / (len(addresses) - number)
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
        return self._inner.read(max_bytes, timeout=_left(self._until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout=_left(self._until, timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            secure = self._inner.start_tls(
                ssl_context, server_hostname, timeout=_left(self._until, timeout)
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
    return answer.result(timeout=_left(until, None))


def _request(
    method: str,
    target: Target,
    until: float,
    agent: str,
    headers: Iterable[tuple[str, str]],
    content: bytes | None = None,
) -> httpcore.Request:
    left = _left(until, None)
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


def _read(response: httpcore.Response, url: str, until: float) -> Fetched | str:
    headers = {name.lower(): value for name, value in response.headers}
    if response.status in _REDIRECTS and b"location" in headers:
        return join(url, headers[b"location"])
    validators = Validators(
        etag=_header(headers, b"etag"), last_modified=_header(headers, b"last-modified")
    )
    if response.status == 304:
        return Fetched(
            url=url, content=b"", content_type="", validators=validators, is_unchanged=True
        )
    if response.status != 200:
        raise Unreachable(
            _refused(url, response.status),
            status=response.status,
            retry_after=_retry_after(headers),
        )
    declared = headers.get(b"content-type", b"").decode("latin-1")
    kind = declared.partition(";")[0].strip().casefold()
    if kind not in _TYPES:
        raise Unreachable(
            f"{short(url)} is {kind[:60]} and no article: paste the text of the article instead"
        )
    encoding = headers.get(b"content-encoding", b"").decode("latin-1").strip().casefold()
    content = _unpacked(response.iter_stream(), encoding, url, until)
    return Fetched(url=url, content=content, content_type=declared, validators=validators)


def _header(headers: dict[bytes, bytes], name: bytes) -> str | None:
    """A header's value, None where there is none that could be sent back."""
    value = headers.get(name, b"").decode("latin-1").strip()
    return value if value.isprintable() and 0 < len(value) <= MOST_HEADER else None


def _retry_after(headers: dict[bytes, bytes]) -> int | None:
    """The seconds of Retry-After, which may be a date (RFC 9110 §10.2.3): by the server's clock."""
    value = _header(headers, b"retry-after") or ""
    if value.isascii() and value.isdigit():
        return int(value[:9])
    try:
        then = parsedate_to_datetime(value)
        seconds = (then - parsedate_to_datetime(_header(headers, b"date") or "")).total_seconds()
    except (ValueError, TypeError):
        return None
    return max(0, int(seconds))


def _unpacked(chunks: Iterable[bytes], encoding: str, url: str, until: float) -> bytes:
    """The content, never more of it in memory than the limit, whatever it would unpack to."""
    if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise Unreachable(f"{short(url)} is packed as {encoding[:20]!r}: paste the text instead")
    engine = zlib.decompressobj(47) if encoding not in {"", "identity"} else None
    content = bytearray()
    try:
        for chunk in chunks:
            _left(until, None)
            left = MOST_BYTES - len(content) + 1
            content += engine.decompress(chunk, left) if engine else chunk
            if len(content) > MOST_BYTES:
                raise TooLarge(f"{short(url)} is over the limit of 10 MB: paste the text instead")
            if engine and engine.eof:
                break  # what follows is no part of the page, however long it is
    except zlib.error as error:
        raise _damaged(url) from error
    if engine and content and not engine.eof:
        raise _damaged(url)
    return bytes(content)


def _left(until: float, timeout: float | None) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left if timeout is None else min(left, timeout)


def _refused(url: str, status: int) -> str:
    if status in {404, 410}:
        return f"there is no page at {short(url)} (HTTP {status}): check the address"
    if status in {401, 402, 403, 407, 451}:
        return f"{short(url)} is not shown to us (HTTP {status}): open it and paste the text"
    if status in {408, 425, 429} or status >= 500:
        return (
            f"{short(url)} cannot answer now (HTTP {status}): "
            "try again in a minute, or paste the text"
        )
    return f"{short(url)} answered HTTP {status}: check the address, or paste the text"


def _damaged(url: str) -> Unreachable:
    return Unreachable(f"{short(url)} sent a damaged answer: try again, or paste the text")
