"""Articles as they were given, and how each of them was read."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from timeline.core.article import Anchor, AnchorSource, Article
from timeline.core.errors import NotFound
from timeline.core.event import Mention
from timeline.core.filter import host
from timeline.core.timex import Timex
from timeline.store import codec, marks
from timeline.store.engine import Session
from timeline.store.loading import read_mention
from timeline.store.tables import ArticleRow, MentionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """An article as a list shows it, without its text. `events` counts what it tells."""

    article: str
    title: str
    url: str | None
    lang: str
    anchor: Anchor
    added_at: datetime
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article with every expression and mention that was read in it, in text order.

    `readings` pairs each mention with the id of its event.
    """

    article: Article
    timexes: tuple[Timex, ...]
    readings: tuple[tuple[Mention, str], ...]


def digest(text: str) -> str:
    """The same for two texts that differ in white space alone (SHA-256, hexadecimal)."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def save_article(
    session: Session,
    article: Article,
    timexes: Sequence[Timex],
    *,
    topic: Iterable[str] = (),
    sketch: Sequence[int] = (),
    copy_of: str | None = None,
) -> None:
    """Keep a new article, which has its id and the instant at which it was added.

    `topic` holds the names that it is about, `sketch` its shingles; `copy_of` is the article of
    which it is a near duplicate.
    """
    if article.added_at is None or not article.id:
        raise ValueError(f"article {article.title!r} needs an id and added_at")
    session.add(
        ArticleRow(
            id=article.id,
            digest=digest(article.text),
            text=article.text,
            title=article.title,
            url=article.url,
            host=host(article.url),
            lang=article.lang,
            published=codec.write_published(article.anchor),
            published_on=article.anchor.day,
            anchor_source=article.anchor.source,
            timexes=[codec.write_timex(timex) for timex in timexes],
            topic=sorted(topic),
            sketch=list(sketch),
            copy_of=copy_of,
            added_at=article.added_at,
        )
    )
    session.flush()
    marks.set_mark(session, marks.VERSION, article.added_at)


def get_article(session: Session, article_id: str) -> Article:
    """The article of that id; raises NotFound."""
    return _article(_row(session, article_id))


def set_published(session: Session, article_id: str, anchor: Anchor) -> None:
    """Give the article another publication date; what it tells is the caller's to read anew."""
    row = _row(session, article_id)
    row.published, row.published_on = codec.write_published(anchor), anchor.day
    row.anchor_source = anchor.source
    session.flush()


def set_reading(
    session: Session, article_id: str, timexes: Sequence[Timex], topic: Iterable[str]
) -> None:
    """Keep which expressions were found in the article and what it is about."""
    row = _row(session, article_id)
    row.timexes = [one for timex in timexes if (one := codec.write_timex(timex))]
    row.topic = sorted(topic)
    session.flush()


def set_deleted(session: Session, article_id: str, at: datetime | None) -> None:
    """Take the article away, or put it back (None); what it told counts as it is there or not."""
    row = session.get(ArticleRow, article_id)
    if row is None:
        raise NotFound(f"there is no article {article_id!r}")
    row.deleted_at = at
    session.flush()
    if at is not None:
        marks.set_mark(session, marks.VERSION, at)


def is_deleted(session: Session, article_id: str) -> bool:
    """True where a person took the article away."""
    query = select(ArticleRow.deleted_at).where(ArticleRow.id == article_id)
    return session.scalar(query) is not None


def all_ids(session: Session) -> list[str]:
    """The ids of the articles, in order of publication."""
    query = select(ArticleRow.id).where(ArticleRow.deleted_at.is_(None))
    return list(session.scalars(query.order_by(ArticleRow.published_on, ArticleRow.id)))


def find_known(session: Session, text: str, published_on: date) -> Article | None:
    """The article with this text and day of publication, if it was added before."""
    return find_by_digest(session, digest(text), published_on)


def find_by_digest(session: Session, digest: str, published_on: date) -> Article | None:
    """The article with a text of this digest and this day of publication, if it was added."""
    query = select(ArticleRow).where(
        ArticleRow.digest == digest, ArticleRow.published_on == published_on
    )
    row = session.scalar(query)
    return None if row is None else _article(row)


def find_articles(
    session: Session, *, limit: int = 50, offset: int = 0, assumed: bool = False
) -> list[ArticleLine]:
    """Articles, the last added first; with `assumed` those alone whose date is a guess."""
    told = (
        select(func.count(func.distinct(MentionRow.event_id)))
        .where(MentionRow.article_id == ArticleRow.id)
        .scalar_subquery()
    )
    query = (
        select(
            ArticleRow.id,
            ArticleRow.title,
            ArticleRow.url,
            ArticleRow.lang,
            ArticleRow.published,
            ArticleRow.anchor_source,
            ArticleRow.added_at,
            told,
        )
        .where(ArticleRow.deleted_at.is_(None))
        .order_by(ArticleRow.added_at.desc(), ArticleRow.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if assumed:
        query = query.where(ArticleRow.anchor_source == AnchorSource.ASSUMED)
    return [
        ArticleLine(
            article=article_id,
            title=title,
            url=url,
            lang=lang,
            anchor=codec.read_anchor(published, source),
            added_at=added_at,
            events=events,
        )
        for article_id, title, url, lang, published, source, added_at, events in session.execute(
            query
        )
    ]


def count_articles(session: Session) -> int:
    """How many articles there are."""
    query = select(func.count()).where(ArticleRow.deleted_at.is_(None))
    return session.scalar(query) or 0


def get_reading(session: Session, article_id: str) -> Reading:
    """The article with all that was read in it; raises NotFound."""
    row = _row(session, article_id)
    query = (
        select(MentionRow).where(MentionRow.article_id == article_id).order_by(MentionRow.position)
    )
    timexes = (codec.read_timex(one) for one in row.timexes)
    return Reading(
        article=_article(row),
        timexes=tuple(timex for timex in timexes if timex is not None),
        readings=tuple((read_mention(one), one.event_id) for one in session.scalars(query)),
    )


def _row(session: Session, article_id: str) -> ArticleRow:
    row = session.get(ArticleRow, article_id)
    if row is None or row.deleted_at is not None:
        raise NotFound(f"there is no article {article_id!r}")
    return row


def _article(row: ArticleRow) -> Article:
    return Article(
        id=row.id,
        text=row.text,
        title=row.title,
        url=row.url,
        lang=row.lang,
        anchor=codec.read_anchor(row.published, row.anchor_source),
        added_at=row.added_at,
    )
