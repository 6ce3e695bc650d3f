"""One filter behind pages, feeds, the API, exports and reminders (CONTRACT "The filter")."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from tests.core.samples import a_source, an_event, filters, until
from timeline.core.event import EventType, Participant, Status
from timeline.core.filter import Filter, Parsed, from_params, host, matches, to_params
from timeline.core.interval import Bound, bounded, unit
from timeline.core.precision import Precision


def params(chosen: Filter) -> dict[str, list[str]]:
    read: dict[str, list[str]] = {}
    for name, value in to_params(chosen):
        read.setdefault(name, []).append(value)
    return read


DAY = date(2025, 7, 17)


@given(filters())
def test_a_filter_is_read_back_from_its_own_address(chosen: Filter) -> None:
    assert from_params(params(chosen)) == Parsed(chosen)


def test_an_empty_filter_asks_nothing() -> None:
    assert from_params({}).filter.is_empty
    assert from_params({"q": [" "], "country": [""], "from": [""]}).filter.is_empty
    assert not Filter(deadline=False).is_empty
    assert to_params(Filter()) == []


READS = [
    ({"type": ["Visit", "signing"]}, Filter(type=(EventType.VISIT, EventType.SIGNING))),
    ({"country": ["de", "DE", "gb"]}, Filter(country=("DE", "GB"))),
    ({"status": ["planned"]}, Filter(status=(Status.PLANNED,))),
    ({"deadline": ["TRUE"]}, Filter(deadline=True)),
    ({"deadline": ["true", "false"]}, Filter()),
    ({"from": ["2025-07-17"], "to": ["2025-07-17"]}, Filter(since=DAY, until=DAY)),
    ({"sure": ["0.5"]}, Filter(sure=0.5)),
    ({"who": [" Merz "], "source": ["a1"]}, Filter(who=("Merz",), source=("a1",))),
]  # fmt: skip


@pytest.mark.parametrize(("given_", "expected"), READS)
def test_parameters_are_read(given_: dict[str, list[str]], expected: Filter) -> None:
    assert from_params(given_) == Parsed(expected)


PROBLEMS = [
    ({"colour": ["red"]}, "unknown parameter 'colour'"),
    ({"type": ["party"]}, "unknown type 'party': there are visit, meeting"),
    ({"status": ["maybe"]}, "unknown status 'maybe'"),
    ({"country": ["Germany"]}, "give its two letters, such as DE"),
    ({"deadline": ["perhaps"]}, "give true or false"),
    ({"from": ["17.7."]}, "give an ISO date such as 2025-07-17"),
    ({"to": ["2025-07-17", "2025-07-18"]}, "to is given 2 times: the last one holds"),
    ({"from": ["2025-07-18"], "to": ["2025-07-17"]}, "no day is in both"),
    ({"sure": ["very"]}, "give a number from 0 to 1"),
    ({"sure": ["1.1"]}, "give a number from 0 to 1"),
    ({"sure": ["nan"]}, "give a number from 0 to 1"),
    ({"q": ["a" * 201]}, "give up to 200 letters"),
    ({"q": [" ".join(map(str, range(50))), "x"]}, "cannot look for 51 words at once"),
    ({"who": ["a\x00b"]}, "cannot look for who"),
]


@pytest.mark.parametrize(("given_", "said"), PROBLEMS)
def test_what_cannot_be_read_is_named_and_the_rest_applies(
    given_: dict[str, list[str]], said: str
) -> None:
    parsed = from_params({**given_, "country": given_.get("country", ["FR"])})
    assert len(parsed.problems) == 1
    assert said in parsed.problems[0]
    assert parsed.filter.country == (() if "country" in given_ else ("FR",))


def test_a_caller_may_know_further_names() -> None:
    assert not from_params({"limit": ["5"]}, also=("limit",)).problems
    assert "limit" in from_params({"x": ["5"]}, also=("limit",)).problems[0]


DUE_THIS_YEAR = {"interval": until(DAY, Precision.YEAR), "deadline": True}
JULY = unit(date(2025, 7, 17), Precision.MONTH)
MATCHES = [
    # filter, event's values, does it match
    (Filter(type=(EventType.VISIT, EventType.CALL)), {}, True),
    (Filter(type=(EventType.CALL,)), {}, False),
    (Filter(status=(Status.PLANNED,)), {}, False),
    (Filter(country=("FR", "DE")), {}, True),
    (Filter(country=("FR",)), {}, False),
    (Filter(deadline=False), {}, True),
    (Filter(deadline=True), {}, False),
    (Filter(sure=0.9), {}, True),
    (Filter(sure=0.91), {}, False),
    (Filter(who=("merz",)), {}, True),
    (Filter(who=("macron", "FRIED")), {}, True),
    (Filter(who=("macron",)), {}, False),
    (Filter(who=("merz",)), {"participants": ()}, False),
    # every word must begin one of title, evidence, place, names; case and accents do not count
    (Filter(q=("LONDON thursday",)), {}, True),
    (Filter(q=("london", "friedrich")), {}, True),
    (Filter(q=("london paris",)), {}, False),
    (Filter(q=("wilhelmSTRASSE",)), {"place": "Wilhelmstraße"}, True),
    (Filter(q=("strasse",)), {"place": "Wilhelmstraße"}, False),
    # a source is an article's id, title, address or host
    (Filter(source=("a1",)), {}, True),
    (Filter(source=("A treaty in London",)), {}, True),
    (Filter(source=("https://www.example.org/treaty",)), {}, True),
    (Filter(source=("Example.org",)), {}, True),
    (Filter(source=("www.example.org",)), {}, False),
    (Filter(source=("example.org",)), {"sources": (a_source(url=None),)}, False),
    (Filter(source=("a1",)), {"sources": ()}, False),
    # dates are inclusive, an interval need only overlap
    (Filter(since=date(2025, 7, 17)), {}, True),
    (Filter(until=date(2025, 7, 17)), {}, True),
    (Filter(since=date(2025, 7, 18)), {}, False),
    (Filter(until=date(2025, 7, 16)), {}, False),
    (Filter(since=date(2025, 7, 31)), {"interval": JULY}, True),
    (Filter(since=date(2025, 8, 1)), {"interval": JULY}, False),
    (Filter(since=date(2025, 7, 1)), {"interval": None}, False),
    (Filter(until=date(2000, 1, 1)), {"interval": until(date(2025, 7, 17))}, True),
    (Filter(since=date(2099, 1, 1)), {"interval": bounded(JULY, Bound.FROM)}, True),
    # a deadline counts at its last admissible day alone
    (Filter(since=DAY, until=DAY), {"interval": until(DAY), "deadline": True}, True),
    (Filter(until=date(2025, 7, 16)), {"interval": until(DAY), "deadline": True}, False),
    (Filter(until=date(2025, 12, 30)), {**DUE_THIS_YEAR}, False),
]  # fmt: skip


@pytest.mark.parametrize(("chosen", "values", "expected"), MATCHES)
def test_an_event_matches(chosen: Filter, values: dict[str, Any], expected: bool) -> None:
    assert matches(an_event(**values), chosen) is expected


def test_one_person_need_not_fulfil_both_who_and_country() -> None:
    two = (Participant(name="Merz", country="DE"), Participant(name="Starmer", country="GB"))
    assert matches(an_event(participants=two), Filter(who=("merz",), country=("GB",)))


HOSTS = [
    ("https://www.example.org/x", "example.org"),
    ("http://News.Example.org:8080?x", "news.example.org"),
    ("ftp://example.org", ""),
    (None, ""),
]


@pytest.mark.parametrize(("url", "expected"), HOSTS)
def test_the_host_of_an_address(url: str | None, expected: str) -> None:
    assert host(url) == expected
