"""Past or future: what the words of the clause around an expression say.

The nearest cue decides, words before the expression first: a reader goes on from the verb to its
time ("will meet on Friday", "said on Friday that it will"). A clause ends at a full stop, colon,
semicolon or line; only a bounded stretch is read on either side.
"""

import re

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
        cue = _cue(word, tense)
        if word in tense.infinitive and words[index + 1 : index + 2] in _COPULAS:
            return words[max(0, index - 1) : index] == _PERFECT  # "were to have met": they did not
        if cue is True and not tense.infinitive.isdisjoint(words[index + 1 : index + 3]):
            continue  # "expects it to be completed": the verb before tells
        if cue is True and any(one in tense.future for one in words[index + 1 : index + 4]):
            return False
        if cue is not None:
            return cue
    after = text[end : end + _REACH]
    if stop := _LEFT.search(after):
        after = after[: stop.start()]
    for word in _WORDS.findall(after):
        cue = _cue(word.lower(), tense)
        if cue is not None:
            return cue
    return None


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
