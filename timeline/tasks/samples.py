"""Load the sample articles of a folder, once for a store."""

import logging
from datetime import datetime
from pathlib import Path

from timeline.core.errors import BadInput, StoreUnavailable
from timeline.sources.read import read_file
from timeline.store import marks
from timeline.store.engine import Database
from timeline.tasks.add import Reader, add_draft

log = logging.getLogger(__name__)


def load_samples(database: Database, reader: Reader, folder: Path, *, now: datetime) -> int:
    """How many articles and calendars were added: the folder's .txt, then its .ics, by their names.

    0 where samples were loaded before, whatever became of them. A file that cannot be read is
    left out with a warning. A start that was cut short goes on where it stopped: what is known is
    not added twice.
    """
    if are_loaded(database):
        return 0
    files = [*sorted(folder.glob("*.txt")), *sorted(folder.glob("*.ics"))]
    if not files:
        raise BadInput(f"there are no sample articles (*.txt, *.ics) in {str(folder)!r}")
    added = 0
    for file in files:
        try:
            added += not add_draft(database, reader, read_file(file), now=now).known
        except StoreUnavailable:
            raise
        except BadInput as error:
            log.warning("left out sample file=%s reason=%s", file.name, error)
    with database.write() as session:
        marks.set_mark(session, marks.SAMPLES, now)
    return added


def are_loaded(database: Database) -> bool:
    """True where samples were loaded into this store before."""
    with database.read() as session:
        return marks.get_mark(session, marks.SAMPLES) is not None
