"""Calendars of others as agendas: a row for each way to say when, and what is left out by name."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.core import edtf
from timeline.core.agenda import Agenda
from timeline.core.errors import BadInput
from timeline.core.event import EventType, Status
from timeline.sources.agenda import is_calendar, read_calendar
from timeline.sources.read import read_bytes

STAMP = "DTSTAMP:20250701T120000Z"


def calendar(*components: str, head: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", head, *components]
    return "\r\n".join([line for line in lines if line] + ["END:VCALENDAR", ""]).encode()


def event(*lines: str, uid: str = "1@example.org", summary: str = "Session") -> str:
    named = [f"UID:{uid}", f"SUMMARY:{summary}", STAMP, *lines]
    return "\r\n".join(["BEGIN:VEVENT", *named, "END:VEVENT"])


def read(*lines: str, **named: str) -> Agenda:
    return read_calendar(calendar(event(*lines, **named)))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # RFC 5545, 3.6.1: a day without an end lasts that day, an end of a day is exclusive
        (["DTSTART;VALUE=DATE:20250717"], "2025-07-17"),
        (["DTSTART;VALUE=DATE:20250717", "DTEND;VALUE=DATE:20250719"], "2025-07-17/2025-07-18"),
        (["DTSTART;VALUE=DATE:20250717", "DTEND;VALUE=DATE:20250717"], "2025-07-17"),
        (["DTSTART;VALUE=DATE:20250717", "DURATION:P2D"], "2025-07-17/2025-07-18"),
        (["DTSTART:20250717T100000Z"], "2025-07-17T10:00:00Z"),
        (["DTSTART:20250717T100000Z", "DURATION:PT2H"],
         "2025-07-17T10:00:00Z/2025-07-17T12:00:00Z"),
        # a zone of the IANA database, and a time without any: UTC
        (["DTSTART;TZID=Europe/Berlin:20250717T100000"], "2025-07-17T10:00:00+02:00"),
        (["DTSTART:20250717T100000"], "2025-07-17T10:00:00Z"),
    ],
)  # fmt: skip
def test_an_entry_stands_where_the_calendar_says(lines: list[str], expected: str) -> None:
    (entry,) = read(*lines).entries
    assert edtf.write(entry.interval) == expected


def test_a_time_without_zone_is_in_the_zone_of_the_calendar() -> None:
    content = calendar(event("DTSTART:20250717T100000"), head="X-WR-TIMEZONE:America/New_York")
    (entry,) = read_calendar(content).entries
    assert entry.interval.start == datetime(2025, 7, 17, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "repeats", "days"),
    [
        ("RRULE:FREQ=WEEKLY;BYDAY=TH", "XXXX-WXX-4", ["2025-07-17"]),
        ("RRULE:FREQ=YEARLY", "P1Y", ["2025-07-17"]),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2", "P2W", ["2025-07-17"]),
        ("RRULE:FREQ=DAILY;COUNT=3", None, ["2025-07-17", "2025-07-18", "2025-07-19"]),
        ("RRULE:FREQ=DAILY;UNTIL=20250718T000000Z", None, ["2025-07-17", "2025-07-18"]),
        ("RRULE:FREQ=DAILY;COUNT=3\r\nEXDATE;VALUE=DATE:20250718", None,
         ["2025-07-17", "2025-07-19"]),
        ("RDATE;VALUE=DATE:20250801", None, ["2025-07-17", "2025-08-01"]),
    ],
)  # fmt: skip
def test_what_repeats_is_one_entry_or_one_for_each_occurrence(
    rule: str, repeats: str | None, days: list[str]
) -> None:
    entries = read("DTSTART;VALUE=DATE:20250717", rule).entries
    assert [edtf.write(one.interval) for one in entries] == days
    assert {one.repeats for one in entries} == {repeats}
    assert len({(one.uid, one.recurrence) for one in entries}) == len(days)


def test_an_endless_rule_reaches_two_years_ahead_and_a_hundred_times() -> None:
    monthly = read("DTSTART;VALUE=DATE:20200106", "RRULE:FREQ=MONTHLY;BYDAY=1MO").entries
    assert monthly[0].interval.start == date(2025, 4, 7)
    assert monthly[-1].interval.start == date(2027, 6, 7)
    assert len(read("DTSTART;VALUE=DATE:20250717", "RRULE:FREQ=DAILY;BYHOUR=0").entries) == 100


def test_what_repeats_on_the_clock_of_a_place_is_an_entry_each_time() -> None:
    rule = "RRULE:FREQ=WEEKLY"
    entries = read("DTSTART;TZID=Europe/Berlin:20251016T100000", rule).entries
    assert len(entries) == 90  # weeks up to two years behind the calendar's last change
    assert [edtf.write(one.interval) for one in entries[:3]] == [
        "2025-10-16T10:00:00+02:00", "2025-10-23T10:00:00+02:00", "2025-10-30T10:00:00+01:00",
    ]  # fmt: skip
    (utc,) = read("DTSTART:20251016T100000Z", rule).entries
    assert utc.repeats


@pytest.mark.parametrize("frequency", ["SECONDLY", "MINUTELY", "HOURLY"])
def test_what_comes_again_within_a_day_is_left_out(frequency: str) -> None:
    rule = f"RRULE:FREQ={frequency}"
    content = calendar(event("DTSTART:19000101T000000Z", rule), event("DTSTART:20250717T100000Z"))
    agenda = read_calendar(content)
    assert len(agenda.entries) == 1
    assert "within a day" in agenda.problems[0]


def test_rules_that_take_too_long_are_left_out_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timeline.sources.agenda.MOST_SECONDS", -1)
    content = calendar(
        event("DTSTART;VALUE=DATE:20250717", "RRULE:FREQ=DAILY;COUNT=2", summary="Again"),
        event("DTSTART;VALUE=DATE:20250717", uid="2"),
    )
    agenda = read_calendar(content)
    assert [one.title for one in agenda.entries] == ["Session"]
    assert "left out 'Again'" in agenda.problems[0]


_LINES = calendar(
    event("DTSTART;VALUE=DATE:20250717", "RRULE:FREQ=DAILY;COUNT=2", "CATEGORIES:Summit,DE"),
    event("DTSTART;TZID=Europe/Berlin:20250717T100000", "DURATION:PT1H", "SEQUENCE:1", uid="2"),
    event("DTSTART:20250717T100000Z", "RECURRENCE-ID:20250717T100000Z", "STATUS:TENTATIVE"),
    head="X-WR-TIMEZONE:Europe/Paris",
).split(b"\r\n")  # fmt: skip


@given(
    st.lists(st.integers(0, len(_LINES) - 2), max_size=3),
    st.lists(st.tuples(st.integers(0, len(_LINES) - 2), st.integers(0, 30), st.binary(max_size=4))),
)
def test_no_odd_calendar_ends_otherwise_than_in_a_sentence(
    twice: list[int], odd: list[tuple[int, int, bytes]]
) -> None:
    lines = list(_LINES)
    for at in twice:
        lines.insert(at, _LINES[at])
    for at, place, put in odd:
        lines[at] = lines[at][:place] + put + lines[at][place + len(put) :]
    with suppress(BadInput):
        agenda = read_calendar(b"\r\n".join(lines))
        assert all(entry.title and entry.line for entry in agenda.entries)


def test_an_occurrence_that_was_moved_stands_at_its_new_day_alone() -> None:
    content = calendar(
        event("DTSTART;VALUE=DATE:20250717", "RRULE:FREQ=DAILY;COUNT=2"),
        event("RECURRENCE-ID;VALUE=DATE:20250718", "DTSTART;VALUE=DATE:20250725"),
    )
    days = [edtf.write(one.interval) for one in read_calendar(content).entries]
    assert days == ["2025-07-17", "2025-07-25"]


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["DTSTART;VALUE=DATE:20250717"], Status.PLANNED),
        (["DTSTART;VALUE=DATE:20250717", "STATUS:TENTATIVE"], Status.EXPECTED),
        (["DTSTART;VALUE=DATE:20250717", "STATUS:CANCELLED"], Status.CANCELLED),
        (["DTSTART;VALUE=DATE:20250617"], Status.HAPPENED),  # before the calendar was changed last
    ],
)
def test_the_status_is_what_the_calendar_knew(lines: list[str], status: Status) -> None:
    assert read(*lines).entries[0].status is status


@pytest.mark.parametrize(
    ("summary", "categories", "kind"),
    [
        ("G20 summit in Miami", "", EventType.SUMMIT),
        ("Sitzung des Ausschusses", "", EventType.MEETING),
        ("Federal election", "", EventType.VOTE),
        ("Something else", "CATEGORIES:Politics,Signing", EventType.SIGNING),
        ("Something else", "", EventType.OTHER),
    ],
)
def test_the_type_is_told_by_category_or_title(
    summary: str, categories: str, kind: EventType
) -> None:
    lines = ["DTSTART;VALUE=DATE:20250717", *filter(None, [categories])]
    assert read(*lines, summary=summary).entries[0].type is kind


def test_categories_that_are_countries_take_part() -> None:
    (entry,) = read("DTSTART;VALUE=DATE:20250717", "CATEGORIES:Summit,DE,XY").entries
    assert [(one.name, one.country) for one in entry.participants] == [("Germany", "DE")]


def test_a_task_is_a_deadline_on_the_day_it_is_due() -> None:
    content = calendar(
        "BEGIN:VTODO\r\nUID:2\r\nSUMMARY:Report\r\nDUE;VALUE=DATE:20251231\r\nEND:VTODO"
    )
    (entry,) = read_calendar(content).entries
    assert (entry.deadline, entry.type) == (True, EventType.DEADLINE)
    assert edtf.write(entry.interval) == "../2025-12-31"


def test_what_cannot_be_read_is_left_out_by_name() -> None:
    agenda = read_calendar(
        calendar(
            event("DTSTART:nonsense", summary="Broken", uid="1"),
            event(summary="No day", uid="2"),
            event("DTSTART;VALUE=DATE:20250717", summary="Good", uid="3"),
        )
    )
    assert [one.title for one in agenda.entries] == ["Good"]
    assert [problem[:20] for problem in agenda.problems] == [
        "left out 'Broken': C", "left out 'No day': i",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "odd",
    [
        [],
        ["X-TIMELINE-STATUS:planned"],
        ["X-TIMELINE-STATUS;X-SURE=nan:planned"],
        ["X-TIMELINE-STATUS;X-SURE=7e9:planned"],
        ["X-TIMELINE-STATUS;X-SURE=-1:planned"],
        ["X-TIMELINE-STATUS;X-SURE=0.9:perhaps"],
    ],
)
def test_what_a_timeline_would_not_write_is_read_as_the_calendar_of_another(
    odd: list[str],
) -> None:
    interval = "X-TIMELINE-INTERVAL;X-PRECISION=MONTH:2027-01-01/2027-02-01"
    day = "DTSTART;VALUE=DATE:20270101"
    good = event("DTSTART;VALUE=DATE:20270201", uid="2")
    agenda = read_calendar(calendar(event(day, interval, *odd), good))
    assert [edtf.write(one.interval) for one in agenda.entries] == ["2027-01-01", "2027-02-01"]
    assert [one.confidence for one in agenda.entries] == [0.9, 0.9]
    assert not agenda.problems


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (calendar(), "no events in this calendar"),
        (calendar(event()), "no DTSTART"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Cut", "cannot be read"),
        (b"BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR\r\n", "cannot be read"),
    ],
)
def test_a_calendar_that_gives_nothing_is_refused_in_one_sentence(
    content: bytes, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        read_calendar(content)


def test_what_the_library_does_not_know_is_read_as_text() -> None:
    told = (
        "X-TIMELINE-INTERVAL;X-PRECISION=DAY:2025-07-17/2025-07-18",
        "X-TIMELINE-STATUS;X-SURE=0.9:cancelled",
        r"X-TIMELINE-WHO;X-COUNTRY=LV:Rinkēvičs\, Edgars",
        r"X-TIMELINE-TITLE:Talks in Riga\, Vilnius\; Tallinn\nand \\ there",
    )
    content = calendar(
        event("DTSTART;VALUE=DATE:20250717", *told), head=r"NAME:Timeline: visit\, LV"
    )
    agenda = read_calendar(content)
    assert agenda.title == "Timeline: visit, LV"
    assert [one.title for one in agenda.entries] == [r"Talks in Riga, Vilnius; Tallinn and \ there"]
    assert [one.name for one in agenda.entries[0].participants] == ["Rinkēvičs, Edgars"]


def test_the_agenda_knows_its_name_address_and_age() -> None:
    agenda = read_calendar(
        calendar(
            event("DTSTART;VALUE=DATE:20250717", "LAST-MODIFIED:20250702T080000Z"),
            head="X-WR-CALNAME:Council\r\nURL:https://council.example/agenda",
        )
    )
    assert (agenda.title, agenda.url) == ("Council", "https://council.example/agenda")
    assert agenda.anchor is not None
    assert agenda.anchor.published == datetime(2025, 7, 2, 8, tzinfo=UTC)
    assert agenda.text == "17 July 2025: Session.\n"


def test_a_calendar_is_told_from_other_text() -> None:
    content = calendar(event("DTSTART;VALUE=DATE:20250717"))
    assert is_calendar(content)
    assert is_calendar(b"\xef\xbb\xbf\r\n" + content)
    assert not is_calendar(b"The calendar begins: BEGIN:VCALENDAR")
    assert isinstance(read_bytes(content), Agenda)
