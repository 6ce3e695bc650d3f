"""The only way out to the network: pages that a person named, and never a private address.

Every address that a name resolves to is checked, and the very address that was checked is
dialled, at each redirect anew: a name that changes its mind between the two gains nothing.
"""

import socket
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import httpcore

from timeline.core.errors import TooLarge, Unreachable

MOST_BYTES = 10_000_000
SECONDS = 20.0
MOST_REDIRECTS = 5
AGENT = "Timeline/0.1 (reads an article that a person asked for)"

_PORTS = {"http": 80, "https": 443}
# All of IPv6 that is routed; NAT64 (64:ff9b::/96), mapped and compatible addresses lie outside.
_ROUTED = ip_network("2000::/3")
_REDIRECTS = {301, 302, 303, 307, 308}
_TYPES = (
    "text/", "application/xhtml", "application/xml", "application/pdf", "application/octet-stream",
    "application/vnd.openxmlformats", "application/msword", "application/rtf",
)  # fmt: skip
_KEPT = "%/:;=@!$&'()*+,~-._?"

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What stood at an address; `url` is where the redirects ended."""

    url: str
    content: bytes
    content_type: str


class Fetcher:
    """Fetches pages; `allow` holds the (host, port) pairs that may be private, none by default."""

    def __init__(
        self,
        *,
        allow: Iterable[tuple[str, int]] = (),
        resolve: Resolve | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._allow = frozenset((host.casefold(), port) for host, port in allow)
        self._resolve = resolve or _resolve
        self._seconds = seconds

    def fetch(self, url: str) -> Fetched:
        """The page at `url` after at most five redirects; raises Unreachable or TooLarge.

        At most 10 MB once unpacked, and 20 seconds for all of it.
        """
        until = time.monotonic() + self._seconds
        for _ in range(MOST_REDIRECTS + 1):
            found = self._get(url, until)
            if isinstance(found, Fetched):
                return found
            url = found
        raise Unreachable(f"{_short(url)} leads in circles: give the address of the article itself")

    def _get(self, url: str, until: float) -> Fetched | str:
        """What stands there, or the address that it leads on to."""
        host, port = self._checked(url)
        backend = _Backend(self._resolve, until, self._allow)
        headers: list[tuple[bytes | str, bytes | str]] = [
            ("Host", _host_header(url, host, port)),
            ("User-Agent", AGENT),
            ("Accept", "text/html, application/xhtml+xml, text/plain, application/pdf"),
            ("Accept-Encoding", "gzip, deflate"),
            ("Connection", "close"),
        ]
        try:
            request = httpcore.Request(
                "GET", _ascii(url), headers=headers, extensions={"timeout": _timeouts(until)}
            )
            with (
                httpcore.ConnectionPool(network_backend=backend, retries=0) as pool,
                closing(pool.handle_request(request)) as response,
            ):
                return _read(response, url, until)
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise _too_slow(url, self._seconds) from error
        except httpcore.ConnectError as error:  # TLS
            raise Unreachable(
                f"{_short(url)} did not answer: check the address, or paste the text"
            ) from error
        except (
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.UnsupportedProtocol,
        ) as error:
            raise Unreachable(
                f"{_short(url)} broke off the answer: try again in a minute, or paste the text"
            ) from error

    def _checked(self, url: str) -> tuple[str, int]:
        try:
            url.encode()  # half a surrogate cannot go over the wire
            parts = urlsplit(url)
            port = _PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
        except ValueError as error:
            raise Unreachable(f"cannot read the address {_short(url)!r}: check it") from error
        if parts.scheme not in _PORTS or not parts.hostname:
            raise Unreachable(
                f"cannot fetch {_short(url)!r}: it must begin with https:// or http://"
            )
        if parts.username or parts.password:
            raise Unreachable(
                "an address with a name and password in it is not fetched: give it without them"
            )
        if port == 0:
            raise Unreachable(f"cannot read the address {_short(url)!r}: check its port")
        return _ascii_host(parts.hostname), port


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
        for address in self._addresses(host, port):
            try:
                stream = self._inner.connect_tcp(
                    address,
                    port,
                    timeout=_left(self._until, timeout),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except httpcore.ConnectError as error:
                failed = error
            else:
                return _Stream(stream, self._until)
        raise Unreachable(
            f"{host} did not answer: check the address, or paste the text"
        ) from failed

    def _addresses(self, host: str, port: int) -> list[str]:
        allowed = (host.casefold(), port) in self._allow
        if port not in _PORTS.values() and not allowed:
            raise Unreachable(
                f"port {port} is not fetched, articles stand at 80 and 443: paste the text instead"
            )
        try:
            found = list(dict.fromkeys(self._resolve(host, port)))
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"there is no host {host!r}: check the address") from error
        if not allowed and not all(is_public(one) for one in found):
            raise Unreachable(
                f"{host} is a private address and is not fetched: paste the text instead"
            )
        return found

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
        secure = self._inner.start_tls(
            ssl_context, server_hostname, timeout=_left(self._until, timeout)
        )
        return _Stream(secure, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def is_public(text: str) -> bool:
    """True for an address out in the world, false for one that may lead inside in any way.

    >>> [is_public(one) for one in ("93.184.215.14", "10.0.0.1", "::ffff:93.184.215.14")]
    [True, False, False]
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and not _is_routed(address):
        return False
    return address.is_global and not address.is_multicast


