"""Everything that a match rests on, down to the observed facts."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.assessment.recommendation import Recommendation
from countermove.inference.match import Inference, Match

Key = tuple[str, str]
"""(kind, fact id)"""


def facts_behind(inference: Inference, match: Match) -> tuple[Key, ...]:
    """(kind, id) of the facts that a match names, and of those behind its derived facts, each once, nearest first."""
    found: dict[Key, None] = {}
    queue = list(match.fact_keys())
    for key in queue:
        if key not in found:
            found[key] = None
            for derivation in inference.derivations.get(key, ()):
                queue += derivation.fact_keys()
    return tuple(found)


def rules_behind(recommendation: Recommendation, inference: Inference) -> Iterator[str]:
    """The rules that recommend it, and those that concluded what it rests on."""
    for justification in recommendation.justifications:
        yield justification.match.rule
        for key in justification.facts:
            yield from (match.rule for match in inference.derivations.get(key, ()))
