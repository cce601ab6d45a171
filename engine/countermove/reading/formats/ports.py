"""Ports and their berths: infrastructure with the code of UN/LOCODE, out of GeoJSON and tables that give it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from iso3166 import countries_by_alpha2

from countermove.reading.candidate import Candidate
from countermove.reading.country_words import country_code
from countermove.reading.geometry import point_of
from countermove.reading.json_stream import JsonRecord, items
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, SetAside, SourceFile
from countermove.reading.tables import TableRow, table

_LOCODE = re.compile(r"[A-Z]{2}[A-Z2-9]{3}\Z")
_NONE = ("", "NA", "N/A", "-")


class PortsGeoJson:
    """A point a port, with its code under `port` and its country under `cty`."""

    id = "ports-geojson"
    title = "Ports with their UN/LOCODE (GeoJSON)"
    used: Mapping[str, str] = {
        "properties.port": "id (unlocode:…); its first two letters are the country", "properties.name": "name",
        "properties.cty": "counted against the code's country; where they differ none is given", "geometry": "position",
    }  # fmt: skip
    unused: Mapping[str, str] = {"properties.t": "no meaning is stated", "properties.to_cty": "routes, no field"}

    def recognises(self, candidate: Candidate) -> bool:
        return _feature(candidate, "port", "name", "cty")

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for found in items(source, "features"):
            yield self._outcome(found.data, found.number, source) if isinstance(found, JsonRecord) else found

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self._outcome(record, line, source)

    def _outcome(self, record: Any, number: int, source: SourceFile) -> Outcome:
        making = Making(source, 0, record, f"feature {number}")
        given = _properties(record)
        code = _locode(making, "port", given["port"])
        country = _country_of(making, code, given["cty"].replace("_", " "), "cty")
        making.add(
            "infrastructure", making.piece("port-register"), id=f"unlocode:{code}", name=given["name"], type="port",
            countries=[country] if country else (), position=point_of(record.get("geometry") if isinstance(record, dict) else None),
        )  # fmt: skip
        return making.outcome()


_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("unlocode", "UN/LOCODE", "UNLOCODE", "locode"),
    "name": ("name", "Main Port Name", "port_name"),
    "country": ("iso2", "Country Code", "country"),
    "lat": ("lat", "Latitude", "latitude"),
    "lon": ("lon", "Longitude", "longitude"),
}
"""What the columns of tables of ports are called."""


class PortsCsv:
    """A row a port, with its code: `unlocode` or `UN/LOCODE` (World Port Index)."""

    id = "ports-csv"
    title = "Ports with their UN/LOCODE (CSV; the World Port Index among others)"
    used: Mapping[str, str] = {
        "unlocode, UN/LOCODE, locode": "id (unlocode:…); its first two letters are the country",
        "name, Main Port Name, port_name": "name",
        "iso2, Country Code, country": "counted against the code's country; where they differ none is given",
        "lat, lon, Latitude, Longitude": "position, where the table has them",
    }
    unused: Mapping[str, str] = {
        "call_type": "a setting of the table's users",
        "type": "the code tells that it is a port",
        "all other columns of the World Port Index": "depths, services and notices to seafarers; no field",
    }

    def recognises(self, candidate: Candidate) -> bool:
        cells = set(candidate.cells())
        return all(cells & set(_SPELLINGS[name]) for name in ("code", "name", "country"))

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for row in table(source):
            yield self._outcome(row.cells, row.line, source) if isinstance(row, TableRow) else row

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self._outcome(record, line, source)

    def _outcome(self, cells: Mapping[str, str], line: int, source: SourceFile) -> Outcome:
        making = Making(source, line, cells)
        column = {name: next((each for each in words if each in cells), "") for name, words in _SPELLINGS.items()}
        given = {name: cells.get(each, "") for name, each in column.items()}
        if given["code"].upper() in _NONE:
            return SetAside(line, "the port has no UN/LOCODE by which it could be told")
        code = _locode(making, column["code"], given["code"])
        country = _country_of(making, code, given["country"], column["country"])
        lat, lon = (making.cell("number", column[name], given[name], "note") for name in ("lat", "lon"))
        making.add(
            "infrastructure", making.piece("port-register"), id=f"unlocode:{code}", name=given["name"], type="port",
            countries=[country] if country else (), position=(lat, lon) if lat is not None and lon is not None else None,
        )  # fmt: skip
        return making.outcome()


class BerthsGeoJson:
    """An outline a berth or terminal, with the port's code and what is handled."""

    id = "berths-geojson"
    title = "Berths and terminals of ports (GeoJSON)"
    used: Mapping[str, str] = {
        "properties.id": "id (crea-berth:…)", "properties.name": "name", "properties.port_unlocode": "country",
        "properties.commodity": "type: terminal, and for what", "geometry": "position, the middle of the outline",
    }  # fmt: skip
    unused: Mapping[str, str] = {"properties.owner": "a name alone is no id of a company"}

    def recognises(self, candidate: Candidate) -> bool:
        return _feature(candidate, "id", "name", "port_unlocode", "commodity")

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for found in items(source, "features"):
            yield self._outcome(found.data, found.number, source) if isinstance(found, JsonRecord) else found

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self._outcome(record, line, source)

    def _outcome(self, record: Any, number: int, source: SourceFile) -> Outcome:
        making = Making(source, 0, record, f"feature {number}")
        given = _properties(record)
        if not given["id"]:
            making.problem("id", "", "is missing: nothing tells which berth it is")
            return making.outcome()
        country = given["port_unlocode"][:2]
        goods = given["commodity"]
        making.add(
            "infrastructure", making.piece("crea-reference"), id=f"crea-berth:{given['id']}", name=given["name"],
            type=f"terminal ({goods})" if goods else "terminal",
            countries=[f"iso3166:{country}"] if country in countries_by_alpha2 else (),
            position=point_of(record.get("geometry") if isinstance(record, dict) else None),
        )  # fmt: skip
        return making.outcome()


class _Texts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _feature(candidate: Candidate, *names: str) -> bool:
    return candidate.has_json("features.item.geometry", *(f"features.item.properties.{name}" for name in names))


def _properties(record: Any) -> Mapping[str, str]:
    """The properties of a feature as texts; an empty one for whatever is missing."""
    given = record.get("properties") if isinstance(record, dict) else None
    scalars = given.items() if isinstance(given, dict) else ()
    return _Texts({name: str(value).strip() for name, value in scalars if isinstance(value, str | int | float)})


def _locode(making: Making, field: str, text: str) -> str:
    """UN/LOCODE: two letters of the country, three letters or digits from 2 to 9; a blank may stand between them."""
    if not _LOCODE.match(code := re.sub(r"\A(..) (...)\Z", r"\1\2", text)):
        making.problem(
            field, text, "is not a UN/LOCODE: five signs, of which the last three are letters or digits from 2 to 9"
        )
    return code


def _country_of(making: Making, code: str, word: str, field: str) -> str:
    """The country, by the code. None where the table itself names another one, or where the code's letters are no country today."""
    by_code, by_word = code[:2], country_code(word)
    if by_word and by_code in countries_by_alpha2 and by_word != by_code:
        making.note(f"'{field}' is {by_word} and the code's country {by_code}; no country given")
        return ""
    known = by_code if by_code in countries_by_alpha2 else by_word
    return f"iso3166:{known}" if known else ""


FORMATS = (PortsGeoJson(), PortsCsv(), BerthsGeoJson())
