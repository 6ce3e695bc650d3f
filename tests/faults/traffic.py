"""People who add articles and put publication dates right, and remember what they were told."""

import http.client
import time
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from threading import Thread

from tests.faults.served import Server
from timeline.core.event import EventType
from timeline.store import articles, tellings
from timeline.store.engine import Database

MENTIONS = 3
"""What each of the articles tells: a visit, a deadline, and a meeting on the day after."""

_FIRST = date(2025, 3, 1)


def text_of(number: int) -> str:
    visit = date(2031, 1, 1) + timedelta(days=11 * number)
    due = date(2040, 1, 1) + timedelta(days=7 * number)
    return (
        f"The president of Latvia will visit Berlin on {visit:%-d %B %Y}. "
        f"The government must submit plan number {number} by {due:%-d %B %Y}. "
        "The foreign ministers of Norway and Chile will meet in Oslo tomorrow."
    )


@dataclass
class Traffic:
    """`kept` are the articles whose adding was acknowledged, `days` when each was published.

    A day that was asked for and not acknowledged may have been taken or not: both stand there.
    `takes` are the seconds after which the last article was acknowledged, or not yet.
    """

    random: Random
    kept: dict[str, str] = field(default_factory=dict)
    days: dict[str, set[date]] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=count)
    refused: list[object] = field(default_factory=list)
    takes: float = 0.3

    def begin(self, server: Server) -> list[Thread]:
        """Somebody adds and somebody corrects, until the server answers no more."""
        ways = (self._add, self._correct)
        threads = [Thread(target=self._go_on, args=(way, server)) for way in ways]
        for one in threads:
            one.start()
        return threads

    def _go_on(self, way: Callable[[Server], None], server: Server) -> None:
        while True:
            try:
                way(server)
            except (OSError, http.client.HTTPException):
                return

    def _add(self, server: Server) -> None:
        text = text_of(next(self.numbers))
        body = {"text": text, "published": _FIRST.isoformat(), "lang": "en"}
        began = time.monotonic()
        try:
            status, answer = server.ask("POST", "/api/v1/articles", body)
        except (OSError, http.client.HTTPException):
            self.takes = max(self.takes, time.monotonic() - began)
            raise
        self.takes = max(0.3, time.monotonic() - began)
        if status == 201:
            self.days[answer["article"]["id"]] = {_FIRST}
            self.kept[answer["article"]["id"]] = text
        else:
            self.refused.append(answer)

    def _correct(self, server: Server) -> None:
        """An article is read anew, as of another day."""
        if not self.kept:
            server.ask("GET", "/healthz")
            return
        name = self.random.choice(list(self.kept))
        day = _FIRST + timedelta(days=self.random.randrange(200))
        before = self.days[name]
        self.days[name] = before | {day}
        status, answer = server.ask(
            "PATCH", f"/api/v1/articles/{name}", {"published": day.isoformat()}
        )
        self.days[name] = {day} if status == 200 else before
        if status != 200:
            self.refused.append(answer)

    def check(self, database: Database, *, others: Container[str] = ()) -> int:
        """Nothing that was acknowledged is lost, and nothing is half there; how many are there.

        `others` are articles that were there before.
        """
        with database.read() as session:
            found = [name for name in articles.all_ids(session) if name not in others]
            assert set(self.kept) <= set(found), "no article is lost"
            for name in found:
                article = articles.get_article(session, name)
                told = [one.telling.mention for one in tellings.find_of_article(session, name)]
                assert article.text == self.kept.get(name, article.text)
                assert article.anchor.day in self.days.get(name, {article.anchor.day})
                assert len(told) == MENTIONS, "no article is half read"
                assert len(articles.get_reading(session, name).timexes) == MENTIONS
                meeting = next(one for one in told if one.type is EventType.MEETING)
                assert meeting.interval is not None
                assert meeting.interval.start == article.anchor.day + timedelta(days=1)
        return len(found)
