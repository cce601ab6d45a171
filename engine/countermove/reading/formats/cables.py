"""Submarine cables and pipelines on a map: KML whose lines have names, and the GeoJSON of submarine-cable maps.

A cable is drawn in several stretches. Each gives the same fact, and the first gives its position, so that stretches do not contradict
one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from countermove.reading.candidate import Candidate
from countermove.reading.geometry import middle_of, point_of
from countermove.reading.json_stream import JsonRecord, items
from countermove.reading.listed.xml_records import XmlRecords
from countermove.reading.making import Making
from countermove.reading.outcome import FileFault, Outcome, SetAside, SourceFile

_ABOUT = re.compile(r"cable|submarine|undersea|subsea|pipeline", re.IGNORECASE)
_LONGEST = 19_000
_MOST_NAMES = 200_000


class CablesKml:
    """KML: one placemark a stretch of line."""

    id = "cables-kml"
    title = "Submarine cables and pipelines on a map (KML)"
    used: Mapping[str, str] = {
        "Placemark/name": "name and id (cable:…)",
        "Placemark/…/coordinates": "position, the middle of the first stretch",
    }
    unused: Mapping[str, str] = {
        "styles, folders, descriptions": "how the map looks",
        "placemarks that are points or have no name": "no line",
    }

    def recognises(self, candidate: Candidate) -> bool:
        text = candidate.text
        return candidate.is_xml and "<kml" in text[:2000] and "<Placemark" in text and bool(_ABOUT.search(text))

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        seen: set[str] = set()
        for found in XmlRecords(source, "Placemark"):
            if isinstance(found, FileFault):
                yield found
            else:
                record = {"name": _first(found.data, "name"), "coordinates": _first(found.data, "coordinates")}
                yield self._outcome(record, found.line, source, seen)

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self._outcome(record, line, source, set())

    def _outcome(self, record: Mapping[str, str], line: int, source: SourceFile, seen: set[str]) -> Outcome:
        name, points = record["name"], _points(record["coordinates"])
        if not name:
            return SetAside(line, "the placemark has no name")
        if points is not None and len(points) < 2:
            return SetAside(line, "the placemark is no line")
        making = Making(source, line, dict(record))
        if points is None:
            making.problem("coordinates", record["coordinates"][:80], "are not longitudes and latitudes")
        id = f"cable:{_slug(name)}"
        first = id not in seen
        if len(seen) < _MOST_NAMES:
            seen.add(id)
        making.add(
            "infrastructure", making.piece("cable-map"), id=id, name=name,
            type="pipeline" if "pipeline" in name.casefold() else "submarine_cable",
            position=middle_of(points or []) if first else None,
        )  # fmt: skip
        return making.outcome()


class CablesGeoJson:
    """GeoJSON as submarine-cable maps publish it: a feature a cable or a part of one."""

    id = "cables-geojson"
    title = "Submarine cables on a map (GeoJSON)"
    used: Mapping[str, str] = {
        "properties.id": "id (cable:…)",
        "properties.name": "name",
        "geometry": "position, the middle of the first stretch",
    }
    unused: Mapping[str, str] = {
        "properties.feature_id": "numbers the parts of one cable",
        "properties.color": "how the map looks",
    }

    def recognises(self, candidate: Candidate) -> bool:
        names = ("id", "name", "feature_id", "color")
        return candidate.has_json("features.item.geometry", *(f"features.item.properties.{name}" for name in names))

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        seen: set[str] = set()
        for found in items(source, "features"):
            yield self._outcome(found.data, found.number, source, seen) if isinstance(found, JsonRecord) else found

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self._outcome(record, line, source, set())

    def _outcome(self, record: Any, number: int, source: SourceFile, seen: set[str]) -> Outcome:
        making = Making(source, 0, record, f"feature {number}")
        whole = record if isinstance(record, dict) else {}
        found = whole.get("properties")
        given: Mapping[str, Any] = found if isinstance(found, dict) else {}
        own = given.get("id") if isinstance(given.get("id"), str | int) else ""
        if not own:
            making.problem("id", "", "is missing: nothing tells which cable it is")
            return making.outcome()
        id = f"cable:{own}"
        first = id not in seen
        if len(seen) < _MOST_NAMES:
            seen.add(id)
        name = given.get("name") if isinstance(given.get("name"), str) else ""
        making.add(
            "infrastructure", making.piece("cable-map"), id=id, name=name, type="submarine_cable",
            position=point_of(whole.get("geometry")) if first else None,
        )  # fmt: skip
        return making.outcome()


def _first(data: Mapping[str, Any], name: str) -> str:
    """The first text of that name in an element, however deep."""
    for key, found in data.items():
        for each in found:
            inner = (
                each if key == name and isinstance(each, str) else _first(each, name) if isinstance(each, dict) else ""
            )
            if inner:
                return inner
    return ""


def _points(text: str) -> list[tuple[float, float]] | None:
    """Longitude and latitude of every point of a `coordinates` element; None where they are no numbers."""
    try:
        parts = [point.split(",") for point in text[:_LONGEST].split()]
        if len(text) >= _LONGEST:
            parts.pop()
        return [(float(part[0]), float(part[1])) for part in parts]
    except (ValueError, IndexError):
        return None


def _slug(name: str) -> str:
    """A name as an id: letters and digits of any script, all else a hyphen."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-") or "unnamed"


FORMATS = (CablesKml(), CablesGeoJson())
