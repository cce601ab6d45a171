"""The engine `spark`: the queries of the DuckDB engine, carried over to Spark, on a session that is there or on this machine's cores.

`infer` is for facts that are objects, `infer_many` for many small sets of them at once. What is too much for objects is read from a store:
see `spark_store`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count as counter
from typing import Any

from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.inference.match import Inference
from countermove.inference.spark_errors import told
from countermove.inference.spark_run import Run
from countermove.inference.spark_session import LARGE, QUICK, session
from countermove.inference.spark_sums import Row
from countermove.inference.spark_values import name, schema
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.columns import SqlType

ENGINE = "spark"

Case = tuple[Rulebook, Iterable[Fact], date]
Result = Inference | EngineError

AT_ONCE = 3
"""So many cases are asked about in one query. Planning a query takes most of the time, and more of it the longer the query is."""

FEW = 20_000
"""Up to so many facts queries are run as for a handful; beyond, compiling them pays."""


def infer(rulebook: Rulebook, facts: Iterable[Fact], as_of: date) -> Inference:
    """The same as `reference.infer`, by Spark. Raises EngineError where Spark is missing, does not start, or fails."""
    [found] = infer_many([(rulebook, facts, as_of)])
    if isinstance(found, EngineError):
        raise found
    return found


def infer_many(cases: Iterable[Case], spark: Any = None) -> list[Result]:
    """Each of several small cases by itself, but with few queries for all of them, on all cores; an EngineError in the place of a case
    whose rules conclude what cannot be.

    `spark` is the session to work on, instead of the active one. Raises EngineError as `infer` does.
    """
    given = [(rulebook, list(facts), as_of) for rulebook, facts, as_of in cases]
    many = any(len(facts) > FEW for _, facts, _ in given)
    asking = _Asking(session(spark, LARGE if many else QUICK))
    groups = [given[i : i + AT_ONCE] for i in range(0, len(given), AT_ONCE)]
    try:
        if len(groups) < 2:
            return [result for group in groups for result in asking.all_of(group)]
        with ThreadPoolExecutor(asking.lanes) as lanes:
            return [result for results in lanes.map(asking.all_of, groups) for result in results]
    finally:
        asking.close()


class _Asking:
    """Puts the queries of runs to a session."""

    def __init__(self, room: Any) -> None:
        self._room = room
        self._views = counter()
        self._kept: list[str] = []
        self.lanes = max(1, int(room.sparkContext.defaultParallelism))

    def all_of(self, cases: Sequence[Case]) -> list[Result]:
        """The results of some cases, in order."""
        results: dict[int, Result] = {}
        runs = {i: Run(*case, self.rows, self.keep) for i, case in enumerate(cases)}
        while runs:
            for number, ended in self._next(runs):
                results[number] = ended
                del runs[number]
        return [results[number] for number in sorted(results)]

    def rows(self, query: str) -> Sequence[Row]:
        """The rows of a query."""
        with told():
            rows: Sequence[Row] = self._room.sql(query).collect()
            return rows

    def keep(self, columns: Mapping[str, SqlType], rows: Sequence[Sequence[Any]]) -> str:
        """A query for rows that are too many to stand in its text."""
        view = f"countermove facts {next(self._views)}"
        with told():
            frame = self._room.createDataFrame([tuple(row) for row in rows], schema(columns))
            frame.createOrReplaceTempView(name(view))
        self._kept.append(view)
        return f"SELECT * FROM {name(view)}"  # noqa: S608 - a name

    def close(self) -> None:
        """Give up the views."""
        for view in self._kept:
            with told():
                self._room.catalog.dropTempView(name(view))

    def _next(self, runs: Mapping[int, Run]) -> list[tuple[int, Result]]:
        """Ask what all runs want to know next, in one query; those that came to an end, and how."""
        over: list[tuple[int, Result]] = []
        asked: list[tuple[int, Run, int]] = []
        texts: list[str] = []
        first = 0
        for number, run in runs.items():
            text = run.query(first)
            if text is None:
                over.append((number, run.inference(ENGINE)))
                continue
            texts.append(f"SELECT * FROM ({text}) AS run")  # noqa: S608 - made by a run
            asked.append((number, run, first))
            first += run.parts
        if not asked:
            return over
        rows: dict[int, list[Row]] = {}
        for row in self.rows(f"SELECT /*+ COALESCE(1) */ * FROM ({' UNION ALL '.join(texts)}) AS runs"):  # noqa: S608
            rows.setdefault(row[0], []).append(row)
        for number, run, start in asked:
            own = [row for part in range(start, start + run.parts) for row in rows.get(part, ())]
            try:
                run.take(own, start)
            except EngineError as error:
                over.append((number, error))
        return over
