"""The events that the tests of the pages show; today is 18 July 2025."""

from dataclasses import replace
from datetime import date

from tests.core.samples import a_source, an_event, until
from tests.store.build import keep
from timeline.core.event import Event, EventType, Outcome, Participant, Status
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.core.timex import Timex, TimexType
from timeline.store.engine import Database

QUOTE = "Latvia is to change its law by the end of the year."


def due_event() -> Event:
    """A law that Latvia owes until the end of the year."""
    source = a_source("a3", quote=QUOTE, title="What Riga promised")
    timex = Timex(
        text="the end of the year", start=31, end=50, type=TimexType.DATE, value="2025", lead=28
    )
    return an_event(
        "due",
        type=EventType.DEADLINE,
        title="Latvia changes its law",
        interval=until(date(2025, 12, 31)),
        deadline=True,
        status=Status.EXPECTED,
        outcome=Outcome.OPEN,
        participants=(Participant(name="Evika Siliņa", country="LV"),),
        sources=(replace(source, timex=timex),),
    )


def keep_four(database: Database) -> None:
    """A visit yesterday, a summit in August, a deadline in December, a forum without a date."""
    summit = unit(date(2025, 8, 1), Precision.MONTH)
    with database.write() as session:
        keep(
            session,
            an_event("visit", sources=(a_source("a1"),)),
            an_event(
                "summit",
                type=EventType.SUMMIT,
                title="Leaders meet in Paris",
                interval=summit,
                status=Status.PLANNED,
                participants=(Participant(name="Emmanuel Macron", country="FR"),),
                sources=(a_source("a2", quote="They meet in August."),),
            ),
            due_event(),
            an_event(
                "forum",
                type=EventType.ANNOUNCEMENT,
                title="A business forum",
                interval=None,
                status=Status.PLANNED,
                participants=(),
                sources=(a_source("a4", quote="A forum is planned."),),
            ),
        )
