"""Holds facts back from a network until they can be joined in it. Most never can, and a library is spared them.

Where all parts of a network have one variable in common, that is its key, and a fact waits until every other part has a fact of its key.
Where they have none, facts wait until every part has one at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from countermove.inference.joiner import Network

Key = int | None
"""Which of a fact's values is the key; None where the network has no key."""

Entrance = tuple[int, Key]
"""A pattern, and the key by which its facts are looked up. Networks that have both in common share the look-up."""

_NO_KEY = 0


def keys(network: Network) -> list[Key]:
    """For each part of a network which of its values is the key."""
    common = min(set.intersection(*(set(part.variables) for part in network)), default=None)
    return [None if common is None else part.variables.index(common) for part in network]


class WaitingRoom:
    """The facts of all patterns, by key, and for each network the keys that are open."""

    def __init__(self, networks: Mapping[int, Network]) -> None:
        self._entrances: dict[int, list[Entrance]] = {
            number: [(part.pattern, key) for part, key in zip(network, keys(network), strict=True)]
            for number, network in networks.items()
        }
        self._open: dict[int, set[int]] = {number: set() for number in networks}
        self._keys: dict[int, dict[Key, None]] = {}
        self._known: dict[Entrance, dict[int, list[int]]] = {}
        for pattern, key in (entrance for entrances in self._entrances.values() for entrance in entrances):
            self._keys.setdefault(pattern, {})[key] = None
            self._known[pattern, key] = {}
        self._fresh: dict[Entrance, dict[int, list[int]]] = {}
        self.values: dict[tuple[int, int], tuple[int, ...]] = {}
        """The values of each fact that is there, by pattern and fact."""

    def add(self, pattern: int, fact: int, values: tuple[int, ...]) -> None:
        """A fact comes in by a pattern."""
        self.values[pattern, fact] = values
        for key in self._keys[pattern]:
            value = _NO_KEY if key is None else values[key]
            self._known[pattern, key].setdefault(value, []).append(fact)
            self._fresh.setdefault((pattern, key), {}).setdefault(value, []).append(fact)

    def remove(self, pattern: int, fact: int) -> None:
        """A fact that is not fresh leaves. A key once open stays so."""
        values = self.values.pop((pattern, fact))
        for key in self._keys[pattern]:
            value = _NO_KEY if key is None else values[key]
            alike = self._known[pattern, key][value]
            alike.remove(fact)
            if not alike:
                del self._known[pattern, key][value]

    def released(self) -> Iterator[tuple[int, int, Sequence[int]]]:
        """What can be joined and could not before: network, part, facts. Some may have been released to that part earlier."""
        for number, entrances in self._entrances.items():
            fresh = [self._fresh.get(entrance, {}) for entrance in entrances]
            if not any(fresh):
                continue
            opened = self._open[number]
            for part, facts in enumerate(fresh):
                for value in facts.keys() & opened:
                    yield number, part, facts[value]
            known = [self._known[entrance] for entrance in entrances]
            opening = set[int]().union(*fresh) - opened
            for facts in known:
                opening &= facts.keys()
            for value in opening:
                for part, facts in enumerate(known):
                    yield number, part, facts[value]
            opened |= opening
        self._fresh.clear()
