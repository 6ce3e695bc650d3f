"""A language as it is spoken to a person: its sentences from a file of translations.

A language is there as soon as translations/<code>.po is; English is the language of the sources.
"""

import gettext as catalogs
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[2] / "translations"
ENGLISH = "en"
_LOCALES = {ENGLISH: "en_GB"}


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that can be read, English first."""
    return (ENGLISH, *sorted(file.stem for file in FOLDER.glob("*.po")))


def names() -> Mapping[str, str]:
    """Each language's name in that language itself."""
    return {code: str(Locale(code).get_display_name(code)).capitalize() for code in languages()}


def N_(message: str) -> str:  # noqa: N802  # the name by which gettext knows it
    """The sentence as it is, marked for translation: it is said later."""
    return message


@dataclass(frozen=True, slots=True)
class Voice:
    """One language; `code` is one of `languages()`."""

    code: str = ENGLISH

    @property
    def locale(self) -> Locale:
        """How dates and numbers are written."""
        return Locale.parse(_LOCALES.get(self.code, self.code))

    def gettext(self, message: str, **values: object) -> str:
        """The sentence in this language, with its `%(name)s` filled in."""
        said = _catalog(self.code).gettext(message)
        return said % values if values else said

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The sentence for that many."""
        return _catalog(self.code).ngettext(one, many, number)


def voice_of(code: str) -> Voice:
    """The voice of a language that may have been kept when it was there; English where it is not.

    >>> voice_of("tlh").code
    'en'
    """
    return Voice(code if code in languages() else ENGLISH)


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
