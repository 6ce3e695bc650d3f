"""Archives of articles, entry by entry: JSON lines, WARC and Parquet, wherever fsspec reaches.

The only home of warcio. What cannot be read is an entry too, with the reason: nothing ends a run.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import IO, Any

from fsspec import AbstractFileSystem  # type: ignore[import-untyped]  # has no types
from fsspec.core import url_to_fs  # type: ignore[import-untyped]
from fsspec.utils import infer_compression  # type: ignore[import-untyped]

from timeline.core.article import Draft
from timeline.core.errors import BadInput
from timeline.sources.lines import read_line
from timeline.sources.read import MOST_RAW, read_bytes

LINES, WARC, PARQUET = (".jsonl", ".ndjson"), (".warc", ".warc.gz"), (".parquet",)
PACKED = ("", ".gz", ".bz2", ".xz", ".zst")
NAMES = (*(name + packed for name in LINES for packed in PACKED), *WARC, *PARQUET)

_RECORDS = {"response", "resource", "conversion"}
_TYPES = ("text/html", "text/plain", "application/xhtml+xml", "application/pdf")
_COLUMNS = ("text", "published", "dct", "title", "url", "lang")
_ROWS = 200
_CUT = "the file cannot be read any further"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of an archive, not read yet: a JSON line, or a page where there is a `type`.

    `fetched_at` is when it was fetched (of lines and rows: when their file was written); `share`
    the part of all input that ends with it, 0 to 1; `error` why there is no content.
    """

    name: str
    content: bytes = b""
    type: str | None = None
    url: str | None = None
    fetched_at: datetime
    share: float = 0.0
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of an archive, `size` in bytes, and the share of all input before it and in it."""

    system: AbstractFileSystem
    path: str
    size: int
    written_at: datetime
    before: float = 0.0
    part: float = 1.0


def find_files(names: Iterable[str], *, now: datetime) -> list[File]:
    """The files that the addresses name: files, folders, patterns with `*`; raises BadInput."""
    found = [one for name in names for one in _expand(name)]
    sizes = [int(system.info(path).get("size") or 0) for system, path in found]
    whole, before, files = sum(sizes) or 1, 0, []
    for (system, path), size in zip(found, sizes, strict=True):
        files.append(
            File(
                system=system,
                path=path,
                size=size,
                written_at=_written_at(system, path) or now,
                before=before / whole,
                part=size / whole,
            )
        )
        before += size
    return files


def read_entries(files: Iterable[File]) -> Iterator[Entry]:
    """Every entry of the files, in order."""
    for file in files:
        read = 0
        try:
            with file.system.open(file.path, "rb") as opened:
                for entry in _entries(file, opened):
                    yield entry
                    read += 1
        except Exception as error:  # noqa: BLE001 - whatever a damaged file does to its library
            why = f"{_CUT}: {type(error).__name__}"
            yield _entry(file, read + 1, 1.0, error=why)


def draft_of(entry: Entry) -> Draft:
    """The draft of the entry; raises BadInput where it is no article."""
    if entry.error is not None:
        raise BadInput(entry.error)
    if entry.type is None:
        return read_line(entry.content)
    return read_bytes(entry.content, content_type=entry.type, url=entry.url)


def _expand(name: str) -> Iterator[tuple[AbstractFileSystem, str]]:
    try:
        system, path = url_to_fs(name)
        if "*" in path:
            paths = system.glob(path)
        elif system.isdir(path):
            paths = [one for one in system.find(path) if one.casefold().endswith(NAMES)]
        else:
            system.info(path)
            paths = [path]
    except ImportError as error:
        raise BadInput(f"cannot reach {name!r}: {error}") from error
    except FileNotFoundError as error:
        raise BadInput(f"there is no archive {name!r}: check its address") from error
    except (OSError, ValueError) as error:
        raise BadInput(f"cannot open the archive {name!r}: {error}") from error
    unknown = [one for one in paths if not one.casefold().endswith(NAMES)]
    if unknown or not paths:
        raise BadInput(
            f"{unknown[0] if unknown else name!r} is no archive: give files that end in "
            ".jsonl (also .gz, .bz2, .xz, .zst), .warc, .warc.gz or .parquet"
        )
    for one in sorted(paths):
        yield system, one


def _written_at(system: AbstractFileSystem, path: str) -> datetime | None:
    try:
        at: datetime = system.modified(path)
    except (NotImplementedError, OSError):
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _entries(file: File, opened: IO[bytes]) -> Iterator[Entry]:
    name = file.path.casefold()
    if name.endswith(WARC):
        return _records(file, opened)
    if name.endswith(PARQUET):
        return _rows(file, opened)
    return _lines(file, opened)


def _entry(file: File, number: int, share: float, **more: Any) -> Entry:
    return Entry(
        name=f"{PurePosixPath(file.path).name}:{number}",
        share=file.before + file.part * min(share, 1.0),
        **{"fetched_at": file.written_at, **more},
    )


def _lines(file: File, opened: IO[bytes]) -> Iterator[Entry]:
    from fsspec.compression import compr  # type: ignore[import-untyped]

    packing = infer_compression(file.path)
    stream = compr[packing](opened, mode="rb") if packing else opened
    number = 0
    while line := stream.readline(MOST_RAW + 1):
        number += 1
        share = opened.tell() / (file.size or 1)
        if len(line) > MOST_RAW:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MOST_RAW)
            yield _entry(file, number, share, error="a line has more than 10 MB, the limit")
        elif line.strip():
            yield _entry(file, number, share, content=line)


def _records(file: File, opened: IO[bytes]) -> Iterator[Entry]:
    """The pages among the records: pictures, scripts, redirects and errors are no articles."""
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

    for number, record in enumerate(ArchiveIterator(opened), 1):
        headers, answer = record.rec_headers, record.http_headers
        if record.rec_type not in _RECORDS:
            continue
        if answer is not None and answer.get_statuscode() != "200":
            continue
        told = answer.get_header("Content-Type") if answer else headers.get_header("Content-Type")
        if not (told or "").casefold().startswith(_TYPES):
            continue
        share = opened.tell() / (file.size or 1)
        more = {
            "type": told,
            "url": headers.get_header("WARC-Target-URI"),
            "fetched_at": _instant(headers.get_header("WARC-Date")) or file.written_at,
        }
        content = record.content_stream().read(MOST_RAW + 1)
        if len(content) > MOST_RAW:
            yield _entry(file, number, share, error="a page has more than 10 MB, the limit")
        elif record.raw_stream.limit:
            yield _entry(file, number, share, error=f"{_CUT}: a record is cut short")
        else:
            yield _entry(file, number, share, content=content, **more)


def _instant(written: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(written or "")
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _rows(file: File, opened: IO[bytes]) -> Iterator[Entry]:
    """Each row as the JSON line that says the same."""
    from pyarrow.parquet import ParquetFile  # type: ignore[import-untyped]

    table = ParquetFile(opened)
    columns = [one for one in _COLUMNS if one in table.schema_arrow.names]
    number = 0
    for batch in table.iter_batches(_ROWS, columns=columns):
        for row in batch.to_pylist():
            number += 1
            line = json.dumps(row, default=_plain).encode()
            yield _entry(file, number, number / table.metadata.num_rows, content=line)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
