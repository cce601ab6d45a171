"""What is known about the tables before a query over them is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from countermove.facts.registry import fields
from countermove.rulebook.clause import walk
from countermove.rulebook.condition import Condition, Constant, FieldReference
from countermove.rulebook.rule import Rule

TEXT_OPERATORS = frozenset({"starts_with", "ends_with", "contains_text"})


@dataclass(frozen=True)
class Shape:
    """Where the facts of each kind are."""

    tables: Mapping[str, str]
    """Kind → the table or view of the facts that count on the day. A kind without facts is not there."""
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Kind → all values of its field `name`, for kinds that rules conclude."""
    folded: Mapping[str, str] = field(default_factory=dict)
    """Kind → a view with columns for texts case-folded, where `lower` would not do for all of them."""
    plain_sums: frozenset[tuple[str, str]] = frozenset()
    """(kind, field) of DOUBLE columns whose sums are exact in fixed point."""

    def has(self, kind: str, where: Iterable[Condition]) -> bool:
        """Whether there may be a fact of a kind that satisfies the conditions."""
        if kind not in self.tables:
            return False
        names = self.names.get(kind)
        return names is None or all(names & wanted for wanted in map(_wanted, where) if wanted is not None)


def _wanted(condition: Condition) -> frozenset[str] | None:
    """The names that a condition leaves; None if it is about something else."""
    operand = condition.operands[0]
    if condition.field != "name" or condition.operator not in ("eq", "in") or not isinstance(operand, Constant):
        return None
    values = operand.value if isinstance(operand.value, tuple) else (operand.value,)
    return frozenset(value for value in values if isinstance(value, str))


def texts_tested(rules: Iterable[Rule]) -> dict[str, list[str]]:
    """The fields of each kind that rules look into as text, whatever the case."""
    found: dict[str, dict[str, None]] = {}
    for rule in rules:
        for clause in walk(rule.when):
            for condition in clause.where:
                if condition.operator not in TEXT_OPERATORS:
                    continue
                found.setdefault(clause.kind, {})[condition.field] = None
                operand = condition.operands[0]
                if isinstance(operand, FieldReference):
                    for kind in _kinds_of(rule, operand.alias):
                        if operand.field in fields(kind):
                            found.setdefault(kind, {})[operand.field] = None
    return {kind: list(names) for kind, names in found.items()}


def _kinds_of(rule: Rule, alias: str) -> list[str]:
    """The kinds that an alias stands for in one branch or another."""
    return [clause.kind for clause in walk(rule.when) if getattr(clause, "alias", None) == alias]
