"""Words as they are looked for: without case and accents, each by its beginning.

Both databases index these words and no others, so that they find the same.
"""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 60
"""Letters of a word that count; nobody types more."""

_MARKS = [*range(0x300, 0x370), *range(0x591, 0x5BE), *range(0x64B, 0x660)]
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(map(chr, _MARKS)),  # accents, Hebrew points, Arabic signs of vowels
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
    }
)  # fmt: skip
# Where no space stands between words each sign is one; in India's scripts vowels are signs beside.
_SIGNS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_VOWELS = "\u0900-\u0963\u0966-\u0dff"
_WORD = re.compile(rf"[{_SIGNS}](?<=\w)|(?:[^\W_{_SIGNS}]|[{_VOWELS}])+")


def words_of(text: str) -> list[str]:
    """The words of a text in order, in lower case and without accents; signs part them.

    >>> words_of("Élysée: the EU's Straße-Plan no. 7")
    ['elysee', 'the', 'eu', 's', 'strasse', 'plan', 'no', '7']
    """
    return [word[:LONGEST] for word in _WORD.findall(_folded(text))]


def index_of(texts: Iterable[str]) -> str:
    """Every different word of the texts, with spaces between them: what a database indexes."""
    return " ".join(sorted({word for text in texts for word in words_of(text)}))


def asked_for(asked: Iterable[str]) -> list[str] | None:
    """What must all be beginnings of words, where people ask for these texts.

    None where one of them holds no letter or digit: nothing is found then.
    """
    words = [words_of(one) for one in asked]
    return sorted({word for one in words for word in one}) if all(words) else None


def holds(index: str, asked: Iterable[str]) -> bool:
    """True where every word that is asked for begins a word of the index."""
    wanted = asked_for(asked)
    known = f" {index}"
    return wanted is not None and all(f" {word}" in known for word in wanted)


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    return unicodedata.normalize("NFC", plain)
