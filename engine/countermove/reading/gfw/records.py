"""Records of Global Fishing Watch in all the forms in which they are kept: a page of a list, a list, one item, JSON lines.

Keys are taken without case and signs: the service writes `impliedSpeedKnots`, its Python client `implied_speed_knots`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from countermove.reading import json_stream
from countermove.reading.bounded_lines import bounded_lines
from countermove.reading.candidate import Candidate
from countermove.reading.json_facts import BrokenJson, parse_json
from countermove.reading.json_stream import JsonRecord
from countermove.reading.making import Making
from countermove.reading.outcome import FileFault, Refused, SourceFile

_HEAD = 65536


def records(source: SourceFile) -> Iterator[tuple[Making, Any] | Refused | FileFault]:
    """Every record, with the making of its facts; pages of a list are opened."""
    on_lines, path = _form(source)
    for found in json_stream.lines(source) if on_lines else json_stream.items(source, path):
        if not isinstance(found, JsonRecord):
            yield found
        elif on_lines and isinstance(found.data, dict) and isinstance(found.data.get("entries"), list):
            for place, item in enumerate(found.data["entries"], start=1):
                yield Making(source, found.number, item, f"line {found.number} entry {place}"), item
        elif on_lines:
            yield Making(source, found.number, found.data), found.data
        else:
            yield Making(source, 0, found.data, f"record {found.number}"), found.data


def _form(source: SourceFile) -> tuple[bool, str]:
    """Whether records stand on lines, and where they stand in a document."""
    with source.path.open("rb") as stream:
        head = stream.read(_HEAD).decode("utf-8-sig", "replace")
        stream.seek(0)
        first = b""
        for _, line in bounded_lines(stream):
            if line and line.strip():
                if first:
                    if _is_object(first):
                        return True, ""
                    break
                first = line
    return False, "entries" if "entries" in Candidate(source, head, False).json_values else ""


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(parse_json(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").strip()), dict)
    except BrokenJson:
        return False


def plain(data: Any) -> Any:
    """The same values under plain keys, all the way down."""
    if isinstance(data, dict):
        return {re.sub(r"[^a-z0-9]", "", str(key).casefold()): plain(value) for key, value in data.items()}
    return [plain(item) for item in data] if isinstance(data, list) else data


def part(data: Any, name: str) -> dict[str, Any]:
    """An object inside an object; empty where there is none."""
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}


def parts(data: Any, name: str) -> list[dict[str, Any]]:
    """The objects of a list inside an object."""
    found = data.get(name) if isinstance(data, dict) else None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text(data: dict[str, Any], name: str) -> str:
    """A value as text; empty where there is none. Numbers come as numbers and as text."""
    value = data.get(name)
    if value is None or isinstance(value, bool | dict | list):
        return ""
    return str(value).strip()


def number(making: Making, data: dict[str, Any], name: str, field: str) -> float | None:
    """A number; what cannot be read is left out with a note."""
    found = making.cell("number", field, text(data, name), "note")
    return found if isinstance(found, float) else None


def place(data: dict[str, Any]) -> tuple[float, float] | None:
    """A position with both its numbers within bounds."""
    try:
        lat, lon = float(text(data, "lat")), float(text(data, "lon"))
    except ValueError:
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None
