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
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore

from timeline.core.errors import TooLarge, Unreachable

MOST_BYTES = 10_000_000
SECONDS = 20.0
MOST_REDIRECTS = 5
AGENT = "Timeline/0.1 (reads an article that a person asked for)"

_PORTS = {"http": 80, "https": 443}
_NAT64 = ip_network("64:ff9b::/96")
_REDIRECTS = {301, 302, 303, 307, 308}
_TYPES = ("text/", "application/xhtml", "application/pdf", "application/vnd.openxmlformats")

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
        self._allow = frozenset(allow)
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
        backend = _Backend(self._resolve, until, allowed=(host, port) in self._allow)
        request = httpcore.Request(
            "GET",
            url,
            headers={
                "Host": _host_header(url, host, port),
                "User-Agent": AGENT,
                "Accept": "text/html, application/xhtml+xml, text/plain, application/pdf",
                "Accept-Encoding": "gzip, deflate",
                "Connection": "close",
            },
            extensions={"timeout": _timeouts(until)},
        )
        try:
            with (
                httpcore.ConnectionPool(network_backend=backend, retries=0) as pool,
                closing(pool.handle_request(request)) as response,
            ):
                return _read(response, url, until)
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise _too_slow(url, self._seconds) from error
        except httpcore.ConnectError as error:
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
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise Unreachable(f"cannot read the address {_short(url)!r}: check it") from error
        if parts.scheme not in _PORTS or not parts.hostname:
            raise Unreachable(
                f"cannot fetch {_short(url)!r}: it must begin with https:// or http://"
            )
        if parts.username or parts.password:
            raise Unreachable("an address with a name and password in it is not fetched")
        pair = (parts.hostname, port or _PORTS[parts.scheme])
        if pair[1] not in _PORTS.values() and pair not in self._allow:
            raise Unreachable(f"port {pair[1]} is not fetched: articles stand at ports 80 and 443")
        return pair


class _Backend(httpcore.NetworkBackend):
    """Dials only addresses that were checked, within the time that is left."""

    def __init__(self, resolve: Resolve, until: float, *, allowed: bool) -> None:
        self._resolve = resolve
        self._until = until
        self._allowed = allowed
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of `host`, all of which are public."""
        try:
            found = list(self._resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"there is no host {host!r}: check the address") from error
        if not found:
            raise Unreachable(f"there is no host {host!r}: check the address")
        if not self._allowed and not all(is_public(one) for one in found):
            raise Unreachable(
                f"{host} is a private address and is not fetched: paste the text instead"
            )
        return _Stream(
            self._inner.connect_tcp(
                found[0],
                port,
                timeout=_left(self._until, timeout),
                local_address=local_address,
                socket_options=socket_options,
            ),
            self._until,
        )

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
    """True for an address out in the world: not private, loopback, link-local, mapped or NAT64."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text.split("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and _leads_to_ipv4(address):
        return False
    return address.is_global and not address.is_multicast


def _leads_to_ipv4(address: IPv6Address) -> bool:
    tunnels = (address.ipv4_mapped, address.sixtofour, address.teredo)
    return address in _NAT64 or any(tunnel is not None for tunnel in tunnels)


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _read(response: httpcore.Response, url: str, until: float) -> Fetched | str:
    headers = {name.lower(): value for name, value in response.headers}
    if response.status in _REDIRECTS and b"location" in headers:
        return urljoin(url, headers[b"location"].decode("latin-1"))
    if response.status != 200:
        raise Unreachable(
            f"{_short(url)} answered {response.status}: check the address, or paste the text"
        )
    kind = headers.get(b"content-type", b"").decode("latin-1")
    if kind and not kind.casefold().startswith(_TYPES):
        raise Unreachable(f"{_short(url)} is {kind.split(';')[0]}, no article that can be read")
    encoding = headers.get(b"content-encoding", b"").decode("latin-1").strip().casefold()
    content = _unpacked(response.iter_stream(), encoding, url, until)
    return Fetched(url=url, content=content, content_type=kind)


def _unpacked(chunks: Iterable[bytes], encoding: str, url: str, until: float) -> bytes:
    unpack = _unpacker(encoding, url)
    content = bytearray()
    for chunk in chunks:
        if time.monotonic() > until:
            raise TimeoutError
        rest = chunk
        while rest:
            piece, rest = unpack(rest, MOST_BYTES - len(content) + 1)
            content += piece
            if len(content) > MOST_BYTES:
                raise TooLarge(f"{_short(url)} is over the limit of 10 MB: paste the text instead")
    return bytes(content)


def _unpacker(encoding: str, url: str) -> Callable[[bytes, int], tuple[bytes, bytes]]:
    if encoding in {"", "identity"}:
        return lambda chunk, _most: (chunk, b"")
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise Unreachable(f"{_short(url)} is packed as {encoding!r}: paste the text instead")
    engine = zlib.decompressobj(47 if "gzip" in encoding else 15)

    def unpack(chunk: bytes, most: int) -> tuple[bytes, bytes]:
        try:
            return engine.decompress(chunk, most), engine.unconsumed_tail
        except zlib.error as error:
            raise Unreachable(
                f"{_short(url)} sent a damaged answer: try again, or paste the text"
            ) from error

    return unpack


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
