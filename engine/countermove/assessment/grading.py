"""How good a basis is, as an interval: not knowing widens it instead of lowering it.

Grades become intervals by the table `evidence_grades`; the rest is arithmetic that a reader can redo by hand (judgement.md,
"Confidence"). Levels follow ICD 203. Confidence is not likelihood: it says nothing about how probable an outcome is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from countermove.facts.evidence import Evidence
from countermove.facts.fact import Alternative
from countermove.facts.registry import KINDS
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.shown import counted_in_words

Level = Literal["high", "moderate", "low"]


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From the lowest to the highest confidence that the evidence admits, both in [0, 1]."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    def weaker(self, other: Interval) -> Interval:
        """The minimum, end by end."""
        return Interval(min(self.low, other.low), min(self.high, other.high))

    def times(self, strength: float) -> Interval:
        return Interval(self.low * strength, self.high * strength)


UNJUDGED = Interval(0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a match or fact rests on in the end: how sure, from which independent origins, and what stands against it."""

    interval: Interval
    origins: frozenset[str]
    contested: bool
    unjudged: tuple[str, ...]
    """Sources without a grade that the weakest fact rests on."""
    support: int = 0
    """How many independent origins its least supported fact has; of grounds without a common origin, the sum."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """The confidence of a recommendation."""

    level: Level
    low: float
    high: float
    origins: int
    """Independent origins of the least supported fact behind it."""
    contested: bool
    reason: str


class Grading:
    """The arithmetic, with a rulebook's tables as they stand on a day."""

    def __init__(self, rulebook: Rulebook, as_of: date) -> None:
        self._grades = _table(rulebook, "evidence_grades", as_of)
        self._levels = _table(rulebook, "confidence_levels", as_of)

    def of_evidence(self, evidence: Evidence, origins: int) -> Interval:
        """The minimum of its two grades. "Confirmed" (1) needs two independent origins; with one it counts as 2."""
        credibility = 2 if evidence.credibility == 1 and origins < 2 else evidence.credibility
        reliability = Interval(*self._grades["reliability"][evidence.reliability])
        return reliability.weaker(Interval(*self._grades["credibility"][str(credibility)]))

    def observed(
        self,
        evidence: Sequence[Evidence],
        alternatives: Sequence[Alternative],
        wordings: Collection[str],
        contested: bool,
    ) -> Basis:
        """The basis of an observed fact: its evidence, and the values that other sources give."""
        origins = frozenset(e.origin_key for e in evidence)
        interval = self._of_all(evidence)
        support = len(origins)
        for own in _for_the_value_used(evidence, alternatives, wordings):
            support = min(support, len({piece.origin_key for piece in own}))
            interval = Interval(min(interval.low, self._of_all(own).low), interval.high)
        unjudged = tuple(sorted({e.source for e in evidence if e.reliability == "F" or e.credibility == 6}))
        judged = any(e.reliability != "F" and e.credibility != 6 for e in evidence)
        unjudged = () if judged else unjudged or ("a fact without a source",)
        return Basis(interval, origins, contested, unjudged, support)

    def _of_all(self, evidence: Sequence[Evidence]) -> Interval:
        """Several pieces together: those of one origin count as the strongest of them, independent origins combine."""
        count = len({piece.origin_key for piece in evidence})
        best: dict[str, Interval] = {}
        for piece in evidence:
            interval = self.of_evidence(piece, count)
            best[piece.origin_key] = max(best.get(piece.origin_key, interval), interval)
        return combined(best.values()) if best else UNJUDGED

    def together(self, facts: Iterable[tuple[str, Basis]], strength: float) -> Basis:
        """The basis of a match, out of those of its facts, each given with its kind: the weakest, end by end, times the rule's strength."""
        told = list(facts)
        bases = [basis for _, basis in told]
        interval = Interval(1, 1)
        for basis in bases:
            interval = interval.weaker(basis.interval)
        weakest = min(bases, key=lambda b: b.interval, default=None)
        # What happened has to be corroborated; that a ship or a state is called so has not.
        events = [basis for kind, basis in told if KINDS[kind].key]
        return Basis(
            interval.times(strength),
            frozenset().union(*(b.origins for b in bases)),
            any(b.contested for b in bases),
            weakest.unjudged if weakest else (),
            min((b.support for b in events or bases), default=0),
        )

    def apart(self, bases: Sequence[Basis]) -> Basis:
        """Several matches: those without a common origin combine like independent origins, of those that share one the strongest counts."""
        groups: list[tuple[set[str], list[Basis]]] = []
        for basis in bases:
            origins, members = set(basis.origins), [basis]
            apart = []
            for group in groups:
                if group[0] & origins or not (group[0] or origins):
                    origins |= group[0]
                    members += group[1]
                else:
                    apart.append(group)
            groups = [*apart, (origins, members)]
        strongest = [max(members, key=lambda b: (b.interval, sorted(b.origins))) for _, members in groups]
        return Basis(
            combined(b.interval for b in strongest),
            frozenset().union(*(b.origins for b in bases)),
            any(b.contested for b in bases),
            max(strongest, key=lambda b: (b.interval, b.unjudged)).unjudged if strongest else (),
            sum(max(b.support for b in members) for _, members in groups),
        )

    def stated(self, basis: Basis) -> Confidence:
        """The level, by ICD 203, and in words why it is that."""
        low, high = round(basis.interval.low, 4), round(basis.interval.high, 4)
        enough = basis.support >= self._levels["high_origins"]
        if low >= self._levels["high"] and enough and not basis.contested:
            level: Level = "high"
        else:
            level = "moderate" if low >= self._levels["moderate"] else "low"
        return Confidence(level, low, high, basis.support, basis.contested, _reason(level, basis, self._levels))


