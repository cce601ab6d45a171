"""How much doubt the evidence of a fact leaves, for choosing the better borne out of two facts that would both do.

This is an order, not a measure of confidence: `assessment.grading` weighs what was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable

from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact

_GRADES = "ABCDEF"
NOBODY = len(_GRADES) + 1
"""The doubt about what nobody vouches for."""


def doubt(fact: Fact) -> int:
    """From 1 (a reliable source, confirmed) to 6 (nothing can be judged), by the worse grade of the best piece; more without any."""
    return doubt_about(fact.evidence)


def doubt_about(evidence: Iterable[Evidence]) -> int:
    """The same of pieces of evidence."""
    return min((max(_GRADES.index(e.reliability) + 1, e.credibility) for e in evidence), default=NOBODY)
