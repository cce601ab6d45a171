"""Recommendations in their order, kept up as some come, go or move: only those whose place changes are made anew."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping
from dataclasses import replace

from countermove.assessment.recommendation import Recommendation

Place = tuple[float, int, str]
"""What orders recommendations: score and impact, falling, then id."""


class Ranking:
    """Recommendations by rank, with their ties declared."""

    def __init__(self) -> None:
        self._order: list[Place] = []
        self._unranked: dict[str, Recommendation] = {}
        self._ranked: dict[str, Recommendation] = {}

    def in_order(self) -> tuple[Recommendation, ...]:
        """All of them, by rank."""
        return tuple(self._ranked[id] for _, _, id in self._order)

    def update(
        self, changed: Mapping[str, Recommendation | None]
    ) -> dict[str, tuple[Recommendation | None, Recommendation | None]]:
        """Put these recommendations in the place of those of the same id; None takes one out.

        Before and after for each of them, and for every other whose rank or tie is another now.
        """
        before: dict[str, Recommendation | None] = {}
        first = len(self._order)
        for id, recommendation in changed.items():
            before[id] = self._ranked.pop(id, None)
            old = self._unranked.pop(id, None)
            if old is not None:
                at = bisect_left(self._order, place_of(old))
                del self._order[at]
                first = min(first, at)
            if recommendation is not None:
                place = place_of(recommendation)
                first = min(first, bisect_left(self._order, place))
                insort(self._order, place)
                self._unranked[id] = recommendation
        for at in range(max(first - 1, 0), len(self._order)):
            score, _, id = self._order[at]
            tied = (at > 0 and self._order[at - 1][0] == score) or (
                at + 1 < len(self._order) and self._order[at + 1][0] == score
            )
            ranked = self._ranked.get(id)
            if ranked is None or ranked.rank != at + 1 or ranked.tied != tied:
                before.setdefault(id, ranked)
                self._ranked[id] = replace(self._unranked[id], rank=at + 1, tied=tied)
        return {id: (old, self._ranked.get(id)) for id, old in before.items()}


def place_of(recommendation: Recommendation) -> Place:
    """Where a recommendation stands among others."""
    return -recommendation.priority.score, -recommendation.priority.impact, recommendation.id
