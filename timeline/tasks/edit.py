"""What a person puts right: each decision is kept with who made it and why, and can be undone.

What a person decided is laid over what articles tell (timeline.core.edit), so no later article and
no re-reading overwrites it.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from timeline.core import edit as editing
from timeline.core.article import Anchor
from timeline.core.edit import Edit, EditKind, Value
from timeline.core.errors import BadInput
from timeline.core.event import Event, EventType, Evidence, Mention, Participant, Status
from timeline.core.interval import Interval
from timeline.store import articles, edits, events, tellings
from timeline.store.engine import Database, Session
from timeline.store.ids import new_id
from timeline.tasks.add import Reader
from timeline.tasks.reread import read_anew
from timeline.tasks.settling import as_told, settle

log = logging.getLogger(__name__)

MOST_WORDS = 500
"""Letters of a title, a place or a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who decides, when (UTC), and why in words, which may be empty."""

    by: str
    now: datetime
    why: str = ""
    ids: Callable[[], str] = new_id

    def __post_init__(self) -> None:
        if len(self.why) > MOST_WORDS:
            raise BadInput(f"the reason has {len(self.why)} letters: give up to {MOST_WORDS}")


def correct(
    database: Database, event_id: str, changes: Mapping[EditKind, Value], hand: Hand
) -> Event:
    """The event with these fields as the person gives them; what is the same is no edit.

    Raises NotFound, and BadInput for a value that the field cannot have.
    """
    with database.write() as session:
        event = events.get_event(session, event_id)
        told = as_told(session, event.id, now=hand.now)
        for count, (kind, value) in enumerate(changes.items()):
            if editing.field_of(event, kind) == value:
                continue
            _check(event, kind, value)
            edit = _edit(hand, kind, event=event.id, value=value, old=_old(told, kind))
            # What one form sets at once stays in its order in the history.
            edits.save_edit(session, replace(edit, at=edit.at + timedelta(microseconds=count)))
        return _derived(session, hand, event.id)


def confirm(database: Database, event_id: str, hand: Hand) -> Event:
    """The event, for certain. Raises NotFound."""
    with database.write() as session:
        event = events.get_event(session, event_id)
        if not event.confirmed:
            _save(session, hand, EditKind.CONFIRM, event=event.id)
        return _derived(session, hand, event.id)


def reject(database: Database, event_id: str, hand: Hand) -> Event:
    """The event, which is shown no more; its page and its history stay. Raises NotFound."""
    with database.write() as session:
        event = events.get_event(session, event_id)
        if event.hidden is None:
            _save(session, hand, EditKind.REJECT, event=event.id)
        return _derived(session, hand, event.id)


def merge(database: Database, event_id: str, other_id: str, hand: Hand) -> Event:
    """The first event, told by all that told either; the other's id leads to it for ever.

    Raises NotFound, and BadInput where both are one already.
    """
    with database.write() as session:
        event = events.get_event(session, event_id)
        other = events.get_event(session, other_id)
        if event.id == other.id:
            raise BadInput("both are one event already: give the id of another one")
        moved = tellings.keys_of(session, other.id)
        tellings.pin(session, event.id, pinned=True)
        tellings.pin(session, other.id, pinned=True)
        events.absorb(session, event.id, other.id)
        _save(
            session,
            hand,
            EditKind.MERGE,
            event=event.id,
            value=other.title,
            moved=moved,
            other=other.id,
        )
        return _derived(session, hand, event.id)


def split(
    database: Database, event_id: str, article_ids: Collection[str], hand: Hand
) -> tuple[Event, Event]:
    """The event without what these articles tell, and a new event that they tell.

    Raises NotFound, and BadInput where none or all of the event's articles are given.
    """
    with database.write() as session:
        event = events.get_event(session, event_id)
        stored = tellings.find_stored(session, [event.id])
        leaving = [one for one in stored if one.telling.source.article in set(article_ids)]
        if not leaving or len(leaving) == len(stored):
            raise BadInput("choose some of the event's articles, not all: they tell another event")
        name = hand.ids()
        moved = tuple((one.telling.source.article, one.position) for one in leaving)
        _part(session, hand, event, name, moved)
        _save(
            session,
            hand,
            EditKind.SPLIT,
            event=event.id,
            value=leaving[0].telling.mention.title,
            moved=moved,
            other=name,
        )
        return _derived(session, hand, event.id), _derived(session, hand, name)


def add_event(
    database: Database,
    hand: Hand,
    *,
    kind: EventType,
    title: str,
    interval: Interval | None,
    status: Status,
    participants: tuple[Participant, ...] = (),
    place: str | None = None,
) -> Event:
    """An event that no article tells (yet). Raises BadInput for a title that is no line."""
    line = " ".join(title.split())
    if not line or len(line) > MOST_WORDS:
        raise BadInput(f"the title has {len(line)} letters: give one line of up to {MOST_WORDS}")
    mention = Mention(
        type=kind,
        title=line,
        interval=interval,
        deadline=interval is not None and interval.start is None,
        status=status,
        evidence=Evidence(quote=line, start=0, end=len(line)),
        confidence=1.0,
        participants=participants,
        place=place,
    )
    name = hand.ids()
    with database.write() as session:
        edit = _edit(hand, EditKind.ADD, event=name, value=line, mention=mention)
        events.save_event(session, editing.made(edit, mention))
        edits.save_edit(session, edit)
        return _derived(session, hand, name)


def republish(
    database: Database, reader: Reader, article_id: str, published: Anchor, hand: Hand
) -> tuple[Event, ...]:
    """The events of the article, read anew as of the right publication date.

    Raises NotFound, and BadInput where the same text of that day is an article already.
    """
    with database.read() as session:
        article = articles.get_article(session, article_id)
        known = articles.find_known(session, article.text, published.day)
    if known is not None and known.id != article_id:
        raise BadInput(f"the same text of {published.day} is there already: delete one of the two")
    with database.write() as session:
        before = {one.event for one in tellings.find_of_article(session, article_id)}
        articles.set_published(session, article_id, published)
        told = read_anew(session, reader, article_id, now=hand.now, ids=hand.ids)
        old, new = article.anchor.published.isoformat(), published.published.isoformat()
        # An event that nothing tells any more is no longer there to have a history.
        about: list[str | None] = [*sorted(events.get_events(session, before | set(told)))]
        for name in about or [None]:
            _save(
                session,
                hand,
                EditKind.PUBLISHED,
                event=name,
                article=article_id,
                value=new,
                old=f"{old} {article.anchor.source}",
            )
        return tuple(_derived(session, hand, name) for name in sorted(set(told)))


def delete_article(database: Database, article_id: str, hand: Hand) -> None:
    """Take an article away, with what only it told. Raises NotFound."""
    with database.write() as session:
        article = articles.get_article(session, article_id)
        touched = sorted({o.event for o in tellings.find_of_article(session, article_id)})
        articles.set_deleted(session, article_id, hand.now)
        about: list[str | None] = [*touched]
        for name in about or [None]:
            _save(
                session,
                hand,
                EditKind.DELETE,
                event=name,
                article=article_id,
                old=article.title,
            )
        settle(session, (), now=hand.now, ids=hand.ids, touched=touched)
    log.info("deleted article=%s events=%d", article_id, len(touched))


def undo(database: Database, reader: Reader, edit_id: str, hand: Hand) -> tuple[Event, ...]:
    """The events as they are without the edit, which stays in their history as undone.

    Raises NotFound, and BadInput where it was undone before.
    """
    with database.write() as session:
        edit = edits.get_edit(session, edit_id)
        same = [edit]
        if edit.article is not None:
            same = [
                one
                for one in edits.find_of_article(session, edit.article)
                if (one.kind, one.at) == (edit.kind, edit.at)
            ]
        for one in same:
            if not edits.undo(session, one.id, by=hand.by, at=hand.now):
                raise BadInput("this was undone before: nothing was changed")
        touched = [one.event for one in same if one.event is not None]
        touched += _put_back(session, reader, edit, hand)
        return tuple(_derived(session, hand, name) for name in dict.fromkeys(touched))


def _put_back(session: Session, reader: Reader, edit: Edit, hand: Hand) -> list[str]:
    """Undo what an edit did beside setting fields; the further events that this touches."""
    match edit.kind:
        case EditKind.MERGE if edit.event and edit.moved:
            name = hand.ids()
            event = events.get_event(session, edit.event)
            _part(session, hand, event, name, edit.moved)
            _unpin(session, event.id, name)
            return [name]
        case EditKind.SPLIT if edit.event and edit.other:
            other = events.get_event(session, edit.other)
            if other.id != edit.event:
                events.absorb(session, edit.event, other.id)
            _unpin(session, edit.event)
        case EditKind.DELETE if edit.article:
            articles.set_deleted(session, edit.article, None)
        case EditKind.PUBLISHED if edit.article and isinstance(edit.old, str):
            articles.set_published(session, edit.article, editing.anchor_of(edit.old))
            return read_anew(session, reader, edit.article, now=hand.now, ids=hand.ids)
    return []


def _part(
    session: Session, hand: Hand, event: Event, name: str, moved: tuple[tuple[str, int], ...]
) -> None:
    """Give mentions of the event to a new one; a person put each where it is now."""
    stored = tellings.find_stored(session, [event.id])
    leaving = [o.telling for o in stored if (o.telling.source.article, o.position) in set(moved)]
    if not leaving:
        raise BadInput("nothing of the other event is left here: it was changed since")
    events.save_event(session, as_told(session, name, now=hand.now, told=leaving))
    tellings.pin(session, event.id, pinned=True)
    for article, position in moved:
        tellings.move(session, article, position, name, pinned=True)


def _unpin(session: Session, *names: str) -> None:
    """Let articles decide again, where no other merge or split of a person holds."""
    for name, found in ((name, edits.find_edits(session, [name])[name]) for name in names):
        if not any(o.holds and o.kind in {EditKind.MERGE, EditKind.SPLIT} for o in found):
            tellings.pin(session, name, pinned=False)


def _derived(session: Session, hand: Hand, event_id: str) -> Event:
    settle(session, (), now=hand.now, ids=hand.ids, touched=[event_id])
    return events.get_event(session, event_id)


def _check(event: Event, kind: EditKind, value: Value) -> None:
    words = value if isinstance(value, str) else ""
    if kind in {EditKind.TITLE, EditKind.PLACE} and (len(words) > MOST_WORDS or "\n" in words):
        raise BadInput(f"the {kind} must be one line of up to {MOST_WORDS} letters")
    if kind is EditKind.TITLE and not words.strip():
        raise BadInput("an event needs a title")
    if kind is EditKind.OUTCOME and not event.deadline:
        raise BadInput("only a deadline has an outcome")
    try:
        editing.set_field(event, kind, value)
    except ValueError as error:
        raise BadInput(f"{value!r} is no {kind} that an event can have") from error


def _old(told: Event | None, kind: EditKind) -> Value:
    return None if told is None else editing.field_of(told, kind)


def _save(session: Session, hand: Hand, kind: EditKind, **values: Any) -> None:
    edits.save_edit(session, _edit(hand, kind, **values))


def _edit(hand: Hand, kind: EditKind, **values: Any) -> Edit:
    return Edit(
        id=hand.ids(),
        kind=kind,
        at=hand.now,
        by=hand.by,
        why=hand.why.strip(),
        **values,
    )
