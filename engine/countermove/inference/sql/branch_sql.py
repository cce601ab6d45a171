"""One branch of a rule as one query: the numbers of the facts it matches, its totals, and what it concludes.

The facts of `match` clauses are joined, `none` becomes NOT EXISTS, and at a `count` or `sum` what was joined so far becomes a query
inside the query, grouped by the numbers of its facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from countermove.facts.registry import fields
from countermove.inference.reference import in_bounds
from countermove.inference.sql import totals
from countermove.inference.sql.condition_sql import condition_truth
from countermove.inference.sql.numbers import comparison
from countermove.inference.sql.shape import Shape
from countermove.inference.sql.terms import FOLDED, Known, Lookup, Number, fact_term, in_table
from countermove.inference.sql.totals import NO_LIST, Signature, TotalColumns
from countermove.inference.sql.truths import ALWAYS, NEVER
from countermove.inference.truth import Context
from countermove.rulebook.clause import Absent, Aggregate, Match, Simple
from countermove.rulebook.condition import Condition, FieldReference
from countermove.rulebook.rule import Rule
from countermove.tables.columns import NUMBER, field_columns
from countermove.tables.quoting import identifier

FACT, VALUE, FACTS, CONCLUDED = "a ", "v ", "f ", "c "
"""What precedes an alias in the name of a column: its fact's number, a total's value, the facts that went into it; a field concluded."""

Opened = tuple[int, int]
"""The number of a clause in its branch, and that of one of its conditions: one that is to be unknown instead of true."""

Summed = Callable[[str, Sequence[str]], str]
"""Runs a query that has lists of floats in its column `values`, and gives the name of a table that has their exact sums in `v` instead.
With the names of the columns that tell its rows apart."""


@dataclass(frozen=True, slots=True)
class BranchQuery:
    """A query with a column for each fact (`a ALIAS`), two for each total (`v ALIAS`, `f ALIAS`), one for each field concluded."""

    sql: str
    facts: tuple[tuple[str, str], ...]
    """Alias and kind."""
    totals: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """A matched fact in a query: its kind, and how its table's columns are called there."""

    kind: str
    column: Callable[[str], str]

    @property
    def number(self) -> str:
        return self.column(NUMBER)


