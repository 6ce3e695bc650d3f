"""Near duplicates and other addresses of an article: one article with several addresses."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from timeline.store.engine import Session
from timeline.store.tables import AddressRow, ArticleRow, SketchRow

NEAR = timedelta(days=3)
"""Days between the publication of a text and of its copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Where an article stands as well; `article` is None for the very text at another address."""

    article: str | None
    title: str
    url: str | None


def find_original(
    session: Session,
    sketch: Sequence[int],
    published_on: date,
    *,
    found_by: int,
    alike: Callable[[Sequence[int], Sequence[int]], bool],
) -> str | None:
    """The article that a text with this sketch is a near duplicate of; None where there is none.

    Of several it is the one that was kept first, never a copy itself.
    """
    if not sketch:
        return None
    shares = select(SketchRow.article_id).where(SketchRow.shingle.in_(sketch[:found_by]))
    query = (
        select(ArticleRow.id, ArticleRow.copy_of, ArticleRow.sketch)
        .where(
            ArticleRow.id.in_(shares),
            ArticleRow.published_on.between(published_on - NEAR, published_on + NEAR),
            ArticleRow.deleted_at.is_(None),
        )
        .order_by(ArticleRow.added_at, ArticleRow.id)
    )
    for article, copy_of, kept in session.execute(query):
        if alike(sketch, kept):
            return copy_of or article
    return None


def save_sketch(session: Session, article_id: str, shingles: Iterable[int]) -> None:
    """Keep the hashes by which copies of the article are found."""
    session.add_all(SketchRow(article_id=article_id, shingle=one) for one in set(shingles))
    session.flush()


def has_sketch(session: Session, article_id: str) -> bool:
    """False for an article that was kept before sketches were, and for a very short one."""
    return bool(session.scalar(select(ArticleRow.sketch).where(ArticleRow.id == article_id)))


def fill_sketch(session: Session, article_id: str, sketch: Sequence[int], *, found_by: int) -> None:
    """Give an article without one its sketch, so that copies of it are found from now on."""
    query = update(ArticleRow).where(ArticleRow.id == article_id).values(sketch=list(sketch))
    session.execute(query)
    save_sketch(session, article_id, sketch[:found_by])


def save_address(session: Session, article_id: str, url: str, added_at: datetime) -> None:
    """Keep another address of the very text; a second time changes nothing."""
    if session.get(AddressRow, (article_id, url)) is None:
        session.add(AddressRow(article_id=article_id, url=url, added_at=added_at))
        session.flush()


def find_copies(session: Session, article_ids: Iterable[str]) -> dict[str, list[Copy]]:
    """Where else each article stands: its copies by title, then its other addresses."""
    ids = sorted(set(article_ids))
    found: dict[str, list[Copy]] = {}
    copies = (
        select(ArticleRow.copy_of, ArticleRow.id, ArticleRow.title, ArticleRow.url)
        .where(ArticleRow.copy_of.in_(ids), ArticleRow.deleted_at.is_(None))
        .order_by(ArticleRow.published_on, ArticleRow.id)
    )
    for original, article, title, url in session.execute(copies):
        if original is not None:
            found.setdefault(original, []).append(Copy(article=article, title=title, url=url))
    addresses = select(AddressRow).where(AddressRow.article_id.in_(ids)).order_by(AddressRow.url)
    for row in session.scalars(addresses):
        found.setdefault(row.article_id, []).append(Copy(article=None, title="", url=row.url))
    return found
