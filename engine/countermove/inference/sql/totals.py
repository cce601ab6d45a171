"""`count` and `sum` as columns: the value, how many facts went into it, and which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermove.facts.registry import fields
from countermove.inference.sql.terms import LARGE, Form, Number, Term
from countermove.inference.truth import Context, resolve
from countermove.rulebook.clause import Aggregate
from countermove.tables.columns import NUMBER, field_columns
from countermove.tables.quoting import identifier, literal

_FINE = 2**60
"""Values are cut into units of 2^-60 where sums are exact in fixed point."""


NO_LIST = "CAST(NULL AS BIGINT[])"


@dataclass(frozen=True, slots=True)
class Signature:
    """What there is to know of a total's columns."""

    name: str
    function: str
    kind: str
    form: Form
    shared: str
    """A query for a row that all matches share: `v`, `count` and `f`; empty where each match has its own facts."""


@dataclass(frozen=True, slots=True)
class TotalColumns:
    """A total in a query."""

    name: str
    function: str
    kind: str
    value: Number
    count: str
    facts: str
    shared: str = ""
    """A query for the one row of a total that is the same for all matches (`v`, `count`, `f`); then `facts` is NULL."""

    def term(self, field: str) -> Term:
        """`$alias.count` or `$alias.sum`."""
        return Number(self.count, "whole") if self.function == "sum" and field == "count" else self.value

    @property
    def signature(self) -> Signature:
        return Signature(self.name, self.function, self.kind, self.value.form, self.shared)


def bounds(clause: Aggregate, context: Context) -> list[tuple[str, float]] | None:
    """The bounds as signs and limits; None where one is not known on the day, and nothing lies within."""
    found: list[tuple[str, float]] = []
    for bound, sign in ((clause.at_least, ">="), (clause.at_most, "<=")):
        if bound is None:
            continue
        limit = bound if isinstance(bound, int | float) else resolve(bound, {}, context)
        if limit is None:
            return None
        found.append((sign, limit))
    return found


def needs_a_fact(limits: Sequence[tuple[str, float]]) -> bool:
    """Whether nothing at all is out of bounds."""
    return any(sign == ">=" and limit > 0 for sign, limit in limits)


def no_facts(clause: Aggregate, name: str) -> TotalColumns:
    """The total over nothing."""
    zero = "CAST(0 AS BIGINT)"
    return TotalColumns(name, clause.function, clause.kind, Number(zero, "whole"), zero, "CAST([] AS BIGINT[])")


def form_of(clause: Aggregate) -> Form:
    """How the total of a clause is held."""
    if clause.function == "count":
        return "whole"
    return "large" if fields(clause.kind)[str(clause.field)].whole else "double"


def count_of(table: str) -> str:
    """How many facts of a joined table there are in a group."""
    return f"count({table}.{identifier(NUMBER)})"


def facts_of(table: str) -> str:
    """Their numbers, in no order; NULL where there are none."""
    number = f"{table}.{identifier(NUMBER)}"
    return f"list({number}) FILTER (WHERE {number} IS NOT NULL)"


def ordered(facts: str) -> str:
    """The numbers of facts, in order. Only what is within the bounds is worth it."""
    return f"list_sort(coalesce({facts}, CAST([] AS BIGINT[])))"


def values_of(clause: Aggregate, table: str) -> str:
    """The values to be summed, in no order."""
    column = f"{table}.{identifier(str(clause.field))}"
    return f"coalesce(list({column}) FILTER (WHERE {column} IS NOT NULL), CAST([] AS DOUBLE[]))"


def value_of(clause: Aggregate, table: str) -> str:
    """The total of a group; for a sum of floats only where it is exact in fixed point."""
    if clause.function == "count":
        return f"count(DISTINCT {_told_apart(clause, table)})" if clause.field else count_of(table)
    column = f"{table}.{identifier(str(clause.field))}"
    if form_of(clause) == "large":
        return f"coalesce(sum(CAST({column} AS {LARGE})), CAST(0 AS {LARGE}))"
    units = f"({column} - trunc({column})) * {literal(float(_FINE))}"
    parts = [f"sum(CAST(CAST({part} AS BIGINT) AS {LARGE}))" for part in (f"trunc({column})", units)]
    return f"coalesce(CAST(CAST({parts[0]} * {_FINE} + {parts[1]} AS VARCHAR) AS DOUBLE) / {literal(float(_FINE))}, {literal(0.0)})"


def fits_fixed_point(table: str, field: str) -> str:
    """A query that tells whether all sums of a DOUBLE column are exact in fixed point."""
    column = identifier(field)
    units = f"({column} - trunc({column})) * {literal(float(_FINE))}"
    small = literal(float(2**62))
    return (
        f"SELECT coalesce(bool_and(abs({column}) < {literal(float(2**53))} AND trunc({units}) = {units}) "
        f"AND sum(abs({column})) < {small}, TRUE) FROM {identifier(table)}"
    )


def _told_apart(clause: Aggregate, table: str) -> str:
    """An expression that differs just where values of a field do."""
    columns = [f"{table}.{identifier(column.name)}" for column in field_columns(fields(clause.kind)[str(clause.field)])]
    if len(columns) == 1:
        return columns[0]
    plain = (
        [f"{one} + {literal(0.0)}" for one in columns]
        if fields(clause.kind)[str(clause.field)].type == "position"
        else columns
    )
    return " || ' ' || ".join(f"CAST({one} AS VARCHAR)" for one in plain)
