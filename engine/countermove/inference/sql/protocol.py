"""What the logic above the queries asks of a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol


class Sql(Protocol):
    """Tables by name, and queries over them (in the SQL of DuckDB). All that makes, grows or drops a table goes through here."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""

    def tables(self) -> set[str]:
        """The names of all tables."""

    def create_as(self, table: str, query: str) -> int:
        """Make a table of the rows of a query, in place of one of that name; how many there are."""

    def create_view(self, name: str, query: str) -> None:
        """Have a query go by a name."""

    def create_kind(self, kind: str) -> None:
        """Make the empty table of a kind of facts, if it is not there."""

    def append_numbered(self, table: str, query: str, columns: Sequence[str], first: int) -> int:
        """Add the rows of a query, whose columns are given, numbered in the column `n` from `first` on in order of `id`; how many."""

    def delete_from(self, table: str, first: int) -> None:
        """Take out the rows whose number is `first` or more."""

    def fill(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Make a table of rows from Python, in place of one of that name. Columns by name, with their types."""

    def drop(self, table: str) -> None:
        """Drop a table, if it is there."""
