"""Names, offices and places lead to people and countries. The sentences are invented."""

import pytest

from tests.extract.reading import article, mentions
from timeline.extract.actors import Cast, cast
from timeline.extract.document import Parser, cut
from timeline.extract.gazetteer import find

COUNTRIES = [
    ("en", "Germany", "DE"), ("en", "German", "DE"), ("en", "Berlin", "DE"),
    ("en", "Downing Street", "GB"), ("en", "the Kremlin", "RU"), ("en", "Foggy Bottom", "US"),
    ("en", "the U.S.", "US"), ("en", "the Élysée", "FR"), ("en", "North Korea's", "KP"),
    ("de", "Frankreich", "FR"), ("de", "die französische Regierung", "FR"),
    ("de", "der Bundestag", "DE"), ("fr", "Allemagne", "DE"), ("fr", "l’armée française", "FR"),
    ("de", "der kenianische Präsident", "KE"), ("de", "die slowenische Regierung", "SI"),
    ("fr", "le président ghanéen", "GH"), ("es", "la ministra panameña", "PA"),
    ("fr", "l’Ouganda", "UG"), ("fr", "d'Éthiopie", "ET"), ("es", "el Elíseo", "FR"),
    ("es", "Alemania", "DE"), ("es", "los colombianos", "CO"), ("es", "La Habana", "CU"),
    ("en", "NATO", None), ("de", "EU-Kommission", None), ("fr", "OTAN", None), ("es", "ONU", None),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "country"), COUNTRIES)
def test_a_name_leads_to_its_country(lang: str, text: str, country: str | None) -> None:
    (hit,) = find(text, lang)
    assert hit.entry.country == country


@pytest.mark.parametrize("text", ["the English Channel", "join us", "a nice day"])
def test_what_only_sounds_like_a_country_is_none(text: str) -> None:
    assert list(find(text, "en")) == []


def read(text: str) -> Cast:
    return cast(tuple(Parser().parse(cut(article(text)), "en")), "en")


ONE_PERSON = [
    "Sir Alan Bray met the Norwegian chancellor Nils Lund. Sir Alan smiled. Bray left Oslo.",
    "Chancellor Nils Lund of Norway spoke. Mr Lund left. Lund was tired.",
]


@pytest.mark.parametrize("text", ONE_PERSON)
def test_every_form_of_a_name_is_one_person(text: str) -> None:
    people = {one.name for actors in read(text).actors for one in actors if one.kind == "person"}
    assert people <= {"Alan Bray", "Nils Lund"}


def test_an_office_stands_for_its_holder() -> None:
    actors = read("The Norwegian chancellor Nils Lund came. Later the chancellor left.").actors
    assert [one.name for one in actors[1] if one.kind == "person"] == ["Nils Lund"]


def test_a_pronoun_stands_for_whom_the_sentence_before_names() -> None:
    actors = read("Chancellor Nils Lund of Norway came. He will meet the press.").actors
    assert [one.name for one in actors[1]] == ["Nils Lund"]


def test_a_person_has_the_country_that_the_article_ties_to_the_name() -> None:
    (one,) = mentions("Estonian president Arno Kask met Latvian premier Ilze Ozola on 3 June 2025.")
    assert [(who.name, who.country) for who in one.participants] == [
        ("Arno Kask", "EE"),
        ("Ilze Ozola", "LV"),
    ]


def test_a_visit_names_guest_and_place() -> None:
    (one,) = mentions("Brazilian president Ana Lopes will visit Lisbon on 3 September 2025.")
    assert one.place == "Lisbon"
    assert next((who.name, who.country, who.role) for who in one.participants) == (
        "Ana Lopes",
        "BR",
        "guest",
    )
    assert "PT" in one.countries


def test_who_hosts_is_named_before_the_guest() -> None:
    (one,) = mentions(
        "Norwegian premier Jonas Lund will host Estonian president Arno Kask in Oslo on 3 June."
    )
    roles = {who.name: who.role for who in one.participants}
    assert (roles["Jonas Lund"], roles["Arno Kask"]) == ("host", "guest")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "President Arno Kask welcomed chancellor Nils Lund to Tallinn on 3 June 2025."),
        ("de", "Präsident Arno Kask empfing am 3. Juni 2025 Kanzler Nils Lund in Riga."),
        ("de", "Präsident Arno Kask empfängt am 3. September 2025 Kanzler Nils Lund in Riga."),
        ("fr", "Le président Arno Kask recevra le chancelier Nils Lund le 3 septembre 2025."),
        ("es", "El presidente Arno Kask recibirá al canciller Nils Lund el 3 de septiembre."),
    ],
)
def test_the_host_is_told_from_the_guest(lang: str, text: str) -> None:
    (one,) = mentions(text, lang=lang)
    roles = {who.name: who.role for who in one.participants}
    assert (one.type.value, roles["Arno Kask"], roles["Nils Lund"]) == ("visit", "host", "guest")


