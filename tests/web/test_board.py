"""The timeline's picture: lanes, rows, marks, axis, months and the list's headings."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.core.samples import a_source, an_event, until
from timeline.core.event import Event, EventType, Participant, Revision, Status
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.core.timex import Timex, TimexType
from timeline.web import board, lanes, listing, marks, months, words
from timeline.web.window import Window, Zoom, around, fitting, ticks

TODAY = date(2025, 7, 18)
YEAR = Window(date(2024, 1, 1), date(2026, 10, 1))


def dated(day: date, precision: Precision = Precision.DAY, **values: Any) -> Event:
    return an_event(interval=unit(day, precision), **values)


def due(day: date, **values: Any) -> Event:
    return an_event(
        type=EventType.DEADLINE, interval=until(day), deadline=True, status=Status.PLANNED, **values
    )


LASTING = Interval(start=date(2025, 3, 1), end=date(2025, 9, 1), precision=Precision.DAY)
OPEN = Interval(start=date(2025, 9, 1), end=None, precision=Precision.DAY)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (dated(date(2025, 7, 17)), "pt"),
        (an_event(interval=LASTING), "bar"),
        (dated(date(2025, 7, 7), Precision.WEEK), "soft"),
        (dated(date(2024, 1, 1), Precision.YEAR), "fz"),
        (due(date(2025, 12, 31)), "dl"),
        (due(date(2035, 7, 16)), "op"),
        (an_event(interval=OPEN), "op"),
        (replace(an_event(interval=LASTING), status=Status.CANCELLED), "pt"),
    ],
)
def test_a_bound_a_doubt_and_a_duration_look_different(event: Event, kind: str) -> None:
    mark = marks.draw(event, YEAR)
    assert mark is not None
    assert mark.kind == kind


def test_a_deadline_runs_from_the_day_it_was_said_to_its_day() -> None:
    mark = marks.draw(due(date(2025, 12, 31)), YEAR)
    assert mark is not None
    assert mark.x == pytest.approx(YEAR.place(date(2025, 7, 17)), abs=0.01)
    assert mark.x + mark.width == pytest.approx(YEAR.place(date(2026, 1, 1)), abs=0.01)


def test_what_lies_outside_or_has_no_date_is_not_drawn() -> None:
    assert marks.draw(dated(date(2030, 1, 1)), YEAR) is None
    assert marks.draw(dated(date(2023, 12, 31)), YEAR) is None
    assert marks.draw(an_event(interval=None), YEAR) is None


def test_a_deadline_beyond_the_window_says_its_year() -> None:
    mark = marks.draw(due(date(2035, 7, 16)), YEAR)
    assert mark is not None
    assert mark.arrow == "2035"


def test_a_label_turns_left_at_the_right_edge() -> None:
    near_edge = marks.draw(dated(date(2026, 9, 1), title="A summit of forty states"), YEAR)
    assert near_edge is not None
    assert near_edge.label_left


def test_each_event_stands_in_the_lane_of_its_kind() -> None:
    drawn = board.build([dated(date(2025, 7, 17)), due(date(2025, 12, 31))], TODAY, YEAR)
    assert [lane.name for lane in drawn.lanes] == ["Meetings and visits", "Deadlines"]


@pytest.mark.parametrize(
    ("group", "name"),
    [
        (lanes.Group.COUNTRY, "Germany"),
        (lanes.Group.WHO, "Friedrich Merz"),
        (lanes.Group.SOURCE, "Example.org"),
        (lanes.Group.STATUS, "Happened"),
    ],
)
def test_lanes_group_by_what_is_asked(group: lanes.Group, name: str) -> None:
    drawn = board.build([dated(date(2025, 7, 17))], TODAY, YEAR, group)
    assert [lane.name for lane in drawn.lanes] == [name]


def test_marks_in_one_row_never_overlap_and_none_is_lost() -> None:
    events = [dated(date(2024, 6, 1) + timedelta(days=18 * n), event_id=f"e{n}") for n in range(40)]
    (lane,) = board.build(events, TODAY, YEAR).lanes
    assert sum(len(row) for row in lane.rows) == lane.count == 40
    labelled = [row for row in lane.rows if row[0].title]
    assert len(labelled) <= lanes.MOST_ROWS
    for row in labelled:
        assert all(one.end < other.begin for one, other in pairwise(row))


def test_a_crowded_lane_counts_and_its_counts_add_up() -> None:
    events = [dated(date(2024, 6, 1) + timedelta(days=n), event_id=f"e{n}") for n in range(400)]
    (lane,) = board.build(events, TODAY, YEAR).lanes
    assert not lane.rows
    assert sum(bar.count for bar in lane.bars) == 400


def test_never_more_than_300_marks_are_on_screen() -> None:
    events = [
        dated(date(2025, 1, 1) + timedelta(days=n), event_id=f"{kind}{n}", type=kind)
        for kind in EventType
        for n in range(45)
    ]
    drawn = board.build(events, TODAY, YEAR)
    assert sum(len(row) for lane in drawn.lanes for row in lane.rows) <= 300
    assert drawn.count == len(events)


@pytest.mark.parametrize("zoom", Zoom)
@pytest.mark.parametrize("at", [TODAY, date(200, 1, 1), date(9699, 12, 31)])
def test_every_zoom_shows_the_day_it_is_around(zoom: Zoom, at: date) -> None:
    window = around(at, zoom)
    assert 25 < window.place(at) < 75
    fine = [tick for tick in ticks(window) if not tick.major]
    assert 5 <= len(fine) <= 30
    assert all(0 <= tick.x <= 100 for tick in ticks(window))


def test_a_fitting_window_holds_the_first_and_the_last_day() -> None:
    window = fitting(date(1912, 4, 14), date(2040, 1, 1))
    assert window.start < date(1912, 4, 14)
    assert window.end > date(2040, 1, 1)
    assert 3 <= len([tick for tick in ticks(window) if not tick.major]) <= 30


def test_a_month_shows_three_of_a_day_and_counts_the_rest() -> None:
    events = [dated(date(2025, 7, 17), event_id=f"e{n}") for n in range(5)]
    month = months.build(events, TODAY, TODAY)
    cell = next(day for week in month.weeks for day in week if day.date == date(2025, 7, 17))
    assert (len(cell.chips), cell.more) == (3, 2)
    assert month.title == "July 2025"
    assert all(len(week) == 7 for week in month.weeks)


def test_a_month_draws_a_week_as_a_band_and_names_a_year_below() -> None:
    week = dated(date(2025, 7, 7), Precision.WEEK, event_id="w")
    year = dated(date(2025, 1, 1), Precision.YEAR, event_id="y")
    month = months.build([week, year], TODAY, TODAY)
    bands = [band for line in month.weeks for day in line for band in day.bands]
    assert [band.edge for band in bands] == ["a", "", "", "", "", "", "z"]
    assert month.coarse == (year,)


def test_a_deadline_stands_on_its_last_day_alone() -> None:
    month = months.build([due(date(2025, 7, 31))], TODAY, TODAY)
    held = [day.date for week in month.weeks for day in week if day.chips]
    assert held == [date(2025, 7, 31)]


def test_the_list_groups_by_time_and_keeps_what_has_no_date_last() -> None:
    events = [dated(date(2025, 7, 17)), dated(TODAY), an_event(interval=None)]
    found = listing.sections(events, TODAY, by_day=True)
    assert [one.title for one in found] == ["17 July 2025", "18 July 2025", "No date given"]
    assert [one.note for one in found] == ["yesterday", "today", "kept here until a date is known"]
    assert [one.is_today for one in found] == [False, True, False]
    assert [listing.is_over(one, TODAY) for one in events] == [True, False, False]


def test_a_sentence_sets_its_expression_of_time_apart() -> None:
    quote = "It is to be done by the end of the year."
    timex = Timex(
        text="the end of the year", start=20, end=39, type=TimexType.DATE, value="2025", lead=17
    )
    source = replace(a_source(quote=quote), timex=timex)
    assert [(one.text, one.kind) for one in listing.pieces(source)] == [
        ("It is to be done ", ""),
        ("by the end of the year", "u"),
        (".", ""),
    ]
    assert "".join(one.text for one in listing.short_pieces(source)) == quote


def test_promises_stand_nearest_first_and_past_ones_behind() -> None:
    days = [date(2025, 7, 1), date(2026, 1, 1), date(2025, 7, 20)]
    ordered = listing.sort_promises([due(day, event_id=str(day)) for day in days], TODAY)
    assert [one.id for one in ordered] == ["2025-07-20", "2026-01-01", "2025-07-01"]


def test_the_twelve_largest_groups_have_a_lane_and_the_others_share_one() -> None:
    events = [
        dated(
            date(2025, 7, 1) + timedelta(days=n),
            event_id=f"e{n}",
            participants=(Participant(name=f"Body {number:02}"),),
        )
        for number in range(15)
        for n in range(number * 3, number * 3 + 1 + number % 3)
    ]
    drawn = board.build(events, TODAY, YEAR, lanes.Group.WHO)
    names = [lane.name for lane in drawn.lanes]
    assert len(names) == lanes.MOST_LANES + 1
    assert names[:-1] == sorted(names[:-1])
    assert names[-1] == "All others"
    assert drawn.count == len(events)


@pytest.mark.parametrize(
    ("counts", "most"),
    [([3, 5, 0], 5), ([70, 70, 70, 70], 70), ([79, 90], 79), ([10, 400], 10), ([150, 150], 0)],
)
def test_the_fullest_lanes_count_before_too_many_marks_are_drawn(
    counts: list[int], most: int
) -> None:
    assert lanes.most_marks(counts) == most


def test_the_mark_of_a_moved_event_has_its_ghost_before_it() -> None:
    old, new = unit(date(2025, 3, 3), Precision.DAY), unit(date(2025, 9, 8), Precision.DAY)
    moved = Revision(at=an_event().changed_at, by="article:a2", what="date", old=old, new=new)
    mark = marks.draw(an_event(interval=new, history=(moved,)), YEAR)
    assert mark is not None
    assert mark.x - mark.moved == pytest.approx(YEAR.place(date(2025, 3, 3)), abs=0.01)
    assert mark.note == "8 Sep 2025, put off from 3 Mar 2025"
    assert "put off from 3 March 2025" in mark.name


def test_a_date_made_finer_or_put_forward_is_no_postponement() -> None:
    september = unit(date(2025, 9, 1), Precision.MONTH)
    day = unit(date(2025, 9, 8), Precision.DAY)
    for old in (september, unit(date(2025, 12, 1), Precision.DAY)):
        told = Revision(at=an_event().changed_at, by="article:a2", what="date", old=old, new=day)
        assert marks.put_off_from(an_event(interval=day, history=(told,))) is None


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Latvia changes its law, due by 31 December 2025", "Latvia changes its law"),
        ("Lettland ändert sein Gesetz, bis 31. Dezember 2025", "Lettland ändert sein Gesetz"),
        ("La loi, au plus tard le 31 décembre 2025", "La loi"),
        ("Latvia votes, due by 1 May 2025", None),
        ("A plan, 12 of its 31 points by 2025", None),
        ("Due by 31 December 2025", None),
    ],
)
def test_the_day_of_a_deadline_is_said_once_where_it_stands_beside(
    title: str, shown: str | None
) -> None:
    event = due(date(2025, 12, 31), title=title)
    mark = marks.draw(event, YEAR)
    assert mark is not None
    assert (words.face(event), mark.title) == (shown or title, shown or title)
    assert words.face(dated(date(2025, 12, 31), title=title)) == title
