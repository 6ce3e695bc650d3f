import json
from datetime import date, datetime

import pytest
from lxml import html

from tests.sources.files import page
from timeline.core.article import AnchorSource
from timeline.sources.published import Published, date_in_path, find_published, read_moment

DAY = date(2025, 7, 17)


def published(head: str = "", body: str = "<p>Text.</p>", url: str | None = None) -> Published:
    return find_published(html.document_fromstring(page(body, head=head)), url)


def meta(name: str, content: str, key: str = "property") -> str:
    return f"<meta {key}='{name}' content='{content}'>"


def ld(*nodes: object) -> str:
    written = json.dumps(nodes[0] if len(nodes) == 1 else nodes)
    return f"<script type='application/ld+json'>{written}</script>"


ARTICLE = {"@type": "NewsArticle", "datePublished": "2025-07-17"}
OTHER = {"@type": "NewsArticle", "datePublished": "2020-01-01"}
OG = meta("article:published_time", "2025-07-17")


@pytest.mark.parametrize(
    "head",
    [
        OG,
        meta("og:published_time", "2025-07-17"),
        meta("DC.date.issued", "2025-07-17", "name"),
        meta("citation_publication_date", "2025-07-17", "name"),
        meta("datePublished", "2025-07-17", "itemprop"),
        meta("date", "2025-07-17", "name"),
        meta("pubdate", "Thu, 17 Jul 2025 00:00:00 GMT", "name"),
        meta("date", "July 17, 2025", "name"),
        ld(ARTICLE),
        ld({**ARTICLE, "@type": ["BlogPosting", "Thing"]}),
        ld({"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, ARTICLE]}),
        ld({"@type": "WebSite"}, ARTICLE),
        ld({"@type": "WebPage", "datePublished": "2025-07-17"}),
        OG + meta("article:modified_time", "2025-07-20") + meta("date", "2025-07-20", "name"),
        ld(ARTICLE | {"dateModified": "2025-07-20"}) + meta("date", "2025-07-20", "name"),
        OG + "<script type='application/ld+json'>{broken</script>",
        OG + "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
        OG + ld("just text", 7),
        # Lists of other articles are about those.
        OG + ld({"@type": "ItemList", "itemListElement": [OTHER]}),
        OG + meta("article:published_time", "1970-01-01"),
    ],
)  # fmt: skip
def test_metadata_date_a_page(head: str) -> None:
    anchor = published(head).anchor
    assert anchor is not None
    assert (anchor.day, anchor.source) == (DAY, AnchorSource.METADATA)


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("<time pubdate datetime='2025-07-17'>x</time>", DAY),
        ("<time itemprop='datePublished' datetime='2025-07-17T10:00Z'>x</time>", DAY),
        ("<p><time class='entry-date updated' datetime='2025-07-17'>x</time></p>", DAY),
        ("<time datetime='2025-07-17'>the day of the summit</time>", None),
        ("<aside><time class='entry-date' datetime='2025-07-17'>other</time></aside>", None),
        ("<footer>Copyright 2024. 1 January 2024</footer>", None),
    ],
)
def test_a_time_tag_dates_a_page_only_where_it_says_of_what(body: str, day: date | None) -> None:
    anchor = published(body=body).anchor
    assert (anchor.day if anchor else None) == day


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # The place's own clock tells the civil day, whatever is written in UTC.
        (("2025-07-16T22:30:00Z", "2025-07-17T00:30:00+02:00"), "2025-07-17T00:30:00+02:00"),
        (("2025-07-17", "2025-07-17T10:30:00Z"), "2025-07-17T10:30:00+00:00"),
        (("2025-07-17T00:00:00+02:00", "2025-07-17"), "2025-07-17"),
        (("2025-07-17T10:30:00",), "2025-07-17"),  # whose clock is not told
        (("2025-07-17T10:30:00.123+0200",), "2025-07-17T10:30:00.123000+02:00"),
    ],
)
def test_the_most_telling_of_agreeing_values_counts(values: tuple[str, ...], expected: str) -> None:
    anchor = published("".join(meta("article:published_time", one) for one in values)).anchor
    assert anchor is not None
    assert anchor.published.isoformat() == expected


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (OG + ld(ARTICLE | {"datePublished": "2025-07-19"}), None),
        (OG, "https://news.example/2025/07/15/pact"),
        (OG, "https://news.example/2024/07/17/pact"),
    ],
)
def test_a_contradiction_is_only_a_guess(head: str, url: str | None) -> None:
    found = published(head, url=url)
    assert found.anchor is None
    assert found.guess in {"2025-07-17", "2025-07-19"}


@pytest.mark.parametrize("day", ["16", "17", "18"])
def test_an_address_may_lie_a_day_beside(day: str) -> None:
    anchor = published(OG, url=f"https://news.example/2025/07/{day}/pact").anchor
    assert anchor is not None
    assert (anchor.day, anchor.source) == (DAY, AnchorSource.METADATA)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/world/2025/07/17/pact", DAY),
        ("/2025/jul/17/pact", DAY),
        ("/pact/2025-07-17", DAY),
        ("/2025-07-17-pact.html", DAY),
        ("/20250717/pact", DAY),
        ("/2025/07/pact", None),
        ("/2025/13/45/pact", None),
        ("/2025/07-17/pact", None),
        ("/article-2025071799", None),
        ("/x?d=/2025/07/17/", None),
        ("", None),
    ],
)
def test_an_address_names_a_day_or_none(path: str, day: date | None) -> None:
    assert date_in_path(f"https://news.example{path}") == day


def test_an_address_alone_dates_a_page() -> None:
    anchor = published(url="https://news.example/2025/07/17/pact").anchor
    assert anchor is not None
    assert (anchor.day, anchor.source) == (DAY, AnchorSource.URL)


def test_nothing_is_told_by_a_page_that_tells_nothing() -> None:
    assert published(url="https://news.example/pact") == Published()
    assert date_in_path(None) is None
    assert date_in_path("https://[broken/2025/07/17/") is None


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2025-07-17", DAY),
        ("20250717", DAY),
        ("2025-07-17T00:00:00Z", DAY),
        ("17 July 2025", DAY),
        ("Thu, 17 Jul 2025 10:30:00 +0200", datetime.fromisoformat("2025-07-17T10:30+02:00")),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01", None),
        ("1850-01-01", None),
        ("9999-12-31T23:59:59-23:59", None),
        ("soon", None),
        ("2025", None),
        ("2025-07", None),
        ("1752746400", None),
        ("", None),
        ("Thu, 99 Jul 99999999999 10:30:00 +0200", None),
    ],
)
def test_a_value_is_a_day_an_instant_or_nothing(value: str, moment: date | None) -> None:
    assert read_moment(value) == moment
