"""How many records a file holds, counted with nothing of the package: None where that takes more than a count."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_LISTS = (
    "objects",
    "entries",
    "data",
    "features",
    "sites",
    "strikes",
    "attacks",
    "links",
    "estimates",
    "values",
    "results",
)
"""Keys under which the records of a JSON document stand."""

_HEADERS: Mapping[str, int] = {"uk-sanctions-list": 2, "ofsi-consolidated-list": 2, "un-votes-wide": 2}
"""Lines of a table that are no records, where they are not one."""

_OFAC = frozenset({"ofac-sdn-csv", "ofac-alt-csv", "ofac-add-csv"})
"""Tables mostly without a header; where there is one, it begins so."""
_OFAC_HEADER = "ent_num"

_ELEMENTS: Mapping[str, bytes] = {"cables-kml": b"<Placemark", "ofac-sdn-xml": b"<sdnEntry>"}


def independent_count(path: Path, format: str) -> int | None:
    """The records of a file of a format."""
    if format in ("misp-taxonomy", "misp-events", "misp-manifest"):
        return _misp_count(json.loads(path.read_text(encoding="utf-8")), format)
    if format in _ELEMENTS:
        return path.read_bytes().count(_ELEMENTS[format])
    if path.suffix in (".json", ".geojson", ".jsonl"):
        return _json_count(path)
    return _table_count(path, format) if path.suffix == ".csv" else None


def _json_count(path: Path) -> int:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        return sum(1 for line in text.split("\n") if line.strip())
    if isinstance(whole, list):
        return len(whole)
    return next((len(whole[name]) for name in _LISTS if isinstance(whole.get(name), list)), 1)


def _misp_count(whole: Any, format: str) -> int:
    """Records of MISP stand in several lists inside each other."""
    if format == "misp-manifest":
        return len(whole)
    if format == "misp-taxonomy":
        return len(whole["predicates"]) + sum(len(value["entry"]) for value in whole.get("values", []))
    found = whole.get("response", whole) if isinstance(whole, dict) else whole
    events = [each["Event"] for each in (found if isinstance(found, list) else [found])]
    return sum(1 + len(event.get("Attribute", [])) + len(event.get("Object", [])) for event in events)


def _table_count(path: Path, format: str) -> int:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    delimiter = ";" if text.count(";") > text.count(",") else ","
    rows = [
        row for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter) if any(row) and row != ["\x1a"]
    ]
    if format in _OFAC:
        return sum(1 for row in rows if row[0].strip() != _OFAC_HEADER)
    if format == "uk-sanctions-list" and len(rows[0]) > 1 and rows[0][1]:
        return len(rows) - 1
    return len(rows) - _HEADERS.get(format, 1)
