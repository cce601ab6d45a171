"""The JSON Schema (draft 2020-12) of rule files: for editors. It knows every kind, field and operator; loading checks more."""

from __future__ import annotations

from typing import Any

from countermove.facts.registry import KINDS, FieldType, fields
from countermove.rulebook.english import kind_in_english
from countermove.rulebook.parameter import JURISDICTIONS
from countermove.rulebook.rule import Header
from countermove.rulebook.told import KEYS
from countermove.rulebook.typing import IN_WORDS, operators_for

_REFERENCE = {"$ref": "#/$defs/reference"}
_PARAMETER = {"$ref": "#/$defs/parameter"}
_SCALED = {"$ref": "#/$defs/scaled"}
_OPERANDS = {
    "reference": {"type": "string", "pattern": r"^\$", "description": "$alias.field, $parameters.name or $as_of"},
    "parameter": {
        "type": "object", "required": ["parameter"], "additionalProperties": False,
        "properties": {"parameter": {"type": "string"}, "jurisdiction": {"enum": list(JURISDICTIONS)}, "at": _REFERENCE},
    },
    "scaled": {
        "type": "object", "required": ["ref"], "additionalProperties": False,
        "properties": {"ref": {"anyOf": [_REFERENCE, _PARAMETER]}, "plus": {"type": "number"}, "times": {"type": "number"}},
    },
}  # fmt: skip
_SENTENCE = {
    "type": "string",
    "description": "A sentence. {{ alias.field }} shows a fact's value; what stands in [ ] is left out where something shown in it is not "
    "known; {{ a.date | on }}, {{ n.count | counted('ship', 'ships') }} and {{ a.stage | worded('table-id') }} put it into words",
}
_TOLD = {
    "anyOf": [
        _SENTENCE,
        {
            "type": "object", "additionalProperties": False, "properties": dict.fromkeys(KEYS, _SENTENCE),
            "minProperties": 1,
        },
    ],
    "description": "A sentence for all, or one for each audience, with others for those not named",
}  # fmt: skip
_BOUND = {"anyOf": [{"type": "number"}, _REFERENCE, _PARAMETER]}


def rule_schema() -> dict[str, Any]:
    """The schema of one rule file."""
    header = Header.model_json_schema(by_alias=True)
    definitions = header.pop("$defs", {})
    definitions |= _OPERANDS
    definitions |= {f"where.{kind}": _where(kind) for kind in KINDS}
    for field in (field for kind in KINDS for field in fields(kind).values()):
        definitions.setdefault(_shape_name(field), _shape(field))
    definitions["clause"] = {"anyOf": [*_clauses(), {"$ref": "#/$defs/any"}]}
    definitions["any"] = {
        "type": "object", "required": ["any"], "additionalProperties": False,
        "properties": {"any": {"type": "array", "minItems": 2, "items": {"type": "array", "items": {"$ref": "#/$defs/clause"}}}},
    }  # fmt: skip
    properties = {
        **header["properties"],
        "when": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/clause"}},
        "then": _then(),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A rule", "type": "object",
        "additionalProperties": False, "required": [*header["required"], "when", "then"], "properties": properties,
        "$defs": definitions,
    }  # fmt: skip


def _clauses() -> list[dict[str, Any]]:
    clauses = []
    for kind in KINDS:
        where = {"$ref": f"#/$defs/where.{kind}"}
        names = sorted(fields(kind))
        head = {"const": kind, "description": kind_in_english(kind)}
        bounds = {"at_least": _BOUND, "at_most": _BOUND}
        clauses += [
            _object({"match": head, "as": {"type": "string"}, "where": where}, ["match", "as"]),
            _object({"none": head, "where": where}, ["none"]),
            _object(
                {"count": head, "as": {"type": "string"}, "where": where, "distinct": {"enum": names}, **bounds},
                ["count"],
            ),
            _object(
                {"sum": head, "of": {"enum": names}, "as": {"type": "string"}, "where": where, **bounds}, ["sum", "of"]
            ),
        ]
    return clauses


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def _where(kind: str) -> dict[str, Any]:
    return _object({name: _condition(field) for name, field in fields(kind).items()}, [])


