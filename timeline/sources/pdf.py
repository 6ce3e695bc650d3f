"""The text of a PDF, in paragraphs; the only home of pypdf."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING

from timeline.core.article import Draft
from timeline.core.errors import BadInput, TooLarge
from timeline.sources.documents import drafted
from timeline.sources.guarded import parsing

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 300
MOST_TEXT = 5_000_000
MOST_TOKENS = 600_000  # of one page; a page of dense text has some 20,000
MOST_WORD = 100
MOST_UNPACKED = 20_000_000  # bytes of one stream of the file, once it is unpacked
SECONDS = 20.0
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0: None}
_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|p\.|s\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?\W*", re.I
)
_ITEM = re.compile(r"(?:[•▪◦‣·–—*-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+\S")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,40}-[^\W\d_]{1,40}")
_PARTED = re.compile(r"(\w+)[-\u00ad]$")


def read_pdf(content: bytes, *, url: str | None = None) -> Draft:
    """The draft of a PDF with text in it.

    Raises TooLarge over 300 pages or 5 MB of text, BadInput for a protected, scanned or broken one.
    """
    from pypdf import PdfReader, apply_configuration

    with (
        parsing("PDF", "save it anew as PDF, or paste its text"),
        apply_configuration(
            maximum_declared_stream_length=MOST_UNPACKED,
            array_based_stream_maximum_output_length=MOST_UNPACKED,
            lzw_maximum_output_length=MOST_UNPACKED,
            run_length_maximum_output_length=MOST_UNPACKED,
            zlib_maximum_output_length=MOST_UNPACKED,
            stream_decoding_work_maximum_length=5 * MOST_UNPACKED,
            stream_parsing_work_maximum_count=MOST_TOKENS,
        ),
    ):
        reader = PdfReader(io.BytesIO(content), strict=False)
        _open(reader)
        if len(reader.pages) > MOST_PAGES:
            raise TooLarge(
                f"the PDF has {len(reader.pages)} pages, the limit is {MOST_PAGES}: "
                "give the part with the article"
            )
        text = join_pages(_texts(reader))
        title, made = _properties(reader)
    if not any(letter.isalpha() for letter in text):
        raise BadInput(
            "there is no text in this PDF, only pictures of it: "
            "give one with text (OCR), or paste the text"
        )
    return drafted(text, title=title, made=made, url=url)


def join_pages(pages: Iterable[str]) -> str:
    r"""The text of the pages as paragraphs parted by blank lines.

    Words parted at a line's end are made whole; page numbers and running heads are left out.

    >>> join_pages(["The minis-\nters met.\n\n1", "2"])
    'The ministers met.'
    """
    lines = [[line.strip() for line in page.translate(_LIGATURES).split("\n")] for page in pages]
    kept = _without_running_heads([_without_number(page) for page in lines])
    compounds = set(_COMPOUND.findall("\n".join(map("\n".join, kept))))
    return "\n\n".join(_join(one, compounds) for one in _paragraphs(kept))


def _open(reader: "PdfReader") -> None:
    """Opens a PDF that is only protected against changes; raises BadInput for a locked one."""
    from pypdf.errors import DependencyError

    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        opened = False
    if not opened:
        raise BadInput(
            "this PDF is protected and cannot be read: save a copy without a password, "
            "or paste its text"
        )


def _texts(reader: "PdfReader") -> Iterator[str]:
    from pypdf.errors import LimitReachedError

    began, size = perf_counter(), 0
    for number, page in enumerate(reader.pages, 1):
        try:
            text = page.extract_text()
        except LimitReachedError as error:
            raise TooLarge(
                f"page {number} of the PDF unpacks to more than can be read: paste its text"
            ) from error
        size += len(text)
        if size > MOST_TEXT:
            raise TooLarge("the PDF has more than 5 MB of text, the limit: give it in parts")
        if perf_counter() - began > SECONDS:
            raise TooLarge(f"the PDF takes more than {SECONDS:g} seconds to read: paste its text")
        yield text


def _properties(reader: "PdfReader") -> tuple[str | None, datetime | None]:
    """What the file says of itself; nothing where it says it in a broken form."""
    from pypdf.errors import PyPdfError

    title = made = None
    with suppress(PyPdfError, ValueError, TypeError, AttributeError, KeyError):
        title = reader.metadata.title if reader.metadata else None
        made = reader.metadata.creation_date if reader.metadata else None
    return title, made


def _without_number(lines: list[str]) -> list[str]:
    """The page without the page number at its top or bottom."""
    filled = [number for number, line in enumerate(lines) if line]
    edges = {filled[0], filled[-1]} if len(filled) > 1 else set(filled)
    return [
        line
        for number, line in enumerate(lines)
        if not (number in edges and _NUMBER.fullmatch(line))
    ]


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the first or last line that most of three or more pages have in common."""
    if len(pages) < 3:
        return pages
    filled = [[line for line in page if line] for page in pages]
    counted = Counter(edge for page in filled if page for edge in {page[0], page[-1]})
    heads = {line for line, times in counted.items() if times >= 3 and times > len(pages) / 2}
    return [[line for line in page if line not in heads] for page in pages]


def _paragraphs(pages: list[list[str]]) -> Iterator[list[str]]:
    current: list[str] = []
    for page in pages:
        lengths = sorted(len(line) for line in page if line)
        width = lengths[len(lengths) * 9 // 10] if lengths else 0
        for number, line in enumerate(page):
            turned = number == 0 and current and not _ENDS.search(current[-1])
            if current and line and not turned and _begins(line, current[-1], width):
                yield current
                current = []
            if line:
                current.append(line)
            elif current and not _is_page_end(page, number):
                yield current
                current = []
        if current and _ENDS.search(current[-1]):
            yield current
            current = []
    if current:
        yield current


def _is_page_end(page: list[str], number: int) -> bool:
    return not any(page[number:]) or not any(page[: number + 1])


def _begins(line: str, before: str, width: int) -> bool:
    """True where `line` begins a paragraph: an item, or after a line that left space unused."""
    if _ITEM.match(line):
        return True
    if line[:1].islower() or _PARTED.search(before[-MOST_WORD:]):
        return False
    return len(before) < width * (0.85 if _ENDS.search(before) else 0.6)


def _join(lines: list[str], compounds: set[str]) -> str:
    """The lines as one; each is looked at beside its neighbour alone, however many they are."""
    pieces = [lines[0]]
    for before, line in pairwise(lines):
        parted = _PARTED.search(before[-MOST_WORD:])
        if parted is None:
            pieces.append(f" {line}")
            continue
        soft = before.endswith("\u00ad")
        if soft or (line[:1].islower() and not _is_compound(parted[1], line, compounds)):
            pieces[-1] = pieces[-1][:-1]
        pieces.append(line)
    return " ".join("".join(pieces).replace("\u00ad", "").split())


def _is_compound(first: str, line: str, compounds: set[str]) -> bool:
    """True where the document writes the same two parts with a hyphen elsewhere."""
    second = re.match(r"[^\W\d_]*", line)
    return second is not None and f"{first}-{second[0]}" in compounds
