"""Cells out of a JSON record: a dotted path leads to a value, and the value becomes the text that JSON writes for it.

`vessel.ssvid` is the field `ssvid` of the object `vessel`. A path that meets a list goes through all its elements and gives a list;
a number in a path picks one element (`flags.0`). A key that itself holds a point is found too. Null is unknown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from countermove.reading.outcome import control_character
from countermove.reading.row_text import clean

Path = Callable[[Any], Any]


class DirtyText(ValueError):
    """A text holds what no text should."""


def path_reader(path: str) -> Path:
    """The function that follows a dotted path into a JSON value and gives a cell; None where nothing stands there."""
    parts = tuple(path.split("."))
    if len(parts) == 1:
        return lambda data: _cell(data.get(path)) if isinstance(data, dict) else _cell(_at(data, parts))
    return lambda data: _cell(_at(data, parts))


def cells_reader(columns: Iterable[str], spellings: Mapping[str, Iterable[str]]) -> Callable[[Any], dict[str, Any]]:
    """The function that gives a record's cells for the columns asked for; those that are unknown are left out."""
    paths = [(column, [path_reader(path) for path in (column, *spellings.get(column, ()))]) for column in columns]

    def cells(record: Any) -> dict[str, Any]:
        found = {}
        for column, ways in paths:
            for way in ways:
                value = way(record)
                if value is not None:
                    found[column] = value
                    break
        return found

    return cells


def _at(data: Any, parts: tuple[str, ...]) -> Any:
    for place, part in enumerate(parts):
        if isinstance(data, dict):
            if part in data:
                data = data[part]
                continue
            for end in range(len(parts), place + 1, -1):
                key = ".".join(parts[place:end])
                if key in data:
                    return _at(data[key], parts[end:])
            return None
        if isinstance(data, list):
            if part.isdigit() and part.isascii() and len(part) < 10:
                data = data[int(part)] if int(part) < len(data) else None
                continue
            rest = parts[place:]
            return [found for item in data if (found := _at(item, rest)) is not None] or None
        return None
    return data


def _cell(data: Any) -> Any:
    if data is None or isinstance(data, dict):
        return data
    if isinstance(data, list):
        return _flat(data) or None
    return scalar_text(data) or None


def _flat(items: list[Any]) -> list[Any]:
    found: list[Any] = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            if isinstance(item, list):
                waiting.append(iter(item))
                break
            cell = _cell(item)
            if cell is not None:
                found.append(cell)
        else:
            waiting.pop()
    return found


def scalar_text(data: Any) -> str:
    """The text of a scalar as JSON writes it, clean. Raises DirtyText."""
    if isinstance(data, str):
        if not data.isprintable():
            if control := control_character(data):
                raise DirtyText(f"the record holds the control character {control}")
            try:
                data.encode("utf-8")
            except UnicodeEncodeError:
                raise DirtyText("the record holds half a character (a lone surrogate)") from None
        return clean(data)
    return json.dumps(data) if isinstance(data, (bool, float)) else str(data)
