"""A few facts as tables that stand in the text of a Spark query, with no more columns than rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS, fields
from countermove.inference.fact_base import FactBase
from countermove.inference.spark_values import rows_query
from countermove.inference.sql.shape import Shape, texts_tested
from countermove.inference.sql.terms import FOLDED
from countermove.inference.truth import value_of
from countermove.rulebook.clause import Aggregate, walk
from countermove.rulebook.condition import FieldReference
from countermove.rulebook.rule import Conclude, Rule
from countermove.tables.columns import NUMBER, SqlType, table_columns
from countermove.tables.storing import row

_FINE = 2**60
"""Sums are exact in fixed point where values are whole numbers of 2^-60; see `sql.totals`."""


Keep = Callable[[Mapping[str, SqlType], Sequence[Sequence[Any]]], str]
"""Gives a query for rows that are too many to stand in its text."""

MOST_IN_TEXT = 1_000
"""Facts of a kind that stand in the text of a query at most."""


class Tables:
    """The facts of a base by number, and a query for those of a kind."""

    def __init__(self, base: FactBase, rules: Sequence[Rule], keep: Keep) -> None:
        self._keep = keep
        self._columns = _columns_needed(rules)
        self._kinds = {clause.kind for rule in rules for clause in walk(rule.when)}
        self._folded = texts_tested(rules)
        self._summed = set(_sums(rules))
        self._facts: list[Fact] = []
        self._rows: dict[str, list[list[Any]]] = {}
        self._queries: dict[str, str] = {}
        for fact in base:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        """Number a fact and put it into the table of its kind."""
        number = len(self._facts)
        self._facts.append(fact)
        if fact.kind in self._kinds:
            self._rows.setdefault(fact.kind, []).append(self._row(fact, number))
            self._queries.pop(fact.kind, None)

    def fact(self, number: int) -> Fact:
        return self._facts[number]

    def shape(self) -> Shape:
        """What can be told about the tables before a query is written."""
        names: dict[str, frozenset[str]] = {}
        for kind, rows in self._rows.items():
            if KINDS[kind].derived and "name" in fields(kind):
                at = list(self._columns_of(kind)).index("name")
                names[kind] = frozenset(row[at] for row in rows)
        tables = {kind: kind for kind in self._rows}
        return Shape(
            tables, names, {kind: kind for kind in self._folded if kind in tables}, frozenset(self._plain_sums())
        )

    def queries(self, kinds: Iterable[str]) -> Mapping[str, str]:
        """For each of the kinds that there are facts of, a query for them in Spark's SQL."""
        there = sorted(set(kinds) & set(self._rows))
        for kind in there:
            if kind not in self._queries:
                columns, rows = self._columns_of(kind), self._rows[kind]
                self._queries[kind] = (
                    rows_query(columns, rows) if len(rows) <= MOST_IN_TEXT else self._keep(columns, rows)
                )
        return {kind: self._queries[kind] for kind in there}

    def _columns_of(self, kind: str) -> Mapping[str, SqlType]:
        own: dict[str, SqlType] = {
            c: type for c, type in table_columns(kind).items() if c.split("__")[0] in self._columns
        }
        folded: dict[str, SqlType] = {field + FOLDED: "VARCHAR" for field in self._folded.get(kind, ())}
        return {**own, **folded}

    def _row(self, fact: Fact, number: int) -> list[Any]:
        values = dict(zip(table_columns(fact.kind), row(fact, number), strict=True))
        for field in self._folded.get(fact.kind, ()):
            text = values[field]
            values[field + FOLDED] = text.casefold() if isinstance(text, str) else None
        return [values[column] for column in self._columns_of(fact.kind)]

    def _plain_sums(self) -> Iterator[tuple[str, str]]:
        for kind, field in self._summed:
            values = [value_of(fact, field) for fact in self._facts if fact.kind == kind]
            if _fits([value for value in values if value is not None]):
                yield kind, field


def _fits(values: Iterable[float]) -> bool:
    total = 0.0
    for value in values:
        units = (value - int(value)) * _FINE
        if abs(value) >= 2**53 or units != int(units):
            return False
        total += abs(value)
    return total < 2**62


def _sums(rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    """The (kind, field) of the floats that rules sum."""
    for rule in rules:
        for clause in walk(rule.when):
            if (
                isinstance(clause, Aggregate)
                and clause.function == "sum"
                and not fields(clause.kind)[str(clause.field)].whole
            ):
                yield clause.kind, str(clause.field)


def _columns_needed(rules: Iterable[Rule]) -> set[str]:
    """The fields, of whatever kind, that rules name; and what every query needs."""
    found = {NUMBER, "id", "name"}
    for rule in rules:
        for clause in walk(rule.when):
            for condition in clause.where:
                found.add(condition.field)
                found.update(reference.field for reference in condition.references())
            if isinstance(clause, Aggregate) and clause.field:
                found.add(clause.field)
        if isinstance(rule.then, Conclude):
            found.update(source.field for source in rule.then.values.values() if isinstance(source, FieldReference))
    return found
