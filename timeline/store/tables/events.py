"""Events, what articles tell of them, and the columns by which they are found."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from timeline.core.event import Change, EventType, Hidden, Outcome, Status
from timeline.core.precision import Precision
from timeline.store.columns import Instant, Word, one_of
from timeline.store.tables.base import Base, Id, Moment

_SHOWN = text("hidden IS NULL")


def _interval_checks() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint(one_of("precision", Precision), name="precision"),
        CheckConstraint(
            "(precision IS NULL) = (starts IS NULL AND ends IS NULL)", name="precision_of_dates"
        ),
        CheckConstraint("deadline = false OR ends IS NOT NULL", name="deadline_ends"),
        CheckConstraint(one_of("type", EventType), name="type"),
        CheckConstraint(one_of("status", Status), name="status"),
        CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence"),
    )


class EventRow(Base):
    """An event's face, worked out from its mentions, and the columns that the filter asks."""

    __tablename__ = "event"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    type: Mapped[EventType] = mapped_column(Word(EventType))
    title: Mapped[str] = mapped_column(Text)
    starts: Mapped[str | None] = mapped_column(Moment)
    ends: Mapped[str | None] = mapped_column(Moment)
    precision: Mapped[Precision | None] = mapped_column(Word(Precision))
    approximate: Mapped[bool]
    deadline: Mapped[bool]
    status: Mapped[Status] = mapped_column(Word(Status))
    confidence: Mapped[float]
    place: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    timex: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    revision: Mapped[int]
    conflicts: Mapped[str] = mapped_column(String(80))
    confirmed: Mapped[bool]
    hidden: Mapped[Hidden | None] = mapped_column(Word(Hidden))
    # What find_events asks: the days of core.filter.matches, and the instant of
    # core.interval.sort_key (the end of time where there is no date).
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    sort_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        *_interval_checks(),
        CheckConstraint(one_of("outcome", Outcome), name="outcome"),
        CheckConstraint("revision >= 0", name="revision"),
        CheckConstraint(one_of("hidden", Hidden), name="hidden"),
        # find_events: in order, and on from a cursor; count_events
        Index(None, "sort_at", "id", sqlite_where=_SHOWN, postgresql_where=_SHOWN),
        Index(None, "deadline", "last_on"),  # next_up: the nearest deadline
    )


class SearchRow(Base):
    """The words by which an event is found (core.filter.searchable), and their number in the index.

    SQLite needs a number that stays: a rowid of its own may be another one after VACUUM.
    """

    __tablename__ = "event_words"

    number: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("event_id"),  # the words of an event
    )


class DateRow(Base):
    """Days of an event, now or before it moved; the known one alone where a side is open.

    `wide` is true for more than a month, so that short ones are found without the long ones;
    `anybody` where one that tells the event names no country for certain.
    """

    __tablename__ = "event_date"

    event_id: Mapped[str] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    first_on: Mapped[date] = mapped_column(primary_key=True)
    last_on: Mapped[date] = mapped_column(primary_key=True)
    type: Mapped[EventType] = mapped_column(Word(EventType))
    wide: Mapped[bool]
    anybody: Mapped[bool]

    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="order"),
        CheckConstraint(one_of("type", EventType), name="type"),
        Index(None, "type", "wide", "first_on", "last_on"),  # candidates: what a mention may tell
    )


class ParticipantRow(Base):
    """Who takes part in an event. `folded` is the name as `who` looks for it."""

    __tablename__ = "event_participant"

    event_id: Mapped[str] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(String(2))
    role: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index(None, "country", "event_id"),  # find_events(country=…), facets
    )


class MentionRow(Base):
    """One event as one sentence of one article tells it."""

    __tablename__ = "mention"

    article_id: Mapped[str] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id"))
    type: Mapped[EventType] = mapped_column(Word(EventType))
    title: Mapped[str] = mapped_column(Text)
    starts: Mapped[str | None] = mapped_column(Moment)
    ends: Mapped[str | None] = mapped_column(Moment)
    precision: Mapped[Precision | None] = mapped_column(Word(Precision))
    approximate: Mapped[bool]
    deadline: Mapped[bool]
    status: Mapped[Status] = mapped_column(Word(Status))
    confidence: Mapped[float]
    place: Mapped[str | None] = mapped_column(Text)
    participants: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    timex: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    previous: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    change: Mapped[Change | None] = mapped_column(Word(Change))
    pinned: Mapped[bool]
    floats_on: Mapped[date | None]  # its article's day, where no date of its own leads anywhere
    quote: Mapped[str] = mapped_column(Text)
    quote_start: Mapped[int]
    quote_end: Mapped[int]

    __table_args__ = (
        *_interval_checks(),
        CheckConstraint("quote_start >= 0 AND quote_start < quote_end", name="quote"),
        CheckConstraint(one_of("change", Change), name="change"),
        Index(None, "floats_on", "type"),  # candidates: what may tell a new event better
        Index(None, "event_id"),  # the sources of events; find_tellings
    )


class RevisionRow(Base):
    """One change of an event, in the order of what was told."""

    __tablename__ = "revision"

    event_id: Mapped[str] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(String(40))
    old: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    new: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    evidence: Mapped[str | None] = mapped_column(Text)
