"""Read stored articles again, with a newer reader or as of another day, and apply what differs.

Ids, edits and history stay: a mention that is told by the same words, or that says the same, goes
on telling the event that it told.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from timeline.core.article import Article
from timeline.core.edit import Edit, EditKind, Value, field_of
from timeline.core.event import Event, Mention, Telling
from timeline.core.words import when
from timeline.extract import sketch as sketches
from timeline.extract.likeness import related
from timeline.extract.topic import names
from timeline.store import articles, calendars, copies, edits, events, tellings
from timeline.store.engine import Database, Session
from timeline.store.ids import new_id
from timeline.store.tellings import Stored
from timeline.tasks.add import Extraction, Reader
from timeline.tasks.settling import Fresh, floats_on, settle, telling_of

log = logging.getLogger(__name__)

BY = "re-reading"
"""Who changed an event, in its history, where a newer reader read the same article otherwise."""

_FACE = (EditKind.TYPE, EditKind.TITLE, EditKind.DATE, EditKind.STATUS, EditKind.PLACE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one article tells otherwise now: mentions that are gone, and mentions that are new."""

    article: str
    title: str
    gone: tuple[Mention, ...]
    new: tuple[Mention, ...]

    def lines(self) -> Iterator[str]:
        """The difference as a person reads it, one mention a line."""
        yield f"{self.article} {self.title}"
        for sign, mentions in (("-", self.gone), ("+", self.new)):
            for one in mentions:
                date = when(one.interval, deadline=one.deadline)
                yield f"  {sign} {one.type} {date}, {one.status}: {one.title}"


def reread(
    database: Database,
    reader: Reader,
    article_ids: Sequence[str],
    *,
    now: datetime,
    dry_run: bool = False,
    ids: Callable[[], str] = new_id,
) -> Iterator[Difference]:
    """The articles that are told otherwise now, each applied in a transaction of its own.

    An article that was kept before copies were looked for gets what they are found by. With
    `dry_run` nothing is changed. What a calendar told is not read: it stands as it was told.
    Raises NotFound for an id that there is not.
    """
    for article_id in article_ids:
        with database.read() as session:
            article = articles.get_article(session, article_id)
            kept = tellings.find_of_article(session, article_id)
            if calendars.is_agenda(session, article_id):
                continue
            known = copies.has_sketch(session, article_id)
        if not known and not dry_run:
            _fill_sketch(database, article)
        found = reader.read(article)
        mine = [one.telling.mention for one in kept]
        gone = tuple(one for one in mine if one not in found.mentions)
        new = tuple(one for one in found.mentions if one not in mine)
        if not gone and not new:
            continue
        if not dry_run:
            with database.write() as session:
                _apply(session, article_id, found, now=now, ids=ids)
        yield Difference(article=article_id, title=article.title, gone=gone, new=new)


def _fill_sketch(database: Database, article: Article) -> None:
    hashes = sketches.sketch(article.text)
    if hashes:
        with database.write() as session:
            copies.fill_sketch(session, article.id, hashes, found_by=sketches.FOUND_BY)


def read_anew(
    session: Session,
    reader: Reader,
    article_id: str,
    *,
    now: datetime,
    ids: Callable[[], str],
) -> list[str]:
    """The events that the article tells when it is read as it is kept now.

    Those of a calendar stay as they are: its dates count from nothing.
    """
    if calendars.is_agenda(session, article_id):
        return [one.event for one in tellings.find_of_article(session, article_id)]
    found = reader.read(articles.get_article(session, article_id))
    return _replace(session, article_id, found, now=now, ids=ids)


def _apply(
    session: Session, article_id: str, found: Extraction, *, now: datetime, ids: Callable[[], str]
) -> None:
    """Replace the article's mentions, and write into history what this changed of events."""
    touched = {one.event for one in tellings.find_of_article(session, article_id)}
    before = events.get_events(session, touched)
    _replace(session, article_id, found, now=now, ids=ids)
    after = events.get_events(session, touched)
    changed = [name for name in after if _note(session, before[name], after[name], now, ids)]
    settle(session, (), now=now, ids=ids, touched=changed)
    log.info("reread article=%s changed=%d", article_id, len(changed))


def _note(
    session: Session, before: Event, after: Event, now: datetime, ids: Callable[[], str]
) -> bool:
    """Keep the differences of the face as rows of history; True where there are any."""
    rows = [
        (kind, old, new)
        for kind in _FACE
        if (old := field_of(before, kind)) != (new := field_of(after, kind))
    ]
    for kind, old, new in rows:
        edits.save_edit(session, _row(before.id, kind, old, new, now, ids))
    return bool(rows)


def _row(
    event_id: str, kind: EditKind, old: Value, new: Value, now: datetime, ids: Callable[[], str]
) -> Edit:
    return Edit(
        id=ids(),
        event=event_id,
        kind=EditKind.REREAD,
        at=now,
        by=BY,
        value=new,
        old=old,
        why=kind.value,
    )


def _replace(
    session: Session, article_id: str, found: Extraction, *, now: datetime, ids: Callable[[], str]
) -> list[str]:
    """The events of the mentions that stand in the place of those that were kept."""
    article = articles.get_article(session, article_id)
    kept = tellings.find_of_article(session, article_id)
    topic = names(article.text, article.title)
    fresh = _matched(kept, [telling_of(article, one, topic) for one in found.mentions])
    tellings.remove_of_article(session, article_id)
    articles.set_reading(session, article_id, found.timexes, topic)
    touched = {one.event for one in kept}
    settled = settle(session, fresh, now=now, ids=ids, touched=touched)
    tellings.save_mentions(
        session,
        article_id,
        zip(found.mentions, settled.told, strict=True),
        floats_on=[floats_on(one.telling) for one in fresh],
        pinned=[one.pinned for one in fresh],
    )
    return list(dict.fromkeys(settled.told))


def _matched(kept: Sequence[Stored], fresh: Sequence[Telling]) -> list[Fresh]:
    """Each fresh telling with the event of the one that it replaces, the likest first."""
    found = [Fresh(telling=one) for one in fresh]
    pairs = sorted(
        (-_sameness(old.telling.mention, new.telling.mention), i, j)
        for i, old in enumerate(kept)
        for j, new in enumerate(found)
    )
    used: set[int] = set()
    for doubt, i, j in pairs:
        if doubt < 0 and i not in used and found[j].event is None:
            used.add(i)
            found[j] = replace(found[j], event=kept[i].event, pinned=kept[i].pinned)
    return found


def _sameness(old: Mention, new: Mention) -> int:
    """How surely a mention is the other one, read again: 0 for not at all."""
    if old == new:
        return 9
    overlap = old.evidence.start < new.evidence.end and new.evidence.start < old.evidence.end
    points = 2 * overlap + 2 * related(old.type, new.type)
    points += (old.interval == new.interval) + (old.title == new.title)
    return points if points >= 3 else 0
