"""Watched sources: what is new is read once, a server that misbehaves is left alone for a while."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.sources.server import HOST, Answer, Site, serving
from tests.tasks.fakes import BrokenReader, FakeReader
from timeline.core.article import AnchorSource
from timeline.core.watched import SourceKind, Watched
from timeline.sources.fetch import Fetcher
from timeline.sources.polite import Polite
from timeline.store import articles, sources
from timeline.store.articles import ArticleLine
from timeline.store.engine import Database
from timeline.store.sources import Progress
from timeline.tasks import watch
from timeline.tasks.watch import Counts

NOW = datetime(2025, 7, 18, 9, 0, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)
AFTER = timedelta(minutes=31)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


def an_article(number: int, date: str = "") -> Answer:
    told = f'<meta property="article:published_time" content="{date}">' if date else ""
    words = " ".join(["Ministers met and spoke of many things of great weight."] * 4)
    return Answer(
        f"<!doctype html><html lang=en><head><title>Visit {number}</title>{told}</head><body>"
        f"<article><h1>Visit {number}</h1><p>The president of Latvia visits Germany on "
        f"2025-09-{number:02}. {words}</p><p>{words}</p></article></body></html>"
    )


def a_feed(*numbers: int, date: str = "Thu, 17 Jul 2025 08:00:00 GMT", content: str = "") -> Answer:
    items = "".join(
        f"<item><title>Visit {n}</title><link>/a{n}</link><guid>g{n}</guid>"
        f"{f'<pubDate>{date}</pubDate>' if date else ''}"
        f"<description><![CDATA[{content}]]></description></item>"
        for n in numbers
    )
    body = f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>"
    return Answer(body, type="application/rss+xml")


def add(database: Database, location: str, kind: SourceKind | None = None) -> Watched:
    with database.write() as session:
        return sources.add_source(session, location, every=HALF_HOUR, now=NOW, kind=kind)[0]


def run(database: Database, site: Site, now: datetime = NOW, **values: object) -> Counts:
    fetcher = Fetcher(allow=[(HOST, site.port)], seconds=5)
    reader = values.pop("reader", FakeReader())
    polite = Polite(fetcher, pause=0)
    return watch.run(database, reader, polite, now=now, **values)  # type: ignore[arg-type]


def kept(database: Database) -> list[ArticleLine]:
    with database.read() as session:
        return sorted(articles.find_articles(session), key=lambda one: one.title)


def watched(database: Database) -> Watched:
    with database.read() as session:
        (found,) = sources.find_sources(session)
    return found


def progress(database: Database) -> Progress:
    with database.read() as session:
        (found,) = sources.find_progress(session).values()
    return found


def test_new_entries_of_a_feed_become_articles_once(database: Database, site: Site) -> None:
    site.answers = {"/feed": a_feed(1, 2), "/a1": an_article(1), "/a2": an_article(2)}
    add(database, site.url("/feed"))
    assert run(database, site) == Counts(looked=1, found=2, read=2)
    assert run(database, site, NOW + timedelta(minutes=29)) == Counts()
    site.answers |= {"/feed": a_feed(2, 3), "/a3": an_article(3)}
    assert run(database, site, NOW + AFTER * 2) == Counts(looked=1, found=1, read=1)
    assert [one.title for one in kept(database)] == ["Visit 1", "Visit 2", "Visit 3"]
    assert [site.count(path) for path in ("/feed", "/a1", "/a2", "/a3")] == [2, 1, 1, 1]
    found = watched(database)
    assert (found.kind, found.title, found.error) == (SourceKind.FEED, "News", None)
    assert progress(database) == Progress(read=3)


def test_the_date_is_the_entrys_own_else_when_it_was_seen_and_then_it_is_called_assumed(
    sqlite_database: Database, site: Site
) -> None:
    site.answers = {
        "/feed": a_feed(1),
        "/bare": a_feed(2, 3, date=""),
        "/a1": an_article(1, "2025-07-01"),
        "/a2": an_article(2, "2025-07-02"),
        "/a3": an_article(3),
    }
    for path in ("/feed", "/bare"):
        add(sqlite_database, site.url(path))
    run(sqlite_database, site)
    anchors = [(one.anchor.day.isoformat(), one.anchor.source) for one in kept(sqlite_database)]
    assert anchors == [
        ("2025-07-17", AnchorSource.METADATA),
        ("2025-07-02", AnchorSource.METADATA),
        ("2025-07-18", AnchorSource.ASSUMED),
    ]


@pytest.mark.parametrize(
    ("validator", "value", "condition"),
    [
        ("ETag", '"v1"', "If-None-Match"),
        ("Last-Modified", "Thu, 17 Jul 2025 08:00:00 GMT", "If-Modified-Since"),
    ],
)
def test_a_server_is_asked_for_what_is_newer_alone(
    sqlite_database: Database, site: Site, validator: str, value: str, condition: str
) -> None:
    feed = a_feed(1)
    feed.headers[validator] = value
    site.answers = {"/feed": feed, "/a1": an_article(1)}
    add(sqlite_database, site.url("/feed"))
    run(sqlite_database, site)
    assert site.conditions == []
    assert run(sqlite_database, site, NOW + AFTER) == Counts(looked=1)
    assert site.conditions == [(condition, value)]
    assert watched(sqlite_database).checked_at is not None


def test_robots_txt_is_asked_first_and_kept_to(sqlite_database: Database, site: Site) -> None:
    rules = "User-agent: *\nDisallow: /a2\n\nUser-agent: Timeline\nDisallow: /a1\n"
    site.answers = {
        "/robots.txt": Answer(rules, type="text/plain"),
        "/feed": a_feed(1, 2),
        "/a1": an_article(1),
        "/a2": an_article(2),
    }
    source = add(sqlite_database, site.url("/feed"))
    assert run(sqlite_database, site) == Counts(looked=1, found=2, read=1, refused=1)
    assert (site.asked[0], site.count("/robots.txt"), site.count("/a1")) == ("/robots.txt", 1, 0)
    with sqlite_database.read() as session:
        ((location, why),) = sources.find_refused(session, source.id)
    assert location == site.url("/a1")
    assert "asks programs to stay away" in why
    assert all(agent.startswith("Timeline/") for agent in site.agents - {"Timeline"})


def test_while_robots_txt_cannot_be_read_nothing_is_asked(
    sqlite_database: Database, site: Site
) -> None:
    site.answers = {"/robots.txt": Answer(status=503), "/feed": a_feed(1), "/a1": an_article(1)}
    add(sqlite_database, site.url("/feed"))
    assert run(sqlite_database, site) == Counts(looked=1, failed=1)
    assert site.count("/feed") == 0
    assert "cannot answer now (HTTP 503)" in str(watched(sqlite_database).error)
    site.answers.pop("/robots.txt")
    assert run(sqlite_database, site, NOW + AFTER * 2).read == 1


MISBEHAVING = [
    # what is answered, what is said, how long it is left alone
    (Answer(status=404), "no page", HALF_HOUR * 2),
    (Answer(status=500), "cannot answer now", HALF_HOUR * 2),
    (Answer(status=429, headers={"Retry-After": "7200"}), "cannot answer now", HALF_HOUR * 4),
    (Answer(status=503, headers={"Retry-After": "soon"}), "cannot answer now", HALF_HOUR * 2),
    (Answer(status=503, headers={"Retry-After": "9" * 99}), "cannot", timedelta(days=1)),
    (Answer("<rss><channel", type="application/rss+xml"), "damaged", HALF_HOUR * 2),
    (Answer("<rss/>", cut=True), "broke off", HALF_HOUR * 2),
    (Answer("", type="application/rss+xml"), "empty", HALF_HOUR * 2),
    (Answer(b"PNG", type="image/png"), "no article", HALF_HOUR * 2),
    (Answer("<html><body><p>Menu</p></body></html>"), "no article", HALF_HOUR * 2),
]


@pytest.mark.parametrize(("answer", "said", "pause"), MISBEHAVING)
def test_a_source_that_fails_says_why_and_is_left_alone(
    sqlite_database: Database, site: Site, answer: Answer, said: str, pause: timedelta
) -> None:
    site.answers = {"/feed": answer}
    add(sqlite_database, site.url("/feed"))
    assert run(sqlite_database, site) == Counts(looked=1, failed=1)
    found = watched(sqlite_database)
    assert found.failures == 1
    assert said in str(found.error)
    assert pause <= found.next_at - NOW < pause + timedelta(minutes=1)
    site.answers = {"/feed": a_feed(1), "/a1": an_article(1)}
    assert run(sqlite_database, site, NOW + pause + timedelta(minutes=1)).read == 1
    assert (watched(sqlite_database).failures, watched(sqlite_database).error) == (0, None)


def test_each_failure_doubles_the_wait_up_to_a_day(sqlite_database: Database, site: Site) -> None:
    add(sqlite_database, site.url("/missing"))
    now, waits = NOW, []
    for _ in range(8):
        run(sqlite_database, site, now)
        found = watched(sqlite_database)
        waits.append(round((found.next_at - now).total_seconds() / 3600))
        now = found.next_at
    assert waits == [1, 2, 4, 8, 16, 24, 24, 24]


def test_an_entry_that_cannot_be_fetched_for_now_is_tried_again_and_then_given_up(
    sqlite_database: Database, site: Site
) -> None:
    site.answers = {"/feed": a_feed(1, 2), "/a1": Answer(status=503), "/a2": an_article(2)}
    add(sqlite_database, site.url("/feed"))
    assert run(sqlite_database, site) == Counts(looked=1, found=2, retried=1)
    assert site.count("/a2") == 0, "its host did not answer a moment ago"
    now = NOW
    for _ in range(8):
        now += timedelta(hours=5)
        run(sqlite_database, site, now)
    assert progress(sqlite_database) == Progress(read=1, refused=1)
    assert (site.count("/a1"), site.count("/a2")) == (5, 1)


def test_a_closed_page_is_read_from_what_the_feed_brings_along(
    sqlite_database: Database, site: Site
) -> None:
    words = "Ministers met and spoke of many things of great weight. " * 10
    whole = f"<p>The president of Latvia visits Germany on 2025-09-01. {words}</p>"
    site.answers = {
        "/feed": a_feed(1, content=whole),
        "/short": a_feed(2, content="<p>A visit.</p>"),
        "/a1": Answer(status=403),
        "/a2": Answer(status=403),
    }
    for path in ("/feed", "/short"):
        add(sqlite_database, site.url(path))
    assert run(sqlite_database, site) == Counts(looked=2, found=2, read=1, refused=1)
    assert [(one.title, one.url) for one in kept(sqlite_database)] == [("Visit 1", site.url("/a1"))]


def test_a_page_is_read_again_when_its_words_change(sqlite_database: Database, site: Site) -> None:
    site.answers = {"/page": an_article(1, "2025-07-01")}
    add(sqlite_database, site.url("/page"))
    run(sqlite_database, site)
    assert watched(sqlite_database).kind is SourceKind.PAGE
    run(sqlite_database, site, NOW + AFTER)
    assert len(kept(sqlite_database)) == 1
    site.answers = {"/page": an_article(2, "2025-07-01")}
    run(sqlite_database, site, NOW + AFTER * 3)
    assert len(kept(sqlite_database)) == 2


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VEVENT
UID:summit-1@example.org
DTSTAMP:20250701T080000Z
DTSTART;VALUE=DATE:20251016
DTEND;VALUE=DATE:20251018
SUMMARY:European Council
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_is_followed(sqlite_database: Database, site: Site) -> None:
    site.answers = {"/c.ics": Answer(CALENDAR.replace("\n", "\r\n"), type="text/calendar")}
    add(sqlite_database, site.url("/c.ics"))
    assert run(sqlite_database, site) == Counts(looked=1)
    assert watched(sqlite_database).kind is SourceKind.CALENDAR
    assert len(kept(sqlite_database)) == 1
    assert run(sqlite_database, site, NOW + AFTER) == Counts(looked=1)
    assert len(kept(sqlite_database)) == 1


def test_files_that_are_put_into_a_folder_are_read_once_they_have_settled(
    sqlite_database: Database, site: Site, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    old = NOW.timestamp() - 60
    for name, day in (("a.txt", 1), ("deep/b.txt", 2), (".hidden.txt", 3), ("c.exe", 4)):
        file = folder / name
        file.write_text(f"The president of Latvia visits Germany on 2025-09-0{day}. So be it.\n")
        os.utime(file, (old, old))
    wet = folder / "wet.txt"
    wet.write_text("The president of Latvia visits Germany on 2025-09-05. So be it.\n")
    os.utime(wet, (NOW.timestamp() - 1, NOW.timestamp() - 1))
    add(sqlite_database, str(folder), SourceKind.FOLDER)
    assert run(sqlite_database, site) == Counts(looked=1, found=2, read=2, skipped=1)
    assert run(sqlite_database, site, NOW + AFTER) == Counts(looked=1, found=1, read=1)
    folder.rename(tmp_path / "gone")
    assert run(sqlite_database, site, NOW + AFTER * 2) == Counts(looked=1, failed=1)


def test_each_line_of_a_file_of_json_lines_is_an_article_and_later_lines_are_read_too(
    sqlite_database: Database, site: Site, tmp_path: Path
) -> None:
    def line(day: int) -> str:
        text = f"The president of Latvia visits Germany on 2025-09-0{day}. So be it."
        return json.dumps({"text": text, "published": f"2025-07-0{day}", "title": f"Visit {day}"})

    file, old = tmp_path / "in" / "many.jsonl", NOW.timestamp() - 60
    file.parent.mkdir()
    file.write_bytes("\n".join([line(1), "", "no json", line(2)]).encode() + b"\n\xff\x00\n")
    os.utime(file, (old, old))
    source = add(sqlite_database, str(file.parent), SourceKind.FOLDER)
    assert run(sqlite_database, site) == Counts(looked=1, found=4, read=2, refused=2)
    file.write_text("\n".join([line(3), line(1), line(2)]), encoding="utf-8")
    os.utime(file, (old, old))
    assert run(sqlite_database, site, NOW + AFTER) == Counts(looked=1, found=1, read=1)
    assert [one.title for one in kept(sqlite_database)] == ["Visit 1", "Visit 2", "Visit 3"]
    with sqlite_database.read() as session:
        refused = dict(sources.find_refused(session, source.id))
    assert {name.rpartition(":")[2] for name in refused} == {"3", "5"}
    assert all("as JSON on a line" in why for why in refused.values())


def test_a_reader_that_fails_costs_its_entry_alone(sqlite_database: Database, site: Site) -> None:
    site.answers = {"/feed": a_feed(1), "/a1": an_article(1)}
    source = add(sqlite_database, site.url("/feed"))
    assert run(sqlite_database, site, reader=BrokenReader()).refused == 1
    with sqlite_database.read() as session:
        ((_, why),) = sources.find_refused(session, source.id)
    assert why == "it cannot be read: the log of the service says why"


def test_a_run_that_was_killed_is_gone_on_with(database: Database, site: Site) -> None:
    class Killed(BaseException):
        """The process ends here."""

    class Mortal(FakeReader):
        def read(self, article: object) -> object:  # type: ignore[override]
            if len(self.read_articles) == 2:
                raise Killed
            return super().read(article)  # type: ignore[arg-type]

    site.answers = {"/feed": a_feed(1, 2, 3, 4)}
    site.answers |= {f"/a{n}": an_article(n) for n in range(1, 5)}
    add(database, site.url("/feed"))
    with pytest.raises(Killed):
        run(database, site, reader=Mortal())
    assert progress(database) == Progress(read=2, waiting=2)
    assert run(database, site, NOW + timedelta(minutes=1)).read == 1, "one is still claimed"
    assert run(database, site, NOW + timedelta(minutes=11)).read == 1
    assert len(kept(database)) == 4


def test_a_source_that_is_paused_is_gone_on_with_where_it_was(
    database: Database, site: Site
) -> None:
    site.answers = {"/feed": a_feed(1, 2, 3)}
    site.answers |= {f"/a{n}": an_article(n) for n in range(1, 4)}
    source = add(database, site.url("/feed"))
    steps = iter([True, True, True, False])  # a look, no other one, an entry, and Ctrl+C
    assert run(database, site, go_on=lambda: next(steps)).read == 1
    before = progress(database)
    assert before == Progress(read=1, waiting=2)
    with database.write() as session:
        sources.pause_source(session, source.id, NOW)
    later = NOW + timedelta(days=2)
    assert run(database, site, later) == Counts()
    assert progress(database) == before
    with database.write() as session:
        assert sources.pause_source(session, source.location, None).paused_at is None
    run(database, site, later)
    assert progress(database).waiting == 0
    assert len(kept(database)) == 3


def test_the_same_text_in_two_feeds_is_one_article(sqlite_database: Database, site: Site) -> None:
    site.answers = {"/one": a_feed(1), "/two": a_feed(1), "/a1": an_article(1)}
    for path in ("/one", "/two"):
        add(sqlite_database, site.url(path))
    assert run(sqlite_database, site) == Counts(looked=2, found=2, read=1, known=1)
    assert len(kept(sqlite_database)) == 1


def test_the_history_of_a_feed_is_read_at_the_first_look_and_a_circle_ends(
    sqlite_database: Database, site: Site
) -> None:
    def page(older: str, *numbers: int) -> Answer:
        link = f"<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='next' href='{older}'/>"
        told = a_feed(*numbers)
        told.body = str(told.body).replace("<title>News", f"{link}<title>News")
        return told

    site.answers = {"/feed": page("/2", 3, 4), "/2": page("/1", 2), "/1": page("/2", 1)}
    site.answers |= {f"/a{n}": an_article(n) for n in range(1, 6)}
    add(sqlite_database, site.url("/feed"))
    assert run(sqlite_database, site) == Counts(looked=1, found=4, read=4)
    site.answers["/feed"] = page("/2", 4, 5)
    assert run(sqlite_database, site, NOW + AFTER) == Counts(looked=1, found=1, read=1)
    assert (site.count("/2"), site.count("/1")) == (1, 1)
