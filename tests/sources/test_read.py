"""Whatever a person gives becomes a draft or one sentence that says what to do."""

import io
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from timeline.core.article import Anchor, AnchorSource, Draft
from timeline.core.errors import BadInput, TooLarge
from timeline.sources.fetch import Fetched, Fetcher, Validators
from timeline.sources.read import read_bytes, read_file, read_url

SEEDS = Path(__file__).parents[2] / "seeds"
SENTENCE = "The ministers met in Berlin on Thursday and agreed to meet again next week."
GERMAN = "Die Außenminister treffen sich am Donnerstag in Berlin, um über den Vertrag zu sprechen."
PAGE = f"""<!doctype html><html lang="en"><head><title>A visit</title>{{head}}</head><body>
<nav><a href="/">Home</a></nav><article><h1>A visit to Berlin</h1>
<p>{SENTENCE}</p><p>{SENTENCE.replace("Berlin", "Paris")}</p></article>
<footer>Copyright 1 January 2024 by a newspaper</footer></body></html>"""


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (SENTENCE.encode(), SENTENCE),
        (b"\xef\xbb\xbf" + GERMAN.encode(), GERMAN),
        (GERMAN.encode("utf-16"), GERMAN),
        (b"\xfe\xff" + GERMAN.encode("utf-16-be"), GERMAN),
        (b"One.\r\nTwo.\rThree.\n", "One.\nTwo.\nThree.\n"),
        ("Größe, Äußeres, Übung: für Österreich heißt das so. ".encode("cp1252") * 9, None),
        (b"--- a dash opens this text\nand no front matter", None),
        (b"---\nJust a rule above a text.\n---\nMore of it.", None),
    ],
    ids=["utf-8", "mark", "utf-16", "utf-16-be", "newlines", "cp1252", "dashes", "rule"],
)
def test_a_text_keeps_its_characters(content: bytes, text: str | None) -> None:
    expected = content.decode("cp1252") if text is None else text
    assert read_bytes(content).text == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is empty"),
        (b" \n\t\n", "it is empty"),
        (b"---\ntitle: A visit\n---\n\n", "there is no text"),
        (b"Some text\x00 and more", "binary"),
        (bytes(range(1, 32)) * 10, "binary"),
        (b"\xff\xfe\x00", "begins as UTF-16"),
        (b"Caf\xe9 au lait", "save it as UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or protected Word file"),
        (b"{\\rtf1\\ansi text}", "rich text"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"\x1f\x8b\x08", "a packed file"),
        (b"PK\x03\x04 and nothing", "damaged"),
        (b"%PDF-1.7 and nothing", "damaged"),
        (b"<rss version='2.0'><channel></channel></rss>", "a news feed"),
        (b"<?xml version='1.0'?><note>text</note>", "XML"),
        (b"<html><body><nav>Home</nav></body></html>", "no article"),
        (b"<html></html>", "no article|damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(content: bytes, message: str) -> None:
    with pytest.raises(BadInput, match=message) as told:
        read_bytes(content)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"a" * 10_000_001, "limit is 10 MB"), (b"a " * 2_600_000, "limit is 5 MB")],
)
def test_what_is_too_large_is_refused_with_the_limit(content: bytes, message: str) -> None:
    with pytest.raises(TooLarge, match=message):
        read_bytes(content)


