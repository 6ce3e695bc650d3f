"""Golden calendars: what the feed writes, byte for byte, for one case each."""

from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest

from tests.core.samples import a_source, an_event, until
from tests.feeds.strategies import a_set
from timeline.core.event import Event, EventType, Participant, Status
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.feeds import ical

FOLDER = Path(__file__).parents[1] / "data" / "feeds"
BASE = "https://timeline.example"
SOURCE = (a_source(),)
MONDAY = date(2025, 7, 21)

CASES: dict[str, tuple[Event, ical.Options]] = {
    "rfc5545-3.6.1-day": (an_event(), ical.Options()),
    "rfc5545-3.8.1.11-cancelled": (an_event(status=Status.CANCELLED, revision=2), ical.Options()),
    "rfc5545-3.8.5.3-every-monday": (
        an_event(interval=unit(MONDAY, Precision.DAY), timex=a_set("XXXX-WXX-1"), participants=()),
        ical.Options(),
    ),
    "rfc5545-3.6.2-deadline-todo-alarm": (
        an_event(
            interval=until(date(2025, 12, 31), Precision.YEAR),
            deadline=True,
            type=EventType.DEADLINE,
            title="Latvia changes its law; then, reports",
        ),
        ical.Options(todo=True, alarms=(7, 1)),
    ),
    "rfc5545-3.1-scripts-folded": (
        an_event(
            title="زيارة الرئيس الفرنسي إلى بكين ولقاء الرئيس الصيني في قاعة الشعب الكبرى",
            place="北京，人民大会堂",
        ),
        ical.Options(),
    ),
    "week-tentative": (an_event(interval=unit(MONDAY, Precision.WEEK)), ical.Options()),
    "month-day-open": (an_event(interval=unit(MONDAY, Precision.MONTH)), ical.Options()),
    "clock-in-utc": (
        an_event(
            interval=Interval(
                start=datetime.fromisoformat("2025-07-18T10:00:00+02:00"),
                end=datetime.fromisoformat("2025-07-18T10:01:00+02:00"),
                precision=Precision.MINUTE,
            )
        ),
        ical.Options(),
    ),
    "rfc9073-rfc9253-rich": (
        an_event(
            participants=(
                Participant(name="Friedrich Merz", country="DE", role="chancellor"),
                Participant(name="United Nations"),
            )
        ),
        ical.Options(rich=True),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_feed_is_as_it_was_agreed(name: str) -> None:
    event, options = CASES[name]
    written = ical.calendar([event], name="T", base_url=BASE, options=options)
    assert written == (FOLDER / f"{name}.ics").read_bytes()
    assert not [one.errors for one in icalendar.Calendar.from_ical(written).walk() if one.errors]


def test_every_golden_calendar_is_compared() -> None:
    assert {one.stem for one in FOLDER.glob("*.ics")} == set(CASES)


def test_a_rule_stands_only_where_its_first_day_keeps_it() -> None:
    tuesday = an_event(interval=unit(date(2025, 7, 22), Precision.DAY), timex=a_set("XXXX-WXX-1"))
    assert b"RRULE" not in ical.calendar([tuesday], name="T", base_url=BASE)


@pytest.mark.parametrize(("zone", "expected"), [("+00:00", True), ("+02:00", False)])
def test_a_time_repeats_only_where_no_clock_changes(zone: str, *, expected: bool) -> None:
    start = datetime.fromisoformat(f"2025-07-21T10:00:00{zone}")
    interval = Interval(start=start, end=start.replace(minute=1), precision=Precision.MINUTE)
    event = an_event(interval=interval, timex=a_set("P1W"))
    assert (b"RRULE" in ical.calendar([event], name="T", base_url=BASE)) is expected


def test_rich_never_stands_in_the_usual_feed() -> None:
    usual = ical.calendar([an_event()], name="T", base_url=BASE)
    assert not [
        word for word in (b"VLOCATION", b"PARTICIPANT", b"LINK", b"STRUCTURED") if word in usual
    ]


def test_the_calendar_says_what_it_is_in_old_words_and_new() -> None:
    about = ical.About(
        name="Due", base_url=BASE, source_url=f"{BASE}/calendar.ics", description="All."
    )
    told = ical.head(about).decode()
    for said in (
        "NAME:Due", "X-WR-CALNAME:Due", "DESCRIPTION:All.", "X-WR-CALDESC:All.",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
        f"SOURCE;VALUE=URI:{BASE}/calendar.ics", f"URL:{BASE}/calendar.ics",
    ):  # fmt: skip
        assert f"\r\n{said}\r\n" in told
    assert "UID" not in told  # with one, a synchronising client keeps one event of many


def test_a_stamp_is_in_utc() -> None:
    moved = datetime(2025, 7, 18, 9, tzinfo=UTC).astimezone(
        datetime.fromisoformat("2025-07-18T11:00+02:00").tzinfo
    )
    assert b"DTSTAMP:20250718T090000Z" in ical.calendar(
        [an_event(changed_at=moved)], name="T", base_url=BASE
    )
