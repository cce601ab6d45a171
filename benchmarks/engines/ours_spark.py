"""Countermove on Spark: the facts written to a store by the bulk reader, the rules as queries of Spark on this machine's cores."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks import workload
from benchmarks.eleven_facts import AS_OF
from benchmarks.workload import RULES as ALL_RULES
from benchmarks.workload import Counts, Stopwatch

TITLE = "Countermove, spark"
PACKAGES = ("pyspark", "sqlglot", "duckdb")
RULES = ALL_RULES
MOST = 1_000_000
NOTE = (
    "Spark on this machine's cores. Loading is what `countermove facts convert` does: reading and validating by DuckDB, then a store of "
    "Parquet; matching is Spark over that store. Made for what outgrows one machine; here it shows what its start and its planning cost."
)


def prepare() -> Any:
    from countermove.inference.spark_session import LARGE, session
    from countermove.inference.spark_store import infer_store
    from countermove.reading.bulk import read_bulk
    from countermove.reading.rulebook_reader import load_rulebook
    from countermove.reading.store_writing import write_store
    from countermove.tables.database import Database

    return load_rulebook(workload.FOLDER), session(None, LARGE), infer_store, read_bulk, write_store, Database


def bulk(prepared: Any, path: Path, watch: Stopwatch) -> Counts:
    rulebook, spark, infer_store, read_bulk, write_store, database_of = prepared
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/store"
        with watch.part("loading"), database_of() as database:
            write_store(read_bulk(path, database, strict=True), store)
        with watch.part("matching"):
            matches = infer_store(rulebook, store, AS_OF, spark=spark)
        with matches:
            for rule, count in matches.counts.items():
                counts[rule[:3]] += count
    return counts
