"""What a reminder says, and that nothing in it can add a header or run."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from tests.conftest import subscriber
from tests.core.samples import a_source, an_event, until
from timeline.core.event import EventType, Status
from timeline.core.interval import unit
from timeline.core.precision import Precision
from timeline.core.reminder import Kind, Reminder, Rhythm
from timeline.extract import lexicon
from timeline.mail import message
from timeline.speech.voice import Voice, languages

AT = datetime(2025, 12, 24, 8, tzinfo=UTC)
ENGLISH = Voice()
ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
EVENT = "https://t.example/events/e1"
LINKS = message.Links(
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
        message.Item(reminder=due, days=days, link=EVENT), frame(links=links), ics=ICS
    )


def frame(*, links: message.Links = LINKS, note: str = "", voice: Voice = ENGLISH) -> message.Frame:
    return message.Frame(
        to="alice@example.org",
        mail_from="Timeline <t@example.org>",
        links=links,
        mail_id="m1",
        at=AT,
        note=note,
        voice=voice,
    )


@pytest.mark.parametrize(
    ("days", "lead"), [(7, "Due in 7 days"), (1, "Due tomorrow"), (0, "Due today")]
)
def test_the_subject_says_what_and_when(days: int, lead: str) -> None:
    subject = str(a_reminder(days=days)["Subject"])
    assert subject == f"{lead}: Germany to outlaw smuggling boats, 31 December 2025"


def test_the_address_that_stops_stands_in_the_raw_header_whole() -> None:
    """Mail programs read List-Unsubscribe as it is; an encoded word would hide it (RFC 2369)."""
    long = message.Links(manage=LINKS.manage, unsubscribe=LINKS.unsubscribe + "x" * 120)
    raw = written(links=long).as_bytes()
    assert f"\r\nList-Unsubscribe: <{long.unsubscribe}>\r\n".encode() in raw


def test_a_title_that_tells_the_day_is_not_followed_by_it_again() -> None:
    german = item(Kind.BEFORE, voice=DE, title="Due by 31 December 2025").subject
    assert german == "Fällig in 7 Tagen: Due by 31 December 2025", "in whatever language"


@pytest.mark.parametrize("lang", ["en", "de", "fr", "es"])
@pytest.mark.parametrize("limit", ["due", "until"])
def test_the_limit_that_a_title_was_given_is_told_once(lang: str, limit: str) -> None:
    """Neither in the subject nor in the body: "Due in 7 days: …, due by …"."""
    form = lexicon.table(lang)["headline"][limit].format(day="31 December 2025")
    mail = a_reminder(title=f"Germany to outlaw smuggling boats, {form}")
    assert mail["Subject"] == "Due in 7 days: Germany to outlaw smuggling boats, 31 December 2025"
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        assert form not in part.get_content()


def test_a_title_that_goes_on_after_a_day_stays_whole() -> None:
    for title in ("Talks, until 3 May, in Rome", "Act on boats, until then", "Truce until 3 May"):
        assert item(Kind.BEFORE, title=title).title == title
    visit = "A tour, until 3 May 2025"
    assert item(Kind.BEFORE, **(VISIT | {"title": visit})).title == visit


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
    return (EVENT, LINKS.manage, LINKS.unsubscribe)


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


def item(
    kind: Kind,
    days: int = 7,
    day: date = date(2025, 12, 31),
    voice: Voice = ENGLISH,
    **values: Any,
) -> message.Item:
    usual: dict[str, Any] = {
        "title": "Plan",
        "interval": until(day),
        "deadline": True,
        "status": Status.EXPECTED,
    }
    told = Reminder(
        event=an_event(**(usual | values)),
        subscriber=subscriber("alice", confirmed=True),
        lead=7,
        due_on=day,
        due_at=AT,
        kind=kind,
    )
    return message.Item(reminder=told, days=days, link=EVENT, before="1. 5. 2025", voice=voice)


VISIT: dict[str, Any] = {
    "deadline": False,
    "type": EventType.VISIT,
    "interval": unit(date(2025, 12, 31), Precision.DAY),
}


@pytest.mark.parametrize(
    ("shown", "subject"),
    [
        (item(Kind.SNOOZED, 4), "Due in 4 days: Plan, 31 December 2025"),
        (item(Kind.BEFORE, type=EventType.EFFECT), "Ends in 7 days: Plan, 31 December 2025"),
        (item(Kind.BEFORE, **VISIT), "In 7 days: Plan, 31 December 2025"),
        (item(Kind.BEFORE, 0, **VISIT), "Today: Plan, 31 December 2025"),
        (item(Kind.MOVED), "Moved to 31 December 2025: Plan"),
        (item(Kind.EXTENDED), "Extended to 31 December 2025: Plan"),
        (item(Kind.POSTPONED), "Put off, no new date: Plan, 31 December 2025"),
        (item(Kind.CANCELLED), "Cancelled: Plan, 31 December 2025"),
        (item(Kind.RESUMED), "On again: Plan, 31 December 2025"),
        (item(Kind.UNREPORTED, -1), "Nothing reported: Plan, 31 December 2025"),
    ],
)
def test_each_kind_has_its_subject(shown: message.Item, subject: str) -> None:
    assert str(message.reminder(shown, frame(), ics=ICS)["Subject"]) == subject


@pytest.mark.parametrize(
    ("days", "left"),
    [
        (7, "7 days are left"),
        (1, "1 day is left"),
        (0, "that is today"),
        (-1, "that was yesterday"),
        (-3, "that was 3 days ago"),
    ],
)
def test_the_days_that_are_left_are_said(days: int, left: str) -> None:
    mail = message.reminder(item(Kind.BEFORE, days), frame(), ics=ICS)
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        assert left in part.get_content()


@pytest.mark.parametrize("kind", [Kind.POSTPONED, Kind.CANCELLED])
def test_of_what_is_called_off_no_days_are_left(kind: Kind) -> None:
    for said in bodies(message.reminder(item(kind), frame(), ics=ICS)):
        assert "31 December 2025" in said
        assert "days are left" not in said


@pytest.mark.parametrize(
    ("rhythm", "subject"),
    [
        (Rhythm.EACH, "Due in 3 days: Plan, 31 December 2025, and 2 more"),
        (Rhythm.DAILY, "Your day, 24 December 2025: Plan, and 2 more"),
        (Rhythm.WEEKLY, "The week ahead, 24–30 December 2025: Plan, and 2 more"),
    ],
)
def test_a_digest_names_the_first_and_tells_all(rhythm: Rhythm, subject: str) -> None:
    items = [
        item(Kind.UNREPORTED, -1, title="Silent"),
        item(Kind.BEFORE, 3),
        item(Kind.CANCELLED, title="Off <b>"),
    ]
    today = date(2025, 12, 24)
    mail = message.digest(items, frame(note="Late."), rhythm=rhythm, today=today, ics=ICS)
    assert str(mail["Subject"]) == subject
    text, page = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert page is not None
    said = text.get_content()
    order = ["Late.", "DUE", "Plan", "CHANGED", "Cancelled: Off <b>", "NOTHING REPORTED", "Silent"]
    places = [said.index(word) for word in order]
    assert places == sorted(places)
    assert "Off &lt;b&gt;" in page.get_content()


def test_a_digest_leads_whoever_may_edit_to_what_became_of_a_deadline() -> None:
    owed = replace(item(Kind.BEFORE, 3), outcome=f"{EVENT}/edit#outcome")
    today = date(2025, 12, 24)
    mail = message.digest([owed], frame(), rhythm=Rhythm.DAILY, today=today, ics=ICS)
    for told in bodies(mail):
        assert f"{EVENT}/edit#outcome" in told
        assert "Say what became of it" in told


DE, FR = Voice("de"), Voice("fr")


@pytest.mark.parametrize(
    ("voice", "kind", "days", "subject", "when", "left"),
    [
        (DE, Kind.BEFORE, 7, "Fällig in 7 Tagen: Plan, 31. Dezember 2025",
         "bis 31. Dezember 2025", "noch 7 Tage"),
        (DE, Kind.SNOOZED, 1, "Morgen fällig: Plan, 31. Dezember 2025",
         "bis 31. Dezember 2025", "noch 1 Tag"),
        (DE, Kind.EXTENDED, 7, "Verlängert bis 31. Dezember 2025: Plan",
         "bis 31. Dezember 2025", "noch 7 Tage"),
        (DE, Kind.CANCELLED, 7, "Abgesagt: Plan, 31. Dezember 2025",
         "bis 31. Dezember 2025", "Abgesagt"),
        (DE, Kind.UNREPORTED, -1, "Nichts berichtet: Plan, 31. Dezember 2025",
         "bis 31. Dezember 2025", "das war gestern"),
        (FR, Kind.BEFORE, 7, "Échéance dans 7 jours : Plan, 31 décembre 2025",
         "d’ici le 31 décembre 2025", "encore 7 jours"),
        (FR, Kind.BEFORE, 0, "Échéance aujourd’hui : Plan, 31 décembre 2025",
         "d’ici le 31 décembre 2025", "c’est aujourd’hui"),
        (FR, Kind.MOVED, 7, "Déplacé au 31 décembre 2025 : Plan",
         "d’ici le 31 décembre 2025", "encore 7 jours"),
    ],
)  # fmt: skip
def test_a_reminder_speaks_the_language_of_whom_it_reminds(
    voice: Voice, kind: Kind, days: int, subject: str, when: str, left: str
) -> None:
    mail = message.reminder(item(kind, days, voice=voice), frame(voice=voice), ics=ICS)
    assert str(mail["Subject"]) == subject
    for said in bodies(mail):
        assert when.casefold() in said.casefold()
        assert left in said


def bodies(mail: EmailMessage) -> list[str]:
    parts = [mail.get_body((kind,)) for kind in ("plain", "html")]
    return [part.get_content() for part in parts if part is not None]


@pytest.mark.parametrize(
    ("voice", "rhythm", "subject", "sections"),
    [
        (DE, Rhythm.WEEKLY, "Die Woche, 24.–30. Dezember 2025: Plan und 1 weitere",
         ("Fällig", "Geändert")),
        (FR, Rhythm.DAILY, "Votre journée, 24 décembre 2025 : Plan et 1 de plus",
         ("Terme", "Modifié")),
        (FR, Rhythm.EACH, "Échéance dans 3 jours : Plan, 31 décembre 2025 et 1 de plus",
         ("Terme", "Modifié")),
    ],
)  # fmt: skip
def test_a_digest_speaks_it_too(
    voice: Voice, rhythm: Rhythm, subject: str, sections: tuple[str, ...]
) -> None:
    items = [item(Kind.BEFORE, 3, voice=voice), item(Kind.CANCELLED, voice=voice, title="Off")]
    today = date(2025, 12, 24)
    mail = message.digest(items, frame(voice=voice), rhythm=rhythm, today=today, ics=ICS)
    assert str(mail["Subject"]) == subject
    text, page = bodies(mail)
    for section in sections:
        assert section.upper() in text
        assert f"<h2>{section}</h2>" in page
    assert f'<html lang="{voice.code}">' in page


@pytest.mark.parametrize("code", [one for one in languages() if one != "en"])
def test_no_english_is_left_in_a_mail_of_another_language(code: str) -> None:
    voice = Voice(code)
    told: dict[str, Any] = {
        "to": "a@example.org",
        "mail_from": "t@example.org",
        "link": EVENT,
        "at": AT,
    }
    several = [item(kind, voice=voice) for kind in Kind]
    today = date(2025, 12, 24)
    mails = [
        message.confirmation(**told, what="x", voice=voice),
        message.known(**told, what="x", voice=voice),
        *(message.reminder(one, frame(voice=voice), ics=ICS) for one in several),
        message.digest(several, frame(voice=voice), rhythm=Rhythm.DAILY, today=today, ics=ICS),
    ]
    for mail in mails:
        for said in (str(mail["Subject"]), *bodies(mail)):
            assert not ENGLISH_WORDS.findall(re.sub(r"<style>.*?</style>", "", said, flags=re.S))


ENGLISH_WORDS = re.compile(r"\b(?:the|you|your|what|this|these|left|due|open|later|more)\b", re.I)
