"""What a reminder says, and that nothing in it can add a header or run."""

from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from tests.conftest import subscriber
from tests.core.samples import a_source, an_event, until
from timeline.core.event import EventType, Status
from timeline.core.reminder import Reminder
from timeline.mail import message

AT = datetime(2025, 12, 24, 8, tzinfo=UTC)
LINKS = message.Links(
    event="https://t.example/events/e1",
    manage="https://t.example/reminders/manage/x",
    unsubscribe="https://t.example/reminders/unsubscribe/x",
)


def a_reminder(*, days: int = 7, **values: Any) -> EmailMessage:
    """The mail as a reader gets it."""
    read = message_from_bytes(written(days=days, **values).as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def written(*, days: int = 7, links: message.Links = LINKS, **values: Any) -> EmailMessage:
    usual: dict[str, Any] = {
        "type": EventType.DEADLINE,
        "title": "Germany to outlaw smuggling boats",
        "interval": until(date(2025, 12, 31)),
        "deadline": True,
        "status": Status.EXPECTED,
    }
    due = Reminder(
        event=an_event(**(usual | values)),
        subscriber=subscriber("alice", confirmed=True),
        lead=7,
        due_on=date(2025, 12, 31),
        due_at=AT,
    )
    return message.reminder(
        due,
        mail_id="m1",
        mail_from="Timeline <t@example.org>",
        links=links,
        days=days,
        ics=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        at=AT,
    )


@pytest.mark.parametrize(
    ("days", "lead"), [(7, "Due in 7 days"), (1, "Due tomorrow"), (0, "Due today")]
)
def test_the_subject_says_what_and_when(days: int, lead: str) -> None:
    subject = str(a_reminder(days=days)["Subject"])
    assert subject == f"{lead}: Germany to outlaw smuggling boats, 31 December 2025"


def test_the_address_that_stops_stands_in_the_raw_header_whole() -> None:
    """Mail programs read List-Unsubscribe as it is; an encoded word would hide it (RFC 2369)."""
    long = message.Links(
        event=LINKS.event, manage=LINKS.manage, unsubscribe=LINKS.unsubscribe + "x" * 120
    )
    raw = written(links=long).as_bytes()
    assert f"\r\nList-Unsubscribe: <{long.unsubscribe}>\r\n".encode() in raw


def test_a_title_that_tells_the_day_is_not_followed_by_it_again() -> None:
    subject = str(a_reminder(title="Germany to act, due by 31 December 2025")["Subject"])
    assert subject == "Due in 7 days: Germany to act, due by 31 December 2025"


def test_the_headers_say_how_to_stop_and_that_a_machine_wrote() -> None:
    mail = a_reminder()
    assert mail["List-Unsubscribe"] == f"<{LINKS.unsubscribe}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == AT
    assert mail["Precedence"] is None
    assert a_reminder()["Message-ID"] == mail["Message-ID"]


def test_text_and_html_both_have_the_evidence_the_sources_and_the_links() -> None:
    mail = a_reminder(sources=(a_source(quote="It must be done by the end of the year."),))
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        said = part.get_content()
        for words in ("It must be done by the end of the year.", "A treaty in London", *vars_of()):
            assert words in said, (kind, words)


def vars_of() -> tuple[str, ...]:
    return (LINKS.event, LINKS.manage, LINKS.unsubscribe)


def test_the_event_is_attached_as_a_calendar() -> None:
    attached = list(a_reminder().iter_attachments())
    assert [part.get_content_type() for part in attached] == ["text/calendar"]
    assert attached[0].get_param("method") == "PUBLISH"


@pytest.mark.parametrize("title", ["A\r\nBcc: eve@example.org", "A\nBcc: x", "A\x00B", "Ü" * 120])
def test_a_title_adds_no_header(title: str) -> None:
    mail = a_reminder(title=title)
    assert mail["Bcc"] is None
    assert "\n" not in str(mail["Subject"])


def test_a_title_in_html_is_text() -> None:
    part = a_reminder(title="<script>alert(1)</script>").get_body(("html",))
    assert part is not None
    assert "<script>" not in part.get_content()
