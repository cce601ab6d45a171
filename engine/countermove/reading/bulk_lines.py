"""JSON lines into tables, by the database itself: what surely is good goes in set-wise, every line in doubt goes through the models.

The lines of a piece of the file are put into a table of their own. A line that fits a layout (see bulk_layout.py) is a good
record but for what its columns ask; the lines that fit none are looked at for layouts not met before, and those left over are read one
by one by the reader of the format, which alone refuses records and says why.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.reading.account import FileAccount
from countermove.reading.bulk_insert import LINES, Insertion
from countermove.reading.bulk_layout import Layout, learn
from countermove.reading.bulk_patterns import LONGEST
from countermove.reading.bulk_slabs import MARK, Slab, is_marked, size_of_lines, slabs, whole_slab
from countermove.reading.json_facts import line_outcome
from countermove.reading.outcome import SourceFile
from countermove.tables.database import Database
from countermove.tables.quoting import identifier, literal
from countermove.tables.storing import store_numbered

_DOUBTS = "lines in doubt"
_SAMPLE = 400
_ROUNDS = 12
_WORTH_LEARNING = 64
_FEW_LEFT = 1000
_PAGE = 5_000


_IS_JSON = r"json_valid(line) AND NOT regexp_matches(line, ',[ \t\r\n]*[}\]]')"
"""Whether a line is JSON by everybody's rules. The database lets a comma pass that nothing follows."""


