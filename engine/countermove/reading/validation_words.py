"""What pydantic found wrong with a fact, in plain words: one reason a field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from countermove.facts.registry import BOOKKEEPING, fields
from countermove.reading.outcome import short
from countermove.reading.yaml_source import suggestion

_WANTED = {
    "string_type": "must be text",
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "finite_number": "must be a finite number",
    "string_unicode": "holds characters that are no Unicode text",
    "string_too_short": "is empty: leave the field out if it is unknown",
    "too_long": "holds too many values",
}
_NAMES = {str: "text", int: "a number", float: "a number", bool: "true or false", list: "a list", dict: "an object"}


def reasons(error: ValidationError, kind: str) -> list[str]:
    """One sentence for each thing that is wrong with a fact of a kind."""
    found = [_reason(detail, kind) for detail in error.errors(include_url=False)]
    return list(dict.fromkeys(found))


def reasons_apart(error: ValidationError, kind: str) -> list[tuple[str, object, str]]:
    """The same, each with the field that it is about and the value that stands there."""
    found = {_reason(detail, kind): detail for detail in error.errors(include_url=False)}
    return [(".".join(map(str, d["loc"])), _value(d), reason) for reason, d in found.items()]


def _value(detail: Any) -> object:
    """The value at fault; nothing where a field is missing or what is wrong is the whole."""
    return detail.get("input") if detail["loc"] and detail["type"] != "missing" else None


def unknown_kind(kind: object, known: Sequence[str]) -> str:
    """Why a kind does not exist, with the nearest one that does."""
    near = suggestion(kind, known) if isinstance(kind, str) else ""
    return f"{short(kind)} is not a kind of fact{f' - {near}' if near else ''}"


def _reason(detail: Any, kind: str) -> str:
    path = [str(part) for part in detail["loc"]]
    where = ".".join(path)
    sort, value = detail["type"], detail.get("input")
    if sort == "missing":
        return f"'{where}' is missing"
    if sort == "extra_forbidden":
        known = [*fields(kind), *(BOOKKEEPING - {"kind", "alternatives"})] if len(path) == 1 else []
        near = suggestion(path[-1], known)
        return f"'{where}' is not a field of {kind}{f': {near}' if near else ''}"
    if sort == "literal_error":
        return f"'{where}' is {short(value)}: write {detail['ctx']['expected']}"
    if sort in _WANTED:
        was = _NAMES.get(type(value))
        return f"'{where}' {_WANTED[sort]}{f', but is {was}' if was and sort.endswith('_type') else ''}"
    message = str(detail["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    if sort == "value_error":
        return f"'{where}': {message}" if where and not message.startswith(f"'{where}'") else message
    if sort == "string_pattern_mismatch":
        return f"'{where}' is {short(value)}, which has not the form {detail['ctx']['pattern']}"
    if sort == "string_too_long":
        return f"'{where}' is longer than {detail['ctx']['max_length']} characters"
    return f"'{where}' is {short(value)}: it should be {message}"
