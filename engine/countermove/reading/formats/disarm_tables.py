"""Two tables of DISARM's data: which techniques each collected incident shows, and the references behind the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from countermove.reading.candidate import Candidate
from countermove.reading.influence import disarm_codes
from countermove.reading.making import Making
from countermove.reading.outcome import Gathered, Outcome, SetAside, SourceFile
from countermove.reading.tables import TableRow, table


class IncidentTechniques:
    """One row an example; several codes may stand in one cell."""

    id = "disarm-incident-techniques"
    title = "Techniques of the incidents that DISARM's editors collected"
    used: Mapping[str, str] = MappingProxyType(
        {"incident_id": "campaign, as `disarm:` and the number", "technique_ids": "technique_use, one a code"}
    )
    unused: Mapping[str, str] = MappingProxyType(
        {
            "disarm_id": "number of the example; it stands in the evidence",
            "name, summary": "prose under the framework's own licence",
        }
    )

    def recognises(self, candidate: Candidate) -> bool:
        """By its header."""
        return candidate.has_columns("disarm_id", "incident_id", "technique_ids")

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every row, then the codes that are not in force."""
        odd: set[str] = set()
        for row in table(source, needed=("incident_id", "technique_ids")):
            yield self._outcome(row, source, odd) if isinstance(row, TableRow) else row
        if odd:
            told = f"{source.name}: codes that are not in force ({disarm_codes.release()}): {disarm_codes.told(odd)}."
            yield Gathered((), (told,))

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One row again, as cells by column."""
        cells = {str(name): str(value) for name, value in record.items()} if isinstance(record, dict) else {}
        return self._outcome(TableRow(line, cells), source, set())

    def _outcome(self, row: TableRow, source: SourceFile, odd: set[str]) -> Outcome:
        making = Making(source, row.line, dict(row.cells))
        incident, text = row["incident_id"], row["technique_ids"]
        if not text:
            return SetAside(row.line, "an example without a technique")
        if not re.fullmatch(r"I\d{5}", incident):
            making.problem("incident_id", incident, "is no number of an incident: I and five digits")
            return making.outcome()
        piece = making.piece("disarm-incidents", document=row["disarm_id"] or None)
        for part in re.split(r"[,;\s]+", text):
            code = disarm_codes.code_in(part)
            if code:
                if disarm_codes.standing(code) != "current":
                    odd.add(code)
                making.add("technique_use", piece, campaign=f"disarm:{incident}", technique=code)
            elif part:
                making.note(f"'{part[:40]}' is no code of a technique; left out")
        if not making.facts:
            making.problem("technique_ids", text, "holds no code of a technique")
        return making.outcome()


class References:
    """Addresses with authors and publishers: what other tables cite."""

    id = "disarm-references"
    title = "References behind DISARM's data"
    used: Mapping[str, str] = MappingProxyType({})
    unused: Mapping[str, str] = MappingProxyType({"all columns": "references without a claim of their own"})

    def recognises(self, candidate: Candidate) -> bool:
        """By its header."""
        return candidate.has_columns("url_id", "pub_date", "authors", "org", "archive_link")

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every row is set aside."""
        for row in table(source):
            yield (
                SetAside(row.line, "a reference, which makes no claim of its own") if isinstance(row, TableRow) else row
            )

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """A row again."""
        return SetAside(line, "a reference, which makes no claim of its own")


FORMATS = (IncidentTechniques(), References())
