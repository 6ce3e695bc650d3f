"""What articles say of change, in every language. Published Thursday, 17 July 2025."""

import pytest

from tests.extract.reading import PUBLISHED, READER, article
from timeline.core.event import EventType, Mention


def told(mention: Mention) -> str:
    """Type, last day, status; the last day that it had before, and the change."""
    before = mention.previous.last_day if mention.previous else None
    day = mention.interval.last_day if mention.interval else None
    words = [mention.type, str(day or "-"), mention.status]
    words += [f"was {before}"] if before else []
    words += [mention.change] if mention.change else []
    return " ".join(words)


ROWS = [
    ("de", "Der für den 12. August 2025 geplante Gipfel wurde auf den 26. August 2025 verschoben.",
     "summit 2025-08-26 planned was 2025-08-12 moved"),
    ("de", "Der Gipfel wurde vom 12. August 2025 auf den 5. August 2025 vorgezogen.",
     "summit 2025-08-05 planned was 2025-08-12 moved"),
    ("de", "Der Gipfel in Lima wurde abgesagt.", "summit - cancelled"),
    ("de", "Der Gipfel in Lima wurde verschoben.", "summit - postponed"),
    ("de", "Peru hat die Frist versäumt.", "deadline - happened missed"),
    ("de", "Peru hat die Frist eingehalten.", "deadline - happened met"),
    ("de", "Die Frist für Peru wurde vom 12. August 2025 bis zum 26. August 2025 verlängert.",
     "deadline 2025-08-26 planned was 2025-08-12 moved"),
    ("fr", "Le sommet prévu le 12 août 2025 est reporté au 26 août 2025.",
     "summit 2025-08-26 planned was 2025-08-12 moved"),
    ("fr", "Le sommet prévu le 12 août 2025 a été avancé au 5 août 2025.",
     "summit 2025-08-05 planned was 2025-08-12 moved"),
    ("fr", "Le sommet de Lima est annulé.", "summit - cancelled"),
    ("fr", "Le sommet de Lima est reporté.", "summit - postponed"),
    ("fr", "Le Pérou a manqué le délai.", "deadline - happened missed"),
    ("fr", "Le Pérou a respecté le délai.", "deadline - happened met"),
    ("fr", "Le délai accordé au Pérou a été prolongé du 12 août 2025 au 26 août 2025.",
     "deadline 2025-08-26 planned was 2025-08-12 moved"),
    ("es", "La cumbre prevista para el 12 de agosto de 2025 fue aplazada al 26 de agosto de 2025.",
     "summit 2025-08-26 planned was 2025-08-12 moved"),
    ("es", "La cumbre prevista para el 12 de agosto de 2025 fue adelantada al 5 de agosto de 2025.",
     "summit 2025-08-05 planned was 2025-08-12 moved"),
    ("es", "La cumbre de Lima fue cancelada.", "summit - cancelled"),
    ("es", "La cumbre de Lima fue aplazada.", "summit - postponed"),
    ("es", "Perú incumplió el plazo.", "deadline - happened missed"),
    ("es", "Perú cumplió el plazo.", "deadline - happened met"),
    ("es", "El plazo para Perú fue prorrogado del 12 de agosto de 2025 al 26 de agosto de 2025.",
     "deadline 2025-08-26 planned was 2025-08-12 moved"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), ROWS)
def test_a_change_is_read_in_every_language(lang: str, text: str, expected: str) -> None:
    found = READER.read(article(text, PUBLISHED, lang)).mentions
    assert [told(one) for one in found] == [expected]


# How a deadline ended, by what stands before and behind the words, and over the dot of a day.
ENDED = [
    ("en", "Nigeria failed to meet the 30 June deadline to ratify the accord.", "missed"),
    ("en", "Peru did not meet the 30 June deadline.", "missed"),
    ("en", "Peru met the 30 June deadline and will publish the law in autumn.", "met"),
    ("de", "Ghana hat die Frist zum 30. Juni nicht eingehalten.", "missed"),
    ("de", "Ghana hielt die Frist zum 30. Juni nicht ein.", "missed"),
    ("de", "Ghana hat die Frist zum 30. Juni eingehalten.", "met"),
    ("en", "Peru will meet the 31 August deadline.", None),
    ("en", "Peru may fail to meet the 31 August deadline.", None),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "change"), ENDED)
