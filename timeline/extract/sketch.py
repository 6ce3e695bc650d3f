"""A few numbers by which near duplicates know each other: one agency's text on several sites.

Every run of three words is hashed, and the smallest hashes are kept (a bottom-k sketch, Broder
1997): two texts share about as much of their sketches as of their words.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b

SIZE = 48
"""Hashes kept of a text."""

FOUND_BY = 8
"""The smallest hashes, one of which two near duplicates share all but surely."""

ALIKE = 0.3
"""The share of both texts from which one is a near duplicate of the other."""

_RUN = 3
_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 30  # words: what is shorter is no article that could be copied


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of the text's runs of words, ascending; empty for a short text."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < _LEAST:
        return ()
    runs = {" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}
    return tuple(sorted(map(_hash, runs))[:SIZE])


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """The estimated share of runs that both texts have (Jaccard), 0 to 1."""
    if not one or not other:
        return 0.0
    smallest = set(sorted({*one, *other})[:SIZE])
    return len(smallest & set(one) & set(other)) / len(smallest)


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=7).digest(), "big")
