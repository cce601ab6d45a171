"""Splits a rule into what can be joined by equal values, and what has to be checked on the joined facts.

Each branch of a rule has a network of its `match` clauses (several, if some are not equated with others at all), and one for each
`none`, `count` and `sum`: the facts it is equated with, and the fact that blocks or is counted. Conditions on a fact alone make up its
pattern, and are evaluated once for each fact. Equal texts, numbers and flags join. All else (order, windows, distances, partial dates)
is checked on the joined tuple, by `truth`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from countermove.errors import EngineError
from countermove.facts.registry import fields
from countermove.inference.joiner import Network, Part
from countermove.rulebook.clause import Absent, Aggregate, Match, Simple, branches
from countermove.rulebook.condition import Condition, FieldReference
from countermove.rulebook.rule import Rule
from countermove.rulebook.typing import FAMILY

JOINED = ("text", "number", "flag")
"""Families of types whose values are equal or not, and never something between; times may be known only roughly."""

MOST_VALUES = 8
"""By how many fields of a fact it is joined at most; equalities beyond that are left to the check."""

_OWN = ""
"""The alias of a fact that is blocked or counted by, which has none in the rule."""

Field = tuple[str, str]
"""(alias, field)"""


@dataclass(frozen=True, slots=True)
class Pattern:
    """The facts of a kind for which conditions hold that look at nothing else, and the fields by which they are joined."""

    kind: str
    where: tuple[Condition, ...]
    joined: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """A `match`: where its fact stands in the branch's tuple, and what is left to check."""

    clause: Match
    place: int
    check: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A `none`, `count` or `sum`: its network, the places in the branch's tuple that make up the key, and what is left to check.

    The fact that blocks or is counted stands last in the network.
    """

    clause: Absent | Aggregate
    network: int
    key: tuple[int, ...]
    check: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """One way for a rule to hold: the networks of its matched facts, and the steps in the order of the file.

    A tuple of the branch is one of each network, strung together.
    """

    rule: Rule
    networks: tuple[int, ...]
    steps: tuple[Bound | Lookup, ...]


class Plan:
    """The networks and patterns of all rules. What several rules have in common is there once."""

    def __init__(self, rules: Iterable[Rule], most_parts: int | None) -> None:
        self._patterns: dict[Pattern, int] = {}
        self._networks: dict[Network, int] = {}
        self._most_parts = most_parts
        self.looked_up: set[int] = set()
        """The networks of `none`, `count` and `sum`, by number."""
        self.branches: dict[str, list[Branch]] = {
            rule.id: [self._branch(rule, clauses) for clauses in branches(rule.when)] for rule in rules
        }

    @property
    def patterns(self) -> Sequence[Pattern]:
        """By number."""
        return list(self._patterns)

    @property
    def networks(self) -> Sequence[Network]:
        """By number."""
        return list(self._networks)

    def _branch(self, rule: Rule, clauses: Sequence[Simple]) -> Branch:
        matches = {clause.alias: clause for clause in clauses if isinstance(clause, Match)}
        equal = [pair for alias, clause in matches.items() for pair in _equalities(alias, clause, matches)]
        groups = [
            self._network(rule, {alias: matches[alias] for alias in group}, equal) for group in _groups(matches, equal)
        ]
        place = {alias: i for i, alias in enumerate(alias for order, _ in groups for alias in order)}
        steps: list[Bound | Lookup] = []
        for clause in clauses:
            check = tuple(c for c in clause.where if not _alone(c))
            if isinstance(clause, Match):
                steps.append(Bound(clause, place[clause.alias], check))
            else:
                own = _equalities(_OWN, clause, matches)
                beside = {other for _, (other, _) in own}
                involved: dict[str, Simple] = {alias: m for alias, m in matches.items() if alias in beside}
                order, network = self._network(rule, {**involved, _OWN: clause}, equal + own)
                self.looked_up.add(network)
                steps.append(Lookup(clause, network, tuple(place[alias] for alias in order[:-1]), check))
        return Branch(rule, tuple(network for _, network in groups), tuple(steps))

    def _network(
        self, rule: Rule, clauses: Mapping[str, Simple], equal: Iterable[tuple[Field, Field]]
    ) -> tuple[list[str], int]:
        """The network over some clauses, and the order in which they stand in it."""
        if self._most_parts is not None and len(clauses) > self._most_parts:
            raise EngineError(
                f"the rule '{rule.id}' joins {len(clauses)} facts at once, and this engine can join {self._most_parts}",
                hint="let another rule conclude part of it, or choose the engine reference", location=rule.location,
            )  # fmt: skip
        variables = _variables(clauses, equal)
        order = _order(clauses, variables)
        numbers: dict[Field, int] = {}
        parts = []
        for alias in order:
            joined = sorted(variables[alias].items())
            kind, where = clauses[alias].kind, clauses[alias].where
            alone = tuple(replace(c, location=None) for c in where if _alone(c))
            pattern = Pattern(kind, alone, tuple(field for field, _ in joined))
            number = self._patterns.setdefault(pattern, len(self._patterns))
            parts.append(Part(number, tuple(numbers.setdefault(variable, len(numbers)) for _, variable in joined)))
        return order, self._networks.setdefault(tuple(parts), len(self._networks))


def _alone(condition: Condition) -> bool:
    """Whether a condition looks at no other fact."""
    return not any(True for _ in condition.references())


def _equalities(alias: str, clause: Simple, matches: Mapping[str, Match]) -> list[tuple[Field, Field]]:
    """The fields of matched facts that fields of a clause's fact have to equal."""
    found = []
    for condition in clause.where:
        operand = condition.operands[0]
        if condition.operator == "eq" and isinstance(operand, FieldReference) and operand.alias in matches:
            family = FAMILY[fields(clause.kind)[condition.field].type]
            if family in JOINED and family == FAMILY[fields(matches[operand.alias].kind)[operand.field].type]:
                found.append(((alias, condition.field), (operand.alias, operand.field)))
    return found


