from datetime import datetime

import pytest

from tests.sources.files import DATA, SENTENCE, page
from timeline.core.article import Anchor, AnchorSource
from timeline.core.errors import BadInput, TooLarge
from timeline.sources.page import read_page

URL = "https://news.example/world/2025/07/17/fisheries-pact"
SECOND = "Both sides had negotiated since March, the ministry in Oslo said."


def test_a_news_page_gives_its_article_and_nothing_else() -> None:
    draft = read_page((DATA / "news.html").read_text(encoding="utf-8"))
    assert draft.title == "Ministers agree on a fisheries pact"
    assert (draft.lang, draft.url, draft.guess) == ("en", URL, None)
    assert draft.anchor == Anchor(
        published=datetime.fromisoformat("2025-07-17T10:30:00+01:00"), source=AnchorSource.METADATA
    )
    assert draft.text.split("\n\n") == [
        "OSLO - The fisheries ministers of Norway and Britain agreed on Thursday on a pact about "
        "cod and herring in the North Sea. It is to be signed in Bergen on 4 September.",
        "Both sides had negotiated since March. Under the pact the fleets of the two countries "
        "will land a tenth less cod by the end of next year, the Norwegian ministry said in a "
        "statement after the talks.",
        "What comes next",
        "Parliament in Oslo votes on the text in October. The British minister said that he would "
        "visit Tromsø next week and speak with the owners of the boats.",
        "- Cod: a tenth less by 31 December 2026\n- Herring: no change until 2028",
        "Round | Place\nFirst round of talks | Oslo\nSecond round of talks | Hull",
        "We have waited for this for ten years, and we will not wait for another ten.",
        "A committee of both countries is to report every spring on the stocks, and to say whether "
        "the catch may rise again.",
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{SENTENCE}</p>",
        f"<div>{SENTENCE}</div>",
        f"<form><article><p>{SENTENCE}</p></article></form>",
        f"<main class='cookie-wall'><p>{SENTENCE}</p></main>",
        f"<div class='has-cookie-banner'><h1>Title</h1><p>{SENTENCE}</p></div>",
        f"<div id='cookie-consent'><p>We use cookies, do you agree?</p></div><p>{SENTENCE}</p>",
        f"<p>{SENTENCE}</p><noscript>Please enable JavaScript to read on.</noscript>",
        f"<nav><p>All of our articles of today are here.</p></nav><p>{SENTENCE}</p>",
        f"<p>{SENTENCE}</p><footer><p>Copyright 2024 by the newspaper and others.</p></footer>",
    ],
)  # fmt: skip
def test_a_short_article_is_an_article(body: str) -> None:
    assert read_page(page(body)).text == SENTENCE


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<div id='app'></div><noscript>You need to enable JavaScript to run this app.</noscript>",
        "<nav><ul><li><a href='/a'>Home</a></li><li><a href='/b'>World</a></li></ul></nav>",
        "<ul>" + "<li><a href='/a'>Minister visits harbour town</a></li>" * 20 + "</ul>",
        "<form><label>Name</label><input><label>Password</label><input><p>Sign in</p></form>",
        "<div class='cookie-banner'><p>We use cookies to give you the best of visits.</p></div>",
        "<h1>404</h1><p>Not found</p>",
    ],
)
def test_a_page_without_an_article_is_refused(body: str) -> None:
    with pytest.raises(BadInput, match="no article in this page: paste the text of the article"):
        read_page(page(body))


def test_line_breaks_part_lines_and_paragraphs_part_blocks() -> None:
    text = read_page(page(f"<article><p>{SENTENCE}<br>{SECOND}</p><p>{SECOND}</p></article>")).text
    assert text == f"{SENTENCE}\n{SECOND}\n\n{SECOND}"


