"""What came from calendars and what goes into them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timeline.store.columns import Instant
from timeline.store.tables.base import Base, Id


class CalendarEntryRow(Base):
    """The event that an entry of somebody's calendar became (RFC 5545: UID and RECURRENCE-ID).

    `digest` is that of what the entry said last, so that reading it again changes nothing.
    """

    __tablename__ = "calendar_entry"

    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    recurrence: Mapped[str] = mapped_column(String(40), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        Index(None, "event_id"),  # merging: what pointed here follows
    )


class RenderedRow(Base):
    """The iCalendar text of an event as it was at one revision; `rich` is a second text.

    `form` is another one whenever texts are made otherwise. Rows are made when a feed is asked for,
    and go with the next change of the event: they may be deleted at any time.
    """

    __tablename__ = "rendered"

    event_id: Mapped[str] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    rich: Mapped[bool] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    revision: Mapped[int]
    octets: Mapped[int]
    vague: Mapped[bool]
    vevent: Mapped[str] = mapped_column(Text)
    vtodo: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        # measure: how large a feed is, without its text
        Index(None, "event_id", "rich", "form", "changed_at", "revision", "octets"),
    )


class FeedRow(Base):
    """A private feed; `digest` is that of its token (SHA-256), which is kept nowhere.

    `filter` and `options` hold query parameters.
    """

    __tablename__ = "feed"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    filter: Mapped[str] = mapped_column(Text)
    options: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("digest"),  # find_feed
        Index(None, "created_at"),  # list_feeds: newest first
    )
