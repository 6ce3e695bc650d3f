"""The entries of a calendar as events: new ones made, known ones changed, nothing told twice."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from timeline.core.agenda import Agenda, Entry, event_id_of, mentions_of
from timeline.core.article import Article
from timeline.core.errors import NotFound
from timeline.core.event import Event
from timeline.store import calendars, events, tellings
from timeline.store.calendars import Kept, Key
from timeline.store.engine import Session
from timeline.tasks.settling import Fresh, likeliest, settle, telling_of


def known_events(session: Session, agenda: Agenda) -> dict[Key, str]:
    """The events that the agenda's entries are already, by UID and RECURRENCE-ID.

    An entry that this Timeline wrote itself is its event.
    """
    found = calendars.find_entries(session, (one.uid for one in agenda.entries))
    known = {key: kept.event_id for key, kept in found.items()}
    for entry in agenda.entries:
        written = event_id_of(entry.uid)
        if _key(entry) not in known and written is not None:
            try:
                known[_key(entry)] = events.get_event(session, written).id
            except NotFound:
                continue
    return known


def fresh_entries(session: Session, agenda: Agenda) -> tuple[Entry, ...]:
    """The entries that say something new: unknown ones, and those that changed since."""
    found = calendars.find_entries(session, (one.uid for one in agenda.entries))
    known = known_events(session, agenda)

    def is_fresh(entry: Entry) -> bool:
        kept = found.get(_key(entry))
        return _key(entry) not in known if kept is None else kept.digest != entry.digest

    return tuple(entry for entry in agenda.entries if is_fresh(entry))


def keep_entries(
    session: Session,
    article: Article,
    entries: Sequence[Entry],
    known: dict[Key, str],
    *,
    now: datetime,
    ids: Callable[[], str],
) -> tuple[tuple[Event, bool], ...]:
    """The events of the entries, told by the article, and whether each is new.

    `article` is saved and its text is that of the entries. Two entries of one calendar never become
    the same event: a calendar knows what it tells apart.
    """
    taken = set(known.values())
    fresh: list[Fresh] = []
    for entry, mention in zip(entries, mentions_of(entries), strict=True):
        telling = telling_of(article, mention)
        event_id = known.get(_key(entry)) or likeliest(session, telling, taken)
        event_id = event_id or _free_id(session, entry, taken) or ids()
        taken.add(event_id)
        fresh.append(Fresh(telling=telling, event=event_id, pinned=True))
    settled = settle(session, fresh, now=now, ids=ids)
    kept: list[tuple[Event, bool]] = []
    for entry, event_id in zip(entries, settled.told, strict=True):
        event = settled.after[event_id]
        if event_id_of(entry.uid) == event_id and event.revision < entry.sequence:
            event = replace(event, revision=entry.sequence)
            events.save_event(session, event)
        calendars.save_entry(session, _key(entry), Kept(event_id=event_id, digest=entry.digest))
        kept.append((event, event_id not in settled.before))
    told = zip((one.telling.mention for one in fresh), settled.told, strict=True)
    tellings.save_mentions(session, article.id, told, pinned=[True] * len(fresh))
    return tuple(kept)


def _free_id(session: Session, entry: Entry, taken: set[str]) -> str | None:
    """The id that another Timeline gave the event, where it is free here."""
    written = None if entry.recurrence else event_id_of(entry.uid)
    if written is None or written in taken:
        return None
    try:
        events.get_event(session, written)
    except NotFound:
        return written
    return None


def _key(entry: Entry) -> Key:
    return entry.uid, entry.recurrence
