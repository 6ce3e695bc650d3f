"""What articles tell: every mention with its article and its event."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import delete, select, update

from timeline.core.event import Mention
from timeline.store import codec
from timeline.store.engine import Session
from timeline.store.loading import Stored, read_stored
from timeline.store.tables import MentionRow

__all__ = [
    "Stored",
    "find_of_article",
    "find_stored",
    "keys_of",
    "move",
    "pin",
    "remove_of_article",
    "save_mentions",
]


def find_stored(session: Session, event_ids: Iterable[str]) -> list[Stored]:
    """Every telling of the events, in order of publication."""
    return read_stored(session, event_ids)


def find_of_article(session: Session, article_id: str) -> list[Stored]:
    """Every telling of the article, in text order."""
    query = select(MentionRow.event_id).where(MentionRow.article_id == article_id).distinct()
    found = read_stored(session, session.scalars(query))
    mine = [one for one in found if one.telling.source.article == article_id]
    return sorted(mine, key=lambda one: one.position)


def save_mentions(
    session: Session,
    article_id: str,
    told: Iterable[tuple[Mention, str]],
    *,
    floats_on: Sequence[date | None] = (),
    pinned: Sequence[bool] = (),
) -> None:
    """Keep what an article tells: its mentions in text order, each with the id of its event.

    `floats_on` gives the article's day for a mention whose own date does not say which event it
    tells, `pinned` whether a person chose the event; each None or False where not given.
    """
    for position, (mention, event_id) in enumerate(told):
        session.add(
            MentionRow(
                article_id=article_id,
                position=position,
                event_id=event_id,
                type=mention.type,
                title=mention.title,
                **codec.write_interval(mention.interval),
                deadline=mention.deadline,
                status=mention.status,
                confidence=mention.confidence,
                place=mention.place,
                participants=codec.write_participants(mention.participants),
                timex=codec.write_timex(mention.timex),
                previous=codec.interval_json(mention.previous),
                change=mention.change,
                pinned=pinned[position] if pinned else False,
                floats_on=floats_on[position] if floats_on else None,
                quote=mention.evidence.quote,
                quote_start=mention.evidence.start,
                quote_end=mention.evidence.end,
            )
        )
    session.flush()


def move(
    session: Session, article_id: str, position: int, event_id: str, *, pinned: bool | None = None
) -> None:
    """Let the mention tell another event; `pinned` says whether a person put it there."""
    values: dict[str, object] = {"event_id": event_id}
    if pinned is not None:
        values["pinned"] = pinned
    session.execute(
        update(MentionRow)
        .where(MentionRow.article_id == article_id, MentionRow.position == position)
        .values(**values)
    )


def keys_of(session: Session, event_id: str) -> tuple[tuple[str, int], ...]:
    """Article and position of every mention that tells the event."""
    query = select(MentionRow.article_id, MentionRow.position).where(
        MentionRow.event_id == event_id
    )
    return tuple(sorted((article, position) for article, position in session.execute(query)))


def pin(session: Session, event_id: str, *, pinned: bool) -> None:
    """Say of all that tells the event whether a person put it there."""
    session.execute(update(MentionRow).where(MentionRow.event_id == event_id).values(pinned=pinned))


def remove_of_article(session: Session, article_id: str) -> None:
    """Forget what the article tells; its events are the caller's to derive anew."""
    session.execute(delete(MentionRow).where(MentionRow.article_id == article_id))
    session.flush()
