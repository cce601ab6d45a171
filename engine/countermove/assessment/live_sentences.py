"""Sentences where facts come and go: what was filled once is kept, with the ids that it shows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from countermove.assessment.live_facts import LiveFacts
from countermove.assessment.sentences import Sentences
from countermove.facts.fact import Fact
from countermove.facts.naming import Names
from countermove.inference.match import Total
from countermove.rulebook.phrases import Phrases


class _Kept:
    """Values by key, each with the ids it depends on."""

    def __init__(self) -> None:
        self.values: dict[Hashable, tuple[Any, frozenset[str]]] = {}
        self._by_id: dict[str, set[Hashable]] = {}

    def keep(self, key: Hashable, value: Any, ids: frozenset[str]) -> None:
        self.values[key] = value, ids
        for id in ids:
            self._by_id.setdefault(id, set()).add(key)

    def forget(self, id: str) -> None:
        for key in self._by_id.pop(id, ()):
            _, ids = self.values.pop(key)
            for other in ids:
                if other in self._by_id:
                    self._by_id[other].discard(key)


class LiveSentences(Sentences):
    """As `Sentences`. `forget` is to be told which ids have another fact now."""

    def __init__(self, names: Names, phrases: Phrases, facts: LiveFacts) -> None:
        super().__init__(names, phrases)
        self._facts = facts
        self._filled = _Kept()
        self._parts = _Kept()

    def fill(self, template: str, bound: Mapping[str, Fact | Total], *, begins: bool = True) -> str:
        key = (template, begins, *(_told_apart(alias, named) for alias, named in bound.items()))
        known = self._filled.values.get(key)
        if known is None:
            outer, self._facts.reads = self._facts.reads, set()
            known = super().fill(template, bound, begins=begins), frozenset(self._facts.reads)
            self._facts.reads = outer
            self._filled.keep(key, *known)
        self._facts.reads |= known[1]
        return str(known[0])

    def _of(self, named: Fact | Total) -> dict[str, Any]:
        if isinstance(named, Total):
            return super()._of(named)
        key = (named.kind, named.id)
        known = self._parts.values.get(key)
        if known is None:
            outer, self._facts.reads = self._facts.reads, {named.id}
            self._shown.pop(key, None)
            known = super()._of(named), frozenset(self._facts.reads)
            self._facts.reads = outer
            self._parts.keep(key, *known)
        self._facts.reads |= known[1]
        return dict(known[0])

    def forget(self, ids: Iterable[str]) -> None:
        """Let go of what is shown of these facts, or shows their names."""
        for id in ids:
            self._filled.forget(id)
            self._parts.forget(id)


def _told_apart(alias: str, named: Fact | Total) -> Hashable:
    if type(named) is Total:
        return alias, named.count, named.sum
    return alias, named.kind, named.id  # type: ignore[union-attr]
