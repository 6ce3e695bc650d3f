"""The text of a Word document (.docx); the only home of python-docx."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from timeline.core.article import Draft
from timeline.core.errors import BadInput, TooLarge
from timeline.sources.documents import drafted
from timeline.sources.guarded import parsing

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

MOST_UNPACKED = 40_000_000
MOST_PARTS = 2_000
MOST_TAGS = 1_000_000  # a third of a kilobyte of memory each
_PIECE = 65_536
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_XML = (".xml", ".rels")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Other formats that come as a zip file, by a path inside them.
_OTHERS = (
    ("xl/", "an Excel file: paste the text of the article"),
    ("ppt/", "a PowerPoint file: paste the text of the article"),
    ("META-INF/", "an OpenDocument or e-book file: save it as DOCX or PDF"),
)
_SKIPPED = {
    _FALLBACK,  # says again what stands beside it
    *(f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr")),
}
_SPACES = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_TITLES = {"title", "titel", "titre", "título"}


def read_docx(content: bytes, *, url: str | None = None) -> Draft:
    """The draft of a Word document: headings, paragraphs and table rows in their order.

    What is marked as deleted is left out, what is marked as inserted stays. Raises TooLarge where
    the file unpacks to more than 40 MB, BadInput where it is no Word document or a broken one.
    """
    from docx import Document

    with parsing("document", "save it anew as DOCX, or paste its text"):
        document = Document(_repacked(content))
        blocks = [block for block in _blocks(document.element.body) if block.strip()]
        title, made = _properties(document)
    if not blocks:
        raise BadInput("there is no text in this document: give one with at least one sentence")
    return drafted("\n\n".join(blocks), title=title, made=made, url=url)


def _repacked(content: bytes) -> io.BytesIO:
    """The same parts in a file whose sizes are true; raises where they are too many or too large.

    A zip file may declare less than it unpacks to, and a reader that asks for a whole part gets
    all of it. Here each part is read in pieces, and no further than the size it declares.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {part.filename: part for part in packed.infolist()}
        _check(parts)
        clean, tags = io.BytesIO(), 0
        with zipfile.ZipFile(clean, "w") as repacked:
            for name, part in parts.items():
                with packed.open(part) as opened, repacked.open(name, "w") as copied:
                    while piece := opened.read(_PIECE):
                        copied.write(piece)
                        tags += piece.count(b"<") if name.endswith(_XML) else 0
                        if tags > MOST_TAGS:
                            raise _too_large("has too many parts")
    clean.seek(0)
    return clean


def _check(parts: dict[str, zipfile.ZipInfo]) -> None:
    if not any(name.startswith("word/document") for name in parts):
        for path, what in _OTHERS:
            if any(name.startswith(path) for name in parts):
                raise BadInput(f"this is {what}")
        raise BadInput("this is a packed file: unpack it and give one article")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts.values()) > MOST_UNPACKED:
        raise _too_large(f"unpacks to more than {MOST_UNPACKED // 1_000_000} MB")
    # Of the other methods the standard library unpacks a piece without a limit.
    if any(part.compress_type not in _METHODS for part in parts.values()):
        raise zipfile.BadZipFile("unusual compression")


def _too_large(how: str) -> TooLarge:
    return TooLarge(f"the document {how}: paste the text of the article instead")


def _blocks(parent: "_Element") -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield _text(child)
        elif child.tag == f"{_W}tbl":
            yield "\n".join(row for row in _rows(child) if row.strip(" |"))
        elif child.tag not in _SKIPPED:
            yield from _blocks(child)  # content controls, inserted blocks


def _rows(table: "_Element") -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is table:  # a table inside a cell is in its text
            cells = (" ".join(_blocks(cell)).split() for cell in row.iterchildren(f"{_W}tc"))
            yield " | ".join(map(" ".join, cells))


def _text(paragraph: "_Element") -> str:
    lines = "".join(_pieces(paragraph)).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _pieces(element: "_Element") -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SPACES:
            yield _SPACES[child.tag]
        elif child.tag not in _SKIPPED:
            yield from _pieces(child)


def _properties(document: "Document") -> tuple[str | None, datetime | None]:
    """The title that the text or the file gives, and when the file was made."""
    title = made = None
    with suppress(ValueError, KeyError, AttributeError, TypeError):
        named = (one for one in document.paragraphs[:5] if _is_title(one.style))
        title = next((one.text for one in named if one.text.strip()), None)
    with suppress(ValueError, KeyError, AttributeError, TypeError):
        title = title or document.core_properties.title
        made = document.core_properties.created
    return title, made


def _is_title(style: object) -> bool:
    name = getattr(style, "name", None)
    return isinstance(name, str) and name.casefold() in _TITLES
