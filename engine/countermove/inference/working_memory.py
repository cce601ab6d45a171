"""The facts of a run, in the patterns they satisfy, and the tuples that a joiner has made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from countermove.facts.fact import Fact
from countermove.facts.registry import fields
from countermove.inference.fact_base import FactBase
from countermove.inference.joiner import Joiner
from countermove.inference.joining import Plan
from countermove.inference.truth import Context, all_hold, value_of
from countermove.rulebook.condition import Condition, Constant
from countermove.rulebook.typing import FAMILY

Joined = tuple[int, ...]
"""Facts by number, in the order of a network's parts."""

Where = tuple[Condition, ...]

_Wanted = tuple[int, list[tuple[str, str]]]
"""A pattern by number, and the fields by which its facts are joined, each with the family of its type."""


class WorkingMemory:
    """Gives facts and values their numbers, feeds the joiner, and keeps its answers.

    A network without parts has one tuple from the start, the empty one.
    """

    def __init__(self, plan: Plan, joiner: Joiner, context: Context) -> None:
        self._wanted: dict[str, dict[Where, list[_Wanted]]] = {}
        for number, pattern in enumerate(plan.patterns):
            alike = self._wanted.setdefault(pattern.kind, {}).setdefault(pattern.where, [])
            alike.append((number, [(field, FAMILY[fields(pattern.kind)[field].type]) for field in pattern.joined]))
        self._joiner = joiner
        self._context = context
        self._facts: list[Fact] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._values: dict[tuple[str, object], int] = {}
        self._tuples: list[list[Joined]] = [[] if network else [()] for network in plan.networks]
        self._beside: dict[int, dict[Joined, list[int]]] = {network: {} for network in plan.looked_up}
        self._sorted = {kind: _by_text(wanted) for kind, wanted in self._wanted.items()}

    def load(self, base: FactBase) -> None:
        """Take in a whole base at once, looking only at those facts that a pattern's text leaves."""
        for kind, wanted in self._wanted.items():
            for where, patterns in wanted.items():
                for fact in base.candidates(kind, where, {}, self._context):
                    self._offer(fact, where, patterns)

    def take(self, fact: Fact) -> None:
        """Take in one more fact, offering it to no pattern that asks for another text than it has."""
        for field, wanted in self._sorted.get(fact.kind, {}).items():
            for where, patterns in wanted.get(value_of(fact, field) if field else None, ()):
                self._offer(fact, where, patterns)

    def settle(self) -> None:
        """Have everything joined that was taken in."""
        for network, joined in self._joiner.joined():
            self._tuples[network].append(joined)
            if network in self._beside:
                self._beside[network].setdefault(joined[:-1], []).append(joined[-1])

    def tuples(self, network: int) -> Sequence[Joined]:
        """The tuples of a network in the order in which they came about."""
        return self._tuples[network]

    def beside(self, network: int, key: Joined) -> Iterable[Fact]:
        """The facts in the last part of a network that are joined with those facts in the parts before it, which are the key."""
        return [self._facts[number] for number in self._beside[network].get(key, ())]

    def fact(self, number: int) -> Fact:
        """The fact of a number."""
        return self._facts[number]

    def _offer(self, fact: Fact, where: Where, patterns: Iterable[_Wanted]) -> None:
        if not all_hold(where, fact, {}, self._context):
            return
        for pattern, joined in patterns:
            values = [(family, value_of(fact, field)) for field, family in joined]
            if all(value is not None for _, value in values):
                self._joiner.add(pattern, self._number(fact), tuple(map(self._coded, values)))

    def _number(self, fact: Fact) -> int:
        key = (fact.kind, fact.id)
        if key not in self._numbers:
            self._numbers[key] = len(self._facts)
            self._facts.append(fact)
        return self._numbers[key]

    def _coded(self, value: tuple[str, object]) -> int:
        """The number of a value, given with its family. Equal values have the same: 1 and 1.0, 0.0 and -0.0."""
        return self._values.setdefault(value, len(self._values))


def _by_text(
    wanted: Mapping[Where, list[_Wanted]],
) -> dict[str | None, dict[object, list[tuple[Where, list[_Wanted]]]]]:
    """Patterns by a text that they ask for in some field, so that an indicator meets those alone that name it; others under None."""
    found: dict[str | None, dict[object, list[tuple[Where, list[_Wanted]]]]] = {}
    for where, patterns in wanted.items():
        field, text = next(_texts_asked_for(where), (None, None))
        found.setdefault(field, {}).setdefault(text, []).append((where, patterns))
    return found


def _texts_asked_for(where: Where) -> Iterator[tuple[str, str]]:
    for condition in where:
        operand = condition.operands[0]
        if condition.operator == "eq" and isinstance(operand, Constant) and isinstance(operand.value, str):
            yield condition.field, operand.value
