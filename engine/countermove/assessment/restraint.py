"""Restraint is advice too: where it speaks against a measure on the same target, both become one reconciled item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from countermove.assessment.recommendation import Recommendation, Withheld
from countermove.rulebook.rulebook import Rulebook


def reconciled(recommendations: Iterable[Recommendation], rulebook: Rulebook) -> list[Recommendation]:
    """The recommendations with every measure that is advised against on its target held back under that advice."""
    by_target: dict[str, list[Recommendation]] = {}
    for recommendation in recommendations:
        by_target.setdefault(recommendation.target.id, []).append(recommendation)
    result: list[Recommendation] = []
    for group in by_target.values():
        held: set[str] = set()
        advice: list[Recommendation] = []
        for recommendation in group:
            restrains = rulebook.actions[recommendation.action].restrains
            against = [other for other in group if other.action in restrains and other is not recommendation]
            held |= {other.id for other in against}
            withheld = tuple(
                Withheld(o.action, o.headline, o.justifications) for o in sorted(against, key=lambda o: (-o.priority.score, o.id))
            )
            advice.append(replace(recommendation, withheld=withheld) if withheld else recommendation)
        result += [recommendation for recommendation in advice if recommendation.id not in held]
    return result
