"""Sources that are watched, and what was found in each."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "source",
        sa.Column("id", ID, nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("claimed_until", INSTANT, nullable=True),
        sa.Column("checked_at", INSTANT, nullable=True),
        sa.Column("changed_at", INSTANT, nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('feed', 'page', 'calendar', 'folder')", name=op.f("ck_source_kind")
        ),
        sa.CheckConstraint("every > 0", name=op.f("ck_source_every")),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_source_failures")),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.UniqueConstraint("location", name="uq_source_location"),
    )
    op.create_index("ix_source_next_at", "source", ["next_at"])
    op.create_table(
        "source_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published", INSTANT, nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("claimed_until", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("article_id", ID, nullable=True),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_source_entry_attempts")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name="fk_source_entry_source_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_source_entry_article_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_source_entry"),
        sa.UniqueConstraint("source_id", "key", name="uq_source_entry_source_id_key"),
    )
    op.create_index("ix_source_entry_next_at", "source_entry", ["next_at"])
    op.create_index("ix_source_entry_article_id", "source_entry", ["article_id"])


def downgrade() -> None:
    """Forget what was watched; the articles stay."""
    op.drop_table("source_entry")
    op.drop_table("source")
