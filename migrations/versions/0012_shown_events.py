"""The index by which events are listed holds those that are shown, so that it also counts them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NAME = "ix_event_sort_at_id"


def upgrade() -> None:
    """Leave hidden events out of the index."""
    shown = sa.text("hidden IS NULL")
    op.drop_index(op.f(NAME), table_name="event")
    op.create_index(
        op.f(NAME), "event", ["sort_at", "id"], sqlite_where=shown, postgresql_where=shown
    )


def downgrade() -> None:
    """Put them back into it."""
    op.drop_index(op.f(NAME), table_name="event")
    op.create_index(op.f(NAME), "event", ["sort_at", "id"])
