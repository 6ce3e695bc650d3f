"""Reminders of more kinds: digests, quiet hours, what changed, and mails of several reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)
KINDS = (
    "before",
    "snoozed",
    "moved",
    "extended",
    "postponed",
    "cancelled",
    "resumed",
    "unreported",
)
OLD_KEY = "uq_outbox_event_id_subscriber_id_lead_due_on"
NEW_KEY = "uq_outbox_event_id_subscriber_id_kind_lead_due_on_turn"


def upgrade() -> None:
    """Every reminder so far came before a deadline, as a mail of its own."""
    with op.batch_alter_table("subscriber") as table:
        table.add_column(sa.Column("quiet_from", sa.Integer(), nullable=True))
        table.add_column(sa.Column("quiet_to", sa.Integer(), nullable=True))
        table.add_column(sa.Column("topics", sa.JSON(), nullable=True))
        table.add_column(sa.Column("rhythm", sa.String(length=20), nullable=True))
        table.add_column(sa.Column("digested_at", INSTANT, nullable=True))
        table.add_column(sa.Column("bounces", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE subscriber SET rhythm = 'each', bounces = 0, "
        """topics = '["deadlines", "changes", "unreported"]'"""
    )
    with op.batch_alter_table("subscriber") as table:
        table.alter_column("topics", existing_type=sa.JSON(), nullable=False)
        table.alter_column("rhythm", existing_type=sa.String(length=20), nullable=False)
        table.alter_column("bounces", existing_type=sa.Integer(), nullable=False)
        table.create_check_constraint(
            op.f("ck_subscriber_quiet"), "(quiet_from IS NULL) = (quiet_to IS NULL)"
        )
        table.create_check_constraint(
            op.f("ck_subscriber_rhythm"), "rhythm IN ('each', 'daily', 'weekly')"
        )
        table.create_check_constraint(op.f("ck_subscriber_bounces"), "bounces >= 0")

    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("kind", sa.String(length=20), nullable=True))
        table.add_column(sa.Column("turn", sa.Integer(), nullable=True))
        table.add_column(sa.Column("old_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("mail", ID, nullable=True))
    op.execute("UPDATE outbox SET kind = 'before', turn = 0, mail = id")
    with op.batch_alter_table("outbox") as table:
        table.alter_column("kind", existing_type=sa.String(length=20), nullable=False)
        table.alter_column("turn", existing_type=sa.Integer(), nullable=False)
        table.alter_column("mail", existing_type=ID, nullable=False)
        table.drop_constraint(OLD_KEY, type_="unique")
        table.create_unique_constraint(
            NEW_KEY, ["event_id", "subscriber_id", "kind", "lead", "due_on", "turn"]
        )
        table.create_check_constraint(
            op.f("ck_outbox_kind"), f"kind IN ({', '.join(map(repr, KINDS))})"
        )
        table.create_check_constraint(op.f("ck_outbox_turn"), "turn >= 0")
    op.create_index("ix_outbox_mail", "outbox", ["mail"])


def downgrade() -> None:
    """What was told of changes is forgotten; what came before deadlines stays."""
    op.execute("DELETE FROM outbox WHERE kind <> 'before'")
    op.drop_index("ix_outbox_mail", "outbox")
    with op.batch_alter_table("outbox") as table:
        table.drop_constraint(op.f("ck_outbox_turn"), type_="check")
        table.drop_constraint(op.f("ck_outbox_kind"), type_="check")
        table.drop_constraint(NEW_KEY, type_="unique")
        table.create_unique_constraint(OLD_KEY, ["event_id", "subscriber_id", "lead", "due_on"])
        for column in ("mail", "old_on", "turn", "kind"):
            table.drop_column(column)
    with op.batch_alter_table("subscriber") as table:
        for check in ("bounces", "rhythm", "quiet"):
            table.drop_constraint(op.f(f"ck_subscriber_{check}"), type_="check")
        for column in ("bounces", "digested_at", "rhythm", "topics", "quiet_to", "quiet_from"):
            table.drop_column(column)
