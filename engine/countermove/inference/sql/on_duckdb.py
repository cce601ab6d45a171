"""The protocol `Sql` over DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from countermove.tables.columns import NUMBER
from countermove.tables.database import Database
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, listed


class OnDuckDB:
    """Queries run as they are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._database.rows(query)

    def tables(self) -> set[str]:
        return {name for (name,) in self._database.rows("SELECT table_name FROM duckdb_tables()")}

    def create_as(self, table: str, query: str) -> int:
        [(count,)] = self._database.rows(f"CREATE OR REPLACE TABLE {identifier(table)} AS {query}")
        return int(count)

    def create_view(self, name: str, query: str) -> None:
        self._database.run(f"CREATE OR REPLACE VIEW {identifier(name)} AS {query}")

    def create_kind(self, kind: str) -> None:
        self._database.create_kind(kind)

    def append_numbered(self, table: str, query: str, columns: Sequence[str], first: int) -> int:
        named = listed(identifier(column) for column in columns)
        number = f"row_number() OVER (ORDER BY {identifier('id')}) + {first - 1}"
        [(count,)] = self._database.rows(
            f"INSERT INTO {identifier(table)} ({identifier(NUMBER)}, {named}) SELECT {number}, {named} FROM ({query}) AS q"
        )
        return int(count)

    def delete_from(self, table: str, first: int) -> None:
        self._database.run(f"DELETE FROM {identifier(table)} WHERE {identifier(NUMBER)} >= {first}")

    def fill(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        self.drop(table)
        fill(self._database, table, columns, rows)

    def drop(self, table: str) -> None:
        self._database.run(f"DROP TABLE IF EXISTS {identifier(table)}")
