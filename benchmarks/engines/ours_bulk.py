"""Countermove in bulk on DuckDB: the file read and validated into typed tables, each rule one query."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks import workload
from benchmarks.eleven_facts import AS_OF
from benchmarks.workload import RULES as ALL_RULES
from benchmarks.workload import Counts, Stopwatch

TITLE = "Countermove, bulk (duckdb)"
PACKAGES = ("duckdb", "pydantic")
RULES = ALL_RULES
MOST = 10_000_000
NOTE = (
    "`read_bulk` and `find`: every field validated as strictly as the models do, sources merged, identities resolved, facts not yet known "
    "left out; matches as tables of fact numbers with counted facts beside them. Loading is reading and validating."
)


def prepare() -> Any:
    from countermove.inference.sql.found import find
    from countermove.reading.bulk import read_bulk
    from countermove.reading.rulebook_reader import load_rulebook
    from countermove.tables.database import Database

    return load_rulebook(workload.FOLDER), Database(), read_bulk, find


def bulk(prepared: Any, path: Path, watch: Stopwatch) -> Counts:
    rulebook, database, read_bulk, find = prepared
    with watch.part("loading"):
        read_bulk(path, database, strict=True)
    with watch.part("matching"):
        found = find(rulebook, database, AS_OF)
    counts: Counter[str] = Counter()
    for table in found.tables:
        counts[table.rule[:3]] += table.count
    return counts
