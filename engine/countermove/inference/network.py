"""Joins by hash tables that grow and shrink fact by fact, in plain Python: quick enough for a live session.

For each way in which a part of a network is looked up there is one memory, keyed by the joined values. A fact that comes in is held
against the memories of the other parts, from its own part outwards. Nothing is kept of what was joined, so a fact leaves at no cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from countermove.facts.fact import Fact
from countermove.inference import batch
from countermove.inference.joiner import Network, Part
from countermove.inference.match import Inference
from countermove.rulebook.rulebook import Rulebook

Values = tuple[int, ...]
_Memory = dict[Any, int | dict[int, None]]
"""Key → the facts that have it: one as it is, as most keys have, or several. A key of one value is that value itself."""
_Key = Callable[[Any], Any]
_Step = Callable[[list[int], list[int]], None]
"""Takes the facts by part and the values by variable, both as far as they are known, and goes on from there."""
_Seed = Callable[[int, Values], None]
"""Takes a fact that has come in at one part of a network, and its values."""


def infer(rulebook: Rulebook, facts: Iterable[Fact], as_of: date) -> Inference:
    """All matches of the rulebook's active rules over the facts known on the day, joined by hash tables."""
    return batch.infer(rulebook, facts, as_of, engine="network", make_joiner=NetworkJoiner, most_parts=None)


class _Pattern:
    """The facts that satisfy a pattern, and where they are looked for or look for others."""

    __slots__ = ("keyed", "memories", "seeds", "values")

    def __init__(self) -> None:
        self.values: dict[int, Values] = {}
        self.memories: dict[tuple[int, ...], _Memory] = {}
        self.keyed: list[tuple[_Key, _Memory]] = []
        """The memories, each with what picks its key."""
        self.seeds: list[_Seed] = []


class NetworkJoiner:
    """The protocol `Joiner`."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = networks
        self._joined: list[tuple[int, tuple[int, ...]]] = []
        self._patterns: dict[int, _Pattern] = {part.pattern: _Pattern() for network in networks for part in network}
        for number, network in enumerate(networks):
            for place, part in enumerate(network):
                self._patterns[part.pattern].seeds.append(self._seed(number, place))

    def add(self, pattern: int, fact: int, values: Values) -> None:
        """A fact satisfies a pattern, with these values."""
        of = self._patterns[pattern]
        of.values[fact] = values
        for key_of, memory in of.keyed:
            key = key_of(values)
            alike = memory.get(key)
            if alike is None:
                memory[key] = fact
            elif type(alike) is int:
                memory[key] = {alike: None, fact: None}
            else:
                alike[fact] = None  # type: ignore[index]
        for seed in of.seeds:
            seed(fact, values)

    def remove(self, pattern: int, fact: int) -> None:
        """A fact no longer satisfies a pattern."""
        of = self._patterns[pattern]
        values = of.values.pop(fact)
        for key_of, memory in of.keyed:
            key = key_of(values)
            alike = memory[key]
            if isinstance(alike, dict):
                del alike[fact]
            if isinstance(alike, int) or not alike:
                del memory[key]
        if self._joined:
            self._joined[:] = [
                (number, facts)
                for number, facts in self._joined
                if not any(
                    f == fact and p.pattern == pattern for p, f in zip(self._networks[number], facts, strict=True)
                )
            ]

    def joined(self) -> Sequence[tuple[int, tuple[int, ...]]]:
        """The tuples that have come about since the last call."""
        if not self._joined:
            return ()
        joined = self._joined[:]
        self._joined.clear()
        return joined

    def close(self) -> None:
        """Nothing is held but memory."""

    def _seed(self, number: int, place: int) -> _Seed:
        """What to do with a fact that comes in at a place of a network.

        A fact that stands in several places of one tuple is found from the first of them alone.
        """
        network, found = self._networks[number], self._joined
        own = network[place]
        if len(network) == 1 and not _repeated(own):
            return lambda fact, values: found.append((number, (fact,)))
        order = _outwards(network, place)
        if len(network) == 2 and not _repeated(own) and not _repeated(network[order[0]]):
            return self._pair(number, place)
        return self._walk(number, place, order)

    def _pair(self, number: int, place: int) -> _Seed:
        """The commonest case: two parts, one look-up."""
        network, found = self._networks[number], self._joined
        own, other = network[place], network[1 - place]
        shared = [i for i, variable in enumerate(other.variables) if variable in own.variables]
        key_of = _picked([own.variables.index(other.variables[i]) for i in shared])
        memory = self._memory(other.pattern, tuple(shared))
        own_first, same = place == 0, own.pattern == other.pattern

        def pair(fact: int, values: Values) -> None:
            alike = memory.get(key_of(values))
            if alike is None:
                return  # as for most facts
            for partner in (alike,) if type(alike) is int else alike:  # type: ignore[union-attr]
                if own_first:
                    found.append((number, (fact, partner)))
                elif not (same and partner == fact):
                    found.append((number, (partner, fact)))

        return pair

    def _walk(self, number: int, place: int, order: Sequence[int]) -> _Seed:
        """Any number of parts, looked up one after the other."""
        network, found = self._networks[number], self._joined
        own = network[place]
        known = set(own.variables)
        stages = []
        for other in order:
            part = network[other]
            shared = [i for i, variable in enumerate(part.variables) if variable in known]
            stages.append((other, shared, self._memory(part.pattern, tuple(shared))))
            known |= set(part.variables)
        width = max(known, default=-1) + 1

        def end(facts: list[int], values: list[int]) -> None:
            found.append((number, tuple(facts)))

        step: _Step = end
        for other, shared, memory in reversed(stages):
            part = network[other]
            once = other < place and part.pattern == own.pattern
            step = _stage(part, other, shared, self._patterns[part.pattern], memory, place if once else None, step)
        begin, repeated, variables = step, _repeated(own), own.variables
        _, first_shared, first_memory = stages[0] if stages else (place, (), None)
        key_of = _picked([own.variables.index(network[order[0]].variables[i]) for i in first_shared])

        def seed(fact: int, values: Values) -> None:
            if first_memory is not None and key_of(values) not in first_memory:
                return  # as most facts do
            if repeated and any(values[i] != values[j] for i, j in repeated):
                return
            facts, by_variable = [0] * len(network), [0] * width
            facts[place] = fact
            for variable, value in zip(variables, values, strict=True):
                by_variable[variable] = value
            begin(facts, by_variable)

        return seed

    def _memory(self, pattern: int, positions: tuple[int, ...]) -> _Memory:
        """The memory of a pattern's facts by the values at these positions."""
        of = self._patterns[pattern]
        if positions not in of.memories:
            of.memories[positions] = {}
            of.keyed.append((_picked(positions), of.memories[positions]))
        return of.memories[positions]


