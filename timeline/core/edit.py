"""What a person decided about an event: kept apart from what articles tell, and stronger."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from timeline.core.article import Anchor, AnchorSource, read_published
from timeline.core.event import (
    Event,
    EventType,
    Hidden,
    Mention,
    Outcome,
    Participant,
    Revision,
    Status,
)
from timeline.core.interval import Interval

Value = str | Interval | tuple[Participant, ...] | None
"""A field's value: words, dates, participants, or nothing."""


class EditKind(StrEnum):
    """What a person may do. The first seven set the field of that name.

    REREAD is no person's: a newer reader read an article otherwise.
    """

    TYPE = "type"
    TITLE = "title"
    DATE = "date"
    PARTICIPANTS = "participants"
    PLACE = "place"
    STATUS = "status"
    OUTCOME = "outcome"
    CONFIRM = "confirm"
    REJECT = "reject"
    MERGE = "merge"
    SPLIT = "split"
    ADD = "add"
    PUBLISHED = "published"
    DELETE = "delete"
    REREAD = "reread"


FIELDS = (
    EditKind.TYPE,
    EditKind.TITLE,
    EditKind.DATE,
    EditKind.PARTICIPANTS,
    EditKind.PLACE,
    EditKind.STATUS,
    EditKind.OUTCOME,
)


# A title, a place or who takes part may be told in other words without being contradicted.
_CONTRADICTED = frozenset({EditKind.TYPE, EditKind.DATE, EditKind.STATUS, EditKind.OUTCOME})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One decision about an event or an article: `by` whom, when (`at`, UTC), `why` in words.

    `event` is None where it is about an article alone. `old` is what the articles said then,
    `value` what the person says. `mention` is what an event added by hand says of itself; `moved`
    are the mentions (article and position) that a merge or split gave another event, and `other`
    is the event that they came from or went to. An edit that was undone stays, with who undid it
    and when; it has no effect any more.
    """

    id: str
    event: str | None
    kind: EditKind
    at: datetime
    by: str
    article: str | None = None
    value: Value = None
    old: Value = None
    why: str = ""
    mention: Mention | None = None
    moved: tuple[tuple[str, int], ...] = ()
    other: str | None = None
    undone_at: datetime | None = None
    undone_by: str | None = None

    @property
    def holds(self) -> bool:
        """True until it is undone."""
        return self.undone_at is None


def in_words(value: Value) -> str | Interval | None:
    """The value as a row of history shows it: participants as their names."""
    if isinstance(value, tuple):
        return ", ".join(one.name for one in value) or None
    return value


def field_of(event: Event, kind: EditKind) -> Value:
    """What the event has in the field that the edit sets; None for edits that set none."""
    values: dict[EditKind, Value] = {
        EditKind.TYPE: event.type.value,
        EditKind.TITLE: event.title,
        EditKind.DATE: event.interval,
        EditKind.PARTICIPANTS: event.participants,
        EditKind.PLACE: event.place,
        EditKind.STATUS: event.status.value,
        EditKind.OUTCOME: event.outcome.value if event.outcome else None,
    }
    return values.get(kind)


def revisions(edits: Iterable[Edit]) -> list[Revision]:
    """The rows of history that the edits make, those of undoing too, in order of time."""
    rows = []
    for edit in edits:
        old, new = in_words(edit.old), in_words(edit.value)
        what, why = edit.kind.value, edit.why or None
        if edit.kind is EditKind.REREAD:
            what, why = edit.why, None
        rows.append(Revision(at=edit.at, by=edit.by, what=what, old=old, new=new, evidence=why))
        if edit.undone_at is not None:
            undone = f"{edit.kind.value} undone"
            by = edit.undone_by or edit.by
            rows.append(Revision(at=edit.undone_at, by=by, what=undone, old=new, new=old))
    return sorted(rows, key=lambda row: row.at)


def apply(event: Event, edits: Iterable[Edit]) -> Event:
    """The event as articles tell it, with what people decided; the latest edit of a field holds.

    Where articles say something new since a person decided, the person's word stays and the field
    is named among `conflicts`.
    """
    ordered = sorted(edits, key=lambda one: (one.at, one.id))
    holding = {one.kind: one for one in ordered if one.holds}
    added = holding.get(EditKind.ADD)
    if added is not None and added.mention is not None:
        holding = {**_given(added, added.mention), **holding}
    conflicts = [name for name in event.conflicts if name not in {*map(str, holding)}]
    decided = event
    for kind in FIELDS:
        edit = holding.get(kind)
        if edit is None:
            continue
        said = field_of(event, kind)
        if kind in _CONTRADICTED and said not in {edit.old, edit.value}:
            conflicts.append(kind.value)
        decided = set_field(decided, kind, edit.value)
    rows = sorted([*event.history, *revisions(ordered)], key=lambda row: row.at)
    confirmed = EditKind.CONFIRM in holding or EditKind.ADD in holding
    return replace(
        decided,
        history=tuple(rows),
        conflicts=tuple(conflicts),
        confirmed=confirmed,
        confidence=1.0 if confirmed else decided.confidence,
        hidden=Hidden.REJECTED if EditKind.REJECT in holding else event.hidden,
    )


def made(edit: Edit, mention: Mention) -> Event:
    """The event that a person adds by hand, as it stands before any article tells it."""
    return Event(
        id=edit.event or "",
        type=mention.type,
        title=mention.title,
        interval=mention.interval,
        deadline=mention.deadline,
        status=mention.status,
        confidence=mention.confidence,
        created_at=edit.at,
        changed_at=edit.at,
        participants=mention.participants,
        place=mention.place,
    )


def anchor_of(written: str) -> Anchor:
    """The publication date and where it came from, as an edit keeps what was before it."""
    day, _, source = written.partition(" ")
    return Anchor(published=read_published(day), source=AnchorSource(source))


def _given(edit: Edit, mention: Mention) -> dict[EditKind, Edit]:
    """What a person said of an event added by hand, as an edit of each field."""
    event = made(edit, mention)
    kinds = [kind for kind in FIELDS if kind is not EditKind.OUTCOME]
    values = {kind: field_of(event, kind) for kind in kinds}
    return {kind: replace(edit, kind=kind, value=one, old=one) for kind, one in values.items()}


def set_field(event: Event, kind: EditKind, value: Value) -> Event:
    """The event with that value in the field; raises ValueError for one that it cannot have."""
    match kind, value:
        case EditKind.TYPE, str():
            return replace(event, type=EventType(value))
        case EditKind.TITLE, str():
            return replace(event, title=value)
        case EditKind.DATE, Interval() | None:
            deadline = value is not None and value.start is None
            kept = event.outcome or Outcome.OPEN
            is_due = deadline and event.type is not EventType.EFFECT
            return replace(
                event, interval=value, deadline=deadline, outcome=kept if is_due else None
            )
        case EditKind.PARTICIPANTS, tuple():
            return replace(event, participants=value)
        case EditKind.PLACE, str() | None:
            return replace(event, place=value)
        case EditKind.STATUS, str():
            return replace(event, status=Status(value))
        case EditKind.OUTCOME, str():
            return replace(event, outcome=Outcome(value) if event.deadline else None)
        case _:
            raise ValueError(f"an edit of {kind} cannot set {value!r}")
