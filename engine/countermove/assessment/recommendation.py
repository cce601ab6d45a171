"""A recommendation: an action on a target, justified by matches, with its confidence and priority."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from countermove.assessment.grading import Confidence
from countermove.inference.match import Match

Band = Literal["act now", "this month", "prepare", "watch"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a recommendation is about."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Priority:
    """score = impact^a · urgency^b · confidence^c · leverage^d. `exponents` are a to d, under the factors' names."""

    score: float
    band: Band
    impact: int
    urgency: float
    confidence: float
    leverage: float
    exponents: dict[str, float]

    @property
    def factors(self) -> dict[str, float]:
        return {
            "impact": self.impact,
            "urgency": self.urgency,
            "confidence": self.confidence,
            "leverage": self.leverage,
        }


@dataclass(frozen=True, slots=True)
class Justification:
    """One match behind a recommendation, with the sentence it gives and every fact it rests on, down to the observed ones."""

    match: Match
    headline: str
    because: str
    only_if: str | None
    facts: tuple[tuple[str, str], ...]
    """(kind, id) of matched and counted facts, and of those behind derived ones."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A measure that advice of restraint on the same target speaks against."""

    action: str
    headline: str
    justifications: tuple[Justification, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """An action on a target. `id` is the same from one memo to the next."""

    id: str
    step: int
    ruleset: str
    action: str
    target: Target
    priority: Priority
    confidence: Confidence
    justifications: tuple[Justification, ...]
    instruments: tuple[str, ...]
    caveats: tuple[str, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    deadline: str | None = None
    rank: int = 0
    """0 where it is not ranked, since the audience has no part in it."""
    tied: bool = False

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(j.match.rule for j in self.justifications))

    @property
    def headline(self) -> str:
        return self.justifications[0].headline

    @property
    def because(self) -> str:
        return self.justifications[0].because

    @property
    def only_if(self) -> str | None:
        """The condition under which alone the advice holds; None where some justification holds without one."""
        conditions = {j.only_if for j in self.justifications}
        return None if None in conditions else self.justifications[0].only_if
