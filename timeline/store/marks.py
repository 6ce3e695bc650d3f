"""Facts about the store as a whole: its version, what was done once, the scheduler's last beat."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from timeline.store.engine import Database, Session
from timeline.store.tables import MarkRow

VERSION = "version"
SAMPLES = "samples"
BEAT = "beat"
_VERSION = "SELECT number FROM mark WHERE name = 'version'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A named number and the instant at which it was set."""

    name: str
    number: int
    at: datetime


def get_mark(session: Session, name: str) -> Mark | None:
    """The mark of that name; None where it was never set."""
    row = session.get(MarkRow, name, populate_existing=True)
    return None if row is None else Mark(name=row.name, number=row.number, at=row.at)


def ask_version(database: Database) -> str:
    """What `events.version` gives, without a session: nearly every request asks for it."""
    return str(database.ask(_VERSION) or 0)


def set_mark(session: Session, name: str, at: datetime) -> None:
    """Set the mark to `at` and count that it was set."""
    changed = session.scalar(
        update(MarkRow)
        .where(MarkRow.name == name)
        .values(number=MarkRow.number + 1, at=at)
        .returning(MarkRow.number)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        session.add(MarkRow(name=name, number=1, at=at))
        session.flush()
