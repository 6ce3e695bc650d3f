"""Events are found by their words, through each database's own index of text."""

import sqlalchemy as sa
from alembic import op

from timeline.core.search import index_of

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CHUNK = 5000


def upgrade() -> None:
    """Take the words out of the text that was looked through so far."""
    op.create_table(
        "event_words",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "event_id",
            sa.String(length=32).with_variant(sa.String(32, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_words_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_event_words")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_words_event_id")),
    )
    _index_sqlite() if op.get_bind().dialect.name == "sqlite" else _index_postgresql()
    _fill()
    with op.batch_alter_table("event") as table:
        table.drop_column("searchable")


def downgrade() -> None:
    """Look through the words as if they were text; saving an event puts its text there again."""
    with op.batch_alter_table("event") as table:
        table.add_column(sa.Column("searchable", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE event SET searchable = "
        "(SELECT words FROM event_words WHERE event_words.event_id = event.id)"
    )
    with op.batch_alter_table("event") as table:
        table.alter_column("searchable", existing_type=sa.Text(), server_default=None)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE event_search")
    op.drop_table("event_words")


def _index_sqlite() -> None:
    """An FTS5 table over the words, without a copy of them; triggers keep it in step.

    Words come folded and parted by spaces, so the plainest tokenizer is the right one. Whether a
    word is there is all that is asked (detail, columnsize).
    """
    op.execute(
        "CREATE VIRTUAL TABLE event_search USING fts5(words, content='event_words', "
        "content_rowid='number', tokenize='ascii', detail='none', columnsize=0)"
    )
    forget = (
        "INSERT INTO event_search (event_search, rowid, words) "
        "VALUES ('delete', old.number, old.words);"
    )
    keep = "INSERT INTO event_search (rowid, words) VALUES (new.number, new.words);"
    for name, when, then in (
        ("kept", "INSERT", keep),
        ("changed", "UPDATE", forget + keep),
        ("gone", "DELETE", forget),
    ):
        op.execute(
            f"CREATE TRIGGER event_words_{name} AFTER {when} ON event_words BEGIN {then} END"
        )


def _index_postgresql() -> None:
    op.execute(
        "CREATE INDEX ix_event_words_words ON event_words "
        "USING gin (array_to_tsvector(string_to_array(words, ' ')))"
    )


def _fill() -> None:
    connection = op.get_bind()
    words = sa.table("event_words", sa.column("event_id"), sa.column("words"))
    after = ""
    while True:
        found = connection.execute(
            sa.text("SELECT id, searchable FROM event WHERE id > :after ORDER BY id LIMIT :most"),
            {"after": after, "most": CHUNK},
        ).all()
        if not found:
            return
        rows = [{"event_id": one, "words": index_of([text])} for one, text in found]
        connection.execute(sa.insert(words), rows)
        after = found[-1][0]
