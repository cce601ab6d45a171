"""What generated examples are made of, and what of it was at work: a generator whose rules never match proves little.

A condition is at work in a match clause where the clause's fact is in a match; in a `none` where some fact blocks, in a `count` or
`sum` where some fact is counted. Whatever happens is told by the reference.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from making import DAY
from recommending_tables import book

from countermove.errors import EngineError
from countermove.facts.fact import Fact, Position
from countermove.facts.registry import FieldType, fields
from countermove.facts.time import PartialDate
from countermove.inference.fact_base import FactBase
from countermove.inference.match import Inference
from countermove.inference.reference import _extend, infer
from countermove.inference.truth import Context, all_hold, value_of
from countermove.rulebook.clause import Absent, Aggregate, AnyOf, Clause, Simple, branches
from countermove.rulebook.clause import Match as MatchClause
from countermove.rulebook.condition import (
    AsOf,
    Condition,
    FieldReference,
    Operand,
    ParameterReference,
    Scaled,
)
from countermove.rulebook.rule import Conclude, Rule

Seen = Counter[str]


class Occurrences:
    """Counts over examples: `made`, what rules and facts hold; `at_work`, what matched, blocked or was counted."""

    def __init__(self) -> None:
        self.made: Seen = Counter()
        self.at_work: Seen = Counter()
        self.examples = self.refused = self.matched = 0

    def add(self, rules: list[Rule], facts: Iterable[Fact]) -> None:
        """Look at one example; each thing counts once in it."""
        facts = list(facts)
        self.examples += 1
        self.made.update(
            {name for rule in rules for name in _in_rule(rule)} | {n for fact in facts for n in _in_fact(fact)}
        )
        rulebook = book(rules)
        try:
            inference = infer(rulebook, facts, DAY)
        except EngineError:
            self.refused += 1
            return
        self.matched += bool(inference.matches)
        self.at_work.update(_at_work(rules, inference, Context(rulebook, DAY)))


def _in_rule(rule: Rule) -> Iterator[str]:
    yield f"then {type(rule.then).__name__.lower()}"
    yield "distinct" if rule.header.distinct else "not distinct"
    if not (rule.header.status == "active" and rule.header.effective.holds_on(DAY)):
        yield "rule out of force"
    yield from _shapes(rule.when, 0)
    for branch in branches(rule.when):
        for clause in branch:
            yield from _in_clause(clause)


def _shapes(clauses: Iterable[Clause], depth: int) -> Iterator[str]:
    for clause in clauses:
        if isinstance(clause, AnyOf):
            yield "any in any" if depth else "any"
            for inner in clause.branches:
                yield from _shapes(inner, depth + 1)


def _in_clause(clause: Simple) -> Iterator[str]:
    if isinstance(clause, Aggregate):
        yield clause.function + (" distinct" if clause.field and clause.function == "count" else "")
        for name in ("at_least", "at_most"):
            bound = getattr(clause, name)
            if bound is not None:
                yield f"{name} {'parameter' if isinstance(bound, ParameterReference) else 'number'}"
    else:
        yield "none" if isinstance(clause, Absent) else "match"
    for condition in clause.where:
        yield from _in_condition(fields(clause.kind)[condition.field], condition)


def _in_condition(field: FieldType, condition: Condition) -> Iterator[str]:
    side = f" {condition.side}" if condition.side else ""
    yield f"{condition.operator}{side} on {sort_of(field)}"
    for operand in condition.operands if condition.operator != "known" else ():
        yield from _in_operand(operand)


def sort_of(field: FieldType) -> str:
    """A field's type; of a list, with that of what is in it."""
    return f"list of {field.item.type}" if field.item else field.type


def _in_operand(operand: Operand, of: str = "") -> Iterator[str]:
    if isinstance(operand, Scaled):
        yield from _in_operand(operand.base, "scaled ")
    elif isinstance(operand, ParameterReference):
        yield f"{of}parameter{' at a date' if operand.at else ''}"
    elif isinstance(operand, FieldReference):
        yield of + ("total" if operand.field in ("count", "sum") else "field")
    elif isinstance(operand, AsOf):
        yield f"{of}as_of"
    else:
        yield (
            "list of constants"
            if isinstance(operand.value, tuple) and not isinstance(operand.value, Position)
            else "constant"
        )


def _in_fact(fact: Fact) -> Iterator[str]:
    for name in fields(fact.kind):
        yield from classes(getattr(fact, name))
    if fact.evidence:
        yield "evidence"
        if any(e.published and e.published.first > DAY for e in fact.evidence):
            yield "evidence published later"
    if fact.alternatives:
        yield "alternatives"
    if fact.contested_with:
        yield "contested"
    known = fact.known_from()
    if known and known.first > DAY:
        yield "known later"


