"""Which event each entry of a calendar became, so that a calendar read again changes it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from timeline.store.engine import Session
from timeline.store.tables import ArticleRow, CalendarEntryRow, MentionRow

_CHUNK = 500

Key = tuple[str, str]
"""UID and RECURRENCE-ID, the latter empty for what comes once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of an entry; `digest` is that of what it said last."""

    event_id: str
    digest: str


def find_entries(session: Session, uids: Iterable[str]) -> dict[Key, Kept]:
    """What is known of the entries with these UIDs."""
    wanted = sorted(set(uids))
    found: dict[Key, Kept] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = select(CalendarEntryRow).where(
            CalendarEntryRow.uid.in_(wanted[start : start + _CHUNK])
        )
        for row in session.scalars(query):
            found[row.uid, row.recurrence] = Kept(event_id=row.event_id, digest=row.digest)
    return found


def is_agenda(session: Session, article_id: str) -> bool:
    """True where the article is a calendar's: its mentions are all pinned, and no time was read.

    Whatever reads articles finds nothing in it that the calendar did not say.
    """
    pinned = session.scalars(select(MentionRow.pinned).where(MentionRow.article_id == article_id))
    told = pinned.all()
    if not told or not all(told):
        return False
    return not session.scalar(select(ArticleRow.timexes).where(ArticleRow.id == article_id))


def save_entry(session: Session, key: Key, kept: Kept) -> None:
    """Keep what became of the entry; the events must be there."""
    row = session.get(CalendarEntryRow, key) or CalendarEntryRow(uid=key[0], recurrence=key[1])
    row.event_id, row.digest = kept.event_id, kept.digest
    session.add(row)
