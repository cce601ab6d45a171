"""The facts of a run, in the patterns they satisfy, and the tuples that a joiner has made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from countermove.facts.fact import Fact
from countermove.facts.registry import fields
from countermove.inference.fact_base import FactBase
from countermove.inference.joiner import Joiner, Network
from countermove.inference.joining import Pattern
from countermove.inference.truth import Context, all_hold, value_of
from countermove.rulebook.typing import FAMILY

Joined = tuple[int, ...]
"""Facts by number, in the order of a network's parts."""


class WorkingMemory:
    """Gives facts and values their numbers, feeds the joiner, and keeps its answers.

    A network without parts has one tuple from the start, the empty one.
    """

    def __init__(self, patterns: Sequence[Pattern], networks: Sequence[Network], joiner: Joiner, context: Context) -> None:
        self._patterns: dict[str, list[tuple[int, Pattern]]] = {}
        for number, pattern in enumerate(patterns):
            self._patterns.setdefault(pattern.kind, []).append((number, pattern))
        self._joiner = joiner
        self._context = context
        self._facts: list[Fact] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._values: dict[tuple[str, object], int] = {}
        self._tuples: list[list[Joined]] = [[] if network else [()] for network in networks]
        self._beside: list[dict[Joined, list[int]]] = [{} for _ in networks]

    def load(self, base: FactBase) -> None:
        """Take in a whole base at once, looking only at those facts that a pattern's text leaves."""
        for kind, patterns in self._patterns.items():
            for number, pattern in patterns:
                for fact in base.candidates(kind, pattern.where, {}, self._context):
                    self._offer(number, pattern, fact)

    def take(self, fact: Fact) -> None:
        """Take in one more fact."""
        for number, pattern in self._patterns.get(fact.kind, ()):
            self._offer(number, pattern, fact)

    def settle(self) -> None:
        """Have everything joined that was taken in."""
        for network, joined in self._joiner.joined():
            self._tuples[network].append(joined)
            self._beside[network].setdefault(joined[:-1], []).append(joined[-1])

    def tuples(self, network: int, since: int = 0) -> Sequence[Joined]:
        """The tuples of a network in the order in which they came about, from the one of that number on."""
        return self._tuples[network][since:]

    def beside(self, network: int, key: Joined) -> Iterable[Fact]:
        """The facts in the last part of a network that are joined with those facts in the parts before it."""
        return [self._facts[number] for number in self._beside[network].get(key, ())]

    def fact(self, number: int) -> Fact:
        """The fact of a number."""
        return self._facts[number]

    def _offer(self, number: int, pattern: Pattern, fact: Fact) -> None:
        values = [value_of(fact, field) for field in pattern.joined]
        if None not in values and all_hold(pattern.where, fact, {}, self._context):
            families = [FAMILY[fields(pattern.kind)[field].type] for field in pattern.joined]
            self._joiner.add(number, self._number(fact), tuple(map(self._coded, families, values)))

    def _number(self, fact: Fact) -> int:
        key = (fact.kind, fact.id)
        if key not in self._numbers:
            self._numbers[key] = len(self._facts)
            self._facts.append(fact)
        return self._numbers[key]

    def _coded(self, family: str, value: object) -> int:
        """The number of a value. Equal values of one family have the same: 1 and 1.0, 0.0 and -0.0."""
        return self._values.setdefault((family, value), len(self._values))
