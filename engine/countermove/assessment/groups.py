"""Recommendations of one action, together: a memo shows them as one item, however many targets there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from countermove.assessment.grading import Level
from countermove.assessment.recommendation import Recommendation

KEPT_RANKS = 1_000
"""Recommendations up to this rank are kept with all their grounds, whatever their group. Of the others a briefing has the number."""

KEPT_EACH = 5
"""And of every group at least so many."""


@dataclass(frozen=True, slots=True)
class Group:
    """All recommendations of one action in one step of the article."""

    action: str
    step: int
    kept: tuple[Recommendation, ...]
    """The best first: all up to rank `KEPT_RANKS`, and `KEPT_EACH` at least; of those that are not ranked so many."""
    count: int
    """How many there are in all."""
    last_rank: int
    """0 where they are not ranked."""
    levels: frozenset[Level]
    """The levels of confidence that occur."""
    lowest: float
    """The lowest low end of a confidence."""

    @property
    def best(self) -> Recommendation:
        """The recommendation of highest rank."""
        return self.kept[0]


def grouped(ranked: Iterable[Recommendation]) -> tuple[Group, ...]:
    """Recommendations in order by action and step; groups in the order of their best."""
    found: dict[tuple[str, int], list[Recommendation]] = {}
    for recommendation in ranked:
        found.setdefault((recommendation.action, recommendation.step), []).append(recommendation)
    return tuple(
        Group(
            action, step, tuple(r for i, r in enumerate(members) if i < KEPT_EACH or 0 < r.rank <= KEPT_RANKS), len(members), members[-1].rank,
            frozenset(r.confidence.level for r in members),
            min(r.confidence.low for r in members),
        )
        for (action, step), members in found.items()
    )  # fmt: skip
