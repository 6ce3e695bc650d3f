"""How sure a mention is."""

from timeline.extract.triggers import Clue


def of(clue: Clue, how: str) -> float:
    """0 to 1: of the mentions at 0.8, about four in five should be right."""
    score = 0.3 + 0.12 * min(clue.weight, 4.0)
    score += 0.05 if how in {"verb", "noun"} else 0.0
    return round(min(score, 0.95), 2)
