"""Anything that somebody gives, as a draft: told apart by its content, not by its name."""

import re
from pathlib import Path

from timeline.core.article import Draft
from timeline.core.errors import BadInput, TooLarge
from timeline.sources.fetch import Fetcher
from timeline.sources.office import read_docx, read_pdf
from timeline.sources.page import read_page
from timeline.sources.text import decode, read_text

MOST_BYTES = 10_000_000
MOST_TEXT = 5_000_000

_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file: save it as .docx"),
    (b"{\\rtf", "a rich text file: save it as plain text or .docx"),
    (b"\x89PNG", "a picture: paste the text that it shows"),
    (b"\xff\xd8\xff", "a picture: paste the text that it shows"),
    (b"GIF8", "a picture: paste the text that it shows"),
    (b"\x1f\x8b", "a packed file: unpack it first"),
)


def read_bytes(
    content: bytes, *, name: str = "", content_type: str = "", url: str | None = None
) -> Draft:
    """The draft of plain text, HTML, PDF or DOCX. Raises BadInput or TooLarge with what to do."""
    if not content.strip():
        raise BadInput("the file is empty: give an article with at least one sentence")
    if len(content) > MOST_BYTES:
        size = len(content) / 1e6
        raise TooLarge(f"the file has {size:.1f} MB, the limit is 10 MB: give its text alone")
    for magic, what in _OTHERS:
        if content.startswith(magic):
            raise BadInput(f"this is {what}")
    draft = _read(content, name=name, content_type=content_type, url=url)
    if not draft.text.strip():
        raise BadInput("there is no text in it: give an article with at least one sentence")
    if len(draft.text.encode("utf-8", "surrogatepass")) > MOST_TEXT:
        raise TooLarge("the text is over the limit of 5 MB: add it in parts")
    return draft


def read_file(path: Path) -> Draft:
    """The draft of a file; raises BadInput where it cannot be opened."""
    try:
        if path.stat().st_size > MOST_BYTES:
            size = path.stat().st_size / 1e6
            raise TooLarge(f"the file has {size:.1f} MB, the limit is 10 MB: give its text alone")
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot read {str(path)!r}: {error.strerror or error}") from error
    return read_bytes(content, name=path.name)


def read_url(url: str, fetcher: Fetcher) -> Draft:
    """The draft of what stands at an address; raises Unreachable and what read_bytes raises."""
    fetched = fetcher.fetch(url)
    return read_bytes(fetched.content, content_type=fetched.content_type, url=fetched.url)


def _read(content: bytes, *, name: str, content_type: str, url: str | None) -> Draft:
    if content.startswith(b"%PDF-"):
        return read_pdf(content, url=url)
    if content.startswith(b"PK\x03\x04"):
        if b"word/" in content:
            return read_docx(content, url=url)
        raise BadInput("this is a packed file: unpack it first, or give a .docx document")
    named = name.casefold().endswith((".html", ".htm", ".xhtml"))
    if named or "html" in content_type.casefold() or _HTML.match(content[:5000]):
        return read_page(content, url=url)
    return read_text(decode(content), url=url)
