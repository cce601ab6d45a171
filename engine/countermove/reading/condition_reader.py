"""Reads the `where` of a clause into conditions, and checks every name, operator and type on the way."""

from __future__ import annotations

from typing import Any, cast

from countermove.facts.fact import Position
from countermove.facts.identity import check_id
from countermove.facts.registry import FieldType
from countermove.facts.time import PartialDate, to_moment
from countermove.reading.rule_scope import Scope
from countermove.reading.yaml_source import Path, suggestion
from countermove.rulebook.condition import (
    AsOf,
    Condition,
    Constant,
    FieldReference,
    Operand,
    Operator,
    ParameterReference,
    Scalar,
    Scaled,
)  # fmt: skip
from countermove.rulebook.typing import FAMILY, IN_WORDS, OPERATORS, operators_for

_DAY = FieldType("at", "day", True)
_DAYS = FieldType("days", "number", True)
_KM = FieldType("km", "number", True)


def read_where(scope: Scope, kind: str, data: Any, path: Path) -> tuple[Condition, ...]:
    """All conditions of a `where`. Faulty ones are noted in the scope's source and left out."""
    if not isinstance(data, dict):
        scope.source.fault(
            "CM110", "'where' lists fields and what is asked of them", path, "write where: {field: value}"
        )
        return ()
    found: list[Condition] = []
    for name, asked in data.items():
        here = (*path, name)
        field = scope.kind_field(kind, name, here, at_key=True)
        if field is None:
            continue
        operators = asked if isinstance(asked, dict) and not _is_operand(asked) else {"eq": asked}
        if not operators:
            scope.source.fault("CM110", f"'{name}' asks nothing", here, "write a value or an operator")
        for operator, value in operators.items():
            at = (*here, operator) if operators is asked else here
            condition = _condition(scope, field, operator, value, at)
            if condition:
                found.append(condition)
    return tuple(found)


def _is_operand(data: dict[str, Any]) -> bool:
    return "parameter" in data or "ref" in data


def _condition(scope: Scope, field: FieldType, operator: str, value: Any, path: Path) -> Condition | None:
    source = scope.source
    where = source.where_key(path)
    if operator not in OPERATORS:
        fitting = operators_for(field)
        hint = suggestion(operator, fitting) or f"operators for {IN_WORDS[field.type]}: {', '.join(fitting)}"
        source.fault("CM113", f"'{operator}' is not an operator", path, hint, at_key=True)
        return None
    op = cast(Operator, operator)
    if field.type not in OPERATORS[op]:
        hint = f"operators that fit: {', '.join(operators_for(field))}"
        source.fault(
            "CM114",
            f"'{operator}' does not fit '{field.name}', which is {IN_WORDS[field.type]}",
            path,
            hint,
            at_key=True,
        )
        return None
    if op == "known":
        if not isinstance(value, bool):
            source.fault("CM114", "'known' takes true or false", path, "write known: true")
            return None
        return Condition(field.name, op, (Constant(value),), location=where)
    if op == "within":
        return _within(scope, field, value, path)
    if op == "near":
        return _near(scope, field, value, path)
    operands: list[Operand | None]
    if op == "between":
        if not isinstance(value, list) or len(value) != 2:
            source.fault("CM114", "'between' takes a list of two", path, "write between: [low, high]")
            return None
        operands = [read_operand(scope, field, item, (*path, i)) for i, item in enumerate(value)]
    elif op in ("in", "not_in", "contains_any", "contains_all"):
        operands = [_list_operand(scope, field.item or field, value, path)]
    elif op in ("starts_with", "ends_with", "contains_text"):  # a part of a word need not be a word of the field
        operands = [read_operand(scope, FieldType(field.name, "text", True), value, path)]
    else:
        operands = [read_operand(scope, field.item or field, value, path)]
    known = tuple(operand for operand in operands if operand is not None)
    return Condition(field.name, op, known, location=where) if len(known) == len(operands) else None


