"""One line that a calendar can show and a person would write."""

from timeline.core.event import EventType
from timeline.extract.grammar import Tree
from timeline.extract.triggers import Clue

_LONGEST = 90


def title(tree: Tree, clue: Clue, kind: EventType) -> str:
    """The event in one line."""
    region = tree.region(clue.head)
    first, last = tree.tokens[region[0]], tree.tokens[region[-1]]
    base = tree.sentence.start
    text = " ".join(tree.sentence.text[first.start - base : last.end - base].split())
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
    return text[:1].upper() + text[1:] or kind.value
