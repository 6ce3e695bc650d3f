"""Communiqués as PDF and DOCX. What a file says of its own making is only a guess at a date."""

import io
import re
import zipfile
from datetime import datetime

from timeline.core.article import Draft
from timeline.core.errors import BadInput, TooLarge
from timeline.sources.text import dated

MOST_PAGES = 500
MOST_UNPACKED = 50_000_000
_MOST_TEXT = 5_000_000


def read_pdf(content: bytes, *, url: str | None = None) -> Draft:
    """The draft of a PDF with text in it; raises BadInput for a locked, broken or scanned one."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadInput("the PDF is locked by a password: unlock it or paste its text")
        if len(reader.pages) > MOST_PAGES:
            raise TooLarge(f"the PDF has over {MOST_PAGES} pages: add the part that matters")
        pages = _pages([page.extract_text() for page in reader.pages])
        title = str(reader.metadata.title or "") if reader.metadata else ""
        made = reader.metadata.creation_date if reader.metadata else None
    except BadInput:
        raise
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise BadInput("the PDF is damaged and cannot be read: paste its text instead") from error
    except (RecursionError, MemoryError, OverflowError, NotImplementedError) as error:
        raise BadInput("the PDF cannot be read: paste its text instead") from error
    if not pages.strip():
        raise BadInput("the PDF holds pictures of text and no text: paste the text instead")
    return _guessed(Draft(text=pages, title=title.strip(), url=url), made)


def read_docx(content: bytes, *, url: str | None = None) -> Draft:
    """The draft of a Word document (.docx), its paragraphs and tables in order."""
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise TooLarge("the document unpacks to over 50 MB: paste its text instead")
        document = Document(io.BytesIO(content))
        parts = [part for part in _docx_parts(document) if part.strip()]
        title, made = document.core_properties.title, document.core_properties.created
    except BadInput:
        raise
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError, OSError, AttributeError) as error:
        raise BadInput(
            "the document is damaged and cannot be read: paste its text instead"
        ) from error
    if not parts:
        raise BadInput("the document holds no text: give one with at least one sentence")
    return _guessed(Draft(text="\n\n".join(parts), title=(title or "").strip(), url=url), made)


def _docx_parts(document: object) -> list[str]:
    from docx.table import Table

    parts: list[str] = []
    for block in document.iter_inner_content():  # type: ignore[attr-defined]  # python-docx is untyped
        if isinstance(block, Table):
            parts += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            parts.append(block.text)
    return parts


def _pages(texts: list[str]) -> str:
    """Lines joined to paragraphs, words parted at a line's end made whole."""
    if sum(len(text) for text in texts) > _MOST_TEXT:
        raise TooLarge("the PDF has over 5 MB of text: add the part that matters")
    joined = "\n".join(texts).replace("\x00", "")
    whole = re.sub(r"(?<=[^\W\d_])-\n(?=[a-zà-ÿ])", "", joined)
    blocks = re.split(r"\n\s*\n|(?<=[.!?:”\"])\s*\n(?=\S)", whole)
    return "\n\n".join(" ".join(block.split()) for block in blocks if block.strip())


def _guessed(draft: Draft, made: datetime | None) -> Draft:
    told = dated(draft)
    if told.anchor is not None or told.guess is not None or made is None:
        return told
    return Draft(
        text=told.text,
        title=told.title,
        lang=told.lang,
        url=told.url,
        guess=made.date().isoformat(),
    )
