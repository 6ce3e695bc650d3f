"""TimelineJS and Atom: the fields that their readers need, and nothing that runs."""

import json
from datetime import date
from xml.etree.ElementTree import fromstring

from hypothesis import given
from hypothesis import strategies as st

from tests.core.samples import a_source, an_event, events
from timeline.core.event import Event
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.feeds.atom import to_atom
from timeline.feeds.timelinejs import to_timelinejs

ATOM = "{http://www.w3.org/2005/Atom}"


def test_timelinejs_has_dates_as_fine_as_they_are_known() -> None:
    year = an_event("y", interval=unit(date(2025, 1, 1), Precision.YEAR))
    range_ = Interval(start=date(2025, 5, 5), end=date(2025, 5, 8), precision=Precision.DAY)
    page = json.loads(to_timelinejs([year, an_event("r", interval=range_)], name="N"))
    assert page["events"][0]["start_date"] == {"year": 2025}
    assert page["events"][1]["start_date"] == {"year": 2025, "month": 5, "day": 5}
    assert page["events"][1]["end_date"] == {"year": 2025, "month": 5, "day": 7}


def test_timelinejs_text_is_escaped() -> None:
    page = to_timelinejs([an_event(title="<script>x</script>")], name="<b>").decode()
    assert "<script>" not in page
    assert "<b>" not in page


def test_a_slide_links_every_source_the_newest_first() -> None:
    told = (
        a_source("a1", title="Old & <new>", url="https://a.example/?x=1&y=2"),
        a_source("a2", title="By hand", url=None, published=date(2025, 7, 18)),
        a_source("a3", title="Bait", url="javascript:alert(1)", published=date(2025, 7, 19)),
    )
    page = json.loads(to_timelinejs([an_event(sources=told)], name="N"))
    assert page["events"][0]["text"]["text"].endswith(
        "<p>Source: Bait, 2025-07-19</p>"
        "<p>Source: By hand, 2025-07-18</p>"
        '<p>Source: <a href="https://a.example/?x=1&amp;y=2">Old &amp; &lt;new&gt;</a>, '
        "2025-07-17</p>"
    )


@given(st.lists(events(), max_size=3))
def test_every_dated_event_is_a_slide(shown: list[Event]) -> None:
    page = json.loads(to_timelinejs(shown, name="N"))
    assert len(page["events"]) == sum(one.interval is not None for one in shown)


@given(st.lists(events(), max_size=3))
def test_atom_is_well_formed_and_the_same_again(shown: list[Event]) -> None:
    body = to_atom(shown, name="N", base_url="https://a.example", self_url="https://a.example/f")
    assert body == to_atom(
        shown, name="N", base_url="https://a.example", self_url="https://a.example/f"
    )
    assert len(fromstring(body).findall(f"{ATOM}entry")) == len(shown)


def test_atom_tells_when_and_why() -> None:
    event = an_event(sources=(a_source(),))
    body = to_atom([event], name="N", base_url="https://a.example", self_url="https://a.example/f")
    entry = fromstring(body).find(f"{ATOM}entry")
    assert entry is not None
    summary = entry.findtext(f"{ATOM}summary")
    assert summary is not None
    assert event.evidence is not None
    assert event.evidence.quote in summary
