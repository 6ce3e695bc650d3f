"""Events that are not what they were, and when that came to be known here."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import select

from timeline.core.event import Event, Revision
from timeline.core.filter import Filter
from timeline.store.engine import Session
from timeline.store.loading import read_events
from timeline.store.matching import conditions
from timeline.store.tables import ArticleRow, EventRow

_BY_ARTICLE = "article:"


def find_changed(session: Session, chosen: Filter, since: datetime) -> list[Event]:
    """The events that match and whose face changed after `since`, oldest change first."""
    query = (
        select(EventRow)
        .where(*conditions(chosen), EventRow.changed_at > since)
        .order_by(EventRow.changed_at, EventRow.id)
    )
    return [one for one in read_events(session, session.scalars(query).all()) if one.history]


def recording(session: Session, changed: Iterable[Event]) -> Callable[[Revision], datetime]:
    """Tells when a revision came to be known here: when its article was added, or a person did it.

    An article's own date says only when the news was out.
    """
    by = {revision.by for event in changed for revision in event.history}
    articles = {one.removeprefix(_BY_ARTICLE) for one in by if one.startswith(_BY_ARTICLE)}
    query = select(ArticleRow.id, ArticleRow.added_at).where(ArticleRow.id.in_(articles))
    added_at: dict[str, datetime] = {row.id: row.added_at for row in session.execute(query)}

    def recorded(revision: Revision) -> datetime:
        return added_at.get(revision.by.removeprefix(_BY_ARTICLE), revision.at)

    return recorded
