"""Which chunks of archives were read into the store."""

from datetime import datetime

from timeline.store.engine import Session
from timeline.store.tables import BulkChunkRow


def is_read(session: Session, digest: str) -> bool:
    """True where every article of the chunk was kept, or refused for good."""
    return session.get(BulkChunkRow, digest) is not None


def save_read(session: Session, digest: str, *, articles: int, refused: int, at: datetime) -> None:
    """Keep that the chunk was read; a second time changes nothing."""
    if not is_read(session, digest):
        session.add(BulkChunkRow(digest=digest, articles=articles, refused=refused, read_at=at))
        session.flush()
