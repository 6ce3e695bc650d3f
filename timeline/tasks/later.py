"""Articles that are read later by a worker: what waits for it, and what became of it.

A job is named for its article, the text's digest and the day of publication: the same article
handed over twice is one job, and what it became is found in the store for ever.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from timeline.core.article import Anchor, AnchorSource, Article, read_published
from timeline.core.errors import NotFound
from timeline.store import articles
from timeline.store.engine import Database
from timeline.tasks.add import Added, Reader, known_article, read_in_steps

_JOB = re.compile(r"([0-9a-f]{64})-(\d{4}-\d{2}-\d{2})")

Parcel = dict[str, str | None]
"""An article as it waits, in JSON."""


class State(StrEnum):
    """How far a job is that has not become an article yet."""

    WAITING = "waiting"
    READING = "reading"
    FAILED = "failed"


class States(Protocol):
    """Whoever knows how far jobs are (timeline.jobs.workers.ArticleQueue)."""

    def state(self, job: str) -> State | None:
        """How far the job is; None where nothing of it waits. Raises StoreUnavailable."""
        ...


def name_of(article: Article) -> str:
    """The id of the job that reads this article."""
    return f"{articles.digest(article.text)}-{article.anchor.day.isoformat()}"


def pack(article: Article) -> Parcel:
    """The article as JSON; `unpack` gives the same again."""
    return {
        "text": article.text,
        "title": article.title,
        "url": article.url,
        "lang": article.lang,
        "published": article.anchor.published.isoformat(),
        "source": article.anchor.source.value,
    }


def unpack(parcel: Parcel) -> Article:
    """The article that was packed."""
    return Article(
        text=parcel["text"] or "",
        title=parcel["title"] or "",
        url=parcel["url"],
        lang=parcel["lang"] or "",
        anchor=Anchor(
            published=read_published(parcel["published"] or ""),
            source=AnchorSource(parcel["source"] or ""),
        ),
    )


def read_parcel(
    database: Database, reader: Reader, parcel: Parcel, *, now: Callable[[], datetime]
) -> None:
    """Read a waiting article and keep it: what a worker does. A second time changes nothing."""
    for _step in read_in_steps(database, reader, unpack(parcel), now=now()):
        pass


def become_of(database: Database, queue: States, job: str) -> Added | State:
    """The article that the job became, or how far it is; raises NotFound where there is none."""
    for _twice in range(2):
        # A worker may finish it between the two questions, so the store is asked again.
        found = _added(database, job)
        if found is not None:
            return found
        state = queue.state(job)
        if state is not None:
            return state
    raise NotFound(f"there is no job {job!r:.80}")


def _added(database: Database, job: str) -> Added | None:
    match = _JOB.fullmatch(job)
    if match is None:
        raise NotFound(f"there is no job {job!r:.80}")
    try:
        day = date.fromisoformat(match[2])
    except ValueError:
        raise NotFound(f"there is no job {job!r:.80}") from None
    with database.read() as session:
        article = articles.find_by_digest(session, match[1], day)
        return None if article is None else known_article(session, article)
