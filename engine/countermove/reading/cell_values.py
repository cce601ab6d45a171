"""A profile's values at work: each becomes a function from a record to what the record says, or None where it says nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

from countermove.reading.cell_conditions import compile_when
from countermove.reading.cell_lookup import Scope, element_reader
from countermove.reading.cell_types import TYPES
from countermove.reading.profile_value import PLACE, Value
from countermove.reading.row_text import Condition, Reading, RowText, UnreadableCell


def compile_value(value: Value, scope: Scope, *, objects: bool = False) -> Reading:
    """The function that reads a value from a record. With `objects` it may give an object or a list of them, for `each`."""
    origin, label = _origin(value, scope, objects)
    if value.when:
        origin = _only_when(compile_when(value.when, scope), origin)
    steps = _steps(value, label, scope)
    if not steps and value.unreadable == "refuse":
        return origin

    def read(row: RowText) -> Any:
        try:
            result = origin(row)
            for step in steps:
                if result is None:
                    return None
                result = step(result, row)
        except UnreadableCell as error:
            if value.unreadable == "refuse":
                raise
            if value.unreadable == "note":
                row.notes.append(f"{error}; left out")
            return None
        return result

    return read


def _only_when(holds: Condition, origin: Reading) -> Reading:
    return lambda row: None if holds(row) is None else origin(row)


def _origin(value: Value, scope: Scope, objects: bool) -> tuple[Reading, str]:
    """Where a value begins, and how messages name it."""
    if value.column is not None:
        return scope.column(value.column, objects=objects), value.column
    if value.constant is not None:
        constant = value.constant
        return (lambda row: constant), "constant"
    if value.template is not None:
        return _template(value.template, scope), value.template
    if value.use is not None:
        return scope.named[value.use], value.use
    if value.element is not None:
        return element_reader(value.element), value.element or "element"
    if value.point:
        lat, lon = (compile_value(part, scope) for part in value.point)

        def point(row: RowText) -> Any:
            place = (lat(row), lon(row))
            return None if None in place else tuple(_number(c, "position") for c in place)

        return point, "point"
    parts = [compile_value(part, scope, objects=objects) for part in value.first_of or value.all_of or ()]
    return (_first(parts) if value.first_of else _all(parts)), " / ".join(_names(value))


def _number(found: Any, label: str) -> Any:
    return _read_as("number", found, label) if isinstance(found, str) else found


def _names(value: Value) -> list[str]:
    parts = value.first_of or value.all_of or ()
    return [part.column or part.template or "…" for part in parts]


def _template(text: str, scope: Scope) -> Reading:
    parts = [(place, scope.place(place)) for place in PLACE.findall(text)]

    def read(row: RowText) -> str | None:
        filled: dict[str, str] = {}
        for place, reading in parts:
            found = reading(row)
            if isinstance(found, list):
                found = found[0] if len(found) == 1 else None
            if found is None or found == "":
                return None
            filled[place] = str(found)
        return PLACE.sub(lambda hit: filled[hit[1]], text)

    return read


def compile_named(name: str, value: Value, scope: Scope) -> Reading:
    """A value that several places use: read once a record."""
    reading = compile_value(value, scope)

    def read(row: RowText) -> Any:
        if name not in row.named:
            row.named[name] = reading(row)
        return row.named[name]

    return read


def _first(parts: list[Reading]) -> Reading:
    def read(row: RowText) -> Any:
        for part in parts:
            found = part(row)
            if found is not None:
                return found
        return None

    return read


def _all(parts: list[Reading]) -> Reading:
    def read(row: RowText) -> Any:
        found: list[Any] = []
        for part in parts:
            value = part(row)
            if value is not None:
                found.extend(value if isinstance(value, list) else [value])
        return (found if any(isinstance(item, dict) for item in found) else list(dict.fromkeys(found))) or None

    return read


Step = Callable[[Any, RowText], Any]


def _steps(value: Value, label: str, scope: Scope) -> list[Step]:
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
        steps.append(_flattened(_cut(value.split, quoted=value.quoted)))
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


def _cut(mark: str, *, quoted: bool) -> Step:
    if quoted:
        return lambda found, row: [part for piece in _unquoted(str(found), mark) if (part := piece.strip())] or None
    return lambda found, row: [part for piece in str(found).split(mark) if (part := piece.strip())] or None


def _unquoted(text: str, mark: str) -> list[str]:
    """The elements of a cell that is written as a row of CSV is."""
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=True), [])


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
        result = _read_as(name, found, label) if isinstance(found, str) else found
        if not isinstance(result, (int, float)):
            return result
        if factor is not None:
            result = result * factor
        return round(result, decimals) if decimals is not None else result

    return step


def _read_as(name: str, text: str, label: str) -> Any:
    try:
        return TYPES[name](text)
    except ValueError as error:
        raise UnreadableCell(label, text, f"which {error}") from None
