"""Condition coverage: whether the cases of a rule show each of its conditions both true and false.

A condition counts as shown for a truth value when some case puts a fact before it for which it has that value, given facts matched
by the clauses above it. A bound of a count or sum is shown when some case lies within it and another outside; a `none` when it
blocks in one case and lets pass in another. (After the condition coverage of DO-178C; not the stronger MC/DC.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.inference.fact_base import FactBase
from countermove.inference.match import Total
from countermove.inference.reference import aggregate, in_bounds
from countermove.inference.truth import Context, all_hold, holds
from countermove.location import Location
from countermove.ownership.from_facts import blocked_ownership
from countermove.rulebook.case import Case
from countermove.rulebook.clause import Absent, Aggregate, Match, Simple, branches
from countermove.rulebook.english import kind_in_words
from countermove.rulebook.prose import Prose
from countermove.rulebook.rule import Rule
from countermove.rulebook.rulebook import Rulebook

Names = dict[str, Fact | Total]


@dataclass(frozen=True, slots=True)
class Shown:
    """One condition of a rule, and the truth values that its cases show."""

    rule: str
    text: str
    location: Location
    true: bool
    false: bool

    @property
    def covered(self) -> bool:
        return self.true and self.false

    @property
    def missing(self) -> str:
        """What no case shows, in words."""
        lacking = [word for word, shown in (("true", self.true), ("false", self.false)) if not shown]
        return " nor ".join(lacking)


def coverage(rulebook: Rulebook, cases: Mapping[str, Sequence[Case]]) -> list[Shown]:
    """Every condition of every rule that is not deprecated, in the order of the files."""
    found: list[Shown] = []
    for rule in rulebook.rules.values():
        if rule.header.status != "deprecated":
            found += _of_rule(rulebook, rule, cases.get(rule.id, ()))
    return found


def _of_rule(rulebook: Rulebook, rule: Rule, cases: Sequence[Case]) -> Iterator[Shown]:
    truths: dict[tuple[Location, str], set[bool | None]] = {}
    prose = Prose(rulebook.parameters)
    for branch in branches(rule.when):
        for clause in branch:
            for key in _keys(rule, clause, prose):
                truths.setdefault(key, set())
        for case in cases:
            as_of = case.document.as_of.first
            base = FactBase((*as_known(case.given, as_of), *blocked_ownership(case.given, rulebook, as_of)))
            _walk(rule, branch, {}, base, Context(rulebook, as_of), prose, truths)
    for (location, text), shown in truths.items():
        yield Shown(rule.id, text, location, True in shown, False in shown)


def _keys(rule: Rule, clause: Simple, prose: Prose) -> Iterator[tuple[Location, str]]:
    for condition in clause.where:
        yield condition.location or rule.location, prose.condition(clause.kind, condition)
    if isinstance(clause, Aggregate) and _decides(clause):
        yield clause.location or rule.location, f"the {clause.function} is {prose.bounds(clause)}"
    elif isinstance(clause, Absent):
        yield clause.location or rule.location, f"there is no such {kind_in_words(clause.kind)}"


def _decides(clause: Aggregate) -> bool:
    """Whether the bounds can fail. A count of at least 0 cannot: it stands there for the figure in a sentence alone."""
    at_least = clause.at_least
    vacuous = (
        clause.function == "count" and clause.at_most is None and isinstance(at_least, int | float) and at_least <= 0
    )
    return not vacuous


def _walk(
    rule: Rule, clauses: Sequence[Simple], names: Names, base: FactBase, context: Context, prose: Prose,
    truths: dict[tuple[Location, str], set[bool | None]],
) -> None:  # fmt: skip
    """Show every fact of the kind to the first clause's conditions, and go on with those that satisfy them."""
    if not clauses:
        return
    clause, rest = clauses[0], clauses[1:]
    facts = {alias: named for alias, named in names.items() if isinstance(named, Fact)}
    keys = list(_keys(rule, clause, prose))
    satisfying = []
    for fact in base.of_kind(clause.kind):
        for key, condition in zip(keys, clause.where, strict=False):
            truths[key].add(holds(condition, fact, facts, context))
        if all_hold(clause.where, fact, facts, context):
            satisfying.append(fact)
    if isinstance(clause, Match):
        for fact in satisfying:
            if not (rule.header.distinct and any(fact is other for other in names.values())):
                _walk(rule, rest, {**names, clause.alias: fact}, base, context, prose, truths)
        return
    named = names
    if isinstance(clause, Aggregate):
        total = aggregate(clause, satisfying)
        passes = in_bounds(clause, total.value, context)
        named = {**names, clause.alias or f"#{len(names)}": total}
    else:
        passes = not satisfying
    if isinstance(clause, Absent) or _decides(clause):
        truths[keys[-1]].add(passes)
    if passes:
        _walk(rule, rest, named, base, context, prose, truths)