def _for_the_value_used(
    evidence: Sequence[Evidence], alternatives: Sequence[Alternative], wordings: Collection[str]
) -> Iterator[tuple[Evidence, ...]]:
    """For each field on whose value sources disagree, the evidence that does not give another value."""
    for field in sorted({other.field for other in alternatives} - set(wordings)):
        against = {piece for other in alternatives if other.field == field for piece in other.evidence}
        yield tuple(piece for piece in evidence if piece not in against)


def combined(intervals: Iterable[Interval]) -> Interval:
    """1 - the product of (1 - c), end by end. The order of the intervals does not matter, to the last bit."""
    low = high = 1.0
    for interval in sorted(intervals):
        low *= 1 - interval.low
        high *= 1 - interval.high
    return Interval(1 - low, 1 - high)


def _reason(level: Level, basis: Basis, levels: Any) -> str:
    count = basis.support
    origins = counted_in_words(count, "origin", "independent origins")
    subject = "its least supported fact rests" if len(basis.origins) > count else "it rests"
    parts = [f"{subject} on {origins}" if count else f"{subject} on no named source"]
    if basis.contested:
        parts.append("a value is contested")
    if (
        level != "high"
        and not basis.contested
        and count < levels["high_origins"]
        and round(basis.interval.low, 4) >= levels["high"]
    ):
        parts.append("high confidence needs a second one")
    if basis.unjudged and level != "high":
        names = (
            basis.unjudged[0] if len(basis.unjudged) == 1 else f"{basis.unjudged[0]} and {len(basis.unjudged) - 1} more"
        )
        parts.append(f"the reliability of {names} could not be judged")
    return "; ".join(parts)


def _table(rulebook: Rulebook, name: str, as_of: date) -> Any:
    value = rulebook.value(name, as_of)
    if value is None:
        from countermove.errors import UsageError

        raise UsageError(
            f"the rulebook's table '{name}' has no value on {as_of}",
            hint=f"add one to rules/parameters/{name.replace('_', '-')}.yaml",
        )
    return value.value
