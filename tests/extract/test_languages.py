"""German, French and Spanish by the same rules. Published Thursday, 17 July 2025."""

import pytest

from tests.extract.reading import article, brief, briefs
from timeline.extract.document import Parser
from timeline.extract.pipeline import Reader

ROWS = [
    ("de", "Der Kanzler besucht am 3. September 2025 Warschau.", "visit 2025-09-03 planned"),
    ("de", "Peru unterzeichnete am 3. Juni 2025 den Pakt.", "signing 2025-06-03 happened"),
    ("de", "Das Gesetz tritt am 1. Januar 2026 in Kraft.", "effect 2026-01-01 planned"),
    ("de", "Die Parlamentswahl findet am 28. September 2025 statt.", "vote 2025-09-28 planned"),
    ("de", "Der Gipfel am 3. September 2025 wurde abgesagt.", "summit 2025-09-03 cancelled"),
    ("de", "Die Minister kommen am 3. Mai zu einem Gipfel zusammen.", "summit 2026-05-03 planned"),
    ("fr", "Le président visitera Dakar le 3 septembre 2025.", "visit 2025-09-03 planned"),
    ("fr", "Le traité a été signé le 3 juin 2025 à Lima.", "signing 2025-06-03 happened"),
    ("fr", "Le sommet aura lieu le 3 septembre 2025 à Rabat.", "summit 2025-09-03 planned"),
    ("fr", "Les ministres se retrouveront le 3 septembre 2025.", "meeting 2025-09-03 planned"),
    ("fr", "Les ministres se sont réunis le 3 juin 2025.", "meeting 2025-06-03 happened"),
    ("fr", "La loi entrera en vigueur le 1er janvier 2026.", "effect 2026-01-01 planned"),
    ("es", "El presidente viajará a Lima el 3 de septiembre de 2025.", "visit 2025-09-03 planned"),
    ("es", "El rey recibirá a la presidenta chilena el 3 de mayo.", "visit 2026-05-03 planned"),
    ("es", "Chile y Perú firmaron un pacto el 3 de junio de 2025.", "signing 2025-06-03 happened"),
    ("es", "Las elecciones se celebrarán el 28 de septiembre de 2025.", "vote 2025-09-28 planned"),
    ("es", "La cumbre del 3 de septiembre de 2025 fue cancelada.", "summit 2025-09-03 cancelled"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), ROWS)
def test_other_languages_give_the_same_events(lang: str, text: str, expected: str) -> None:
    assert briefs(text, lang=lang) == [expected]


def test_english_without_its_pipeline_is_read_in_a_lower_tier() -> None:
    reader = Reader(Parser({}))
    text = "Ghana signed a treaty on 3 June 2025. The two sides met in Accra on 4 June 2025."
    found = [brief(one) for one in reader.read(article(text)).mentions]
    assert found == ["signing 2025-06-03 happened", "meeting 2025-06-04 happened"]


def test_what_would_have_been_is_no_event() -> None:
    assert briefs("Regulär wäre erst im September gewählt worden.", lang="de") == []


def test_each_german_clause_keeps_its_own_time() -> None:
    text = (
        "Am 16. Juni verlor Kask die Vertrauensfrage, elf Tage später löste Präsident Lund den "
        "Bundestag auf."
    )
    assert briefs(text, lang="de") == ["vote 2025-06-16 happened", "other 2025-06-27 happened"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("es", "La ministra no viajó a Lomé el 3 de junio de 2025."),
        ("de", "Die Ministerin reiste am 3. Juni 2025 nicht nach Lomé."),
        ("fr", "La ministre n’a pas visité Lomé le 3 juin 2025."),
    ],
)
def test_what_did_not_happen_is_no_event(lang: str, text: str) -> None:
    assert briefs(text, lang=lang) == []


def test_not_only_is_no_denial() -> None:
    text = "Die Ministerin besuchte am 3. Juni 2025 nicht nur Lomé."
    assert briefs(text, lang="de") == ["visit 2025-06-03 happened"]
