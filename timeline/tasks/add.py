"""Read an article and keep it with its events, or leave the store as it was."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter
from typing import Protocol

from timeline.core.agenda import Agenda, text_of
from timeline.core.article import Anchor, Article, Draft
from timeline.core.errors import BadInput
from timeline.core.event import Event, Mention
from timeline.core.timex import Timex
from timeline.extract import sketch as sketches
from timeline.extract.topic import names
from timeline.store import articles, copies, events, tellings
from timeline.store.engine import Database, Session
from timeline.store.ids import new_id
from timeline.tasks import agenda
from timeline.tasks.drafts import Given, article_of
from timeline.tasks.settling import Fresh, floats_on, settle, telling_of

log = logging.getLogger(__name__)


class Extraction(Protocol):
    """What a reader finds in an article (timeline.extract.pipeline.Extraction)."""

    @property
    def timexes(self) -> Sequence[Timex]: ...  # noqa: D102
    @property
    def mentions(self) -> Sequence[Mention]: ...  # noqa: D102


class Reader(Protocol):
    """Whatever reads an article (timeline.extract.pipeline.Reader, or a fake)."""

    def read(self, article: Article) -> Extraction:
        """Every expression and mention in the article."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedEvent:
    """An event that the article tells; `new` is true where it was the first to tell it."""

    event: Event
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of an article. `events` stand in text order, `timexes` counts expressions.

    `known` is true where it was in the store already; nothing was changed then. `problems` says
    what of a calendar was left out, a sentence each.
    """

    article: Article
    events: tuple[AddedEvent, ...]
    known: bool
    timexes: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The text is there and can be used: so many `words`, separated by spaces."""

    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The reader is done: so many `timexes` (expressions) and `mentions` of events."""

    timexes: int
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """The article was handed over to a worker, who reads it as `job`."""

    job: str


class Queue(Protocol):
    """Where articles wait for the workers that read them (timeline.jobs.workers.ArticleQueue)."""

    def put(self, article: Article) -> str:
        """The id of the job as which the article now waits; raises StoreUnavailable."""
        ...


def add_draft(
    database: Database,
    reader: Reader,
    draft: Draft,
    *,
    now: datetime,
    published: Anchor | None = None,
    title: str | None = None,
    lang: str | None = None,
    url: str | None = None,
    ids: Callable[[], str] = new_id,
) -> Added:
    """The article, kept with its events in one transaction; what is given replaces the draft's own.

    Raises UnknownPublication where no date is given and the draft has none, TooLarge and BadInput
    where the text cannot be used; the store is unchanged then, as after any other exception. Of a
    calendar (an Agenda) only what is new or was changed makes an article; the reader is not asked.
    """
    given = Given(published=published, title=title, lang=lang, url=url)
    for step in add_in_steps(database, reader, draft, given, now=now, ids=ids):
        if isinstance(step, Added):
            return step
    raise AssertionError("the last step is what was added")


def add_in_steps(
    database: Database,
    reader: Reader,
    draft: Draft,
    given: Given,
    *,
    now: datetime,
    ids: Callable[[], str] = new_id,
    queue: Queue | None = None,
) -> Iterator[Taken | Found | Waits | Added]:
    """What `add_draft` does, step by step as it is done: Taken, Found, and Added as the last.

    What is known already, and a calendar, is Added at once. Where there is a `queue`, the article
    Waits there as the last step, and a worker does the rest. Raises as `add_draft` does.
    """
    if isinstance(draft, Agenda):
        yield _add_agenda(database, draft, given, now=now, ids=ids)
        return
    article = article_of(draft, given)
    yield Taken(words=len(article.text.split()))
    known = _added_before(database, article, now)
    if known is not None:
        yield known
    elif queue is not None:
        yield Waits(job=queue.put(article))
    else:
        yield from read_in_steps(database, reader, article, now=now, ids=ids)


def read_in_steps(
    database: Database,
    reader: Reader,
    article: Article,
    *,
    now: datetime,
    ids: Callable[[], str] = new_id,
) -> Iterator[Found | Added]:
    """The article read and kept with its events; the last step is Added.

    The same job for a thread of the server and for a worker: whoever does it a second time finds
    the article known, and changes nothing.
    """
    began = perf_counter()
    # Reading takes a while, so it stands outside the transaction: nobody waits for it. Another
    # may add the same text meanwhile, which is why the store is asked again.
    found = reader.read(article)
    yield Found(timexes=len(found.timexes), mentions=len(found.mentions))
    added = keep_article(database, article, found, now=now, ids=ids)
    log.info(
        "added article=%s timexes=%d events=%d new=%d ms=%d",
        added.article.id,
        added.timexes,
        len(added.events),
        sum(one.new for one in added.events),
        (perf_counter() - began) * 1000,
    )
    yield added


def _added_before(database: Database, article: Article, now: datetime) -> Added | None:
    """What the same text told when it was added before; None where it is new."""
    with database.read() as session:
        known = articles.find_known(session, article.text, article.anchor.day)
        if known is None or article.url in {None, known.url}:
            return known_article(session, known) if known else None
    with database.write() as session:
        _note_address(session, known, article.url, now)
        return known_article(session, known)


def keep_article(
    database: Database,
    article: Article,
    found: Extraction,
    *,
    now: datetime,
    ids: Callable[[], str] = new_id,
) -> Added:
    """The article and its events, in one transaction; nothing is changed where it is known."""
    # One writer works at a time, so what needs no store is done before its turn comes.
    topic, hashes = names(article.text, article.title), sketches.sketch(article.text)
    with database.write() as session:
        known = articles.find_known(session, article.text, article.anchor.day)
        if known is not None:
            _note_address(session, known, article.url, now)
            return known_article(session, known)
        kept = replace(article, id=ids(), added_at=now)
        original = copies.find_original(
            session, hashes, kept.anchor.day, found_by=sketches.FOUND_BY, alike=_is_copy
        )
        articles.save_article(
            session, kept, found.timexes, topic=topic, sketch=hashes, copy_of=original
        )
        copies.save_sketch(session, kept.id, hashes[: sketches.FOUND_BY])
        told = _save_events(session, kept, found.mentions, topic=topic, now=now, ids=ids)
    return Added(article=kept, events=told, known=False, timexes=len(found.timexes))


def _add_agenda(
    database: Database,
    draft: Agenda,
    given: Given,
    *,
    now: datetime,
    ids: Callable[[], str],
) -> Added:
    """The calendar's new and changed entries, as one article with their events."""
    with database.write() as session:
        known = agenda.known_events(session, draft)
        fresh = agenda.fresh_entries(session, draft)
        if not fresh:
            return _nothing_new(session, draft, known)
        article = article_of(replace(draft, text=text_of(fresh)), replace(given, lang=None))
        if articles.find_known(session, article.text, article.anchor.day):
            # What was changed and changed back on one day: the later word is told later.
            article = replace(article, anchor=Anchor(published=now))
        kept = replace(article, id=ids(), added_at=now)
        articles.save_article(session, kept, ())
        told = agenda.keep_entries(session, kept, fresh, known, now=now, ids=ids)
    log.info("added calendar article=%s entries=%d", kept.id, len(told))
    return Added(
        article=kept,
        events=tuple(AddedEvent(event=event, new=new) for event, new in told),
        known=False,
        timexes=0,
        problems=draft.problems,
    )


