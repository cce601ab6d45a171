"""A profile's values at work: each becomes a function from a record to what the record says, or None where it says nothing."""

from __future__ import annotations

from typing import Any

from countermove.reading.cell_conditions import compile_when
from countermove.reading.cell_lookup import Scope, element_reader
from countermove.reading.cell_steps import read_as, steps_of
from countermove.reading.profile_value import PLACE, Value
from countermove.reading.row_text import Condition, Reading, RowText, UnreadableCell


def compile_value(value: Value, scope: Scope, *, objects: bool = False) -> Reading:
    """The function that reads a value from a record. With `objects` it may give an object or a list of them, for `each`."""
    origin, label = _origin(value, scope, objects)
    if value.when:
        origin = _only_when(compile_when(value.when, scope), origin)
    steps = steps_of(value, label, scope)
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
    return read_as("number", found, label) if isinstance(found, str) else found


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
