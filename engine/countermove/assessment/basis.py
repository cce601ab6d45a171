"""Everything that a match rests on, down to the observed facts."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.assessment.recommendation import Recommendation
from countermove.facts.registry import KINDS
from countermove.inference.match import Inference, Match

Key = tuple[str, str]
"""(kind, fact id)"""

COUNTED_SHOWN = 40
"""Of the facts that a conclusion counts, so many stand for all: where a rule counts ten thousand listings, nobody reads them."""


def facts_behind(inference: Inference, match: Match) -> tuple[Key, ...]:
    """(kind, id) of the facts that a match names, and of those from which these follow, each once, nearest first.

    Of the facts that a conclusion counts the first COUNTED_SHOWN are named; the derived fact tells how many there are.
    """
    found: dict[Key, None] = {}
    queue = list(match.fact_keys())
    for key in queue:
        if key not in found:
            found[key] = None
            if KINDS[key[0]].computed:
                queue += inference.base.get(*key).rests_on()
            for derivation in inference.derivations.get(key, ()):
                queue += derivation.leading_keys(COUNTED_SHOWN)
    return tuple(found)


def rules_behind(recommendation: Recommendation, inference: Inference) -> Iterator[str]:
    """The rules that recommend it, and those that concluded what it rests on."""
    for justification in recommendation.justifications:
        yield justification.match.rule
        for key in justification.facts:
            yield from (match.rule for match in inference.derivations.get(key, ()))
