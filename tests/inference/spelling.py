"""Writes generated rules and facts in the words of the rule language and of fact files, so that a difference can be read and kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from countermove.facts.fact import Fact, Position
from countermove.facts.time import PartialDate
from countermove.rulebook.clause import Aggregate, AnyOf, Clause
from countermove.rulebook.clause import Match as MatchClause
from countermove.rulebook.condition import (
    AsOf,
    Condition,
    Constant,
    FieldReference,
    Operand,
    ParameterReference,
    Scaled,
)
from countermove.rulebook.rule import Caveat, Conclude, Rule, Urgency
from countermove.rulebook.told import AUDIENCES, Told


def spelled(rules: Iterable[Rule], facts: Iterable[Fact], **more: Any) -> str:
    """An example as a file of `regressions`."""
    whole = {**more, "rules": {rule.id: as_rule(rule) for rule in rules}, "facts": [as_fact(fact) for fact in facts]}
    return yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=140)


def as_fact(fact: Fact) -> dict[str, Any]:
    """A fact as a line of a file."""
    values = fact.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    if fact.key and "id" not in fact.model_fields_set:
        values.pop("id", None)
    return {"kind": fact.kind, **{name: value for name, value in values.items() if value not in ([], None)}}


def as_rule(rule: Rule) -> dict[str, Any]:
    """What sets a rule apart."""
    head: dict[str, Any] = {} if rule.header.distinct else {"distinct": False}
    if rule.header.audiences != AUDIENCES:
        head["audiences"] = list(rule.header.audiences)
    return {**head, "when": [as_clause(clause) for clause in rule.when], "then": _as_then(rule)}


def as_clause(clause: Clause) -> dict[str, Any]:
    """A clause."""
    if isinstance(clause, AnyOf):
        return {"any": [[as_clause(inner) for inner in branch] for branch in clause.branches]}
    found: dict[str, Any] = {}
    if isinstance(clause, MatchClause):
        found = {"match": clause.kind, "as": clause.alias}
    elif isinstance(clause, Aggregate):
        found = {
            clause.function: clause.kind,
            "as": clause.alias,
            "of" if clause.function == "sum" else "distinct": clause.field,
        }
        found |= {name: _bound(getattr(clause, name)) for name in ("at_least", "at_most")}
    else:
        found = {"none": clause.kind}
    found = {name: value for name, value in found.items() if value is not None}
    if clause.where:
        found["where"] = {}
        for condition in clause.where:
            found["where"].setdefault(condition.field, {}).update(_asked(condition))
    return found


def _bound(bound: Any) -> Any:
    return _operand(bound) if isinstance(bound, ParameterReference) else bound


def _asked(condition: Condition) -> dict[str, Any]:
    operands = [_operand(operand) for operand in condition.operands]
    if condition.operator == "within":
        return {"within": {"days": operands[0], condition.side: operands[1]}}
    if condition.operator == "near":
        return {"near": {"point": operands[0], "km": operands[1]}}
    return {condition.operator: operands if condition.operator == "between" else operands[0]}


def _operand(operand: Operand) -> Any:
    if isinstance(operand, Constant):
        return _value(operand.value)
    if isinstance(operand, FieldReference):
        return f"${operand.alias}.{operand.field}"
    if isinstance(operand, AsOf):
        return "$as_of"
    if isinstance(operand, Scaled):
        scaled = {"ref": _operand(operand.base), "times": operand.times, "plus": operand.plus}
        return {name: value for name, value in scaled.items() if (name, value) != ("times", 1)}
    found: dict[str, Any] = {"parameter": operand.name}
    if operand.jurisdiction:
        found["jurisdiction"] = operand.jurisdiction
    if operand.at:
        found["at"] = _operand(operand.at)
    return found if len(found) > 1 else f"$parameters.{operand.name}"


def _value(value: Any) -> Any:
    if isinstance(value, Position):
        return [value.lat, value.lon]
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, str):
        return "$" + value if value.startswith("$") else value
    if isinstance(value, bool | int | float):
        return value
    return str(value) if isinstance(value, PartialDate) else value.isoformat()


def _as_then(rule: Rule) -> dict[str, Any]:
    then = rule.then
    if isinstance(then, Conclude):
        return {"conclude": {"kind": then.kind, **{name: _operand(source) for name, source in then.values.items()}}}
    if isinstance(then, Caveat):
        caveat = {
            "text": _told(then.text), "steps": list(then.steps), "actions": list(then.actions),
            "target": _operand(then.target) if then.target else None,
        }  # fmt: skip
        return {"caveat": {name: value for name, value in caveat.items() if value}}
    advice = {
        "action": then.action, "target": _operand(then.target), "headline": _told(then.headline),
        "because": _told(then.because),
        "impact": then.impact, "urgency": _urgency(then.urgency), "only_if": _told(then.only_if) if then.only_if else None,
    }  # fmt: skip
    return {"recommend": {name: value for name, value in advice.items() if value is not None}}


def _told(told: Told[str]) -> str | dict[str, str]:
    return dict(zip(AUDIENCES, told.by_audience, strict=True)) if len(list(told)) > 1 else told.by_audience[0]


def _urgency(urgency: Urgency) -> dict[str, Any]:
    if urgency.since:
        return {"from": _operand(urgency.since), "half_life_days": urgency.half_life_days}
    if urgency.deadline:
        return {"deadline": _operand(urgency.deadline), "lead_days": urgency.lead_days}
    return {"steady": urgency.steady}
