"""What happens to a live assessment, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from countermove.assessment.live_facts import Key
from countermove.assessment.placing import Causes
from countermove.assessment.recommendation import Recommendation
from countermove.facts.fact import Fact
from countermove.inference.live_changes import NOTHING, Delta
from countermove.inference.match import Match, Total

Grounds = tuple[tuple[Key, tuple[tuple[Match, tuple[tuple[str, Total], ...]], ...]], ...]
"""The derived facts that a recommendation rests on, each with the matches behind it and their totals."""

NOT_EXPLAINED: Mapping[Key, Causes] = {}


class Step(NamedTuple):
    """What one call to a session did: facts that came or were replaced, facts that went, what that did to the matches.

    `because` gives for a fact the ids of the claims that did it, where that is not the fact itself. `day` where it moved on.
    """

    put: Iterable[Fact] = ()
    gone: Iterable[Key] = ()
    delta: Delta = NOTHING
    because: Mapping[Key, Causes] = NOT_EXPLAINED
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Assessed:
    """A recommendation, and the derivations that it rests on beside what it says itself."""

    recommendation: Recommendation
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Turn:
    """A recommendation before and after, and what did it. `regrounded`: what is derived follows from other matches."""

    before: Recommendation | None
    after: Recommendation | None
    causes: Causes
    regrounded: bool
