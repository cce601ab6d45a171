"""Cuts a failing example down: as long as it still fails, leaves out rules, facts, clauses, conditions and fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from countermove.facts.fact import Fact
from countermove.facts.registry import fields
from countermove.rulebook.clause import Aggregate, AnyOf, Clause, Match, branches
from countermove.rulebook.condition import Condition, Constant, FieldReference
from countermove.rulebook.rule import Conclude, Rule

Item = TypeVar("Item")
Fails = Callable[[list[Rule], list[Fact]], bool]


def shrunk(rules: list[Rule], facts: list[Fact], fails: Fails, tries: int = 1500) -> tuple[list[Rule], list[Fact]]:
    """The smallest example found by leaving out one thing after the other, and no more can be left out (or the tries are used up)."""
    left = tries
    moved = True
    while moved and left:
        moved = False
        for smaller in _smaller(rules, facts):
            left -= 1
            if fails(*smaller):
                (rules, facts), moved = smaller, True
                break
            if not left:
                break
    return rules, facts


def _smaller(rules: list[Rule], facts: list[Fact]) -> Iterator[tuple[list[Rule], list[Fact]]]:
    for some in halves(rules):
        yield some, facts
    for few in halves(facts):
        yield rules, few
    for i, rule in enumerate(rules):
        for other in simpler(rule):
            if well_formed(other):
                yield [*rules[:i], other, *rules[i + 1 :]], facts
    for i, fact in enumerate(facts):
        for barer in _barer(fact):
            yield rules, [*facts[:i], barer, *facts[i + 1 :]]


def halves(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Without one half, a quarter, …, one of the items."""
    size = len(items) // 2
    while size > 1:
        for start in range(0, len(items), size):
            yield [*items[:start], *items[start + size :]]
        size //= 2
    yield from _without_one(items)


def _without_one(items: Sequence[Item]) -> Iterator[list[Item]]:
    for i in range(len(items)):
        yield [*items[:i], *items[i + 1 :]]


def simpler(rule: Rule) -> Iterator[Rule]:
    for when in _fewer(rule.when):
        yield replace(rule, when=when)
    plain = Conclude("indicator", {"name": Constant("l0-a")})
    if rule.then != plain:
        yield replace(rule, then=plain)
    if isinstance(rule.then, Conclude):
        for name in rule.then.values:
            if name not in ("name", "holder", "asset", "definition"):
                yield replace(
                    rule, then=replace(rule.then, values={k: v for k, v in rule.then.values.items() if k != name})
                )
    if not rule.header.distinct:
        yield replace(rule, header=rule.header.model_copy(update={"distinct": True}))


def _fewer(clauses: Sequence[Clause]) -> Iterator[tuple[Clause, ...]]:
    for some in _without_one(clauses):
        yield tuple(some)
    for i, clause in enumerate(clauses):
        for simpler in _within(clause):
            yield (*clauses[:i], *simpler, *clauses[i + 1 :])


def _within(clause: Clause) -> Iterator[tuple[Clause, ...]]:
    if isinstance(clause, AnyOf):
        yield from clause.branches
        if len(clause.branches) > 2:
            for some in _without_one(clause.branches):
                yield (AnyOf(tuple(some)),)
        for i, branch in enumerate(clause.branches):
            for fewer in _fewer(branch):
                if fewer:
                    yield (AnyOf((*clause.branches[:i], fewer, *clause.branches[i + 1 :])),)
        return
    for where in _without_one(clause.where):
        yield (replace(clause, where=tuple(where)),)
    if isinstance(clause, Aggregate) and clause.at_least is not None and clause.at_most is not None:
        yield (replace(clause, at_least=None),)
        yield (replace(clause, at_most=None),)


def _barer(fact: Fact) -> Iterator[Fact]:
    required = {name for name, described in fields(fact.kind).items() if described.required and name != "id"}
    for name in sorted(fact.model_fields_set - required - {"kind", "id"}):
        yield fact.model_copy(update={name: type(fact).model_fields[name].default})


def well_formed(rule: Rule) -> bool:
    """Whether the rule has a match in every branch, and every name it uses is given before."""
    for branch in branches(rule.when):
        known: set[str] = set()
        for clause in branch:
            if not _names(clause.where) <= known:
                return False
            if isinstance(clause, Match) or (isinstance(clause, Aggregate) and clause.alias):
                known.add(str(clause.alias))
        if not any(isinstance(clause, Match) for clause in branch) or not _in_then(rule) <= known:
            return False
    return bool(branches(rule.when))


def _names(where: Iterable[Condition]) -> set[str]:
    return {reference.alias for condition in where for reference in condition.references()}


def _in_then(rule: Rule) -> set[str]:
    then = rule.then
    if isinstance(then, Conclude):
        sources: list[object] = list(then.values.values())
    else:
        urgency = getattr(then, "urgency", None)
        sources = [then.target, getattr(urgency, "since", None), getattr(urgency, "deadline", None)]
    return {source.alias for source in sources if isinstance(source, FieldReference)}