class LineReading:
    """The reading of one file. `first_number` is the number that a fact on line 0 would have."""

    def __init__(self, database: Database, source: SourceFile, own: FileAccount, first_number: int) -> None:
        self._database, self._source, self._own, self._first = database, source, own, first_number
        self._layouts: list[Layout] = []

    def read(self) -> int:
        """Read the file; the number that a fact on the line after the last would have."""
        self._layouts = learn(_sample(self._source.path))
        slab = whole_slab(self._source.path)
        if slab is not None:
            try:
                return self._take(slab)
            except _Refused:
                pass
        return self._take_pieces(careful=slab is not None)

    def _take_pieces(self, *, careful: bool) -> int:
        end = self._first + 1
        for slab in slabs(self._database, self._source.path, careful=careful):
            try:
                end = self._take(slab)
            except _Refused:
                end = self._take_again(slab)
        return end

    def _take_again(self, slab: Slab) -> int:
        """A piece that the database refuses, line by line."""
        end = self._first + slab.first_line
        for part in slabs(self._database, slab.path, careful=True, first_line=slab.first_line):
            end = self._take(part)
        return end

    def _take(self, slab: Slab) -> int:
        """Read one piece; the number that a fact on the line after it would have."""
        guessed = self._put_lines(slab)
        base = self._first + slab.first_line
        insertion = Insertion(self._database, self._source.name, self._own, self._first, base)
        try:
            insertion.insert(dict(enumerate(self._layouts)), guessed)
            insertion.insert(self._learn_more(), ())
            count = self._count()
            self._database.run(
                f"CREATE TABLE {identifier(_DOUBTS)} AS SELECT rowid + {literal(slab.first_line)} AS r, line "
                f"FROM {identifier(LINES)} WHERE layout IS NULL AND line IS NOT NULL"
            )
        finally:
            self._drop(LINES)
        try:
            self._read_doubts(slab)
        finally:
            self._drop(_DOUBTS)
        return base + count

    def _drop(self, table: str) -> None:
        self._database.run(f"DROP TABLE IF EXISTS {identifier(table)}")

    def _count(self) -> int:
        return int(self._database.rows(f"SELECT count(*) FROM {identifier(LINES)}")[0][0])

    def _put_lines(self, slab: Slab) -> frozenset[int]:
        """The lines of a piece in their order, each with the number of its layout. Gives the numbers that are guesses."""
        if slab.first_line > 1 and is_marked(slab.path):
            raise _Refused
        beginnings = Counter(layout.beginning for layout in self._layouts if layout.beginning)
        guessed = frozenset(n for n, layout in enumerate(self._layouts) if beginnings[layout.beginning] == 1)
        with self._database.safe_path(slab.path) as path:
            source = (
                f"read_csv({literal(path)}, columns = {{line: 'VARCHAR'}}, header = false, auto_detect = false, delim = {literal(MARK)}, "
                "quote = '', escape = '', comment = '', compression = 'none', hive_partitioning = false, filename = false)"
            )
            try:
                self._database.create_in_order(
                    LINES,
                    f"SELECT line, {_layout_of('line', self._layouts, guessed)} AS layout FROM {source}",
                )
            except EngineError as error:
                self._drop(LINES)
                raise _Refused from error
        rows, size = self._database.rows(f"SELECT count(*), coalesce(sum(strlen(line)), 0) FROM {identifier(LINES)}")[0]
        if rows + size != size_of_lines(slab.path):
            self._drop(LINES)
            raise _Refused
        return guessed

    def _learn_more(self) -> Mapping[int, Layout]:
        """Give layouts to lines that have none: written with other blanks or escapes, or not met so far. Gives these, with their numbers."""
        tried = list(self._layouts)
        known = len(tried)
        left = self._left()
        if left * _FEW_LEFT < self._count():
            return {}
        kinds = self._kinds_left() if left and tried else frozenset()
        again = [layout.minified for layout in self._layouts if layout.kind in kinds]
        left = self._settle(again, tried, minified=True) if again else left
        for _ in range(_ROUNDS):
            if left < _WORTH_LEARNING:
                break
            step = max(1, left // _SAMPLE)
            found = self._database.rows(
                f"SELECT line FROM (SELECT line, row_number() OVER () AS i FROM {identifier(LINES)} "
                f"WHERE layout IS NULL AND line IS NOT NULL) WHERE i % {literal(step)} = 0 LIMIT {literal(_SAMPLE)}"
            )
            new = [layout for layout in learn(line for (line,) in found) if layout not in self._layouts]
            if not new:
                break
            self._layouts.extend(new)
            before = left
            left = self._settle(new, tried, minified=False)
            left = self._settle([layout.minified for layout in new], tried, minified=True) if left else left
            if left == before:
                break
        return {number: tried[number] for number in range(known, len(tried))}

    def _left(self) -> int:
        rows = self._database.rows(
            f"SELECT count(*) FROM {identifier(LINES)} WHERE layout IS NULL AND line IS NOT NULL"
        )
        return int(rows[0][0])

    def _kinds_left(self) -> frozenset[str]:
        """The kinds that lines without a layout name."""
        rows = self._database.rows(
            f"SELECT DISTINCT CASE WHEN {_IS_JSON} THEN json_extract_string(line, '$.kind') END FROM {identifier(LINES)} "
            "WHERE layout IS NULL AND line IS NOT NULL"
        )
        return frozenset(kind for (kind,) in rows if kind is not None)

    def _settle(self, layouts: Sequence[Layout], tried: list[Layout], *, minified: bool) -> int:
        """Try layouts on the lines that have none, and put them to those tried; how many lines are left."""
        lines, start = identifier(LINES), len(tried)
        tried.extend(layouts)
        text = f"CASE WHEN {_IS_JSON} THEN CAST(json(line) AS VARCHAR) END" if minified else "line"
        self._database.run(
            f"UPDATE {lines} SET layout = found.layout FROM (SELECT i, {_layout_of('text', layouts, (), start)} AS layout "
            f"FROM (SELECT rowid AS i, {text} AS text FROM {lines} WHERE layout IS NULL AND strlen(line) <= {literal(LONGEST)})) AS found "
            f"WHERE {lines}.rowid = found.i AND found.layout IS NOT NULL"
        )
        return self._left()

    def _read_doubts(self, slab: Slab) -> None:
        """Read the lines in doubt one by one, in their order."""
        waiting: list[tuple[int, Fact]] = []
        left_out = ((number, raw) for number, raw in slab.left_out)
        for number, raw in heapq.merge(self._doubts(), left_out):
            if not raw.strip():
                continue
            found = self._own.add(line_outcome(raw, number, self._source))
            waiting.extend((self._first + number, fact) for fact in found)
            if len(waiting) >= _PAGE:
                store_numbered(self._database, waiting, unfinished=True)
                waiting = []
        store_numbered(self._database, waiting, unfinished=True)

    def _doubts(self) -> Iterator[tuple[int, bytes]]:
        """The lines in doubt with their numbers, a page at a time, so that the database is free in between."""
        last = 0
        while page := self._database.rows(
            f"SELECT r, line FROM {identifier(_DOUBTS)} WHERE r > {literal(last)} ORDER BY r LIMIT {literal(_PAGE)}"
        ):
            for number, line in page:
                yield number, line.encode("utf-8")
            last = page[-1][0]


class _Refused(Exception):
    """The database cannot take a piece as lines, or did not take all of it."""


def _layout_of(line: str, layouts: Sequence[Layout], guessed: Collection[int], start: int = 0) -> str:
    """The number of the layout that a line fits, as SQL; NULL where it fits none. Of those guessed, only the beginning is looked at."""
    if not layouts:
        return "CAST(NULL AS USMALLINT)"
    ways = []
    for number, layout in enumerate(layouts, start=start):
        begins = f"starts_with({line}, {literal(layout.beginning)})" if layout.beginning else "TRUE"
        fits = "" if number in guessed else f" AND regexp_full_match({line}, {literal(layout.pattern)})"
        ways.append(f"WHEN {begins}{fits} THEN {literal(number)}")
    return f"CAST(CASE WHEN strlen({line}) > {literal(LONGEST)} THEN NULL {' '.join(ways)} END AS USMALLINT)"


def _sample(path: Path) -> Iterator[str]:
    """Some lines of a file: from its beginning, its end and places between them."""
    last = max(0, path.stat().st_size - _NEAR)
    with path.open("rb") as stream:
        for place in sorted({last * part // _PLACES for part in range(_PLACES + 1)}):
            stream.seek(place)
            if place:
                stream.readline(_NEAR)
            for line in stream.read(_NEAR).split(b"\n")[:-1]:
                yield line.decode("utf-8", "replace").strip().removeprefix("\ufeff")


_NEAR = 32 * 1024
_PLACES = 32