def _groups(aliases: Iterable[str], equal: Iterable[tuple[Field, Field]]) -> list[list[str]]:
    """The aliases in groups that are joined with each other, in the order of the file; one empty group if there are none."""
    group = {alias: {alias} for alias in aliases}
    for (one, _), (other, _) in equal:
        if group[one] is not group[other]:
            merged = group[one] | group[other]
            group.update(dict.fromkeys(merged, merged))
    firsts = [alias for alias in group if alias == next(other for other in group if other in group[alias])]
    return [[alias for alias in group if alias in group[first]] for first in firsts] or [[]]


def _variables(clauses: Mapping[str, Simple], equal: Iterable[tuple[Field, Field]]) -> dict[str, dict[str, Field]]:
    """For each clause the fields by which it is joined with another one, each with the field that stands for all its equals.

    A fact is joined by one field of equals; whether its other ones are equal too is left to the check.
    """
    leader: dict[Field, Field] = {}

    def lead(field: Field) -> Field:
        while field in leader:
            field = leader[field]
        return field

    members: set[Field] = set()
    for one, other in equal:
        members |= {one, other}
        if lead(one) != lead(other):
            leader[lead(one)] = lead(other)
    chosen: dict[str, dict[Field, str]] = {alias: {} for alias in clauses}
    for alias, field in sorted(members):
        if alias in clauses:
            chosen[alias].setdefault(lead((alias, field)), field)
    shared = Counter(variable for fields_ in chosen.values() for variable in fields_)
    return {
        alias: dict([(field, variable) for variable, field in fields_.items() if shared[variable] > 1][:MOST_VALUES])
        for alias, fields_ in chosen.items()
    }


def _order(clauses: Mapping[str, Simple], variables: Mapping[str, Mapping[str, Field]]) -> list[str]:
    """The aliases in an order in which each is joined with an earlier one where that can be; a blocking or counted fact is last."""
    order: list[str] = []
    known: set[Field] = set()
    left = [alias for alias in clauses if alias != _OWN]
    while left:
        chosen = next((alias for alias in left if known & set(variables[alias].values())), left[0])
        left.remove(chosen)
        order.append(chosen)
        known |= set(variables[chosen].values())
    return [*order, *(alias for alias in clauses if alias == _OWN)]
