"""Status by tense, mood and words. Published Thursday, 17 July 2025."""

from datetime import date

import pytest

from tests.extract.reading import briefs, mentions
from timeline.core.event import Status
from timeline.core.interval import unit
from timeline.core.precision import Precision

ROWS = [
    # the future, by what the words promise
    ("They will meet in Rome on 3 September 2025.", "meeting 2025-09-03 planned"),
    ("They are to meet in Rome on 3 September 2025.", "meeting 2025-09-03 planned"),
    ("They are set to meet in Rome on 3 September 2025.", "meeting 2025-09-03 planned"),
    ("They plan to meet in Rome on 3 September 2025.", "meeting 2025-09-03 planned"),
    ("They agreed to meet in Rome on 3 September 2025.", "meeting 2025-09-03 planned"),
    ("They meet in Rome on 3 September 2025.", "meeting 2025-09-03 planned"),
    ("They are expected to meet in Rome on 3 September 2025.", "meeting 2025-09-03 expected"),
    ("They may meet in Rome on 3 September 2025.", "meeting 2025-09-03 expected"),
    ("They hope to meet in Rome on 3 September 2025.", "meeting 2025-09-03 expected"),
    ("They are likely to meet in Rome on 3 September 2025.", "meeting 2025-09-03 expected"),
    # the past
    ("They met in Rome on 3 June 2025.", "meeting 2025-06-03 happened"),
    ("They have met in Rome on 3 June 2025.", "meeting 2025-06-03 happened"),
    ("They were to meet in Rome on 3 June 2025.", "meeting 2025-06-03 happened"),
    # the day itself: the tense decides
    ("They met in Rome on 17 July 2025.", "meeting 2025-07-17 happened"),
    ("They will meet in Rome on 17 July 2025.", "meeting 2025-07-17 planned"),
    ("They are meeting in Rome on 17 July 2025.", "meeting 2025-07-17 ongoing"),
    # cancelled and put off
    ("The summit planned for 3 September 2025 was cancelled.", "summit 2025-09-03 cancelled"),
    ("Oslo has called off the summit on 3 September 2025.", "summit 2025-09-03 cancelled"),
    ("The vote on 3 September 2025 has been postponed.", "vote 2025-09-03 postponed"),
    ("The talks were to have begun on 3 June 2025.", "meeting 2025-06-03 postponed"),
    # put off to a day that is named: the new day, with the status it has there
    ("The vote was postponed to 3 September 2025.", "vote 2025-09-03 planned"),
    ("The summit has been put off until 3 September 2025.", "summit 2025-09-03 planned"),
    # what was planned and is called off or put off without a new day keeps its own
    (
        "Lund cancelled his visit to Riga planned for 3 September 2025.",
        "visit 2025-09-03 cancelled",
    ),
    (
        "Lund called off the signing of the pact planned for 3 September 2025.",
        "signing 2025-09-03 cancelled",
    ),
    ("Oslo put off the summit scheduled for 3 September 2025.", "summit 2025-09-03 postponed"),
    (
        "Merz's visit to London planned for 3 September 2025 has been cancelled.",
        "visit 2025-09-03 cancelled",
    ),
    ("Talks in Oslo set for 3 September 2025 were cancelled.", "meeting 2025-09-03 cancelled"),
    # calling something off is said on a day of its own
    ("Oslo called off the summit on 3 June 2025.", "announcement 2025-06-03 happened"),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_status_is_seen_from_the_day_of_publication(text: str, expected: str) -> None:
    assert briefs(text) == [expected]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("de", "Lund hat den Gipfel am 3. September 2025 abgesagt.", "summit"),
        ("de", "Lund sagte das Treffen am 3. September 2025 ab.", "meeting"),
        ("de", "Lund sagte die für den 3. September 2025 geplante Reise nach Riga ab.", "visit"),
        ("fr", "Lund a annulé sa visite à Riga prévue le 3 septembre 2025.", "visit"),
        ("es", "Lund canceló su visita a Riga prevista para el 3 de septiembre de 2025.", "visit"),
    ],
)
def test_what_is_called_off_is_called_off_in_every_language(
    lang: str, text: str, expected: str
) -> None:
    assert briefs(text, lang=lang) == [f"{expected} 2025-09-03 cancelled"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The ministers meet in Riga on 4 September 2025. Lund cancelled his participation."),
        ("de", "Die Minister kommen am 4. September 2025 zusammen. Lund sagte seine Teilnahme ab."),
    ],
)
def test_who_stays_away_calls_nothing_off(lang: str, text: str) -> None:
    assert briefs(text, lang=lang) == ["meeting 2025-09-04 planned"]


