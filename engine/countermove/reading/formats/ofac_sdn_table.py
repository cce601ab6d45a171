"""OFAC's old tables, which have no header: sdn.csv, and beside it alt.csv (other names) and add.csv (addresses)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from countermove.errors import Fault
from countermove.reading.candidate import Candidate
from countermove.reading.listed.headers import Cells, folded
from countermove.reading.listed.ofac_entry import AIRCRAFT, OfacEntry, check_entry, make_entry
from countermove.reading.listed.ofac_remarks import read_remarks, spoken_name
from countermove.reading.listed.old_encodings import text_encoding
from countermove.reading.listed.subject import Quality
from countermove.reading.making import Making
from countermove.reading.outcome import FileFault, Gathered, Outcome, Refused, SetAside, SourceFile
from countermove.reading.tables import END_MARK, TableRow, table

_NULL = "-0-"
_LOOKED_AT = 12
_SDN = (
    *("ent_num", "SDN_Name", "SDN_Type", "Program", "Title", "Call_Sign", "Vess_type"),
    *("Tonnage", "GRT", "Vess_flag", "Vess_owner", "Remarks"),
)
_ALT = ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks")
_ADD = ("ent_num", "add_num", "address", "city", "country", "add_remarks")
_TYPES = frozenset(("", _NULL, "individual", "entity", "vessel", "aircraft"))
_ALT_TYPES: dict[str, Quality | None] = {"aka": None, "fka": "former", "nka": "name", "dba": None}
_ADDRESS = "an address: no rule asks for addresses"


def _most(candidate: Candidate, columns: Sequence[str], fits: Callable[[Sequence[str]], bool]) -> bool:
    """Whether the table has this header, or none and most of the first rows are of its form. A last line may be cut off."""
    lines = [line for line in candidate.lines[:_LOOKED_AT] if line.strip() != END_MARK]
    if not candidate.whole and len(candidate.lines) <= _LOOKED_AT and len(lines) > 1:
        lines = lines[:-1]
    rows = [candidate.cells(",", number) for number in range(len(lines))]
    if rows and _is_header(rows[0], columns):
        return True
    good = sum(len(cells) == len(columns) and fits(cells) for cells in rows)
    return good * 2 > len(rows)


def _is_header(cells: Sequence[str], columns: Sequence[str]) -> bool:
    return {folded(name) for name in columns[:4]} <= {folded(cell) for cell in cells}


class _OfacTable:
    """What the three tables share: the form of the file, and its rows."""

    id: str
    title: str
    columns: Sequence[str]

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every row."""
        encoding = text_encoding(source)
        columns, skip = self.columns, 0
        with source.path.open(encoding=encoding, errors="replace", newline="") as stream:
            first = stream.readline(2**16).lstrip("\ufeff")
        if _is_header(first.split(","), self.columns):
            columns, skip = [cell.strip().strip('"') for cell in first.rstrip("\r\n").split(",")], 1
        read_any = False
        for row in table(source, encoding=encoding, columns=columns, skip=skip, null=_NULL):
            read_any = True
            yield self.reread(row.cells, row.line, source) if isinstance(row, TableRow) else row
        if not read_any:
            yield FileFault(Fault("CM316", "the file holds no record", source.at()))

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One row."""
        raise NotImplementedError


class OfacSdnTable(_OfacTable):
    """Reads sdn.csv."""

    id = "ofac-sdn-csv"
    title = "OFAC's Specially Designated Nationals list, old table without header (sdn.csv)"
    columns = _SDN
    used: Mapping[str, str] = {
        "ent_num": "id ofac:…, or same_as",
        "SDN_Name": "name (of a person turned round: given name first)",
        "SDN_Type": "person, vessel, company",
        "Program": "programme: all of the entry. Entries of programmes without a tie to Russia are kept, for they are listed; the rule us-listing-under-another-programme says so where it matters",
        "Title": "role of a person",
        "Call_Sign, Vess_type, Vess_flag": "call_sign, type, flag",
        "Tonnage": "deadweight",
        "Remarks: Vessel Registration Identification IMO": "id of a ship; imo-company of a company",
        "Remarks: Identification Number IMO, Company Number IMO": "imo-company",
        "Remarks: MMSI": "mmsi (the first told); id of a ship without IMO number",
        "Remarks: Tax ID No., Registration ID, Registration Number (Russia), SWIFT/BIC": "inn, ogrn, bic",
        "Remarks: a.k.a. '…'": "alias, weak: the table puts only weak ones there",
        "Remarks: f.k.a. '…'": "former name",
        "Remarks: nationality, citizen": "country of a person with one nationality, else with one citizenship",
        "Remarks: Organization Established Date, Organization Type, Vessel Year of Build": "founded, sector, built",
        "Remarks: Executive Order 13662 Directive Determination": "measure financial_restriction (directives 1 to 3) in place of blocking",
        "the list itself": "measure blocking; none under the programmes of OFAC's other lists",
    }
    unused: Mapping[str, str] = {
        "the day of the listing": "the table tells none, and none is made up: the listing counts as known all along",
        "GRT": "the model has no field for gross tonnage",
        "Vess_owner": "given by name alone, and a name is no id",
        "Remarks: Linked To": "given by name alone, and a name is no id",
        "Remarks: Former Vessel Flag": "undated",
        "Remarks: Secondary sanctions risk, Additional Sanctions Information": "what those who deal with the listed risk, no measure on the listed",
        "Remarks: DOB, POB, Gender, Passport, national numbers": "nothing that the rules ask, and personal",
        "Remarks: Website, Email Address, Telephone, Digital Currency Address": "nothing that the rules ask",
        "Remarks beyond 1,000 characters": "cut off in the table itself; a clause cut in two is left out",
        "entries of aircraft": "set aside: the model has no kind for aircraft",
    }

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every row, and what the table as a whole cannot tell."""
        yield from super().read(source)
        told = (
            f"{source.name}: the table does not say of which day it is: what was listed or delisted later is not seen"
        )
        yield Gathered((), (told,))

    def recognises(self, candidate: Candidate) -> bool:
        """Twelve cells a row: a number, a name, a type out of five, and a programme."""
        return _most(
            candidate,
            _SDN,
            lambda row: (
                row[0].isdigit() and bool(row[1]) and row[2].casefold() in _TYPES and row[3] != "" and _NULL in row
            ),
        )

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One row."""
        cell = Cells(record)
        entry = OfacEntry(
            number=cell("ent_num"),
            type=_said(cell("sdn_type")),
            name=_said(cell("sdn_name")),
            programmes=[part for part in re.split(r"\]\s*\[", _said(cell("program")).strip("[] ")) if part],
            title=_said(cell("title")),
            call_sign=_said(cell("call_sign")),
            ship_type=_said(cell("vess_type")),
            tonnage=_said(cell("tonnage")),
            flag=_said(cell("vess_flag")),
            remarks=_said(cell("remarks")),
        )
        making = Making(source, line, dict(record), where=f"line {line} (ofac:{entry.number})")
        check_entry(making, entry, "ent_num", "SDN_Type", "SDN_Name")
        refused = making.outcome()
        if isinstance(refused, Refused):
            return refused
        if entry.type.casefold() == "aircraft":
            return SetAside(line, AIRCRAFT)
        if entry.type.casefold() == "individual":
            entry.name = spoken_name(entry.name)
        read_remarks(entry)
        make_entry(making, entry)
        return making.outcome()


class OfacAltTable(_OfacTable):
    """Reads alt.csv."""

    id = "ofac-alt-csv"
    title = "Other names of OFAC's list, old table without header (alt.csv)"
    columns = _ALT
    used: Mapping[str, str] = {
        "ent_num": "whose name it is: ofac:…",
        "alt_name": "alias",
        "alt_type": "fka is a former name, nka the name now; aka and dba tell no quality",
    }
    unused: Mapping[str, str] = {"alt_num, alt_remarks": "nothing that the rules ask"}

    def recognises(self, candidate: Candidate) -> bool:
        """Five cells a row: two numbers, aka, fka or nka, and a name."""
        return _most(
            candidate,
            _ALT,
            lambda row: row[0].isdigit() and row[1].isdigit() and row[2].casefold() in _ALT_TYPES and row[3] != "",
        )

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One row."""
        cell = Cells(record)
        making = Making(source, line, dict(record))
        number, name, type = cell("ent_num"), _said(cell("alt_name")), _said(cell("alt_type")).casefold()
        if not number.isdigit():
            making.problem("ent_num", number, "is no number" if number else "is missing")
        if not name:
            making.problem("alt_name", "", "is missing")
        if type and type not in _ALT_TYPES:
            making.problem("alt_type", type, "is none of aka, fka, nka and dba")
        if number.isdigit() and name:
            making.add(
                "alias", making.piece("ofac-sdn"), entity=f"ofac:{number}", name=name, quality=_ALT_TYPES.get(type)
            )
        return making.outcome()


class OfacAddTable(_OfacTable):
    """Reads add.csv, of which nothing is kept."""

    id = "ofac-add-csv"
    title = "Addresses of OFAC's list, old table without header (add.csv); recognised, and set aside"
    columns = _ADD
    used: Mapping[str, str] = {}
    unused: Mapping[str, str] = {"address, city, country": "no rule asks for addresses, and an address is no seat"}

    def recognises(self, candidate: Candidate) -> bool:
        """Six cells a row: two numbers, and nulls as OFAC writes them."""
        return _most(
            candidate, _ADD, lambda row: row[0].isdigit() and row[1].isdigit() and not row[4].isdigit() and _NULL in row
        )

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One row."""
        return SetAside(line, _ADDRESS)


def _said(text: str) -> str:
    return "" if text.strip() == _NULL else text


FORMATS = (OfacSdnTable(), OfacAltTable(), OfacAddTable())
