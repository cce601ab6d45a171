"""A quarantine file that somebody mended: every record goes back to the format that it came from, and is read again.

Each line is an object with `path`, `line`, `format`, `problems` and `record`, as `--quarantine FILE` writes it. The facts keep the
place in the file where the record first stood. A record that is still not in order is refused again, under that place.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from countermove.reading.candidate import Candidate
from countermove.reading.json_stream import JsonRecord, lines
from countermove.reading.json_text import BrokenJson, parse_json
from countermove.reading.outcome import (
    FileFault,
    Gathered,
    Outcome,
    Reader,
    Refused,
    SetAside,
    SourceFile,
    Used,
    printable,
    refusal,
    short,
)
from countermove.reading.profile_formats import ProfileFormat, own_formats

_KEYS = frozenset({"path", "line", "format", "problems", "record"})
_OF_FACT = "fact"
"""The format of facts that were refused when all were put together; they are in the native form."""

_DELIMITERS = ",;\t|"
_FAR = 2**53

Known = Callable[[Sequence[ProfileFormat]], Iterable[Reader]]
"""All formats, given the user's own profiles."""


class Unmended(ValueError):
    """A line of a quarantine file that cannot go back to its format."""


class Quarantine:
    """Records that were refused, and are mended."""

    id = "quarantine"
    title = "refused records out of a quarantine file, mended"

    def __init__(self, known: Known, own: Sequence[ProfileFormat] = ()) -> None:
        self._known, self._own = known, own
        self._found: dict[tuple[str, str], Reader | None] = {}

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for found in lines(source):
            yield self.reread(found.data, found.number, source) if isinstance(found, JsonRecord) else found

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One line of a quarantine file."""
        try:
            path, number, word, inner, columns = _entry(record)
        except Unmended as error:
            return refusal(source, line, "CM310", record, [str(error)], "leave all of the line but 'record' as it was")
        origin = SourceFile(Path(path), printable(path)) if path else source
        try:
            outcome = _again(self._reader(word, origin), inner, columns, number, origin)
        except Unmended as error:
            outcome = refusal(source, number, "CM310", inner, [str(error)], columns=columns)
        if isinstance(outcome, FileFault):
            outcome = Refused(number, inner, (outcome.fault,))
        if isinstance(outcome, Gathered):
            return Used(line, outcome.facts, outcome.notes)
        if isinstance(outcome, (Used, SetAside)):
            return replace(outcome, line=line)
        told = f"{origin.name} {number}: " if number else f"{origin.name}: "
        faults = tuple(
            replace(fault, message=told + fault.message, location=source.at(line)) for fault in outcome.faults
        )
        return replace(outcome, line=number, record=inner, faults=faults, origin=(origin.shown, word))

    def _reader(self, word: str, origin: SourceFile) -> Reader:
        key = (word, str(origin.path.parent))
        if key not in self._found:
            self._found[key] = self._look_up("json-lines" if word == _OF_FACT else word, origin.path.parent)
        reader = self._found[key]
        if reader is None:
            raise Unmended(f"{short(word)} is no format that is known here: put its profile beside this file")
        return reader

    def _look_up(self, word: str, folder: Path) -> Reader | None:
        found = next((reader for reader in self._known(self._own) if reader.id == word), None)
        if found is not None:
            return found
        try:
            profiles, _ = own_formats(folder, str(folder))
        except (OSError, ValueError):
            return None
        return next((profile for profile in profiles if profile.id == word), None)


def is_quarantine(candidate: Candidate) -> bool:
    """Whether a file begins as a quarantine file does."""
    if not all(f'"{key}"' in candidate.text for key in _KEYS):
        return False
    return candidate.has_json(*_KEYS) and isinstance(candidate.json_values["format"], str)


def _entry(record: Any) -> tuple[str, int, str, Any, tuple[str, ...]]:
    """Path, line, format, record and columns of one line."""
    if not isinstance(record, dict) or not record.keys() >= _KEYS - {"problems"}:
        raise Unmended("a line of a quarantine file has 'path', 'line', 'format' and 'record'")
    path, line, word = record["path"], record["line"], record["format"]
    if not isinstance(path, str) or "\0" in path or not isinstance(word, str):
        raise Unmended("'path' and 'format' are text")
    if not isinstance(line, int) or isinstance(line, bool) or not 0 <= line < _FAR:
        raise Unmended("'line' is a number")
    columns = record.get("columns", [])
    if not isinstance(columns, list) or not all(isinstance(name, str) for name in columns):
        raise Unmended("'columns' is a list of names")
    return path, line, word, record["record"], tuple(columns)


def _again(reader: Reader, record: Any, columns: Sequence[str], line: int, origin: SourceFile) -> Outcome:
    """What the record's own format makes of it now."""
    reread = getattr(reader, "reread", None)
    if reread is None:
        raise Unmended(f"records of the format {short(reader.id)} cannot be read again by themselves")
    if isinstance(record, str):
        record = _row(record, columns) if columns else _json(record)
    try:
        outcome: Outcome = reread(record, line, origin)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        raise Unmended(f"the record has not the form that records of {short(reader.id)} have") from None
    return outcome


def _row(text: str, columns: Sequence[str]) -> dict[str, str]:
    """The cells of a row of a table that was broken, by column."""
    sizes: list[int] = []
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True) if row]
        except csv.Error:
            continue
        if len(rows) == 1 and len(rows[0]) == len(columns):
            return dict(zip(columns, rows[0], strict=True))
        sizes.extend(len(row) for row in rows)
    if not sizes:
        raise Unmended("the row is not CSV: a quotation mark is opened and not closed")
    raise Unmended(f"the row has {max(sizes)} cell{'s' if max(sizes) != 1 else ''}, the header {len(columns)}")


def _json(text: str) -> Any:
    try:
        return parse_json(text)
    except BrokenJson as error:
        raise Unmended(f"the record is not JSON: {error}") from None
