"""The entries of calendars that were read, and the events that they became."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "calendar_entry",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("recurrence", sa.String(length=40), nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_calendar_entry_event_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("uid", "recurrence", name="pk_calendar_entry"),
    )
    op.create_index("ix_calendar_entry_event_id", "calendar_entry", ["event_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("calendar_entry")
