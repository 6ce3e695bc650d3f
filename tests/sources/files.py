"""Small files, made on the spot: PDF by hand, DOCX by python-docx, HTML around a body."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document

DATA = Path(__file__).parents[1] / "data" / "sources"
SENTENCE = "The ministers of both countries meet in Bergen on 4 September 2025."


def page(body: str = f"<article><p>{SENTENCE}</p></article>", *, head: str = "") -> str:
    """An HTML page around a body."""
    return f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def pdf(
    *pages: Sequence[str], title: str = "", made: str = "", streams: Sequence[bytes] = ()
) -> bytes:
    """A PDF that shows the lines of each page; `streams` are packed contents of further pages."""
    contents = [_contents(lines) for lines in pages]
    packed = [*(zlib.compress(one.encode("latin-1")) for one in contents), *streams]
    first_page = 4
    kids = " ".join(f"{first_page + 2 * number} 0 R" for number in range(len(packed)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(packed)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, stream in enumerate(packed):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R"
            b" >> >> /Contents %d 0 R >>" % (first_page + 2 * number + 1),
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    created = f"/CreationDate ({made})" if made else ""
    objects.append(f"<< /Title ({title}) {created} >>".encode("latin-1"))
    return _assembled(objects)


def _contents(lines: Sequence[str]) -> str:
    shown = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
    return "BT /F1 11 Tf 14 TL 72 770 Td " + " ".join(f"({line}) Tj T*" for line in shown) + " ET"


def _assembled(objects: list[bytes]) -> bytes:
    written = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, one in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(
        written
        + b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, len(objects), start)
    )


def new_docx(*paragraphs: str, title: str = "", made: datetime | None = None) -> Document:
    """A Word document with these paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.title = title
    if made:
        document.core_properties.created = made
    return document


def saved(document: Document) -> bytes:
    """The bytes of a Word document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()
