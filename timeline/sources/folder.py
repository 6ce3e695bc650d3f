"""The files of a folder that could be articles."""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from timeline.core.errors import BadInput
from timeline.core.watched import Found
from timeline.sources import lines
from timeline.sources.answers import MOST_BYTES

NAMES = (
    ".txt", ".md", ".text", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".ics", *lines.NAMES,
)  # fmt: skip
MOST_FILES = 100_000
SKIPPED = f"it is no article by its name: files in {', '.join(NAMES)} are read"
_SETTLED = 2.0  # seconds since the last change: what is still being written is left for later


def find_files(folder: Path) -> list[Path]:
    """The files under the folder by their names, in order; raises BadInput where it is none.

    Hidden files and folders are left out, and links to folders are not followed.
    """
    if not folder.is_dir():
        raise BadInput(f"there is no folder {str(folder)!r}: check its name")
    found = sorted(one for one in _walk(folder) if _is_article(one))
    if len(found) > MOST_FILES:
        raise BadInput(f"{str(folder)!r} has over {MOST_FILES} files: give its parts")
    return found


def find_skipped(folder: Path) -> list[Path]:
    """The files under the folder that are no articles by their names, in order.

    Hidden ones are left out. Nothing is skipped where there is no folder.
    """
    return sorted(one for one in _walk(folder) if not _is_article(one))[:MOST_FILES]


def look_into(folder: Path, now: datetime) -> list[Found]:
    """What stands in the folder, what is skipped too; a file that changes is another one.

    Raises BadInput.

    Of a file of JSON lines each line is one, and stays the same wherever in the file it stands.
    """
    found: list[Found] = []
    for path in find_files(folder):
        try:
            status = path.stat()
        except OSError:
            continue  # it went away meanwhile
        if 0 <= now.timestamp() - status.st_mtime < _SETTLED:
            continue
        name = path.relative_to(folder)
        if path.name.casefold().endswith(lines.NAMES) and status.st_size <= MOST_BYTES:
            found += _lines(path, str(name))
            continue
        key = f"{name}\n{status.st_size}\n{status.st_mtime_ns}"
        found.append(Found(key=key, location=str(path)))
    for path in find_skipped(folder):
        key = f"{path.relative_to(folder)}\nskipped"
        found.append(Found(key=key, location=str(path), skipped=SKIPPED))
    return found


def _lines(path: Path, name: str) -> Iterator[Found]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot read {str(path)!r}: {error.strerror}") from error
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            key = f"{name}\n{hashlib.sha256(line.strip()).hexdigest()}"
            yield Found(key=key, location=f"{path}:{number}", content=_text(line))


def _text(line: bytes) -> str:
    """The line as the store can keep it; what is no text is no JSON either, and refused as such."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return "no text"
    return "no text" if "\x00" in text else text


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [one for one in folders if not one.startswith(".")]
        for name in files:
            if not name.startswith("."):
                yield Path(root) / name


def _is_article(path: Path) -> bool:
    return path.name.casefold().endswith(NAMES)
