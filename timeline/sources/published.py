"""When a page says that it was published: its metadata, its address, and whether they agree."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from timeline.core.article import Anchor, AnchorSource
from timeline.core.precision import civil
from timeline.sources.written import find_dates

# Names that mean first publication and nothing else, and names that are also used for changes.
_OUTRIGHT = {
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "dcterms.issued", "dc.date.issued", "citation_publication_date", "parsely-pub-date",
    "sailthru.date", "article.published", "publication_date", "publish_date", "publish-date",
    "published_time", "published-date",
}  # fmt: skip
_LOOSELY = {"date", "dc.date", "dcterms.date", "dcterms.created", "pubdate", "dc.created"}
_ARTICLE = ("Article", "Posting", "Report", "PressRelease")
_TIME_CLASS = re.compile(r"\b(?:entry-date|published|pub-?date|publish-date|post-date)\b", re.I)
_ASIDE = {"aside", "nav", "footer"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_PATH = re.compile(
    rf"/(?P<year>(?:19|20)\d\d)(?P<mark>[/-]?)(?P<month>\d\d|{'|'.join(_MONTHS)})(?P=mark)"
    r"(?P<day>\d\d)(?=[/._-]|$)",
    re.I,
)
MOST_JSON = 500_000
_YEARS = range(1900, 2100)
_UNSET = {date(1970, 1, 1)}  # what systems write that do not know

Moment = date | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The anchor where page and address agree; else the ISO date that they suggest, or None."""

    anchor: Anchor | None = None
    guess: str | None = None


def find_published(tree: HtmlElement, url: str | None) -> Published:
    """What the page's metadata say, else what its address says; a contradiction is only a guess.

    A day in the address may lie a day beside the metadata's: sites count in zones of their own.
    """
    outright, loosely = list(_outright(tree)), list(_loosely(tree))
    told = outright or loosely
    in_path = date_in_path(url)
    if not told:
        return Published(anchor=_anchor(in_path, AnchorSource.URL) if in_path else None)
    best = max(told, key=_detail)
    agree = all(_agree(best, other) for other in told)
    if in_path and abs(civil(best) - in_path) > timedelta(days=1):
        agree = False
    if not agree:
        return Published(guess=civil(told[0]).isoformat())
    return Published(anchor=_anchor(best, AnchorSource.METADATA))


def date_in_path(url: str | None) -> date | None:
    """The day that the path of an address names.

    >>> date_in_path("https://news.example/world/2025/jul/17/pact").isoformat()
    '2025-07-17'
    """
    try:
        match = _IN_PATH.search(urlsplit(url).path) if url else None
        if match is None:
            return None
        month = match["month"].casefold()
        number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None


def read_moment(value: str) -> Moment | None:
    """A day, or an instant where the value tells hour and zone, from what a page writes; or None.

    Midnight says no hour: systems that know a day alone write it so.

    >>> read_moment("2025-07-17T00:00:00Z")
    datetime.date(2025, 7, 17)
    """
    cleaned = value.strip()[:60]
    found = _iso(cleaned) or _mail(cleaned) or next((one.on for one in find_dates(cleaned)), None)
    if isinstance(found, datetime) and (found.tzinfo is None or found.time() == time()):
        found = found.date()
    if found is None or found.year not in _YEARS or civil(found) in _UNSET:
        return None
    return found


def _anchor(published: Moment, source: AnchorSource) -> Anchor:
    return Anchor(published=published, source=source)


def _detail(moment: Moment) -> int:
    """A place's own clock tells its civil day better than UTC, and an instant more than a day."""
    if isinstance(moment, datetime):
        return 2 if moment.utcoffset() else 1
    return 0


def _agree(one: Moment, other: Moment) -> bool:
    return bool(_days(one) & _days(other))


def _days(moment: Moment) -> set[date]:
    """The civil days that the moment is on, on its own clock and in UTC."""
    if isinstance(moment, datetime):
        return {moment.date(), moment.astimezone(UTC).date()}
    return {moment}


def _outright(tree: HtmlElement) -> Iterator[Moment]:
    nodes = list(_nodes(tree))
    yield from _moments(_dates_of(nodes, _ARTICLE))
    yield from _moments(_metas(tree, _OUTRIGHT))
    for element in tree.iter("time"):
        if element.get("pubdate") is not None or element.get("itemprop") == "datePublished":
            yield from _moments([element.get("datetime") or ""])


def _loosely(tree: HtmlElement) -> Iterator[Moment]:
    yield from _moments(_dates_of(_nodes(tree), ("Page",)))
    yield from _moments(_metas(tree, _LOOSELY))
    for element in tree.iter("time"):
        hinted = _TIME_CLASS.search(element.get("class") or "")
        if hinted and not any(above.tag in _ASIDE for above in element.iterancestors()):
            yield from _moments([element.get("datetime") or ""])


def _moments(values: Iterable[str]) -> Iterator[Moment]:
    yield from filter(None, map(read_moment, values))


def _metas(tree: HtmlElement, names: set[str]) -> Iterator[str]:
    for element in tree.iter("meta"):
        named = {
            element.get(key, "").strip().casefold() for key in ("name", "property", "itemprop")
        }
        if named & names:
            yield element.get("content") or ""


def _nodes(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """The JSON-LD nodes that speak of the page itself: those at the top and in its @graph."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or len(script.text or "") > MOST_JSON:
            continue
        try:
            read = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in read if isinstance(read, list) else [read]:
            inner = node.get("@graph", []) if isinstance(node, dict) else []
            parts = [node, *(inner if isinstance(inner, list) else [inner])]
            yield from (part for part in parts if isinstance(part, dict))


def _dates_of(nodes: Iterable[dict[str, object]], kinds: tuple[str, ...]) -> Iterator[str]:
    for node in nodes:
        named = node.get("@type")
        types = named if isinstance(named, list) else [named]
        if any(isinstance(one, str) and one.endswith(kinds) for one in types):
            value = node.get("datePublished")
            if isinstance(value, str):
                yield value


def _iso(value: str) -> Moment | None:
    try:
        if len(value) <= len("2025-07-17"):
            return date.fromisoformat(value)
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _mail(value: str) -> datetime | None:
    """`Thu, 17 Jul 2025 10:30:00 GMT` (RFC 5322), as some pages write it."""
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
