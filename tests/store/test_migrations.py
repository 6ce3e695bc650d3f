"""Every migration goes up, down and up again, and leaves what the tables say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests import postgres
from tests.core.samples import NOW
from timeline.core.errors import StoreUnavailable
from timeline.store import search
from timeline.store.engine import Database
from timeline.store.tables import Base, EventRow


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'timeline.sqlite3'}"
        return
    with postgres.empty_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
def store(empty: str) -> Iterator[Database]:
    database = Database(empty)
    yield database
    database.dispose()


def is_ours(name: str | None, *_: object) -> bool:
    """False for what the tables do not tell: each database's own index of text, and Alembic's."""
    own = ("event_search", "ix_event_words_words", "alembic_version")
    return name is None or not name.startswith(own)


def shape(url: str) -> dict[str, object]:
    """Tables, columns and every named constraint, as the database itself tells them."""
    engine = sa.create_engine(url)
    inspector = sa.inspect(engine)
    found: dict[str, object] = {}
    for table in inspector.get_table_names():
        if not is_ours(table):
            continue
        found[table] = {
            "columns": {
                one["name"]: (str(one["type"]), one["nullable"])
                for one in inspector.get_columns(table)
            },
            "checks": {
                one["name"]: one["sqltext"] for one in inspector.get_check_constraints(table)
            },
            "unique": {
                one["name"]: one["column_names"] for one in inspector.get_unique_constraints(table)
            },
            "keys": {
                one["name"]: (one["constrained_columns"], one["referred_table"], one["options"])
                for one in inspector.get_foreign_keys(table)
            },
            "indexes": {
                one["name"]: one["column_names"]
                for one in inspector.get_indexes(table)
                if is_ours(one["name"])
            },
            "primary": inspector.get_pk_constraint(table)["constrained_columns"],
        }
    engine.dispose()
    return found


def test_up_down_and_up_again_leaves_the_same(store: Database, empty: str) -> None:
    store.migrate()
    first = shape(empty)
    assert store.is_current()
    store.migrate("base")
    assert shape(empty) == {}
    assert not store.is_current()
    store.migrate()
    assert shape(empty) == first


def test_the_migrations_give_exactly_the_tables(
    store: Database, empty: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    store.migrate()
    engine = sa.create_engine(empty)
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": is_ours}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()
    if store.is_sqlite:
        direct = f"sqlite:///{tmp_path / 'direct.sqlite3'}"
        made(direct)
        assert shape(empty) == shape(direct)
        return
    with postgres.empty_database(request.getfixturevalue("postgres_server")) as direct:
        made(direct)
        assert shape(empty) == shape(direct)


def made(url: str) -> None:
    engine = sa.create_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()


def test_every_constraint_and_index_has_a_name(store: Database, empty: str) -> None:
    store.migrate()
    for table, parts in shape(empty).items():
        assert isinstance(parts, dict)
        for kind in ("checks", "unique", "keys", "indexes"):
            assert None not in parts[kind], (table, kind)


def test_migrating_twice_rests(store: Database) -> None:
    store.migrate()
    store.migrate()
    assert store.is_current()


def test_a_step_that_fails_leaves_the_store_as_it_was(
    store: Database, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("in the middle")

    store.migrate()
    before = shape(empty)
    monkeypatch.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", fail)
    with pytest.raises(RuntimeError):
        store.migrate("base")
    assert shape(empty) == before
    monkeypatch.undo()
    assert store.is_current()


def test_a_folder_that_cannot_be_made_is_told_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable, match="TIMELINE_DATA_DIR"):
        Database(f"sqlite:///{tmp_path / 'file' / 'timeline.sqlite3'}").migrate()


BEFORE_SEARCH = "0008"
EARLIER_EVENT = {
    "type": "meeting",
    "title": "Talks in Malmö",
    "approximate": False,
    "deadline": False,
    "status": "planned",
    "confidence": 0.5,
    "created_at": NOW,
    "changed_at": NOW,
    "revision": 0,
    "conflicts": "",
    "confirmed": False,
    "sort_at": NOW,
}


def test_events_of_before_the_index_of_words_are_found_by_it(store: Database, empty: str) -> None:
    store.migrate(BEFORE_SEARCH)
    engine = sa.create_engine(empty)
    event = sa.Table("event", sa.MetaData(), autoload_with=engine)
    texts = {"a": "talks in malmö\nthe ministers meet", "b": "", "c": "talks in riga"}
    rows = [{**EARLIER_EVENT, "id": name, "searchable": text} for name, text in texts.items()]
    with engine.begin() as connection:
        connection.execute(sa.insert(event), rows)
    engine.dispose()
    store.migrate()
    with store.read() as session:
        query = sa.select(EventRow.id).where(search.condition(["MALMO minister"]))
        assert session.scalars(query).all() == ["a"]
