"""What one expression is and what its value: texts published on Thursday, 17 July 2025."""

from datetime import UTC, date, datetime

import pytest

from timeline.core.article import Anchor, Article
from timeline.extract.normalise import tag

THURSDAY = date(2025, 7, 17)


def read(text: str, lang: str) -> list[tuple[str, str]]:
    article = Article(text=text, anchor=Anchor(published=THURSDAY), lang=lang)
    return [(timex.text, timex.value) for timex in tag(article)]


# a preposition parts a day and its clock time, the two ends of a length, of a night, of years
PARTED = [
    ("en", "They met on Friday at 10 a.m.", ["2025-07-11", "2025-07-11T10:00"]),
    ("de", "Sie trafen sich am 25. Juni um 9.30 Uhr.", ["2025-06-25", "2025-06-25T09:30"]),
    ("fr", "Ils se sont vus hier vers 18 h.", ["2025-07-16", "2025-07-16T18:00"]),
    ("en", "It takes two to six days.", ["P2D", "P6D"]),
    ("de", "Es dauert sechs bis acht Monate.", ["P6M", "P8M"]),
    ("fr", "Cela prend trois ou quatre jours.", ["P3D", "P4D"]),
    ("es", "Tarda de ocho a doce meses.", ["P8M", "P12M"]),
    ("en", "They met on the night of 3-4 May.", ["2025-05-03TNI", "2025-05-04"]),
    ("de", "In der Nacht vom 9. auf den 10. Juli.", ["2025-07-09TNI", "2025-07-10"]),
    ("fr", "La nuit du 9 au 10 juillet.", ["2025-07-09TNI", "2025-07-10"]),
    ("de", "In der Nacht auf den 10. Juli brannte es.", ["2025-07-09TNI", "2025-07-10"]),
    ("en", "It lasted from 1995-96.", ["1995", "1996"]),
    ("de", "Das war im Winter 1918/19.", ["1918-WI", "1919"]),
    ("en", "They met in the spring and summer of 1943.", ["1943-SP", "1943-SU"]),
    ("de", "Sie trafen sich am 11., 18., und 25. März 2024.", ["11", "18", "25"]),
]


@pytest.mark.parametrize(("lang", "text", "values"), PARTED)
def test_what_a_preposition_parts_is_two_expressions(
    lang: str, text: str, values: list[str]
) -> None:
    found = [value for _, value in read(text, lang)]
    wanted = [value if len(value) > 2 else f"2024-03-{value}" for value in values]
    assert found == wanted


def test_the_day_before_a_clock_time_has_its_instant() -> None:
    article = Article(
        text="They met on Friday at 10 a.m.",
        anchor=Anchor(published=datetime(2025, 7, 17, 9, tzinfo=UTC)),
        lang="en",
    )
    day, clock = tag(article)
    assert day.value == "2025-07-11"
    assert day.interval == clock.interval
    assert clock.interval is not None
    assert clock.interval.start == datetime(2025, 7, 11, 10, tzinfo=UTC)


ONE_YEAR_BEFORE = [
    ("en", "It made a year-ago profit.", "2024"),
    ("en", "In the third quarter of 2009 it lost less than in the year-ago period.", "2008-Q3"),
    ("en", "It fell in the 1988 second quarter.", "1988-Q2"),
    ("en", "It is due by year's end.", "2025"),
    ("de", "Zu Jahresbeginn war es kalt.", "2025"),
    ("de", "Am 3. Mai 2024 siegte er wie am Vortag.", "2024-05-02"),
]


@pytest.mark.parametrize(("lang", "text", "value"), ONE_YEAR_BEFORE)
def test_units_are_counted_from_what_is_told(lang: str, text: str, value: str) -> None:
    assert read(text, lang)[-1][1] == value


# the unit that was told, one year before; lengths that are told as one word or without a number
COMPARED = [
    ("en", "In June 2025 it fell, unlike the same month a year ago.", "2024-06"),
    ("en", "In the third quarter of 2009 it rose from the same period last year.", "2008-Q3"),
    ("de", "Im Juni 2025 fiel es gegenüber dem Vorjahresmonat.", "2024-06"),
    ("fr", "En juin 2025 il a baissé face au même mois de l'année précédente.", "2024-06"),
    ("es", "En enero de 2009 cayó respecto al mismo mes del año anterior.", "2008-01"),
    ("en", "The Delian League fought throughout the 470s BC.", "BC047"),
    ("en", "It was a spring offensive.", "2025-SP"),
    ("en", "They meet every mon.", "XXXX-WXX-1"),
    ("es", "Dimitió el pasado día 3.", "2025-07-03"),
    ("es", "Bebe 6 kilos al año.", "P1Y"),
    ("es", "A finales del pasado mes de mayo dimitió.", "2025-05"),
    ("en", "It took a three-and-a-half-year search.", "P3Y6M"),
    ("en", "It brought a half-century of peace.", "P50Y"),
    ("en", "They left less than 24 hours later.", "PT24H"),
    ("en", "It was a great day.", "P1D"),
    ("fr", "Cela a duré deux ans et demi.", "P2Y6M"),
    ("es", "Es la cifra más alta del último año.", "P1Y"),
    ("es", "Dura desde hace tiempo.", "PXM"),
    ("es", "Fue en la pasada campaña.", "PAST_REF"),
    ("de", "Sie tagen jeden zweiten Montag.", "XXXX-WXX-1"),
    ("de", "In der Nacht zum Montag brannte es.", "2025-07-13TNI"),
]


