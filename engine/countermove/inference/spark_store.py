"""A rulebook over a store of facts, by Spark: nothing is gathered in one place but counts, and what is asked for.

The store is what `countermove facts convert -o store/` writes: a folder with a Parquet file (or folder of files) for each kind.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from countermove.errors import EngineError, OutputError, UsageError
from countermove.facts.registry import KINDS
from countermove.inference.match import Inference
from countermove.inference.spark_database import OnSpark
from countermove.inference.spark_errors import told
from countermove.inference.spark_files import Files
from countermove.inference.spark_inference import gathered
from countermove.inference.spark_session import LARGE, QUICK, furnish, session
from countermove.inference.spark_values import SPARK_TYPES, name
from countermove.inference.sql.concluding import DERIVED_FROM
from countermove.inference.sql.found import Found, find_in
from countermove.inference.sql.tables_found import MatchTable
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.columns import NUMBER, table_columns

FEW = 200_000
"""Up to so many facts queries are run as for a handful; beyond, compiling them pays."""


class SparkMatches:
    """The matches of a rulebook over a store. Close it, or use it in a `with`: its tables live in a folder for work until then."""

    def __init__(self, found: Found, spark: Any, sql: OnSpark, files: Files) -> None:
        self.found = found
        """Which tables there are: each is a temporary view of `spark`."""
        self.spark = spark
        """The Spark session in which they are."""
        self._sql = sql
        self._files = files

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of matches by rule; rules without any are not there."""
        counts: dict[str, int] = {}
        for table in self.found.tables:
            counts[table.rule] = counts.get(table.rule, 0) + table.count
        return counts

    def matches(self, rule: str) -> list[Any]:
        """The matches of a rule as DataFrames: of `a ALIAS`, the number of a fact; `v ALIAS` and `f ALIAS`, a total and the numbers of its
        facts; `d`, the number of the fact that follows. Several, where the branches of the rule make different totals."""
        return [self._sql.frame(table.table) for table in self.found.tables if table.rule == rule]

    def facts(self, kind: str) -> Any:
        """The facts of a kind that count on the day as a DataFrame, derived ones included; None where there are none."""
        return self._sql.frame(self.found.facts[kind]) if kind in self.found.facts else None

    def write(self, folder: str) -> None:
        """Write all matches to a folder that is not there yet, as Parquet, with derived facts and a `matches.json` that says what is where.

        Everything goes to another folder first, which gets its name at the end. Raises OutputError where the folder is there already,
        EngineError where Spark fails; then there is no such folder.
        """
        if self._files.exists(folder):
            raise OutputError(f"'{folder}' is there already", hint="name a folder that is not there yet")
        unfinished = f"{folder.rstrip('/')}.unfinished"
        self._files.remove(unfinished)
        try:
            account = []
            for number, table in enumerate(self.found.tables):
                self._write(table.table, f"{unfinished}/matches/{number}")
                account.append(self._described(table, unfinished, number))
            for kind, view in self.found.facts.items():
                if KINDS[kind].derived:
                    frame = self._sql.frame(view).where(f"{name(NUMBER)} >= {DERIVED_FROM}")
                    with told():
                        frame.write.parquet(f"{unfinished}/derived/{kind}.parquet")
            described = {
                "as_of": self.found.as_of.isoformat(),
                "rulebook": self.found.rulebook.version,
                "matches": account,
            }
            self._files.write(f"{unfinished}/matches.json", json.dumps(described, indent=2, ensure_ascii=False) + "\n")
            self._files.rename(unfinished, folder)
        except BaseException:
            self._files.remove(unfinished, quietly=True)
            raise

    def _described(self, table: MatchTable, folder: str, number: int) -> dict[str, Any]:
        shared = {}
        for i, (alias, one) in enumerate(table.shared.items()):
            shared[alias] = f"shared/{number}-{i}"
            self._write(one, f"{folder}/{shared[alias]}")
        return {
            "rule": table.rule, "path": f"matches/{number}", "count": table.count, "aliases": dict(table.aliases),
            "totals": {alias: list(total) for alias, total in table.totals.items()}, "shared": shared, "concluded": table.concluded,
        }  # fmt: skip

    def _write(self, table: str, folder: str) -> None:
        frame = self._sql.frame(table)
        with told():
            frame.write.parquet(folder)

    def inference(self) -> Inference:
        """The same as `reference.infer` gives for the facts of the store: for what is small, because it is gathered here as objects."""
        return gathered(self.found, self._sql)

    def close(self) -> None:
        """Give up the tables and the folder for work."""
        for table in sorted(self._sql.tables()):
            self._sql.drop(table)
        self._files.remove(self._files.work, quietly=True)

    def __enter__(self) -> SparkMatches:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def infer_store(
    rulebook: Rulebook, store: str | Path, as_of: date, spark: Any = None, work: str | None = None
) -> SparkMatches:
    """All matches of the rulebook's active rules over the facts of a store that are known on the day.

    `spark` is the session to work on; else the active one, else one on this machine. `work` is a folder for what is made on the way (a
    path or URI that is not there yet); on a cluster it has to be one that all machines see, on this machine it may be left out.
    Raises UsageError where there is no store, EngineError where a file of it is damaged, a conclusion cannot be, or Spark fails.
    """
    room = session(spark, alone=True)
    local = str(room.sparkContext.master).startswith("local[") or room.sparkContext.master == "local"
    if work is None and not local:
        raise UsageError(
            "on a cluster a folder for work is needed", hint="name one that all machines see: work='hdfs:///tmp/run-1'"
        )
    files = Files(room, work or tempfile.mkdtemp(prefix="countermove-"))
    sql = OnSpark(room, files.work)
    try:
        counts = _counts(files, str(store).rstrip("/"))
        furnish(room, QUICK if sum(counts.values()) <= FEW else LARGE)
        _show_facts(sql, room, str(store).rstrip("/"), counts)
        return SparkMatches(find_in(rulebook, sql, as_of), room, sql, files)
    except BaseException:
        files.remove(files.work, quietly=True)
        raise


def _show_facts(sql: OnSpark, room: Any, store: str, kinds: Iterable[str]) -> None:
    """Have the tables of a store go by the names of their kinds."""
    for kind in kinds:
        path = f"{store}/{kind}.parquet"
        with told():
            frame = room.read.parquet(path)
            held = {field.name: field.dataType.simpleString().upper() for field in frame.schema.fields}
        wanted = {column: SPARK_TYPES[type] for column, type in table_columns(kind).items()}
        wrong = [column for column, type in wanted.items() if held.get(column) != type]
        if wrong:
            raise EngineError(
                f"'{path}' is not a table of {kind} facts: {', '.join(wrong)} missing or of another type",
                hint="make the store again: countermove facts convert",
            )
        sql.show_as(kind, frame.select(*(name(column) for column in wanted)))


def _counts(files: Files, store: str) -> Mapping[str, int]:
    """The kinds that a store says it has, with the number of their facts."""
    path = f"{store}/manifest.json"
    if not files.exists(path):
        raise UsageError(
            f"'{store}' is no store of facts: there is no manifest.json in it",
            hint="make one: countermove facts convert PATH -o store/",
        )
    try:
        kinds = json.loads(files.read(path))["kinds"]
        return {kind: int(kinds[kind]["facts"]) for kind in KINDS if kind in kinds}
    except (ValueError, KeyError, TypeError) as error:
        raise EngineError(
            f"'{path}' is damaged ({error})", hint="make the store again: countermove facts convert"
        ) from error
