"""What people decided of events and articles."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from timeline.core.edit import EditKind
from timeline.store.columns import Instant, Word, one_of
from timeline.store.tables.base import Base, Id


class EditRow(Base):
    """What a person decided of an event or an article; `detail` holds what undoing needs."""

    __tablename__ = "edit"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str | None] = mapped_column(ForeignKey("event.id"))
    article_id: Mapped[str | None] = mapped_column(ForeignKey("article.id"))
    kind: Mapped[EditKind] = mapped_column(Word(EditKind))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(Text)
    old: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    value: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    why: Mapped[str] = mapped_column(Text)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint(one_of("kind", EditKind), name="kind"),
        CheckConstraint("event_id IS NOT NULL OR article_id IS NOT NULL", name="about"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone"),
        Index(None, "event_id", "at"),  # find_edits
        Index(None, "article_id"),  # find_edits of an article
    )


class RedirectRow(Base):
    """An id that was merged away, for ever; `event_id` is where it went."""

    __tablename__ = "redirect"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id"))

    __table_args__ = (
        Index(None, "event_id"),  # merging again: what pointed here follows
    )
