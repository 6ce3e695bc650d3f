"""Fetching unattended: each host is asked for its robots.txt, also one that a redirect leads to."""

from collections.abc import Iterator

import pytest

from tests.sources.server import HOST, Answer, Site, serving
from timeline.core.errors import Unreachable
from timeline.sources.fetch import Fetcher
from timeline.sources.polite import PAUSE, Polite

PAGE = Answer("<p>The ministers met.</p>")
CLOSED = Answer("User-agent: *\nDisallow: /closed\n", type="text/plain")


@pytest.fixture
def sites() -> Iterator[tuple[Site, Site]]:
    """Two hosts; the first leads on to the second."""
    with serving() as first, serving() as second:
        for path in ("/closed", "/open"):
            first.answers[path] = Answer(status=302, headers={"Location": second.url(path)})
            second.answers[path] = PAGE
        yield first, second


def polite(*sites: Site, slept: list[float] | None = None) -> Polite:
    fetcher = Fetcher(allow=[(HOST, one.port) for one in sites], seconds=5)
    if slept is None:
        return Polite(fetcher, pause=0)
    return Polite(fetcher, monotonic=lambda: 0.0, sleep=slept.append)


def test_a_redirect_asks_the_robots_txt_of_the_host_that_it_leads_to(
    sites: tuple[Site, Site],
) -> None:
    first, second = sites
    second.answers["/robots.txt"] = CLOSED
    fetcher = polite(*sites)
    with pytest.raises(Unreachable, match="asks programs to stay away") as told:
        fetcher.fetch(first.url("/closed"))
    assert told.value.status == 403
    assert fetcher.fetch(first.url("/open")).url == second.url("/open")
    assert second.asked == ["/robots.txt", "/open"]
    assert first.asked == ["/robots.txt", "/closed", "/open"]


def test_where_that_robots_txt_cannot_be_read_the_redirect_is_not_followed(
    sites: tuple[Site, Site],
) -> None:
    first, second = sites
    second.answers["/robots.txt"] = Answer(status=503)
    with pytest.raises(Unreachable, match="HTTP 503"):
        polite(*sites).fetch(first.url("/open"))
    assert second.asked == ["/robots.txt"]


def test_each_host_has_its_pause_also_on_the_way_of_a_redirect(sites: tuple[Site, Site]) -> None:
    first, second = sites
    slept: list[float] = []
    polite(*sites, slept=slept).fetch(first.url("/open"))
    assert slept == [PAUSE, PAUSE], "after the robots.txt of each"
    assert second.count("/open") == 1
