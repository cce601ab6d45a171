"""Rows that make one entry of a list together: those of one number that follow one another.

Rows of the same number that come again further down make the same facts again, under the same ids, and are united with the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from countermove.reading.making import Making
from countermove.reading.outcome import FileFault, Outcome, Problem, Refused, SourceFile
from countermove.reading.tables import TableRow

MOST_ROWS = 5_000
"""So many rows are held at once; of a longer entry the rest is read as if it came again further down."""

MOST_TEXT = 8_000_000
"""So many characters are held at once."""

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class GoodRow(Generic[Said]):
    """A row that can be used: as it stands, and what it says."""

    line: int
    cells: Mapping[str, str]
    said: Said


@dataclass(frozen=True, slots=True)
class Entry(Generic[Said]):
    """The rows of one entry, in the order of the file."""

    rows: tuple[GoodRow[Said], ...]

    @property
    def where(self) -> str:
        """The lines that it stands on."""
        first, last = self.rows[0].line, self.rows[-1].line
        return f"line {first}" if first == last else f"lines {first} to {last}"


def checked(
    source: SourceFile,
    rows: Iterable[TableRow | Refused | FileFault],
    say: Callable[[Mapping[str, str]], Said],
    problems: Callable[[Said], Iterable[Problem]],
) -> Iterator[GoodRow[Said] | Outcome]:
    """Each row with what it says, or refused for what is wrong with it."""
    for row in rows:
        if not isinstance(row, TableRow):
            yield row
            continue
        said = say(row.cells)
        making = None
        for problem in problems(said):
            making = making or Making(source, row.line, dict(row.cells))
            making.problem(*problem)
        yield making.outcome() if making else GoodRow(row.line, row.cells, said)


def entries(rows: Iterable[GoodRow[Said] | Outcome], key: Callable[[Said], str]) -> Iterator[Entry[Said] | Outcome]:
    """Rows gathered into entries. What is no good row is passed on, and parts no entry in two."""
    held: list[GoodRow[Said]] = []
    current, length = "", 0
    for row in rows:
        if not isinstance(row, GoodRow):
            yield row
            continue
        its = key(row.said)
        if held and (its != current or len(held) >= MOST_ROWS or length > MOST_TEXT):
            yield Entry(tuple(held))
            held, length = [], 0
        current = its
        length += sum(map(len, row.cells.values()))
        held.append(row)
    if held:
        yield Entry(tuple(held))
