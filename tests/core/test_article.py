"""Articles, their anchor, and publication dates as people write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from timeline.core.article import Anchor, Span, read_published
from timeline.core.errors import BadInput

BERLIN = timezone(timedelta(hours=2))

PUBLISHED = [
    ("2025-07-17", date(2025, 7, 17)),
    (" 2025-07-17 ", date(2025, 7, 17)),
    ("2025-07-17T09:30", datetime(2025, 7, 17, 9, 30, tzinfo=UTC)),
    ("2025-07-17T09:30:15Z", datetime(2025, 7, 17, 9, 30, 15, tzinfo=UTC)),
    ("2025-07-17T09:30:00+02:00", datetime(2025, 7, 17, 9, 30, tzinfo=BERLIN)),
]


@pytest.mark.parametrize(("text", "expected"), PUBLISHED)
def test_a_publication_date_is_iso_8601_and_utc_where_no_offset_stands(
    text: str, expected: date | datetime
) -> None:
    read = read_published(text)
    assert read == expected
    assert not isinstance(read, datetime) or read.utcoffset() is not None


@pytest.mark.parametrize(
    "text", ["", "17.7.", "2025-13-01", "2025-02-30", "yesterday", "20250717T"]
)
def test_a_date_that_is_none_is_told_with_one_that_is(text: str) -> None:
    with pytest.raises(BadInput, match="2025-07-17"):
        read_published(text)


def test_an_anchor_needs_a_zone_where_it_has_an_hour() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        Anchor(published=datetime(2025, 7, 17, 9, 30))  # noqa: DTZ001


def test_the_day_is_the_one_on_the_clock_that_was_given() -> None:
    late = Anchor(published=datetime(2025, 7, 18, 0, 30, tzinfo=BERLIN))
    assert late.day == date(2025, 7, 18)
    assert late.instant == datetime(2025, 7, 17, 22, 30, tzinfo=UTC)
    assert Anchor(published=date(2025, 7, 17)).instant == datetime(2025, 7, 17, tzinfo=UTC)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3)])
def test_a_span_holds_at_least_one_letter(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="empty or reversed"):
        Span(start=start, end=end)


def test_a_span_excludes_its_end() -> None:
    span = Span(start=2, end=5)
    assert "0123456"[span.start : span.end] == "234"
