"""Near duplicates know each other by a few hashes."""

from timeline.extract.sketch import ALIKE, FOUND_BY, SIZE, likeness, sketch

AGENCY = (
    "RIGA, 3 June (Agency) - The Latvian parliament will vote on the new budget on 12 June, the "
    "speaker said on Tuesday. Two parties of the coalition had asked for more time, because the "
    "figures of the finance ministry came late and the opposition had not seen them at all. The "
    "budget holds more money for the army and for roads in the east of the country, and less for "
    "the towns. Teachers have called a strike for the day of the vote. The president asked all "
    "sides to keep calm and to find a way out before the summer."
)
EDITED = (
    AGENCY.replace("RIGA, 3 June (Agency) - ", "")
    .replace("new budget on 12 June", "budget on June 12")
    .replace("Teachers have called a strike", "Teachers will strike")
    + " Read more: five facts on Latvia"
)
OTHER = (
    "OSLO, 3 June - The Norwegian parliament will vote on the whaling quota on 14 June, its "
    "speaker said on Tuesday. Fishermen had asked for a higher one, and green parties for none at "
    "all. The minister said that science had the last word, as it has had for many years. A "
    "demonstration was announced for the evening before the vote, with boats in the fjord before "
    "the town hall."
)


def test_a_copy_with_small_edits_is_alike_and_shares_a_small_hash() -> None:
    first, second = sketch(AGENCY), sketch(EDITED)
    assert likeness(first, second) > ALIKE
    assert set(first[:FOUND_BY]) & set(second[:FOUND_BY])


def test_another_article_is_not_alike() -> None:
    assert likeness(sketch(AGENCY), sketch(OTHER)) < ALIKE / 3
    assert likeness(sketch(AGENCY), ()) == 0.0


def test_a_sketch_is_small_sorted_and_the_same_every_time() -> None:
    found = sketch(AGENCY * 20)
    assert len(found) == SIZE
    assert list(found) == sorted(found)
    assert sketch(AGENCY) == sketch(AGENCY.upper())
    assert sketch("Too short to be copied.") == ()
