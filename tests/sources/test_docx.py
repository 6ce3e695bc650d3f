import io
import zipfile
from datetime import UTC, datetime

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.sources.files import SENTENCE, new_docx, saved, zipped
from timeline.core.article import AnchorSource
from timeline.core.errors import BadInput, TooLarge
from timeline.sources.docx import MOST_PARTS, MOST_TAGS, read_docx


def test_headings_paragraphs_and_tables_come_in_order() -> None:
    document = new_docx()
    document.add_heading("Joint statement", level=0)
    document.add_paragraph(SENTENCE)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table.rows[0].cells, ("Round", "Place"), strict=True):
        cell.text = text
    table.rows[1].cells[0].text = "First\nround"
    table.rows[1].cells[1].add_table(1, 1).rows[0].cells[0].text = "Oslo"
    document.add_heading("What comes next", level=1)
    document.add_paragraph("The ministers\tmeet again.").add_run().add_break()
    draft = read_docx(saved(document), url="https://a.example/1.docx")
    assert draft.text.split("\n\n") == [
        "Joint statement",
        SENTENCE,
        "Round | Place\nFirst round | Oslo",
        "What comes next",
        "The ministers meet again.",
    ]
    assert (draft.title, draft.url) == ("Joint statement", "https://a.example/1.docx")


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:r><w:t>It stays.</w:t></w:r><w:del><w:r><w:delText>Not.</w:delText></w:r></w:del>",
         "It stays."),
        ("<w:r><w:t>It stays </w:t></w:r><w:ins><w:r><w:t>and grows.</w:t></w:r></w:ins>",
         "It stays and grows."),
        ("<w:hyperlink><w:r><w:t>A link.</w:t></w:r></w:hyperlink>", "A link."),
        ("<w:sdt><w:sdtContent><w:r><w:t>A field.</w:t></w:r></w:sdtContent></w:sdt>", "A field."),
        ("<w:r><w:t>UK</w:t><w:noBreakHyphen/><w:t>German</w:t></w:r>", "UK-German"),
        ("<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>Text</w:t></w:r>", "Text"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>Text</w:t></w:r>", "Text"),
    ],
)  # fmt: skip
def test_a_paragraph_is_what_a_reader_sees(inner: str, text: str) -> None:
    document = new_docx("First.")
    document.element.body.insert(1, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))
    assert read_docx(saved(document)).text == f"First.\n\n{text}"


def test_a_byline_dates_it_and_the_file_is_only_a_guess() -> None:
    made = datetime(2025, 7, 20, 9, 0, tzinfo=UTC)
    said = read_docx(saved(new_docx("Published: 17 July 2025", SENTENCE, made=made)))
    assert said.anchor is not None
    assert (said.anchor.source, said.anchor.day.isoformat()) == (AnchorSource.BYLINE, "2025-07-17")
    silent = read_docx(saved(new_docx(SENTENCE, made=made)))
    assert (silent.anchor, silent.guess) == (None, "2025-07-20")


def test_the_title_is_the_texts_own_else_the_files() -> None:
    assert read_docx(saved(new_docx(SENTENCE, title="Joint statement"))).title == "Joint statement"
    assert read_docx(saved(new_docx(SENTENCE, title="Microsoft Word - x.doc"))).title == ""


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(BadInput, match="no text in this document"):
        read_docx(saved(new_docx("", "  ")))


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"xl/workbook.xml": b""}, "an Excel file"),
        ({"ppt/presentation.xml": b""}, "a PowerPoint file"),
        ({"mimetype": b"", "META-INF/manifest.xml": b""}, "an OpenDocument or e-book file"),
        ({"article.txt": b"text"}, "a packed file: unpack it"),
        ({"word/document.xml": b"<broken"}, "damaged"),
    ],
)
def test_another_zip_file_is_refused_by_its_name(parts: dict[str, bytes], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_docx(zipped(parts))


def test_a_broken_document_is_refused() -> None:
    whole = saved(new_docx(SENTENCE))
    for content in (whole[:200], whole[:-100], b"PK\x03\x04" + bytes(50)):
        with pytest.raises(
            BadInput, match=r"document is damaged .* save it anew as DOCX, or paste"
        ):
            read_docx(content)


def test_a_document_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(TooLarge, match="unpacks to more than 40 MB"):
        read_docx(zipped({"word/document.xml": bytes(50_000_000)}))
    with pytest.raises(TooLarge, match="unpacks to more than 40 MB"):
        read_docx(zipped({f"word/document{number}": b"" for number in range(MOST_PARTS + 1)}))


def test_a_document_of_millions_of_tags_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(TooLarge, match="has too many parts"):
        read_docx(zipped({"word/document.xml": b"<w:p/>" * (MOST_TAGS + 1)}))


def test_a_document_that_lies_about_its_size_is_refused() -> None:
    """The file declares 10 bytes where 50 MB come out of it."""
    content = zipped({"word/document.xml": bytes(50_000_000)})
    lying = content.replace((50_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with zipfile.ZipFile(io.BytesIO(lying)) as packed:
        assert packed.infolist()[0].file_size == 10
    with pytest.raises(BadInput, match="damaged"):
        read_docx(lying)


def test_an_unusual_packing_is_refused() -> None:
    with pytest.raises(BadInput, match="damaged"):
        read_docx(zipped({"word/document.xml": b"x"}, method=zipfile.ZIP_BZIP2))


def test_entities_are_not_followed() -> None:
    with zipfile.ZipFile(io.BytesIO(saved(new_docx("First.", SENTENCE)))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    body = parts["word/document.xml"].replace(b"First.", b"&own;").split(b"?>", 1)[1]
    parts["word/document.xml"] = (
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY own SYSTEM 'file:///etc/hostname'>]>" + body
    )
    assert read_docx(zipped(parts)).text == SENTENCE
