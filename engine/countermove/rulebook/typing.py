"""Which operators fit which types of fields, and which types can be compared with each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from countermove.facts.fact import Position
from countermove.facts.registry import FieldType, TypeName
from countermove.facts.time import PartialDate
from countermove.rulebook.condition import Operator, Value

_SCALARS: frozenset[TypeName] = frozenset(("text", "choice", "entity", "number", "flag", "day", "time"))
_ORDERED: frozenset[TypeName] = frozenset(("number", "day", "time"))
_TIMES: frozenset[TypeName] = frozenset(("day", "time"))
_TEXTS: frozenset[TypeName] = frozenset(("text", "choice", "entity"))

OPERATORS: Mapping[Operator, frozenset[TypeName]] = {
    **dict.fromkeys(("eq", "ne", "in", "not_in"), _SCALARS),
    **dict.fromkeys(("lt", "lte", "gt", "gte", "between"), _ORDERED),
    **dict.fromkeys(("contains", "contains_any", "contains_all"), frozenset[TypeName](("list",))),
    **dict.fromkeys(("starts_with", "ends_with", "contains_text"), _TEXTS),
    **dict.fromkeys(("before", "after", "within"), _TIMES),
    "near": frozenset(("position",)),
    "known": _SCALARS | {"list", "position"},
}
"""Operator → the types of the fields it can stand on (rule-language.md, table of conditions)."""

FAMILY: Mapping[TypeName, str] = {
    "text": "text", "choice": "text", "entity": "text", "number": "number", "flag": "flag", "day": "time", "time": "time",
    "position": "position", "list": "list",
}  # fmt: skip
"""Types of one family can be compared with each other."""

IN_WORDS: Mapping[TypeName, str] = {
    "text": "text", "choice": "one of a few words", "entity": "an id such as imo:9256054", "number": "a number",
    "flag": "true or false", "day": "a date", "time": "a date and time", "position": "a position", "list": "a list",
}  # fmt: skip


def operators_for(field: FieldType) -> list[Operator]:
    """The operators that fit a field, in the order in which the language page lists them."""
    return [operator for operator, types in OPERATORS.items() if field.type in types]


def type_of_value(name: str, value: Value) -> FieldType:
    """The type of a constant, as if it were a field."""
    if isinstance(value, tuple) and not isinstance(value, Position):
        return FieldType(name, "list", True, item=type_of_value(name, value[0]) if value else None)
    if isinstance(value, bool):
        return FieldType(name, "flag", True)
    if isinstance(value, int | float):
        return FieldType(name, "number", True)
    if isinstance(value, PartialDate):
        return FieldType(name, "day", True)
    if isinstance(value, datetime):
        return FieldType(name, "time", True)
    return FieldType(name, "position" if isinstance(value, Position) else "text", True)
