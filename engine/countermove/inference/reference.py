"""The definition: a plain evaluator that follows rule-language.md clause by clause.

Any other engine is right when property-based tests cannot tell it from this one. Slow is fine here, unclear is not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.inference.fact_base import FactBase
from countermove.inference.findings import Findings
from countermove.inference.match import Inference, Match, Total
from countermove.inference.truth import Context, all_hold, resolve, value_of
from countermove.rulebook.clause import Absent, Aggregate, Simple, branches
from countermove.rulebook.clause import Match as MatchClause
from countermove.rulebook.rule import Rule
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.strata import strata

Names = dict[str, Fact | Total]


def infer(rulebook: Rulebook, facts: Iterable[Fact], as_of: date) -> Inference:
    """All matches of the rulebook's active rules over the facts known on the day."""
    base = FactBase(as_known(facts, as_of))
    context = Context(rulebook, as_of)
    active = rulebook.active(as_of)
    findings = Findings(base)
    for layer in strata(active):
        grown = True
        while grown:  # a layer runs to its fixpoint
            grown = False
            for rule in layer:
                for match in matches(rule, base, context):
                    grown |= findings.add(rule, match, match.names(base)) is not None
    return findings.as_inference("reference", as_of, active)


def matches(rule: Rule, base: FactBase, context: Context) -> list[Match]:
    """Every distinct tuple of facts for which the rule holds over the whole base."""
    found: dict[Match, None] = {}
    for branch in branches(rule.when):
        for names in _extend(branch, {}, rule.header.distinct, base, context):
            match = as_match(rule, names)
            found.setdefault(match)
    return list(found)


def as_match(rule: Rule, names: Names) -> Match:
    """The match that the rule's aliases make up."""
    bindings = tuple(sorted((alias, named.kind, named.id) for alias, named in names.items() if isinstance(named, Fact)))
    totals = tuple((alias, named) for alias, named in names.items() if isinstance(named, Total))
    return Match(rule.id, bindings, totals)


def _extend(
    clauses: tuple[Simple, ...], names: Names, distinct: bool, base: FactBase, context: Context
) -> Iterator[Names]:
    """Every way in which the remaining clauses hold, given the facts matched and the totals made so far."""
    if not clauses:
        yield names
        return
    clause, rest = clauses[0], clauses[1:]
    satisfying = [
        fact for fact in base.candidates(clause.kind, clause.where, names, context)
        if all_hold(clause.where, fact, names, context)
    ]  # fmt: skip
    if isinstance(clause, MatchClause):
        for fact in satisfying:
            if not (distinct and any(fact is other for other in names.values())):
                yield from _extend(rest, {**names, clause.alias: fact}, distinct, base, context)
    elif isinstance(clause, Absent):
        if not satisfying:
            yield from _extend(rest, names, distinct, base, context)
    else:
        total = aggregate(clause, satisfying)
        if in_bounds(clause, total.value, context):
            yield from _extend(rest, {**names, clause.alias or f"#{len(names)}": total}, distinct, base, context)


def aggregate(clause: Aggregate, satisfying: Iterable[Fact]) -> Total:
    """The count or sum over the facts that satisfy a clause. A fact whose field is unknown adds nothing and is no evidence."""
    facts = sorted(satisfying, key=lambda f: f.id)
    if clause.field:
        facts = [fact for fact in facts if value_of(fact, clause.field) is not None]
    ids = tuple(fact.id for fact in facts)
    if clause.function == "sum":
        return Total("sum", _sum([value_of(fact, str(clause.field)) for fact in facts]), clause.kind, ids)
    if clause.field:
        return Total("count", len({value_of(fact, clause.field) for fact in facts}), clause.kind, ids)
    return Total("count", len(facts), clause.kind, ids)


def _sum(values: list[float]) -> float:
    """The sum, whatever the order: exact over whole numbers, else rounded once; infinite where no float is large enough."""
    if all(isinstance(value, int) for value in values):
        return sum(values)
    try:
        return math.fsum(values)
    except OverflowError:  # on the way or in the end
        exact = sum(map(Fraction, values))
        try:
            return float(exact)
        except OverflowError:
            return math.inf if exact > 0 else -math.inf


def in_bounds(clause: Aggregate, value: float, context: Context) -> bool:
    """Whether a count or sum lies within its bounds. A bound whose parameter has no value on the day is unknown: not within."""
    for bound, sign in ((clause.at_least, 1), (clause.at_most, -1)):
        if bound is not None:
            limit = bound if isinstance(bound, int | float) else resolve(bound, {}, context)
            if limit is None or sign * value < sign * limit:
                return False
    return True
