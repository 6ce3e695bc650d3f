"""Whatever a reader is given, it gives something whole or a refusal in one sentence."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.examples import examples
from timeline.core.agenda import Agenda
from timeline.core.article import Anchor, Article
from timeline.core.errors import BadInput, TimelineError
from timeline.core.filter import NAMES, from_params, to_params
from timeline.extract.pipeline import Reader
from timeline.sources import agenda
from timeline.sources.lines import read_line
from timeline.sources.rss import read_feed
from timeline.sources.text import read_text

READER = Reader()
ANY = st.text(max_size=30) | st.text(st.characters(max_codepoint=0x7F), max_size=30)


def made_of(pieces: list[str], most: int = 20) -> st.SearchStrategy[str]:
    """Text of the pieces that mean something to a reader, in any order, with anything between."""
    return st.lists(st.sampled_from(pieces) | ANY, max_size=most).map("".join)


def read(reader: Callable[[], object]) -> object:
    """What the reader gives; None where it refuses, which it does in one sentence."""
    try:
        return reader()
    except TimelineError as error:
        refusal = str(error)
    assert refusal.strip()
    assert "\n" not in refusal
    return None


ARTICLE = [
    "The president of Latvia ", "will visit Berlin ", "on 17 July 2025", "by 31 December ",
    "must ", "has until 2025-09-31 ", "at 25:61 ", "from 3 to 1 May 2026 ", "31 February 2025 ",
    "tomorrow ", "at midnight ", "within 999999999 days ", "in 10000 years ", "in the year 0 ",
    "on 00.00.0000 ", "every Monday ", "on 29 February ", "since 9999 ",
    "9999-12-31T23:59:59-23:59 ", "1 Jan 0001 ", "Minister Smith ", "the G7 summit ",
    "was postponed ", "to Friday, 13. ", "\n\n", ". ", ", ", "“", "(", ")", "—", "the 40s BC ",
    "Q5 2025 ", "2025-W54 ", "two weeks after ", "not ", "if ", "\u2028", "\u202e", "\u0301", "🇱🇻",
    "ﬁ", "İ", "\ufdd0", "12/13/14 ", "the day after ", "half past 12 ",
]  # fmt: skip
DAYS = st.sampled_from([date(1, 1, 1), date(2024, 2, 29), date(2025, 7, 17), date(9999, 12, 31)])


@examples(60)
@given(made_of(ARTICLE), st.sampled_from(["en", "it", "xx"]), DAYS)
def test_any_article_gives_what_stands_in_it(text: str, lang: str, published: date) -> None:
    article = Article(text=text, anchor=Anchor(published=published), lang=lang, title="x")
    found = READER.read(article)
    for timex in found.timexes:
        assert text[timex.start : timex.end] == timex.text
    for one in found.mentions:
        assert text[one.evidence.start : one.evidence.end] == one.evidence.quote
        assert one.title == " ".join(one.title.split())
        assert 0 <= one.confidence <= 1


FEED = [
    "<?xml version='1.0'?>", "<rss version='2.0'><channel>", "</channel></rss>", "<item>",
    "</item>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>", "<entry>", "</entry>",
    "<rdf:RDF>", "<link>javascript:alert(1)</link>", "<link href='//[x' rel='next'/>",
    "<guid>1</guid>", "<id>urn:1</id>", "<link>https://a.example/1</link>",
    "<pubDate>Thu, 99 Jul 99999</pubDate>", "<updated>0000-00-00T99:99:99Z</updated>", "<title>",
    "</title>", "<![CDATA[", "]]>", "&#0;", "<!DOCTYPE rss [<!ENTITY a 'b'>]>", "&a;",
    "<content:encoded>", "<description>", "\x00", "<!--",
]  # fmt: skip


@examples(100)
@given(made_of(FEED))
def test_any_feed_gives_entries_or_a_refusal(text: str) -> None:
    found = read(lambda: read_feed(text.encode("utf-8", "replace"), url="https://a.example/rss"))
    for one in getattr(found, "entries", ()):
        assert one.key
        assert one.url is None or one.url.startswith(("http://", "https://"))


CALENDAR = [
    "BEGIN:VCALENDAR\r\n", "END:VCALENDAR\r\n", "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "UID:1\r\n",
    "DTSTART;VALUE=DATE:20250717\r\n", "DTSTART:20251399T999999Z\r\n",
    "DTEND:00010101T000000Z\r\n", "DTSTART;TZID=Nowhere/Nil:20250717T080000\r\n",
    "DURATION:-P9999W\r\n", "SUMMARY:A summit\r\n", "RRULE:FREQ=SECONDLY\r\n",
    "RRULE:FREQ=YEARLY;UNTIL=99991231\r\n", "RRULE:FREQ=DAILY;COUNT=0\r\n",
    "RRULE:FREQ=WEEKLY;BYDAY=XX\r\n", "EXDATE:20250717\r\n", "RECURRENCE-ID:20250717\r\n",
    " folded", "STATUS:CANCELLED\r\n", "LOCATION;ALTREP=\":x\\,\r\n",
    "DTSTART;VALUE=DATE:99991231\r\n", "BEGIN:VTIMEZONE\r\nTZID:X\r\n", "END:VTIMEZONE\r\n",
    "BEGIN:VTODO\r\n", "END:VTODO\r\n", "\x00", "DUE;VALUE=DATE:00010101\r\n",
    "DTSTAMP:20250101T000000Z\r\n", "SEQUENCE:-9\r\n", "X;;=:;\r\n",
]  # fmt: skip


@examples(150)
@given(made_of(CALENDAR))
def test_any_calendar_gives_entries_or_a_refusal(text: str) -> None:
    content = ("BEGIN:VCALENDAR\r\n" + text).encode("utf-8", "replace")
    found = read(lambda: agenda.read_calendar(content, url="https://a.example/c.ics"))
    if found is not None:
        assert isinstance(found, Agenda)
        assert all("\n" not in one for one in found.problems)


FRONT = [
    "---\n", "title: ", "published: ", "source: ", "language: ", "2025-07-17\n", "17.7.\n", "en\n",
    "9999-12-31T23:59-23:59\n", "https://a.example/\n", "javascript:alert(1)\n", "\n", ": \n",
    "---", "Title: 'x\n", "published: 2025-07-17\npublished: 2025-07-18\n", "The ministers met.\n",
    "\t", "Published: 17 July 2025\n", "\ufeff", "\x0b", "\u2028",
]  # fmt: skip


@examples(150)
@given(made_of(FRONT))
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    draft = read(lambda: read_text(text))
    if draft is not None:
        assert getattr(draft, "text", None) is not None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(["text", "published", "dct", "title", "url", "lang"])
LINES = (
    VALUES.map(json.dumps).map(str.encode)
    | st.dictionaries(KEYS, VALUES, max_size=6).map(json.dumps).map(str.encode)
    | st.dictionaries(KEYS, ANY, min_size=3).map(json.dumps).map(str.encode)
    | st.binary(max_size=40)
)


@examples(200)
@given(LINES)
def test_any_line_gives_an_article_or_a_refusal(line: bytes) -> None:
    draft = read(lambda: read_line(line))
    assert draft is None or isinstance(getattr(draft, "text", None), str)


VALUE = ANY | st.sampled_from(
    [
        "",
        "signing",
        "DE",
        "planned",
        "true",
        "2025-07-17",
        "0.5",
        "nan",
        "-0",
        "1e-320",
        "9999-12-31",
    ]
)


@examples(300)
@given(st.dictionaries(st.sampled_from(NAMES) | ANY, st.lists(VALUE, max_size=3), max_size=5))
def test_any_parameters_are_a_filter_and_its_problems(params: dict[str, list[str]]) -> None:
    parsed = from_params(params)
    assert all("\n" not in one for one in parsed.problems)
    again: dict[str, list[str]] = {}
    for name, value in to_params(parsed.filter):
        again.setdefault(name, []).append(value)
    if not parsed.problems:
        assert from_params(again).filter == parsed.filter


BOMB = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))


@pytest.mark.parametrize(
    "prolog",
    [
        f"<!DOCTYPE rss [<!ENTITY e0 'ha'>{BOMB}]>",  # a billion laughs
        "<!DOCTYPE rss [<!ENTITY e11 SYSTEM 'file:///etc/hostname'>]>",
        "<!DOCTYPE rss [<!ENTITY e11 SYSTEM 'http://127.0.0.1:9/'>]>",
        "<!DOCTYPE rss [<!ENTITY % p SYSTEM 'file:///etc/hostname'>%p;]>",
    ],
    ids=["laughs", "file", "address", "parameter"],
)
def test_no_entity_of_a_feed_is_followed(prolog: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        pytest.fail("something was opened")

    monkeypatch.setattr("socket.socket.connect", fail)
    monkeypatch.setattr("feedparser.parse", fail)
    content = (
        f"<?xml version='1.0'?>{prolog}<rss version='2.0'><channel><title>News</title><item>"
        "<title>&e11;</title><guid>1</guid><link>https://a.example/1</link></item></channel></rss>"
    )
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(BadInput, match="declares entities"):
            read_feed(content.encode(encoding), url="https://a.example/rss")


def test_a_document_type_that_lies_elsewhere_is_not_looked_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """RSS 0.91 names its DTD so."""

    def fail(*_: object, **__: object) -> None:
        pytest.fail("something was opened")

    monkeypatch.setattr("socket.socket.connect", fail)
    content = (
        "<?xml version='1.0'?><!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/rss.dtd'>"
        "<rss version='0.91'><channel><title>News</title><item><title>A pact</title>"
        "<link>https://a.example/1</link></item></channel></rss>"
    )
    [entry] = read_feed(content.encode(), url="https://a.example/rss").entries
    assert entry.title == "A pact"
