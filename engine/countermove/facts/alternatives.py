"""Values that other sources give are kept as text; here they are what they stand for again, checked like any value of their field."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from countermove.facts.fact import Position
from countermove.facts.registry import KINDS, fields
from countermove.facts.time import PartialDate, to_moment

APART = frozenset({"kind", "id", "reported", "contested_with", "note", "evidence", "alternatives"})
"""Fields that no two sources settle between them."""


def typed(kind: str, name: str, text: str) -> Any:
    """A value that was kept as text, as its field's type again. Raises ValueError, OverflowError where it is none."""
    described = fields(kind)[name]
    if described.type == "number":
        return int(text) if described.whole else float(text)
    if described.type == "flag":
        return {"True": True, "False": False}[text]
    if described.type == "day":
        return PartialDate.parse(text)
    if described.type == "time":
        return to_moment(text)
    if described.type == "position":
        lat, lon = text.split(", ")
        return Position(float(lat), float(lon))
    return text


def problem(kind: str, name: str, text: str) -> str | None:
    """Why a value cannot be another one of a field; None if it can."""
    if kind not in KINDS:
        return None
    if name in APART or name not in KINDS[kind].model_fields:
        return f"'{name}' is no field of the {kind.replace('_', ' ')} on whose value sources can disagree"
    if fields(kind)[name].type == "list":
        return f"'{name}' is a list, and lists are united: put the value into it"
    try:
        _adapter(kind, name).validate_python(typed(kind, name, text))
    except (ValidationError, ValueError, OverflowError, KeyError):
        return f"{text[:60]!r} cannot be the value of '{name}'"
    return None


@cache
def _adapter(kind: str, name: str) -> TypeAdapter[Any]:
    info = KINDS[kind].model_fields[name]
    annotated: Any = info.annotation
    for extra in info.metadata:
        annotated = Annotated[annotated, extra]
    return TypeAdapter(annotated)
