"""Articles wait for workers in a queue, and the chunks of archives that were read are known."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

QUEUE = Path(__file__).parents[1] / "procrastinate-3.10.0.sql"


def upgrade() -> None:
    """The queue has a schema of its own; it needs a PostgreSQL, and nothing else does."""
    op.create_table(
        "bulk_chunk",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("articles >= 0 AND refused >= 0", name=op.f("ck_bulk_chunk_counts")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_bulk_chunk")),
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("CREATE SCHEMA queue")
    op.execute("SET LOCAL search_path TO queue")
    # Many statements, with percent signs in them: past SQLAlchemy, in the same transaction.
    driver = op.get_bind().connection.driver_connection
    driver.execute(QUEUE.read_text(encoding="utf-8"))
    op.execute("SET LOCAL search_path TO DEFAULT")


def downgrade() -> None:
    """Forget both, with what waits."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SCHEMA queue CASCADE")
    op.drop_table("bulk_chunk")
