"""What a profile does with a value once it is found: cut, captured, mapped, given a type, joined. Each step may make it unknown."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

from countermove.reading.cell_lookup import Scope
from countermove.reading.cell_types import TYPES
from countermove.reading.profile_value import Value
from countermove.reading.row_text import RowText, UnreadableCell

Step = Callable[[Any, RowText], Any]


def steps_of(value: Value, label: str, scope: Scope) -> list[Step]:
    """What is done with a value, in the order that profile_value.py tells."""
    steps: list[Step] = []
    if value.first:
        steps.append(lambda found, row: found[0] if isinstance(found, list) else found)
    if value.blank:
        words = {word.casefold() for word in value.blank}
        steps.append(_each(lambda found, row: None if isinstance(found, str) and found.casefold() in words else found))
    if value.capture:
        steps.append(_flattened(_capture(re.compile(value.capture), every=value.every)))
    if value.split:
        steps.append(_flattened(_cut(value.split, label, quoted=value.quoted)))
    if value.not_in:
        other = scope.place(value.not_in)
        steps.append(lambda found, row: _without(found, other(row)))
    if value.blank and value.split:
        steps.append(lambda found, row: [item for item in found if item.casefold() not in words] or None)
    changes = (_mapping(value, label), _affixes(value), _typing(value, label))
    steps.extend(_each(change) for change in changes if change)
    if value.join is not None:
        glue = value.join
        steps.append(lambda found, row: glue.join(map(str, found)) if isinstance(found, list) else found)
    return steps


def _each(change: Step) -> Step:
    """The step on a single value, or on every element of a list; what becomes unknown drops out."""

    def step(found: Any, row: RowText) -> Any:
        if isinstance(found, list):
            return [item for piece in found if (item := change(piece, row)) is not None] or None
        return change(found, row)

    return step


def _flattened(change: Step) -> Step:
    """The step on a single value, or on every element of a list; lists that it gives are put together, each value once."""

    def step(found: Any, row: RowText) -> Any:
        if not isinstance(found, list):
            return change(found, row)
        gathered: list[Any] = []
        for piece in found:
            part = change(piece, row)
            gathered.extend(part if isinstance(part, list) else [] if part is None else [part])
        return list(dict.fromkeys(gathered)) or None

    return step


def _cut(mark: str, label: str, *, quoted: bool) -> Step:
    def step(found: Any, row: RowText) -> Any:
        pieces = _unquoted(str(found), mark, label) if quoted else str(found).split(mark)
        return [part for piece in pieces if (part := piece.strip())] or None

    return step


def _unquoted(text: str, mark: str, label: str) -> list[str]:
    """The elements of a cell that is written as a row of CSV is."""
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=True), [])
    except csv.Error as error:
        raise UnreadableCell(label, text, f"which is no row of CSV ({error})") from None


def _capture(pattern: re.Pattern[str], *, every: bool) -> Step:
    def step(found: Any, row: RowText) -> Any:
        hits = list(dict.fromkeys(pattern.findall(str(found))))
        if every:
            return hits or None
        return hits[0] if len(hits) == 1 else None

    return step


def _without(found: Any, other: Any) -> Any:
    others = other if isinstance(other, list) else [other]
    if isinstance(found, list):
        return [item for item in found if item not in others] or None
    return None if found in others else found


def _mapping(value: Value, label: str) -> Step | None:
    if value.map is None:
        return None
    table = {_folded(word): result for word, result in value.map.items()}
    known = ", ".join(value.map) if len(value.map) <= 40 else f"{', '.join(list(value.map)[:40])} …"

    def step(found: Any, row: RowText) -> Any:
        if not isinstance(found, str):
            return found
        result = table.get(_folded(found))
        if result is not None:
            return result
        if value.otherwise == "keep":
            return found
        if value.otherwise == "unknown":
            return None
        if value.otherwise == "note":
            row.notes.append(f"{UnreadableCell(label, found, 'a word that is not known here')}; left out")
            return None
        raise UnreadableCell(label, found, f"a word that is not known here; known: {known}")

    return step


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _affixes(value: Value) -> Step | None:
    if not value.prefix and not value.suffix:
        return None
    return lambda found, row: f"{value.prefix}{found}{value.suffix}"


def _typing(value: Value, label: str) -> Step | None:
    if value.as_ is None:
        return None
    name, factor, decimals = value.as_, value.factor, value.decimals

    def step(found: Any, row: RowText) -> Any:
        result = read_as(name, found, label) if isinstance(found, str) else found
        if not isinstance(result, (int, float)):
            return result
        if factor is not None:
            result = result * factor
        return round(result, decimals) if decimals is not None else result

    return step


def read_as(name: str, text: str, label: str) -> Any:
    """A text as a type of cell; raises UnreadableCell where it is none."""
    try:
        return TYPES[name](text)
    except ValueError as error:
        raise UnreadableCell(label, text, f"which {error}") from None
