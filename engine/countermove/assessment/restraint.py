"""Restraint is advice too: where it speaks against a measure on the same target, both become one reconciled item."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from countermove.assessment.recommendation import Recommendation, Withheld
from countermove.rulebook.instrument import Action
from countermove.rulebook.rulebook import Rulebook


def reconciled(recommendations: Iterable[Recommendation], rulebook: Rulebook) -> list[Recommendation]:
    """The recommendations with every measure that is advised against on its target held back under that advice."""
    by_target: dict[str, list[Recommendation]] = {}
    for recommendation in recommendations:
        by_target.setdefault(recommendation.target.id, []).append(recommendation)
    result: list[Recommendation] = []
    for group in by_target.values():
        by_action = {r.action: r for r in sorted(group, key=lambda r: (-r.priority.score, r.id))}
        for action, held in standing(list(by_action), rulebook.actions):
            withheld = tuple(
                Withheld(other, by_action[other].headline, by_action[other].justifications) for other in held
            )
            found = by_action[action]
            result.append(replace(found, withheld=withheld) if withheld else found)
    return result


def standing(recommended: Sequence[str], actions: Mapping[str, Action]) -> Iterator[tuple[str, list[str]]]:
    """The actions recommended on one target that stand, each with those that are held back under it.

    They are given by id, the highest priority first. Advice that is itself held back holds nothing back. Where advice speaks
    against each other in a circle, the highest priority stands, and what speaks against it is held back too.
    """
    against: Mapping[str, Collection[str]] = {
        action: [other for other in recommended if other in actions[action].restrains and other != action]
        for action in recommended
    }
    left = list(recommended)
    while left:
        spoken_against = {other for action in left for other in against[action]}
        chosen = next((action for action in left if action not in spoken_against), left[0])
        held = [
            other for other in recommended if other in against[chosen] or (other in left and chosen in against[other])
        ]
        yield chosen, held
        gone = {chosen, *held}
        left = [action for action in left if action not in gone]
