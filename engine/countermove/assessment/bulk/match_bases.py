"""The basis of matches that stand in tables, and of the facts derived from them. Matches on facts with equal bases are one case.

Derived facts are weighed round by round: a match when all its facts are, a derived fact when all matches behind it are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from countermove.assessment.bulk.cases import number_of, work_out
from countermove.assessment.bulk.fact_bases import BASIS_OF_FACT, Bases
from countermove.assessment.derivation_order import Key, in_turn
from countermove.assessment.grading import Basis, Grading
from countermove.inference.match import Binding, Match, Total
from countermove.inference.sql.tables_found import MatchTable
from countermove.rulebook.rule import Conclude
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.database import Database, Row
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, listed

_CASES = "matches by the bases of their facts"
_WEIGHED = "matches with their bases"
_WANTED = "derived facts to weigh"
_READY = "derived facts with all their matches weighed"


def basis_table(table: MatchTable) -> str:
    """The table with the basis `b` of each match by its row `r` in the match table."""
    return f"basis of {table.table}"


class MatchBases:
    """Gives matches and derived facts their bases; observed facts have theirs already."""

    def __init__(self, database: Database, rulebook: Rulebook, grading: Grading, bases: Bases) -> None:
        self._database = database
        self._rulebook = rulebook
        self._grading = grading
        self._bases = bases

    def weigh_derived(self, concluding: Sequence[MatchTable]) -> None:
        """Weigh the matches that conclude, and what they conclude."""
        behind = " UNION ALL ".join(
            f"SELECT d, count(*) AS c FROM {identifier(t.table)} GROUP BY d" for t in concluding
        )  # fmt: skip
        self._database.run(
            f"CREATE OR REPLACE TEMP TABLE {identifier(_WANTED)} AS SELECT d AS n, sum(c) AS c FROM ({behind}) GROUP BY d"
        )
        left, waiting = number_of(self._database, _WANTED), list(concluding)
        while left:
            for table in waiting:
                self.weigh(table)
            waiting = [t for t in waiting if number_of(self._database, basis_table(t)) < t.count]
            fresh = self._weigh_ready(concluding)
            if not fresh:
                self._weigh_circles(concluding)
                for table in waiting:
                    self.weigh(table)
                return
            left -= fresh

    def weigh(self, table: MatchTable) -> None:
        """Weigh those matches of a table that have no basis yet and all of whose facts have one."""
        own = basis_table(table)
        if not self._database.has(own):
            fill(self._database, own, {"r": "BIGINT", "b": "INTEGER"}, ())
        keys = self._cases(table, own)
        kinds = [*table.aliases.values(), *(kind for _, kind in table.totals.values())]
        strength = self._rulebook.rules[table.rule].strength

        def together(case: Row) -> tuple[int]:
            told = [
                (kind, self._bases[b])
                for kind, part in zip(kinds, case, strict=True)
                for b in (part if isinstance(part, list) else [part])
            ]
            return (self._bases.number(self._grading.together(told, strength)),)

        work_out(self._database, _CASES, keys, {"b": "INTEGER"}, together, _WEIGHED)
        self._database.run(f"INSERT INTO {identifier(own)} SELECT r, b FROM {identifier(_WEIGHED)}")

    def apart(self, case: Row) -> Basis:
        """The basis of several matches together, by the numbers of theirs."""
        (numbers,) = case
        return self._grading.apart([self._bases[number] for number in numbers])

    def _cases(self, table: MatchTable, own: str) -> list[str]:
        """Make the table of cases; the names of the columns that tell them apart, aliases first, then totals."""
        basis, matches = identifier(BASIS_OF_FACT), identifier(table.table)
        columns, joins, where = ["m.rowid AS r"], [], [f"m.rowid NOT IN (SELECT r FROM {identifier(own)})"]
        for i, alias in enumerate(table.aliases):
            columns.append(f"b{i}.b AS k{i}")
            joins.append(f"JOIN {basis} b{i} ON b{i}.n = m.{identifier(f'a {alias}')}")
        for i, alias in enumerate(table.totals):
            facts = identifier(f"f {alias}")
            columns.append(f"coalesce(t{i}.bs, CAST([] AS INTEGER[])) AS l{i}")
            joins.append(
                f"LEFT JOIN (SELECT u.r, list_sort(list(DISTINCT b.b)) AS bs, count(b.b) AS c FROM "
                f"(SELECT rowid AS r, unnest({facts}) AS n FROM {matches}) u JOIN {basis} b ON b.n = u.n GROUP BY u.r) t{i} "
                f"ON t{i}.r = m.rowid"
            )
            where.append(f"coalesce(t{i}.c, 0) = coalesce(len(m.{facts}), 0)")
        self._database.run(
            f"CREATE OR REPLACE TEMP TABLE {identifier(_CASES)} AS SELECT {listed(columns)} "
            f"FROM {matches} m {' '.join(joins)} WHERE {' AND '.join(where)}"
        )
        return [f"k{i}" for i in range(len(table.aliases))] + [f"l{i}" for i in range(len(table.totals))]

    def _weigh_ready(self, concluding: Sequence[MatchTable]) -> int:
        """Weigh the derived facts all of whose matches are weighed; how many."""
        weighed = " UNION ALL ".join(
            f"SELECT m.d AS n, w.b FROM {identifier(t.table)} m JOIN {identifier(basis_table(t))} w ON w.r = m.rowid"
            for t in concluding
        )
        self._database.run(
            f"CREATE OR REPLACE TEMP TABLE {identifier(_CASES)} AS SELECT w.n, list_sort(list(DISTINCT w.b)) AS bs "
            f"FROM ({weighed}) w JOIN {identifier(_WANTED)} r ON r.n = w.n "
            f"WHERE w.n NOT IN (SELECT n FROM {identifier(BASIS_OF_FACT)}) GROUP BY w.n, r.c HAVING count(*) = r.c"
        )
        work_out(
            self._database,
            _CASES,
            ["bs"],
            {"b": "INTEGER"},
            lambda case: (self._bases.number(self.apart(case)),),
            _READY,
        )
        self._database.run(f"INSERT INTO {identifier(BASIS_OF_FACT)} SELECT n, b FROM {identifier(_READY)}")
        return number_of(self._database, _READY)

    def _weigh_circles(self, concluding: Sequence[MatchTable]) -> None:
        """Derived facts that bear each other: rare, so all derived facts are weighed anew, one by one, in the order of derivation."""
        behind: dict[Key, list[Match]] = {}
        for table in concluding:
            for match, derived in self._as_matches(table):
                behind.setdefault(derived, []).append(match)
        basis: dict[int, int] = dict(self._database.rows(f"SELECT n, b FROM {identifier(BASIS_OF_FACT)}"))
        for key, matches in in_turn(behind):
            bases = [
                self._grading.together(
                    [(kind, self._bases[basis[int(n)]]) for kind, n in match.fact_keys()],
                    self._rulebook.rules[match.rule].strength,
                )
                for match in matches
            ]
            basis[int(key[1])] = self._bases.number(self._grading.apart(bases))
        fill(self._database, BASIS_OF_FACT, {"n": "BIGINT", "b": "INTEGER"}, basis.items())

    def _as_matches(self, table: MatchTable) -> Iterable[tuple[Match, Key]]:
        """The matches of a table that concludes, and what each concludes; facts go by their numbers."""
        then = self._rulebook.rules[table.rule].then
        assert isinstance(then, Conclude)  # noqa: S101 - only such tables come here
        columns = [f"a {alias}" for alias in table.aliases] + [f"f {alias}" for alias in table.totals] + ["d"]
        for row in self._database.rows(f"SELECT {listed(map(identifier, columns))} FROM {identifier(table.table)}"):
            bound: list[Binding] = [
                (alias, kind, str(n)) for (alias, kind), n in zip(table.aliases.items(), row, strict=False)
            ]
            counted = row[len(bound) : -1]
            totals = tuple(
                (alias, Total(function, 0, kind, tuple(map(str, numbers or ()))))
                for (alias, (function, kind)), numbers in zip(table.totals.items(), counted, strict=True)
            )
            yield Match(table.rule, tuple(sorted(bound)), totals), (then.kind, str(row[-1]))
