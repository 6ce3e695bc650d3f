"""The names that an article is about, by which two articles on one matter know each other."""

import re
import unicodedata
from collections import Counter
from functools import cache

from timeline.extract import lexicon

MOST = 40
"""Names kept of an article; the most frequent ones, then the first."""

_WORD = re.compile(r"[^\W\d_][\w+’'-]*\w\+?|[^\W\d_]")
_OPENING = re.compile(r"(?:^|[.!?:]\s+|[\n\r]\s*|[“\"«(]\s*)$")
_KEPT = 6  # letters: "Germany" and "German" are one name
_LONG = 4  # letters that a common word has more than, to say something of the topic


def names(text: str, title: str = "") -> frozenset[str]:
    """What the article names and comes back to, folded, without endings.

    Names are words with a capital inside a sentence; a common word counts where it stands twice.
    """
    told = f"{title}\n{text}"
    named: Counter[str] = Counter()
    common: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    for match in _WORD.finditer(told):
        word, key = match.group(), fold(match.group())
        if not word[:1].isupper():
            common[key] += len(word) > _LONG
        elif _OPENING.search(told, max(0, match.start() - 4), match.start()):
            opening[key] += 1
        else:
            named[key] += 1
    for key, count in opening.items():
        (named if key in named else common)[key] += count
    empty = _empty()
    found = [key for key, _ in named.most_common() if len(key) > 1 and key not in empty]
    again = [key for key, count in common.most_common() if count > 1 and key not in empty]
    return frozenset(found[:MOST] + [key for key in again if len(key) > _LONG][: MOST // 2])


def fold(word: str) -> str:
    """The word without accents, possessive and ending: six letters are kept."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'").removesuffix("'s"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return bare[:_KEPT]


@cache
def _empty() -> frozenset[str]:
    table = lexicon.table("merging")
    return frozenset(fold(word) for name in ("calendar", "common") for word in table[name])
