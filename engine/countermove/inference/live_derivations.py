"""Derived facts and the matches that bear them. A fact goes when nothing bears it any more but facts that rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from countermove.facts.fact import Fact
from countermove.inference.findings import two_by_one_id
from countermove.inference.live_base import LiveBase
from countermove.inference.live_changes import Key
from countermove.inference.live_tuples import Known
from countermove.inference.match import Match, Total, conclusion
from countermove.rulebook.rule import Conclude, Rule


class Derivations:
    """For each fact that rules conclude the matches behind it, each with the fact as it follows from that match.

    A fact that was given goes before one that is concluded.
    """

    def __init__(self, base: LiveBase, layer_of: Mapping[str, int], rules: Mapping[str, Rule]) -> None:
        self.base = base
        self._find = base.find
        self._layer_of = layer_of
        self._rules = rules
        self.behind: dict[Key, dict[Match, Fact]] = {}
        self.concluded: dict[Match, Key] = {}
        self.suspects: dict[Key, int] = {}
        """Facts that a match no longer bears, each with the step that did it."""
        self.unborn: dict[Key, int] = {}
        """Facts that follow and may not be there yet, each with the step that did it."""
        self.checked: dict[Key, None] = {}
        """Facts for which it remains to be seen that all that is concluded agrees."""
        self.moved: dict[Key, tuple[frozenset[Match], int]] = {}
        """Facts whose matches changed in the present call: the matches before, and the step that changed them first."""

    def bear(self, rule: Rule, then: Conclude, match: Match, names: Mapping[str, Fact | Total], op: int) -> None:
        """A match has come to stand. Raises EngineError where what it concludes cannot be."""
        fact = conclusion(then, names, rule.location)
        key = (fact.kind, fact.id)
        behind = self.behind.setdefault(key, {})
        self.moved.setdefault(key, (frozenset(behind), op))
        behind[match] = fact
        self.concluded[match] = key
        self.checked[key] = None
        if self._find(*key) is None:
            self.unborn.setdefault(key, op)

    def release(self, match: Match, op: int) -> None:
        """A match that bore a fact has gone."""
        key = self.concluded.pop(match)
        behind = self.behind[key]
        self.moved.setdefault(key, (frozenset(behind), op))
        del behind[match]
        self.suspects.setdefault(key, op)
        if not behind:
            del self.behind[key]

    def lost(self, key: Key, op: int) -> None:
        """A fact has gone that may still follow: as another one, or where it was given before."""
        if key in self.behind:
            self.unborn.setdefault(key, op)
            self.checked[key] = None

    def unsupported(self, circular: bool) -> list[tuple[Key, int]]:
        """Of the facts that lost a match those that nothing bears now, each with the step that did it."""
        suspects, self.suspects = self.suspects, {}
        there = {key: op for key, op in suspects.items() if self._derived(key) is not None}
        if not circular or not there:
            return [(key, op) for key, op in there.items() if not self._borne(key, ())]
        self._spread(there)
        while True:  # what is borne by others than suspects is none, and so on until none is cleared
            cleared = [key for key in there if self._borne(key, there)]
            if not cleared:
                return list(there.items())
            for key in cleared:
                del there[key]

    def _spread(self, suspects: dict[Key, int]) -> None:
        """Add what rests on suspects, however far."""
        queue = list(suspects)
        for key in queue:
            derived = self._derived(key)
            for candidate in derived.tuples() if derived is not None else ():
                further = self.concluded.get(candidate.match) if candidate.match else None
                if further is not None and further not in suspects and self._derived(further) is not None:
                    suspects[further] = suspects[key]
                    queue.append(further)

    def _borne(self, key: Key, suspects: Iterable[Key]) -> bool:
        """Whether the fact as it is there follows from a match that rests on no suspect."""
        fact = self.base.get(*key)
        return any(
            (concluded is fact or concluded == fact)
            and not any((kind, id) in suspects for _, kind, id in match.bindings)
            for match, concluded in self.behind.get(key, {}).items()
        )

    def _derived(self, key: Key) -> Known | None:
        """The fact as it is there, if it was concluded and not given."""
        known = self._find(*key)
        return known if known is not None and known.given is None else None

    def born(self, layer: int) -> list[tuple[Fact, int]]:
        """Facts that follow by rules of the layers so far and are not there yet, each with the step that did it."""
        found = []
        for key, op in list(self.unborn.items()):
            if self._find(*key) is not None:
                del self.unborn[key]
                continue
            for match, fact in self.behind.get(key, {}).items():
                if self._layer_of[match.rule] <= layer:
                    found.append((fact, op))
                    del self.unborn[key]
                    break
        return found

    def check(self) -> None:
        """See that no two conclusions that differ go by one id. Raises EngineError."""
        checked, self.checked = self.checked, {}
        self.unborn.clear()
        for key in checked:
            known = self._derived(key)
            if known is None:
                continue
            for match, fact in self.behind[key].items():
                if fact is not known.fact and fact != known.fact:
                    raise two_by_one_id(fact, self._rules[match.rule])
