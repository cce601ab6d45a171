"""Live inference by starting again from scratch at each step: what the trials of histories are themselves tried on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from countermove.facts.fact import Fact
from countermove.inference.live import Change, Delta
from countermove.inference.match import Inference, Match
from countermove.inference.reference import infer
from countermove.rulebook.rulebook import Rulebook

Key = tuple[str, str]


class Recomputing:
    """The contract of `LiveInference`, kept the long way."""

    def __init__(self, rulebook: Rulebook, as_of: date) -> None:
        self.rulebook, self.as_of = rulebook, as_of
        self.facts: dict[Key, Fact] = {}
        self.now = infer(rulebook, [], as_of)

    @property
    def base(self) -> Iterable[Fact]:
        return self.now.base

    def assert_facts(self, facts: Iterable[Fact]) -> Delta:
        given = {(fact.kind, fact.id): fact for fact in facts}
        self.facts.update(given)
        return self._moved(next(iter(given), None))

    def retract(self, keys: Iterable[Key]) -> Delta:
        keys = list(keys)
        for key in keys:
            del self.facts[key]
        return self._moved(keys[0])

    def advance(self, as_of: date) -> Delta:
        self.as_of = as_of
        return self._moved(None)

    def inference(self) -> Inference:
        return self.now

    def close(self) -> None:
        pass

    def _moved(self, cause: Key | None) -> Delta:
        before, self.now = self.now, infer(self.rulebook, self.facts.values(), self.as_of)
        old, new = set(before.matches), set(self.now.matches)
        return Delta(
            _changes((m for m in self.now.matches if m not in old), cause),
            _changes((m for m in before.matches if m not in new), cause),
            _changes((m for m in self.now.matches if m in old), cause),
        )


def _changes(matches: Iterable[Match], cause: Key | None) -> tuple[Change, ...]:
    return tuple(Change(match, cause) for match in matches)
