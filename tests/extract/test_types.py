"""What happens decides the type, not a keyword alone. Published Thursday, 17 July 2025."""

import pytest

from tests.extract.reading import briefs, mentions

ROWS = [
    # visits: travelling, hosting, being due somewhere
    ("President Lund visited Tallinn on 3 June 2025.", "visit"),
    ("The king will travel to Peru on 3 September 2025.", "visit"),
    ("Norway's prime minister is due in Paris on 3 September 2025.", "visit"),
    ("Macron will host President Lula in Paris on 3 September 2025.", "visit"),
    ("Norway welcomes the Estonian president on 3 September 2025.", "visit"),
    ("The king received the Chilean envoy on 3 June 2025.", "visit"),
    ("Her first official visit to Japan begins on 3 September 2025.", "visit"),
    # meetings, summits, calls
    ("The foreign ministers of Chile and Peru met in Lima on 3 June 2025.", "meeting"),
    ("The two sides will hold talks in Geneva on 3 September 2025.", "meeting"),
    ("A second round of negotiations starts on 3 September 2025.", "meeting"),
    ("NATO leaders will gather for a summit in Ankara on 3 September 2025.", "summit"),
    ("The donor conference opens in Oslo on 3 September 2025.", "summit"),
    ("EU foreign ministers held an emergency meeting on 3 June 2025.", "summit"),
    ("Putin and Xi Jinping spoke by phone on 3 June 2025.", "call"),
    ("Rubio phoned his Indian counterpart on 3 June 2025.", "call"),
    # signing in all its forms
    ("Ghana and Togo signed a fishing treaty on 3 June 2025.", "signing"),
    ("Ghana and Togo will sign a fishing treaty on 3 September 2025.", "signing"),
    ("A fishing treaty is to be signed in Accra on 3 September 2025.", "signing"),
    ("The signing of the fishing treaty took place on 3 June 2025.", "signing"),
    # agreements without a signature
    ("The two parties struck a deal on 3 June 2025.", "agreement"),
    ("Kenya and Somalia reached an agreement on the border on 3 June 2025.", "agreement"),
    ("Oslo agreed on 3 June 2025 to take part in the mission.", "agreement"),
    # what is planned is the whole of a phrase, not the noun that ends it
    ("The signing of the pact planned for 3 September 2025 is in Riga.", "signing"),
    ("He spoke of the announcement of a summit planned for 3 September 2025.", "summit"),
    # votes, laws, courts
    ("Moldova holds a parliamentary election on 28 September 2025.", "vote"),
    ("Voters go to the polls in Malawi on 16 September 2025.", "vote"),
    ("The Security Council voted on 3 June 2025 to extend the mission.", "vote"),
    ("The bill will be put to the vote on 3 September 2025.", "vote"),
    ("Oslo put off the vote until 3 September 2025.", "vote"),
    ("The Senate ratified the treaty on 3 June 2025.", "legislation"),
    ("Parliament passed the law on 3 June 2025.", "legislation"),
    ("The Constitutional Court ruled on 3 June 2025 that the decree was void.", "court"),
    ("His trial opens in Tunis on 3 September 2025.", "court"),
    # announcements and sayings
    ("The ministry announced new rules on 3 June 2025.", "announcement"),
    ("The commission will publish its report on 3 September 2025.", "announcement"),
    # effects
    ("The treaty enters into force on 3 September 2025.", "effect"),
    ("The tariffs take effect on 3 September 2025.", "effect"),
    ("The mandate expires on 3 September 2025.", "effect"),
    ("The party came to power in September 2022.", "effect"),
    # sanctions and conflict
    ("Canada imposed sanctions on two banks on 3 June 2025.", "sanctions"),
    ("Poland expelled three diplomats on 3 June 2025.", "sanctions"),
    ("Rebels attacked the town on 3 June 2025.", "conflict"),
    ("Japan and Australia begin a naval exercise on 3 September 2025.", "conflict"),
    # ceremonies
    ("The new president will be inaugurated on 3 September 2025.", "ceremony"),
    ("The funeral of the pope takes place on 3 September 2025.", "ceremony"),
    ("Estonia marked the anniversary of its independence on 3 June 2025.", "ceremony"),
    # what is none of these
    ("Thousands protested in Belgrade on 3 June 2025.", "other"),
]


@pytest.mark.parametrize(("text", "kind"), ROWS)
def test_the_type_is_what_happens(text: str, kind: str) -> None:
    assert [one.type.value for one in mentions(text)] == [kind]


NO_EVENT = [
    "Ghana refused to sign the treaty on 3 June 2025.",
    "Ghana did not sign the treaty on 3 June 2025.",
    "The minister never visited Riga in June 2025.",
    "Had the talks succeeded, Ghana would have signed on 3 June 2025.",
    "If Ghana signs the treaty on 3 September 2025, Togo will be pleased.",
    "The signatories number forty.",
    "In 2023 exports were worth 74 million euros.",
    "A 2016 report speaks of it.",
]


@pytest.mark.parametrize("text", NO_EVENT)
def test_what_did_not_happen_or_has_no_day_is_no_event(text: str) -> None:
    assert briefs(text) == []
