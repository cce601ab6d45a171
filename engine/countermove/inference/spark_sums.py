"""Sums of floats that no query makes exactly: Spark lists the values, and they are added up here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from countermove.inference.reference import _sum as exact_sum
from countermove.inference.spark_sql import carried
from countermove.inference.spark_values import name, rows_query, with_tables
from countermove.tables.columns import SqlType

Row = Sequence[Any]
"""The rows of Spark's answers hold what its columns hold."""

Ask = Callable[[str], Sequence[Row]]
"""Gives the rows of a query in Spark's SQL."""


class SummedApart:
    """Queries with exact sums in place of lists of values, each under a name."""

    def __init__(self, tables: Mapping[str, str], ask: Ask) -> None:
        self._tables = tables
        self._ask = ask
        self.queries: dict[str, str] = {}
        """By the name under which other queries know it, in the order in which they were made."""

    def summed(self, query: str, keys: Sequence[str]) -> str:
        """The name of a table of what a query (in DuckDB's SQL) returns, `values` replaced by their sum `v`; `keys` tell its rows apart."""
        text = carried(query)
        columns = ", ".join(name(column) for column in [*keys, "values"])
        found = self._ask(with_tables({**self._tables, **self.queries}, f"SELECT {columns} FROM ({text}) AS q"))  # noqa: S608
        types: dict[str, SqlType] = {**dict.fromkeys(keys, "BIGINT"), "v": "DOUBLE"}
        sums = rows_query(types, [[*row[:-1], float(exact_sum(row[-1]))] for row in found])
        same = " AND ".join(f"q.{name(key)} = s.{name(key)}" for key in keys) or "TRUE"
        made = f"sum {len(self.queries)}"
        self.queries[made] = f"SELECT q.* EXCEPT (`values`), s.v FROM ({text}) AS q JOIN ({sums}) AS s ON {same}"  # noqa: S608
        return made