def classes(value: Any) -> Iterator[str]:
    """The classes of awkward values that a field's value belongs to."""
    if value is None:
        yield "unknown"
    elif isinstance(value, bool | datetime):
        yield type(value).__name__
    elif isinstance(value, PartialDate):
        yield "day" if value.exact else "rough day"
    elif isinstance(value, Position):
        yield "pole" if abs(value.lat) == 90 else "date line" if abs(value.lon) == 180 else "position"
    elif isinstance(value, tuple):
        yield "list" if value else "empty list"
        for item in value:
            yield from classes(item)
    elif isinstance(value, int | float):
        yield from _of_number(value)
    else:
        yield from _of_text(value)


def _of_number(value: float) -> Iterator[str]:
    if value == 0:
        yield "negative zero" if math.copysign(1, value) < 0 else "zero"
    elif abs(value) >= 1e300 or 0 < abs(value) < 1e-300:
        yield "huge" if abs(value) > 1 else "tiny"
    elif isinstance(value, int) and value in (2**53 + 1, 2**63 - 1):
        yield f"2^{53 if value == 2**53 + 1 else 63} whole"
    else:
        yield "whole number" if isinstance(value, int) else "number"


def _of_text(value: str) -> Iterator[str]:
    yield "long text" if len(value) >= 300 else "text"
    if not value.isascii():
        yield "unicode"
    if value.casefold() != value.lower():
        yield "case that folds otherwise"
    if any(c in value for c in "'\"\\%_{"):
        yield "text with signs of other languages"


def _at_work(rules: Iterable[Rule], inference: Inference, context: Context) -> set[str]:
    found: set[str] = set()
    matched = {match.rule for match in inference.matches}
    for rule in rules:
        if rule.id not in matched:
            continue
        found |= {f"then {type(rule.then).__name__.lower()}", "distinct" if rule.header.distinct else "not distinct"}
        held = [branch for branch in branches(rule.when) if _look(rule, branch, inference.base, context, found)]
        if len(held) > 1:
            found.add("several branches hold")
        if held:
            found.update(_shapes(rule.when, 0))
    found |= _chains(inference, {rule.id: rule for rule in rules})
    for match in inference.matches:
        for kind, id in match.fact_keys():
            found.update(_in_fact(inference.base.get(kind, id)))
    return found


def _look(rule: Rule, branch: tuple[Simple, ...], base: FactBase, context: Context, found: set[str]) -> bool:
    """Note what is at work in a branch; whether the branch holds for any facts."""
    held = False
    for names in _extend(branch, {}, rule.header.distinct, base, context):
        held = True
        for i, clause in enumerate(branch):
            if isinstance(clause, MatchClause):
                found.update(_in_clause(clause))
                facts = [f for f in names.values() if isinstance(f, Fact)]
                if len({id(f) for f in facts}) < len(facts):
                    found.add("one fact in two clauses")
            elif isinstance(clause, Aggregate):
                total = names.get(clause.alias) if clause.alias else None
                counted = [f for f in base.of_kind(clause.kind) if all_hold(clause.where, f, names, context)]
                if counted:
                    found.update(_in_clause(clause))
                    if clause.function == "sum" and len([f for f in counted if value_of(f, str(clause.field))]) > 1:
                        found.add("sum of several")
                    found.update([f"named {clause.function}"] if total else [])
            elif i and not [f for f in base.of_kind(clause.kind) if all_hold(clause.where, f, names, context)]:
                found.add("none holds")
    for i, clause in enumerate(branch):
        if isinstance(clause, Absent):
            for names in _extend(branch[:i], {}, rule.header.distinct, base, context):
                if any(all_hold(clause.where, f, names, context) for f in base.of_kind(clause.kind)):
                    found.update(_in_clause(clause))
                    found.add("none blocked")
    return held


def _chains(inference: Inference, rules: dict[str, Rule]) -> set[str]:
    """How facts were derived: from observed ones, from derived ones, in a circle."""
    found: set[str] = set()
    derived = set(inference.derivations)
    rests_on = {
        key: {other for match in behind for other in match.fact_keys() if other in derived}
        for key, behind in inference.derivations.items()
    }
    for key, others in rests_on.items():
        found.add("derived from derived" if others else "derived from observed")
        reached, queue = set[tuple[str, str]](), list(others)
        while queue:
            here = queue.pop()
            if here not in reached:
                reached.add(here)
                queue += rests_on[here]
        if key in reached:
            found.add("derived in a circle")
    if any(len(behind) > 1 for behind in inference.derivations.values()):
        found.add("derived in several ways")
    if any(isinstance(rules[m.rule].then, Conclude) and m.totals for m in inference.matches):
        found.add("derived by number")
    return found
