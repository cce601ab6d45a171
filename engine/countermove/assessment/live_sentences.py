"""Sentences where facts come and go: what is shown of a fact is kept, with the ids whose names it shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from countermove.assessment.live_facts import LiveFacts
from countermove.assessment.sentences import Sentences
from countermove.facts.fact import Fact
from countermove.facts.naming import Names
from countermove.inference.match import Total

Key = tuple[str, str]
"""(kind, fact id)"""


class LiveSentences(Sentences):
    """As `Sentences`. `forget` is to be told which ids have another fact now."""

    def __init__(self, names: Names, facts: LiveFacts) -> None:
        super().__init__(names)
        self._facts = facts
        self._named: dict[Key, frozenset[str]] = {}
        self._naming: dict[str, set[Key]] = {}

    def _of(self, named: Fact | Total) -> dict[str, Any]:
        if isinstance(named, Total):
            return super()._of(named)
        key = (named.kind, named.id)
        if key in self._shown:
            self._facts.reads |= self._named[key]
            return self._shown[key]
        outer, self._facts.reads = self._facts.reads, {named.id}
        shown = super()._of(named)
        self._named[key] = frozenset(self._facts.reads)
        for id in self._facts.reads:
            self._naming.setdefault(id, set()).add(key)
        self._facts.reads = outer | self._facts.reads
        return shown

    def forget(self, ids: Iterable[str]) -> None:
        """Let go of what is shown of these facts, or shows their names."""
        for id in ids:
            for key in self._naming.pop(id, ()):
                if self._shown.pop(key, None) is not None:
                    for other in self._named.pop(key):
                        self._naming.get(other, set()).discard(key)
