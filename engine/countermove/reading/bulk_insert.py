"""From lines that have a layout to the tables of their kinds.

A layout's number may be a guess from how a line begins: then the pattern is asked here, with the lines of one layout together, which is
much faster than one line of each in turn. A line that does not hold what is asked loses its number, and is looked at by others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from countermove.facts.registry import fields
from countermove.reading.account import FileAccount
from countermove.reading.bulk_columns import file_evidence, records, selection
from countermove.reading.bulk_layout import Layout
from countermove.reading.bulk_patterns import LATER, is_id
from countermove.tables.database import Database
from countermove.tables.quoting import identifier, listed, literal

LINES = "lines being read"
"""The table of a piece's lines in their order: `line`, and `layout`, the number of its layout."""

_COMMON = 8
"""A layout is common in a table where at least one of so many lines has it."""

LARGE = 50_000
"""A table of no more lines is looked through by all of its layouts."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """The insertion of one piece of a file. A fact on line 0 of the file would have the number `first`, one on its own first line `base`."""

    database: Database
    file_name: str
    own: FileAccount
    first: int
    base: int

    def insert(self, layouts: Mapping[int, Layout], guessed: Collection[int]) -> None:
        """Put every line with the number of one of these layouts into the table of its kind."""
        rows = self.database.rows(
            f"SELECT layout, count(*) FROM {identifier(LINES)} WHERE layout IS NOT NULL GROUP BY layout"
        )
        counts = {number: count for number, count in rows if number in layouts}
        for table, among in self._portions(counts):
            for number in among:
                self._insert(layouts[number], number, table, counts[number], guessed=number in guessed)

    def _portions(self, counts: Mapping[int, int]) -> Iterator[tuple[str, Sequence[int]]]:
        """Tables of lines, each with the layouts that are common in it: the rarer ones need not look through all lines."""
        table, place = f"SELECT rowid AS i, line, layout FROM {identifier(LINES)}", 0
        left = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
        rows = sum(left.values())
        while left:
            common = [number for number, count in left.items() if rows <= LARGE or count * _COMMON >= rows]
            common = common or list(left)
            yield table, common
            left = {number: count for number, count in left.items() if number not in common}
            older, place = identifier(f"{LINES}, {place}"), place + 1
            if left:
                rows = sum(left.values())
                newer = identifier(f"{LINES}, {place}")
                among = listed(literal(number) for number in left)
                self.database.run(f"CREATE TABLE {newer} AS SELECT * FROM ({table}) WHERE layout IN ({among})")
                table = f"SELECT i, line, layout FROM {newer}"
            self.database.run(f"DROP TABLE IF EXISTS {older}")

    def _insert(self, layout: Layout, number: int, table: str, expected: int, *, guessed: bool) -> None:
        database, lines, kind = self.database, identifier(LINES), identifier(layout.kind)
        database.create_kind(layout.kind)
        own = f"SELECT i, i + {literal(self.base - self.first)} AS r, line FROM ({table}) WHERE layout = {literal(number)}"
        if guessed:
            own += f" AND regexp_full_match(line, {literal(layout.pattern)})"
        before = self._rows_of(layout.kind)
        values = selection(layout, self.first, self.file_name)
        database.run(f"INSERT INTO {kind} SELECT {values} FROM ({records(layout, own)})")
        after, good = database.rows(f"SELECT count(*), count(n) FROM {kind}")[0]
        if after > good:
            database.run(f"DELETE FROM {kind} WHERE n IS NULL")
        taken = (self._rows_of(layout.kind) if self._drop_bad_ids(layout) else good) - before
        if taken != expected:
            database.run(
                f"UPDATE {lines} SET layout = NULL WHERE layout = {literal(number)} "
                f"AND rowid + {literal(self.base)} NOT IN (SELECT n FROM {kind} WHERE n >= {literal(self.base)})"
            )
        self.own.add_used(taken, taken, self._unsourced(layout, number, taken))

    def _rows_of(self, kind: str) -> int:
        return int(self.database.rows(f"SELECT count(*) FROM {identifier(kind)}")[0][0])

    def _unsourced(self, layout: Layout, number: int, taken: int) -> int:
        """How many of a layout's lines state no source. Only where some fact looks so, the lines themselves are asked."""
        if "evidence" not in layout.keys:
            return taken
        start = literal(file_evidence(self.file_name))
        if not self.database.rows(
            f"SELECT 1 FROM {identifier(layout.kind)} WHERE n >= {literal(self.base)} AND starts_with(evidence, {start}) LIMIT 1"
        ):
            return 0
        rows = self.database.rows(
            f"SELECT count(*) FROM {identifier(LINES)} WHERE layout = {literal(number)} AND json_extract(line, '$.evidence') IS NULL"
        )
        return int(rows[0][0])

    def _drop_bad_ids(self, layout: Layout) -> bool:
        """Take facts out again whose ids are of a scheme that only `check_id` can look at, and do not hold; whether there were any.

        Each id is looked at once.
        """
        kind, base, dropped = identifier(layout.kind), literal(self.base), False
        for described in fields(layout.kind).values():
            if described.name not in layout.keys:
                continue
            listed_ids = described.type == "list" and described.item is not None and described.item.type == "entity"
            if described.type != "entity" and not listed_ids:
                continue
            name = identifier(described.name)
            ids = f"SELECT unnest({name}) AS x FROM {kind}" if listed_ids else f"SELECT {name} AS x FROM {kind}"
            asked = " OR ".join(f"starts_with(x, {literal(scheme + ':')})" for scheme in LATER)
            found = self.database.rows(f"SELECT DISTINCT x FROM ({ids} WHERE n >= {base}) WHERE {asked}")
            bad = [id for (id,) in found if not is_id(id)]
            if bad:
                hit = f"list_has_any({name}, $1)" if listed_ids else f"{name} IN (SELECT unnest($1))"
                self.database.run(f"DELETE FROM {kind} WHERE n >= {base} AND {hit}", [bad])
                dropped = True
        return dropped
