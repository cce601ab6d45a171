"""The consolidated list of the Office of Financial Sanctions Implementation (ConList.csv, form of 2022), which ended in January 2026."""

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

_LABEL = re.compile(r"\(([A-Z][^():]{2,60})\):")


class OfsiConsolidatedList:
    """Reads the list of targets of asset freezes, whose details stand in one cell with labels between them."""

    id = "ofsi-consolidated-list"
    title = "OFSI's consolidated list of financial sanctions (ConList.csv), several rows an entry"
    used: Mapping[str, str] = {
        "Last Updated (first line)": "date of the evidence where an entry has none of its own",
        "Group ID": "id ofsi:…; rows of one are one entry",
        "Name 1 to Name 6, Alias Type, Alias Quality, Name Non-Latin Script": "name, other names, alias (weak, strong)",
        "Group Type": "vessel, company or person",
        "Regime": "programme",
        "UK Sanctions List Date Designated, Listed On": "date of the designation, and of the evidence",
        "Nationality, Position, Country": "country and role of a person, country of a company all of whose addresses are in one",
        "Other Information, (UK Sanctions List Ref)": "id uk-sanctions:…",
        "Other Information, (UK Statement of Reasons)": "reason",
        "Other Information, (UN Ref)": "same_as un-sanctions:…",
        "Other Information, (IMO number), (Flag of ship), (Type of ship), (Business Reg No)": "id, flag, type, same_as",
        "the list itself": "measure asset_freeze: it holds nothing else",
    }
    unused: Mapping[str, str] = {
        "Last Updated (column)": "when the row was edited last, not when the entry was listed",
        "Title, DOB, Town of Birth, Country of Birth, Passport and National Identification": "nothing that the rules ask, and personal",
        "Address 1 to 6, Post/Zip Code": "no rule asks for addresses",
        "Other Information, (Current owners) and the other labels": "given by name alone, or free text",
    }

    def recognises(self, candidate: Candidate) -> bool:
        """A table with the list's own names of columns, below the day of its update or not."""
        return _TABLE.is_in(candidate)

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every row, those of one Group ID together."""
        return _TABLE.read(source)

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """A mended row as an entry of its own: it is united with the others of its Group ID."""
        return _TABLE.reread(record, line, source)


def _row(cells: Mapping[str, str]) -> UkRow:
    cell = Cells(cells)
    labelled = labels(cell("other information"))
    reference = re.match(r"[A-Z]{3}\d{4}\b", labelled.get("uk sanctions list ref", ""))
    number = cell("group id")
    group = f"ofsi:{number}"
    own = f"uk-sanctions:{reference[0]}" if reference else group
    return UkRow(
        own=own,
        same=(*((group,) if own != group else ()), *un_number(labelled.get("un ref", ""))),
        kind=said(cell("group type")),
        name=joined(said(cell(f"name {n}")) for n in (1, 2, 3, 4, 5, 6)),
        name_type=cell("alias type"),
        strength=cell("alias quality"),
        script_name=said(cell("name non-latin script")),
        regime=cell("regime"),
        measures="Asset freeze",
        date=said(cell("uk sanctions list date designated", "listed on")),
        reason=labelled.get("uk statement of reasons", ""),
        country=said(cell("country")),
        nationality=said(cell("nationality")),
        position=said(cell("position")),
        register=labelled.get("business reg no", ""),
        imo=labelled.get("imo number", "").strip(" ."),
        flag=labelled.get("flag of ship", "").strip(" ."),
        type=labelled.get("type of ship", "").strip(" ."),
        built=labelled.get("year built", "").strip(" ."),
        problem=None if number.isdigit() else Problem("Group ID", number, "is no number" if number else "is missing"),
    )


def labels(text: str) -> dict[str, str]:
    """What stands behind each label of a cell such as `(IMO number):9000015 (Flag of ship):Panama`."""
    found = list(_LABEL.finditer(text))
    ends = [hit.start() for hit in found[1:]] + [len(text)]
    told: dict[str, str] = {}
    for hit, end in zip(found, ends, strict=False):
        told.setdefault(hit[1].casefold(), text[hit.end() : end].strip())
    return told


_TABLE = UkTable(
    "ofsi-consolidated-list",
    ("name 6", "group type", "group id", "regime"),
    _row,
    re.compile(r"\A\"?Last Updated\"?,\s*\"?(\d{1,2}/\d{1,2}/\d{4})"),
)
FORMATS = (OfsiConsolidatedList(),)
