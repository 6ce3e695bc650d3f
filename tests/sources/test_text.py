from datetime import UTC, date, datetime

import pytest

from timeline.core.article import Anchor, AnchorSource, Draft
from timeline.core.errors import BadInput
from timeline.sources.text import dated, read_text, split

WHOLE = """---
title: "A visit: the third"
published: 2025-07-17
source: https://news.example/1
language: DE
---

Die Ministerin kam.
"""


def test_front_matter_tells_title_date_source_and_language() -> None:
    assert read_text(WHOLE) == Draft(
        text="Die Ministerin kam.\n",
        title="A visit: the third",
        lang="de",
        url="https://news.example/1",
        anchor=Anchor(published=date(2025, 7, 17), source=AnchorSource.GIVEN),
    )


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("published: 2025-07-17T10:30:00+02:00", datetime.fromisoformat("2025-07-17T10:30+02:00")),
        ("published: 2025-07-17T10:30Z", datetime(2025, 7, 17, 10, 30, tzinfo=UTC)),
        ("published:   '2025-07-17'  ", date(2025, 7, 17)),
    ],
)
def test_the_date_may_tell_the_hour(line: str, published: date) -> None:
    anchor = read_text(f"---\n{line}\n---\nText").anchor
    assert anchor is not None
    assert anchor.published == published


@pytest.mark.parametrize(
    "text",
    [
        "---",
        "---\n",
        "---\n---\n",
        "---\nThe minister came.\n---\nShe left.",
        "---\nBERLIN: the minister came.\n---\n",
        "--- \nNo colon at all",
        "----\ntitle: A\n----\n",
        "A text\n---\ntitle: A\n---\n",
        "---\n\nPublished 2025, the report\n---\n",
        "- one\n- two\n",
        "---\n" + "a line\n" * 60 + "title: far below\n---\n",
    ],
)
def test_a_text_that_merely_begins_with_dashes_is_text(text: str) -> None:
    assert split(text)[1] == text


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("title: A\nauthor: B", "line 3 .* unknown key 'author': there are title, published"),
        ("title: A\nTitle: B", "line 3 .* unknown key 'Title'"),
        ("published: 17.7.", "line 2 .* cannot read published '17.7.': give an ISO date such as"),
        ("published: 2025-02-30", "line 2 .* cannot read published"),
        ("published:", "line 2 .* published has no value"),
        ("title: ''", "line 2 .* title has no value"),
        ("title: A\n\n# a remark\njust words", "line 5 .* cannot read 'just words'"),
        ("title: A\ntitle: B", "line 3 .* title is given twice"),
        ("title: A\nlanguage: german", "line 3 .* language 'german': give its two letters"),
        ("title:A", "line 2 .* cannot read 'title:A': write each line as 'key: value'"),
        ("source: Reuters", "line 2 .* source 'Reuters': give an address"),
        ("source: javascript:alert(1)", "line 2 .* cannot read source"),
        ("source: https://a.example/ b", "line 2 .* cannot read source"),
    ],
)
def test_front_matter_is_read_strictly(block: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_text(f"---\n{block}\n---\nText.")


def test_front_matter_must_be_closed() -> None:
    with pytest.raises(BadInput, match="line 1 opens is not closed: end it with '---'"):
        read_text("---\ntitle: A\npublished: 2025-07-17\n\nThe minister came.")


def test_the_address_that_the_text_tells_comes_before_the_one_it_was_fetched_from() -> None:
    assert read_text("---\nsource: https://a.example\n---\nT", url="https://b.example").url == (
        "https://a.example"
    )
    assert read_text("T", url="https://b.example").url == "https://b.example"


def test_plain_text_keeps_every_character() -> None:
    text = "  A title\n\n\tThe  minister came.\n\n"
    assert read_text(text) == Draft(text=text)


def test_an_outright_byline_anchors_and_anything_less_is_a_guess() -> None:
    said = read_text("A title\nPublished: 17 July 2025\n\nShe came.")
    assert said.anchor == Anchor(published=date(2025, 7, 17), source=AnchorSource.BYLINE)
    assert said.guess is None
    hinted = read_text("A title\n17 July 2025\n\nShe came.")
    assert (hinted.anchor, hinted.guess) == (None, "2025-07-17")


def test_what_is_known_is_not_changed_by_a_byline() -> None:
    given = Draft(text="Published: 17 July 2025", anchor=Anchor(published=date(2024, 1, 1)))
    assert dated(given) == given
    guessed = Draft(text="17 July 2025", guess="2024-01-01")
    assert dated(guessed) == guessed
