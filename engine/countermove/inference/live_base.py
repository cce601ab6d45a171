"""A fact base in which facts come and go, and whose order and indexes follow without being made anew."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from countermove.facts.fact import Fact
from countermove.inference.fact_base import FactBase
from countermove.inference.live_tuples import Known
from countermove.inference.truth import value_of


class LiveBase(FactBase):
    """As `FactBase`, over facts that come and go. What it gave out earlier is not to be relied on after a change."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, dict[str, Known]] = {}
        """By kind and id. No kind is left out that was ever there."""
        self.ordered = False
        """Whether there are orders and indexes that have to follow."""

    def find(self, kind: str, id: str) -> Known | None:
        """What is held of the fact of a kind and id; None if it is not there."""
        of_kind = self.known.get(kind)
        return None if of_kind is None else of_kind.get(id)

    def put(self, known: Known, kind: str, id: str) -> None:
        """Take a fact in that is not there, of this kind and id."""
        of_kind = self.known.get(kind)
        if of_kind is None:
            of_kind = self.known[kind] = {}
        of_kind[id] = known
        if self.ordered:
            self.order(known.fact)

    def order(self, fact: Fact) -> None:
        """Have the orders and indexes follow, now that a fact has come."""
        for alike in self._orders(fact, make=True):
            alike.insert(bisect_left(alike, fact.id, key=_id), fact)

    def add(self, fact: Fact) -> bool:
        """Not for a base that is kept up by a run: it has to know where each fact leads. Raises TypeError."""
        raise TypeError("facts come into a live base by its run alone")

    def remove(self, fact: Fact) -> None:
        """Let a fact go that is there."""
        del self.known[fact.kind][fact.id]
        if self.ordered:
            for alike in self._orders(fact, make=False):
                del alike[bisect_left(alike, fact.id, key=_id)]

    def get(self, kind: str, id: str) -> Fact:
        """The fact of a kind and id. Raises KeyError."""
        return self.known[kind][id].fact

    def with_id(self, id: str) -> Iterator[Fact]:
        """The facts of whatever kind that have this id."""
        for kind in sorted(self.known):
            if id in self.known[kind]:
                yield self.known[kind][id].fact

    def of_kind(self, kind: str) -> Sequence[Fact]:
        """All facts of a kind, by id."""
        if kind not in self._sorted:
            of_kind = self.known.get(kind, {})
            self._sorted[kind] = [of_kind[id].fact for id in sorted(of_kind)]
            self.ordered = True
        return self._sorted[kind]

    def __iter__(self) -> Iterator[Fact]:
        for kind in sorted(self.known):
            yield from self.of_kind(kind)

    def as_it_stands(self) -> FactBase:
        """A base of its own that later changes do not reach."""
        copy = FactBase()
        copy._by_kind = {
            kind: {id: known.fact for id, known in of_kind.items()} for kind, of_kind in self.known.items() if of_kind
        }
        return copy

    def _orders(self, fact: Fact, *, make: bool) -> Iterator[list[Fact]]:
        """The lists by id in which a fact stands."""
        if fact.kind in self._sorted:
            yield self._sorted[fact.kind]
        for (kind, field), index in self._index.items():
            if kind == fact.kind:
                value = value_of(fact, field)
                yield index.setdefault(value, []) if make else index[value]


def _id(fact: Fact) -> str:
    return fact.id
