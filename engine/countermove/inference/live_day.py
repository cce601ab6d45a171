"""What moves when the day does: rules that look at the day, and facts and evidence that become known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta

from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS
from countermove.facts.time import PartialDate
from countermove.inference.live_conditions import Own
from countermove.rulebook.clause import Aggregate, walk
from countermove.rulebook.condition import AsOf, Operand, ParameterReference, Scaled
from countermove.rulebook.rule import Rule
from countermove.rulebook.rulebook import Rulebook

_HAPPENED = {kind: model.happened for kind, model in KINDS.items()}
_NOT_FORESEEN = {kind: None if model.foreseen else model.happened for kind, model in KINDS.items()}


def known_by(as_of: date) -> Callable[[Fact, Own], Fact | None]:
    """What gives facts, each with its fields, as they are known on a day, as `as_known` has it; None where one is not known by then.

    Where nothing is dated roughly and no evidence comes later, a look at the dates is enough.
    """
    end = datetime.combine(as_of + timedelta(1), time(), UTC) if as_of < date.max else None

    def known(fact: Fact, own: Own) -> Fact | None:
        reported, evidence = own["reported"], own["evidence"]
        undated = not evidence
        for piece in evidence:
            published = piece.published
            if published is None:
                undated = True
            elif published.last > as_of:
                return next(as_known((fact,), as_of), None)
        if reported is not None:
            if reported.first != reported.last:
                return next(as_known((fact,), as_of), None)
            if reported.first > as_of:
                return None
        happened = _HAPPENED[own["kind"]] if undated and reported is None else _NOT_FORESEEN[own["kind"]]
        if happened is None or (when := own[happened]) is None:
            return fact
        if type(when) is PartialDate:
            return fact if when.first <= as_of else None
        return fact if end is None or when < end else None

    return known


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