def _nothing_new(session: Session, draft: Agenda, known: dict[tuple[str, str], str]) -> Added:
    told = [events.get_event(session, event_id) for event_id in dict.fromkeys(known.values())]
    return Added(
        article=articles.get_article(session, told[0].sources[-1].article),
        events=tuple(AddedEvent(event=one, new=False) for one in told),
        known=True,
        timexes=0,
        problems=draft.problems,
    )


def _is_copy(one: Sequence[int], other: Sequence[int]) -> bool:
    return sketches.likeness(one, other) >= sketches.ALIKE


def _note_address(session: Session, known: Article, url: str | None, now: datetime) -> None:
    """Keep that the very text stands at another address as well."""
    if url is not None and url != known.url:
        copies.save_address(session, known.id, url, now)


def known_article(session: Session, article: Article) -> Added:
    """What an article of the store told; raises BadInput where a person deleted it."""
    if articles.is_deleted(session, article.id):
        raise BadInput("this article was deleted here: undo that instead of adding it again")
    reading = articles.get_reading(session, article.id)
    told = dict.fromkeys(event_id for _, event_id in reading.readings)
    return Added(
        article=article,
        events=tuple(
            AddedEvent(event=events.get_event(session, event_id), new=False) for event_id in told
        ),
        known=True,
        timexes=len(reading.timexes),
    )


def _save_events(
    session: Session,
    article: Article,
    mentions: Sequence[Mention],
    *,
    topic: frozenset[str],
    now: datetime,
    ids: Callable[[], str],
) -> tuple[AddedEvent, ...]:
    """The events of the article's mentions, each derived anew from all that tells it."""
    told = [telling_of(article, mention, topic) for mention in mentions]
    settled = settle(session, [Fresh(telling=one) for one in told], now=now, ids=ids)
    tellings.save_mentions(
        session,
        article.id,
        zip(mentions, settled.told, strict=True),
        floats_on=[floats_on(one) for one in told],
    )
    return tuple(
        AddedEvent(event=settled.after[one], new=one not in settled.before)
        for one in dict.fromkeys(settled.told)
    )
