"""In which order recommendations come, and why (judgement.md, "Priority"). No step clamps or saturates."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, get_args

from countermove.assessment.recommendation import Band, Priority
from countermove.facts.fact import Fact
from countermove.facts.time import PartialDate, day_of
from countermove.inference.match import Total
from countermove.rulebook.instrument import Action
from countermove.rulebook.rule import Urgency
from countermove.rulebook.rulebook import Rulebook


class Priorities:
    """Factors and scores for one audience on one day."""

    def __init__(self, rulebook: Rulebook, as_of: date, audience: str) -> None:
        self._rulebook = rulebook
        self._as_of = as_of
        self._audience = audience
        self._exponents: dict[str, float] = self._table("priority_exponents")
        self._bands: dict[str, float] = self._table("priority_bands")
        self._leverage: dict[str, float] = self._table("leverage")
        self._unknown: float = self._table("urgency_unknown")

    def _table(self, name: str) -> Any:
        value = self._rulebook.value(name, self._as_of)
        if value is None:
            from countermove.errors import UsageError

            raise UsageError(f"the rulebook's table '{name}' has no value on {self._as_of}")
        return value.value

    def urgency(self, urgency: Urgency, names: dict[str, Fact | Total]) -> float:
        """In (0, 1]: halving with every half-life of age; or with every lead time that a deadline is away; or steady.

        A date known only roughly counts by its middle; one that is not known gives the value of `urgency_unknown`.
        """
        if urgency.steady is not None:
            return urgency.steady
        reference = urgency.since or urgency.deadline
        half = urgency.half_life_days or urgency.lead_days
        if reference is None or half is None:
            return self._unknown
        when = getattr(names[reference.alias], reference.field)
        if when is None:
            return self._unknown
        days = (self._as_of - _middle(when)).days
        distance = max(days, 0) if urgency.since else abs(days)
        return float(max(2.0 ** (-distance / half), sys.float_info.min))

    def leverage(self, action: Action) -> float:
        """How far the audience can act alone, by the best instrument that it would use. Without one of its own it needs an ally;
        only to refrain from something needs nobody."""
        own = action.instruments.get(self._audience, ())  # type: ignore[call-overload]
        if not own and action.family == "restrain":
            return self._leverage["alone"]
        reach = [self._leverage[self._rulebook.instruments[name].acts] for name in own]
        return max(reach, default=self._leverage["with_allies"])

    def score(self, impact: int, urgency: float, confidence: float, leverage: float) -> Priority:
        """The score with its factors, and the band it falls in."""
        urgency, confidence = _figures(urgency, 4), _figures(confidence, 4)
        powers = self._exponents
        score = (
            float(impact) ** powers["impact"] * urgency ** powers["urgency"]
            * confidence ** powers["confidence"] * leverage ** powers["leverage"]
        )  # fmt: skip
        score = _figures(score, 5)
        return Priority(score, self._band(score), impact, urgency, confidence, leverage, dict(powers))

    def _band(self, score: float) -> Band:
        bands: Iterable[Band] = get_args(Band)
        for band in bands:
            if score >= self._bands[band.replace(" ", "_")]:
                return band
        return "watch"


def _figures(value: float, digits: int) -> float:
    """Rounded to so many significant figures: what is small stays apart from what is smaller, and nothing becomes 0."""
    return float(f"{value:.{digits}g}")


def _middle(when: PartialDate | datetime) -> date:
    span = day_of(when)
    return span.first + (span.last - span.first) / 2
