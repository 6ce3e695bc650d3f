"""Articles as they were given, and the copies of them that stand elsewhere."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from timeline.core.article import AnchorSource
from timeline.store.columns import Instant, Word, one_of
from timeline.store.tables.base import Base, Id, Moment


class ArticleRow(Base):
    """A text as it was given, once for each day of publication."""

    __tablename__ = "article"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    host: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(String(8))
    published: Mapped[str] = mapped_column(Moment)
    published_on: Mapped[date]
    anchor_source: Mapped[AnchorSource] = mapped_column(Word(AnchorSource))
    timexes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)
    topic: Mapped[list[str]] = mapped_column(JSON)
    sketch: Mapped[list[int]] = mapped_column(JSON, deferred=True)
    copy_of: Mapped[str | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"))
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)
    added_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        # Also serves add_draft: is this text known?
        UniqueConstraint("digest", "published_on"),
        CheckConstraint(one_of("anchor_source", AnchorSource), name="anchor_source"),
        Index(None, "added_at", "id"),  # find_articles: newest first
        Index(None, "host"),  # find_events(source=…)
        Index(None, "copy_of"),  # find_copies
    )


class SketchRow(Base):
    """A few of an article's shingles, by which its near duplicates are found."""

    __tablename__ = "article_sketch"

    article_id: Mapped[str] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    shingle: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)

    __table_args__ = (
        Index(None, "shingle"),  # find_original: who shares one
    )


class AddressRow(Base):
    """Another address under which the very text of an article stands."""

    __tablename__ = "article_address"

    article_id: Mapped[str] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    url: Mapped[str] = mapped_column(String(2000), primary_key=True)
    added_at: Mapped[datetime] = mapped_column(Instant)
