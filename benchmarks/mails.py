"""Takes the pictures of mails in docs/pictures from the sample articles.

python -m benchmarks.mails [FOLDER]
"""

import sys
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.pictures import FOLDER
from tests.chromium import launch
from timeline.core.article import Anchor, Draft
from timeline.core.event import Revision
from timeline.core.filter import Filter
from timeline.core.interval import Bound, bounded, unit
from timeline.core.precision import Precision
from timeline.core.reminder import Rhythm, Subscriber, Topic
from timeline.extract.pipeline import Reader
from timeline.mail.transport import NoServer, Outbox, Transport
from timeline.store import events, subscribers
from timeline.store.engine import Database
from timeline.tasks import remind
from timeline.tasks.add import add_draft
from timeline.tasks.samples import load_samples

SEEDS = Path(__file__).parents[1] / "seeds"
SINCE = datetime(2025, 7, 1, tzinfo=UTC)
CHANGED = datetime(2025, 12, 1, tzinfo=UTC)
WEEK_BEFORE = datetime(2025, 12, 24, 8, tzinfo=UTC)
MONDAY = datetime(2025, 12, 29, 8, tzinfo=UTC)
PROMISE = (
    "Germany will outlaw smuggling boats by the end of the year, Friedrich Merz said in London."
)
LATER = date(2026, 3, 31)
# Name, mail, scheme, width.
SHOTS = (
    ("mail", "reminder", "light", 640),
    ("mail-dark", "reminder", "dark", 640),
    ("mail-phone", "reminder", "light", 390),
    ("mail-week", "week", "light", 640),
    ("mail-changed", "changed", "light", 640),
    ("mail-late", "late", "light", 640),
    ("mail-german", "german", "light", 640),
    ("mail-french", "french", "dark", 640),
)


def main() -> None:
    """Write each picture."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    mails = made()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, mail, scheme, width in SHOTS:
            take(browser, mails[mail], folder / f"{name}.png", scheme, width)
        browser.close()


def take(browser: Browser, mail: EmailMessage, file: Path, scheme: str, width: int) -> None:
    """Write the picture of the mail's HTML as a mail program shows it."""
    part = mail.get_body(("html",))
    if part is None:
        raise SystemExit(f"{file.name}: the mail has no HTML")
    page = browser.new_page(
        viewport={"width": width, "height": 300},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.set_content(part.get_content())
    page.screenshot(path=file, full_page=True)
    print(f"{file.name}: {file.stat().st_size} bytes; {mail['Subject']}")
    page.close()


def made() -> dict[str, EmailMessage]:
    """A reminder, the week ahead, a change, and what comes after days without a mail server."""
    with tempfile.TemporaryDirectory() as data:
        database, reader = Database(f"sqlite:///{data}/t.sqlite3"), Reader()
        database.migrate()
        load_samples(database, reader, SEEDS, now=SINCE)
        add(database, reader, PROMISE, date(2025, 7, 18))
        some = Filter(country=("DE", "IQ", "ES"))
        week = _sent(database, MONDAY, rhythm=Rhythm.WEEKLY, chosen=some)
        boats = Filter(q=("smuggling",))
        each = _sent(database, WEEK_BEFORE, rhythm=Rhythm.EACH, chosen=boats)
        german = _sent(database, WEEK_BEFORE, rhythm=Rhythm.EACH, chosen=boats, language="de")
        french = _sent(database, MONDAY, rhythm=Rhythm.WEEKLY, chosen=some, language="fr")
        late = _sent(
            database, WEEK_BEFORE + timedelta(days=3), rhythm=Rhythm.EACH, chosen=boats, down=True
        )
        extend(database, LATER)
        changed = _sent(database, WEEK_BEFORE, rhythm=Rhythm.EACH, chosen=boats)
        database.dispose()
    return {
        "reminder": each[0],
        "week": week[0],
        "late": late[0],
        "changed": changed[0],
        "german": german[0],
        "french": french[0],
    }


def add(database: Database, reader: Reader, text: str, on: date) -> None:
    """Add an article of one sentence."""
    draft = Draft(text=text, title="Merz in London", url="https://news.example/london", lang="en")
    add_draft(database, reader, draft, now=SINCE, published=Anchor(published=on))


def extend(database: Database, to: date) -> None:
    """Move the deadline of the boats, as somebody who edits it would."""
    with database.write() as session:
        (event,) = events.find_events(session, Filter(q=("smuggling boats",)))
        later = bounded(unit(to, Precision.DAY), Bound.BY)
        told = Revision(at=CHANGED, by="Alice", what="date", old=event.interval, new=later)
        moved = replace(event, interval=later, history=(told,), changed_at=CHANGED)
        events.save_event(session, moved)


def _sent(
    database: Database,
    now: datetime,
    *,
    rhythm: Rhythm,
    chosen: Filter | None = None,
    down: bool = False,
    language: str = "en",
) -> list[EmailMessage]:
    one = Subscriber(
        id=f"{rhythm}-{now:%d}",
        address="alice@example.org",
        filter=chosen or Filter(),
        topics=tuple(Topic),
        rhythm=rhythm,
        language=language,
        created_at=SINCE,
        confirmed_at=SINCE,
    )
    with database.write() as session:
        subscribers.save_subscriber(session, one)
    outbox = Outbox()
    if down:
        run(database, Down(), WEEK_BEFORE)
    run(database, outbox, now)
    with database.write() as session:
        subscribers.delete_subscriber(session, one.id)
    return outbox.sent


class Down(Outbox):
    """No mail server."""

    def send(self, message: EmailMessage) -> None:
        """Raise as a server does that is away."""
        raise NoServer(f"no server for {message['To']}")


def run(database: Database, transport: Transport, now: datetime) -> None:
    """One run of the reminders."""
    remind.run(
        database,
        transport,
        now=now,
        base_url="https://timeline.example",
        secret="pictures",
        mail_from="Timeline <timeline@example.org>",
    )


if __name__ == "__main__":
    main()
