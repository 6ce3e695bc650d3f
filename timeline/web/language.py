"""The reader's language: chosen for each request, its sentences from a file of translations.

A language is there as soon as translations/<code>.po is; English is the language of the sources.
"""

import gettext as catalogs
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Response, g, has_request_context, request

FOLDER = Path(__file__).parents[2] / "translations"
ENGLISH = "en"
COOKIE = "language"
_YEAR = 31_536_000  # seconds that a choice is remembered
_LOCALES = {ENGLISH: "en_GB"}


def languages() -> tuple[str, ...]:
    """The codes of the languages that pages can be read in, English first."""
    return (ENGLISH, *sorted(file.stem for file in FOLDER.glob("*.po")))


def names() -> Mapping[str, str]:
    """Each language's name in that language itself."""
    return {code: str(Locale(code).get_display_name(code)).capitalize() for code in languages()}


def language() -> str:
    """The language of this request: asked for, else chosen before, else the browser's."""
    if not has_request_context():
        return ENGLISH
    if "language" not in g:
        g.language = _choose()
    return str(g.language)


def locale() -> Locale:
    """How dates and numbers are written for this request."""
    return Locale.parse(_LOCALES.get(language(), language()))


def _(message: str, **values: object) -> str:
    """The sentence in the reader's language, with its `%(name)s` filled in."""
    return _catalog(language()).gettext(message) % values if values else _said(message)


def _said(message: str) -> str:
    return _catalog(language()).gettext(message)


def N_(message: str) -> str:  # noqa: N802  # the name by which gettext knows it
    """The sentence as it is, marked for translation: it is said by `_` later."""
    return message


def install(environment: object) -> None:
    """Let templates say `_(…)` and `ngettext(…)`."""
    environment.add_extension("jinja2.ext.i18n")  # type: ignore[attr-defined]  # Jinja's own way
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        lambda message: _said(message),
        lambda one, many, number: _catalog(language()).ngettext(one, many, number),
        newstyle=True,
    )


def remember(answer: Response) -> Response:
    """Keep the language that was asked for, and say that pages differ by it."""
    asked = request.args.get("lang", "")
    if asked in languages():
        answer.set_cookie(COOKIE, asked, max_age=_YEAR, samesite="Lax", httponly=True)
    if answer.mimetype == "text/html":
        answer.vary.update(["Accept-Language", "Cookie"])
    return answer


def _choose() -> str:
    known = languages()
    for asked in (request.args.get("lang", ""), request.cookies.get(COOKIE, "")):
        if asked in known:
            return asked
    return request.accept_languages.best_match(known, default=ENGLISH) or ENGLISH


@cache
def _catalog(code: str) -> catalogs.NullTranslations:
    if code == ENGLISH:
        return catalogs.NullTranslations()
    with (FOLDER / f"{code}.po").open("rb") as file:
        read = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return catalogs.GNUTranslations(compiled)
