"""What the extraction tests share: one reader, and a mention in a few words."""

from datetime import date

from timeline.core.article import Anchor, Article
from timeline.core.event import Mention
from timeline.extract.pipeline import Reader

PUBLISHED = date(2025, 7, 17)  # a Thursday
READER = Reader()


def article(text: str, published: date = PUBLISHED, lang: str = "en") -> Article:
    return Article(text=text, lang=lang, anchor=Anchor(published=published))


def mentions(text: str, published: date = PUBLISHED, lang: str = "en") -> tuple[Mention, ...]:
    found = READER.read(article(text, published, lang)).mentions
    return tuple(one for one in found if one.interval)


def brief(mention: Mention) -> str:
    """Type, first day or "by" the last, status: what a desk editor would jot down."""
    interval = mention.interval
    assert interval is not None
    when = f"by {interval.last_day}" if mention.deadline else f"{interval.first_day}"
    return f"{mention.type} {when} {mention.status}"


def briefs(text: str, lang: str = "en") -> list[str]:
    return [brief(one) for one in mentions(text, lang=lang)]