class Branch:
    """Puts the query of a branch together, clause by clause."""

    def __init__(
        self,
        rule: Rule,
        context: Context,
        shape: Shape,
        summed: Summed,
        folds: Mapping[str, frozenset[str]] = MappingProxyType({}),
        opened: Opened | None = None,
    ) -> None:
        self._opened = opened
        self._distinct = rule.header.distinct
        self._context = context
        self._shape = shape
        self._folds = folds
        self._summed = summed
        self._from: list[str] = []
        self._where: list[str] = []
        self._facts: dict[str, _Named] = {}
        self._totals: dict[str, TotalColumns] = {}
        self._tables = 0

    def query(self, clauses: Sequence[Simple], concluded: Mapping[str, FieldReference]) -> BranchQuery | None:
        """The query; None where it is plain beforehand that nothing matches."""
        if not isinstance(clauses[0], Match):  # something to join with: a row of no fact
            self._from.append(f"(SELECT 0 AS {identifier(NUMBER)}) AS t")
            self._facts[""] = _Named("", in_table("t"))
        for i, clause in enumerate(clauses):
            later = [reference for rest in clauses[i + 1 :] for c in rest.where for reference in c.references()]
            opened = self._opened[1] if self._opened and self._opened[0] == i else None
            if not self._take(clause, [*later, *concluded.values()], opened):
                return None
        columns = [f"{fact.number} AS {identifier(FACT + alias)}" for alias, fact in self._facts.items()]
        for name, total in self._totals.items():
            columns.append(f"{total.value.sql} AS {identifier(VALUE + name)}")
            facts_in = total.facts if total.shared else totals.ordered(total.facts)
            columns.append(f"{facts_in} AS {identifier(FACTS + name)}")
        for name, reference in concluded.items():
            columns.append(f"{self._value(reference)} AS {identifier(CONCLUDED + name)}")
        facts = tuple((alias, fact.kind) for alias, fact in self._facts.items() if fact.kind)
        return BranchQuery(self._select(columns), facts, tuple(t.signature for t in self._totals.values()))

    def _take(self, clause: Simple, later: Iterable[FieldReference], opened: int | None) -> bool:
        """Add a clause; False if it cannot hold."""
        asked = clause.where if opened is None else (*clause.where[:opened], *clause.where[opened + 1 :])
        there = self._shape.has(clause.kind, asked)
        table = f"t{self._tables}"
        self._tables += 1
        conditions = self._conditions(clause.where, clause.kind, table, opened) if there else [NEVER]
        never = NEVER in conditions
        if isinstance(clause, Match):
            if never:
                return False
            self._match(clause, table, conditions)
        elif isinstance(clause, Absent):
            if not never:
                wanted = " AND ".join(conditions) or ALWAYS
                self._where.append(f"NOT EXISTS (SELECT 1 FROM {self._source(clause.kind, table)} WHERE {wanted})")
        else:
            name = clause.alias or f"#{len([fact for fact in self._facts.values() if fact.kind]) + len(self._totals)}"
            if never:
                self._totals[name] = totals.no_facts(clause, name)
                return in_bounds(clause, 0, self._context)
            return self._aggregate(clause, name, table, conditions, list(later))
        return True

    def _match(self, clause: Match, table: str, conditions: list[str]) -> None:
        if self._distinct:
            same = [fact.number for fact in self._facts.values() if fact.kind == clause.kind]
            conditions = [*conditions, *(f"{table}.{identifier(NUMBER)} <> {other}" for other in same)]
        self._join(clause.kind, table, conditions, "JOIN")
        self._facts[clause.alias] = _Named(clause.kind, in_table(table))

    def _join(self, kind: str, table: str, conditions: list[str], how: str) -> None:
        source = self._source(kind, table)
        if not self._from:
            self._from.append(source)
            self._where.extend(conditions)
        else:
            self._from.append(f"{how} {source} ON {' AND '.join(conditions) or ALWAYS}")

    def _aggregate(
        self, clause: Aggregate, name: str, table: str, conditions: list[str], later: list[FieldReference]
    ) -> bool:
        limits = totals.bounds(clause, self._context)
        if limits is None:
            return False
        if clause.field:
            column = field_columns(fields(clause.kind)[clause.field])[0]
            conditions = [*conditions, f"{table}.{identifier(column.name)} IS NOT NULL"]
        alone = not any(True for condition in clause.where for _ in condition.references())
        if alone:  # the same for all that was joined: it is made once
            self._beside(clause, name, table, conditions)
        else:
            self._join(clause.kind, table, conditions, "JOIN" if totals.needs_a_fact(limits) else "LEFT JOIN")
            self._group(clause, name, table, later)
        value = self._totals[name].value
        self._where.extend(comparison(value, sign, Known(limit)) for sign, limit in limits)
        return True

    def _beside(self, clause: Aggregate, name: str, table: str, conditions: list[str]) -> None:
        columns = self._total_columns(clause, table)
        wanted = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        query = f"SELECT {', '.join(columns)} FROM {self._source(clause.kind, table)}{wanted}"
        source = self._with_sums(clause, query, [])
        self._from.append(f"CROSS JOIN {source} AS {table}")
        whole = f"SELECT s.v, s.count, {totals.ordered('s.f')} AS f FROM {source} AS s"
        self._totals[name] = replace(self._total(clause, name, table), facts=NO_LIST, shared=whole)

    def _group(self, clause: Aggregate, name: str, table: str, later: list[FieldReference]) -> None:
        """What was joined so far becomes a query of its own, with a row for each tuple of facts."""
        keys = {alias: FACT + alias for alias in self._facts}
        columns = [f"{fact.number} AS {identifier(keys[alias])}" for alias, fact in self._facts.items()]
        carried = dict.fromkeys((r.alias, c) for r in later if r.alias in self._facts for c in self._columns_of(r))
        for alias, column in carried:
            columns.append(f"any_value({self._facts[alias].column(column)}) AS {identifier(f'{alias}.{column}')}")
        for other in self._totals.values():
            for mark, sql in ((VALUE, other.value.sql), ("count ", other.count), (FACTS, other.facts)):
                columns.append(f"any_value({sql}) AS {identifier(mark + other.name)}")
        grouped = ", ".join(fact.number for fact in self._facts.values())
        query = f"{self._select([*columns, *self._total_columns(clause, table)])} GROUP BY {grouped}"
        stage = f"s{self._tables}"
        self._from, self._where = [f"{self._with_sums(clause, query, list(keys.values()))} AS {stage}"], []
        self._facts = {alias: _Named(fact.kind, _within(stage, alias)) for alias, fact in self._facts.items()}
        at = in_table(stage)
        self._totals = {
            other.name: replace(
                other, value=Number(at(VALUE + other.name), other.value.form),
                count=at("count " + other.name), facts=at(FACTS + other.name),
            )
            for other in self._totals.values()
        }  # fmt: skip
        self._totals[name] = self._total(clause, name, stage)

    def _total_columns(self, clause: Aggregate, table: str) -> list[str]:
        """The value (or the values, where they have to be summed elsewhere), the number of facts, and the facts."""
        value = totals.values_of(clause, table) if self._elsewhere(clause) else totals.value_of(clause, table)
        label = "values" if self._elsewhere(clause) else "v"
        return [
            f"{value} AS {identifier(label)}",
            f"{totals.count_of(table)} AS {identifier('count')}",
            f"{totals.facts_of(table)} AS {identifier('f')}",
        ]

    def _total(self, clause: Aggregate, name: str, table: str) -> TotalColumns:
        at = in_table(table)
        value = Number(at("v"), totals.form_of(clause))
        return TotalColumns(name, clause.function, clause.kind, value, at("count"), at("f"))

    def _elsewhere(self, clause: Aggregate) -> bool:
        """Whether the sum has to be made outside the database."""
        return totals.form_of(clause) == "double" and (clause.kind, str(clause.field)) not in self._shape.plain_sums

    def _with_sums(self, clause: Aggregate, query: str, keys: Sequence[str]) -> str:
        return identifier(self._summed(query, keys)) if self._elsewhere(clause) else f"({query})"

    def _conditions(self, where: Iterable[Condition], kind: str, table: str, opened: int | None) -> list[str]:
        """What has to be true of a fact, which may be a condition on what was matched before."""
        own = self._lookup(_Named(kind, in_table(table)))
        names: dict[str, Lookup] = {alias: self._lookup(fact) for alias, fact in self._facts.items() if fact.kind}
        names.update({name: total.term for name, total in self._totals.items()})
        found = [condition_truth(condition, own, names, self._context) for condition in where]
        truths = [truth.unknown() if i == opened else truth.true for i, truth in enumerate(found)]
        return [NEVER] if NEVER in truths else [truth for truth in truths if truth != ALWAYS]

    def _lookup(self, fact: _Named) -> Lookup:
        return lambda field: fact_term(fact.kind, field, fact.column, fact.kind in self._folds)

    def _value(self, reference: FieldReference) -> str:
        """The column of a field that a conclusion takes over."""
        if reference.alias in self._totals:
            term = self._totals[reference.alias].term(reference.field)
            return term.sql if isinstance(term, Number) else ""
        return self._facts[reference.alias].column(reference.field)

    def _columns_of(self, reference: FieldReference) -> list[str]:
        """The columns that a reference to a matched fact may need."""
        kind = self._facts[reference.alias].kind
        described = fields(kind)[reference.field]
        names = [column.name for column in field_columns(described)]
        return [*names, reference.field + FOLDED] if reference.field in self._folds.get(kind, ()) else names

    def _source(self, kind: str, table: str) -> str:
        found = self._shape.folded[kind] if kind in self._folds else self._shape.tables[kind]
        return f"{identifier(found)} AS {table}"

    def _select(self, columns: Sequence[str]) -> str:
        where = f" WHERE {' AND '.join(self._where)}" if self._where else ""
        return f"SELECT {', '.join(columns)} FROM {' '.join(self._from)}{where}"


def _within(stage: str, alias: str) -> Callable[[str], str]:
    """Columns of a matched fact in a query that carries them."""
    at = in_table(stage)
    return lambda name: at(FACT + alias) if name == NUMBER else at(f"{alias}.{name}")