def _condition(field: FieldType) -> dict[str, Any]:
    described = f"{field.description} ({IN_WORDS[field.type]}{f', in {field.unit}' if field.unit else ''})".strip()
    return {"description": described, "$ref": f"#/$defs/{_shape_name(field)}"}


def _shape_name(field: FieldType) -> str:
    """Fields that can be asked the same things share one definition; the whole would be a hundred times as long without that."""
    words = field.choices or (field.item.choices if field.item else ())
    parts = [
        "asked",
        field.type,
        *([_shape_name(field.item).removeprefix("asked.")] if field.item and not words else []),
        *words,
    ]
    return ".".join(parts)


def _shape(field: FieldType) -> dict[str, Any]:
    operand = {"anyOf": [_value(field), _REFERENCE, _PARAMETER, _SCALED]}
    listed = {"anyOf": [{"type": "array", "items": _value(field.item or field)}, _REFERENCE, _PARAMETER]}
    shapes: dict[str, Any] = dict.fromkeys(operators_for(field), operand)
    shapes |= {op: listed for op in ("in", "not_in", "contains_any", "contains_all") if op in shapes}
    shapes |= {"known": {"type": "boolean"}}
    if "between" in shapes:
        shapes["between"] = {"type": "array", "minItems": 2, "maxItems": 2, "items": operand}
    if "within" in shapes:
        days = {"anyOf": [{"type": "number"}, _REFERENCE, _PARAMETER]}
        anchors = dict.fromkeys(("before", "after", "around"), operand)
        shapes["within"] = _object({"days": days, **anchors}, ["days"])
    if "near" in shapes:
        shapes["near"] = _object({"point": operand, "km": _BOUND}, ["point", "km"])
    if "contains" in shapes:
        shapes["contains"] = {"anyOf": [_value(field.item or field), _REFERENCE, _PARAMETER]}
    return {"anyOf": [operand, _object(shapes, [])]}


def _value(field: FieldType) -> dict[str, Any]:
    if field.type == "choice":
        return {"enum": list(field.choices)}
    if field.type == "list":
        return {"type": "array", "items": _value(field.item) if field.item else {}}
    if field.type == "position":
        return {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}}
    return {"type": {"number": "number", "flag": "boolean"}.get(field.type, "string")}


def _then() -> dict[str, Any]:
    urgency = {
        "oneOf": [
            _object({"from": _REFERENCE, "half_life_days": {"type": "number"}}, ["from", "half_life_days"]),
            _object({"deadline": _REFERENCE, "lead_days": {"type": "number"}}, ["deadline", "lead_days"]),
            _object({"steady": {"type": "number", "exclusiveMinimum": 0, "maximum": 1}}, ["steady"]),
        ]
    }
    recommend = {
        "action": {"type": "string", "description": "A file in rules/instruments/actions"}, "target": {"type": "string"},
        "headline": _TOLD, "because": _TOLD, "only_if": _TOLD,
        "impact": {"type": "integer", "minimum": 1, "maximum": 5, "description": "By the rubric in rules/README.md"}, "urgency": urgency,
    }  # fmt: skip
    derived = [kind for kind, model in KINDS.items() if model.derived and not model.computed]
    conclude = {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": derived}}}
    caveat = {
        "text": _TOLD, "steps": {"type": "array", "items": {"enum": [1, 2, 3, 4]}},
        "actions": {"type": "array", "items": {"type": "string"}}, "target": {"type": "string"},
    }  # fmt: skip
    return {
        "oneOf": [
            _object({"recommend": _object(recommend, [key for key in recommend if key != "only_if"])}, ["recommend"]),
            _object({"conclude": conclude, "because": _SENTENCE}, ["conclude"]),
            _object({"caveat": _object(caveat, ["text"])}, ["caveat"]),
        ]
    }
