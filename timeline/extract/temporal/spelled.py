"""Numbers in words, as num2words spells them: "cent vingt", "treinta y cinco", "einhundertzwanzig".

A number that is only half read gives a wrong date, so every number below a thousand is known whole.
"""

from collections.abc import Iterable

from num2words import CONVERTER_CLASSES, num2words  # type: ignore[import-untyped]  # no stubs

from timeline.extract.temporal.expression import Captures

_BELOW = 1000
_ENGLISH = 101  # below it the rules of English put tens and ones together themselves
_LOOSE = {
    # how people write it beside the form of the books
    "en": (("one hundred", "a hundred"), (" and ", " ")),
    "de": (("einhundert", "hundert"),),
    "fr": (("-", " "),),
}


def numerals(lang: str, known: Iterable[str]) -> dict[str, Captures]:
    """The spellings of each number below a thousand that are not `known`; none of a few tongues."""
    if lang not in CONVERTER_CLASSES:
        return {}
    taken = set(known)
    found: dict[str, Captures] = {}
    for number in range(_ENGLISH if lang == "en" else 2, _BELOW):
        for form in _forms(num2words(number, lang=lang).lower(), lang):
            if form not in taken:
                found.setdefault(form, {"NUM": number})
    return found


def _forms(spelling: str, lang: str) -> list[str]:
    forms = [spelling]
    for usual, loose in _LOOSE.get(lang, ()):
        forms += [one.replace(usual, loose) for one in forms if usual in one]
    return forms
