"""Past or future: what the words of the clause around an expression say.

The nearest cue decides, words before the expression first: a reader goes on from the verb to its
time ("will meet on Friday", "said on Friday that it will"). A clause ends at a full stop, colon,
semicolon or line; only a bounded stretch is read on either side.
"""

import re
from typing import Literal

from timeline.extract.temporal.lexicon import Tense

_WORDS = re.compile(r"[^\W\d_]+")
_LEFT = re.compile(
    r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z][a-z])\.(?=\s|$)|[;:!?“”\"](?=\s|$)|\n"
)
"""The end of a clause; a full stop behind a short title ("Mr.", "Gen.") is none."""
_REACH = 110
_NEAR = 10
"""Words in which a verb that puts off stands before the time."""
_PERFECT = ["have"]
_COPULAS = (["is"], ["are"], ["was"], ["were"])


def is_past(text: str, start: int, end: int, tense: Tense) -> bool | None:
    """True for a past clause, False for a future one, None where no cue stands near."""
    words = _words_before(text, start)
    for index, word in enumerate(words):
        told, past = _told(words, index, word, tense)
        if told:
            return past
    after = text[end : end + _REACH]
    if stop := _LEFT.search(after):
        after = after[: stop.start()]
    for word in _WORDS.findall(after):
        cue = _cue(word.lower(), tense)
        if cue is not None:
            return cue
    return None


def _told(
    words: list[str], index: int, word: str, tense: Tense
) -> tuple[Literal[True], bool] | tuple[Literal[False], None]:
    """Whether this word before the expression settles the tense, and whether it is past."""
    before, behind = words[index + 1 : index + 2], words[max(0, index - 1) : index]
    if word in tense.infinitive and before in _COPULAS:
        return True, behind == _PERFECT  # "were to have met": they did not
    if word in tense.infinitive and not tense.ready.isdisjoint(before):
        return True, False  # "is set to resume"
    if word in tense.possible and tense.auxiliary.isdisjoint(behind):
        return True, False  # "could come as early as Friday", but not "could not be reached Friday"
    cue = _cue(word, tense)
    if cue is None or (cue and _is_infinitive(words, index, tense)):
        return False, None  # "expects it to be completed": the verb before tells
    ahead = any(one in tense.future for one in words[index + 1 : index + 4])
    return True, cue and not ahead


def _is_infinitive(words: list[str], index: int, tense: Tense) -> bool:
    """True for "completed" in "to be completed", but not for "said" in "the envoy to Oslo said"."""
    before = words[index + 1 : index + 3]
    if before[:1] and before[0] in tense.auxiliary:
        before = before[1:]
    return before[:1] != [] and before[0] in tense.infinitive


def puts_off(text: str, start: int, tense: Tense) -> bool:
    """True behind a verb that moves something to what comes: "was postponed until | Friday"."""
    return not tense.put_off.isdisjoint(_words_before(text, start)[:_NEAR])


def _words_before(text: str, start: int) -> list[str]:
    """The words of the clause before an expression, the nearest one first."""
    before = text[max(0, start - _REACH) : start]
    ends = [match.end() for match in _LEFT.finditer(before)]
    clause = before[ends[-1] :] if ends else before
    return [word.lower() for word in reversed(_WORDS.findall(clause))]


def _cue(word: str, tense: Tense) -> bool | None:
    if word in tense.future:
        return False
    if word in tense.past:
        return True
    if len(word) > 4 and word not in tense.neutral:
        if tense.past_endings and word.endswith(tense.past_endings):
            return True
        if tense.future_endings and word.endswith(tense.future_endings):
            return False
    return None
