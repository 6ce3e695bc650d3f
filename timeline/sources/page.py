"""The article inside an HTML page, with the date that the page gives of it."""

import re
from datetime import date, datetime
from typing import Any

from timeline.core.article import Anchor, AnchorSource, Draft, read_published
from timeline.core.errors import BadInput
from timeline.sources.text import dated

_URL_DATE = re.compile(r"/(20\d\d|19\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/-]|\.|$)")
_LEAST = 60


def read_page(content: bytes, *, url: str | None = None) -> Draft:
    """The draft of an HTML page; raises BadInput where no article stands in it.

    The date is the page's own metadata (JSON-LD, Open Graph, meta, time), else the one in its
    address, else what the article's first lines say. A date elsewhere on the page, such as a
    copyright, counts for nothing.
    """
    import trafilatura
    from trafilatura.metadata import extract_metadata

    tree = trafilatura.load_html(content)
    text = None
    if tree is not None:
        text = trafilatura.extract(
            content, url=url, include_comments=False, include_tables=True, favor_precision=True
        )
    if tree is None or not text or len(text) < _LEAST:
        raise BadInput("no article was found in this page: paste the text of the article instead")
    found: Any = extract_metadata(tree, default_url=url)
    anchor = _anchor(content, url)
    address = url or _own_address(found)
    draft = Draft(
        text=_paragraphs(text),
        title=(found.title or "") if found else "",
        lang=_language(content),
        url=address,
        anchor=anchor,
    )
    return dated(draft)


def _anchor(content: bytes, url: str | None) -> Anchor | None:
    published = _metadata_date(content)
    if published is not None:
        return Anchor(published=published, source=AnchorSource.METADATA)
    match = _URL_DATE.search(url or "")
    if match:
        try:
            day = date(*(int(part) for part in match.groups()))
        except ValueError:
            return None
        return Anchor(published=day, source=AnchorSource.URL)
    return None


def _metadata_date(content: bytes) -> date | datetime | None:
    """The page's own word on when it was first published, with its hour where it tells one."""
    from htmldate import find_date

    form = "%Y-%m-%dT%H:%M:%S%z"
    found = find_date(
        content, original_date=True, extensive_search=False, outputformat=form, url=None
    )
    if not found:
        return None
    try:
        moment = read_published(found)
    except BadInput:
        return None
    if isinstance(moment, datetime):
        # htmldate gives midnight where the page tells a day alone.
        if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
            return moment.date()
        return moment
    return moment


def _own_address(found: Any) -> str | None:
    address = found.url if found else None
    return address if isinstance(address, str) and address.startswith("http") else None


def _language(content: bytes) -> str | None:
    match = re.search(rb"<html[^>]*\blang\s*=\s*[\"']?([A-Za-z]{2})\b", content[:5000])
    return match.group(1).decode().casefold() if match else None


def _paragraphs(text: str) -> str:
    return re.sub(r"\n+", "\n\n", text.strip())
