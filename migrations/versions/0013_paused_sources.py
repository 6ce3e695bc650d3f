"""A watched source can be paused, and gone on with where it was."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None is paused yet."""
    with op.batch_alter_table("source") as table:
        table.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Look at all of them again."""
    with op.batch_alter_table("source") as table:
        table.drop_column("paused_at")
