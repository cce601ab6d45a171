"""JSON lines into tables, by the database itself: what surely is good goes in set-wise, every line in doubt goes through the models.

The lines of a piece of the file are put into a table of their own. A line that fits a layout (see bulk_layout.py) is a good
record but for what its columns ask; the lines that fit none are looked at for layouts not met before, and those left over are read one
by one by the reader of the format, which alone refuses records and says why.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from pathlib import Path

from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.facts.registry import fields
from countermove.reading.bulk_columns import file_evidence, records, selection
from countermove.reading.bulk_layout import Layout, learn
from countermove.reading.bulk_patterns import LATER, LONGEST, is_id
from countermove.reading.bulk_slabs import MARK, Slab, is_marked, size_of_lines, slabs, whole_slab
from countermove.reading.facts_source import FileAccount
from countermove.reading.json_facts import line_outcome
from countermove.reading.outcome import SourceFile
from countermove.tables.database import Database
from countermove.tables.quoting import identifier, literal
from countermove.tables.storing import store_numbered

_LINES, _DOUBTS = "lines being read", "lines in doubt"
_SAMPLE = 400
_ROUNDS = 12
_WORTH_LEARNING = 64
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
        self._put_lines(slab)
        base = self._first + slab.first_line
        try:
            self._learn_more()
            self._insert(base)
            count = self._count()
            self._database.run(
                f"CREATE TABLE {identifier(_DOUBTS)} AS SELECT rowid + {literal(slab.first_line)} AS r, line "
                f"FROM {identifier(_LINES)} WHERE layout IS NULL AND line IS NOT NULL"
            )
        finally:
            self._drop(_LINES)
        try:
            self._read_doubts(slab)
        finally:
            self._drop(_DOUBTS)
        return base + count

    def _drop(self, table: str) -> None:
        self._database.run(f"DROP TABLE IF EXISTS {identifier(table)}")

    def _count(self) -> int:
        return int(self._database.rows(f"SELECT count(*) FROM {identifier(_LINES)}")[0][0])

    def _put_lines(self, slab: Slab) -> None:
        """The lines of a piece in their order, each with the number of its layout."""
        if slab.first_line > 1 and is_marked(slab.path):
            raise _Refused
        with self._database.safe_path(slab.path) as path:
            source = (
                f"read_csv({literal(path)}, columns = {{line: 'VARCHAR'}}, header = false, auto_detect = false, delim = {literal(MARK)}, "
                "quote = '', escape = '', comment = '', compression = 'none', hive_partitioning = false, filename = false)"
            )
            try:
                self._database.create_in_order(
                    _LINES,
                    f"SELECT line, {self._layout_of('line', self._layouts)} AS layout FROM {source}",
                )
            except EngineError as error:
                self._drop(_LINES)
                raise _Refused from error
        rows, size = self._database.rows(f"SELECT count(*), coalesce(sum(strlen(line)), 0) FROM {identifier(_LINES)}")[
            0
        ]
        if rows + size != size_of_lines(slab.path):
            self._drop(_LINES)
            raise _Refused

    def _layout_of(self, line: str, layouts: Sequence[Layout], start: int = 0) -> str:
        """The number of the layout that a line fits, as SQL; NULL where it fits none."""
        if not layouts:
            return "CAST(NULL AS USMALLINT)"
        ways = []
        for number, layout in enumerate(layouts, start=start):
            begins = f"starts_with({line}, {literal(layout.beginning)}) AND " if layout.beginning else ""
            ways.append(f"WHEN {begins}regexp_full_match({line}, {literal(layout.pattern)}) THEN {literal(number)}")
        return f"CAST(CASE WHEN strlen({line}) > {literal(LONGEST)} THEN NULL {' '.join(ways)} END AS USMALLINT)"

    def _learn_more(self) -> None:
        """Give layouts to lines that have none: written with other blanks or escapes, or of a layout not met so far."""
        lines = identifier(_LINES)
        left = self._left()
        if left and self._layouts:
            left = self._settle(self._layouts, 0, minified=True)
        for _ in range(_ROUNDS):
            if left < _WORTH_LEARNING:
                return
            step = max(1, left // _SAMPLE)
            found = self._database.rows(
                f"SELECT line FROM (SELECT line, row_number() OVER () AS i FROM {lines} WHERE layout IS NULL AND line IS NOT NULL) "
                f"WHERE i % {literal(step)} = 0 LIMIT {literal(_SAMPLE)}"
            )
            new = [layout for layout in learn(line for (line,) in found) if layout not in self._layouts]
            if not new:
                return
            start = len(self._layouts)
            self._layouts.extend(new)
            before = left
            left = self._settle(new, start, minified=False)
            left = self._settle(new, start, minified=True) if left else left
            if left == before:
                return

    def _left(self) -> int:
        rows = self._database.rows(
            f"SELECT count(*) FROM {identifier(_LINES)} WHERE layout IS NULL AND line IS NOT NULL"
        )
        return int(rows[0][0])

    def _settle(self, layouts: Sequence[Layout], start: int, *, minified: bool) -> int:
        """Try layouts on the lines that have none; how many are left."""
        lines = identifier(_LINES)
        if minified:
            layouts = [layout.minified for layout in layouts]
        text = f"CASE WHEN {_IS_JSON} THEN CAST(json(line) AS VARCHAR) END" if minified else "line"
        self._database.run(
            f"UPDATE {lines} SET layout = found.layout FROM (SELECT i, {self._layout_of('text', layouts, start)} AS layout "
            f"FROM (SELECT rowid AS i, {text} AS text FROM {lines} WHERE layout IS NULL AND strlen(line) <= {literal(LONGEST)})) AS found "
            f"WHERE {lines}.rowid = found.i AND found.layout IS NOT NULL"
        )
        return self._left()

    def _insert(self, base: int) -> None:
        """Put every line that has a layout into the table of its kind; one that does not hold what is asked loses its layout."""
        lines = identifier(_LINES)
        counts: dict[int, int] = dict(
            self._database.rows(f"SELECT layout, count(*) FROM {lines} WHERE layout IS NOT NULL GROUP BY layout")
        )
        for number, layout in enumerate(self._layouts):
            expected = counts.get(number, 0)
            if not expected:
                continue
            kind = layout.kind
            self._database.create_kind(kind)
            own = f"SELECT rowid AS i, rowid + {literal(base - self._first)} AS r, line FROM {lines} WHERE layout = {literal(number)}"
            before = self._rows_of(kind)
            self._database.run(
                f"INSERT INTO {identifier(kind)} SELECT {selection(layout, self._first, self._source.name)} "
                f"FROM ({records(layout, own)})"
            )
            if self._database.rows(f"SELECT 1 FROM {identifier(kind)} WHERE n IS NULL LIMIT 1"):
                self._database.run(f"DELETE FROM {identifier(kind)} WHERE n IS NULL")
            self._drop_bad_ids(layout, base)
            taken = self._rows_of(kind) - before
            if taken != expected:
                self._database.run(
                    f"UPDATE {lines} SET layout = NULL WHERE layout = {literal(number)} "
                    f"AND rowid + {literal(base)} NOT IN (SELECT n FROM {identifier(kind)} WHERE n >= {literal(base)})"
                )
            self._own.add_used(taken, taken, self._unsourced(layout, number, base))

    def _rows_of(self, kind: str) -> int:
        return int(self._database.rows(f"SELECT count(*) FROM {identifier(kind)}")[0][0])

    def _unsourced(self, layout: Layout, number: int, base: int) -> int:
        """How many of a layout's lines state no source. Only where some fact looks so, the lines themselves are asked."""
        start = literal(file_evidence(self._source.name))
        if not self._database.rows(
            f"SELECT 1 FROM {identifier(layout.kind)} WHERE n >= {literal(base)} AND starts_with(evidence, {start}) LIMIT 1"
        ):
            return 0
        given = "evidence" in layout.keys
        rows = self._database.rows(
            f"SELECT count(*) FROM {identifier(_LINES)} WHERE layout = {literal(number)}"
            f"{' AND json_extract(line, $e) IS NULL'.replace('$e', literal('$.evidence')) if given else ''}"
        )
        return int(rows[0][0])

    def _drop_bad_ids(self, layout: Layout, base: int) -> None:
        """Take facts out again whose ids are of a scheme that only `check_id` can look at, and do not hold; each id is looked at once."""
        kind = identifier(layout.kind)
        for described in fields(layout.kind).values():
            if described.name not in layout.keys:
                continue
            listed_ids = described.type == "list" and described.item is not None and described.item.type == "entity"
            if described.type != "entity" and not listed_ids:
                continue
            name = identifier(described.name)
            ids = f"SELECT unnest({name}) AS x FROM {kind}" if listed_ids else f"SELECT {name} AS x FROM {kind}"
            asked = " OR ".join(f"starts_with(x, {literal(scheme + ':')})" for scheme in LATER)
            found = self._database.rows(f"SELECT DISTINCT x FROM ({ids} WHERE n >= {literal(base)}) WHERE {asked}")
            bad = [id for (id,) in found if not is_id(id)]
            if bad:
                hit = f"list_has_any({name}, $1)" if listed_ids else f"{name} IN (SELECT unnest($1))"
                self._database.run(f"DELETE FROM {kind} WHERE n >= {literal(base)} AND {hit}", [bad])

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


def _sample(path: Path) -> Iterator[str]:
    """Some lines of a file: from its beginning, its middle and its end."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        for place in sorted({0, size // 4, size // 2, size * 3 // 4, max(0, size - _NEAR)}):
            stream.seek(place)
            if place:
                stream.readline(_NEAR)
            for line in stream.read(_NEAR).split(b"\n")[:-1]:
                yield line.decode("utf-8", "replace").strip().removeprefix("\ufeff")


_NEAR = 64 * 1024
