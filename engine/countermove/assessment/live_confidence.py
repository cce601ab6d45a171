"""Confidence where facts and matches come and go: what was weighed once is kept until something under it changes."""

from __future__ import annotations

from collections.abc import Iterable

from countermove.assessment.confidence import Confidences
from countermove.assessment.derivation_order import in_turn
from countermove.assessment.grading import Basis
from countermove.inference.match import Inference, Match
from countermove.rulebook.rulebook import Rulebook

Key = tuple[str, str]
"""(kind, fact id)"""


class LiveConfidences(Confidences):
    """As `Confidences`. The derivations may change if `forget` is told every fact that this touches, directly or through others."""

    def __init__(self, inference: Inference, rulebook: Rulebook) -> None:
        super().__init__(inference, rulebook)
        self._circles = bool(inference.derivations) and has_circle(inference)

    def forget(self, touched: Iterable[Key], newly: Iterable[tuple[Key, Match]]) -> bool:
        """Let go of what rests on touched facts; `newly` are derivations that were added. Whether everything has to be weighed anew.

        Where derived facts rest on each other in a circle, what counts for one depends on the whole: then all is weighed again.
        """
        before = self._circles
        if before:
            self._circles = has_circle(self._inference)
        else:
            self._circles = any(self._closes_a_circle(key, match) for key, match in newly)
        if before or self._circles:
            self._facts.clear()
            for key, matches in in_turn(self._inference.derivations):
                self._facts[key] = self.of_matches(matches)
            return True
        for key in touched:
            self._facts.pop(key, None)
        return False

    def of_fact(self, kind: str, id: str) -> Basis:
        known = self._facts.get((kind, id))
        if known is not None:
            return known
        derivations = self._inference.derivations
        if (kind, id) in derivations:
            stack: list[Key] = [(kind, id)]
            while stack:
                key = stack[-1]
                matches = derivations[key]
                open_yet = [
                    need for match in matches for need in match.fact_keys()
                    if need in derivations and need not in self._facts
                ]  # fmt: skip
                if open_yet:
                    stack += open_yet
                else:
                    stack.pop()
                    if key not in self._facts:
                        self._facts[key] = self.of_matches(matches)
        return super().of_fact(kind, id)

    def _closes_a_circle(self, key: Key, match: Match) -> bool:
        """Whether a derived fact rests, through a match behind it, on itself."""
        derivations = self._inference.derivations
        stack = [need for need in match.fact_keys() if need in derivations]
        seen = set(stack)
        while stack:
            at = stack.pop()
            if at == key:
                return True
            for behind in derivations[at]:
                for need in behind.fact_keys():
                    if need in derivations and need not in seen:
                        seen.add(need)
                        stack.append(need)
        return False


def has_circle(inference: Inference) -> bool:
    """Whether some derived facts rest on each other in a circle."""
    needs = {
        key: {need for match in matches for need in match.fact_keys() if need in inference.derivations}
        for key, matches in inference.derivations.items()
    }
    above: dict[Key, list[Key]] = {}
    for key, below in needs.items():
        for need in below:
            above.setdefault(need, []).append(key)
    open_needs = {key: len(below) for key, below in needs.items()}
    ready = [key for key, count in open_needs.items() if not count]
    done = 0
    while ready:
        done += 1
        for key in above.get(ready.pop(), ()):
            open_needs[key] -= 1
            if not open_needs[key]:
                ready.append(key)
    return done < len(needs)