def test_front_matter_tells_title_date_source_and_language() -> None:
    front = "---\ntitle: 'A visit: the end'\npublished: 2025-07-17T10:30:00+02:00\n"
    front += "source: https://news.example/1\nlanguage: DE\n---\n\n"
    draft = read_bytes((front + SENTENCE).encode(), url="https://other.example/")
    assert draft == Draft(
        text=SENTENCE,
        title="A visit: the end",
        lang="de",
        url="https://news.example/1",
        anchor=Anchor(published=datetime.fromisoformat("2025-07-17T10:30:00+02:00")),
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("published: 17.7.", r"line 3 .* cannot read published '17\.7\.'"),
        ("published: 2025-02-30", "line 3 .* cannot read published"),
        ("author: Alice", "line 3 .* unknown key 'author'"),
        ("just some words", "line 3 .* 'key: value'"),
        ("title: again", "line 3 .* given twice"),
        ("published:", "line 3 .* has no value"),
        ("language: english", "line 3 .* two letters"),
        ("source: news.example", "line 3 .* an address such as"),
    ],
)
def test_front_matter_that_cannot_be_read_names_its_line(line: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_bytes(f"---\ntitle: A visit\n{line}\n---\n\n{SENTENCE}".encode())


@pytest.mark.parametrize(
    ("top", "anchor", "guess"),
    [
        ("Published: 17 July 2025", "2025-07-17", None),
        ("By Alice | Published 17 July 2025", "2025-07-17", None),
        ("Veröffentlicht am 17. Juli 2025", "2025-07-17", None),
        ("Publié le 17 juillet 2025", "2025-07-17", None),
        ("17 July 2025", None, "2025-07-17"),
        ("BERLIN, 17 July 2025", None, "2025-07-17"),
        ("BERLIN, July 17, 2025 (Agency) - The pact stands.", None, "2025-07-17"),
        ("Published: 17 July", None, None),
        ("Published: 03/04/2025", None, None),
        ("Published: 31 February 2025", None, None),
        ("The treaty was published on 17 July 2025 and nobody read it for months.", None, None),
    ],
)
def test_only_an_unmistakable_line_anchors_a_text(
    top: str, anchor: str | None, guess: str | None
) -> None:
    draft = read_bytes(f"{top}\n\n{SENTENCE}".encode())
    assert (_day(draft), draft.guess) == (anchor, guess)
    assert draft.anchor is None or draft.anchor.source is AnchorSource.BYLINE


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        (
            '<meta property="article:published_time" content="2025-07-17T10:30:00+02:00">',
            None,
            (datetime.fromisoformat("2025-07-17T10:30:00+02:00"), AnchorSource.METADATA),
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle",'
            '"datePublished": "2025-07-17T08:30:00Z"}</script>',
            None,
            (datetime(2025, 7, 17, 8, 30, tzinfo=UTC), AnchorSource.METADATA),
        ),
        (
            '<meta name="date" content="2025-07-17">',
            None,
            (date(2025, 7, 17), AnchorSource.METADATA),
        ),
        (
            "",
            "https://news.example/2025/07/17/a-visit",
            (date(2025, 7, 17), AnchorSource.URL),
        ),
        ("", "https://news.example/2025/13/45/a-visit", None),
        ("", None, None),
    ],
    ids=["open-graph", "json-ld", "meta", "address", "no-date-in-address", "copyright-alone"],
)
def test_a_page_is_dated_by_its_metadata_then_by_its_address(
    head: str, url: str | None, expected: tuple[date, AnchorSource] | None
) -> None:
    draft = read_bytes(PAGE.format(head=head).encode(), url=url)
    found = draft.anchor and (draft.anchor.published, draft.anchor.source)
    assert found == expected


def test_a_page_is_read_without_its_menu_and_its_footer() -> None:
    draft = read_bytes(PAGE.format(head="").encode(), url="https://news.example/1")
    assert SENTENCE in draft.text
    assert "Home" not in draft.text
    assert "Copyright" not in draft.text
    assert draft.title in {"A visit", "A visit to Berlin"}
    assert (draft.lang, draft.url) == ("en", "https://news.example/1")


def test_many_comments_before_a_text_cost_no_time() -> None:
    began = time.perf_counter()
    assert read_bytes(b"<!--a-->" * 600 + SENTENCE.encode()).text.endswith(SENTENCE)
    assert time.perf_counter() - began < 2


def test_a_word_document_gives_paragraphs_and_rows_in_order() -> None:
    draft = read_bytes(_docx("Published: 17 July 2025", SENTENCE), name="visit.docx")
    assert draft.text.split("\n\n") == ["Published: 17 July 2025", SENTENCE, "18 July | Paris"]
    assert _day(draft) == "2025-07-17"


def test_the_day_a_file_was_made_is_a_guess_and_no_anchor() -> None:
    draft = read_bytes(_docx(SENTENCE))
    assert (draft.anchor, draft.guess) == (None, "2025-07-20")


def test_a_pdf_gives_its_text() -> None:
    draft = read_bytes(_pdf(SENTENCE))
    assert draft.text == SENTENCE
    assert draft.anchor is None


def test_a_pdf_without_text_or_with_a_password_is_refused() -> None:
    with pytest.raises(BadInput, match="no text in this PDF"):
        read_bytes(_pdf(""))
    with pytest.raises(BadInput, match="password"):
        read_bytes(_pdf(SENTENCE, password="secret"))


def test_a_word_document_that_unpacks_to_too_much_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(60_000_000))
    with pytest.raises(TooLarge, match="unpacks to more than"):
        read_bytes(packed.getvalue())


