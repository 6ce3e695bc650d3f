"""The language of a text, as ISO 639-1; the only home of py3langid."""

from functools import lru_cache
from typing import Protocol, cast

from babel import Locale, UnknownLocaleError

from timeline.core.errors import BadInput

DEFAULT = "en"
SAMPLE = 3_000  # characters; more of them change no answer and only take time
LEAST_LETTERS = 20  # a few words alone look like any of a dozen languages
LEAST_SURE = 0.5
_SAME = {"nb": "no", "nn": "no", "wuu": "zh", "yue": "zh", "arz": "ar", "ary": "ar"}


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def detect(text: str) -> str:
    """The language that the beginning of `text` is written in.

    "en" where the text is too short or too odd to tell, or its language has no two-letter code.

    >>> detect("Die Außenminister treffen sich am Donnerstag in Berlin.")
    'de'
    >>> detect("17.7.2025")
    'en'
    """
    sample = text[:SAMPLE]
    if sum(letter.isalpha() for letter in sample) < LEAST_LETTERS:
        return DEFAULT
    found, sure = _identifier().classify(sample)
    lang = _SAME.get(found, found)
    return lang if sure >= LEAST_SURE and len(lang) == 2 else DEFAULT


def read_language(lang: str) -> str:
    """The two letters that a person gave, lower case. Raises BadInput where they are none's.

    >>> read_language(" DE ")
    'de'
    """
    folded = lang.strip().casefold()
    try:
        known = len(folded) == 2 and folded.isalpha() and Locale.parse(folded) is not None
    except (UnknownLocaleError, ValueError):
        known = False
    if not known:
        raise BadInput(f"cannot read the language {lang!r}: give its two letters, such as en")
    return folded


@lru_cache(maxsize=1)
def _identifier() -> _Identifier:
    """The model, loaded once and on first use (a quarter of a second)."""
    from py3langid.langid import (  # type: ignore[import-untyped]  # has no types
        MODEL_FILE,
        LanguageIdentifier,
    )

    return cast(_Identifier, LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))