def test_a_deadline_is_kept_or_missed_by_what_is_said_of_it_alone(
    lang: str, text: str, change: str | None
) -> None:
    found = READER.read(article(text, PUBLISHED, lang)).mentions
    assert [one.change for one in found if one.deadline] == [change]


def test_a_day_that_ends_what_is_passed_on_is_not_that_of_the_saying() -> None:
    text = "Chile will host the summit, on 5 August, officials in Lima said on Thursday."
    found = READER.read(article(text, PUBLISHED, "en")).mentions
    assert told(found[0]) == "summit 2025-08-05 planned"


# From one day to another without a year: one event at its new day, whichever of the two is later.
MOVED = [
    ("en", "The summit in Lima was moved from July 20 to August 9.",
     "summit 2025-08-09 planned was 2025-07-20 moved"),
    ("en", "Peru moved the meeting with Chile from July 20 to August 9.",
     "meeting 2025-08-09 planned was 2025-07-20 moved"),
    ("en", "The date of the vote was moved from July 20 to August 9 because of the floods.",
     "vote 2025-08-09 planned was 2025-07-20 moved"),
    ("en", "The visit of the envoys to Oslo was brought forward from August 9 to July 20.",
     "visit 2025-07-20 planned was 2025-08-09 moved"),
    ("en", "The deadline was moved from July 20 to August 9.",
     "deadline 2025-08-09 planned was 2025-07-20 moved"),
    ("fr", "Le sommet de Lima a été avancé du 9 août au 20 juillet.",
     "summit 2025-07-20 planned was 2025-08-09 moved"),
    ("es", "La cumbre de Lima fue trasladada del 20 de julio al 9 de agosto.",
     "summit 2025-08-09 planned was 2025-07-20 moved"),
    ("en", "The talks in Quito, scheduled for 27 July, will take place four days earlier, on 23"
     " July.", "meeting 2025-07-23 planned was 2025-07-27 moved"),
    # A noun of change is of what it names, though another verb tells of it.
    ("en", "Peru and Chile have agreed a new date for their summit in Lima: it will now be held on"
     " 19 August.", "summit 2025-08-19 planned moved"),
    # What shares the subject of the verb before it is no thing without a name.
    ("en", "The summit in Lima is back on and will take place on 9 August as originally planned.",
     "summit 2025-08-09 planned"),
    # The days of one thing are no move, whatever else changed.
    ("en", "The summit will be held instead from 20 to 22 July in Oslo.",
     "summit 2025-07-22 planned"),
    ("fr", "La rencontre aura finalement lieu du 20 juillet au 22 juillet à Oslo.",
     "meeting 2025-07-22 planned"),
]  # fmt: skip

# The day on which something was put off or extended is told apart from the thing's own days.
MADE_ON = [
    ("en", "The commission extended on Monday the deadline for the plan to 31 August.",
     "deadline 2025-08-31 planned moved"),
    ("en", "The commission on Monday extended the deadline from 31 July to 31 August.",
     "deadline 2025-08-31 planned was 2025-07-31 moved"),
    ("en", "Norway on Monday postponed the summit in Oslo to 9 August.",
     "summit 2025-08-09 planned moved"),
    ("de", "Die Kommission hat am Montag die Frist für den Plan bis zum 31. August verlängert.",
     "deadline 2025-08-31 planned moved"),
    ("fr", "La Commission a prolongé lundi le délai pour le plan jusqu'au 31 août.",
     "deadline 2025-08-31 planned moved"),
    ("es", "La Comisión amplió el lunes el plazo para el plan hasta el 31 de agosto.",
     "deadline 2025-08-31 planned moved"),
]  # fmt: skip

