"""The Parquet files of a store as tables of the database, for those who read one fact by fact and for those who read set-wise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from countermove.errors import EngineError, Fault
from countermove.reading.outcome import SourceFile, printable
from countermove.reading.store_format import BrokenStore, Manifest, file_of, read_manifest
from countermove.tables.columns import table_columns
from countermove.tables.database import Database
from countermove.tables.quoting import identifier, listed, literal

ROWS = "rows of a store"
"""The table of one kind's rows while they are read: its columns in their order, and `i`, the row's number in its file from 0."""


def manifest_of(source: SourceFile) -> Manifest | Fault:
    """The manifest of a store, or what is wrong with it."""
    try:
        return read_manifest(source.path)
    except BrokenStore as error:
        return _fault(source, str(error), error.hint)


@contextmanager
def rows_of(database: Database, source: SourceFile, kind: str, expected: int) -> Iterator[Fault | None]:
    """The rows of a kind in the table ROWS, which is gone afterwards. Gives a fault where they cannot be had, or are not as many as told."""
    path = file_of(source.path.parent, kind)
    try:
        yield _load(database, source, path, kind, expected)
    finally:
        database.run(f"DROP TABLE IF EXISTS {identifier(ROWS)}")


def has_rows(database: Database) -> bool:
    """Whether the rows could be had."""
    return database.has(ROWS)


def _load(database: Database, source: SourceFile, path: Path, kind: str, expected: int) -> Fault | None:
    again = "make the store again: countermove facts convert"
    name = printable(path.name)
    if not path.is_file():
        return _fault(source, f"the store lacks {name}", again)
    with database.safe_path(path) as safe:
        parquet = (
            f"read_parquet({literal(safe)}, file_row_number = true, hive_partitioning = false, union_by_name = false)"
        )
        try:
            found = [
                (row[0], row[1]) for row in database.rows(f"DESCRIBE SELECT * EXCLUDE file_row_number FROM {parquet}")
            ]
            if found != list(table_columns(kind).items()):
                return _fault(source, f"the columns of {name} are not those of this version", again)
            own = listed(identifier(column) for column in table_columns(kind))
            database.create_in_order(ROWS, f"SELECT {own}, file_row_number AS i FROM {parquet}")
        except EngineError as error:
            database.run(f"DROP TABLE IF EXISTS {identifier(ROWS)}")
            reason = error.message.removeprefix("the database could not do its work: ").replace(safe, name)
            return _fault(source, f"{name} cannot be read: {printable(reason)}", again)
    held = int(database.rows(f"SELECT count(*) FROM {identifier(ROWS)}")[0][0])
    if held != expected:
        return _fault(source, f"{name} holds {held} facts, but the manifest tells of {expected}", again)
    return None


def _fault(source: SourceFile, message: str, hint: str) -> Fault:
    return Fault("CM317", message, source.at(), hint)
