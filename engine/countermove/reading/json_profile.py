"""JSON by profile: the records of a document, or one a line, become cells by dotted path, and the cells become facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from countermove.errors import Fault
from countermove.reading.json_cells import DirtyText, cells_reader
from countermove.reading.json_stream import DEEPEST, JsonRecord, is_deeper, items, lines
from countermove.reading.outcome import FileFault, Outcome, SourceFile
from countermove.reading.profile import Profile
from countermove.reading.profile_facts import RecordFacts
from countermove.reading.refused_record import Told, refused


class JsonProfileReader:
    """Reads files of one profile whose records are JSON objects."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self.id = profile.id
        self.title = profile.title
        self._facts = RecordFacts(profile)
        self._cells = cells_reader(profile.names, profile.spellings)
        self._blank = frozenset(profile.blank)
        self._place = "line" if profile.form == "json-lines" else "record"

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        by_line = self._profile.form == "json-lines"
        any_found = False
        for found in lines(source) if by_line else items(source, self._profile.records):
            any_found = True
            yield self._outcome(found.data, found.number, source) if isinstance(found, JsonRecord) else found
        if not any_found and not by_line and self._profile.records:
            message = f"there is nothing at '{self._profile.records}', where {self.id} files have their records"
            yield FileFault(Fault("CM316", message, source.at()))

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """A record out of the quarantine."""
        if is_deeper(record, DEEPEST):
            return self._refused(source, line, "", "CM310", f"the record is nested more than {DEEPEST} levels deep")
        return self._outcome(record, line, source)

    def _outcome(self, record: Any, number: int, source: SourceFile) -> Outcome:
        if not isinstance(record, dict):
            return self._refused(source, number, record, "CM310", "a record is a JSON object here")
        try:
            cells = self._cells(record)
        except DirtyText as error:
            return self._refused(source, number, record, "CM314", str(error))
        if self._blank:
            cells = {name: kept for name, cell in cells.items() if (kept := self._unless_blank(cell)) is not None}
        return self._facts.outcome(
            cells, record, source, number, f"{self._place} {number}", by_line=self._place == "line"
        )

    def _refused(self, source: SourceFile, number: int, record: Any, code: str, reason: str) -> Outcome:
        by_line = self._place == "line"
        return refused(source, number, code, record, [Told.of_record(reason)], by_line=by_line)

    def _unless_blank(self, cell: Any) -> Any:
        if isinstance(cell, list):
            return [item for item in cell if not (isinstance(item, str) and item in self._blank)] or None
        return None if isinstance(cell, str) and cell in self._blank else cell
