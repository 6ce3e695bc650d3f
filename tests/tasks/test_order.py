"""No order in which articles arrive changes the events: any articles, in any order, in a store."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from tests.tasks.test_stories import Remembering, told, without_ids
from timeline.core.filter import Filter
from timeline.store import events
from timeline.store.engine import Database
from timeline.store.tables import Base

ARTICLES = (
    ("2025-03-03", "The president of Latvia will visit Germany on 12 May 2025."),
    ("2025-03-20", "The visit of Latvia's president to Germany was moved from 12 to 26 May 2025."),
    ("2025-04-02", "The visit of the president of Latvia to Germany has been cancelled."),
    ("2025-04-10", "The president of Latvia will visit Germany in May 2025 after all."),
    ("2025-05-27", "The president of Latvia visited Germany on 26 May 2025 and signed a treaty."),
    ("2025-03-05", "France must pay Italy by 30 June 2025."),
    ("2025-06-18", "Italy extended the deadline for France from 30 June to 31 July 2025."),
)  # fmt: skip
READER = Remembering()


@st.composite
def two_orders(draw: st.DrawFn) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """A few of the articles, in two orders of arrival."""
    chosen = draw(st.permutations(ARTICLES))
    few = list(islice(chosen, draw(st.integers(2, 4))))
    return few, draw(st.permutations(few))


@given(two_orders())
@settings(max_examples=12, derandomize=True)
def test_no_order_of_arrival_changes_the_events(
    database: Database, orders: tuple[list[tuple[str, str]], list[tuple[str, str]]]
) -> None:
    first, second = (after(database, order) for order in orders)
    assert first
    assert first == second


def after(database: Database, articles: Sequence[tuple[str, str]]) -> list[Any]:
    """The events of an empty store to which the articles were added, one after the other."""
    with database.write() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(delete(table))
    told(database, READER, articles)
    with database.read() as session:
        found = events.find_events(session, Filter())
    return sorted(map(without_ids, found), key=repr)
