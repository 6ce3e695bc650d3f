"""The sample articles: loaded once for a store, whatever becomes of them."""

from pathlib import Path

import pytest

from tests.core.samples import NOW
from tests.tasks.fakes import FakeReader
from timeline.core.errors import BadInput
from timeline.store import articles
from timeline.store.engine import Database
from timeline.tasks.samples import are_loaded, load_samples

ROOT = Path(__file__).parents[2]
SAMPLE = """\
---
title: A visit
published: 2025-07-17
source: https://example.org/{number}
language: en
---

The president of Latvia visits Germany on 2025-09-0{number}. All is well.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "samples"
    made.mkdir()
    for number in (2, 1):
        (made / f"{number}.txt").write_text(SAMPLE.format(number=number), encoding="utf-8")
    return made


def load(database: Database, folder: Path) -> int:
    return load_samples(database, FakeReader(), folder, now=NOW)


def test_the_files_of_the_folder_are_added_in_order_of_their_names(
    database: Database, folder: Path
) -> None:
    assert load(database, folder) == 2
    with database.read() as session:
        found = articles.find_articles(session)
    assert {one.url for one in found} == {"https://example.org/1", "https://example.org/2"}
    assert {one.anchor.day.isoformat() for one in found} == {"2025-07-17"}


def test_they_are_loaded_once(database: Database, folder: Path) -> None:
    assert not are_loaded(database)
    load(database, folder)
    assert are_loaded(database)
    (folder / "3.txt").write_text(SAMPLE.format(number=3), encoding="utf-8")
    assert load(database, folder) == 0


def test_a_start_that_was_cut_short_goes_on(
    sqlite_database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("timeline.store.marks.set_mark", _fail_at_the_mark)
        with pytest.raises(KeyboardInterrupt):
            load(sqlite_database, folder)
    assert load(sqlite_database, folder) == 0
    with sqlite_database.read() as session:
        assert articles.count_articles(session) == 2


def _fail_at_the_mark(_session: object, name: str, *_: object) -> None:
    if name == "samples":
        raise KeyboardInterrupt


def test_a_file_that_cannot_be_read_is_left_out(
    sqlite_database: Database, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "0.txt").write_text("", encoding="utf-8")
    assert load(sqlite_database, folder) == 2
    assert "left out sample file=0.txt" in caplog.text


def test_a_folder_without_any_is_told(sqlite_database: Database, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no sample articles"):
        load(sqlite_database, tmp_path)


def test_every_sample_of_the_house_is_dated_and_has_its_source(sqlite_database: Database) -> None:
    assert load(sqlite_database, ROOT / "seeds") == 19
    with sqlite_database.read() as session:
        found = articles.find_articles(session)
    assert all(one.url for one in found)
    assert {one.lang for one in found} == {"en", "de", "fr", "es"}
