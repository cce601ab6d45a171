"""The only file that knows DuckDB: one database in memory, which goes to disk for what does not fit."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from countermove.errors import EngineError
from countermove.tables.columns import table_columns
from countermove.tables.quoting import identifier, listed

Row = tuple[Any, ...]

_BATCH = 10_000

_UNSOUND = ("common_subplan", "statistics_propagation")
"""Steps of DuckDB 2.0's optimizer that give wrong answers. The first swaps columns where a view of outer joins is joined with itself. The
second drops the limit of one row inside an EXISTS that looks at nothing outside, which then asks whether there is exactly one.
"""


class Database:
    """Tables in memory. `memory_limit` is in DuckDB's own words ("1GB"); what is beyond it goes to a folder that is removed on closing.

    Raises EngineError where DuckDB is missing or fails: no room in memory or on disk, a file that is not what it says.
    """

    def __init__(self, memory_limit: str | None = None, threads: int | None = None) -> None:
        duckdb = _library()
        self._errors: tuple[type[BaseException], ...] = (duckdb.Error,)
        self._folder = Path(tempfile.mkdtemp(prefix="countermove-"))
        self._remove = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        settings: dict[str, Any] = {
            "temp_directory": str(self._folder),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if memory_limit:
            settings["memory_limit"] = memory_limit
        if threads:
            settings["threads"] = threads
        with self._told():
            self._connection = duckdb.connect(":memory:", config=settings)
            steps = {name for (name,) in self._connection.execute("SELECT name FROM duckdb_optimizers()").fetchall()}
            unsound = ",".join(step for step in _UNSOUND if step in steps)
            self._connection.execute(f"SET disabled_optimizers = '{unsound}'")

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        """Run a statement whose rows are not wanted."""
        with self._told():
            self._connection.execute(statement, parameters or None)

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a query."""
        with self._told():
            found: list[Row] = self._connection.execute(query, parameters or None).fetchall()
            return found

    def stream(self, query: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """The rows of a query, a batch at a time. Nothing else may be run before the last of them was taken."""
        with self._told():
            result = self._connection.execute(query, parameters or None)
            while batch := result.fetchmany(_BATCH):
                yield from batch

    def create(self, table: str, columns: Mapping[str, str]) -> None:
        """Make an empty table."""
        own = listed(f"{identifier(name)} {type}" for name, type in columns.items())
        self.run(f"CREATE TABLE {identifier(table)} ({own})")

    def create_in_order(self, table: str, query: str) -> None:
        """Make a table out of a query, its rows in the query's order (and numbered so by `rowid`, from 0)."""
        self.run("SET preserve_insertion_order = true")
        try:
            self.run(f"CREATE TABLE {identifier(table)} AS {query}")
        finally:
            self.run("SET preserve_insertion_order = false")

    @contextmanager
    def safe_path(self, path: Path) -> Iterator[str]:
        """The path of a file as the database takes it for that one file: marks that stand for many files are kept from it."""
        given = str(path.resolve())
        if not any(mark in given for mark in "*?[]{}"):
            yield given
            return
        link = self._folder / f"input{path.suffix if path.suffix.isalnum() else ''}"
        link.unlink(missing_ok=True)
        link.symlink_to(given)
        try:
            yield str(link)
        finally:
            link.unlink(missing_ok=True)

    def create_kind(self, kind: str) -> None:
        """Make the empty table of a kind of facts, if it is not there."""
        own = listed(f"{identifier(name)} {type}" for name, type in table_columns(kind).items())
        self.run(f"CREATE TABLE IF NOT EXISTS {identifier(kind)} ({own})")

    def has(self, table: str) -> bool:
        """Whether there is a table of this name."""
        try:
            self._connection.execute(f"SELECT 1 FROM {identifier(table)} LIMIT 0")
        except self._errors:
            return False
        return True

    @contextmanager
    def temporary_file(self, suffix: str = "") -> Iterator[Path]:
        """A file of its own for something on its way into the database, which is removed afterwards. Raises EngineError for a full disk."""
        handle, name = tempfile.mkstemp(suffix=suffix, dir=self._folder)
        os.close(handle)
        try:
            yield Path(name)
        except OSError as error:
            raise EngineError(
                f"a temporary file could not be written: {error.strerror or error}", hint=_advice("No space left")
            ) from error
        finally:
            Path(name).unlink(missing_ok=True)

    def close(self) -> None:
        """Give everything back, what went to disk included."""
        self._connection.close()
        self._remove()

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What DuckDB says went wrong, in our tree of errors."""
        try:
            yield
        except self._errors as error:
            first = str(error).strip().split("\n", 1)[0]
            raise EngineError(f"the database could not do its work: {first}", hint=_advice(first)) from error


def _advice(message: str) -> str:
    if "No space left" in message or "max_temp_directory_size" in message:
        return "make room on the disk that holds temporary files, or set TMPDIR to another one"
    if "Out of Memory" in message or "OutOfMemory" in message:
        return "give it more memory, or fewer facts at a time"
    return "see docs/performance.md for what the engine needs"


def _library() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise EngineError(f"DuckDB is not there ({error})", hint="install it: pip install duckdb") from error
    return duckdb