def _within(scope: Scope, field: FieldType, value: Any, path: Path) -> Condition | None:
    sides = [s for s in ("before", "after", "around") if isinstance(value, dict) and s in value]
    if len(sides) != 1 or set(value) != {"days", sides[0]}:
        hint = "write within: {days: 30, before: $as_of}, with one of before, after, around"
        scope.source.fault("CM114", "'within' takes a number of days and one anchor", path, hint)
        return None
    days = _distance(scope, _DAYS, value["days"], (*path, "days"))
    anchor = read_operand(scope, field, value[sides[0]], (*path, sides[0]))
    if days is None or anchor is None:
        return None
    side = cast(Any, sides[0])
    return Condition(field.name, "within", (days, anchor), side, scope.source.where_key(path))


def _near(scope: Scope, field: FieldType, value: Any, path: Path) -> Condition | None:
    if not isinstance(value, dict) or set(value) != {"point", "km"}:
        scope.source.fault(
            "CM114", "'near' takes a point and a distance", path, "write near: {point: $b.position, km: 20}"
        )
        return None
    point = read_operand(scope, field, value["point"], (*path, "point"))
    km = _distance(scope, _KM, value["km"], (*path, "km"))
    if point is None or km is None:
        return None
    return Condition(field.name, "near", (point, km), location=scope.source.where_key(path))


def _distance(scope: Scope, wanted: FieldType, value: Any, path: Path) -> Operand | None:
    operand = read_operand(scope, wanted, value, path)
    if isinstance(operand, Constant) and isinstance(operand.value, int | float) and operand.value < 0:
        scope.source.fault(
            "CM114", f"'{wanted.name}' cannot be less than 0", path, "the side is said by before, after or around"
        )
        return None
    return operand


def _list_operand(scope: Scope, item: FieldType, value: Any, path: Path) -> Operand | None:
    if isinstance(value, list):
        if not value:
            scope.source.fault("CM114", "the list is empty: nothing is in it", path, "name at least one value")
            return None
        found = [_constant(scope, item, element, (*path, i)) for i, element in enumerate(value)]
        return None if None in found else Constant(tuple(cast(list[Scalar], found)))
    listed = FieldType(item.name, "list", True, item=item)
    if (isinstance(value, str) and value.startswith("$") and not value.startswith("$$")) or isinstance(value, dict):
        return read_operand(scope, listed, value, path)
    scope.source.fault("CM114", "a list is wanted here", path, "write [one, two]")
    return None


def read_operand(scope: Scope, wanted: FieldType, value: Any, path: Path) -> Operand | None:
    """The right side of a condition, of the type that is wanted; None with the fault noted."""
    if isinstance(value, dict):
        return _scaled(scope, wanted, value, path) if "ref" in value else _dated(scope, wanted, value, path)
    if isinstance(value, str) and value.startswith("$") and not value.startswith("$$"):
        return _dollar(scope, wanted, value, path)
    constant = _constant(scope, wanted, value, path)
    return None if constant is None else Constant(constant)


def _dollar(
    scope: Scope, wanted: FieldType, text: str, path: Path
) -> FieldReference | ParameterReference | AsOf | None:
    found: tuple[FieldReference | ParameterReference | AsOf, FieldType] | None
    if text == "$as_of":
        found = (AsOf(), _DAY)
    elif text.startswith("$parameters."):
        found = scope.parameter(text.removeprefix("$parameters."), path)
    else:
        found = scope.reference(text, path)
    if found is None:
        return None
    operand, actual = found
    return operand if _fits(scope, wanted, actual, text, path) else None


def _fits(scope: Scope, wanted: FieldType, actual: FieldType, text: str, path: Path) -> bool:
    if wanted.type == "list" and actual.type == "list":
        wanted, actual = wanted.item or wanted, actual.item or actual
    if FAMILY[wanted.type] == FAMILY[actual.type]:
        return True
    message = f"'{wanted.name}' is {IN_WORDS[wanted.type]}, but {text} is {IN_WORDS[actual.type]}"
    scope.source.fault("CM114", message, path, "compare like with like")
    return False


