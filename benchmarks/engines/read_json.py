"""DuckDB's `read_json` of the same file and nothing else: the limit that parsing sets. It finds no matches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.workload import Counts, Stopwatch

TITLE = "read_json alone"
PACKAGES = ("duckdb",)
RULES: tuple[str, ...] = ()
MOST = 10_000_000
NOTE = "`CREATE TABLE facts AS SELECT * FROM read_json('file')`: columns and types found by DuckDB itself. No rules, no matches."


def prepare() -> Any:
    import duckdb

    return duckdb.connect()


def bulk(prepared: Any, path: Path, watch: Stopwatch) -> Counts:
    with watch.part("loading"):
        prepared.execute("CREATE TABLE facts AS SELECT * FROM read_json(?)", [str(path)])
    return {}
