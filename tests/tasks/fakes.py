"""A reader that finds events by rule of thumb, for tests of what happens with them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from timeline.core.article import Article
from timeline.core.event import EventType, Evidence, Mention, Participant, Status
from timeline.core.interval import Bound, bounded, unit
from timeline.core.precision import Precision
from timeline.core.timex import Timex, TimexType

_SENTENCE = re.compile(r"[^.\n]+\.")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_COUNTRIES = {"Germany": "DE", "France": "FR", "Latvia": "LV"}


@dataclass(frozen=True, slots=True)
class Found:
    """What was found."""

    timexes: tuple[Timex, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass
class FakeReader:
    """Each sentence with an ISO date tells an event; "must" a deadline, "off" a cancelled one."""

    read_articles: list[Article] = field(default_factory=list)

    def read(self, article: Article) -> Found:
        self.read_articles.append(article)
        timexes, mentions = [], []
        for match in _SENTENCE.finditer(article.text):
            quote = match.group().strip()
            start = article.text.index(quote, match.start())
            named = _DAY.search(article.text, start, start + len(quote))
            if named:
                timexes.append(_timex(named))
                mentions.append(_mention(quote, start, timexes[-1]))
        return Found(tuple(timexes), tuple(mentions))

    def read_many(self, articles: Iterable[Article]) -> Iterator[Found]:
        """Each article in turn."""
        return map(self.read, articles)

    def explain(self, article: Article) -> str:
        """In words."""
        return f"{len(self.read(article).mentions)} events"


class BrokenReader:
    """A reader that fails."""

    def read(self, article: Article) -> Found:
        raise RuntimeError(f"in the middle of {article.title}")


def _timex(named: "re.Match[str]") -> Timex:
    return Timex(
        text=named.group(),
        start=named.start(),
        end=named.end(),
        type=TimexType.DATE,
        value=named.group(),
        interval=unit(date.fromisoformat(named.group()), Precision.DAY),
    )


def _mention(quote: str, start: int, timex: Timex) -> Mention:
    due = " must " in quote
    interval = timex.interval
    assert interval is not None
    return Mention(
        type=EventType.DEADLINE if due else EventType.VISIT,
        title=re.sub(r" (on|by) \d.*", "", quote),
        interval=bounded(interval, Bound.BY) if due else interval,
        deadline=due,
        status=Status.CANCELLED if " off" in quote else Status.PLANNED,
        evidence=Evidence(quote=quote, start=start, end=start + len(quote)),
        confidence=0.8,
        participants=tuple(
            Participant(name=name, country=code)
            for name, code in _COUNTRIES.items()
            if name in quote
        ),
        timex=timex,
    )
