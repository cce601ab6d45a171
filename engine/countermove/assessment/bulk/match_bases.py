"""The basis of matches that stand in tables, and of the facts derived from them. Matches on facts with equal bases are one case.

Derived facts are weighed round by round: a match when all its facts are, a derived fact when all matches behind it are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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

BASIS_OF_MATCH = "basis of match"
"""Table: `t` the number of a match table, `r` the row of a match in it, `b` the number of its basis."""

_CASES = "matches by the bases of their facts"
_WEIGHED = "matches with their bases"
_WANTED = "derived facts to weigh"
_READY = "derived facts with all their matches weighed"

Numbered = Mapping[int, MatchTable]
"""Tables of matches, with a number each."""


class MatchBases:
    """Gives matches and derived facts their bases; observed facts have theirs already."""

    def __init__(
        self, database: Database, rulebook: Rulebook, grading: Grading, bases: Bases, tables: Numbered
    ) -> None:
        self._database = database
        self._rulebook = rulebook
        self._grading = grading
        self._bases = bases
        self._tables = tables
        fill(database, BASIS_OF_MATCH, {"t": "INTEGER", "r": "BIGINT", "b": "INTEGER"}, ())

    def weigh_derived(self, concluding: Numbered) -> None:
        """Weigh the matches that conclude, and what they conclude."""
        if not concluding:
            return
        behind = " UNION ALL ".join(f"SELECT d FROM {identifier(t.table)}" for t in concluding.values())
        self._database.run(
            f"CREATE OR REPLACE TEMP TABLE {identifier(_WANTED)} AS SELECT d AS n, count(*) AS c FROM ({behind}) GROUP BY d"
        )
        left = number_of(self._database, _WANTED)
        while left:
            self.weigh(concluding)
            fresh = self._weigh_ready(concluding)
            if not fresh:
                self._weigh_circles(concluding)
                self.weigh(concluding)
                return
            left -= fresh

    def weigh(self, numbered: Numbered) -> None:
        """Weigh those matches of tables that have no basis yet and all of whose facts have one."""
        if not numbered:
            return
        cases = " UNION ALL ".join(self._cases(number, table) for number, table in numbered.items())
        self._database.run(f"CREATE OR REPLACE TEMP TABLE {identifier(_CASES)} AS {cases}")
        work_out(self._database, _CASES, ["t", "bs", "ls"], {"b": "INTEGER"}, self._together, _WEIGHED)
        self._database.run(f"INSERT INTO {identifier(BASIS_OF_MATCH)} SELECT t, r, b FROM {identifier(_WEIGHED)}")

    def _together(self, case: Row) -> tuple[int]:
        number, bound, counted = case
        table = self._tables[number]
        told = [(kind, self._bases[b]) for kind, b in zip(table.aliases.values(), bound, strict=True)]
        for (_, kind), several in zip(table.totals.values(), counted, strict=True):
            told += [(kind, self._bases[b]) for b in several]
        return (self._bases.number(self._grading.together(told, self._rulebook.rules[table.rule].strength)),)

    def apart(self, case: Row) -> Basis:
        """The basis of several matches together, by the numbers of theirs."""
        (numbers,) = case
        return self._grading.apart([self._bases[number] for number in numbers])

    def _cases(self, number: int, table: MatchTable) -> str:
        """A query for the matches of a table with the bases of their facts: `bs` of those bound, `ls` of those that went into totals."""
        basis, matches = identifier(BASIS_OF_FACT), identifier(table.table)
        joins = []
        where = [f"NOT EXISTS (SELECT 1 FROM {identifier(BASIS_OF_MATCH)} w WHERE w.t = {number} AND w.r = m.rowid)"]
        for i, alias in enumerate(table.aliases):
            joins.append(f"JOIN {basis} b{i} ON b{i}.n = m.{identifier(f'a {alias}')}")
        for i, alias in enumerate(table.totals):
            facts = identifier(f"f {alias}")
            joins.append(
                f"LEFT JOIN (SELECT u.r, list_sort(list(DISTINCT b.b)) AS bs, count(b.b) AS c FROM "
                f"(SELECT rowid AS r, unnest({facts}) AS n FROM {matches}) u JOIN {basis} b ON b.n = u.n GROUP BY u.r) t{i} "
                f"ON t{i}.r = m.rowid"
            )
            where.append(f"coalesce(t{i}.c, 0) = coalesce(len(m.{facts}), 0)")
        bound = listed(f"b{i}.b" for i in range(len(table.aliases)))
        counted = listed(f"coalesce(t{i}.bs, CAST([] AS INTEGER[]))" for i in range(len(table.totals)))
        return (
            f"SELECT {number} AS t, m.rowid AS r, CAST([{bound}] AS INTEGER[]) AS bs, CAST([{counted}] AS INTEGER[][]) AS ls "
            f"FROM {matches} m {' '.join(joins)} WHERE {' AND '.join(where)}"
        )

    def _weigh_ready(self, concluding: Numbered) -> int:
        """Weigh the derived facts all of whose matches are weighed; how many."""
        behind = " UNION ALL ".join(
            f"SELECT {number} AS t, rowid AS r, d AS n FROM {identifier(table.table)}"
            for number, table in concluding.items()
        )
        self._database.run(
            f"CREATE OR REPLACE TEMP TABLE {identifier(_CASES)} AS SELECT m.n, list_sort(list(DISTINCT w.b)) AS bs "
            f"FROM ({behind}) m JOIN {identifier(BASIS_OF_MATCH)} w ON w.t = m.t AND w.r = m.r "
            f"JOIN {identifier(_WANTED)} r ON r.n = m.n "
            f"WHERE NOT EXISTS (SELECT 1 FROM {identifier(BASIS_OF_FACT)} f WHERE f.n = m.n) "
            "GROUP BY m.n, r.c HAVING count(*) = r.c"
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

    def _weigh_circles(self, concluding: Numbered) -> None:
        """Derived facts that bear each other: rare, so all derived facts are weighed anew, one by one, in the order of derivation."""
        behind: dict[Key, list[Match]] = {}
        for table in concluding.values():
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
