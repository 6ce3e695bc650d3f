"""The answer of a server as what stood there, or as a sentence that says why there is nothing."""

import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpcore

from timeline.core.errors import TooLarge, Unreachable
from timeline.sources.addresses import join, short

MOST_BYTES = 10_000_000
MOST_HEADER = 500

_REDIRECTS = {301, 302, 303, 307, 308}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What can be read, and what is told apart by its content.
_TYPES = {
    "", "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf",
    "application/x-pdf", DOCX, "application/octet-stream", "application/zip", "application/xml",
    "text/xml", "application/rss+xml", "application/atom+xml", "application/msword",
    "application/rtf", "text/rtf", "application/force-download", "application/download",
    "text/calendar", "application/feed+json", "application/rdf+xml",
}  # fmt: skip


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


def read_answer(response: httpcore.Response, url: str, until: float) -> Fetched | str:
    """What stands at `url`, or the address that it leads on to; raises Unreachable or TooLarge.

    `until` is the monotonic second at which there is no time left: TimeoutError then.
    """
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
            left_of(until, None)
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


def left_of(until: float, timeout: float | None) -> float:
    """The seconds that are left, at most `timeout` of them; raises TimeoutError where none are."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left if timeout is None else min(left, timeout)
