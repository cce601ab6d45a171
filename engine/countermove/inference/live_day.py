"""What moves when the day does: rules that look at the day, and facts and evidence that become known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from countermove.facts.fact import Fact
from countermove.rulebook.clause import Aggregate, walk
from countermove.rulebook.condition import AsOf, Operand, ParameterReference, Scaled
from countermove.rulebook.rule import Rule
from countermove.rulebook.rulebook import Rulebook


def rules_move(rulebook: Rulebook, before: date, after: date) -> bool:
    """Whether other rules are active on a later day, or one of them asks for the day or for a parameter that has another value."""
    rules = rulebook.active(before)
    if [rule.id for rule in rules] != [rule.id for rule in rulebook.active(after)]:
        return True
    return any(_moves(operand, rulebook, before, after) for rule in rules for operand in _operands(rule))


def later_evidence(fact: Fact, day: date) -> bool:
    """Whether a fact rests on evidence that may be published only after a day."""
    return any(piece.published is not None and piece.published.first > day for piece in fact.evidence)


def _operands(rule: Rule) -> Iterable[Operand]:
    """All that the conditions and bounds of a rule compare with."""
    for clause in walk(rule.when):
        for condition in clause.where:
            yield from condition.operands
        if isinstance(clause, Aggregate):
            yield from (bound for bound in (clause.at_least, clause.at_most) if isinstance(bound, ParameterReference))


def _moves(operand: Operand, rulebook: Rulebook, before: date, after: date) -> bool:
    base = operand.base if isinstance(operand, Scaled) else operand
    if isinstance(base, ParameterReference) and base.at is None:
        old, new = (rulebook.value(base.name, day, base.jurisdiction) for day in (before, after))
        return (old and old.value) != (new and new.value)
    return isinstance(base, AsOf)
