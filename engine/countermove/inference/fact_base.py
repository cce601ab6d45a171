"""The facts that a run of inference looks at, by kind, by id, and by the value of a field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from countermove.facts.fact import Fact
from countermove.facts.registry import fields
from countermove.inference.truth import Context, Names, resolve, value_of
from countermove.rulebook.condition import Condition


class FactBase:
    """Facts by kind and id. Order within a kind is that of the ids, whatever the order of arrival."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._by_kind: dict[str, dict[str, Fact]] = {}
        self._sorted: dict[str, list[Fact]] = {}
        self._index: dict[tuple[str, str], dict[object, list[Fact]]] = {}
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> bool:
        """Take a fact in; False if one of its kind and id is there already."""
        known = self._by_kind.setdefault(fact.kind, {})
        if fact.id in known:
            return False
        known[fact.id] = fact
        self._sorted.pop(fact.kind, None)
        for kind, field in [key for key in self._index if key[0] == fact.kind]:
            del self._index[kind, field]
        return True

    def get(self, kind: str, id: str) -> Fact:
        """The fact of a kind and id. Raises KeyError."""
        return self._by_kind[kind][id]

    def with_id(self, id: str) -> Iterator[Fact]:
        """The facts of whatever kind that have this id."""
        for kind in sorted(self._by_kind):
            if id in self._by_kind[kind]:
                yield self._by_kind[kind][id]

    def of_kind(self, kind: str) -> Sequence[Fact]:
        """All facts of a kind, by id."""
        if kind not in self._sorted:
            known = self._by_kind.get(kind, {})
            self._sorted[kind] = [known[id] for id in sorted(known)]
        return self._sorted[kind]

    def candidates(self, kind: str, where: tuple[Condition, ...], names: Names, context: Context) -> Sequence[Fact]:
        """Facts of a kind that can satisfy the conditions: all, or those an equality on text leaves. Nothing that satisfies
        them is missing; what is returned still has to be tested."""
        for condition in where:
            if condition.operator == "eq" and fields(kind)[condition.field].is_text:
                value = resolve(condition.operands[0], names, context)
                return () if value is None else self._indexed(kind, condition.field).get(value, ())
        return self.of_kind(kind)

    def _indexed(self, kind: str, field: str) -> Mapping[object, list[Fact]]:
        key = (kind, field)
        if key not in self._index:
            index: dict[object, list[Fact]] = {}
            for fact in self.of_kind(kind):
                index.setdefault(value_of(fact, field), []).append(fact)
            self._index[key] = index
        return self._index[key]

    def __iter__(self) -> Iterator[Fact]:
        for kind in sorted(self._by_kind):
            yield from self.of_kind(kind)
