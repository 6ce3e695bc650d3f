"""A year of a timeline in three zones, against what a person wrote down.

It runs each half hour of the days around what is due; on others there is nothing to look for.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.core.samples import a_source
from tests.tasks.mailing import a_deadline, a_visit, run, set_up
from timeline.core.event import EventType, Outcome
from timeline.core.filter import Filter
from timeline.core.reminder import Subscriber, Topic
from timeline.mail.transport import Outbox
from timeline.store.engine import Database
from timeline.tasks.remind import Memory

EVENTS = (
    # Berlin's clocks go forward on 30 March at 2:00, and back on 26 October at 3:00
    a_deadline("spring", day=date(2025, 3, 31), sources=(a_source("a1", quote="One."),)),
    a_deadline("autumn", day=date(2025, 10, 27), sources=(a_source("a2", quote="Two."),)),
    # New York's on 9 March and 2 November, Lord Howe's by half an hour on 6 April and 5 October
    a_deadline("march", day=date(2025, 3, 9), sources=(a_source("a3", quote="Three."),)),
    a_deadline("april", day=date(2025, 4, 7), sources=(a_source("a4", quote="Four."),)),
    a_visit("visit", "a5", date(2025, 7, 1)),
    a_deadline(
        "silent",
        day=date(2025, 11, 2),
        outcome=Outcome.OPEN,
        sources=(a_source("a6", quote="Six."),),
    ),
)
PEOPLE = (
    ("berlin", "Europe/Berlin", 2, (7, 1)),
    ("york", "America/New_York", 1, (1,)),
    ("howe", "Australia/Lord_Howe", 2, (1, 0)),
)
WRITTEN_DOWN = """
2025-03-02 01:00 berlin Due in 7 days: Plan march
2025-03-08 01:00 berlin Due tomorrow: Plan march
2025-03-07 15:00 howe Due tomorrow: Plan march
2025-03-08 06:00 york Due tomorrow: Plan march
2025-03-08 15:00 howe Due today: Plan march
2025-03-24 01:00 berlin Due in 7 days: Plan spring
2025-03-29 15:00 howe Due tomorrow: Plan spring
2025-03-30 01:00 berlin Due tomorrow: Plan spring
2025-03-30 05:00 york Due tomorrow: Plan spring
2025-03-30 15:00 howe Due today: Plan spring
2025-03-31 00:00 berlin Due in 7 days: Plan april
2025-04-05 15:30 howe Due tomorrow: Plan april
2025-04-06 00:00 berlin Due tomorrow: Plan april
2025-04-06 05:00 york Due tomorrow: Plan april
2025-04-06 15:30 howe Due today: Plan april
2025-06-24 00:00 berlin In 7 days: Visit visit
2025-06-30 00:00 berlin Tomorrow: Visit visit
2025-10-20 00:00 berlin Due in 7 days: Plan autumn
2025-10-25 15:00 howe Due tomorrow: Plan autumn
2025-10-26 00:00 berlin Due tomorrow: Plan autumn
2025-10-26 05:00 york Due tomorrow: Plan autumn
2025-10-26 00:00 berlin Due in 7 days: Plan silent
2025-10-26 15:00 howe Due today: Plan autumn
2025-10-31 15:00 howe Due tomorrow: Plan silent
2025-11-01 01:00 berlin Due tomorrow: Plan silent
2025-11-01 05:00 york Due tomorrow: Plan silent
2025-11-01 15:00 howe Due today: Plan silent
2025-11-02 15:00 howe Nothing reported: Plan silent
2025-11-03 01:00 berlin Nothing reported: Plan silent
2025-11-03 06:00 york Nothing reported: Plan silent
"""


def test_a_year_in_three_zones_is_as_it_was_written_down(
    sqlite_database: Database, alice: Subscriber
) -> None:
    people = [
        replace(alice, id=name, address=f"{name}@example.org", zone=zone, hour=hour, leads=leads)
        for name, zone, hour, leads in PEOPLE
    ]
    people[0] = replace(people[0], topics=(*people[0].topics, Topic.EVENTS))
    people[1] = replace(people[1], filter=Filter(type=(EventType.DEADLINE,)))
    set_up(sqlite_database, *people, shown=EVENTS)
    found: list[str] = []
    memory = Memory()  # as the scheduler has it: most of the runs have nothing to look for
    instant = datetime(2025, 1, 1, tzinfo=UTC)
    # Every half hour, but only on the days on which anything could be due, and those beside them.
    days = {one.interval.last_day for one in EVENTS if one.interval and one.interval.last_day}
    while instant < datetime(2026, 1, 1, tzinfo=UTC):
        if any((instant.date() - day).days in {-8, -7, -2, -1, 0, 1} for day in days):
            sent = Outbox()
            run(sqlite_database, sent, instant, memory)
            for mail in sent.sent:
                who = str(mail["To"]).split("@")[0]
                what = str(mail["Subject"]).split(", ")[0]
                found.append(f"{instant:%Y-%m-%d %H:%M} {who} {what}")
        instant += timedelta(minutes=30)
    assert sorted(found) == sorted(WRITTEN_DOWN.strip().splitlines())
