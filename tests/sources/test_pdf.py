import io
import zlib
from time import perf_counter

import pytest
from pypdf import PdfReader, PdfWriter

from tests.sources.files import pdf
from timeline.core.article import AnchorSource
from timeline.core.errors import BadInput, TooLarge
from timeline.sources.pdf import MOST_PAGES, MOST_TOKENS, join_pages, read_pdf

LINES = (
    "JOINT STATEMENT",
    "",
    "The fisheries ministers of Norway and Britain agreed on a pact about cod and her-",
    "ring in the North Sea. It is to be signed in Bergen on 4 September 2025.",
    "Both sides had negotiated since March. A UK-",
    "Norwegian committee is to report every spring.",
)


def locked(content: bytes, password: str, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_communique_gives_its_paragraphs() -> None:
    draft = read_pdf(pdf(LINES, title="Joint statement"), url="https://a.example/1.pdf")
    assert draft.title == "Joint statement"
    assert draft.url == "https://a.example/1.pdf"
    assert draft.text == (
        "JOINT STATEMENT\n\n"
        "The fisheries ministers of Norway and Britain agreed on a pact about cod and herring in "
        "the North Sea. It is to be signed in Bergen on 4 September 2025. "
        "Both sides had negotiated since March. A UK-Norwegian committee is to report every spring."
    )


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        (["One line that goes on\nand ends here."], "One line that goes on and ends here."),
        (["A paragraph.\n\nAnother one."], "A paragraph.\n\nAnother one."),
        # A short line ends a paragraph where the rest of the page runs wide.
        (
            ["The ministers of both sides met\nin Bergen.\nThey come back to sign the text."],
            "The ministers of both sides met in Bergen.\n\nThey come back to sign the text.",
        ),
        # A sentence goes on over the page, and its number stands between.
        (["The ministers met\n\n- 1 -", "2\nin Bergen."], "The ministers met in Bergen."),
        (["The minis-", "ters met."], "The ministers met."),
        (["It ends here.", "Here is more."], "It ends here.\n\nHere is more."),
        (["They agree on:\n• cod\n• herring"], "They agree on:\n\n• cod\n\n• herring"),
        (["They agree:\n1. on cod,\n2. on eel."], "They agree:\n\n1. on cod,\n\n2. on eel."),
        (["The minis\u00ad\nters met."], "The ministers met."),
        (["The UK-\nGerman treaty"], "The UK-German treaty"),
        (["In 2025-\n2026 they meet."], "In 2025-2026 they meet."),
        (["A long-term plan, and a long-\nterm aim."], "A long-term plan, and a long-term aim."),
        (["The o\ufb03ce is \ufb01ne."], "The office is fine."),
        (["Report\nOne.\nPage 1 of 3", "Report\nTwo.\nPage 2 of 3", "Report\nThree.\nPage 3 of 3"],
         "One.\n\nTwo.\n\nThree."),
        (["In\n2025"], "In"),  # a number alone at the edge is taken for the page's
        ([], ""),
        (["", "  \n "], ""),
    ],
)  # fmt: skip
def test_lines_are_joined_to_paragraphs(pages: list[str], text: str) -> None:
    assert join_pages(pages) == text


def test_a_byline_dates_it_and_the_file_is_only_a_guess() -> None:
    said = read_pdf(pdf(("Published: 17 July 2025", "", *LINES), made="D:20250720101010Z"))
    assert said.anchor is not None
    assert (said.anchor.source, said.anchor.day.isoformat()) == (AnchorSource.BYLINE, "2025-07-17")
    silent = read_pdf(pdf(LINES, made="D:20250720101010Z"))
    assert (silent.anchor, silent.guess) == (None, "2025-07-20")
    broken = read_pdf(pdf(LINES, made="yesterday"))
    assert (broken.anchor, broken.guess) == (None, None)


@pytest.mark.parametrize("title", ["", "Microsoft Word - draft.doc", "untitled", "statement.indd"])
def test_a_title_that_a_program_made_up_is_none(title: str) -> None:
    assert read_pdf(pdf(LINES, title=title)).title == ""


def test_a_file_protected_against_changes_alone_is_read() -> None:
    assert read_pdf(locked(pdf(LINES), "")).text.startswith("JOINT STATEMENT")


def test_a_locked_file_is_refused() -> None:
    with pytest.raises(BadInput, match=r"is protected .* save a copy without a password"):
        read_pdf(locked(pdf(LINES), "secret"))


def test_pictures_of_text_are_no_text() -> None:
    with pytest.raises(BadInput, match="no text in this PDF, only pictures of it"):
        read_pdf(pdf((), ("1",)))


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n", b"%PDF-1.7 nothing", pdf(LINES)[:300], pdf(LINES).replace(b"/Pages", b"/P")],
)  # fmt: skip
def test_a_broken_file_is_refused(content: bytes) -> None:
    with pytest.raises(
        BadInput, match=r"PDF is damaged .* save it anew as PDF, or paste|no text in"
    ):
        read_pdf(content)


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(TooLarge, match=f"{MOST_PAGES + 1} pages, the limit is {MOST_PAGES}"):
        read_pdf(pdf(*[("A line.",)] * (MOST_PAGES + 1)))


def test_a_stream_that_unpacks_to_hundreds_of_megabytes_is_refused() -> None:
    bomb = zlib.compress(b"BT ET " * 40_000_000, 9)
    assert len(bomb) < 1_000_000
    with pytest.raises(TooLarge, match="page 1 of the PDF unpacks to more than can be read"):
        read_pdf(pdf(streams=[bomb]))


def test_a_page_of_endless_tokens_is_refused() -> None:
    shown = b"BT /F1 11 Tf 72 770 Td " + b"(a) Tj " * MOST_TOKENS + b" ET"
    with pytest.raises(TooLarge, match="page 2 of the PDF unpacks to more than can be read"):
        read_pdf(pdf(LINES, streams=[zlib.compress(shown)]))


def test_more_text_than_the_limit_is_refused() -> None:
    shown = b"BT /F1 11 Tf 14 TL 72 770 Td " + b"(%s) Tj T* " % (b"a" * 1000) * 2_000 + b" ET"
    with pytest.raises(TooLarge, match="more than 5 MB of text"):
        read_pdf(pdf(streams=[zlib.compress(shown)] * 3))


def test_long_lines_and_many_lines_cost_linear_time() -> None:
    began = perf_counter()
    assert len(join_pages(["a" * 2_000_000])) == 2_000_000
    assert len(join_pages(["some words of a line and-\n" * 50_000])) > 1_000_000
    assert perf_counter() - began < 5