def _stage(
    part: Part, place: int, shared: Sequence[int], of: _Pattern, memory: _Memory, not_as_at: int | None, further: _Step
) -> _Step:
    """Looks a part up by the variables that it shares with earlier ones, and goes on with each fact found."""
    key_of = _picked([part.variables[i] for i in shared])
    bound = [(i, variable) for i, variable in enumerate(part.variables) if i not in shared]
    repeated, values_of = _repeated(part), of.values

    def stage(facts: list[int], values: list[int]) -> None:
        alike = memory.get(key_of(values))
        if alike is None:
            return
        for fact in (alike,) if type(alike) is int else alike:  # type: ignore[union-attr]
            if not_as_at is not None and fact == facts[not_as_at]:
                continue
            if bound or repeated:
                own = values_of[fact]
                if repeated and any(own[i] != own[j] for i, j in repeated):
                    continue
                for i, variable in bound:
                    values[variable] = own[i]
            facts[place] = fact
            further(facts, values)

    return stage


def _picked(positions: Sequence[int]) -> _Key:
    """Picks what stands at some positions: one value as it is, several as a tuple."""
    return itemgetter(*positions) if positions else lambda values: ()


def _repeated(part: Part) -> list[tuple[int, int]]:
    """Positions of a part that stand for one variable."""
    first: dict[int, int] = {}
    return [(first[v], i) for i, v in enumerate(part.variables) if first.setdefault(v, i) != i]


def _outwards(network: Network, place: int) -> list[int]:
    """The other places, each as well tied to those before it as can be."""
    known = set(network[place].variables)
    left = [other for other in range(len(network)) if other != place]
    order = []
    while left:
        chosen = max(left, key=lambda other: (len(known & set(network[other].variables)), -other))
        left.remove(chosen)
        order.append(chosen)
        known |= set(network[chosen].variables)
    return order
