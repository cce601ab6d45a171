"""Rules in plain English, for reviewers who do not read YAML. Every operator has one wording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from countermove.facts.registry import KINDS, fields
from countermove.facts.time import PartialDate
from countermove.rulebook.clause import Absent, Aggregate, AnyOf, Clause, Match
from countermove.rulebook.condition import (
    AsOf,
    Condition,
    Constant,
    FieldReference,
    Operand,
    ParameterReference,
    Scaled,
)
from countermove.rulebook.rule import Conclude, Recommend, Rule

_PLAIN = {
    "eq": "is {}", "ne": "is not {}", "in": "is one of {}", "not_in": "is none of {}", "lt": "is less than {}",
    "lte": "is at most {}", "gt": "is more than {}", "gte": "is at least {}", "between": "lies between {} and {}",
    "contains": "includes {}", "contains_any": "includes at least one of {}", "contains_all": "includes all of {}",
    "starts_with": "begins with {}", "ends_with": "ends with {}", "contains_text": "contains the text {}",
    "before": "lies before {}", "after": "lies after {}", "near": "lies within {1} km of {0}",
}  # fmt: skip
_TIMES = {"lt": "lies before {}", "lte": "lies on or before {}", "gt": "lies after {}", "gte": "lies on or after {}"}


def clauses_in_english(clauses: Sequence[Clause], indent: str = "") -> Iterator[str]:
    """One line a clause, nested ones indented."""
    for clause in clauses:
        if isinstance(clause, AnyOf):
            yield f"{indent}at least one of these holds:"
            for number, branch in enumerate(clause.branches, start=1):
                yield f"{indent}  ({number})"
                yield from clauses_in_english(branch, indent + "      ")
        else:
            yield indent + clause_in_english(clause)


def clause_in_english(clause: Match | Absent | Aggregate) -> str:
    """The clause as a sentence without a full stop."""
    kind = clause.kind.replace("_", " ")
    asked = "; ".join(condition_in_english(clause.kind, condition) for condition in clause.where)
    where = f" for which {asked}" if asked else ""
    if isinstance(clause, Match):
        return f"there is {_article(kind)} {kind} (called “{clause.alias}”){where}"
    if isinstance(clause, Absent):
        return f"there is no {kind}{where}"
    return f"{_quantity(clause, kind)}{where}{',' if where else ''} {bounds_in_english(clause)}"


def condition_in_english(kind: str, condition: Condition) -> str:
    """`hours is at least 12 h`, `the entity is the id of “tanker”`."""
    field = fields(kind)[condition.field]
    name = f"the {condition.field.replace('_', ' ')}"
    if condition.operator == "known":
        known = isinstance(condition.operands[0], Constant) and condition.operands[0].value
        return f"{name} is {'known' if known else 'not known'}"
    shown = [
        operand_in_english(operand, field.unit if i < 2 and condition.operator != "near" else "")
        for i, operand in enumerate(condition.operands)
    ]
    if condition.operator == "within":
        days = operand_in_english(condition.operands[0], "")
        side = {"before": "before (or on)", "after": "after (or on)", "around": "either side of"}[condition.side]
        return f"{name} lies within {days} days {side} {operand_in_english(condition.operands[1], '')}"
    wording = (
        _TIMES.get(condition.operator, _PLAIN[condition.operator]) if field.is_time else _PLAIN[condition.operator]
    )
    return f"{name} {wording.format(*shown)}"


def operand_in_english(operand: Operand, unit: str) -> str:
    """The right side of a condition."""
    if isinstance(operand, Constant):
        return value_in_english(operand.value, unit)
    if isinstance(operand, AsOf):
        return "the day of the memo"
    if isinstance(operand, FieldReference):
        return f"the {operand.field.replace('_', ' ')} of “{operand.alias}”"
    if isinstance(operand, ParameterReference):
        place = f" for {operand.jurisdiction.upper()}" if operand.jurisdiction else ""
        at = f" on the {operand.at.field.replace('_', ' ')} of “{operand.at.alias}”" if operand.at else ""
        return f"the parameter “{operand.name.replace('_', ' ')}”{place}{at}"
    return _scaled(operand, unit)


def value_in_english(value: Any, unit: str = "") -> str:
    """A constant, with its unit."""
    if isinstance(value, tuple):
        return ", ".join(value_in_english(v) for v in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, PartialDate):
        return value.in_words()
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, int | float):
        return f"{figure_in_english(value)} {unit}".strip()
    return f"“{value}”"


def figure_in_english(value: float) -> str:
    """A number with every digit that the rule has: 0.005, 2024, 500,000."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}" if abs(value) >= 10_000 else str(value)


def _scaled(operand: Scaled, unit: str) -> str:
    text = operand_in_english(operand.base, "")
    if operand.times != 1:
        text = f"{figure_in_english(operand.times)} times {text}"
    if operand.plus:
        text += f" {'plus' if operand.plus > 0 else 'minus'} {value_in_english(abs(operand.plus), unit)}"
    return text


def _quantity(clause: Aggregate, kind: str) -> str:
    called = f" (called “{clause.alias}”)" if clause.alias else ""
    if clause.function == "sum":
        return f"the sum of “{str(clause.field).replace('_', ' ')}”{called} over every {kind}"
    if clause.field:
        return f"the number of different values of “{clause.field.replace('_', ' ')}”{called} over every {kind}"
    return f"the number of facts of kind {kind}{called}"


def bounds_in_english(clause: Aggregate) -> str:
    """`is at least 3`."""
    parts = []
    for word, bound in (("at least", clause.at_least), ("at most", clause.at_most)):
        if bound is not None:
            shown = figure_in_english(bound) if isinstance(bound, int | float) else operand_in_english(bound, "")
            parts.append(f"{word} {shown}")
    return f"is {' and '.join(parts)}"


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def kind_in_english(kind: str) -> str:
    """The first line of a kind's description."""
    return (KINDS[kind].__doc__ or "").strip().partition("\n")[0]


def effect_in_short(rule: Rule) -> str:
    """What follows from a rule, in a few words."""
    then = rule.then
    if isinstance(then, Recommend):
        return f"recommends {then.action}"
    if isinstance(then, Conclude):
        name = then.values.get("name")
        shown = f" {name.value}" if isinstance(name, Constant) else ""
        return f"concludes {then.kind}{shown}"
    return "adds a caveat"
