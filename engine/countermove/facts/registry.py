"""Which kinds there are, and the types of their fields as the rule language sees them."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from countermove.facts.fact import Fact, Position
from countermove.facts.kinds import cargo, corridors, derived, entities, gray_zone, influence, law, maritime
from countermove.facts.time import PartialDate

KINDS: Mapping[str, type[Fact]] = {
    model.model_fields["kind"].default: model
    for module in (entities, maritime, cargo, law, gray_zone, influence, corridors, derived)
    for model in module.KINDS
}
"""Kind → model, in the order in which the documentation lists them."""

BOOKKEEPING = frozenset({"kind", "note", "evidence", "alternatives"})
"""Fields that rules cannot test: they are about the record, not about the world."""

TypeName = Literal["text", "choice", "entity", "number", "flag", "day", "time", "position", "list"]


@dataclass(frozen=True, slots=True)
class FieldType:
    """What a field holds. `choices` lists the words of a choice; `item` is the type of a list's elements."""

    name: str
    type: TypeName
    required: bool
    choices: tuple[str, ...] = ()
    item: FieldType | None = None
    unit: str = ""
    description: str = ""
    whole: bool = False

    @property
    def is_time(self) -> bool:
        return self.type in ("day", "time")

    @property
    def is_text(self) -> bool:
        return self.type in ("text", "choice", "entity")


@cache
def fields(kind: str) -> Mapping[str, FieldType]:
    """Fields of a kind that rules can test, by name. Raises KeyError for a kind that does not exist."""
    model = KINDS[kind]
    found = {}
    for name, info in model.model_fields.items():
        if name in BOOKKEEPING:
            continue
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        described = _field_type(name, info.annotation)
        if extra.get("format") == "entity-id" or (name == "id" and not model.key):
            described = FieldType(name, "entity", described.required)
        found[name] = FieldType(
            name, described.type, info.is_required() or name == "id", described.choices, described.item,
            str(extra.get("unit", "")), info.description or "", described.whole,
        )  # fmt: skip
    return found


def _field_type(name: str, annotation: Any) -> FieldType:
    origin = get_origin(annotation)
    if origin is Annotated:
        base, *metadata = get_args(annotation)
        inner = _field_type(name, base)
        if inner.type == "text" and any(
            isinstance(getattr(m, "json_schema_extra", None), dict) and m.json_schema_extra.get("format") == "entity-id"
            for m in metadata
        ):
            return FieldType(name, "entity", True)
        return inner
    if origin in (Union, types.UnionType):
        return _field_type(name, next(a for a in get_args(annotation) if a is not type(None)))
    if origin is tuple:
        return FieldType(name, "list", True, item=_field_type(name, get_args(annotation)[0]))
    if origin is Literal:
        return FieldType(name, "choice", True, choices=get_args(annotation))
    simple: dict[Any, TypeName] = {
        str: "text", bool: "flag", int: "number", float: "number", PartialDate: "day", datetime: "time", Position: "position",
    }  # fmt: skip
    return FieldType(name, simple[annotation], True, whole=annotation is int)
