"""Restraint is advice too: where it speaks against a measure on the same target, both become one reconciled item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
        group.sort(key=lambda r: (-r.priority.score, r.id))
        against = {
            r.id: [other for other in group if other.action in rulebook.actions[r.action].restrains and other is not r]
            for r in group
        }
        for standing, held in _standing(group, against):
            withheld = tuple(Withheld(o.action, o.headline, o.justifications) for o in held)
            result.append(replace(standing, withheld=withheld) if withheld else standing)
    return result


def _standing(
    group: list[Recommendation], against: Mapping[str, list[Recommendation]]
) -> Iterator[tuple[Recommendation, list[Recommendation]]]:
    """What stands, and what is held back under it. Advice that is itself held back holds nothing back.

    Where advice speaks against each other in a circle, the highest priority stands, and what speaks against it is held back too.
    """
    left = group
    while left:
        spoken_against = {other.id for r in left for other in against[r.id]}
        chosen = next((r for r in left if r.id not in spoken_against), left[0])
        held = [
            other for other in group if other in against[chosen.id] or (other in left and chosen in against[other.id])
        ]
        yield chosen, held
        gone = {chosen.id, *(other.id for other in held)}
        left = [r for r in left if r.id not in gone]
