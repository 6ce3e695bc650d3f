"""The iCalendar text of events, kept between feeds, and private feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "rendered",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("rich", sa.Boolean(), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("vague", sa.Boolean(), nullable=False),
        sa.Column("vevent", sa.Text(), nullable=False),
        sa.Column("vtodo", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_rendered_event_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "rich", name="pk_rendered"),
    )
    op.create_index(
        "ix_rendered_event_id_rich_form_changed_at_revision_octets",
        "rendered",
        ["event_id", "rich", "form", "changed_at", "revision", "octets"],
    )
    op.create_table(
        "feed",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
        sa.UniqueConstraint("digest", name="uq_feed_digest"),
    )
    op.create_index("ix_feed_created_at", "feed", ["created_at"])


def downgrade() -> None:
    """Take both back."""
    op.drop_table("feed")
    op.drop_table("rendered")
