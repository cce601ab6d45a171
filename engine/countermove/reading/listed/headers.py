"""Tables whose header may stand below other lines, with columns in any order, more or fewer of them, and spelled a little otherwise."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from countermove.errors import Fault
from countermove.reading.candidate import Candidate
from countermove.reading.listed.old_encodings import text_encoding
from countermove.reading.outcome import FileFault, Refused, SourceFile
from countermove.reading.row_text import clean
from countermove.reading.tables import TableRow, encoding_of, table

_LINES_ABOVE = 5
_LONGEST_HEADER = 2**17


@dataclass(frozen=True, slots=True)
class Header:
    """Where a header stands, and its columns; a name that stands twice has a number behind it the second time."""

    line: int
    columns: tuple[str, ...]
    above: tuple[str, ...]


class Cells:
    """The cells of a record by the folded names of its columns; the first of several names that holds something counts."""

    __slots__ = ("_cells", "_spelled")

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self._spelled = _spelling(tuple(cells))

    def __call__(self, *names: str) -> str:
        for name in names:
            spelled = self._spelled.get(name)
            if spelled is not None and (text := self._cells[spelled]):
                return text if isinstance(text, str) else str(text)
        return ""


def folded(name: str) -> str:
    """A column's name as it is compared: case and spacing do not matter."""
    return " ".join(clean(name).split()).casefold()


@lru_cache(maxsize=64)
def _spelling(columns: tuple[str, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for column in columns:
        found.setdefault(folded(column), column)
    return found


def find_header(lines: list[str], delimiter: str, needed: Collection[str]) -> Header | None:
    """The header among the first lines: the first that has all needed columns (given folded)."""
    above: list[str] = []
    for number, line in enumerate(lines[:_LINES_ABOVE], start=1):
        cells = _cells(line, delimiter)
        if set(needed) <= {folded(cell) for cell in cells}:
            return Header(number, _distinct(cells), tuple(above))
        above.append(line.strip())
    return None


def has_header(candidate: Candidate, delimiter: str, needed: Collection[str]) -> bool:
    """Whether a file has a header with these columns (given folded) near its top."""
    return not candidate.is_json and find_header(candidate.text.splitlines(), delimiter, needed) is not None


def header_of(source: SourceFile, delimiter: str, needed: Collection[str]) -> Header | None:
    """The header of a file, read from its first lines."""
    with source.path.open(encoding=encoding_of(source, "utf-8"), errors="replace", newline="") as stream:
        lines = [stream.readline(_LONGEST_HEADER) for _ in range(_LINES_ABOVE)]
    return find_header(lines, delimiter, needed)


def rows_below(
    source: SourceFile, header: Header | None, delimiter: str, needed: Collection[str]
) -> Iterator[TableRow | Refused | FileFault]:
    """The rows below a header; a fault of the file where it has none."""
    if header is None:
        problem = f"no header with the columns {', '.join(sorted(needed))} was found in the first {_LINES_ABOVE} lines"
        yield FileFault(Fault("CM316", problem, source.at(1), "mend the header"))
        return
    encoding = text_encoding(source)
    yield from table(source, delimiter=delimiter, encoding=encoding, skip=header.line, columns=header.columns)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [clean(cell) for cell in next(csv.reader(io.StringIO(line), delimiter=delimiter), [])]
    except csv.Error:
        return []


def _distinct(cells: list[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    named: list[str] = []
    for cell in cells:
        seen[cell] = seen.get(cell, 0) + 1
        named.append(cell if seen[cell] == 1 else f"{cell} ({seen[cell]})")
    return tuple(named)
