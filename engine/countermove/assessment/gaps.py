"""What one would have to find out: rules that fail on one unknown alone (judgement.md, "What would change it").

A gap is a tuple of facts for which every condition of a rule holds but one, and that one is unknown. Counted clauses and `none` have to
hold as they are; conditions that join facts to each other have to be true, so the search stays small.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from countermove.facts.fact import Fact
from countermove.facts.naming import Names
from countermove.inference.match import Inference, Total
from countermove.inference.reference import aggregate, in_bounds
from countermove.inference.truth import Context, all_hold, holds, resolve
from countermove.rulebook.clause import Absent, Match, Simple, branches
from countermove.rulebook.condition import Condition, Constant
from countermove.rulebook.english import condition_in_english
from countermove.rulebook.rule import Recommend, Rule
from countermove.rulebook.rulebook import Rulebook

Unknown = tuple[Fact, Condition]
_EXAMPLES = 5
_SEARCHED = 5_000


@dataclass(frozen=True, slots=True)
class Gap:
    """A requirement for collection: what to find out, about whom, and what would be recommended then."""

    rule: str
    action: str
    kind: str
    field: str
    condition: str
    count: int
    """How many targets it concerns."""
    examples: tuple[str, ...]
    """Names of the first targets."""
    targets: tuple[str, ...]
    """Ids of all targets."""


def find_gaps(
    inference: Inference, rulebook: Rulebook, names: Names, made: frozenset[tuple[str, str]]
) -> tuple[Gap, ...]:
    """The gaps of all recommending rules, those with most targets first. Nothing that is recommended already is a gap."""
    context = Context(rulebook, inference.as_of)
    found: dict[tuple[str, str, str, str], dict[str, None]] = {}
    for rule in rulebook.active(inference.as_of):
        if isinstance(rule.then, Recommend):
            for fact, condition, target in _of_rule(rule, rule.then, inference, context):
                if (rule.then.action, target) not in made:
                    key = (rule.id, fact.kind, condition.field, condition_in_english(fact.kind, condition))
                    found.setdefault(key, {})[target] = None
    gaps = [
        Gap(rule_id, _action(rulebook, rule_id), kind, field, condition, len(targets),
            tuple(names.of(t) for t in sorted(targets)[:_EXAMPLES]), tuple(sorted(targets)))
        for (rule_id, kind, field, condition), targets in found.items()
    ]  # fmt: skip
    return tuple(sorted(gaps, key=lambda g: (-g.count, g.rule, g.kind, g.field, g.condition)))


def _action(rulebook: Rulebook, rule_id: str) -> str:
    then = rulebook.rules[rule_id].then
    return then.action if isinstance(then, Recommend) else ""


def _of_rule(
    rule: Rule, then: Recommend, inference: Inference, context: Context
) -> Iterator[tuple[Fact, Condition, str]]:
    for branch in branches(rule.when):
        budget = [_SEARCHED]
        for names, unknown in _extend(branch, {}, None, rule.header.distinct, inference, context, budget):
            if unknown is not None:
                target = (
                    then.target.value
                    if isinstance(then.target, Constant)
                    else getattr(names[then.target.alias], then.target.field)
                )
                if target is not None:
                    yield *unknown, str(target)


def _extend(
    clauses: tuple[Simple, ...], names: dict[str, Fact | Total], unknown: Unknown | None, distinct: bool, inference: Inference,
    context: Context, budget: list[int],
) -> Iterator[tuple[dict[str, Fact | Total], Unknown | None]]:  # fmt: skip
    """Every way in which the remaining clauses hold but for at most one unknown condition of a match."""
    if not clauses:
        yield names, unknown
        return
    clause, rest = clauses[0], clauses[1:]
    facts = {alias: named for alias, named in names.items() if isinstance(named, Fact)}
    if not isinstance(clause, Match):
        satisfying = [
            fact for fact in inference.base.candidates(clause.kind, clause.where, facts, context)
            if all_hold(clause.where, fact, facts, context)
        ]  # fmt: skip
        if isinstance(clause, Absent):
            if not satisfying:
                yield from _extend(rest, names, unknown, distinct, inference, context, budget)
            return
        total = aggregate(clause, satisfying)
        if in_bounds(clause, total.value, context):
            bound = {**names, clause.alias or f"#{len(names)}": total}
            yield from _extend(rest, bound, unknown, distinct, inference, context, budget)
        return
    joins = tuple(c for c in clause.where if any(True for _ in c.references()))
    for fact in inference.base.candidates(clause.kind, joins, facts, context):
        budget[0] -= 1
        if budget[0] < 0:
            return
        if distinct and any(fact is other for other in names.values()):
            continue
        possible, open_now = _one_unknown(clause.where, joins, fact, facts, context)
        if possible and (open_now is None or unknown is None):
            missing = (fact, open_now) if open_now else unknown
            yield from _extend(rest, {**names, clause.alias: fact}, missing, distinct, inference, context, budget)


def _one_unknown(
    where: tuple[Condition, ...], joins: tuple[Condition, ...], fact: Fact, facts: dict[str, Fact], context: Context
) -> tuple[bool, Condition | None]:
    """Whether all conditions hold but for at most one unknown that joins no facts; and that one."""
    unknown: Condition | None = None
    for condition in where:
        truth = holds(condition, fact, facts, context)
        if truth is False or (truth is None and (unknown is not None or condition in joins)):
            return False, None
        if truth is None:
            if any(resolve(operand, facts, context) is None for operand in condition.operands):
                return False, None  # a parameter without a value on the day: no fact would help
            unknown = condition
    return True, unknown
