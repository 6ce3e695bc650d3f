"""What German, French and Spanish articles say of change. Published Thursday, 17 July 2025."""

import pytest

from tests.extract.reading import PUBLISHED, READER, article
from timeline.core.event import Mention


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
