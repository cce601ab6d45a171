"""CSV files by profile: every row becomes cells by column, and the cells become facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from countermove.errors import Fault
from countermove.reading.csv_rows import BrokenRow, Row, columns_to_keep, rows
from countermove.reading.outcome import FileFault, Outcome, Problem, SourceFile, control_character, printable, short
from countermove.reading.profile import Profile
from countermove.reading.profile_facts import RecordFacts
from countermove.reading.refused_record import Told, refused
from countermove.reading.row_text import clean

_MEND = "mend the row, or the quotation marks above it"


class CsvReader:
    """Reads files of one profile."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self.id = profile.id
        self.title = profile.title
        self._facts = RecordFacts(profile)
        self._blank = frozenset(profile.blank)

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        skip = self._profile.skip_lines
        with source.path.open(encoding=self._encoding(source), errors="surrogateescape", newline="") as stream:
            try:
                for _ in range(skip):
                    stream.readline(2**24)
                found = rows(stream, self._profile.delimiter, len(self._profile.columns), skip + 1)
                yield from self._rows(source, found)
            except UnicodeError as error:
                yield FileFault(Fault("CM314", f"this is not {self._profile.encoding} text: {error}", source.at()))

    def _encoding(self, source: SourceFile) -> str:
        """The profile's encoding; a byte-order mark knows better."""
        with source.path.open("rb") as stream:
            if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
                return "utf-16"
        return "utf-8-sig" if self._profile.encoding == "utf-8" else self._profile.encoding

    def _rows(self, source: SourceFile, found: Iterator[Row | BrokenRow]) -> Iterator[Outcome]:
        header = list(self._profile.columns)
        kept = columns_to_keep(header)
        for row in found:
            if isinstance(row, BrokenRow):
                told = [Told.of_record(row.reason)]
                yield refused(source, row.line, "CM310", row.text, told, hint=_MEND, columns=kept)
            elif not header:
                header = header_names(row.cells, self._profile.spellings)
                kept = columns_to_keep(header)
                problem_found = self._header_problem(header)
                if problem_found:
                    yield FileFault(Fault("CM316", problem_found, source.at(row.line), "mend the header"))
                    return
            else:
                yield self._outcome(source, header, row)

    def _header_problem(self, header: Sequence[str]) -> str:
        missing = [name for name in self._profile.recognise if name not in header]
        if missing:
            return f"the header lacks {', '.join(missing)}, which {self.id} files have"
        wanted = set(self._profile.names)
        twice = [name for name, times in Counter(header).items() if times > 1 and name in wanted]
        return f"the column {short(twice[0])} stands twice in the header" if twice else ""

    def _outcome(self, source: SourceFile, header: Sequence[str], row: Row) -> Outcome:
        cells = dict(zip(header, map(clean, row.cells), strict=True))
        return self._of_cells(cells, row.cells, source, row.line)

    def _of_cells(self, cells: dict[str, str], raw: Sequence[str], source: SourceFile, line: int) -> Outcome:
        if not "".join(raw).isprintable():
            told = unclean(cells, raw)
            if told:
                return refused(source, line, "CM314", cells, [told], shown=raw)
        read = {name: "" if cell in self._blank else cell for name, cell in cells.items()} if self._blank else cells
        return self._facts.outcome(read, cells, source, line, f"line {line}", raw)

    def reread(self, record: Mapping[str, object], line: int, source: SourceFile) -> Outcome:
        """A row out of the quarantine: its cells by column."""
        cells = {str(name): clean(str(cell)) for name, cell in record.items() if cell is not None}
        return self._of_cells(cells, list(cells.values()), source, line)


def header_names(cells: Sequence[str], spellings: Mapping[str, Sequence[str]]) -> list[str]:
    """The names in a header as the profile calls them."""
    header = [clean(cell) for cell in cells]
    for name, others in spellings.items():
        found = next((other for other in others if other in header), None)
        if found is not None and name not in header:
            header[header.index(found)] = name
    return header


def unclean(names: Iterable[str], raw: Sequence[str]) -> Told | None:
    """What in a row is no text; None where all of it is."""
    for name, cell in zip(names, raw, strict=False):
        try:
            cell.encode("utf-8")
        except UnicodeEncodeError:
            return _dirty(name, cell, "bytes that are not UTF-8 text")
        if control := control_character(cell):
            return _dirty(name, cell, f"the control character {control}")
    return None


def _dirty(name: str, cell: str, what: str) -> Told:
    return Told(Problem(name, printable(cell)[:200], f"holds {what}"), f"the row holds {what}")
