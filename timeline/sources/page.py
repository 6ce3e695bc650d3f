"""The article inside an HTML page; the only home of trafilatura and htmldate."""

import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import html
from lxml.etree import _Element
from lxml.html import HtmlElement

from timeline.core.article import Draft
from timeline.core.errors import BadInput, TooLarge
from timeline.sources.guarded import parsing
from timeline.sources.language import detect
from timeline.sources.published import find_published
from timeline.sources.text import dated

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its findings are ours to tell

LEAST_FOR_LANGUAGE = 200  # characters; a shorter text is in the language that the page declares
LEAST_WORDS = 4
MOST_ELEMENTS = 100_000  # the longest articles have half of it
MOST_TITLE = 300
MOST_URL = 2_000
_DROPPED = {"nav", "aside", "footer", "noscript", "template", "dialog", "iframe", "svg"}
_BANNER = re.compile(r"cookie|consent|gdpr", re.I)
_KEPT = {"html", "body", "main", "article", "head"}
_END = re.compile(r"[.!?…؟।](?!\w)|[。！？]")
# What XML cannot hold, written out or as a reference; one of them would cost the whole page.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));?(?![0-9a-f])",
    re.I,
)
_BLOCKS = {"p", "head", "list", "quote", "table", "row", "item", "code", "div", "ab"}


def read_page(page: str, *, url: str | None = None) -> Draft:
    """The draft of the page's main text, its paragraphs parted by blank lines.

    `url` is the address that it was fetched from. Raises BadInput where it has no article.
    """
    with parsing("page", "paste the text of the article instead"):
        tree = _tree(page)
        address = _address(tree, url)
        published = find_published(tree, address)
        declared = (tree.get("lang") or tree.get("xml:lang") or "")[:2].casefold()
        _prune(tree)
        title, guess = _title_and_guess(tree, address)
        text = _text(tree, title)
    if not any(_is_sentence(line) for line in text.split("\n")):
        raise BadInput("there is no article in this page: paste the text of the article instead")
    short = len(text) < LEAST_FOR_LANGUAGE and re.fullmatch("[a-z]{2}", declared)
    draft = Draft(
        text=text,
        title=title,
        lang=declared if short else detect(text),
        url=address,
        anchor=published.anchor,
        guess=published.guess,
    )
    draft = dated(draft)
    if draft.anchor is None and draft.guess is None:
        return Draft(text=text, title=title, lang=draft.lang, url=address, guess=guess)
    return draft


def _is_sentence(line: str) -> bool:
    """True for words that come to an end, false for a heading, a menu or a label."""
    end = _END.search(line)
    return end is not None and (len(line.split()) >= LEAST_WORDS or end[0] in "。！？")


def _tree(page: str) -> HtmlElement:
    """The page's own tree: from characters, so that no declared encoding is followed again."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(_CONTROL.sub(" ", page).encode(), parser=parser)
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        raise TooLarge(f"this page has more than {MOST_ELEMENTS} parts: paste the text instead")
    return tree


def _address(tree: HtmlElement, url: str | None) -> str | None:
    """The canonical address that the page names, where it is of the host that it came from."""
    links = (link for link in tree.iter("link") if link.get("rel", "").casefold() == "canonical")
    link = next(links, None)
    if link is None:
        return url
    try:
        named = str(urljoin(url or "", link.get("href", "").strip()))
        host = urlsplit(named).hostname
        known = urlsplit(url).hostname if url else host
    except ValueError:
        return url
    usable = named.startswith(("http://", "https://")) and len(named) <= MOST_URL
    if not host or not usable or any(map(str.isspace, named)) or _bare(host) != _bare(known):
        return url
    return named


def _bare(host: str | None) -> str:
    return (host or "").removeprefix("www.")


def _prune(tree: HtmlElement) -> None:
    """Takes away what is no part of any article: menus, footers, cookie banners."""
    for element in list(tree.iter()):
        named = f"{element.get('id') or ''} {element.get('class') or ''}"
        banner = element.tag not in _KEPT and _BANNER.search(named) and not _holds_article(element)
        if (element.tag in _DROPPED or banner) and element.getparent() is not None:
            element.drop_tree()


def _holds_article(element: HtmlElement) -> bool:
    return next(element.iter("article", "main", "h1"), None) is not None


def _title_and_guess(tree: HtmlElement, url: str | None) -> tuple[str, str | None]:
    """The title, and the day that htmldate reads from the visible page."""
    from trafilatura.metadata import extract_metadata

    # `max_date` keeps it from asking the clock; a year beyond it is none that htmldate reads.
    found = extract_metadata(
        tree,
        default_url=url,
        date_config={
            "original_date": True,
            "extensive_search": False,
            "max_date": "2039-12-31",
        },
    )
    return " ".join((found.title or "").split())[:MOST_TITLE], found.date


def _text(tree: HtmlElement, title: str) -> str:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(tree, include_comments=False, include_tables=True)
    if found is None or found.body is None:
        return ""
    blocks = [block for block in _blocks(found.body) if block.strip()]
    if blocks and " ".join(blocks[0].split()).casefold() == title.casefold():
        blocks = blocks[1:]
    return "\n\n".join(blocks)


def _blocks(element: _Element) -> Iterator[str]:
    """The paragraphs below `element`; the items of a list and the rows of a table stay together."""
    if element.tag == "table":
        yield "\n".join(" | ".join(map(_line, row.iter("cell"))) for row in element.iter("row"))
    elif element.tag == "list":
        yield "\n".join(f"- {_line(item)}" for item in element.iter("item") if _line(item))
    elif any(child.tag in _BLOCKS for child in element):
        yield _clean(element.text or "")
        for child in element:
            yield from _blocks(child)
            yield _clean(child.tail or "")
    else:
        yield _clean("".join(_inline(element)))


def _inline(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "lb":
            yield "\n"
        else:
            yield from _inline(child)
        yield child.tail or ""


def _line(element: _Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _clean(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
