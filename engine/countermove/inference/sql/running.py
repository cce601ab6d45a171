"""Runs the rules of a rulebook as queries, layer by layer, until nothing follows any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import count as counter

from countermove.errors import EngineError
from countermove.facts.registry import KINDS
from countermove.inference.reference import _sum as exact_sum
from countermove.inference.sql.concluding import DERIVED_FROM, ID, Concluding
from countermove.inference.sql.known_tables import KnownTables
from countermove.inference.sql.protocol import Sql
from countermove.inference.sql.rule_sql import RuleQuery, rule_queries
from countermove.inference.sql.tables_found import MatchTable
from countermove.inference.truth import Context
from countermove.rulebook.condition import Constant
from countermove.rulebook.rule import Conclude, Rule
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.strata import edges, strata
from countermove.tables.columns import NUMBER
from countermove.tables.quoting import identifier

MATCHES = "match "
"""What the name of a table of matches begins with."""

SHARED = "shared by "
"""What the name of a table begins with that holds what all matches of a table share."""

_STAGES = (MATCHES, SHARED, "matched ", "finished ", "parts ", "values ", "sums ", "folded texts ")


class Running:
    """One run of a rulebook over a database."""

    def __init__(self, rulebook: Rulebook, sql: Sql, as_of: date) -> None:
        self._sql = sql
        self.context = Context(rulebook, as_of)
        self._rules = rulebook.active(as_of)
        self.known = KnownTables(sql, self._rules, as_of, self._forget())
        self.found: dict[str, list[MatchTable]] = {}
        """Tables of matches by rule."""
        self._stage = counter()
        self._next = DERIVED_FROM
        self._doubtful: set[str] = set()

    def run(self) -> None:
        """Run all layers. Raises EngineError where a conclusion cannot be."""
        feeds: dict[str, list[str]] = {}
        for source, target, _ in edges(self._rules):
            feeds.setdefault(source, []).append(target)
        for layer in strata(self._rules):
            self._to_fixpoint(_feeding_first(layer, feeds), feeds)

    def _to_fixpoint(self, layer: Sequence[Rule], feeds: dict[str, list[str]]) -> None:
        """Run the rules of a layer, and again those that are fed by one that concluded something new."""
        waiting = {rule.id for rule in layer}
        while waiting:
            for rule in layer:
                if rule.id not in waiting:
                    continue
                waiting.discard(rule.id)
                if self._run(rule):
                    waiting.update(fed for fed in feeds.get(rule.id, ()) if any(fed == r.id for r in layer))

    def _run(self, rule: Rule) -> bool:
        """Find the matches of a rule; whether something new follows."""
        queries = rule_queries(rule, self.context, self.known.shape, self.summed)
        if isinstance(rule.then, Conclude):
            return bool(queries) and self._conclude(rule, rule.then, queries)
        tables = []
        for i, query in enumerate(queries):
            name = f"{MATCHES}{rule.id} {i}"
            made = self._sql.create_as(name, query.sql)
            if made:
                tables.append(_described(rule, query, name, made, self._shared(query, name)))
        if tables:
            self.found[rule.id] = tables
        return False

    def _conclude(self, rule: Rule, then: Conclude, queries: Sequence[RuleQuery]) -> bool:
        concluding = []
        for i, query in enumerate(queries):
            conclusion = Concluding(rule, then, query, self._sql, f"matched {rule.id} {i}")
            made = conclusion.match()
            if made:
                concluding.append((i, query, conclusion, made))
        if not concluding:
            return False
        grown = self._add(rule, then, [conclusion for _, _, conclusion, _ in concluding])
        tables = []
        known = identifier(self.known.shape.tables[then.kind])
        for i, query, conclusion, made in concluding:
            name = f"{MATCHES}{rule.id} {i}"
            columns = "".join(f"q.{identifier(column)}, " for column in query.result)
            self._sql.create_as(
                name,
                f"SELECT {columns}k.{identifier(NUMBER)} AS d FROM {identifier(conclusion.table)} AS q "
                f"JOIN {known} AS k ON k.id = q.{identifier(ID)}",
            )
            self._sql.drop(conclusion.table)
            tables.append(_described(rule, query, name, made, self._shared(query, name)))
        self.found[rule.id] = tables
        return grown

    def _add(self, rule: Rule, then: Conclude, conclusions: Sequence[Concluding]) -> bool:
        """Add what follows and was not known; whether there was anything. Raises EngineError for two facts with one id."""
        self._sql.create_kind(then.kind)
        columns = conclusions[0].columns()
        every = " UNION ALL ".join(conclusion.facts() for conclusion in conclusions)
        values = "".join(f", any_value(q.{identifier(name)}) AS {identifier(name)}" for name in columns[1:])
        known = self.known.shape.tables.get(then.kind)
        new = f" WHERE NOT EXISTS (SELECT 1 FROM {identifier(known)} AS k WHERE k.id = q.id)" if known else ""
        added = self._sql.append_numbered(
            then.kind, f"SELECT q.id{values} FROM ({every}) AS q{new} GROUP BY q.id", columns, self._next
        )
        self._next += added
        if added:
            name = then.values.get("name")
            self.known.grown(then.kind, str(name.value) if isinstance(name, Constant) else None)
        if any(conclusion.doubtful for conclusion in conclusions):
            self._doubtful.add(then.kind)
        if then.kind in self._doubtful:
            self._check_ids(rule, then, every, columns)
        return bool(added)

    def _check_ids(self, rule: Rule, then: Conclude, every: str, columns: Sequence[str]) -> None:
        """Raise EngineError where two different facts have one id."""
        differing = " OR ".join(f"k.{identifier(name)} IS DISTINCT FROM q.{identifier(name)}" for name in columns[1:])
        clash = self._sql.rows(
            f"SELECT min(q.id) FROM ({every}) AS q JOIN {identifier(then.kind)} AS k ON k.id = q.id "
            f"WHERE k.{identifier(NUMBER)} >= {DERIVED_FROM} AND ({differing or 'FALSE'})"
        )
        if clash and clash[0][0] is not None:
            raise EngineError(
                f"two different conclusions go by the id '{clash[0][0]}'",
                hint=f"let them differ in a field that tells one {then.kind} from another: {', '.join(KINDS[then.kind].key)}",
                location=rule.location,
            )

    def _shared(self, query: RuleQuery, table: str) -> dict[str, str]:
        """Tables for totals that are the same for all matches."""
        found = {total.name: f"{SHARED}{table} {total.name}" for total in query.totals if total.shared}
        for total in query.totals:
            if total.shared:
                self._sql.create_as(found[total.name], total.shared)
        return found

    def summed(self, query: str, keys: Sequence[str]) -> str:
        """Sums made in Python, where the database would round on the way."""
        number = next(self._stage)
        stage, sums, whole = (f"{what} {number}" for what in ("values", "sums", "values summed"))
        self._sql.create_as(stage, query)
        named = [identifier(key) for key in keys]
        found = self._sql.rows(f"SELECT {', '.join([*named, identifier('values')])} FROM {identifier(stage)}")
        rows = [(*row[:-1], repr(float(exact_sum(row[-1])))) for row in found]
        self._sql.fill(sums, {**dict.fromkeys(keys, "BIGINT"), "sum": "VARCHAR"}, rows)
        same = " AND ".join(f"m.{name} = s.{name}" for name in named) or "TRUE"
        self._sql.create_as(
            whole,
            f"SELECT s.*, CAST(m.{identifier('sum')} AS DOUBLE) AS v FROM {identifier(stage)} AS s "
            f"JOIN {identifier(sums)} AS m ON {same}",
        )
        return whole

    def _forget(self) -> list[str]:
        """Take out what an earlier run has left; the kinds that have a table."""
        there = self._sql.tables()
        left = [table for table in there if table.startswith(_STAGES)]
        for table in left:
            self._sql.drop(table)
        kinds = [kind for kind in KINDS if kind in there]
        for kind in kinds:
            if left and KINDS[kind].derived:
                self._sql.delete_from(kind, DERIVED_FROM)
        return kinds


def _described(rule: Rule, query: RuleQuery, table: str, made: int, shared: Mapping[str, str]) -> MatchTable:
    totals = {total.name: (total.function, total.kind) for total in query.totals}
    return MatchTable(rule.id, table, dict(query.facts), totals, isinstance(rule.then, Conclude), made, shared)


def _feeding_first(layer: Iterable[Rule], feeds: dict[str, list[str]]) -> list[Rule]:
    """The rules of a layer, each after those that feed it, as far as they do not feed each other in a circle."""
    rules = {rule.id: rule for rule in layer}
    fed_by: dict[str, list[str]] = {id: [] for id in rules}
    for source in rules:
        for target in feeds.get(source, ()):
            if target in rules:
                fed_by[target].append(source)
    order: dict[str, None] = {}
    entered: set[str] = set()
    for first in rules:
        waiting = [first]
        while waiting:
            entered.add(waiting[-1])
            unseen = [source for source in fed_by[waiting[-1]] if source not in entered]
            if unseen:
                waiting.append(unseen[0])
            else:
                order.setdefault(waiting.pop())
    return [rules[id] for id in order]
