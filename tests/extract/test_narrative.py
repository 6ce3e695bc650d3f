"""Times that the story gives, not the sentence. Published Thursday, 17 July 2025."""

import pytest

from tests.extract.reading import briefs, mentions

ROWS = [
    # a deed told without a time right behind an occasion has the occasion's day
    (
        "en",
        "RIGA - Nils Lund came to Riga on Thursday for his first visit. At the castle he and "
        "Prime Minister Ilze Ozola signed a treaty.",
        ["visit 2025-07-17 happened", "signing 2025-07-17 happened"],
    ),
    # not in another paragraph, nor behind what is still to come
    (
        "en",
        "Nils Lund visited Riga on Monday.\n\nGhana and Togo signed a treaty.",
        ["visit 2025-07-14 happened"],
    ),
    (
        "en",
        "Nils Lund will visit Riga on 3 September 2025. Ghana and Togo signed a treaty.",
        ["visit 2025-09-03 planned"],
    ),
    # a length that counts from an event goes from its day, where that is told
    (
        "fr",
        "L’accord entrera en vigueur le 17 janvier 2026. La première réunion devra se tenir au "
        "plus tard un an après l’entrée en vigueur.",
        ["effect 2026-01-17 planned", "deadline by 2027-01-17 planned"],
    ),
    (
        "fr",
        "La conférence sur l’eau aura lieu en 2028. La première réunion devra se tenir au plus "
        "tard un an après l’entrée en vigueur.",
        ["summit 2028-01-01 planned"],
    ),
    # a limit set long ago counts from then
    (
        "en",
        "In May 2019 the Assembly called on Norway to withdraw within six months.",
        ["other 2019-05-01 happened", "deadline by 2019-11-01 happened"],
    ),
    # what is done at an occasion has its day
    (
        "en",
        "The summit opens in Lusaka on 4 August. Leaders will sign a rail accord at the summit.",
        ["summit 2025-08-04 planned", "signing 2025-08-04 planned"],
    ),
    # "by early" a unit is over before the unit is
    (
        "en",
        "Ghana must sign the treaty by early 2026.",
        ["deadline by 2026-03-31 planned"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), ROWS)
def test_the_story_gives_what_the_sentence_leaves_out(
    lang: str, text: str, expected: list[str]
) -> None:
    assert briefs(text, lang) == expected


def test_a_dateline_hides_nobody() -> None:
    (one,) = mentions("RIGA - Chancellor Nils Lund of Norway came to Riga on Thursday for a visit.")
    assert one.title == "Lund visits Riga"
    assert "NO" in one.countries


def test_an_event_shows_its_expression_as_it_was_read() -> None:
    text = "La conférence, qui devait s’ouvrir mardi à Lomé, n’aura pas lieu à la date prévue."
    (one,) = mentions(text, lang="fr")
    assert one.timex is not None
    assert one.timex.value == "2025-07-22"


def test_family_names_stand_first_where_they_do() -> None:
    text = "US President Arno Kask met Chinese President Xi Jinping on 3 June 2025."
    assert [one.title for one in mentions(text)] == ["Kask meets Xi"]


def test_who_accepted_an_invitation_is_the_guest() -> None:
    text = (
        "On Monday President Arno Kask accepted an invitation from Chinese President Xi Jinping "
        "to visit Beijing in April."
    )
    visit = next(one for one in mentions(text) if one.type == "visit")
    assert (visit.title, visit.status) == ("President Arno Kask visits Beijing", "planned")
    assert visit.interval is not None
    assert str(visit.interval.first_day) == "2026-04-01"


def test_each_of_a_list_has_its_own_time() -> None:
    text = "Norway is to chair the group in 2027 and Latvia in 2028."
    assert [one.title for one in mentions(text)] == [
        "Norway to chair the group", "Latvia to chair the group",
    ]  # fmt: skip
