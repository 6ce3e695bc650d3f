"""Events put into a store as the tasks do, with the articles that tell them."""

from datetime import date

from tests.core.samples import NOW
from timeline.core.article import Article
from timeline.core.event import Event, Mention
from timeline.store import articles, events, tellings
from timeline.store.engine import Session


def keep(session: Session, *kept: Event) -> None:
    """Save the events, their articles and one mention for each of their sources."""
    told: dict[str, list[tuple[Mention, str]]] = {}
    for event in kept:
        for source in event.sources:
            if source.article not in told:
                told[source.article] = []
                articles.save_article(session, article_of(event, source.article), ())
    for event in kept:
        events.save_event(session, event)
        for source in event.sources:
            told[source.article].append((mention_of(event, source.article), event.id))
    for article, mentions in told.items():
        tellings.save_mentions(session, article, mentions)


def article_of(event: Event, article: str) -> Article:
    source = next(one for one in event.sources if one.article == article)
    return Article(
        id=source.article,
        text=f"{source.evidence.quote} {article}",
        title=source.title,
        url=source.url,
        anchor=source.anchor,
        added_at=NOW,
    )


def mention_of(event: Event, article: str) -> Mention:
    source = next(one for one in event.sources if one.article == article)
    return Mention(
        type=event.type,
        title=event.title,
        interval=event.interval,
        deadline=event.deadline,
        status=event.status,
        evidence=source.evidence,
        confidence=event.confidence,
        participants=event.participants,
        place=event.place,
        timex=source.timex,
    )


def day(number: int) -> date:
    """A day of July 2025."""
    return date(2025, 7, number)