@pytest.mark.parametrize(("lang", "text", "value"), COMPARED)
def test_a_time_beside_another_has_its_value(lang: str, text: str, value: str) -> None:
    assert read(text, lang)[-1][1] == value


ZONES = [
    ("It began at 5 p.m. EST on Friday.", datetime(2025, 7, 11, 22, tzinfo=UTC)),
    ("It began at 5 p.m. CET on Friday.", datetime(2025, 7, 11, 16, tzinfo=UTC)),
    ("It began on 2025-07-11T10:00+02:00.", datetime(2025, 7, 11, 8, tzinfo=UTC)),
    # a Monday is a day like the others
    ("It began at 9 a.m. UTC on Monday.", datetime(2025, 7, 14, 9, tzinfo=UTC)),
]


@pytest.mark.parametrize(("text", "instant"), ZONES)
def test_a_named_zone_gives_the_instant(text: str, instant: datetime) -> None:
    (timex,) = tag(Article(text=text, anchor=Anchor(published=THURSDAY), lang="en"))
    assert timex.interval is not None
    assert timex.interval.start == instant


def test_a_day_told_again_is_not_the_first_of_a_month_told_since() -> None:
    text = "They met on 3 July 2025. It was the worst since May 1982. That day they fell."
    assert read(text, "en")[-1] == ("That day", "2025-07-03")


NAMED_DAYS = [
    ("They landed on D-Day.", "1944-06-06"),
    ("It followed the September 11th attacks.", "2001-09-11"),
    ("It followed 9/11.", "2001-09-11"),
    ("They vote on Election Day.", "2025-11-04"),
]


@pytest.mark.parametrize(("text", "value"), NAMED_DAYS)
def test_a_named_day_is_that_day(text: str, value: str) -> None:
    assert [found for _, found in read(text, "en")] == [value]


# a story in history: the date that the last sentence tells
STORIES = [
    # after an aside into a year to come or past, the story goes on where it was
    ("On 10 March 1975 they marched; it was planned for 1976. On 11 March they won.", "1975-03-11"),
    ("In April 1975 they won. In 1976, in May, they lost.", "1976-05"),
    ("In June 1975 it grew, more than in the previous year. In July it fell.", "1975-07"),
    ("On 9 April 1975 it fell. A picture of May 1976 shows it. On 15 April it rose.", "1975-04-15"),
]
YEARS_BEFORE = "In 1961, 1962, 1963, 1964 and 1965 nothing was told.\n\n"


def test_former_is_a_time_where_history_is_told() -> None:
    assert read(YEARS_BEFORE + "The former emperor fled.", "en")[-1] == ("former", "PAST_REF")


@pytest.mark.parametrize(("text", "value"), STORIES)
def test_a_story_goes_on_after_an_aside(text: str, value: str) -> None:
    assert read(YEARS_BEFORE + text, "en")[-1][1] == value


NO_TIME = [
    ("en", "The Long March went on."),
    ("en", "They stayed until the fall of Budapest."),
    ("en", "She is 52 years old."),
    ("en", "15 million instructions per second"),
    ("en", "It was not the moment."),
    ("en", "The former minister spoke."),
    ("en", "They will spring into action."),
    ("es", "Firmó un segundo contrato."),
    ("de", "Wladimir Mai-Majewski sprach."),
    ("de", "Er ist 16 Jahre alt."),
    ("de", "Das zeigte sich später."),
    ("fr", "Agée de 90 ans, elle habite ici."),
    ("fr", "Le quotidien est paru."),
    ("fr", "Les Jeux d'hiver sont finis."),
]


@pytest.mark.parametrize(("lang", "text"), NO_TIME)
def test_what_only_sounds_like_a_time_is_none(lang: str, text: str) -> None:
    assert read(text, lang) == []


TENSES = [
    ("It had been due to begin on Friday.", "2025-07-18"),
    ("It was postponed until Friday.", "2025-07-18"),
    ("The rise is effective 1 February.", "2026-02-01"),
    ("They met over the weekend.", "2025-W28-WE"),
]


@pytest.mark.parametrize(("text", "value"), TENSES)
def test_the_clause_tells_past_from_future(text: str, value: str) -> None:
    assert read(text, "en")[-1][1] == value