def test_a_file_is_read_and_one_that_cannot_be_is_named(tmp_path: Path) -> None:
    file = tmp_path / "visit.txt"
    file.write_text(SENTENCE, encoding="utf-8")
    assert read_file(file).text == SENTENCE
    with pytest.raises(BadInput, match="there is no file"):
        read_file(tmp_path / "missing.txt")
    with pytest.raises(BadInput, match="is a folder"):
        read_file(tmp_path)


@pytest.mark.parametrize(
    ("content", "name", "content_type", "is_page"),
    [
        (f"<title>A</title><p>{SENTENCE}", "", "text/html", True),
        (f"<title>A</title><p>{SENTENCE}", "a.html", "", True),
        (f"<title>A</title><p>{SENTENCE}", "", "", False),
        (f"<p>{SENTENCE}</p>", "", "text/plain", True),
        (f"<p> is a tag. {SENTENCE}", "", "", False),
        (f"{SENTENCE} A < B and B > C.", "a.html", "text/html", False),
        (f"<meta x>{' ' * 6000}<p>{SENTENCE}</p>", "", "text/html", True),
    ],
)
def test_content_tells_more_than_type_and_type_more_than_name(
    content: str, name: str, content_type: str, is_page: bool
) -> None:
    draft = read_bytes(content.encode(), name=name, content_type=content_type)
    assert (draft.text == SENTENCE) is is_page
    assert is_page or draft.text == content


def test_a_text_of_signs_alone_is_no_text() -> None:
    for content in ("\u200b\n", "--- !!!", "\ufeff \n"):
        with pytest.raises(BadInput, match="there is no text in it"):
            read_bytes(content.encode())


def test_a_file_that_is_too_large_or_cannot_exist_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    file.write_bytes(b"a" * 10_000_001)
    with pytest.raises(TooLarge, match="more than 10 MB"):
        read_file(file)
    with pytest.raises(BadInput, match="cannot read the file"):
        read_file(tmp_path / "a\x00b")
    with pytest.raises(BadInput, match="cannot read the file"):
        read_file(tmp_path / ("a" * 300))


def test_an_address_is_read_by_the_type_that_the_server_tells() -> None:
    class Given(Fetcher):
        def fetch(
            self,
            url: str,
            *,
            known: Validators | None = None,
            before: Callable[[str], object] = str,
        ) -> Fetched:
            assert (known, before) == (None, str)
            return Fetched(
                url=f"{url}/last",
                content=GERMAN.encode("cp1252"),
                content_type="text/plain; charset=iso-8859-1",
            )

    draft = read_url("https://news.example/1", Given())
    assert (draft.text, draft.url) == (GERMAN, "https://news.example/1/last")


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_sample_tells_its_title_date_source_and_language(path: Path) -> None:
    draft = read_file(path)
    assert draft.title
    assert draft.lang
    assert draft.url
    assert draft.anchor is not None
    assert not draft.text.startswith("---")


_BEGINNINGS = [
    b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"<!doctype html><p>", b"---\n", b"\xff\xfe",
    b"\xef\xbb\xbf", b"---\npublished: ", b"Published: ",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(_BEGINNINGS), st.binary(max_size=300) | st.text(max_size=300))
def test_any_bytes_give_a_draft_or_a_refusal(start: bytes, rest: bytes | str) -> None:
    content = start + (rest.encode("utf-8", "surrogatepass") if isinstance(rest, str) else rest)
    with suppress(BadInput):
        draft = read_bytes(content)
        assert draft.text.strip()
        assert "\x00" not in draft.text
        draft.text.encode()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_document_gives_a_draft_or_a_refusal(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([_docx(SENTENCE), _pdf(SENTENCE)])))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BadInput):
        assert read_bytes(bytes(content)).text.strip()


def _day(draft: Draft) -> str | None:
    return draft.anchor.day.isoformat() if draft.anchor else None


def _docx(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if len(paragraphs) > 1:
        row = document.add_table(rows=1, cols=2).rows[0]
        row.cells[0].text, row.cells[1].text = "18 July", "Paris"
    document.core_properties.created = datetime(2025, 7, 20, 9, 0, tzinfo=UTC)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _pdf(text: str, *, password: str | None = None) -> bytes:
    """A PDF of one page with one line in a standard font."""
    writer = PdfWriter()
    page = writer.add_blank_page(width=900, height=200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 50 100 Td ({text}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = stream
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()
