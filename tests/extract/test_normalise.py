"""Phrases as a reader means them: text, published, value, interval as EDTF, bound."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.core import edtf
from timeline.core.article import Anchor, Article
from timeline.core.interval import Bound
from timeline.core.timex import Mod, Timex
from timeline.extract.normalise import tag

THURSDAY = date(2025, 7, 17)

# DESIGN.md "What a phrase means", published Thursday 2025-07-17
MEANINGS = [
    ("They met on Thursday.", "Thursday", "2025-07-17", "2025-07-17", None),
    ("They meet today.", "today", "2025-07-17", "2025-07-17", None),
    ("They met this morning.", "this morning", "2025-07-17TMO", "2025-07-17", None),
    ("They met on Saturday morning.", "Saturday morning", "2025-07-12TMO", "2025-07-12", None),
    ("They met last week.", "last week", "2025-W28", "2025-07-07/2025-07-13", None),
    ("They agreed last year.", "last year", "2024", "2024", None),
    ("It is due by the end of the year.", "the end of the year", "2025", "../2025-12-31", Bound.BY),
    ("It is due by 2030.", "2030", "2030", "../2030-12-31", Bound.BY),
    ("It is due before 2030.", "2030", "2030", "../2029-12-31", Bound.BEFORE),
    ("They must pay within 30 days.", "30 days", "P30D", "../2025-08-16", Bound.WITHIN),
    ("It has held since 2015.", "2015", "2015", "2015-01-01/..", Bound.SINCE),
    ("It will be built in the next decade.", "the next decade", "P10Y", None, None),
    ("It will come next spring.", "next spring", "2026-SP", "2026-21", None),
    ("It is due mid-2026.", "mid-2026", "2026", "2026~", None),
    ("It began in the 1990s.", "the 1990s", "199", "199X", None),
    ("They met on 17 July 2024.", "17 July 2024", "2024-07-17", "2024-07-17", None),
    ("They fought on 9/11.", "9/11", "2001-09-11", "2001-09-11", None),
    ("It happened three weeks ago.", "three weeks ago", "2025-W26", None, None),
    ("It rose in the third quarter of 2009.", "the third quarter of 2009", "2009-Q3", None, None),
    ("They met 499 BC.", "499 BC", "BC0499", None, None),
]

# past or future: the words of the clause, then the distance
TENSES = [
    ("They were to have met on Tuesday.", "2025-07-15"),
    ("He said on Friday that it was over.", "2025-07-11"),
    ("They will meet on Friday.", "2025-07-18"),
    ("They are expected to meet on Monday.", "2025-07-21"),
    ("The dividend will be paid on Dec. 14.", "2025-12-14"),
    ("It was signed on Dec. 14.", "2024-12-14"),
    ("They met in May.", "2025-05"),
    ("They will meet in May.", "2026-05"),
    ("They met last Friday.", "2025-07-11"),
    ("She is to see Mr. Macron on Monday.", "2025-07-21"),
    ("They expect it to be completed by Dec. 15.", "2025-12-15"),
    ("They met on Thursday.", "2025-07-17"),
    ("The envoy to Peru said on Tuesday that it would stay.", "2025-07-15"),
    ("The mill is set to reopen Monday.", "2025-07-21"),
    ("The ferry might sail as early as Tuesday.", "2025-07-22"),
    ("The owner could not be reached on Tuesday.", "2025-07-15"),
]

# what refers to the last date told, and not to publication
REFERENCES = [
    ("They met on 3 May 2025. The next day they left.", "2025-05-04"),
    ("They met on 3 May 2025. Two days later they left.", "2025-05-05"),
    ("It began in 1998. The following year it was over.", "1999"),
    ("It began in May 2024. It ended that month.", "2024-05"),
    ("It began in 1998. That year it was over.", "1998"),
    ("Oil sales fell in the first quarter. In the 2019 quarter they rose.", "2019-Q1"),
    ("Oil sales fell in the first quarter. They rose in last year's quarter.", "2024-Q1"),
    ("Oil sales fell in the first quarter. In the quarter a year ago they rose.", "2024-Q1"),
    ("It lost a lot in the second quarter. A year earlier it was rich.", "2024-Q2"),
    ("It lost in the second quarter. In the nine months it lost more than a year ago.", "2024"),
    ("It will open in the fourth quarter. In the year-ago period it was shut.", "2024-Q2"),
    (
        "It lost in the second quarter. For the nine months it lost more than in the 2024 period. "
        "The year-ago results were good.",
        "2024",
    ),
]

NOTHING = [
    "We may march on.",
    "It scored 10 points in the second half of 24 rooms.",
    "Call 555 1234 or pay $1990.",
    "a 44-year-old protester",
    "They sat in the sun.",
    "Flight 1234567 left",
]

OTHER_LANGUAGES = [
    ("de", "Sie trafen sich am 3. Mai 2024.", "2024-05-03"),
    ("de", "Das geschah letzte Woche.", "2025-W28"),
    ("fr", "Ils se sont réunis le 3 mai 2024.", "2024-05-03"),
    ("es", "Se reunieron el 3 de mayo de 2024.", "2024-05-03"),
    # through dateparser's own language data
    ("uk", "Це було 3 травня 2024.", "2024-05-03"),
    ("uk", "Це було вчора.", "2025-07-16"),
    ("it", "È successo il 3 maggio 2024.", "2024-05-03"),
    ("pl", "To było 3 maja 2024.", "2024-05-03"),
    ("xx", "2024-05-03", "2024-05-03"),
]


def read(text: str, lang: str = "en", published: date | datetime = THURSDAY) -> tuple[Timex, ...]:
    return tag(Article(text=text, anchor=Anchor(published=published), lang=lang))


@pytest.mark.parametrize(("text", "span", "value", "line", "bound"), MEANINGS)
def test_a_phrase_means_what_the_design_says(
    text: str, span: str, value: str, line: str | None, bound: Bound | None
) -> None:
    (timex,) = read(text)
    assert (timex.text, timex.value, timex.bound) == (span, value, bound)
    if line is not None:
        assert timex.when is not None
        assert edtf.write(timex.when) == line


def test_the_next_decade_ends_ten_years_after_the_anchor() -> None:
    (timex,) = read("It will be built in the next decade.")
    assert timex.interval is not None
    assert (timex.interval.start, timex.interval.end) == (THURSDAY, date(2035, 7, 17))


def test_a_range_is_one_interval_on_its_first_end() -> None:
    first, second = read("They met on 5-7 May 2025.")
    assert (first.value, second.value) == ("2025-05-05", "2025-05-07")
    assert first.interval is not None
    assert (first.interval.start, first.interval.end) == (date(2025, 5, 5), date(2025, 5, 8))


RANGES = [
    ("They met from March 4 to 11.", "2025-03-04/2025-03-11"),
    ("They met from Monday to Wednesday.", "2025-07-14/2025-07-16"),
    ("It lasted between 2015 and 2018.", "2015/2018"),
    ("It lasted from May to July 2024.", "2024-05/2024-07"),
]


@pytest.mark.parametrize(("text", "line"), RANGES)
def test_a_range_with_both_its_ends_is_one_interval(text: str, line: str) -> None:
    when = read(text)[0].when
    assert when is not None
    assert edtf.write(when) == line


DEADLINES = [
    ("It must be settled before the end of 2029.", "../2029-12-31"),
    ("A deal must be reached by 21 January.", "../2026-01-21"),
    ("It is due before 1 July 2026.", "../2026-06-30"),
    ("It is due no later than 31 May 2026.", "../2026-05-31"),
]


@pytest.mark.parametrize(("text", "line"), DEADLINES)
def test_a_deadline_ends_with_its_last_admissible_day(text: str, line: str) -> None:
    when = read(text)[0].when
    assert when is not None
    assert edtf.write(when) == line


def test_a_limit_counts_from_the_date_that_was_written_out() -> None:
    text = (
        "The mission ends on 31 December 2026. The council decided on Monday to bring everybody "
        "home within a year after that date."
    )
    limit = tag(Article(text=text, anchor=Anchor(published=THURSDAY)))[-1]
    assert limit.when is not None
    assert edtf.write(limit.when) == "../2027-12-31"


# Invented; each is read wrongly where a date that is still to come becomes the story's own time.
AHEAD = [
    ("en", "It starts on 1 March 2027. They had agreed the evening before.", "2025-07-16"),
    ("en", "They signed on Monday. They had met the evening before.", "2025-07-13"),
    ("fr", "Elle s’est engagée à organiser des élections d’ici un an.", "../2026-07-17"),
    ("de", "Ab 2027, 2028, 2029, 2030 und 2031 gilt es. Er kommt im kommenden Jahr.", "2026"),
    ("de", "2027, 2028, 2029, 2030, 2031. Man soll vor Weihnachten abstimmen.", "../2025-12-24"),
]


@pytest.mark.parametrize(("lang", "text", "line"), AHEAD)
def test_years_ahead_do_not_move_what_counts_from_publication(
    lang: str, text: str, line: str
) -> None:
    last = tag(Article(text=text, anchor=Anchor(published=THURSDAY), lang=lang))[-1]
    assert last.when is not None
    assert edtf.write(last.when) == line


def test_a_deadline_begins_at_its_preposition() -> None:
    (timex,) = read("It is due by the end of the year.")
    assert timex.lead == len("It is due ")
    assert timex.mod is Mod.END


@pytest.mark.parametrize(("text", "value"), TENSES)
def test_the_clause_tells_past_from_future(text: str, value: str) -> None:
    assert [timex.value for timex in read(text)] == [value]


@pytest.mark.parametrize(("text", "value"), REFERENCES)
def test_a_date_may_refer_back(text: str, value: str) -> None:
    assert read(text)[-1].value == value


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_time_stays_none(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(("lang", "text", "value"), OTHER_LANGUAGES)
def test_other_languages_name_their_dates(lang: str, text: str, value: str) -> None:
    assert [timex.value for timex in read(text, lang)] == [value]


@pytest.mark.parametrize(
    ("end", "quarter"), [("March 31", "2025-Q1"), ("Jan. 31", "2024-Q4"), ("May 28", "2025-Q2")]
)
def test_a_quarter_that_ends_on_a_day_is_the_one_its_middle_lies_in(end: str, quarter: str) -> None:
    assert read(f"It lost money in the quarter ended {end}.")[0].value == quarter


def test_a_clock_time_with_a_zone_is_an_instant() -> None:
    (timex,) = read("It began at 16:08 UTC on Tuesday.")
    assert timex.value == "2025-07-15T16:08Z"
    assert timex.interval is not None
    assert timex.interval.start == datetime(2025, 7, 15, 16, 8, tzinfo=UTC)


def test_a_clock_time_without_a_zone_takes_the_one_of_publication_or_stays_a_day() -> None:
    text = "It began at 10:30 a.m. yesterday."
    (day,) = read(text)
    (clock,) = read(text, published=datetime(2025, 7, 17, 9, tzinfo=UTC))
    assert day.interval is not None
    assert day.interval.start == date(2025, 7, 16)
    assert clock.interval is not None
    assert clock.interval.start == datetime(2025, 7, 16, 10, 30, tzinfo=UTC)


def test_a_history_counts_from_the_last_date_told() -> None:
    text = " ".join(f"In May {year} it went on." for year in range(1861, 1867))
    timexes = read(text + " In December it ended. Today it is known.")
    assert [one.value for one in timexes[-2:]] == ["1866-12", "PRESENT_REF"]


# --- laws ----------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "the",
        "of",
        "on",
        "by",
        "in",
        "until",
        "within",
        "last",
        "next",
        "year",
        "week",
        "May",
        "17",
        "2025",
        "1990s",
        "July",
        "Friday",
        "quarter",
        "first",
        "third",
        "two",
        "days",
        "ago",
        "later",
        "end",
        "early",
        "a.m.",
        "10:30",
        "BC",
        "499",
        "weeks",
        "daily",
        "today",
        "said",
        "will",
        "24/7",
        "-",
        ",",
        ".",
        "\n\n\n",
        "(1999)",
        "half",
        "every",
        "morning",
        "of",
        "spring",
        "31",
        "February",
        "0",
        "9999",
        "99999999",
        "decade",
        "century",
    ]
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31)))
def test_spans_slice_the_text_in_order_and_intervals_are_never_empty(
    text: str, published: date
) -> None:
    end = 0
    for timex in read(text, published=published):
        assert text[timex.start : timex.end] == timex.text
        assert timex.start >= end
        end = timex.end
        if timex.interval is not None and timex.interval.start and timex.interval.end:
            assert timex.interval.start < timex.interval.end


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["en", "de", "fr", "es", "uk"]))
def test_any_text_can_be_read(text: str, lang: str) -> None:
    for timex in read(text, lang):
        assert text[timex.start : timex.end] == timex.text


@settings(max_examples=100, deadline=None)
@given(TEXTS.filter(lambda text: "\n" not in text))
def test_a_paragraph_without_times_changes_nothing_behind_it(text: str) -> None:
    before = "The ministers said that they were content.\n\n"
    shifted = [(one.start - len(before), one.value) for one in read(before + text)]
    assert shifted == [(one.start, one.value) for one in read(text)]


# --- more phrases, each as a reader means it ------------------------------------------------------

PHRASES = [
    ("They met on 3 May 2025. The next morning they left.", "2025-05-04TMO"),
    ("They met at ten o'clock.", "2025-07-17T10:00"),
    ("They met at Easter.", "2025-04-20"),
    ("They will meet at Thanksgiving.", "2025-11-27"),
    ("It was closed last Christmas.", "2024-12-25"),
    ("The nineties were good.", "199"),
    ("It took two and a half years.", "P2Y6M"),
    ("It began a year and a half ago.", "2024-01"),
    ("It was built in the 19th century.", "18"),
    ("It was built in the 4th century BC.", "BC03"),
    ("It came five days after 3 May 2025.", "2025-05-08"),
    ("It came two weeks before 3 May 2025.", "2025-04-19"),
    ("They will meet next weekend.", "2025-W30-WE"),
    ("They met last weekend.", "2025-W28-WE"),
    ("It will open on Labor Day.", "2025-09-01"),
    ("It comes every two weeks.", "P2W"),
    ("It comes twice a month.", "P1M"),
    ("It fell in fiscal 2024.", "FY2024"),
    ("It fell in the second week of May 2024.", "2024-W19"),
]


@pytest.mark.parametrize(("text", "value"), PHRASES)
def test_a_phrase_has_its_value(text: str, value: str) -> None:
    assert read(text)[-1].value == value
