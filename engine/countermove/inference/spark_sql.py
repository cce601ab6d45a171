"""From the DuckDB engine's SQL to Spark's, by sqlglot. Where a construct does not carry over, it is rewritten here, or refused.

What means the same in both is left to sqlglot. A function that sqlglot does not know would go through as it stands and fail in Spark, or
worse; so only those that are named here may.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from countermove.errors import EngineError
from countermove.inference.spark_errors import library

_SAME_IN_BOTH = frozenset({"TRANSLATE", "RADIANS", "DEGREES"})
"""Functions that sqlglot passes on as they are, and that mean the same."""


def carried(query: str) -> str:
    """A query of the DuckDB engine, for Spark. Raises EngineError where something in it has no equal there."""
    sqlglot = library("sqlglot")
    try:
        tree = sqlglot.parse_one(query, read="duckdb")
        for node in reversed(list(tree.walk())):  # what is inside comes first
            rewrite = _rewritings().get(type(node))
            if rewrite is not None:
                changed = rewrite(node)
                if changed is not node:
                    node.replace(changed)
        return str(tree.sql(dialect="spark", unsupported_level=sqlglot.ErrorLevel.RAISE))
    except sqlglot.errors.SqlglotError as error:
        raise EngineError(f"a query of the DuckDB engine does not carry over to Spark: {error}") from error


@cache
def _rewritings() -> Mapping[type, Callable[[Any], Any]]:
    """What is done with a node of a type; made when sqlglot is there."""
    exp = library("sqlglot").exp
    return {
        exp.Anonymous: _function,
        exp.UnixToTime: _moment_of,
        exp.ArrayAgg: _ordered_list,
        exp.Filter: _ordered_list,
    }


def _function(node: Any) -> Any:
    """A function that sqlglot does not know."""
    exp = library("sqlglot").exp
    name = str(node.this).upper()
    if name == "EPOCH_US":  # Spark counts from a moment with a zone; the session's is UTC
        return exp.Anonymous(this="UNIX_MICROS", expressions=[exp.cast(node.expressions[0].copy(), "TIMESTAMPLTZ")])
    if name in _SAME_IN_BOTH:
        return node
    raise EngineError(f"the function {name} of a query of the DuckDB engine has no equal in Spark")


def _moment_of(node: Any) -> Any:
    """A moment made of microseconds: without a zone, as all moments here."""
    exp = library("sqlglot").exp
    return exp.cast(node.copy(), "TIMESTAMPNTZ")


def _ordered_list(node: Any) -> Any:
    """A list in order of something else. Spark's lists have no order, so pairs are listed, sorted, and cut to what is wanted."""
    exp = library("sqlglot").exp
    listing = node.this if isinstance(node, exp.Filter) else node
    if not isinstance(listing, exp.ArrayAgg) or not isinstance(listing.this, exp.Order):
        return node
    if isinstance(listing.parent, exp.Filter) and listing is node:
        return node  # dealt with as a whole
    (by,) = listing.this.expressions
    if by.args.get("desc") or isinstance(listing.this.this, exp.Distinct):
        raise EngineError("a list in descending order, or of distinct values in order, has no equal in Spark")
    pair = exp.Struct(expressions=[_named("by", by.this.copy()), _named("item", listing.this.this.copy())])
    pairs = exp.ArrayAgg(this=pair)
    if isinstance(node, exp.Filter):
        pairs = exp.Filter(this=pairs, expression=node.expression.copy())
    pair_item = exp.Dot(this=exp.to_identifier("pair"), expression=exp.to_identifier("item"))
    pick = exp.Lambda(this=pair_item, expressions=[exp.to_identifier("pair")])
    return exp.Transform(this=exp.ArraySort(this=pairs), expression=pick)


def _named(name: str, value: Any) -> Any:
    exp = library("sqlglot").exp
    return exp.PropertyEQ(this=exp.to_identifier(name), expression=value)
