"""The tables. Imported inside timeline.store only: a row never leaves the store.

The database holds the invariants: every constraint has a name, every index a comment that names the
query it serves. What tests/store/test_migrations.py compares with these are the migrations.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from timeline.core.account import KeyKind
from timeline.core.article import AnchorSource
from timeline.core.edit import EditKind
from timeline.core.event import Change, EventType, Hidden, Outcome, Status
from timeline.core.precision import Precision
from timeline.core.reminder import Kind, Rhythm
from timeline.core.watched import SourceKind
from timeline.store.columns import Instant, Word, key_type, one_of

Id = key_type(32)
Moment = String(40)  # ISO 8601, a civil date or an instant with its own offset


class Base(DeclarativeBase):
    """The metadata that the migrations are compared with."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


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
        Index(None, "sort_at", "id"),  # find_events: in order, and on from a cursor
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


class AccountRow(Base):
    """Who may add and edit; `password` is its Argon2 hash, `folded` the name in lower case."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    password: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("folded"),  # find_account
    )


class KeyRow(Base):
    """A session or an API token; `digest` is that of the key (SHA-256), which is kept nowhere."""

    __tablename__ = "access_key"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[KeyKind] = mapped_column(Word(KeyKind))
    name: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("digest"),  # find_key
        CheckConstraint(one_of("kind", KeyKind), name="kind"),
        Index(None, "account_id"),  # find_keys
    )


class MarkRow(Base):
    """One fact about the store as a whole: its version, the samples loaded, the last beat."""

    __tablename__ = "mark"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
