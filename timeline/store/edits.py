"""What people decided: kept for ever, undone or not."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from timeline.core.edit import Edit
from timeline.core.errors import NotFound
from timeline.store import codec
from timeline.store.engine import Session
from timeline.store.tables import EditRow


def save_edit(session: Session, edit: Edit) -> None:
    """Keep a new edit."""
    detail: dict[str, Any] = {}
    if edit.mention is not None:
        detail["mention"] = codec.write_mention(edit.mention)
    if edit.moved:
        detail["moved"] = [list(one) for one in edit.moved]
    if edit.other is not None:
        detail["other"] = edit.other
    session.add(
        EditRow(
            id=edit.id,
            event_id=edit.event,
            article_id=edit.article,
            kind=edit.kind,
            at=edit.at,
            by=edit.by,
            old=codec.write_value(edit.old),
            value=codec.write_value(edit.value),
            detail=detail or None,
            why=edit.why,
        )
    )
    session.flush()


def get_edit(session: Session, edit_id: str) -> Edit:
    """The edit of that id; raises NotFound."""
    row = session.get(EditRow, edit_id)
    if row is None:
        raise NotFound(f"there is no edit {edit_id!r}")
    return _edit(row)


def find_edits(session: Session, event_ids: Iterable[str]) -> defaultdict[str, list[Edit]]:
    """The edits of each event, in order of time, those that were undone too."""
    query = (
        select(EditRow)
        .where(EditRow.event_id.in_(sorted(event_ids)))
        .order_by(EditRow.at, EditRow.id)
    )
    found: defaultdict[str, list[Edit]] = defaultdict(list)
    for row in session.scalars(query):
        found[str(row.event_id)].append(_edit(row))
    return found


def find_of_article(session: Session, article_id: str) -> list[Edit]:
    """The edits of the article itself, in order of time."""
    query = select(EditRow).where(EditRow.article_id == article_id)
    return [_edit(row) for row in session.scalars(query.order_by(EditRow.at, EditRow.id))]


def find_latest(session: Session, *, limit: int = 50) -> list[Edit]:
    """The latest edits, the last one first."""
    query = select(EditRow).order_by(EditRow.at.desc(), EditRow.id.desc()).limit(limit)
    return [_edit(row) for row in session.scalars(query)]


def undo(session: Session, edit_id: str, *, by: str, at: datetime) -> bool:
    """Take back the edit; False where it was taken back before."""
    changed = session.execute(
        update(EditRow)
        .where(EditRow.id == edit_id, EditRow.undone_at.is_(None))
        .values(undone_at=at, undone_by=by)
        .returning(EditRow.id)
    )
    return changed.first() is not None


def _edit(row: EditRow) -> Edit:
    detail = row.detail or {}
    mention = detail.get("mention")
    return Edit(
        id=row.id,
        event=row.event_id,
        article=row.article_id,
        kind=row.kind,
        at=row.at,
        by=row.by,
        value=codec.read_value(row.value),
        old=codec.read_value(row.old),
        why=row.why,
        mention=codec.read_mention(mention) if mention else None,
        moved=tuple((article, position) for article, position in detail.get("moved", ())),
        other=detail.get("other"),
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
