"""Archives give their entries one by one, and damage ends nothing."""

import bz2
import gzip
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import fsspec  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from pyarrow import parquet

from tests.conftest import NOW
from timeline.core.article import AnchorSource
from timeline.core.errors import BadInput
from timeline.sources.archive import Entry, draft_of, find_files, read_entries

PAGE = """<html lang="en"><head><title>A visit</title>{meta}</head><body><article><p>The president
of Latvia will visit Germany on Thursday, the government said. All is well in the country.</p>
</article></body></html>"""
DATED = '<meta property="article:published_time" content="2025-07-17T09:30:00+02:00">'
FETCHED = "2025-07-20T10:00:00Z"


def entries(*names: object) -> list[Entry]:
    return list(read_entries(find_files(map(str, names), now=NOW)))


def line(number: int, **more: Any) -> str:
    return json.dumps({"text": f"Text {number}.", "published": "2025-07-17", **more}) + "\n"


def record(url: str, page: str, *, status: str = "200 OK", kind: str = "text/html") -> bytes:
    """A response record as ISO 28500 has it, packed by itself."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{page}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: {FETCHED}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n")


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    file = tmp_path / "crawl.warc.gz"
    file.write_bytes(
        record("https://news.example/1", PAGE.format(meta=DATED))
        + record("https://news.example/gone", "no", status="404 Not Found")
        + record("https://news.example/logo.png", "PNG", kind="image/png")
        + record("https://news.example/2", PAGE.format(meta=""))
    )
    return file


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.jsonl", bytes),
        ("a.ndjson", bytes),
        ("a.jsonl.gz", gzip.compress),
        ("a.jsonl.bz2", bz2.compress),
    ],
)
def test_each_line_is_an_entry(tmp_path: Path, name: str, pack: Any) -> None:
    (tmp_path / name).write_bytes(pack((line(1) + "\n" + line(2)).encode()))
    found = entries(tmp_path / name)
    assert [draft_of(one).text for one in found] == ["Text 1.", "Text 2."]
    assert [one.name for one in found] == [f"{name}:1", f"{name}:3"]
    assert found[-1].share == 1


def test_pages_of_a_warc_keep_their_address_and_when_they_were_fetched(warc: Path) -> None:
    dated, undated = entries(warc)
    assert dated.url == "https://news.example/1"
    draft = draft_of(dated)
    assert draft.title == "A visit"
    assert draft.anchor is not None
    assert (draft.anchor.day, draft.anchor.source) == (date(2025, 7, 17), AnchorSource.METADATA)
    assert draft_of(undated).anchor is None
    assert undated.fetched_at == datetime(2025, 7, 20, 10, tzinfo=UTC)


def test_rows_of_parquet_are_articles(tmp_path: Path) -> None:
    rows = [
        {"text": "Text 1.", "published": date(2025, 7, 17), "title": "One", "other": 1.5},
        {"text": None, "published": None, "title": None, "other": None},
    ]
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    first, second = entries(tmp_path / "a.parquet")
    draft = draft_of(first)
    assert (draft.text, draft.title, draft.anchor and draft.anchor.day) == (
        "Text 1.", "One", date(2025, 7, 17),
    )  # fmt: skip
    with pytest.raises(BadInput, match="no article"):
        draft_of(second)


def test_folders_patterns_and_other_file_systems(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", "note.txt"):
        (tmp_path / name).write_text(line(1))
    assert [one.name for one in entries(tmp_path)] == ["a.jsonl:1", "b.jsonl:1"]
    assert [one.name for one in entries(tmp_path / "b*.jsonl")] == ["b.jsonl:1"]
    memory = fsspec.filesystem("memory")
    memory.pipe("/archive/c.jsonl", line(3).encode())
    assert [draft_of(one).text for one in entries("memory://archive/c.jsonl")] == ["Text 3."]
    memory.rm("/archive", recursive=True)


def test_lines_were_fetched_when_their_file_was_written(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "No date."}\n')
    os.utime(tmp_path / "a.jsonl", (1_750_000_000, 1_750_000_000))
    (found,) = entries(tmp_path / "a.jsonl")
    assert found.fetched_at == datetime.fromtimestamp(1_750_000_000, UTC)


@pytest.mark.parametrize("name", ["cut.jsonl.gz", "cut.warc.gz", "cut.parquet"])
def test_a_damaged_file_is_one_refused_entry_and_the_next_file_is_read(
    tmp_path: Path, warc: Path, name: str
) -> None:
    whole = {
        "cut.jsonl.gz": gzip.compress("".join(map(line, range(2000))).encode()),
        "cut.warc.gz": warc.read_bytes(),
        "cut.parquet": b"PAR1 and nothing else",
    }[name]
    warc.unlink()
    (tmp_path / name).write_bytes(whole[: len(whole) - 40] if len(whole) > 100 else whole)
    (tmp_path / "z.jsonl").write_text(line(7))
    *_, damaged, good = entries(tmp_path)
    assert draft_of(good).text == "Text 7."
    with pytest.raises(BadInput, match="cannot be read any further"):
        draft_of(damaged)


def test_a_line_without_an_end_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "' + b"x" * 21_000_000 + b"\n" + line(2).encode())
    long, good = entries(tmp_path / "a.jsonl")
    with pytest.raises(BadInput, match="10 MB"):
        draft_of(long)
    assert draft_of(good).text == "Text 2."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.jsonl", "no archive"),
        ("note.txt", "is no archive"),
        ("nothing*.jsonl", "is no archive"),
        ("strange://somewhere/a.jsonl", "cannot"),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "note.txt").write_text("words")
    address = name if "://" in name else str(tmp_path / name)
    with pytest.raises(BadInput, match=said):
        find_files([address], now=NOW)
