"""Events of every precision, status and script, for the laws that every feed obeys."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import strategies as st

from tests.core.samples import a_source, an_event
from timeline.core.event import Event, EventType, Participant, Status
from timeline.core.interval import Bound, Interval, bounded, unit
from timeline.core.precision import Precision
from timeline.core.timex import Timex, TimexType

CIVIL = [one for one in Precision if not one.is_clock]
PIECES = (
    "Merz visits London", "زيارة الرئيس إلى باريس", "外交部长会议", "Саммит", "🕊️🇪🇺", "e\u0301",
    "a,b;c", "back\\slash", "\\n", "line\nbreak", "tab\there", "x" * 80, "ü" * 60, '"quoted"',
    "^caret", ":", "  ", "\u2028", "\x85", "END:VEVENT", "(May 2025, day open)", "DUE: it",
)  # fmt: skip
SETS = ("P1Y", "P2W", "P1M", "XXXX-WXX-4", "P1Q", "XXXX-10-03", "P1D")

texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(" ".join)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))
zones = st.sampled_from(
    (UTC, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=8)))
)


def _clock(day: date, hour: int, minutes: int, precision: Precision, zone: timezone) -> Interval:
    start = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
    return Interval(start=start, end=start + timedelta(minutes=minutes), precision=precision)


civil = st.builds(unit, days, st.sampled_from(CIVIL), approximate=st.booleans())
stretches = st.builds(
    lambda start, length, precision: Interval(
        start=start, end=start + timedelta(days=length), precision=precision
    ),
    days,
    st.integers(1, 500),
    st.sampled_from(CIVIL),
)
clocks = st.builds(
    _clock,
    days,
    st.integers(0, 23),
    st.sampled_from((1, 60, 200, 3000)),
    st.sampled_from((Precision.MINUTE, Precision.HOUR)),
    zones,
)
open_ = st.builds(bounded, st.one_of(civil, clocks), st.sampled_from(Bound))
intervals = st.one_of(civil, stretches, clocks, open_)
people = st.builds(
    Participant,
    name=st.sampled_from(("Friedrich Merz", "محمد, وزير", '习近平 "the"', "A;B")),
    country=st.sampled_from((None, "DE", "CN")),
    role=st.sampled_from((None, "chancellor", "chair, acting; 2nd")),
)


def a_set(value: str) -> Timex:
    return Timex(text="every", start=0, end=5, type=TimexType.SET, value=value, repeats=value)


@st.composite
def any_events(draw: st.DrawFn, event_id: str = "0123456789abcdef") -> Event:
    """An event that has a date."""
    interval = draw(intervals)
    title = draw(
        texts.filter(lambda text: bool(text.replace("\u2028", "").replace("\x85", "").strip()))
    )
    return an_event(
        event_id,
        title=" ".join(title.split()),
        type=draw(st.sampled_from(EventType)),
        status=draw(st.sampled_from(Status)),
        interval=interval,
        deadline=interval.end is not None and draw(st.booleans()),
        confidence=draw(st.floats(0, 1)),
        place=draw(st.one_of(st.none(), texts)),
        revision=draw(st.integers(0, 3)),
        timex=draw(st.one_of(st.none(), st.sampled_from(SETS).map(a_set))),
        participants=tuple(draw(st.lists(people, max_size=3))),
        sources=tuple(
            a_source(f"a{number}", quote=draw(texts.filter(str.strip))) for number in (1, 2)
        ),
    )
