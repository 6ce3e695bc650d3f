"""A subscriber has the language of the page on which somebody subscribed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All mails so far were in English."""
    with op.batch_alter_table("subscriber") as table:
        table.add_column(
            sa.Column("language", sa.String(length=8), nullable=False, server_default="en")
        )
    with op.batch_alter_table("subscriber") as table:
        table.alter_column("language", existing_type=sa.String(length=8), server_default=None)


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("subscriber") as table:
        table.drop_column("language")
