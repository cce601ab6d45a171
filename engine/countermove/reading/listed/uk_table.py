"""A British list as a table: its header may stand below the day of its state, and rows of one number make one entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from countermove.facts.time import PartialDate
from countermove.reading.candidate import Candidate
from countermove.reading.cell_types import TYPES
from countermove.reading.listed.groups import Entry, GoodRow, checked, entries
from countermove.reading.listed.headers import Header, has_header, header_of, rows_below
from countermove.reading.listed.uk_entry import UkRow, entry_outcomes, problems_of
from countermove.reading.outcome import Outcome, SourceFile
from countermove.reading.tables import TableRow

_LONGEST = 100


@dataclass(frozen=True)
class UkTable:
    """One list: its source in the register, the columns that tell it, what a row says, and how its day is written above the header."""

    register: str
    needed: tuple[str, ...]
    row: Callable[[Mapping[str, str]], UkRow]
    day: re.Pattern[str]

    def is_in(self, candidate: Candidate) -> bool:
        """Whether a file is such a table."""
        return has_header(candidate, ",", self.needed)

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every row, those of one entry together."""
        header = header_of(source, ",", self.needed)
        rows = checked(source, rows_below(source, header, ",", self.needed), self.row, problems_of)
        for found in entries(rows, lambda row: row.own):
            if isinstance(found, Entry):
                yield from entry_outcomes(source, self.register, self._day_above(header), found)
            else:
                yield found

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """A mended row as an entry of its own: it is united with the others of its number."""
        (read,) = checked(source, [TableRow(line, record)], self.row, problems_of)
        return next(entry_outcomes(source, self.register, None, Entry((read,)))) if isinstance(read, GoodRow) else read

    def _day_above(self, header: Header | None) -> PartialDate | None:
        for line in header.above if header else ():
            if found := self.day.search(line[:_LONGEST]):
                try:
                    day = TYPES["day"](found[1])
                except ValueError:
                    continue
                return day if isinstance(day, PartialDate) else None
        return None
