"""Which fields of a matched fact are known whenever a rule holds: those that every such fact carries, those that the rule asks
about, and those that the rules behind an indicator asked about before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from countermove.facts.registry import KINDS, fields
from countermove.rulebook.clause import Absent, Aggregate, Match, Simple, branches
from countermove.rulebook.condition import Condition, Constant, FieldReference
from countermove.rulebook.rule import Conclude, Rule


class KnownFields:
    """Known fields of the facts that rules match."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._makers = [(rule, rule.then) for rule in rules if isinstance(rule.then, Conclude)]
        self._found: dict[tuple[str, str], frozenset[str]] = {}

    def of(self, rule: Rule, alias: str) -> frozenset[str]:
        """The fields of what a name in a rule stands for that are known in every match."""
        key = (rule.id, alias)
        if key not in self._found:
            self._found[key] = frozenset()  # where rules feed each other in a circle
            each = [self._in_branch(branch, alias) for branch in branches(rule.when)]
            self._found[key] = frozenset.intersection(*each)
        return self._found[key]

    def _in_branch(self, clauses: Sequence[Simple], alias: str) -> frozenset[str]:
        own = next((clause for clause in clauses if isinstance(clause, Match) and clause.alias == alias), None)
        if own is None:
            return frozenset(("count", "sum"))
        known = {name for name, field in fields(own.kind).items() if field.required}
        known |= {condition.field for condition in own.where if not _asks_for_unknown(condition)}
        known |= {
            reference.field
            for clause in clauses
            if _must_hold(clause)
            for condition in clause.where
            for reference in condition.references()
            if reference.alias == alias
        }
        if KINDS[own.kind].derived:
            known |= self._concluded(own)
        for condition in own.where:
            first = condition.operands[0]
            if condition.field == "id" and condition.operator == "eq" and isinstance(first, FieldReference):
                sign = next((c for c in clauses if isinstance(c, Match) and c.alias == first.alias), None)
                known |= self._asked_before(sign, first.field, own.kind)
        for clause in clauses:
            for condition in clause.where if isinstance(clause, Match) else ():
                if condition.operator == "eq" and condition.operands[0] == FieldReference(alias, "id"):
                    known |= self._asked_before(clause, condition.field, own.kind)
        return frozenset(known)

    def _concluded(self, clause: Match) -> frozenset[str]:
        """What every rule that concludes such a fact gives it."""
        each = [
            frozenset(
                name
                for name, source in then.values.items()
                if isinstance(source, Constant) or source.field in self.of(rule, source.alias)
            )
            for rule, then in self._makers_of(clause)
        ]
        return frozenset.intersection(*each) if each else frozenset()

    def _asked_before(self, sign: Simple | None, name: str, kind: str) -> frozenset[str]:
        """What the rules behind a concluded fact asked about the fact whose id stands in one of its fields."""
        if not isinstance(sign, Match) or not KINDS[sign.kind].derived:
            return frozenset()
        each = []
        for rule, then in self._makers_of(sign):
            source = then.values.get(name)
            if not isinstance(source, FieldReference):
                return frozenset()
            if source.field != "id" or self._kind(rule, source.alias) == kind:
                each.append(self.of(rule, source.alias) if source.field == "id" else frozenset())
        return frozenset.intersection(*each) if each else frozenset()

    def _makers_of(self, clause: Match) -> list[tuple[Rule, Conclude]]:
        return [
            (rule, then)
            for rule, then in self._makers
            if then.kind == clause.kind and all(_can_meet(condition, then) for condition in clause.where)
        ]

    @staticmethod
    def _kind(rule: Rule, alias: str) -> str | None:
        found = {c.kind for branch in branches(rule.when) for c in branch if isinstance(c, Match) and c.alias == alias}
        return found.pop() if len(found) == 1 else None


def _asks_for_unknown(condition: Condition) -> bool:
    return condition.operator == "known" and condition.operands[0] == Constant(False)


def _must_hold(clause: Simple) -> bool:
    """Whether the rule holds only with a fact for which the clause's conditions are true."""
    if isinstance(clause, Aggregate):
        return clause.function == "count" and isinstance(clause.at_least, int | float) and clause.at_least >= 1
    return not isinstance(clause, Absent)


def _can_meet(condition: Condition, then: Conclude) -> bool:
    """Whether a conclusion can meet a condition, as far as constants on both sides tell."""
    source, first = then.values.get(condition.field), condition.operands[0]
    if not (isinstance(source, Constant) and isinstance(first, Constant)):
        return True
    if condition.operator == "eq":
        return source.value == first.value
    if condition.operator == "in":
        return isinstance(first.value, tuple) and source.value in first.value
    return True
