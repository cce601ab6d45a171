"""Two tables that OpenSanctions publishes: ships and the firms behind them (maritime.csv), and targets in short (targets.simple.csv)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from typing import Any

from countermove.facts.evidence import Evidence
from countermove.facts.identity import check_id
from countermove.reading.candidate import Candidate
from countermove.reading.followthemoney.authorities import (
    LISTS,
    List,
    authority_of_programme,
    is_no_sanction,
    measure_of_programme,
)
from countermove.reading.followthemoney.identifiers import list_numbers
from countermove.reading.followthemoney.things import NO_NAME_OF_A_PERSON
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, SourceFile
from countermove.reading.tables import TableRow, table

_TITLES = {
    "EU Financial Sanctions Files (FSF)": "eu_fsf",
    "UK FCDO Sanctions List": "gb_fcdo_sanctions",
    "UN Security Council Consolidated Sanctions": "un_sc_sanctions",
    "US OFAC Specially Designated Nationals (SDN) List": "us_ofac_sdn",
}
"""Titles under which targets.simple.csv names data sets."""


class _Table:
    """A table with a header."""

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for row in table(source):
            yield self._outcome(row.cells, row.line, source) if isinstance(row, TableRow) else row

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self._outcome(record if isinstance(record, dict) else {}, line, source)

    def _outcome(self, cells: Mapping[str, Any], line: int, source: SourceFile) -> Outcome:
        making = Making(source, line, dict(cells))
        return making.outcome(self._make({name: str(cell).strip() for name, cell in cells.items()}, making))

    def _make(self, row: Mapping[str, str], making: Making) -> str:
        raise NotImplementedError


class Maritime(_Table):
    """Ships, and organisations with an IMO number."""

    id = "opensanctions-maritime"
    title = "OpenSanctions maritime.csv, one row a ship or company and IMO number"
    used: Mapping[str, str] = {
        "type": "vessel or company",
        "caption": "name",
        "imo": "id of a ship or a company",
        "id": "opensanctions:… in same_as, id where there is no IMO number",
        "flag": "flag of a ship, where there is one alone",
        "countries": "country of a company, where there is one alone",
        "mmsi": "mmsi, where there is one alone",
        "aliases": "alias; aliases of a company",
        "risk": "risk_mark, one a topic",
        "url, datasets": "address and document of the evidence",
    }
    unused: Mapping[str, str] = {
        "datasets": "they say where the entity was found, not which of them lists it: they give no designation",
        "countries of a ship": "countries of its flag, owner or register, all in one",
    }

    def recognises(self, candidate: Candidate) -> bool:
        return candidate.has_columns("type", "caption", "imo", "risk", "flag", "mmsi", "id", "datasets")

    def _make(self, row: Mapping[str, str], making: Making) -> str:
        ship = row.get("type", "").upper() == "VESSEL"
        id, others = _ids(row.get("id", ""), _imo(row.get("imo", ""), ship, making), making)
        if not id:
            return ""
        name, aliases = row.get("caption", ""), _cells(row.get("aliases", ""))
        piece = making.piece("opensanctions", url=_url(row), document=", ".join(_cells(row.get("datasets", ""))[:12]))
        if ship:
            _vessel(id, others, name, aliases, row.get("flag", ""), making, piece, mmsi=row.get("mmsi", ""))
        else:
            country = _country("countries", row.get("countries", ""), making)
            making.add("company", piece, id=id, name=name, aliases=aliases, country=country, same_as=others)
        for topic in _cells(row.get("risk", "")):
            making.add("risk_mark", piece, publisher="opensanctions", entity=id, mark=topic)
        return ""


class SimpleTargets(_Table):
    """Those whom the lists and registers of a data set speak of."""

    id = "opensanctions-targets"
    title = "OpenSanctions targets.simple.csv, one row a target"
    used: Mapping[str, str] = {
        "id": "opensanctions:…",
        "schema": "vessel, company or person",
        "name, aliases": "name, aliases; alias of a ship",
        "countries": "country of a company or person, where there is one alone",
        "identifiers": "IMO number where it says that it is one, LEI",
        "program_ids": "designation, one a programme of an authority that the model has",
        "sanctions, dataset": "designation, where the data set is one known list",
        "last_change": "date of the evidence",
    }
    unused: Mapping[str, str] = {
        "sanctions (text)": "programme, reason, status and dates run together: which date is which is not told",
        "countries of a ship": "countries of its flag, owner or register, all in one",
        "birth_date, addresses, phones, emails": "the model keeps no such data",
        "identifiers of other sorts": "nothing says of which register they are",
        "first_seen, last_seen": "when the publisher looked tells nothing of the thing",
    }

    def recognises(self, candidate: Candidate) -> bool:
        return candidate.has_columns("id", "schema", "name", "aliases", "countries", "identifiers", "sanctions")

    def _make(self, row: Mapping[str, str], making: Making) -> str:
        schema, numbers = row.get("schema", ""), _cells(row.get("identifiers", ""))
        known = _lists(row)
        programmes = _cells(row.get("program_ids", ""))
        listings = [text for text in (*programmes, row.get("sanctions", "")) if text]
        if schema == "Person" and all(map(is_no_sanction, listings)):
            return NO_NAME_OF_A_PERSON
        if schema not in ("Vessel", "Person", "Company", "Organization", "LegalEntity", "PublicBody"):
            return "a thing that the model has no kind for"
        ship = schema == "Vessel"
        numbered = [each for text in numbers if (each := _number(text, ship))]
        id, others = _ids(row.get("id", ""), numbered, making)
        if not id:
            return ""
        day = making.cell("day", "last_change", row.get("last_change", "")[:10], "note")
        register = next(iter(known)).register if len(known) == 1 else "opensanctions"
        piece = making.piece(register, published=day, document=row.get("dataset") or row.get("datasets"))
        name, aliases, countries = row.get("name", ""), _cells(row.get("aliases", "")), row.get("countries", "")
        if ship:
            _vessel(id, others, name, aliases, "", making, piece)
        else:
            country = _country("countries", countries, making)
            kind = "person" if schema == "Person" else "company"
            making.add(kind, piece, id=id, name=name, aliases=aliases, country=country, same_as=others)
        listed = {(found, programme) for programme in programmes if (found := authority_of_programme(programme))}
        for authority, programme in sorted(listed):
            measure = measure_of_programme(programme)
            making.add("designation", piece, entity=id, authority=authority, measure=measure, programme=programme)
        other = any(map(is_no_sanction, (*programmes, row.get("sanctions", ""))))
        if not listed and row.get("sanctions") and len(known) == 1 and not other:
            (list,) = known
            making.add("designation", piece, entity=id, authority=list.authority, measure=list.measure)
        return ""


def _vessel(
    id: str, others: tuple[str, ...], name: str, aliases: list[str], flags: str, making: Making, piece: Evidence, mmsi: str = ""
) -> None:  # fmt: skip
    stations = _cells(mmsi)
    station = stations[0] if len(stations) == 1 and re.fullmatch(r"\d{9}", stations[0]) else None
    if len(stations) > 1:
        making.note(f"'mmsi' has {len(stations)} values; none is taken")
    making.add(
        "vessel", piece, id=id, name=name, imo=id.removeprefix("imo:") if id.startswith("imo:") else None, mmsi=station,
        flag=_country("flag", flags, making), same_as=others,
    )  # fmt: skip
    for alias in aliases:
        if alias != name:
            making.add("alias", piece, entity=id, name=alias, quality="strong")


def _ids(text: str, numbers: list[str], making: Making) -> tuple[str | None, tuple[str, ...]]:
    """The id of a row, and its other ones; of several numbers none is its id."""
    publishers = [f"opensanctions:{text}", *list_numbers(text)] if text else []
    found = list(dict.fromkeys(numbers))
    if not publishers and len(found) != 1:
        making.problem("id", "", "is missing: the row names nothing without it")
        return None, ()
    own = found[0] if len(found) == 1 else publishers[0]
    return own, tuple(dict.fromkeys(id for id in (*found, *publishers) if id != own))


def _imo(text: str, ship: bool, making: Making) -> list[str]:
    """The ids by the IMO numbers of a cell: most rows have one, some several."""
    ids = []
    for part in _cells(text):
        digits = re.sub(r"\AIMO[ :]*", "", part, flags=re.IGNORECASE)
        if ship:
            found = making.cell("imo", "imo", digits, "note")
        elif not (found := _checked(f"imo-company:{digits}")):
            making.note("'imo' is no IMO number of a company; left out")
        if found:
            ids.append(found)
    return ids


def _number(text: str, ship: bool) -> str | None:
    """The id that an identifier of unknown sort is beyond doubt."""
    if ship:
        return _checked(f"imo:{text[3:].strip()}") if text.upper().startswith("IMO") else None
    return _checked(f"lei:{text.upper()}") if len(text) == 20 else None


def _checked(id: str) -> str | None:
    try:
        return check_id(id)
    except ValueError:
        return None


def _lists(row: Mapping[str, str]) -> set[List]:
    """The list that the row was copied from, where it was copied from known ones alone."""
    names = [_TITLES.get(each, each) for each in _cells(row.get("dataset") or row.get("datasets", ""))]
    return {LISTS[name] for name in names} if names and all(name in LISTS for name in names) else set()


def _country(field: str, text: str, making: Making) -> str | None:
    codes = _cells(text)
    if len(codes) > 1:
        making.note(f"'{field}' has {len(codes)} values; none is taken")
    return _checked(f"iso3166:{codes[0].upper()}") if len(codes) == 1 else None


def _url(row: Mapping[str, str]) -> str | None:
    return url if re.match(r"https?://\S+\Z", url := row.get("url", "")) else None


def _cells(text: str) -> list[str]:
    """The parts of a cell, which are quoted where they hold the mark that parts them."""
    try:
        parts = next(csv.reader([text], delimiter=";"), [])
    except csv.Error:
        parts = text.split(";")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


FORMATS = (Maritime(), SimpleTargets())
