"""Tables for readers in code: rows as clean cells by column, with everything that is no row told apart.

Profiles read their tables themselves (csv_facts.py); what both ask of a row is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from countermove.errors import Fault
from countermove.reading.csv_rows import BrokenRow, Row, columns_to_keep, rows
from countermove.reading.outcome import (
    FileFault,
    Problem,
    Refused,
    SourceFile,
    control_character,
    printable,
    refusal,
    short,
)
from countermove.reading.row_text import clean

END_MARK = "\x1a"
"""The byte with which files of old systems end."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One record: the line on which it begins, and its cells by column; an empty cell is an empty text."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def table(
    source: SourceFile,
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    skip: int = 0,
    columns: Sequence[str] = (),
    needed: Collection[str] = (),
    null: str = "",
) -> Iterator[TableRow | Refused | FileFault]:
    """The rows of a CSV file. `skip` lines stand before the header; `columns` names the cells where there is no header.

    `needed` are columns without which the file cannot be read; `null` is a cell that means nothing. Columns that stand twice and are
    not needed keep their last cell.
    """
    with source.path.open(encoding=encoding_of(source, encoding), errors="surrogateescape", newline="") as stream:
        for _ in range(skip):
            stream.readline(2**20)
        try:
            yield from _read(source, stream, delimiter, skip, list(columns), needed, null)
        except UnicodeError as error:
            yield FileFault(Fault("CM314", f"this is not {encoding} text: {error}", source.at()))


def encoding_of(source: SourceFile, encoding: str) -> str:
    """The encoding of a file; a byte-order mark knows better than its format."""
    with source.path.open("rb") as stream:
        if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _read(
    source: SourceFile, stream: TextIO, delimiter: str, skip: int, header: list[str], needed: Collection[str], null: str
) -> Iterator[TableRow | Refused | FileFault]:
    kept = columns_to_keep(header)
    for found in rows(stream, delimiter, len(header)):
        line = found.line + skip
        if isinstance(found, BrokenRow):
            if found.text.strip() != END_MARK:
                hint = "mend the row, or the quotation marks above it"
                yield refusal(source, line, "CM310", found.text, [found.reason], hint, columns=kept)
        elif not header:
            header = [clean(cell) for cell in found.cells]
            kept = columns_to_keep(header)
            if problem := header_problem(header, needed):
                yield FileFault(Fault("CM316", problem, source.at(line), "mend the header"))
                return
        else:
            cells = {
                name: "" if cell == null else cell for name, cell in zip(header, map(clean, found.cells), strict=True)
            }
            yield _unclean(source, line, found, cells) or TableRow(line, cells)


def header_problem(header: Sequence[str], needed: Collection[str]) -> str:
    """Why a header will not do; empty where it will."""
    missing = [name for name in needed if name not in header]
    if missing:
        return f"the header lacks {', '.join(missing)}"
    twice = [name for name, times in Counter(header).items() if times > 1 and name in needed]
    return f"the column {short(twice[0])} stands twice in the header" if twice else ""


def _unclean(source: SourceFile, line: int, row: Row, cells: Mapping[str, str]) -> Refused | None:
    """A row with bytes that are no text, or with control characters, is refused."""
    if "".join(row.cells).isprintable():
        return None
    for name, cell in zip(cells, row.cells, strict=False):
        try:
            cell.encode("utf-8")
        except UnicodeEncodeError:
            return _refused(
                source, line, cells, Problem(name, printable(cell), "it holds bytes that are not text in this encoding")
            )
        if control := control_character(cell):
            return _refused(
                source, line, cells, Problem(name, printable(cell), f"it holds the control character {control}")
            )
    return None


def _refused(source: SourceFile, line: int, cells: Mapping[str, str], problem: Problem) -> Refused:
    return Refused(line, dict(cells), (Fault("CM314", str(problem), source.at(line)),), (problem,))