def _is_routed(address: IPv6Address) -> bool:
    """True for IPv6 that leads to no IPv4 address behind a tunnel."""
    return address in _ROUTED and address.sixtofour is None and address.teredo is None


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _read(response: httpcore.Response, url: str, until: float) -> Fetched | str:
    headers = {name.lower(): value for name, value in response.headers}
    if response.status in _REDIRECTS and b"location" in headers:
        return _joined(url, headers[b"location"])
    if response.status != 200:
        raise Unreachable(
            f"{_short(url)} answered {response.status}: check the address, or paste the text"
        )
    kind = headers.get(b"content-type", b"").decode("latin-1")
    if kind and not kind.casefold().startswith(_TYPES):
        raise Unreachable(
            f"{_short(url)} is {kind.split(';')[0][:60]} and no article: paste the text instead"
        )
    encoding = headers.get(b"content-encoding", b"").decode("latin-1").strip().casefold()
    content = _unpacked(response.iter_stream(), encoding, url, until)
    return Fetched(url=url, content=content, content_type=kind)


def _unpacked(chunks: Iterable[bytes], encoding: str, url: str, until: float) -> bytes:
    """The content, never more of it in memory than the limit, whatever it would unpack to."""
    if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise Unreachable(f"{_short(url)} is packed as {encoding[:20]!r}: paste the text instead")
    engine = zlib.decompressobj(47) if encoding not in {"", "identity"} else None
    content = bytearray()
    try:
        for chunk in chunks:
            if time.monotonic() > until:
                raise TimeoutError
            left = MOST_BYTES - len(content) + 1
            content += engine.decompress(chunk, left) if engine else chunk
            if len(content) > MOST_BYTES:
                raise TooLarge(f"{_short(url)} is over the limit of 10 MB: paste the text instead")
    except zlib.error as error:
        raise _damaged(url) from error
    if engine and content and not engine.eof:
        raise _damaged(url)
    return bytes(content)


def _damaged(url: str) -> Unreachable:
    return Unreachable(f"{_short(url)} sent a damaged answer: try again, or paste the text")


def _joined(url: str, location: bytes) -> str:
    """The address that a redirect leads to; raises Unreachable where it is none."""
    try:
        return urljoin(url, location.decode("utf-8", "replace"))
    except ValueError as error:
        raise Unreachable(
            f"{_short(url)} leads to an address that cannot be read: check it, or paste the text"
        ) from error


def _ascii(url: str) -> str:
    """The address as it goes over the wire: its host in IDNA, the rest quoted, no fragment."""
    parts = urlsplit(url)
    host = _ascii_host(parts.hostname or "")
    netloc = f"[{host}]" if ":" in host else host
    if parts.port is not None:
        netloc += f":{parts.port}"
    path, query = quote(parts.path, safe=_KEPT), quote(parts.query, safe=_KEPT)
    return urlunsplit((parts.scheme, netloc, path or "/", query, ""))


def _ascii_host(host: str) -> str:
    try:
        wired = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Unreachable(f"there is no host {host[:100]!r}: check the address") from error
    if any(letter.isspace() or letter in '\\"<>^`{|}' for letter in wired):
        raise Unreachable(f"there is no host {host[:100]!r}: check the address")
    return wired


def _host_header(url: str, host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return shown if port == _PORTS[urlsplit(url).scheme] else f"{shown}:{port}"


def _timeouts(until: float) -> dict[str, float]:
    left = _left(until, None)
    return {"connect": left, "read": left, "write": left, "pool": left}


def _left(until: float, timeout: float | None) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left if timeout is None else min(left, timeout)


def _too_slow(url: str, seconds: float) -> Unreachable:
    return Unreachable(
        f"{_short(url)} did not answer within {seconds:g} seconds: try again in a minute, "
        "or paste the text of the article instead"
    )


def _short(url: str) -> str:
    return url if len(url) <= 100 else url[:99] + "…"