@pytest.mark.parametrize(
    ("canonical", "url", "kept"),
    [
        (
            "https://news.example/1",
            "https://www.news.example/1?from=mail",
            "https://news.example/1",
        ),
        ("/1", "https://news.example/1?from=mail", "https://news.example/1"),
        ("https://other.example/1", "https://news.example/2", "https://news.example/2"),
        ("javascript:alert(1)", "https://news.example/2", "https://news.example/2"),
        ("https://[broken", "https://news.example/2", "https://news.example/2"),
        ("https://news.example/a b", "https://news.example/2", "https://news.example/2"),
        ("", "https://news.example/2", "https://news.example/2"),
        ("https://news.example/1", None, "https://news.example/1"),
        ("/1", None, None),
        ("https://news.example/" + "a" * 2_000, None, None),
    ],
)
def test_the_canonical_address_counts_where_it_is_the_same_host(
    canonical: str, url: str | None, kept: str | None
) -> None:
    head = f"<link rel='canonical' href='{canonical}'>"
    assert read_page(page(head=head), url=url).url == kept


@pytest.mark.parametrize(
    ("body", "source", "day", "guess"),
    [
        (f"<p>Posted 17 July 2025</p><p>{SENTENCE}</p>", AnchorSource.BYLINE, "2025-07-17", None),
        (f"<p>17 July 2025</p><p>{SENTENCE}</p>", None, None, "2025-07-17"),
        (f"<p>{SENTENCE}</p><footer>Copyright 1 January 2024</footer>", None, None, None),
    ],
)  # fmt: skip
def test_without_metadata_the_page_is_read_like_a_text(
    body: str, source: AnchorSource | None, day: str | None, guess: str | None
) -> None:
    draft = read_page(page(f"<article>{body}</article>"))
    assert draft.guess == guess
    found = (draft.anchor.source, draft.anchor.day.isoformat()) if draft.anchor else (None, None)
    assert found == (source, day)


def test_metadata_that_contradict_each_other_leave_a_guess() -> None:
    head = "<meta property='article:published_time' content='2025-07-17'>"
    draft = read_page(page(head=head), url="https://news.example/2020/01/01/pact")
    assert (draft.anchor, draft.guess) == (None, "2025-07-17")


def test_the_language_is_the_one_of_the_text_and_of_the_page_where_it_is_short() -> None:
    german = "Die Ministerin reist am Donnerstag nach Paris. "
    assert read_page(page(f"<p>{german}</p>").replace("lang='en'", "lang='de-AT'")).lang == "de"
    assert read_page(page(f"<article><p>{german * 10}</p></article>")).lang == "de"


@pytest.mark.parametrize(
    "text",
    [
        "<?xml version='1.0' encoding='iso-8859-1'?>" + page(),
        page(head="<meta charset='iso-8859-1'>"),
        page().replace("</p>", ""),
        page() + "<div>" * 3_000,
        page(f"<p>{SENTENCE}</p>" + "<b>" * 3_000),
        page(f"<p>{SENTENCE}</p><!-- a remark <p>never shown</p> -->"),
    ],
)
def test_odd_pages_are_read(text: str) -> None:
    assert SENTENCE in read_page(text).text
    assert "never shown" not in read_page(text).text


@pytest.mark.parametrize(
    "sign", ["\x01", "\x0b", "\ufffe", "&#1;", "&#x0B;", "&#0;", "&#31", "&#xd800;"]
)
def test_a_sign_that_is_none_costs_no_article(sign: str) -> None:
    assert SENTENCE in read_page(page(f"<article><p>{SENTENCE}{sign}</p></article>")).text


def test_references_to_letters_and_breaks_stay() -> None:
    text = read_page(page(f"<p>{SENTENCE} K&#246;ln&#10;and K&#xf6;ln&#9;again&#32;.</p>")).text
    assert text == f"{SENTENCE} Köln and Köln again ."


def test_a_page_of_endless_parts_is_refused() -> None:
    with pytest.raises(TooLarge, match="more than 100000 parts: paste the text"):
        read_page(page("<b>x</b>" * 100_001))


def test_umlauts_survive_a_wrong_declaration() -> None:
    text = page("<article><p>Über Zölle sprachen die Minister in Köln.</p></article>")
    declared = text.replace("<head>", "<head><meta charset='iso-8859-1'>")
    assert read_page(declared).text == "Über Zölle sprachen die Minister in Köln."
