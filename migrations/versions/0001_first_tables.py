"""The first tables: articles, events, who wants mail, and what was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)
ANCHOR_SOURCES = ("given", "metadata", "url", "byline", "assumed")
PRECISIONS = (
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "quarter",
    "season",
    "half",
    "year",
    "decade",
    "century",
)
STATUSES = ("happened", "ongoing", "planned", "expected", "postponed", "cancelled")
TYPES = (
    "visit",
    "meeting",
    "summit",
    "call",
    "signing",
    "agreement",
    "deadline",
    "announcement",
    "legislation",
    "vote",
    "effect",
    "sanctions",
    "conflict",
    "ceremony",
    "court",
    "other",
)
OUTCOMES = ("open", "met", "missed", "extended", "unreported")


def one_of(column: str, words: tuple[str, ...]) -> str:
    """The condition of a CHECK, as it was when this step was written."""
    return f"{column} IN ({', '.join(map(repr, words))})"


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "article",
        sa.Column("id", ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("published", sa.String(length=40), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("anchor_source", sa.String(length=20), nullable=False),
        sa.Column("timexes", sa.JSON(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            one_of("anchor_source", ANCHOR_SOURCES), name=op.f("ck_article_anchor_source")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("digest", "published_on", name="uq_article_digest_published_on"),
    )
    op.create_index("ix_article_added_at_id", "article", ["added_at", "id"])
    op.create_index("ix_article_host", "article", ["host"])

    op.create_table(
        "event",
        sa.Column("id", ID, nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts", sa.String(length=40), nullable=True),
        sa.Column("ends", sa.String(length=40), nullable=True),
        sa.Column("precision", sa.String(length=20), nullable=True),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("deadline", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("timex", sa.JSON(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("searchable", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("sort_at", INSTANT, nullable=False),
        sa.CheckConstraint(one_of("outcome", OUTCOMES), name=op.f("ck_event_outcome")),
        sa.CheckConstraint(one_of("precision", PRECISIONS), name=op.f("ck_event_precision")),
        sa.CheckConstraint(one_of("status", STATUSES), name=op.f("ck_event_status")),
        sa.CheckConstraint(one_of("type", TYPES), name=op.f("ck_event_type")),
        sa.CheckConstraint(
            "(precision IS NULL) = (starts IS NULL AND ends IS NULL)",
            name=op.f("ck_event_precision_of_dates"),
        ),
        sa.CheckConstraint("confidence >= 0 AND confidence <= 1", name=op.f("ck_event_confidence")),
        sa.CheckConstraint(
            "deadline = false OR ends IS NOT NULL", name=op.f("ck_event_deadline_ends")
        ),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_event_revision")),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_deadline_last_on", "event", ["deadline", "last_on"])
    op.create_index("ix_event_sort_at_id", "event", ["sort_at", "id"])

    op.create_table(
        "mark",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_mark"),
    )
    op.create_table(
        "subscriber",
        sa.Column("id", ID, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("leads", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.CheckConstraint("hour >= 0 AND hour <= 23", name=op.f("ck_subscriber_hour")),
        sa.PrimaryKeyConstraint("id", name="pk_subscriber"),
    )
    op.create_index("ix_subscriber_folded", "subscriber", ["folded"])

    op.create_table(
        "event_date",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_event_date_order")),
        sa.CheckConstraint(one_of("type", TYPES), name=op.f("ck_event_date_type")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_event_date_event_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "first_on", "last_on", name="pk_event_date"),
    )
    op.create_index(
        "ix_event_date_type_first_on_last_on", "event_date", ["type", "first_on", "last_on"]
    )

    op.create_table(
        "event_participant",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_event_participant_event_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "position", name="pk_event_participant"),
    )
    op.create_index(
        "ix_event_participant_country_event_id", "event_participant", ["country", "event_id"]
    )

    op.create_table(
        "mention",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts", sa.String(length=40), nullable=True),
        sa.Column("ends", sa.String(length=40), nullable=True),
        sa.Column("precision", sa.String(length=20), nullable=True),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("deadline", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("participants", sa.JSON(), nullable=False),
        sa.Column("timex", sa.JSON(), nullable=True),
        sa.Column("previous", sa.JSON(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("quote_start", sa.Integer(), nullable=False),
        sa.Column("quote_end", sa.Integer(), nullable=False),
        sa.CheckConstraint(one_of("precision", PRECISIONS), name=op.f("ck_mention_precision")),
        sa.CheckConstraint(one_of("status", STATUSES), name=op.f("ck_mention_status")),
        sa.CheckConstraint(one_of("type", TYPES), name=op.f("ck_mention_type")),
        sa.CheckConstraint(
            "(precision IS NULL) = (starts IS NULL AND ends IS NULL)",
            name=op.f("ck_mention_precision_of_dates"),
        ),
        sa.CheckConstraint(
            "confidence >= 0 AND confidence <= 1", name=op.f("ck_mention_confidence")
        ),
        sa.CheckConstraint(
            "deadline = false OR ends IS NOT NULL", name=op.f("ck_mention_deadline_ends")
        ),
        sa.CheckConstraint(
            "quote_start >= 0 AND quote_start < quote_end", name=op.f("ck_mention_quote")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_mention_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_mention_event_id"),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_mention"),
    )
    op.create_index("ix_mention_event_id", "mention", ["event_id"])

    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.Column("subscriber_id", ID, nullable=False),
        sa.Column("lead", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("claimed_until", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("failed_at", INSTANT, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_attempts")),
        sa.CheckConstraint("lead >= 0", name=op.f("ck_outbox_lead")),
        sa.CheckConstraint("next_at IS NULL OR sent_at IS NULL", name=op.f("ck_outbox_sent_once")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_outbox_event_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name="fk_outbox_subscriber_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint(
            "event_id",
            "subscriber_id",
            "lead",
            "due_on",
            name="uq_outbox_event_id_subscriber_id_lead_due_on",
        ),
    )
    op.create_index("ix_outbox_next_at", "outbox", ["next_at"])
    op.create_index("ix_outbox_queued_at", "outbox", ["queued_at"])
    op.create_index("ix_outbox_subscriber_id", "outbox", ["subscriber_id"])

    op.create_table(
        "redirect",
        sa.Column("id", ID, nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_redirect_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_redirect"),
    )
    op.create_index("ix_redirect_event_id", "redirect", ["event_id"])

    op.create_table(
        "revision",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("old", sa.JSON(), nullable=True),
        sa.Column("new", sa.JSON(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_revision_event_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "position", name="pk_revision"),
    )


def downgrade() -> None:
    """Take every table back, with what is in it."""
    op.drop_table("revision")

    op.drop_table("redirect")

    op.drop_table("outbox")

    op.drop_table("mention")

    op.drop_table("event_participant")
    op.drop_table("event_date")

    op.drop_table("subscriber")
    op.drop_table("mark")

    op.drop_table("event")

    op.drop_table("article")
