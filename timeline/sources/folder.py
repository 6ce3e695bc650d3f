"""The files of a folder that could be articles."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from timeline.core.errors import BadInput
from timeline.core.watched import Found

NAMES = (".txt", ".md", ".text", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".ics")
MOST_FILES = 100_000
_SETTLED = 2.0  # seconds since the last change: what is still being written is left for later


def find_files(folder: Path, *, names: tuple[str, ...] = NAMES) -> list[Path]:
    """The files under the folder by their names, in order; raises BadInput where it is none.

    Hidden files and folders are left out, and links to folders are not followed.
    """
    if not folder.is_dir():
        raise BadInput(f"there is no folder {str(folder)!r}: check its name")
    found = sorted(_walk(folder, names))
    if len(found) > MOST_FILES:
        raise BadInput(f"{str(folder)!r} has over {MOST_FILES} files: give its parts")
    return found


def look_into(folder: Path, now: datetime) -> list[Found]:
    """What stands in the folder; a file that changes is another one. Raises BadInput."""
    found = []
    for path in find_files(folder):
        try:
            status = path.stat()
        except OSError:
            continue  # it went away meanwhile
        if 0 <= now.timestamp() - status.st_mtime < _SETTLED:
            continue
        key = f"{path.relative_to(folder)}\n{status.st_size}\n{status.st_mtime_ns}"
        found.append(Found(key=key, location=str(path)))
    return found


def _walk(folder: Path, names: tuple[str, ...]) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [one for one in folders if not one.startswith(".")]
        for name in files:
            if not name.startswith(".") and name.casefold().endswith(names):
                yield Path(root) / name
