"""The tables. Imported inside timeline.store only: a row never leaves the store.

The database holds the invariants: every constraint has a name, every index a comment that names the
query it serves. What tests/store/test_migrations.py compares with these are the migrations.
"""

from timeline.store.tables.accounts import AccountRow, KeyRow
from timeline.store.tables.articles import AddressRow, ArticleRow, SketchRow
from timeline.store.tables.base import Base
from timeline.store.tables.calendars import CalendarEntryRow, FeedRow, RenderedRow
from timeline.store.tables.edits import EditRow, RedirectRow
from timeline.store.tables.events import (
    DateRow,
    EventRow,
    MentionRow,
    ParticipantRow,
    RevisionRow,
    SearchRow,
)
from timeline.store.tables.marks import MarkRow
from timeline.store.tables.reminders import OutboxRow, SubscriberRow
from timeline.store.tables.sources import BulkChunkRow, SourceEntryRow, SourceRow

__all__ = [
    "AccountRow",
    "AddressRow",
    "ArticleRow",
    "Base",
    "BulkChunkRow",
    "CalendarEntryRow",
    "DateRow",
    "EditRow",
    "EventRow",
    "FeedRow",
    "KeyRow",
    "MarkRow",
    "MentionRow",
    "OutboxRow",
    "ParticipantRow",
    "RedirectRow",
    "RenderedRow",
    "RevisionRow",
    "SearchRow",
    "SketchRow",
    "SourceEntryRow",
    "SourceRow",
    "SubscriberRow",
]
