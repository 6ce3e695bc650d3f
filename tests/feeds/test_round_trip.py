"""What a feed says is read back as it was, here and by the library; its lines are sound."""

import json
from typing import Any

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.samples import NOW, an_event
from tests.feeds.strategies import any_events
from timeline.core.agenda import Entry, event_id_of, uid_of
from timeline.core.event import Event
from timeline.feeds import ical, jcal
from timeline.feeds.properties import clean, line
from timeline.feeds.slots import slot_of
from timeline.sources.agenda import read_calendar

BASE = "https://timeline.example"
ALL = ical.Options(fuzzy_all=True)
ABOUT = ical.About(name="T", base_url=BASE)

option_sets = st.builds(
    ical.Options,
    alarms=st.lists(st.integers(0, 40), max_size=2).map(tuple),
    fuzzy_all=st.booleans(),
    cancelled_confirmed=st.booleans(),
    todo=st.booleans(),
    rich=st.booleans(),
)


def feed(*shown: Event, options: ical.Options = ALL) -> bytes:
    return ical.calendar(shown, name="T", base_url=BASE, options=options)


def told(event: Event) -> Entry:
    """The entry that the event is, as far as a calendar can tell."""
    assert event.interval is not None
    return Entry(
        uid=uid_of(event.id),
        title=line(event.title),
        interval=event.interval,
        type=event.type,
        deadline=event.deadline,
        status=event.status,
        confidence=event.confidence,
        participants=event.participants,
        place=line(event.place or "") or None,
        repeats=event.timex.repeats if event.timex else None,
        stamp=NOW,
        sequence=event.revision,
    )


@given(any_events(), st.booleans())
def test_a_timeline_reads_the_same_event_again(event: Event, is_rich: bool) -> None:
    options = ical.Options(fuzzy_all=True, rich=is_rich)
    agenda = read_calendar(feed(event, options=options))
    assert not agenda.problems
    (entry,) = agenda.entries
    assert entry == told(event)
    assert event_id_of(entry.uid) == event.id


@given(any_events(), option_sets)
def test_no_line_is_over_75_octets_and_each_ends_in_crlf(
    event: Event, options: ical.Options
) -> None:
    body = feed(event, options=options)
    assert body.endswith(b"\r\n")
    for one in body.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(one) <= 75
        assert not set(one) & {10, 13}
        one.decode()  # no character is parted
    assert body == feed(event, options=options)


@given(any_events(), option_sets)
def test_the_library_reads_every_component_without_complaint(
    event: Event, options: ical.Options
) -> None:
    calendar = icalendar.Calendar.from_ical(feed(event, options=options))
    assert not [part.errors for part in calendar.walk() if part.errors]
    slot = slot_of(event)
    shown = slot is not None and (options.fuzzy_all or not slot.vague)
    found: list[Any] = calendar.walk("VEVENT")
    assert len(found) == shown
    for component in found:
        assert slot is not None
        assert component["DTSTART"].dt == slot.start
        assert component["DTEND"].dt == slot.end
        assert component["DTSTART"].dt < component["DTEND"].dt
        assert line(event.title) in str(component["SUMMARY"])
        assert event.evidence is not None
        assert clean(event.evidence.quote) in str(component["DESCRIPTION"])
        assert len(component.walk("VALARM")) == len(set(options.alarms))


@given(any_events(), option_sets)
def test_jcal_says_the_same_as_the_text(event: Event, options: ical.Options) -> None:
    written = json.loads(b"".join(jcal.to_jcal([(event, None)], ABOUT, options)))
    name, _, components = written
    assert name == "vcalendar"
    text = icalendar.Calendar.from_ical(
        ical.calendar([event], name="T", base_url=BASE, options=options)
    )
    theirs = shape(json.loads(json.dumps(text.to_jcal())))
    ours = shape(written)
    # The library writes no length at all for "at once", and rules in a form of its own.
    odd = {one[:2] for one in theirs if one[2] in {"unknown", "recur", "duration"}}
    known = {one[:2] for one in theirs} - odd
    assert known
    assert [one for one in ours if one[:2] in known] == [one for one in theirs if one[:2] in known]
    assert len(components) == len(text.subcomponents)


def shape(component: list[Any], path: str = "") -> list[tuple[str, str, str, str]]:
    """Where each property stands, its name, type and values, in order of their names."""
    name, properties, inside = component
    here = f"{path}/{name}"
    found = sorted((here, one[0], one[2], json.dumps(one[3:])) for one in properties)
    return found + [one for part in inside for one in shape(part, here)]


@settings(max_examples=40)
@given(any_events("1"), any_events("2"), any_events("3"), st.integers(0, 2))
def test_a_change_of_one_event_changes_only_its_component(
    one: Event, two: Event, other: Event, at: int
) -> None:
    before = [one, two, an_event("4")]
    after = list(before)
    after[at] = an_event(before[at].id, title=f"{other.title} changed", revision=9)
    parts = [feed(*shown).split(b"BEGIN:VEVENT") for shown in (before, after)]
    changed = [old != new for old, new in zip(*parts, strict=True)]
    assert changed == [False, *(place == at for place in range(3))]


@given(any_events(), any_events())
def test_the_uid_is_the_events_own_whatever_changes(one: Event, other: Event) -> None:
    uids = {
        str(icalendar.Calendar.from_ical(feed(event)).walk("VEVENT")[0]["UID"])
        for event in (one, other)
    }
    assert uids == {ical.uid(one)}