@pytest.mark.parametrize(
    ("lang", "text", "roles"),
    [
        (
            "en",
            "Norwegian premier Nils Lund was set to host Libya's premier on 3 September 2025.",
            {"NO": "host", "LY": "guest"},
        ),
        (
            "en",
            "The Kenyan president will be received by King Harald of Norway on 3 September 2025.",
            {"KE": "guest", "NO": "host"},
        ),
        (
            "de",
            "Kanzler Nils Lund aus Norwegen empfängt am Montag den kenianischen Präsidenten.",
            {"NO": "host", "KE": "guest"},
        ),
        (
            "de",
            "Am Montag empfängt Bundespräsident Steinmeier den ghanaischen Präsidenten.",
            {"DE": "host", "GH": "guest"},
        ),
        (
            "es",
            "El rey recibirá el lunes al presidente de Panamá en Madrid.",
            {"PA": "guest", "ES": "host"},
        ),
    ],
)
def test_who_hosts_never_comes_on_the_visit(lang: str, text: str, roles: dict[str, str]) -> None:
    (one,) = mentions(text, lang=lang)
    assert one.type.value == "visit"
    assert {who.country: who.role for who in one.participants} == roles


@pytest.mark.parametrize(
    ("lang", "text", "who"),
    [
        ("fr", "Le Premier ministre estonien Arno Kask se rendra à Riga lundi.", "Arno Kask"),
        ("es", "El presidente de Chile, Juan Robles, viajará a China el 3 de mayo.", "Juan Robles"),
        ("de", "Bundeskanzler Nils Lund reiste am Mittwoch nach Riga.", "Nils Lund"),
    ],
)
def test_an_office_before_a_name_is_nobody_else(lang: str, text: str, who: str) -> None:
    (one,) = mentions(text, lang=lang)
    assert [p.name for p in one.participants if p.role == "guest"] == [who]
    assert len(one.participants) == 2


def test_where_a_visit_leads_is_its_host() -> None:
    (one,) = mentions(
        "On his first official visit to Tokyo, chancellor Nils Lund arrives on 3 September 2025."
    )
    assert {who.name: who.role for who in one.participants} == {
        "Tokyo": "host",
        "Nils Lund": "guest",
    }


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "Oslo imposed sanctions on Ghana on 3 June 2025.",
            {"Oslo": "sender", "Ghana": "target"},
        ),
        (
            "Ghana was sanctioned by Norway on 3 June 2025.",
            {"Ghana": "target", "Norway": "sender"},
        ),
        ("Ghana faces a tariff from 3 September 2025.", {"Ghana": "target"}),
        (
            "The tariffs on Ghana were lifted on 3 June 2025.",
            {"Ghana": "target"},
        ),
    ],
)
def test_who_acts_is_told_from_whom_it_meets(text: str, roles: dict[str, str]) -> None:
    (one,) = mentions(text)
    assert {who.name: who.role for who in one.participants} == roles


def test_who_is_named_behind_a_country_is_one_with_it() -> None:
    (one,) = mentions("Norway's Prime Minister Nils Lund met Ilze Ozola of Latvia on 3 June 2025.")
    assert "Norway" not in {who.name for who in one.participants}


def test_what_stands_beside_an_event_takes_no_part_in_it() -> None:
    (one,) = mentions(
        "Premier Nils Lund met President Arno Kask on 3 June 2025 following a mass of Pope Pius."
    )
    assert {who.name for who in one.participants} == {"Nils Lund", "Arno Kask"}


def test_a_family_name_may_stand_first() -> None:
    text = "Chinese president Hu Lin met Ilze Ozola on 3 June 2025. Hu will visit Riga in October."
    visit = next(one for one in mentions(text) if one.type.value == "visit")
    assert visit.participants[0].name == "Hu Lin"


def test_what_two_people_say_on_one_day_stays_two() -> None:
    text = (
        "President Arno Kask of Estonia announced a plan on 14 July 2025. "
        "Estonian minister Nils Lund declared his candidacy on 14 July 2025."
    )
    assert [one.participants[0].name for one in mentions(text)] == ["Arno Kask", "Nils Lund"]


def test_well_known_leaders_are_known_by_the_name_that_papers_use() -> None:
    (one,) = mentions("Macron and Scholz met on 3 June 2025.")
    assert [(who.name, who.country) for who in one.participants] == [
        ("Macron", "FR"),
        ("Scholz", "DE"),
    ]


def test_an_office_that_few_countries_have_is_their_holders() -> None:
    text = "Friedrich Merz met Keir Starmer on 3 June 2025. The chancellor will visit Oslo in May."
    visit = next(one for one in mentions(text) if one.type.value == "visit")
    assert visit.participants[0].name == "Friedrich Merz"


def test_who_signs_is_the_subject_and_whom_it_signs_with() -> None:
    text = (
        "Ghana and Togo, two of the best friends of Latvia, signed a pact on 3 June 2025 with the "
        "aim of a common front in the face of threats from Norway."
    )
    (one,) = mentions(text)
    assert one.countries == ("GH", "TG")
    assert one.place is None