# A day that is the thing's own is what it had before.
OWN = [
    ("en", "Monday's deadline for Peru was extended on Thursday to 31 August.",
     "deadline 2025-08-31 planned was 2025-07-21 moved"),
    ("de", "Die am Montag ablaufende Frist wurde bis zum 31. August verlängert.",
     "deadline 2025-08-31 planned was 2025-07-14 moved"),
    ("de", "Die Frist, die am Montag ablief, wurde bis zum 31. August verlängert.",
     "deadline 2025-08-31 planned was 2025-07-14 moved"),
    ("fr", "Le délai, qui expirait lundi, a été prolongé jusqu'au 31 août.",
     "deadline 2025-08-31 planned was 2025-07-14 moved"),
]  # fmt: skip

# The day of what is called off lies ahead, and a paper is not what was to take place on it.
OFF = [
    ("en", "The meeting on Saturday between Peru and Chile in Lima has been cancelled.",
     "meeting 2025-07-19 cancelled"),
    ("en", "The meeting on Saturday of the ministers of Peru and Chile was called off.",
     "meeting 2025-07-19 cancelled"),
    ("de", "Das Treffen am Samstag zwischen Peru und Chile in Lima wurde abgesagt.",
     "meeting 2025-07-19 cancelled"),
    ("fr", "La réunion de samedi entre le Pérou et le Chili à Lima a été annulée.",
     "meeting 2025-07-19 cancelled"),
    ("es", "La reunión del sábado entre Perú y Chile en Lima ha sido cancelada.",
     "meeting 2025-07-19 cancelled"),
    ("en", "Peru cancelled the signing of the agreement planned for 19 September.",
     "signing 2025-09-19 cancelled"),
    ("en", "Peru called off the signing ceremony of the treaty scheduled for 19 September.",
     "signing 2025-09-19 cancelled"),
    ("fr", "Le Pérou a annulé la signature de l'accord prévue le 19 septembre.",
     "signing 2025-09-19 cancelled"),
    ("es", "Perú canceló la firma del acuerdo prevista para el 19 de septiembre.",
     "signing 2025-09-19 cancelled"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), [*MOVED, *OWN, *OFF])
def test_one_event_is_told_at_the_day_that_is_its_own(lang: str, text: str, expected: str) -> None:
    found = READER.read(article(text, PUBLISHED, lang)).mentions
    assert [told(one) for one in found if one.type is not EventType.ANNOUNCEMENT] == [expected]


@pytest.mark.parametrize(("lang", "text", "expected"), MADE_ON)
def test_the_day_of_a_change_is_that_of_its_announcement(
    lang: str, text: str, expected: str
) -> None:
    found = READER.read(article(text, PUBLISHED, lang)).mentions
    assert [told(one) for one in found] == ["announcement 2025-07-14 happened", expected]


def test_who_meets_is_named_though_a_day_stands_before_it() -> None:
    text = "The meeting on Saturday between Peru and Chile in Lima has been cancelled."
    (meeting,) = READER.read(article(text)).mentions
    assert meeting.title == "Meeting between Peru and Chile in Lima"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Der Gipfel in Lima könnte verschoben werden."),
        ("de", "Peru muss die Frist einhalten."),
        ("fr", "Le sommet de Lima pourrait être annulé."),
        ("fr", "Le Pérou doit respecter le délai."),
        ("es", "La cumbre de Lima podría ser cancelada."),
        ("es", "Perú debe cumplir el plazo."),
    ],
)
def test_what_may_come_or_must_be_done_is_no_change(lang: str, text: str) -> None:
    assert READER.read(article(text, PUBLISHED, lang)).mentions == ()


def test_what_expires_paragraphs_away_is_not_the_old_day_of_what_moved() -> None:
    text = (
        "Das Mandat der Mission läuft am 31. März 2026 aus. Lund reiste am Mittwoch nach Riga. "
        "Das Wetter war schlecht. Das Treffen mit dem König wurde auf Januar verschoben."
    )
    told = {
        one.type.value: one.previous for one in READER.read(article(text, PUBLISHED, "de")).mentions
    }
    assert told == {"effect": None, "visit": None, "meeting": None}
