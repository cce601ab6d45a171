"""What a run has found so far: matches, and the facts that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.inference.fact_base import FactBase
from countermove.inference.match import Inference, Match, Total, conclusion
from countermove.rulebook.clause import Aggregate, walk
from countermove.rulebook.condition import ParameterReference
from countermove.rulebook.rule import Conclude, Rule


class Findings:
    """Matches, each once, and derived facts with the matches behind them. What is derived goes into the base.

    Where two branches of a rule give the same match, the first one's totals stay.
    """

    def __init__(self, base: FactBase) -> None:
        self._base = base
        self._matches: dict[Match, None] = {}
        self._derived: dict[tuple[str, str], Fact] = {}
        self._behind: dict[tuple[str, str], dict[Match, None]] = {}

    def add(self, rule: Rule, match: Match, names: Mapping[str, Fact | Total]) -> Fact | None:
        """Take a match in; the fact that follows from it, if there is one and it was not known.

        Raises EngineError where the conclusion cannot be, or where another fact goes by its id.
        """
        self._matches.setdefault(match)
        if not isinstance(rule.then, Conclude):
            return None
        fact = conclusion(rule.then, names, rule.location)
        key = (fact.kind, fact.id)
        self._behind.setdefault(key, {}).setdefault(match)
        if self._base.add(fact):
            self._derived[key] = fact
            return fact
        if self._derived.get(key, fact) != fact:
            raise two_by_one_id(fact, rule)
        return None

    def as_inference(self, engine: str, as_of: date, rules: Iterable[Rule]) -> Inference:
        """All of it, in order, as made by an engine on a day by rules."""
        derivations = {key: _in_order(matches) for key, matches in sorted(self._behind.items())}
        return Inference(as_of, engine, self._base, _in_order(self._matches), derivations, parameters_named(rules))


def two_by_one_id(fact: Fact, rule: Rule) -> EngineError:
    """The error where a rule concludes a fact, and another one goes by its id already."""
    return EngineError(
        f"two different conclusions go by the id '{fact.id}'",
        hint=f"let them differ in a field that tells one {fact.kind} from another: {', '.join(fact.key)}",
        location=rule.location,
    )


def _in_order(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Matches in the one order in which everything downstream sees them."""
    return tuple(sorted(matches, key=lambda m: (m.rule, m.bindings)))


def parameters_named(rules: Iterable[Rule]) -> frozenset[tuple[str, str | None]]:
    """The parameters that rules read, with the jurisdiction for which they read them."""
    found: set[ParameterReference] = set()
    for rule in rules:
        for clause in walk(rule.when):
            for condition in clause.where:
                found.update(condition.parameters())
            if isinstance(clause, Aggregate):
                bounds = (clause.at_least, clause.at_most)
                found.update(bound for bound in bounds if isinstance(bound, ParameterReference))
    return frozenset((reference.name, reference.jurisdiction) for reference in found)
