"""Who wants mail, and the mails on their way."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timeline.core.reminder import Kind, Rhythm
from timeline.store.columns import Instant, Word, one_of
from timeline.store.tables.base import Base, Id


class SubscriberRow(Base):
    """An address that wants mail; `filter` holds query parameters, `leads` days.

    `folded` is the address in lower case, as it is looked for. `bounces` counts the mails that were
    refused for good since the last one that arrived.
    """

    __tablename__ = "subscriber"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    address: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    filter: Mapped[str] = mapped_column(Text)
    leads: Mapped[list[int]] = mapped_column(JSON)
    zone: Mapped[str] = mapped_column(String(64))
    hour: Mapped[int]
    quiet_from: Mapped[int | None]
    quiet_to: Mapped[int | None]
    topics: Mapped[list[str]] = mapped_column(JSON)
    rhythm: Mapped[Rhythm] = mapped_column(Word(Rhythm))
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    digested_at: Mapped[datetime | None] = mapped_column(Instant)
    bounces: Mapped[int]

    __table_args__ = (
        CheckConstraint("hour >= 0 AND hour <= 23", name="hour"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_to IS NULL)", name="quiet"),
        CheckConstraint(one_of("rhythm", Rhythm), name="rhythm"),
        CheckConstraint("bounces >= 0", name="bounces"),
        Index(None, "folded"),  # find_by_address
    )


class OutboxRow(Base):
    """One reminder on its way: what makes it the same reminder is unique, so it is sent once.

    Rows with one `mail` go out as one mail. `claimed_until` is the lease of whoever sends it now; a
    claim that a crash left behind runs out. `next_at` is None once nothing more will be tried.
    """

    __tablename__ = "outbox"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    subscriber_id: Mapped[str] = mapped_column(ForeignKey("subscriber.id", ondelete="CASCADE"))
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    lead: Mapped[int]
    due_on: Mapped[date]
    turn: Mapped[int]
    old_on: Mapped[date | None]
    due_at: Mapped[datetime] = mapped_column(Instant)
    mail: Mapped[str] = mapped_column(Id)
    queued_at: Mapped[datetime] = mapped_column(Instant)
    next_at: Mapped[datetime | None] = mapped_column(Instant)
    claimed_until: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int]
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    failed_at: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("event_id", "subscriber_id", "kind", "lead", "due_on", "turn"),
        CheckConstraint(one_of("kind", Kind), name="kind"),
        CheckConstraint("lead >= 0", name="lead"),
        CheckConstraint("turn >= 0", name="turn"),
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint("next_at IS NULL OR sent_at IS NULL", name="sent_once"),
        Index(None, "next_at"),  # claim_mail: what may go out now
        Index(None, "subscriber_id"),  # delete_subscriber, find_known
        Index(None, "queued_at"),  # find_mails: newest first
        Index(None, "mail"),  # what goes out together
    )
