"""Whatever a person gives, as a draft: told apart by content, then by type, then by name."""

import re
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from timeline.core.article import Draft
from timeline.core.errors import BadInput, TooLarge
from timeline.sources import agenda
from timeline.sources.decode import decode
from timeline.sources.fetch import Fetcher
from timeline.sources.text import read_text

MOST_RAW = 10_000_000
MOST_TEXT = 5_000_000
WHAT = "plain text, HTML, PDF, DOCX or a calendar"

_SNIFFED = 5_000
_PICTURE = "a picture: give its text"
_PACKED = "a packed file: unpack it and give one article"
_OLD_WORD = "an old or protected Word file: save it as DOCX without a password"
# What a file begins with, and what to do about it.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", _OLD_WORD),
    (b"{\\rtf", "a rich text file: save it as DOCX or as plain text"),
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"%!PS", "a PostScript file: save it as PDF"),
    (b"\x1f\x8b", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"Rar!\x1a", _PACKED),
)
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.I
)
# Atomic: many comments and no page after them would else be tried in every grouping.
_PREAMBLE = r"\s*(?:<\?xml[^>]*\?>\s*)?(?>(?:<!--.*?-->\s*)*)"
_PAGE = re.compile(rf"{_PREAMBLE}<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_PART = re.compile(r"\s*<(?:article|main|section|div|p|h[1-6]|table|blockquote)\b[^<>]*>", re.I)
_CLOSED = re.compile(r"</(?:article|main|section|div|p|h[1-6]|table|blockquote)\s*>", re.I)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.I)
_FEED = re.compile(
    rf"{_PREAMBLE}<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml)\b[^>]*>", re.I | re.S
)
_HTML_NAMES = (".html", ".htm", ".xhtml")


def read_bytes(
    content: bytes, *, name: str = "", content_type: str = "", url: str | None = None
) -> Draft:
    """The draft of plain text, HTML, PDF or DOCX; of a calendar in iCalendar its Agenda.

    Raises TooLarge over 10 MB or 5 MB of text, BadInput for all that cannot be read, each saying
    what to do.
    """
    if not content.strip():
        raise BadInput("it is empty: give an article with at least one sentence")
    if len(content) > MOST_RAW:
        raise TooLarge(
            f"the file has {len(content) / 1e6:.1f} MB, the limit is 10 MB: give its text alone"
        )
    draft = _read(content, name=name, content_type=content_type, url=url)
    if not any(map(str.isalnum, draft.text)):
        raise BadInput("there is no text in it: give an article with at least one sentence")
    size = len(draft.text.encode())
    if size > MOST_TEXT:
        raise TooLarge(f"the text has {size / 1e6:.1f} MB, the limit is 5 MB: add it in parts")
    return draft


def read_file(path: Path) -> Draft:
    """The draft of a file; raises BadInput where it cannot be opened, and as `read_bytes` does."""
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST_RAW + 1)
    except FileNotFoundError as error:
        raise BadInput(f"there is no file {str(path)!r}: check its name") from error
    except IsADirectoryError as error:
        raise BadInput(f"{str(path)!r} is a folder: give the files in it") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInput(f"cannot read the file {str(path)!r} ({reason}): check it") from error
    if len(content) > MOST_RAW:
        raise TooLarge("the file has more than 10 MB, the limit: give its text alone")
    return read_bytes(content, name=path.name)


def read_url(url: str, fetcher: Fetcher) -> Draft:
    """The draft of what stands at `url`; raises Unreachable, and as `read_bytes` does."""
    fetched = fetcher.fetch(url)
    return read_bytes(
        fetched.content,
        name=PurePosixPath(urlsplit(fetched.url).path).name,
        content_type=fetched.content_type,
        url=fetched.url,
    )


def _read(content: bytes, *, name: str, content_type: str, url: str | None) -> Draft:
    if agenda.is_calendar(content):
        return agenda.read_calendar(content, url=url)
    start = content[:_SNIFFED].lstrip()
    if start.startswith(b"%PDF-") or (
        b"%PDF-" in start and "pdf" in content_type + name.casefold()
    ):
        from timeline.sources.pdf import read_pdf

        return read_pdf(content, url=url)
    if content.startswith(b"PK\x03\x04"):
        from timeline.sources.docx import read_docx

        return read_docx(content, url=url)
    for magic, what in _OTHERS:
        if content.startswith(magic):
            raise BadInput(f"this is {what}; {WHAT} can be read")
    text = decode(content, charset=_charset(content, content_type))
    if _is_page(text[:_SNIFFED], name=name, content_type=content_type):
        from timeline.sources.page import read_page

        return read_page(text, url=url)
    return read_text(text, url=url)


def _charset(content: bytes, content_type: str) -> str:
    """What the server declares, else the page itself."""
    _, _, declared = content_type.casefold().partition("charset=")
    if declared:
        return declared.split(";")[0].strip("\"' ")
    match = _CHARSET.search(content[:2048])
    return match[1].decode("ascii", "ignore") if match else ""


def _is_page(start: str, *, name: str, content_type: str) -> bool:
    if _FEED.match(start):
        raise BadInput("this is a news feed and no article: give the address of one article")
    if _PAGE.match(start) or (_PART.match(start) and _CLOSED.search(start)):
        return True
    if start.lstrip().startswith("<?xml"):
        raise BadInput(f"this is XML and no page; {WHAT} can be read")
    declared = "html" in content_type.casefold() or name.casefold().endswith(_HTML_NAMES)
    return declared and _TAG.search(start) is not None