def _dated(scope: Scope, wanted: FieldType, data: dict[str, Any], path: Path) -> Operand | None:
    unknown = [k for k in data if k not in ("parameter", "jurisdiction", "at")]
    if unknown or not isinstance(data.get("parameter"), str):
        hint = "write {parameter: name, jurisdiction: eu, at: $sale.date}"
        scope.source.fault("CM114", "this is neither a value nor a parameter", path, hint)
        return None
    at = None
    if "at" in data:
        operand = read_operand(scope, _DAY, data["at"], (*path, "at"))
        if not isinstance(operand, FieldReference):
            if operand is not None:
                scope.source.fault(
                    "CM114", "'at' names a date of a matched fact", (*path, "at"), "write at: $alias.field"
                )
            return None
        at = operand
    found = scope.parameter(data["parameter"], path, data.get("jurisdiction"), at)
    if found is None or not _fits(scope, wanted, found[1], f"$parameters.{data['parameter']}", path):
        return None
    return found[0]


def _scaled(scope: Scope, wanted: FieldType, data: dict[str, Any], path: Path) -> Operand | None:
    numbers = {k: data[k] for k in ("times", "plus") if k in data}
    right = all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers.values())
    if set(data) - {"ref", "times", "plus"} or not numbers or not right:
        scope.source.fault(
            "CM114", "'ref' goes with a number to add or multiply by", path, "write {ref: $a.x, plus: 10} or times: 2"
        )
        return None
    if FAMILY[wanted.type] not in ("number", "time") or (FAMILY[wanted.type] == "time" and "times" in numbers):
        hint = (
            "a time can be moved by plus: 10 days" if FAMILY[wanted.type] == "time" else "compare with the field itself"
        )
        scope.source.fault("CM114", f"{IN_WORDS[wanted.type]} cannot be calculated with like this", path, hint)
        return None
    base = read_operand(scope, wanted, data["ref"], (*path, "ref"))
    if base is None:
        return None
    if isinstance(base, Constant | Scaled):
        scope.source.fault(
            "CM114", "'ref' is a reference", (*path, "ref"), "write $alias.field, $parameters.name or $as_of"
        )
        return None
    return Scaled(base, numbers.get("times", 1), numbers.get("plus", 0))


def _constant(scope: Scope, wanted: FieldType, value: Any, path: Path) -> Scalar | None:
    family = FAMILY[wanted.type]
    problem = f"'{wanted.name}' is {IN_WORDS[wanted.type]}"
    if isinstance(value, str):
        if value.startswith("$") and not value.startswith("$$"):
            scope.source.fault(
                "CM114",
                f"'{value}' cannot stand in a list: only plain values can",
                path,
                "compare with it alone, or write $$ for a dollar",
            )
            return None
        text = value.removeprefix("$") if value.startswith("$$") else value
        meant = scope.undollared(text)
        if meant and family != "time":
            scope.source.fault("CM118", f"'{text}' stands for itself here", path, meant)
            return None
        try:
            if wanted.type == "entity":
                return check_id(text)
            if wanted.type == "choice" and text not in wanted.choices:
                hint = suggestion(text, wanted.choices) or f"one of {', '.join(wanted.choices)}"
                scope.source.fault("CM118", f"'{wanted.name}' is never '{text}'", path, hint)
                return None
            if family == "text":
                return text
            if family == "time":
                return to_moment(text) if "T" in text or " " in text.strip() else PartialDate.parse(text)
        except ValueError as error:
            message, _, hint = str(error).partition(": ")
            scope.source.fault("CM118", message, path, hint or problem)
            return None
    elif isinstance(value, bool):
        if family == "flag":
            return value
    elif isinstance(value, int | float):
        if family == "number":
            return value
    elif family == "position" and _is_position(value):
        return Position(float(value[0]), float(value[1]))
    shown = "a list" if isinstance(value, list) else repr(value)
    hint = "write it in quotes" if family == "text" and not isinstance(value, list) else "compare like with like"
    if family == "number" and isinstance(value, str) and value.strip().lstrip("-").replace(".", "", 1).isdigit():
        hint = f"take the quotes away: {value.strip()}"
    scope.source.fault("CM114", f"{problem}, not {shown}", path, hint)
    return None


def _is_position(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    numbers = all(isinstance(n, int | float) and not isinstance(n, bool) for n in value)
    return numbers and abs(value[0]) <= 90 and abs(value[1]) <= 180
