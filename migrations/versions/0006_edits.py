"""What a person decides, what a mention says of a change, near duplicates, faster candidates."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)
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


def one_of(column: str, words: tuple[str, ...]) -> str:
    """The condition of a CHECK, as it was when this step was written."""
    return f"{column} IN ({', '.join(map(repr, words))})"


def upgrade() -> None:
    """Add the columns and tables, and tell the long dates from the short ones."""
    _add_columns()
    op.drop_index("ix_event_date_type_first_on_last_on", table_name="event_date")
    days = "julianday(last_on) - julianday(first_on)"
    if op.get_bind().dialect.name == "postgresql":
        days = "last_on - first_on"
    op.execute(f"UPDATE event_date SET wide = ({days} > 31)")  # noqa: S608
    op.create_index(
        "ix_event_date_type_wide_first_on_last_on",
        "event_date",
        ["type", "wide", "first_on", "last_on"],
    )
    op.create_index("ix_mention_floats_on_type", "mention", ["floats_on", "type"])
    op.create_index("ix_article_copy_of", "article", ["copy_of"])
    _add_tables()


def _add_columns() -> None:
    with op.batch_alter_table("article") as table:
        table.add_column(sa.Column("topic", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("sketch", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("copy_of", ID, nullable=True))
        table.add_column(sa.Column("deleted_at", INSTANT, nullable=True))
        table.create_foreign_key(
            "fk_article_copy_of", "article", ["copy_of"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("event") as table:
        table.add_column(
            sa.Column("conflicts", sa.String(length=80), nullable=False, server_default="")
        )
        table.add_column(
            sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("hidden", sa.String(length=20), nullable=True))
        table.create_check_constraint(
            op.f("ck_event_hidden"), one_of("hidden", ("rejected", "untold"))
        )
    with op.batch_alter_table("event_date") as table:
        for name in ("wide", "anybody"):
            table.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
    with op.batch_alter_table("mention") as table:
        table.add_column(sa.Column("change", sa.String(length=20), nullable=True))
        table.add_column(
            sa.Column("pinned", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("floats_on", sa.Date(), nullable=True))
        table.create_check_constraint(
            op.f("ck_mention_change"), one_of("change", ("moved", "met", "missed"))
        )


def _add_tables() -> None:
    op.create_table(
        "article_sketch",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("shingle", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_article_sketch_article_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "shingle", name="pk_article_sketch"),
    )
    op.create_index("ix_article_sketch_shingle", "article_sketch", ["shingle"])
    op.create_table(
        "article_address",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name="fk_article_address_article_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "url", name="pk_article_address"),
    )
    op.create_table(
        "edit",
        sa.Column("id", ID, nullable=False),
        sa.Column("event_id", ID, nullable=True),
        sa.Column("article_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("old", sa.JSON(), nullable=True),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.CheckConstraint(one_of("kind", KINDS), name=op.f("ck_edit_kind")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_edit_undone")
        ),
        sa.CheckConstraint(
            "event_id IS NOT NULL OR article_id IS NOT NULL", name=op.f("ck_edit_about")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_edit_event_id"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_edit_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_edit"),
    )
    op.create_index("ix_edit_event_id_at", "edit", ["event_id", "at"])
    op.create_index("ix_edit_article_id", "edit", ["article_id"])


def downgrade() -> None:
    """Leave what was before."""
    for table in ("edit", "article_address", "article_sketch"):
        op.drop_table(table)
    op.drop_index("ix_article_copy_of", table_name="article")
    op.drop_index("ix_mention_floats_on_type", table_name="mention")
    op.drop_index("ix_event_date_type_wide_first_on_last_on", table_name="event_date")
    with op.batch_alter_table("mention") as table:
        table.drop_constraint(op.f("ck_mention_change"), type_="check")
        for name in ("floats_on", "pinned", "change"):
            table.drop_column(name)
    with op.batch_alter_table("event_date") as table:
        table.drop_column("anybody")
        table.drop_column("wide")
    with op.batch_alter_table("event") as table:
        table.drop_constraint(op.f("ck_event_hidden"), type_="check")
        for name in ("hidden", "confirmed", "conflicts"):
            table.drop_column(name)
    with op.batch_alter_table("article") as table:
        table.drop_constraint("fk_article_copy_of", type_="foreignkey")
        for name in ("deleted_at", "copy_of", "sketch", "topic"):
            table.drop_column(name)
    op.create_index(
        "ix_event_date_type_first_on_last_on", "event_date", ["type", "first_on", "last_on"]
    )
