"""The UK Sanctions List as CSV: a report date on the first line, and several rows an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from countermove.reading.candidate import Candidate
from countermove.reading.listed.headers import Cells
from countermove.reading.listed.subject import joined
from countermove.reading.listed.uk_entry import UkRow, said, un_number
from countermove.reading.listed.uk_table import UkTable
from countermove.reading.outcome import Outcome, Problem, SourceFile

_PERSONAL = "nothing that the rules ask, and personal"


class UkSanctionsList:
    """Reads the list that the Foreign, Commonwealth and Development Office publishes."""

    id = "uk-sanctions-list"
    title = "UK Sanctions List (CSV), several rows an entry"
    used: Mapping[str, str] = {
        "Report Date": "date of the evidence where an entry has none of its own",
        "Unique ID": "id uk-sanctions:…; rows of one are one entry",
        "OFSI Group ID": "same_as ofsi:…",
        "UN Reference Number": "same_as un-sanctions:…",
        "Name 1 to Name 6, Name type, Alias strength": "name, other names, alias (weak, strong)",
        "Name non-latin script": "other name",
        "Regime Name": "programme",
        "Designation Type": "vessel, company or person",
        "Sanctions Imposed": "a designation for each measure; calls, flag, charter and crew of a ship are transport_ban",
        "UK Statement of Reasons": "reason",
        "Date Designated": "date of the designation, and of the evidence",
        "Nationality(/ies), Position": "country of a person with one nationality; role",
        "Address Country": "country of a company all of whose addresses are in one",
        "Business registration number (s)": "same_as inn, ogrn, lei, bic, where the number is named there",
        "IMO number": "id of a ship; imo-company id of a company",
        "Current believed flag of ship, Type of ship, Year Built": "flag, type, built",
    }
    unused: Mapping[str, str] = {
        "Sanctions Imposed: director disqualification and the like": "the model has no word for it",
        "Last Updated": "when the row was edited last, not when the entry was listed",
        "Designation source": "whether the UN designated first: the United Kingdom lists it either way",
        "Other Information": "free text beside the reasons",
        "Title, Gender, D.O.B, Town of birth, Country of birth": _PERSONAL,
        "Passport number, National Identifier number, and what is said of them": _PERSONAL,
        "Address Line 1 to 6, Address Postal Code, Phone number, Website, Email address": "no rule asks for addresses",
        "Type of entity": "mixes legal forms with sectors",
        "Subsidiaries, Parent company": "given by name alone, and a name is no id",
        "Current owner/operator (s), Previous owner/operator (s)": "given by name alone, and a name is no id",
        "Previous flags": "undated",
        "Tonnage of ship": "which tonnage is meant is not told",
        "Length of ship, Hull identification number (HIN)": "the model has no field for it",
        "Non-latin script type, Non-latin script language": "no rule asks in which script a name is",
    }

    def recognises(self, candidate: Candidate) -> bool:
        """A table with the list's own names of columns, below a report date or not."""
        return _TABLE.is_in(candidate)

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every row, those of one Unique ID together."""
        return _TABLE.read(source)

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """A mended row as an entry of its own: it is united with the others of its Unique ID."""
        return _TABLE.reread(record, line, source)


def _row(cells: Mapping[str, str]) -> UkRow:
    cell = Cells(cells)
    number = "".join(cell("unique id").split())
    ofsi = said(cell("ofsi group id", "ofsi id"))
    return UkRow(
        own=f"uk-sanctions:{number}",
        same=(*((f"ofsi:{ofsi}",) if ofsi.isdigit() else ()), *un_number(cell("un reference number"))),
        kind=said(cell("designation type", "individual, entity, ship", "entity, vessel or individual")),
        name=joined(said(cell(f"name {n}")) for n in (1, 2, 3, 4, 5, 6)),
        name_type=cell("name type"),
        strength=cell("alias strength"),
        script_name=said(cell("name non-latin script")),
        regime=cell("regime name"),
        measures=cell("sanctions imposed"),
        date=said(cell("date designated")),
        reason=said(cell("uk statement of reasons")),
        country=said(cell("address country")),
        nationality=said(cell("nationality(/ies)", "nationality")),
        position=said(cell("position")),
        register=cell("business registration number (s)"),
        imo=said(cell("imo number")),
        flag=said(cell("current believed flag of ship")),
        type=said(cell("type of ship")),
        built=said(cell("year built")),
        problem=None if number else Problem("Unique ID", "", "is missing"),
    )


_TABLE = UkTable(
    "uk-sanctions-list",
    ("unique id", "name 6", "regime name"),
    _row,
    re.compile(r"Report Date:?\s*([0-9A-Za-z/ .-]+?)\s*[\",;]*$"),
)
FORMATS = (UkSanctionsList(),)
