"""Pages in the reader's language: every sentence is translated, dates and numbers follow."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from flask import Flask, g
from flask.testing import FlaskClient
from jinja2 import Environment

from tests.core.samples import an_event, until
from tests.store.build import keep
from tests.web.view_events import keep_four
from timeline.core.interval import Interval, unit
from timeline.core.precision import Precision
from timeline.store.engine import Database
from timeline.web import dates, language

ROOT = Path(__file__).parents[2]
OTHERS = [code for code in language.languages() if code != language.ENGLISH]
DAY = date(2025, 7, 17)


def said() -> Iterator[str]:
    """Every sentence that code and pages mark for translation, its singular alone."""
    with (language.FOLDER / "babel.cfg").open(encoding="utf-8") as file:
        methods, _ = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # has no types
    keywords = {"_": None, "N_": None, "ngettext": (1, 2), "gettext": None}
    for _, _, message, _, _ in extract_from_dir(ROOT, methods, keywords=keywords):
        yield message if isinstance(message, str) else message[0]


def catalog(code: str) -> Catalog:
    with (language.FOLDER / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def test_german_and_french_come_along() -> None:
    assert set(OTHERS) >= {"de", "fr"}


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_has_a_translation(code: str) -> None:
    known = {one.id if isinstance(one.id, str) else one.id[0] for one in catalog(code) if one.id}
    missing = sorted(set(said()) - known)
    assert not missing, "run `make translations` and translate what it adds"


@pytest.mark.parametrize("code", OTHERS)
def test_every_translation_is_filled_and_keeps_what_is_put_in(code: str) -> None:
    for one in catalog(code):
        if not one.id:
            continue
        told = [one.string] if isinstance(one.string, str) else list(one.string or ())
        asked = one.id if isinstance(one.id, str) else one.id[-1]
        holes = set(re.findall(r"%\(\w+\)s", asked))
        for text in told:
            assert text, one.id
            assert set(re.findall(r"%\(\w+\)s", text)) == holes, one.id


def test_french_marks_never_begin_a_line() -> None:
    for one in catalog("fr"):
        told = [one.string] if isinstance(one.string, str) else list(one.string or ())
        for text in told if one.id else []:
            assert not re.search(" [:;?!»]|« ", text), text


@pytest.fixture
def four(sqlite_database: Database) -> None:
    """The events of the other tests."""
    keep_four(sqlite_database)


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("accepts", "code", "count", "due"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "de", "4 Ereignisse", "bis 31. Dezember 2025"),
        ("fr", "fr", "4 événements", "d’ici le 31 décembre 2025"),
        ("ja,pt;q=0.8", "en", "4 events", "by 31 December 2025"),
        ("", "en", "4 events", "by 31 December 2025"),
    ],
)
def test_a_page_speaks_the_browser_s_language(
    client: FlaskClient, accepts: str, code: str, count: str, due: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": accepts})
    assert f'<html lang="{code}"' in answer.text
    assert count in answer.text
    assert due in answer.text
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.usefixtures("four")
def test_a_chosen_language_is_remembered(client: FlaskClient) -> None:
    assert '<html lang="de"' in client.get("/?lang=de").text
    assert '<html lang="de"' in client.get("/deadlines").text
    assert '<html lang="fr"' in client.get("/deadlines?lang=fr").text


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("path", ["/", "/feeds", "/deadlines"])
def test_another_language_shows_the_same_view(client: FlaskClient, path: str) -> None:
    page = client.get(f"{path}?country=LV&country=DE&lang=fr").text
    assert 'href="?country=LV&amp;country=DE&amp;lang=de"' in page
    assert 'class="notice"' not in page


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("code", "title", "sentence"),
    [
        ("de", "Hier ist nichts", "Unter dieser Adresse gibt es nichts"),
        ("fr", "Il n’y a rien ici", "Il n’y a rien à cette adresse\u00a0:"),
        ("en", "There is nothing here", "There is nothing at this address:"),
    ],
)
def test_an_address_without_a_page_says_so_in_the_reader_s_language(
    client: FlaskClient, code: str, title: str, sentence: str
) -> None:
    page = client.get(f"/nowhere?lang={code}").text
    assert f"<h1>{title}</h1>" in page
    assert sentence in page


def test_programs_are_told_of_errors_in_english(client: FlaskClient) -> None:
    answer = client.get("/api/nowhere", headers={"Accept-Language": "de"})
    assert answer.get_json()["error"].startswith("There is nothing at this address")


def test_an_unknown_language_is_answered_in_english(client: FlaskClient) -> None:
    assert '<html lang="en"' in client.get("/?lang=../../etc").text


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("code", language.languages())
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?view=month",
        "/deadlines",
        "/articles",
        "/events/due",
        "/about",
        "/embed",
        "/events/due/edit",
        "/events/new",
        "/queue",
        "/feeds?country=LV&from=2025-01-01",
        "/sources",
        "/reminders",
        "/add",
    ],
)
def test_every_page_is_whole_in_every_language(client: FlaskClient, path: str, code: str) -> None:
    answer = client.get(path, headers={"Accept-Language": code})
    assert answer.status_code == 200
    assert "%(" not in answer.text


@pytest.mark.usefixtures("four")
def test_the_marks_of_the_scripts_speak_the_same_language(client: FlaskClient) -> None:
    found = client.get("/board.json", headers={"Accept-Language": "de"}).get_json()
    assert found["lanes"][0]["name"] == "Treffen und Besuche"
    due = next(line for line in found["marks"] if line[0] == "due")
    assert due[9] == "Latvia changes its law, bis 31. Dezember 2025, erwartet"


@pytest.mark.parametrize(
    ("interval", "deadline", "german"),
    [
        (None, False, "kein Datum genannt"),
        (unit(DAY, Precision.DAY), False, "17. Juli 2025"),
        (unit(DAY, Precision.WEEK), False, "14.–20. Juli 2025"),
        (unit(DAY, Precision.MONTH), False, "Juli 2025"),
        (unit(DAY, Precision.QUARTER), False, "3. Quartal 2025"),
        (unit(DAY, Precision.HALF), False, "zweites Halbjahr 2025"),
        (unit(DAY, Precision.SEASON), False, "Sommer 2025"),
        (unit(DAY, Precision.YEAR, approximate=True), False, "etwa 2025"),
        (unit(DAY, Precision.DECADE), False, "die 2020er-Jahre"),
        (until(date(2025, 12, 31)), True, "bis 31. Dezember 2025"),
        (Interval(start=DAY, end=None, precision=Precision.DAY), False, "ab 17. Juli 2025"),
    ],
)
def test_a_time_is_said_in_german(
    app: Flask, interval: Interval | None, deadline: bool, german: str
) -> None:
    with app.test_request_context(headers={"Accept-Language": "de"}):
        assert dates.when(interval, deadline=deadline) == german


NOON = Interval(
    start=datetime(2025, 7, 17, 22, 30, tzinfo=UTC),
    end=datetime(2025, 7, 17, 23, 0, tzinfo=UTC),
    precision=Precision.MINUTE,
)


@pytest.mark.parametrize(
    ("zone", "told"),
    [("UTC", "17 July 2025, 22:30 UTC"), ("Europe/Berlin", "18 July 2025, 00:30 CEST")],
)
def test_clock_times_are_those_of_the_chosen_zone(app: Flask, zone: str, told: str) -> None:
    with app.test_request_context():
        dates.use_zone(zone)
        assert dates.when(NOON) == told
        assert g.zone.key == dates.zone_name()


def test_days_never_shift_with_the_zone(client: FlaskClient, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        keep(session, an_event("visit"))
    page = client.get("/?tz=Pacific/Auckland").text
    assert "17 July 2025" in page
    assert "Times in Pacific/Auckland" in page


def test_an_unknown_zone_is_named_and_left_out(
    client: FlaskClient, sqlite_database: Database
) -> None:
    keep_four(sqlite_database)
    page = client.get("/?tz=Mars/Base").text
    assert "unknown tz &#39;Mars/Base&#39;" in page
    assert "Times in UTC" in page


NAMES = {
    "Timeline", "Timeline · Timeline", "UTC", "CSV", "Home", "End", "Enter", "Esc", "Shift",
    "TimelineJS",
}  # fmt: skip
SAID = re.compile(r'(?:aria-label|aria-roledescription|data-label|placeholder|title)="([^"{<]*)"')


def untranslated(page: Path) -> list[str]:
    """The words that stand in the page itself instead of in `_(…)`: between tags or told by them.

    Names and the examples of forms are none.
    """
    lexed = Environment(autoescape=True).lex(page.read_text(encoding="utf-8"))
    written = "".join(text if kind == "data" else "" for _, kind, text in lexed)
    shown = re.sub(r"<(style|script|code|svg|td|textarea)\b.*?</\1>", "", written, flags=re.DOTALL)
    between = re.findall(r">([^<>]+)<", f">{shown}<")
    words = (one.strip(" \n·,.:();&") for one in (*between, *SAID.findall(written)))
    return [
        one
        for one in words
        if re.match(r"[A-Za-z]{2}", one) and one not in NAMES and not re.search("@|^http", one)
    ]


@pytest.mark.parametrize("page", sorted(path.name for path in (ROOT / "templates").glob("*.html")))
def test_no_page_says_a_word_that_cannot_be_translated(page: str) -> None:
    assert not untranslated(ROOT / "templates" / page)
