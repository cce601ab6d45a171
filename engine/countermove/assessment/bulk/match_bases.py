"""The basis of matches that stand in tables, and of the facts derived from them.

Derived facts are weighed round by round: a match when all its facts are, a derived fact when all matches behind it are.
"""

from __future__ import annotations

from collections.abc import Iterable

from countermove.assessment.bulk.bases import BASIS, Origins, combine, grounds
from countermove.assessment.bulk.cases import number_of
from countermove.assessment.bulk.fact_bases import BASIS_OF_FACT
from countermove.assessment.bulk.match_facts import FACTS_OF_MATCH, SHARED_FACTS, STRENGTHS, Numbered
from countermove.assessment.derivation_order import Key, in_turn
from countermove.assessment.grading import Basis, Grading, Interval
from countermove.inference.match import Binding, Match, Total
from countermove.inference.sql.tables_found import MatchTable
from countermove.rulebook.rule import Conclude
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.database import Database
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, listed, literal

BASIS_OF_MATCH = "basis of match"
"""Table: `t` the number of a match table, `r` the row of a match in it, and its basis with `origins`, a list of numbers of sets."""

_WANTED = "derived facts to weigh"
_READY = "derived facts with all their matches weighed"
_WEIGHED = "derived facts weighed"


class MatchBases:
    """Gives matches and derived facts their bases; observed facts have theirs already."""

    def __init__(self, database: Database, rulebook: Rulebook, grading: Grading, origins: Origins) -> None:
        self._database = database
        self._rulebook = rulebook
        self._grading = grading
        self._origins = origins
        fill(database, BASIS_OF_MATCH, {"t": "INTEGER", "r": "BIGINT", **BASIS, "origins": "INTEGER[]"}, ())

    def weigh_derived(self, concluding: Numbered) -> None:
        """Weigh the matches that conclude, and what they conclude."""
        if not concluding:
            return
        behind = " UNION ALL ".join(f"SELECT d FROM {identifier(t.table)}" for t in concluding.values())
        self._database.run(
            f"CREATE OR REPLACE TEMP TABLE {identifier(_WANTED)} AS SELECT d AS n, count(*) AS c FROM ({behind}) GROUP BY d"
        )
        left = number_of(self._database, _WANTED)
        waiting, again = dict(concluding), False
        while left:
            self.weigh(waiting, again)
            waiting, again = self._unfinished(waiting), True
            fresh = self._weigh_ready(concluding)
            if not fresh:
                self._weigh_circles(concluding)
                self.weigh(waiting, again)
                return
            left -= fresh

    def weigh(self, numbered: Numbered, again: bool = False) -> None:
        """Weigh those matches of tables all of whose facts have a basis; `again`, those that have none themselves yet.

        A match is as good as the weakest of its facts, end by end, times the rule's strength. What happened has to be corroborated;
        that a ship or a state is called so has not.
        """
        if not numbered:
            return
        facts, basis, own = identifier(FACTS_OF_MATCH), identifier(BASIS_OF_FACT), identifier(BASIS_OF_MATCH)
        among = listed(map(str, numbered))
        fresh = f" AND NOT EXISTS (SELECT 1 FROM {own} w WHERE w.t = m.t AND w.r = m.r)" if again else ""
        weakest = (
            "min(b.low) AS low, min(b.high) AS high, min(b.support) AS support, min(b.support) FILTER (WHERE m.event) AS certain, "
            "bool_or(b.contested) AS contested, list_sort(list(DISTINCT b.origins) FILTER (WHERE b.n IS NOT NULL)) AS origins"
        )
        whole = "HAVING count(m.n) = count(b.n)"
        one = literal(1.0)
        self._database.run(
            f"INSERT INTO {own} SELECT g.t, g.r, least({one}, g.low, s.low) * x.strength, least({one}, g.high, s.high) * x.strength, "
            "coalesce(least(g.certain, s.certain), least(g.support, s.support), 0), "
            "coalesce(g.contested, FALSE) OR coalesce(s.contested, FALSE), "
            "CASE WHEN s.t IS NULL THEN coalesce(g.origins, CAST([] AS INTEGER[])) "
            "ELSE list_sort(list_distinct(list_concat(g.origins, s.origins))) END "
            f"FROM (SELECT m.t, m.r, {weakest} FROM {facts} m LEFT JOIN {basis} b ON b.n = m.n "
            f"WHERE m.t IN ({among}){fresh} GROUP BY m.t, m.r {whole}) g "
            f"JOIN {identifier(STRENGTHS)} x ON x.t = g.t "
            f"LEFT JOIN (SELECT m.t, {weakest} FROM {identifier(SHARED_FACTS)} m LEFT JOIN {basis} b ON b.n = m.n "
            f"WHERE m.t IN ({among}) GROUP BY m.t {whole}) s ON s.t = g.t "
            f"WHERE s.t IS NOT NULL OR g.t NOT IN (SELECT t FROM {identifier(SHARED_FACTS)})"
        )

    def _unfinished(self, numbered: Numbered) -> dict[int, MatchTable]:
        """The tables some of whose matches are not weighed."""
        done: dict[int, int] = dict(
            self._database.rows(f"SELECT t, count(*) FROM {identifier(BASIS_OF_MATCH)} GROUP BY t")
        )
        return {number: table for number, table in numbered.items() if done.get(number, 0) < table.count}

    def _weigh_ready(self, concluding: Numbered) -> int:
        """Weigh the derived facts all of whose matches are weighed; how many."""
        behind = " UNION ALL ".join(
            f"SELECT {number} AS t, rowid AS r, d AS n FROM {identifier(table.table)}"
            for number, table in concluding.items()
        )
        self._database.run(
            f"CREATE OR REPLACE TEMP TABLE {identifier(_READY)} AS SELECT m.n, {grounds('w')} AS grounds "
            f"FROM ({behind}) m JOIN {identifier(BASIS_OF_MATCH)} w ON w.t = m.t AND w.r = m.r "
            f"JOIN {identifier(_WANTED)} r ON r.n = m.n "
            f"WHERE NOT EXISTS (SELECT 1 FROM {identifier(BASIS_OF_FACT)} f WHERE f.n = m.n) "
            "GROUP BY m.n, r.c HAVING count(*) = r.c"
        )
        combine(self._database, _READY, self._grading, self._origins, _WEIGHED, keep_origins=True)
        self._database.run(
            f"INSERT INTO {identifier(BASIS_OF_FACT)} SELECT n, low, high, support, contested, origins FROM {identifier(_WEIGHED)}"
        )
        return number_of(self._database, _READY)

    def _weigh_circles(self, concluding: Numbered) -> None:
        """Derived facts that bear each other: rare, so all derived facts are weighed anew, one by one, in the order of derivation."""
        behind: dict[Key, list[Match]] = {}
        for table in concluding.values():
            for match, derived in self._as_matches(table):
                behind.setdefault(derived, []).append(match)
        basis = {
            n: Basis(Interval(low, high), self._origins.union([own]), contested, (), support)
            for n, low, high, support, contested, own in self._database.rows(
                f"SELECT n, low, high, support, contested, origins FROM {identifier(BASIS_OF_FACT)}"
            )
        }
        for key, matches in in_turn(behind):
            bases = [
                self._grading.together(
                    [(kind, basis[int(n)]) for kind, n in match.fact_keys()], self._rulebook.rules[match.rule].strength
                )
                for match in matches
            ]
            basis[int(key[1])] = self._grading.apart(bases)
        rows = [
            (
                n,
                b.interval.low,
                b.interval.high,
                b.support,
                b.contested,
                self._origins.number_of_set(b.origins),
            )
            for n, b in basis.items()
        ]
        fill(self._database, BASIS_OF_FACT, {"n": "BIGINT", **BASIS, "origins": "INTEGER"}, rows)

    def _as_matches(self, table: MatchTable) -> Iterable[tuple[Match, Key]]:
        """The matches of a table that concludes, and what each concludes; facts go by their numbers."""
        then = self._rulebook.rules[table.rule].then
        assert isinstance(then, Conclude)  # noqa: S101 - only such tables come here
        columns = [f"a {alias}" for alias in table.aliases] + [f"f {alias}" for alias in table.totals] + ["d"]
        for row in self._database.rows(f"SELECT {listed(map(identifier, columns))} FROM {identifier(table.table)}"):
            bound: list[Binding] = [
                (alias, kind, str(n)) for (alias, kind), n in zip(table.aliases.items(), row, strict=False)
            ]
            counted = [
                self._shared(table.shared[alias]) if alias in table.shared else numbers or ()
                for alias, numbers in zip(table.totals, row[len(bound) : -1], strict=True)
            ]
            totals = tuple(
                (alias, Total(function, 0, kind, tuple(map(str, numbers))))
                for (alias, (function, kind)), numbers in zip(table.totals.items(), counted, strict=True)
            )
            yield Match(table.rule, tuple(sorted(bound)), totals), (then.kind, str(row[-1]))

    def _shared(self, table: str) -> list[int]:
        """The facts of a total that all matches of a rule have in common."""
        [(numbers,)] = self._database.rows(f"SELECT f FROM {identifier(table)}")
        return numbers or []
