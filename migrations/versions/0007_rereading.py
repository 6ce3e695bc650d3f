"""Re-reading an article is a row of an event's history too."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KINDS = (
    "type",
    "title",
    "date",
    "participants",
    "place",
    "status",
    "outcome",
    "confirm",
    "reject",
    "merge",
    "split",
    "add",
    "published",
    "delete",
)


def upgrade() -> None:
    """Let an edit be one of re-reading."""
    _allow((*KINDS, "reread"))


def downgrade() -> None:
    """Forget the edits of re-reading, and allow no more of them."""
    op.execute("DELETE FROM edit WHERE kind = 'reread'")
    _allow(KINDS)


def _allow(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("edit") as table:
        table.drop_constraint(op.f("ck_edit_kind"), type_="check")
        words = ", ".join(map(repr, kinds))
        table.create_check_constraint(op.f("ck_edit_kind"), f"kind IN ({words})")
