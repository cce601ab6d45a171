"""Recommendations of one action, together: a memo shows them as one item, however many targets there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from countermove.assessment.grading import Level
from countermove.assessment.recommendation import Recommendation

MOST_KEPT = 500
"""How many recommendations of one group are kept with all their grounds; of the others, a briefing has the number."""


@dataclass(frozen=True, slots=True)
class Group:
    """All recommendations of one action in one step of the article."""

    action: str
    step: int
    kept: tuple[Recommendation, ...]
    """In order of rank, the best first; `MOST_KEPT` at most."""
    count: int
    """How many there are in all."""
    last_rank: int
    levels: frozenset[Level]
    """The levels of confidence that occur."""
    lowest: float
    """The lowest low end of a confidence."""

    @property
    def best(self) -> Recommendation:
        """The recommendation of highest rank."""
        return self.kept[0]


def grouped(ranked: Iterable[Recommendation]) -> tuple[Group, ...]:
    """Ranked recommendations by action and step; groups in the order of their best."""
    found: dict[tuple[str, int], list[Recommendation]] = {}
    for recommendation in ranked:
        found.setdefault((recommendation.action, recommendation.step), []).append(recommendation)
    return tuple(
        Group(
            action, step, tuple(members[:MOST_KEPT]), len(members), members[-1].rank,
            frozenset(r.confidence.level for r in members),
            min(r.confidence.low for r in members),
        )
        for (action, step), members in found.items()
    )  # fmt: skip
