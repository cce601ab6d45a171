"""The protocol `Sql` over Spark: what is made of tables goes to files in a folder for work, so that it is made once.

A folder for work can be lost with nothing lost but time. On a cluster it lies where all machines see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count as counter
from typing import Any

from countermove.inference.spark_errors import library, told
from countermove.inference.spark_sql import carried
from countermove.inference.spark_values import SPARK_TYPES, literal, name, rows_query
from countermove.tables.columns import NUMBER, table_columns

_FEW = 2_000


class OnSpark:
    """Queries carried over, tables as temporary views. `work` is a folder (a path or URI) that does not have to exist."""

    def __init__(self, session: Any, work: str) -> None:
        self._session = session
        self._work = work.rstrip("/")
        self._numbers = counter()
        self._tables: dict[str, None] = {}

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with told():
            return [tuple(row) for row in self._session.sql(carried(query)).collect()]

    def tables(self) -> set[str]:
        return set(self._tables)

    def frame(self, table: str) -> Any:
        """A table as Spark's DataFrame."""
        with told():
            return self._session.table(name(table))

    def show_as(self, table: str, frame: Any) -> None:
        """Have a DataFrame go by a name."""
        with told():
            frame.createOrReplaceTempView(name(table))
        self._tables[table] = None

    def create_as(self, table: str, query: str) -> int:
        with told():
            counted = library("pyspark.sql").Observation()
            frame = self._session.sql(carried(query))
            one = library("pyspark.sql.functions").lit(1)
            made = self._kept(frame.observe(counted, library("pyspark.sql.functions").count(one).alias("rows")))
            found = int(counted.get["rows"])
        self.show_as(table, made)
        return found

    def create_view(self, name: str, query: str) -> None:
        with told():
            frame = self._session.sql(carried(query))
        self.show_as(name, frame)

    def create_kind(self, kind: str) -> None:
        if kind not in self._tables:
            with told():
                frame = self._session.sql(rows_query(table_columns(kind), ()))
            self.show_as(kind, frame)

    def append_numbered(self, table: str, query: str, columns: Sequence[str], first: int) -> int:
        """Rows are sorted by id part by part, and each part is told where its numbers begin: they never come together in one place."""
        functions = library("pyspark.sql.functions")
        with told():
            new = self._session.sql(carried(query)).select(*(name(column) for column in columns)).sort("id")
            new = new.withColumn("part", functions.spark_partition_id())
            new = self._kept(new.withColumn("place", functions.monotonically_increasing_id()))
            parts = new.groupBy("part").agg(functions.count("*"), functions.min("place")).sort("part").collect()
            if not parts:
                return 0
            begins: list[tuple[int, int]] = []
            following = first
            for part, size, least in parts:
                begins.append((part, following - least))
                following += size
            starts = self._session.sql(rows_query({"part": "BIGINT", "start": "BIGINT"}, begins))
            numbered = new.join(functions.broadcast(starts), "part").withColumn(NUMBER, functions.expr("place + start"))
            kept = self._kept(
                numbered.select(*(_column(c, type, {NUMBER, *columns}) for c, type in table_columns(table).items()))
            )
            old = self._session.table(name(table))
        self.show_as(table, old.unionAll(kept))
        return following - first

    def delete_from(self, table: str, first: int) -> None:
        with told():
            left = self._session.table(name(table)).where(f"{name(NUMBER)} < {literal(first)}")
        self.show_as(table, left)

    def fill(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        given = [tuple(row) for row in rows]
        types: dict[str, Any] = dict(columns)
        with told():
            frame = self._session.sql(rows_query(types, given[:_FEW]))
            if len(given) > _FEW:  # by parts, in the text of queries: no machine needs Python for it
                folder = self._folder()
                for start in range(0, len(given), _FEW):
                    part = self._session.sql(rows_query(types, given[start : start + _FEW]))
                    part.write.mode("append").parquet(folder)
                frame = self._session.read.schema(frame.schema).parquet(folder)
        self.show_as(table, frame)

    def drop(self, table: str) -> None:
        if self._tables.pop(table, table) is None:
            with told():
                self._session.catalog.dropTempView(name(table))

    def _folder(self) -> str:
        return f"{self._work}/{next(self._numbers)}"

    def _kept(self, frame: Any) -> Any:
        """What a query returns, in files: nobody has to make it again."""
        folder = self._folder()
        frame.write.parquet(folder)
        return self._session.read.schema(frame.schema).parquet(folder)


def _column(column: str, type: Any, there: set[str]) -> Any:
    functions = library("pyspark.sql.functions")
    if column in there:
        return functions.col(name(column)).cast(SPARK_TYPES[type]).alias(column)
    return functions.lit(None).cast(SPARK_TYPES[type]).alias(column)
