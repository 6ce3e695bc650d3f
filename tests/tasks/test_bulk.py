"""Archives in chunks: each article once, what is done is known, what is bad is counted."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from tests.conftest import NOW
from tests.tasks.fakes import BrokenReader, FakeReader
from timeline.core.article import AnchorSource
from timeline.core.errors import BadInput
from timeline.core.filter import Filter
from timeline.sources.archive import Entry
from timeline.store import articles, events
from timeline.store.engine import Database
from timeline.tasks.add import Reader
from timeline.tasks.bulk import Chunk, ChunkRead, Output, StoreOutput, Tally, cut, read_chunk, run
from timeline.tasks.parquet import ParquetOutput

FETCHED = datetime(2025, 7, 20, 10, tzinfo=UTC)


def entry(number: int, **more: object) -> Entry:
    day = date(2026, 1, 1) + timedelta(days=number)
    told = {
        "text": f"Minister {number} of Latvia visits Germany on {day}. All is well.",
        "published": "2025-07-17",
        **more,
    }
    return Entry(name=f"a:{number}", content=json.dumps(told).encode(), fetched_at=FETCHED)


def quiet(number: int) -> Entry:
    """An article that tells no event, so that keeping it takes no time."""
    return entry(number, text=f"Minister {number} spoke. All is well.")


def bad(number: int) -> Entry:
    return Entry(name=f"bad:{number}", content=b"no JSON", fetched_at=FETCHED)


class Here:
    """Reads chunks in this process, and stops as if it were killed after `most` of them."""

    def __init__(self, reader: Reader | None = None, most: int = 1000) -> None:
        self.reader = reader or FakeReader()
        self.most = most
        self.chunks: list[Chunk] = []

    def read(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, ChunkRead | str]]:
        for chunk in chunks:
            if len(self.chunks) == self.most:
                raise KeyboardInterrupt
            self.chunks.append(chunk)
            yield chunk, read_chunk(chunk.entries, self.reader)


@pytest.fixture(params=["parquet", "store"])
def output(request: pytest.FixtureRequest, tmp_path: Path, sqlite_database: Database) -> Output:
    """Each output in turn, empty."""
    if request.param == "parquet":
        return ParquetOutput(str(tmp_path / "out"))
    return StoreOutput(sqlite_database, lambda: NOW)


def kept(output: Output) -> list[str]:
    """The titles of the articles in the output."""
    if isinstance(output, ParquetOutput):
        found: list[str] = pq.read_table(f"{output._path}/articles")["title"].to_pylist()
        return found
    assert isinstance(output, StoreOutput)
    with output._database.read() as session:
        return [one.title for one in articles.find_articles(session, limit=1000)]


@pytest.mark.parametrize("number", [0, 1, 49, 50, 99, 100, 101, 149, 150, 151, 1049])
def test_chunks_have_fifty_entries_or_more(number: int) -> None:
    chunks = list(cut(map(entry, range(number))))
    assert [one for chunk in chunks for one in chunk.entries] == list(map(entry, range(number)))
    sizes = [len(chunk.entries) for chunk in chunks]
    assert all(50 <= size < 150 for size in sizes) or len(sizes) <= 1
    assert len({chunk.digest for chunk in chunks}) == len(chunks)


def test_large_pages_make_smaller_chunks() -> None:
    large = [entry(number, text="x" * 200_000) for number in range(200)]
    assert [len(chunk.entries) for chunk in cut(large)] == [50, 50, 50, 50]


def test_every_article_is_kept_once(output: Output) -> None:
    given = [quiet(number % 130) for number in range(260)]
    tally = run(given, output, Here())
    assert (tally.read, tally.known, tally.refused.total()) == (130, 130, 0)
    assert len(kept(output)) == len(set(kept(output))) == 130


def test_what_is_done_is_not_read_again(output: Output) -> None:
    given = [*map(quiet, range(320)), bad(1)]
    with pytest.raises(KeyboardInterrupt):
        run(given, output, Here(most=2))
    assert len(kept(output)) == 200
    again = Here()
    tally = run(given, output, again)
    assert (tally.skipped, len(again.chunks), tally.read, tally.share) == (2, 1, 120, 0)
    assert len(kept(output)) == len(set(kept(output))) == 320
    assert run(given, output, Here(BrokenReader())).skipped == 3


def test_what_is_bad_is_counted_and_ends_nothing(output: Output) -> None:
    given = [entry(1), bad(1), bad(2), entry(2, published="17.7."), entry(3, text=" "), entry(4)]
    tally = run(given, output, Here())
    assert (tally.read, tally.refused.total()) == (2, 4)
    assert tally.reasons()[0].startswith("2 times: this is no article")
    assert str(tally) == "2 articles read (2 events), 0 known already, 4 refused"


def test_a_reader_that_fails_costs_its_article_alone() -> None:
    class Fails(FakeReader):
        def read(self, article):  # type: ignore[no-untyped-def]
            if "Minister 2 " in article.text:
                raise ValueError("in the middle")
            return super().read(article)

    read = read_chunk([entry(1), entry(2), entry(3)], Fails())
    assert len(read.told) == 2
    assert list(read.refused.values()) == [1]


def test_a_chunk_that_nobody_can_read_is_told_and_tried_again(output: Output) -> None:
    class Dies(Here):
        def read(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, ChunkRead | str]]:
            for chunk in chunks:
                yield chunk, "workers died of it"

    tally = run(map(quiet, range(60)), output, Dies())
    assert tally.reasons() == ["60 times: workers died of it"]
    assert run(map(quiet, range(60)), output, Here()).read == 60


def test_an_entry_without_a_date_has_the_one_of_its_fetching_and_it_is_assumed() -> None:
    read = read_chunk([entry(1, published=None)], FakeReader())
    (told,) = read.told
    assert told.article.anchor.published == FETCHED
    assert told.article.anchor.source is AnchorSource.ASSUMED


def test_the_parquet_files_hold_what_the_events_are(tmp_path: Path) -> None:
    output = ParquetOutput(str(tmp_path))
    run([entry(1, title="A visit", url="https://a.example/1", lang="en")], output, Here())
    (article,) = pq.read_table(tmp_path / "articles").to_pylist()
    (event,) = pq.read_table(tmp_path / "events").to_pylist()
    assert (article["title"], article["url"], article["lang"]) == (
        "A visit", "https://a.example/1", "en",
    )  # fmt: skip
    assert (article["published"], article["published_source"]) == ("2025-07-17", "given")
    assert event["article"] == article["article"]
    assert (event["type"], event["start"], event["precision"]) == ("visit", "2026-01-02", "day")
    assert [one["country"] for one in event["participants"]] == ["DE", "LV"]
    assert event["evidence"]["quote"].startswith("Minister 1 of Latvia")


def test_a_second_archive_adds_to_the_same_folder(tmp_path: Path) -> None:
    run(map(entry, range(60)), ParquetOutput(str(tmp_path)), Here())
    tally = run(map(entry, range(30, 120)), ParquetOutput(str(tmp_path)), Here())
    assert (tally.read, tally.known) == (60, 30)
    assert pq.read_table(tmp_path / "articles").num_rows == 120


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadInput, match="cannot write Parquet"):
        ParquetOutput(str(tmp_path / "file"))


def test_the_store_merges_what_several_articles_tell(database: Database) -> None:
    same = [entry(7, text=f"Latvia visits Germany on 2025-09-02. Word {n}.") for n in range(12)]
    tally = run(same, StoreOutput(database, lambda: NOW), Here())
    assert (tally.read, tally.events) == (12, 1)
    with database.read() as session:
        (event,) = events.find_events(session, Filter())
    assert len(event.sources) == 12


def test_how_far_it_is_is_told_after_each_chunk(output: Output) -> None:
    heard: list[str] = []
    run(map(quiet, range(200)), output, Here(), told=lambda tally: heard.append(str(tally)))
    assert [one.split()[0] for one in heard] == ["100", "200"]
    assert isinstance(Tally().reasons(), list)
