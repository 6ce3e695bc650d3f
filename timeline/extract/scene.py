"""A sentence as events are read from it: its words, its actors and what was told before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from timeline.extract import antecedents
from timeline.extract.actors import Actor
from timeline.extract.antecedents import Antecedent, Memory
from timeline.extract.grammar import Tree
from timeline.extract.triggers import TELLING, Clue


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence as it is read: its words, its actors and what the ones before it told."""

    tree: Tree
    actors: Sequence[Actor]
    memory: Memory

    def named(self, clue: Clue) -> Clue:
        """The clue, with what "it" stands for where the verb alone says little: "it will open"."""
        meant = self.antecedent(clue.head)
        if clue.weight >= TELLING or meant is None or meant.clue is None:
            return clue
        return replace(clue, type=meant.clue.type, weight=meant.clue.weight, rule=meant.clue.rule)

    def antecedent(self, verb: int) -> Antecedent | None:
        """What the verb's subject stands for, where that is "it" or "they"."""
        return antecedents.find(self.tree, self.memory, verb, self.actors)