def test_the_day_right_behind_the_calling_off_is_the_day_on_which_that_was_said() -> None:
    text = "El gobierno suspendió en enero las conversaciones de paz."
    assert briefs(text, lang="es") == ["announcement 2025-01-01 happened"]


@pytest.mark.parametrize(
    "text",
    [
        "Togo will receive no invitation for 3 September 2025.",
        "Togo will not receive the delegation on 3 September 2025.",
    ],
)
def test_what_will_not_be_is_no_event(text: str) -> None:
    assert briefs(text) == []


def test_an_event_put_off_keeps_the_day_it_had() -> None:
    (one,) = mentions("The summit was postponed from 3 September 2025 to 9 October 2025.")
    assert one.interval == unit(date(2025, 10, 9), Precision.DAY)
    assert one.previous == unit(date(2025, 9, 3), Precision.DAY)
    assert one.status is Status.PLANNED


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Ghana denied that it signed the treaty on 3 June 2025."),
        ("en", "The refusal to sign the treaty on 3 June 2025 angered Togo."),
        ("en", "If talks succeed, the leaders will meet on 3 September 2025."),
        ("en", "Were the talks to fail, elections would be held on 5 October 2025."),
        ("en", "Ghana was expected to sign the treaty on 3 June 2025 but did not."),
        ("en", "The trip of Lund to Oslo, once planned for 3 June 2025, did not take place."),
        ("en", "Ghana rejected a plan to hold talks on 3 September 2025."),
        ("en", "Ghana failed to sign the treaty on 3 June 2025."),
        ("de", "Ghana weigerte sich am 3. Juni 2025, den Vertrag zu unterzeichnen."),
        ("de", "Ghana lehnte es am 3. Juni 2025 ab, den Vertrag zu unterschreiben."),
        ("fr", "Le ministre n'a pas pu signer l'accord le 3 juin 2025."),
        ("de", "Wenn die Gespräche scheitern, würde die Wahl am 3. September 2025 stattfinden."),
        ("fr", "Si les négociations échouent, le vote aurait lieu le 3 septembre 2025."),
        ("de", "Lomé bestritt, dass der Minister am 3. Juni 2025 den Pakt unterzeichnet habe."),
        ("de", "Das Ministerium dementierte, dass die Minister sich am 3. Juni 2025 trafen."),
        ("fr", "Lomé a démenti que le ministre ait rencontré l'envoyé le 3 juin 2025."),
        ("fr", "Le palais nie que les troupes aient attaqué le village le 3 juin 2025."),
        ("es", "Lomé negó que el ministro visitara Bogotá el 3 de junio de 2025."),
        ("es", "El Gobierno desmintió que las tropas atacaran el pueblo el 3 de junio de 2025."),
        ("es", "Si fracasan, la cumbre se celebraría el 3 de septiembre de 2025."),
    ],
)
def test_what_is_denied_refused_or_depends_on_an_if_is_no_event(lang: str, text: str) -> None:
    assert briefs(text, lang=lang) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # published on a Thursday: what is called off had not been held
        ("Ghana has cancelled Friday's meeting with Togo.", "meeting 2025-07-18 cancelled"),
        ("Tuesday's summit of Ghana and Togo has been postponed.", "summit 2025-07-22 postponed"),
        # a new day lies ahead
        (
            "The meeting of Ghana and Togo has been postponed to February 9.",
            "meeting 2026-02-09 planned",
        ),
    ],
)
def test_what_is_called_off_or_moved_lay_ahead(text: str, expected: str) -> None:
    assert briefs(text) == [expected]
