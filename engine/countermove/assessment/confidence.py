"""How good the basis of facts and matches is, within one run of inference. The arithmetic is in `grading`."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.assessment.derivation_order import in_turn
from countermove.assessment.grading import Basis, Confidence, Grading
from countermove.assessment.worked_out import worked_out
from countermove.inference.match import Inference, Match
from countermove.rulebook.rulebook import Rulebook


class Confidences:
    """Confidence of facts, matches and sets of matches, within one run of inference."""

    def __init__(self, inference: Inference, rulebook: Rulebook) -> None:
        self._inference = inference
        self._rulebook = rulebook
        self.grading = Grading(rulebook, inference.as_of)
        self._facts: dict[tuple[str, str], Basis] = {}
        for key, matches in in_turn(inference.derivations):
            self._facts[key] = self.of_matches(matches)

    def of_fact(self, kind: str, id: str) -> Basis:
        """A fact's own evidence, or, for a derived fact, the matches behind it; for one worked out from others, the weakest of them."""
        key = (kind, id)
        if key not in self._facts:
            fact = self._inference.base.get(kind, id)
            if fact.computed:
                worked_out(fact, self._inference.base.get, self._facts, self.grading)
                return self._facts[key]
            self._facts[key] = self.grading.observed(fact.evidence, fact.alternatives, fact.wordings, fact.contested)
        return self._facts[key]

    def of_match(self, match: Match) -> Basis:
        """The weakest of its facts, end by end, times the rule's strength."""
        facts = [(kind, self.of_fact(kind, id)) for kind, id in match.fact_keys()]
        return self.grading.together(facts, self._rulebook.rules[match.rule].strength)

    def of_matches(self, matches: Sequence[Match]) -> Basis:
        """Matches without a common origin combine like independent origins; those that share one count as the strongest."""
        return self.grading.apart([self.of_match(match) for match in matches])

    def stated(self, basis: Basis) -> Confidence:
        """The level, by ICD 203, and in words why it is that."""
        return self.grading.stated(basis)
