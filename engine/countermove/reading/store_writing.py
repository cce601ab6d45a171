"""Writes a store whole or not at all, and facts as JSON lines likewise."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from countermove.errors import EngineError, OutputError
from countermove.facts.fact import Fact
from countermove.reading.bulk import BulkReading
from countermove.reading.store_format import MANIFEST, file_of, is_store, manifest_text
from countermove.tables.columns import NUMBER, table_columns
from countermove.tables.fetching import fetch_all
from countermove.tables.quoting import identifier, listed, literal


def write_store(reading: BulkReading, path: str | Path, *, replace: bool = False) -> None:
    """Write the facts of a reading to a store, whose folder must not be there yet; with `replace`, an older store may be.

    The store is made beside its place and moved there when it is whole. Raises OutputError, and leaves everything as it was then.
    """
    target = Path(os.path.realpath(path))
    _refuse_taken(path, target, replace=replace)
    with _told(path):
        unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            _write_kinds(reading, unfinished)
            unfinished.chmod(0o755)
            _move(unfinished, target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


def _refuse_taken(path: str | Path, target: Path, *, replace: bool) -> None:
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise OutputError(f"'{path}' could not be written: a file stands there", hint="give another place")
    if not is_store(target):
        if any(target.iterdir()):
            raise OutputError(f"'{path}' could not be written: a folder stands there", hint="give another place")
    elif not replace:
        hint = "give another place, or --replace to write it anew"
        raise OutputError(f"'{path}' could not be written: there is a store already", hint=hint)


def _write_kinds(reading: BulkReading, folder: Path) -> None:
    counts: dict[str, int] = {}
    first = 0
    for kind in reading.kinds:
        count = reading.count(kind)
        rest = listed(identifier(name) for name in table_columns(kind) if name != NUMBER)
        numbered = f"CAST(row_number() OVER (ORDER BY id) - 1 + {literal(first)} AS BIGINT) AS n"
        with reading.database.safe_path(folder) as safe:
            place = literal(str(file_of(Path(safe), kind)))
            reading.database.run(
                f"COPY (SELECT {numbered}, {rest} FROM {identifier(kind)} ORDER BY id) TO {place} (FORMAT parquet, COMPRESSION zstd)"
            )
        _sync(file_of(folder, kind))
        counts[kind] = count
        first += count
    inputs = [asdict(report) | {"set_aside_reasons": dict(report.set_aside_reasons)} for report in reading.inputs]
    manifest = folder / MANIFEST
    manifest.write_text(manifest_text(counts, inputs), encoding="utf-8")
    _sync(manifest)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _move(unfinished: Path, target: Path) -> None:
    """Put a folder in its place; an older store there goes only when the new one stands."""
    if not target.exists():
        unfinished.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        target.rename(old / "old")
        try:
            unfinished.rename(target)
        except OSError:
            (old / "old").rename(target)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def write_lines(reading: BulkReading, path: str | Path) -> None:
    """Write the facts of a reading as JSON lines, in the order of kind and id. Raises OutputError; what was there before then stays."""
    with unfinished_file(path) as file:
        for kind in reading.kinds:
            file.writelines(_line(fact) for fact in fetch_all(reading.database, kind))


@contextmanager
def unfinished_file(path: str | Path) -> Iterator[TextIO]:
    """A file to write text to, which takes its place when it is whole. Raises OutputError; what was there before then stays."""
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise OutputError(f"'{path}' could not be written: what stands there is no file", hint="give another place")
    with _told(path):
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            unfinished.chmod(0o644)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def _line(fact: Fact) -> str:
    whole: dict[str, Any] = fact.model_dump(mode="json", exclude_none=True)
    given = {name: value for name, value in whole.items() if value != []}
    return json.dumps(given, ensure_ascii=False, separators=(",", ":")) + "\n"


@contextmanager
def _told(path: str | Path) -> Iterator[None]:
    """What goes wrong in writing, as an OutputError."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"'{path}' could not be written: {error.strerror or error}", hint="give another place"
        ) from None
    except EngineError as error:
        raise OutputError(f"'{path}' could not be written: {error.message}", hint=error.hint) from error
