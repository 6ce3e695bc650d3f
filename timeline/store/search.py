"""Full-text search by each database's own engine: FTS5 in SQLite, tsvector in PostgreSQL.

`event_words` holds the words of each event as timeline.core.search gives them. Migrations make the
index over them: triggers keep SQLite's in step, PostgreSQL's is an index like any other.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, false, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from timeline.core.search import asked_for
from timeline.store.engine import Session
from timeline.store.tables import EventRow, SearchRow


class _Holds(FunctionElement[bool]):
    """The row's words hold what is asked for; both databases' way of asking comes along."""

    type = Boolean()
    inherit_cache = True


@compiles(_Holds, "sqlite")
def _by_fts5(element: _Holds, compiler: SQLCompiler, **settings: Any) -> str:
    number, _, asked, _ = list(element.clauses)
    found = "(SELECT rowid FROM event_search WHERE event_search MATCH"
    return (
        f"{compiler.process(number, **settings)} IN {found} {compiler.process(asked, **settings)})"
    )


@compiles(_Holds, "postgresql")
def _by_tsvector(element: _Holds, compiler: SQLCompiler, **settings: Any) -> str:
    _, words, _, asked = list(element.clauses)
    found, wanted = compiler.process(words, **settings), compiler.process(asked, **settings)
    return f"array_to_tsvector(string_to_array({found}, ' ')) @@ CAST({wanted} AS tsquery)"


def condition(asked: Sequence[str]) -> ColumnElement[bool]:
    """True for events that hold every word of the texts, each by its beginning.

    Words are letters and digits alone, so nothing in them means anything to either engine.
    """
    words = asked_for(asked)
    if words is None:
        return false()
    fts5 = " AND ".join(f'"{word}" *' for word in words)
    tsquery = " & ".join(f"'{word}':*" for word in words)
    found = _Holds(SearchRow.number, SearchRow.words, literal(fts5), literal(tsquery))
    return EventRow.id.in_(select(SearchRow.event_id).where(found).correlate(None))


def index(session: Session, event_id: str, words: str) -> None:
    """Keep the words of the event; where they are the same, nothing is written."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    kept = insert(SearchRow).values(event_id=event_id, words=words)
    session.execute(
        kept.on_conflict_do_update(
            index_elements=[SearchRow.event_id],
            set_={"words": kept.excluded.words},
            where=SearchRow.words != kept.excluded.words,
        )
    )
