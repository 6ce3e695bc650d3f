"""A title is one line that a calendar can show. Published Thursday, 17 July 2025."""

import pytest

from tests.extract.reading import mentions
from timeline.extract.people import clean
from timeline.extract.told import LONGEST

ROWS = [
    ("Chancellor Nils Lund of Norway will visit Riga on 3 September 2025.", "Lund visits Riga"),
    (
        "Norway will outlaw the boats by 31 December 2025.",
        "Norway to outlaw the boats, due by 31 December 2025",
    ),
    ("Ghana and Togo signed a treaty on 3 June 2025.", "Ghana and Togo signed a treaty"),
    ("The treaty enters into force on 3 September 2025.", "The treaty to enter into force"),
    # what must be done is the deadline, not who set it
    (
        "Oslo gave Ghana until 1 September 2025 to release the crew.",
        "Ghana to release the crew, due by 1 September 2025",
    ),
    (
        "Lund has until 1 September 2025 to answer.",
        "Lund to answer, due by 1 September 2025",
    ),
    (
        "Oslo set 1 May 2026 as the target date for the withdrawal.",
        "The withdrawal, due by 1 May 2026",
    ),
    # when it was to be stands in its date
    ("The talks, first planned for 3 September 2025, are held in Riga.", "The talks"),
    ("The truce holds until 5 September 2025.", "The truce to hold, until 5 September 2025"),
    (
        "Estonian president Arno Kask met Latvian premier Ilze Ozola on 3 June 2025.",
        "Kask meets Ozola",
    ),
    # "written" alone is no past
    (
        "Ozola had written to the Council on 3 June 2025.",
        "Ozola had written to the Council",
    ),
    # a relative pronoun is told by what it stands for
    (
        "The ministers praised a factory, which will open on 3 September 2025.",
        "A factory to open",
    ),
    # what "which" stands for is the object of its clause
    (
        "The pact goes beyond the Riga Accord, which the ministers signed on 3 June 2025.",
        "The ministers signed the Riga Accord",
    ),
    # a relative clause is told of the whole thing, and not of the noun that ends its phrase
    (
        "A pact between the two governments, which was signed on 3 June 2025, is short.",
        "A pact between the two governments signed",
    ),
    (
        "The list of demands that was sent on 3 June 2025 is long.",
        "The list of demands sent",
    ),
    # what a comma parts from its noun is left out
    ("The two sides, led by Ilze Ozola, met on 3 June 2025.", "The two sides met"),
    # somebody with an office is not lost beside somebody with a name
    (
        "The Prime Minister and President Ilze Ozola signed a pact on 3 June 2025.",
        "The Prime Minister and President Ilze Ozola signed a pact",
    ),
    # a time that describes a thing stays with it
    (
        "The court will rule on the 2023 act on 3 September 2025.",
        "The court to rule on the 2023 act",
    ),
    # kings keep their numbers
    ("King Arno III opened the assembly on 3 June 2025.", "Arno III opened the assembly"),
    # an occasion at or after which something else was done
    ("After a coup on 3 June 2025 Oslo halted its aid.", "A coup"),
    (
        "Malta will sign the pact on 3 September 2025, according to the minister.",
        "Malta to sign the pact",
    ),
    (
        "In Riga, President Arno Kask is to meet Premier Ilze Ozola on 3 September 2025 before "
        "seeing Chancellor Nils Lund in Oslo.",
        "Kask meets Ozola in Riga",
    ),
    ("A dinner given by King Arno on 3 June 2025 opened it.", "A dinner given by King Arno"),
    (
        "Lund promised to have the law amended by 31 December 2025.",
        "The law to be amended, due by 31 December 2025",
    ),
    # somebody joined to "he"
    (
        "Nils Lund flew to Riga, where on 3 June 2025 he and President Ilze Ozola signed a treaty.",
        "Lund and Ozola signed a treaty",
    ),
    # the time before a noun is the noun's own
    ("Last week's agreement is meant to be a start.", "Agreement"),
    # what is only awaited is told by what it is
    ("The first payments are expected in September 2025.", "The first payments"),
    (
        "Norway's president is due in Riga on 3 September 2025.",
        "Norway's president due in Riga",
    ),
    ("The vote, originally due on 3 August, was put off until 9 September.", "The vote"),
    # the dateline says where it was written, not what happened
    ("RIGA - Ghana and Togo signed a treaty on 3 June 2025.", "Ghana and Togo signed a treaty"),
    (
        "LOMÉ, 17 July (Agency) - Ghana and Togo signed a treaty on 3 June 2025.",
        "Ghana and Togo signed a treaty",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title"), ROWS)
def test_a_title_says_who_does_what(text: str, title: str) -> None:
    assert [one.title for one in mentions(text)] == [title]


def test_a_title_is_never_longer_than_a_calendar_line() -> None:
    many = " and ".join(f"the Ministry of Things Number {i}" for i in range(40))
    for one in mentions(f"On 3 June 2025 {many} signed a treaty about {many}."):
        assert len(one.title) <= LONGEST


OTHER_LANGUAGES = [
    # the clause that tells the event, without its times
    (
        "de",
        "BERLIN - Ghana und Togo haben den Vertrag am Sonntag unterzeichnet.",
        "Ghana und Togo haben den Vertrag unterzeichnet",
    ),
    # the verb of a German clause stays second when the time before it goes
    (
        "de",
        "Am 3. September 2025 unterzeichnen die Außenminister beider Länder in Riga ein Abkommen.",
        "Die Außenminister unterzeichnen beider Länder in Riga ein Abkommen",
    ),
    # who said it is no part of it
    ("de", "Lund sagte, die Wahl finde am 3. September 2025 statt.", "Die Wahl finde statt"),
    (
        "es",
        "Lund dijo que las elecciones se celebrarán el 3 de septiembre de 2025.",
        "Las elecciones se celebrarán",
    ),
    ("de", "Die Wahl wurde auf den 3. September 2025 verschoben.", "Die Wahl wurde verschoben"),
    # a verb's second part closes its clause
    ("de", "Das Mandat läuft am 31. März 2026 aus.", "Das Mandat läuft aus"),
    # who reported it at the end is no part of it either
    (
        "fr",
        "Ghana a jusqu'à samedi pour libérer les marins, a prévenu Lund.",
        "Ghana a pour libérer les marins, au plus tard le 19 juillet 2025",
    ),
    # a side clause goes, and what comes behind it stays
    (
        "de",
        "Das Ziel, sich zu einigen, hatten die Minister bei ihrem Treffen in Riga am "
        "3. Juni 2025 vereinbart.",
        "Das Ziel hatten die Minister bei ihrem Treffen in Riga vereinbart",
    ),
    # a relative clause is told of the noun right before it
    (
        "de",
        "Einen Vorschlag zum Ausstieg aus der Kohle, der bis Ende 2027 vollzogen sein soll, will "
        "sie vorlegen.",
        "Ausstieg aus der Kohle soll vollzogen sein, bis 31. Dezember 2027",
    ),
    # a pronoun is told by the name that it stands for
    (
        "de",
        "FDP-Chef Nils Lund sagte am Montag, er wolle bis Ostern 2026 einen Vertrag unterzeichnen.",
        "Lund wolle einen Vertrag unterzeichnen, bis 5. April 2026",
    ),
    ("de", "Kanzler Lund besucht am 3. September 2025 Riga.", "Kanzler Lund besucht Riga"),
    # a relative clause of the subject tells it of the subject
    (
        "fr",
        "La conférence sur l’eau, qui devait s’ouvrir le 3 septembre 2025 à Riga, a été saluée.",
        "La conférence sur l’eau devait s’ouvrir à Riga",
    ),
    (
        "fr",
        "Le président Paul Renard s’est entretenu lundi par téléphone avec le ministre Jean Merle.",
        "Entretien téléphonique entre Renard et Merle",
    ),
    (
        "fr",
        "Les deux pays se sont engagés à ouvrir la frontière d’ici à 2030.",
        "Les deux pays se sont engagés à ouvrir la frontière, au plus tard le 31 décembre 2030",
    ),
    # what is too long ends before a preposition, never within a phrase
    (
        "es",
        "El martes los agricultores se manifestarán ante la sede del Ministerio de Agricultura "
        "en la capital de la república.",
        "Los agricultores se manifestarán ante la sede del Ministerio de Agricultura en la capital",
    ),
    # each of two clauses has its own title
    (
        "es",
        "El Consejo celebró una votación en julio de 2016, y la Asamblea nombró al secretario el "
        "13 de octubre de 2016.",
        "El Consejo celebró una votación",
    ),
    # what only says when it was to be goes with its time
    (
        "fr",
        "Le sommet de Dakar, initialement prévu le 5 août, a été reporté au 2 septembre.",
        "Le sommet de Dakar a été reporté",
    ),
    (
        "es",
        "La visita del rey, prevista para el 5 de agosto, ha sido cancelada.",
        "La visita del rey ha sido cancelada",
    ),
    (
        "de",
        "Der für den 5. August geplante Besuch des Königs wurde abgesagt.",
        "Der geplante Besuch des Königs wurde abgesagt",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "title"), OTHER_LANGUAGES)
def test_in_other_languages_a_title_is_cut_out_of_the_sentence(
    lang: str, text: str, title: str
) -> None:
    assert title in [one.title for one in mentions(text, lang=lang)]


def test_what_a_pipeline_takes_for_a_name_is_cleaned() -> None:
    names = ["Renard s’", "Vendredi", "n", "Nils Lund", "Sir Nils Lund", "Lund's", "Ursula von"]
    assert [clean(one) for one in names] == [
        "Renard", "", "", "Nils Lund", "Nils Lund", "Lund", "Ursula",
    ]  # fmt: skip


def test_without_names_a_title_is_the_first_clause() -> None:
    text = "Regulär wird am 3. September 2025 wieder gewählt, wie der Wahlleiter erklärte."
    (one,) = mentions(text, lang="de")
    assert one.title == "Regulär wird wieder gewählt"


def test_a_title_ends_at_a_semicolon() -> None:
    (one,) = mentions("Das Verbot gilt ab dem 3. September 2025; mehr ist offen.", lang="de")
    assert one.title == "Das Verbot gilt"
