"""The facts of a session as they are weighed: they come and go, and what is looked up is noted.

Whoever weighs something reads facts here and nowhere else. So `reads` holds afterwards the ids of all that it depends on, be it
there or not, and it is weighed anew exactly when one of them changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.facts.naming import Names
from countermove.inference.fact_base import FactBase
from countermove.inference.match import Match

Key = tuple[str, str]
"""(kind, fact id)"""


class Derivations(dict[Key, tuple[Match, ...]]):
    """Derived fact → the matches behind it, in order of rule and bindings. Looking one up is noted."""

    def __init__(self, facts: LiveFacts) -> None:
        super().__init__()
        self._facts = facts

    def get(self, key: Key, default: tuple[Match, ...] = ()) -> tuple[Match, ...]:  # type: ignore[override]
        self._facts.reads.add(key[1])
        return super().get(key, default)


class LiveFacts(FactBase):
    """Facts by id, as known on a day, with the derived ones. Only look-ups by kind and id, or by id, are possible."""

    def __init__(self, as_of: date) -> None:
        super().__init__()
        self._as_of = as_of
        self._given: dict[str, tuple[Fact, ...]] = {}
        self._derived: dict[str, tuple[Fact, ...]] = {}
        self._known: dict[Key, Fact | None] = {}
        self.derivations = Derivations(self)
        self.reads: set[str] = set()
        """Ids that were looked up since this was last emptied."""

    def advance(self, as_of: date) -> None:
        """Look at the facts on another day."""
        self._as_of = as_of
        self._known.clear()

    def put(self, fact: Fact) -> None:
        """Take in a fact that was given, in the place of one of its kind and id."""
        _put(self._given, fact)
        self._known.pop((fact.kind, fact.id), None)

    def remove(self, key: Key) -> None:
        """Let a given fact go."""
        _remove(self._given, key)
        self._known.pop(key, None)

    def put_derived(self, fact: Fact) -> bool:
        """Take in a derived fact; whether that changes anything."""
        if any(other == fact for other in self._derived.get(fact.id, ())):
            return False
        _put(self._derived, fact)
        return True

    def remove_derived(self, key: Key) -> None:
        """Let a derived fact go."""
        _remove(self._derived, key)

    def forget_derived(self) -> None:
        """Let all derived facts go."""
        self._derived.clear()
        self.derivations.clear()

    def get(self, kind: str, id: str) -> Fact:
        self.reads.add(id)
        for fact in self._given.get(id, ()):
            if fact.kind == kind and (known := self._as_known(fact)) is not None:
                return known
        for fact in self._derived.get(id, ()):
            if fact.kind == kind:
                return fact
        raise KeyError((kind, id))

    def with_id(self, id: str) -> Iterator[Fact]:
        self.reads.add(id)
        found = {fact.kind: fact for fact in self._derived.get(id, ())}
        for fact in self._given.get(id, ()):
            known = self._as_known(fact)
            if known is not None:
                found[fact.kind] = known
        for kind in sorted(found):
            yield found[kind]

    def _as_known(self, fact: Fact) -> Fact | None:
        key = (fact.kind, fact.id)
        if key not in self._known:
            self._known[key] = next(as_known((fact,), self._as_of), None)
        return self._known[key]


class LiveNames(Names):
    """Names of entities from facts that come and go."""

    def __init__(self, facts: LiveFacts) -> None:
        self._by_id = _LastWithId(facts)


class _LastWithId(Mapping[str, Fact]):
    """The fact that gives an id its name: where several kinds have the id, the last in the order of a fact base."""

    def __init__(self, facts: LiveFacts) -> None:
        self._facts = facts

    def __getitem__(self, id: str) -> Fact:
        found = list(self._facts.with_id(id))
        if not found:
            raise KeyError(id)
        return found[-1]

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError


def _put(facts: dict[str, tuple[Fact, ...]], fact: Fact) -> None:
    others = facts.get(fact.id)
    facts[fact.id] = (fact,) if others is None else (*(o for o in others if o.kind != fact.kind), fact)


def _remove(facts: dict[str, tuple[Fact, ...]], key: Key) -> None:
    left = tuple(fact for fact in facts.pop(key[1]) if fact.kind != key[0])
    if left:
        facts[key[1]] = left
