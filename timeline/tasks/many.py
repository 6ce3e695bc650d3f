"""Add many articles, of folders, files and JSON lines: told step by step, stopped and gone on with.

What was added before is known by its text, so the same command goes on where it was stopped.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from timeline.core.article import Anchor, Draft
from timeline.core.errors import BadInput, StoreUnavailable
from timeline.sources import lines
from timeline.sources.folder import SKIPPED, find_files, find_skipped
from timeline.sources.lines import read_line
from timeline.sources.read import read_file
from timeline.store.engine import Database
from timeline.tasks.add import Added, Reader, add_draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that is to be added: its name, and how it is read (which may raise BadInput)."""

    name: str
    load: Callable[[], Draft]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an item: `added`, or `error` saying why it was refused."""

    name: str
    added: Added | None = None
    error: BadInput | None = None


@dataclass(slots=True, kw_only=True)
class Summary:
    """What was read, known and refused so far; `reasons` counts the sentences of refusals.

    `skipped` are files that are no articles by their names.
    """

    read: int = 0
    known: int = 0
    refused: int = 0
    events: int = 0
    skipped: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def count(self, one: Outcome) -> None:
        """Count one more outcome."""
        if one.added is None:
            self.refused += 1
            self.reasons[str(one.error)] += 1
        elif one.added.known:
            self.known += 1
        else:
            self.read += 1
            self.events += sum(event.new for event in one.added.events)

    def __str__(self) -> str:
        """In a sentence, with the reasons for what was skipped and refused."""
        said = f"{self.read} read ({self.events} new events), {self.known} known already"
        if self.skipped:
            said += f", {self.skipped} skipped"
        said += f", {self.refused or 'none'} refused"
        if not self.refused and not self.skipped:
            return f"{said}."
        lines = [f"{said}:"]
        lines += [f"  {self.skipped} times: {SKIPPED}"] if self.skipped else []
        lines += [f"  {number} times: {why}" for why, number in self.reasons.most_common(10)]
        if len(self.reasons) > 10:
            lines.append(f"  and {len(self.reasons) - 10} other reasons")
        return "\n".join(lines)


def is_many(name: str) -> bool:
    """True for a folder and for a file of JSON lines."""
    return name.casefold().endswith(lines.NAMES) or ("://" not in name and Path(name).is_dir())


def expand(name: str) -> list[Item]:
    """The items of a folder (files in it, JSON lines in those) or of a file of JSON lines.

    Raises BadInput where it cannot be opened.
    """
    path = Path(name)
    if path.is_dir():
        return [one for file in find_files(path) for one in _of(file)]
    return list(_of(path))


def count_skipped(name: str) -> int:
    """How many files of the folder are no articles by their names; 0 for what is no folder."""
    path = Path(name)
    return len(find_skipped(path)) if path.is_dir() else 0


def add_many(
    database: Database,
    reader: Reader,
    items: Iterable[Item],
    *,
    now: Callable[[], datetime],
    published: Anchor | None = None,
    lang: str | None = None,
) -> Iterator[Outcome]:
    """Each item added in turn, each whole or not at all; raises StoreUnavailable alone."""
    for item in items:
        try:
            added = add_draft(
                database, reader, item.load(), now=now(), published=published, lang=lang
            )
        except StoreUnavailable:
            raise
        except BadInput as error:
            yield Outcome(name=item.name, error=error)
        else:
            yield Outcome(name=item.name, added=added)


def _of(file: Path) -> Iterator[Item]:
    if not file.name.casefold().endswith(lines.NAMES):
        yield Item(name=str(file), load=lambda: read_file(file))
        return
    try:
        with file.open("rb") as opened:
            offset = 0
            for number, line in enumerate(opened, 1):
                if line.strip():
                    yield _line(file, number, offset)
                offset += len(line)
    except OSError as error:
        raise BadInput(f"cannot read {str(file)!r}: {error.strerror}") from error


def _line(file: Path, number: int, offset: int) -> Item:
    return Item(name=f"{file}:{number}", load=lambda: _draft(file, offset))


def _draft(file: Path, offset: int) -> Draft:
    """The draft of the line at `offset`; raises BadInput."""
    try:
        with file.open("rb") as opened:
            opened.seek(offset)
            line = opened.readline()
    except OSError as error:
        raise BadInput(f"cannot read {str(file)!r}: {error.strerror}") from error
    return read_line(line)
