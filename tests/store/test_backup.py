"""A backup holds the store of one moment, and restores into either database, all or nothing."""

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Event as Flag
from threading import Thread

import pytest
import sqlalchemy as sa

from tests.core.samples import NOW, a_source, an_event
from tests.store.build import keep
from tests.tasks.fakes import FakeReader
from timeline.core.article import Anchor, Draft
from timeline.core.errors import BadInput, StoreUnavailable
from timeline.core.reminder import Subscriber
from timeline.store import backup, events, marks, subscribers
from timeline.store.engine import Database
from timeline.store.tables import ArticleRow, Base, MarkRow, RenderedRow
from timeline.tasks.add import add_draft

Rows = dict[str, list[tuple[object, ...]]]


def rows(database: Database) -> Rows:
    """All that the store keeps of anybody, table by table."""
    with database.read() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(sa.select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in {MarkRow.__tablename__, RenderedRow.__tablename__}
        }


def add(database: Database, number: int) -> None:
    """An article of its own words that tells two events."""
    text = (
        f"Latvia must submit plan {number} by 2031-06-30. "
        f"Envoy {number} of Germany visits France on 2025-09-02."
    )
    add_draft(
        database,
        FakeReader(),
        Draft(text=text, title=f"Article {number}"),
        now=NOW,
        published=Anchor(published=date(2025, 7, 17)),
        lang="en",
    )


@pytest.fixture
def filled(database: Database, alice: Subscriber) -> Database:
    """A store with articles, one of them a copy, a merged event, an edit's trace and a person."""
    for number in range(3):
        add(database, number)
    with database.write() as session:
        keep(session, an_event("kept"), an_event("gone", sources=(a_source("two"),)))
        events.absorb(session, "kept", "gone")
        subscribers.save_subscriber(session, alice)
        ids = list(session.scalars(sa.select(ArticleRow.id).order_by(ArticleRow.id)))
        # The copy comes before its original in the order of the table.
        session.execute(
            sa.update(ArticleRow).where(ArticleRow.id == ids[0]).values(copy_of=ids[-1])
        )
        marks.set_mark(session, marks.BEAT, NOW)
    return database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def other(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_sqlite: Path
) -> Iterator[Database]:
    """Another empty store, on each database in turn."""
    if request.param == "sqlite":
        file = shutil.copy(migrated_sqlite, tmp_path / "other.sqlite3")
        opened = Database(f"sqlite:///{file}")
        yield opened
        opened.dispose()
        return
    from tests import postgres

    with postgres.fresh_database(request.getfixturevalue("postgres_server")) as url:
        opened = Database(url)
        yield opened
        opened.dispose()


def test_a_backup_of_either_database_restores_into_either(
    filled: Database, other: Database, tmp_path: Path
) -> None:
    held = backup.save(filled, tmp_path / "backup")
    assert backup.load(other, tmp_path / "backup") == held
    assert rows(other) == rows(filled)
    with other.read() as session:
        assert events.get_event(session, "gone").id == "kept"
        assert marks.get_mark(session, marks.BEAT) is None
    add(other, 7)  # the restored store goes on


def test_a_backup_is_one_file_that_others_may_not_read(filled: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for _ in range(2):
        backup.save(filled, folder / "a")
    assert [one.name for one in folder.iterdir()] == ["a"]
    assert stat.S_IMODE((folder / "a").stat().st_mode) == 0o600


def test_a_backup_taken_while_articles_come_in_is_of_one_moment(
    database: Database, tmp_path: Path
) -> None:
    """Each article is in it whole or not at all, and those acknowledged before are all in it."""
    acknowledged, stop = 0, Flag()

    def write() -> None:
        nonlocal acknowledged
        while not stop.is_set():
            add(database, acknowledged)
            acknowledged += 1

    writer = Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            while acknowledged < 3 * number:
                stop.wait(0.01)
            before = acknowledged
            backup.save(database, tmp_path / f"backup-{number}")
            with closing(sqlite3.connect(tmp_path / f"backup-{number}")) as taken:
                assert taken.execute("PRAGMA foreign_key_check").fetchall() == []
                query = "SELECT count(*) FROM mention GROUP BY article_id"
                told = [count for (count,) in taken.execute(query)]
            assert len(told) >= before
            assert set(told) <= {2}
    finally:
        stop.set()
        writer.join()


def test_a_store_that_holds_anything_is_replaced_by_force_alone(
    filled: Database, other: Database, tmp_path: Path
) -> None:
    backup.save(filled, tmp_path / "backup")
    add(other, 5)
    before = rows(other)
    with pytest.raises(BadInput, match="add --force"):
        backup.load(other, tmp_path / "backup")
    assert rows(other) == before
    backup.load(other, tmp_path / "backup", force=True)
    assert rows(other) == rows(filled)


def test_a_restored_store_has_another_version_than_any_before(
    filled: Database, tmp_path: Path
) -> None:
    """What a running server keeps of the store under its version is not taken for the new one's."""
    backup.save(filled, tmp_path / "backup")
    versions = []
    for _ in range(2):
        with filled.read() as session:
            versions.append(events.version(session))
        backup.load(filled, tmp_path / "backup", force=True)
    with filled.read() as session:
        versions.append(events.version(session))
    assert len(set(versions)) == 3


def test_a_restore_that_fails_in_the_middle_leaves_the_store_as_it_was(
    filled: Database, other: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreUnavailable("the disk is full")

    backup.save(filled, tmp_path / "backup")
    add(other, 5)
    before = rows(other)
    monkeypatch.setattr("timeline.store.backup._point", fail)
    with pytest.raises(StoreUnavailable):
        backup.load(other, tmp_path / "backup", force=True)
    assert rows(other) == before


def test_a_backup_of_an_earlier_version_is_brought_up_to_date_and_stays_what_it_is(
    tmp_path: Path, other: Database
) -> None:
    file = tmp_path / "early"
    early = Database(f"sqlite:///{file}")
    early.migrate("0002")
    early.dispose()
    content = file.read_bytes()
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("PRAGMA journal_mode = DELETE")
        content = file.read_bytes()
    backup.load(other, file)
    assert other.is_current()
    assert file.read_bytes() == content


def test_a_backup_of_a_later_version_is_refused(sqlite_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "late"
    backup.save(sqlite_database, file)
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BadInput, match="later Timeline"):
        backup.load(sqlite_database, file)


NO_BACKUPS = {
    "text": b"Not a database, however long this sentence goes on to be." * 40,
    "nothing": b"",
    "half": b"SQLite format 3\0" + b"\1" * 5000,
}


@pytest.mark.parametrize("name", NO_BACKUPS)
def test_what_is_no_backup_is_refused(sqlite_database: Database, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(NO_BACKUPS[name])
    with pytest.raises(BadInput, match="no backup of Timeline"):
        backup.load(sqlite_database, file)
    with pytest.raises(BadInput, match="there is no file"):
        backup.load(sqlite_database, tmp_path / "missing")


def test_without_a_store_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    missing = tmp_path / "none.sqlite3"
    with pytest.raises(BadInput, match="no store yet"):
        backup.save(Database(f"sqlite:///{missing}"), tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_cannot_be_written_leaves_the_earlier_one(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    (tmp_path / "backup").write_text("the earlier one")
    monkeypatch.setattr("timeline.store.backup._copy_file", fail)
    with pytest.raises(StoreUnavailable, match="no space left"):
        backup.save(sqlite_database, tmp_path / "backup")
    assert (tmp_path / "backup").read_text() == "the earlier one"
    assert list(tmp_path.glob(".*")) == []
