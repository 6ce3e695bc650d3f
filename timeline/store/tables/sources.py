"""What is watched or read in bulk, and how far."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timeline.core.watched import SourceKind
from timeline.store.columns import Instant, Word, one_of
from timeline.store.tables.base import Base, Id


class SourceRow(Base):
    """A source that is watched: an address or a folder, looked at every so many seconds."""

    __tablename__ = "source"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    location: Mapped[str] = mapped_column(Text)
    kind: Mapped[SourceKind | None] = mapped_column(Word(SourceKind))
    title: Mapped[str] = mapped_column(Text)
    every: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(Instant)
    next_at: Mapped[datetime] = mapped_column(Instant)
    claimed_until: Mapped[datetime | None] = mapped_column(Instant)
    checked_at: Mapped[datetime | None] = mapped_column(Instant)
    changed_at: Mapped[datetime | None] = mapped_column(Instant)
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    failures: Mapped[int]
    error: Mapped[str | None] = mapped_column(Text)
    paused_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("location"),
        CheckConstraint(one_of("kind", SourceKind), name="kind"),
        CheckConstraint("every > 0", name="every"),
        CheckConstraint("failures >= 0", name="failures"),
        Index(None, "next_at"),  # claim_source: what is to be looked at now
    )


class SourceEntryRow(Base):
    """What was found in a source, once: it waits until it is read, or refused with the reason.

    `next_at` is None once nothing more will be tried. `is_new` is true where it made an article
    that was not known.
    """

    __tablename__ = "source_entry"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    published: Mapped[datetime | None] = mapped_column(Instant)
    content: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    next_at: Mapped[datetime | None] = mapped_column(Instant)
    claimed_until: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int]
    article_id: Mapped[str | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"))
    is_new: Mapped[bool]
    error: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("source_id", "key"),  # nothing is read twice
        CheckConstraint("attempts >= 0", name="attempts"),
        Index(None, "next_at"),  # claim_entry: what is to be read now
        Index(None, "article_id"),  # an article that is deleted
    )


class BulkChunkRow(Base):
    """A piece of an archive all of whose articles are in the store; `digest` is of its entries."""

    __tablename__ = "bulk_chunk"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    articles: Mapped[int]
    refused: Mapped[int]
    read_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (CheckConstraint("articles >= 0 AND refused >= 0", name="counts"),)
