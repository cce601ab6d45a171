"""Facts in the text of a Spark query: for a few of them that is many times quicker than any way of sending rows.

This is the only place where a value becomes a part of Spark's SQL other than through sqlglot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from countermove.tables.columns import SqlType

SPARK_TYPES: Mapping[SqlType, str] = {
    "VARCHAR": "STRING",
    "DOUBLE": "DOUBLE",
    "BIGINT": "BIGINT",
    "BOOLEAN": "BOOLEAN",
    "DATE": "DATE",
    "TIMESTAMP": "TIMESTAMP_NTZ",
    "VARCHAR[]": "ARRAY<STRING>",
}
"""The types of a table's columns, as Spark calls them."""


def name(text: str) -> str:
    """A name of a table or column."""
    return "`" + text.replace("`", "``") + "`"


def literal(value: Any) -> str:
    """A value of a column, as Spark reads it."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return f"TIMESTAMP_NTZ'{value.isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"DATE'{value.isoformat()}'"
    if isinstance(value, int):
        return f"{value}L" if value > -(2**63) else "(-9223372036854775807L - 1L)"
    if isinstance(value, float):
        return f"CAST('{value!r}' AS DOUBLE)"
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return f"ARRAY({', '.join(literal(item) for item in value)})"


def schema(columns: Mapping[str, SqlType]) -> str:
    """Columns with their types, as Spark reads them."""
    return ", ".join(f"{name(column)} {SPARK_TYPES[type]}" for column, type in columns.items())


def rows_query(columns: Mapping[str, SqlType], rows: Iterable[Sequence[Any]]) -> str:
    """A query whose rows are these, in one part."""
    named = ", ".join(
        f"CAST({name(column)} AS {SPARK_TYPES[type]}) AS {name(column)}" for column, type in columns.items()
    )
    values = ", ".join("(" + ", ".join(literal(value) for value in row) + ")" for row in rows)
    if not values:
        nothing = ", ".join(f"CAST(NULL AS {SPARK_TYPES[type]}) AS {name(column)}" for column, type in columns.items())
        return f"SELECT {nothing} WHERE FALSE"
    own = ", ".join(name(column) for column in columns)
    return f"SELECT /*+ COALESCE(1) */ {named} FROM VALUES {values} AS given({own})"  # noqa: S608 - typed parts


def with_tables(tables: Mapping[str, str], query: str) -> str:
    """A query over tables that stand in its own text: each is a query that has a name, and may use those before it."""
    if not tables:
        return query
    return f"WITH {', '.join(f'{name(table)} AS ({text})' for table, text in tables.items())} {query}"
