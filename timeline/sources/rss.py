"""A news feed (RSS, Atom, RDF) as its entries; the only home of feedparser."""

import math
import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser  # type: ignore[import-untyped]  # has no types

from timeline.core.errors import BadInput
from timeline.sources.guarded import parsing

MOST_ENTRIES = 1_000
MOST_KEY = 2_000
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?>(?:<!--.*?-->\s*|<\?xml-stylesheet[^>]*\?>\s*)*)"
    rb"<(?:rss|feed|rdf:RDF)\b",
    re.I | re.S,
)
_ENTITY = re.compile(rb"<\x00?!\x00?E\x00?N\x00?T\x00?I\x00?T\x00?Y")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed; `key` is the same at every reading.

    `url` is where its article stands, None for an entry without one. `published` is in UTC, None
    where the feed does not say. `content` is the HTML that the feed brings along.
    """

    key: str
    url: str | None
    title: str
    published: datetime | None
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed's title and its entries, the oldest first; those without a key are left out.

    `older` is the address of the page with the entries before these (RFC 5005), None for the last.
    """

    title: str
    entries: tuple[Entry, ...]
    older: str | None = None


def is_feed(content: bytes) -> bool:
    """True where the content begins as a feed does."""
    return _FEED.match(content[:5_000].removeprefix(b"\xef\xbb\xbf")) is not None


def read_feed(content: bytes, *, url: str) -> Feed:
    """The feed that stands at `url`; raises BadInput where it is damaged beyond its entries.

    One that declares entities is refused: no feed needs them, a few hundred bytes of them unpack
    to gigabytes, and they can name other files.
    """
    if _ENTITY.search(content.split(b"<channel", 1)[0].split(b"<entry", 1)[0]):
        raise BadInput("this feed declares entities, which are not read: add its articles by hand")
    with parsing("feed", "check its address, or add its articles by hand"):
        read = feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
        entries = [found for one in read.entries[:MOST_ENTRIES] if (found := _entry(one, url))]
        title = " ".join(str(read.feed.get("title", "")).split())[:300]
        links = {str(one.get("rel")): str(one.get("href")) for one in read.feed.get("links", [])}
    if not entries and read.bozo and not title:
        raise BadInput("this feed is damaged and cannot be read: check its address")
    entries.sort(key=lambda one: one.published.timestamp() if one.published else math.inf)
    older = _link(links.get("prev-archive") or links.get("next") or "", url)
    return Feed(title=title, entries=tuple(entries), older=None if older == url else older)


def _entry(read: Any, base: str) -> Entry | None:
    link = _link(str(read.get("link") or ""), base)
    key = str(read.get("id") or link or "").strip()
    if not key:
        return None
    title = re.sub(r"<[^>]*>", " ", str(read.get("title", "")))
    bodies = [str(one.get("value", "")) for one in read.get("content", [])]
    return Entry(
        key=key[:MOST_KEY],
        url=link,
        title=" ".join(title.split())[:300],
        published=_published(read),
        content=max([*bodies, str(read.get("summary", ""))], key=len),
    )


def _link(link: str, base: str) -> str | None:
    try:
        whole = urljoin(base, link.strip())
        usable = urlsplit(whole).scheme in {"http", "https"} and len(whole) <= MOST_KEY
    except ValueError:
        return None
    return whole if link.strip() and usable else None


def _published(read: Any) -> datetime | None:
    found = read.get("published_parsed") or read.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(found), UTC) if found else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
