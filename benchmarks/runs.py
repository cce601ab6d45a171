"""Runs every engine on every size, each in a process of its own, and holds their matches against each other before any time is kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import eleven_facts, processes
from benchmarks.cells import Cell, Disagreement, LiveCell, agree, void

ENGINES = (
    "ours_reference", "ours_durable", "ours_network", "ours_bulk", "ours_spark", "read_json", "duckdb_sql", "polars_frames", "clips",
    "durable_raw", "drools", "experta_rules", "zen", "json_rules_engine",
)  # fmt: skip
"""In the order of the tables."""

LIVE = (
    "ours_network", "ours_durable", "ours_network:Session", "ours_durable:Session", "ours_network:Reading", "clips", "durable_raw", "drools",
)  # fmt: skip
"""Engines that take one fact at a time; after the colon the class in the engine's file."""

QUICK = 10.0
"""What takes longer than so many seconds is measured once."""

Say = Callable[[str], None]


def engine(name: str) -> Any:
    """The file of an engine."""
    return import_module(f"benchmarks.engines.{name.partition(':')[0]}")


def bulk(names: Sequence[str], sizes: Iterable[int], folder: Path, repeat: int, limit: float, say: Say) -> list[Cell]:
    """The eleven rules from file to match tuples. Where two engines differ, nobody's times at that size are kept."""
    cells: list[Cell] = []
    stopped: dict[str, int] = {}
    for size in sorted(sizes):
        say(f"eleven rules, {size:,} facts")
        path = facts(folder, size)
        row = [_bulk_cell(name, size, path, repeat, limit, stopped, say) for name in names]
        _held_together(row, {name: engine(name).RULES for name in names}, say)
        for cell in row:
            say(f"  {cell.engine}: {f'{cell.median:.3f} s' if cell.measured else cell.why}")
        cells += row
    return cells


def facts(folder: Path, size: int) -> Path:
    """The file of facts for the eleven rules, made where it is not there."""
    path = folder / f"eleven-{size}.jsonl"
    if not path.exists():
        eleven_facts.write(path, size)
    return path


def _bulk_cell(name: str, size: int, path: Path, repeat: int, limit: float, stopped: dict[str, int], say: Say) -> Cell:
    cell = Cell(name, size)
    most = engine(name).MOST
    if name in stopped:
        cell.why = f"not tried: stopped at {stopped[name]:,}"
    elif size > most:
        cell.why = f"not tried above {most:,}"
    else:
        say(f"  … {name}")
    while not cell.why and len(cell.seconds) < (1 if cell.seconds and cell.seconds[0] > QUICK else repeat):
        ended = _child(["bulk", name, str(path)], limit)
        cell.why = _trouble(ended, limit)
        if cell.why:
            stopped[name] = size
            cell.seconds.clear()
            break
        told = _answer(ended)
        if cell.counts and told["counts"] != cell.counts:
            cell.why = "two runs found different matches"
            cell.seconds.clear()
            break
        cell.counts = told["counts"]
        cell.seconds.append(told["seconds"])
        cell.parts.append(told["parts"])
        cell.prepared.append(told["prepared"])
        cell.peak = max(cell.peak, ended.peak)
    return cell


def live(names: Sequence[str], sizes: Iterable[int], more: int, limit: float, say: Say) -> list[LiveCell]:
    """One more fact at a time, after so many. Where two engines differ, nobody's times at that size are kept."""
    cells: list[LiveCell] = []
    for size in sorted(sizes):
        say(f"live, {size:,} facts loaded")
        row = []
        for name in names:
            say(f"  … {name}")
            cell = LiveCell(name, size)
            ended = _child(["live", name, str(size), str(more)], limit)
            cell.why = _trouble(ended, limit)
            if not cell.why:
                told = _answer(ended)
                cell.seconds, cell.load, cell.counts, cell.peak = (
                    told["seconds"],
                    told["load"],
                    told["counts"],
                    ended.peak,
                )
            row.append(cell)
        _held_together(row, {name: () if ":" in name else engine(name).RULES for name in names}, say)
        for cell in row:
            say(f"  {cell.engine}: {f'{cell.median * 1e6:.1f} µs' if cell.measured else cell.why}")
        cells += row
    return cells


def _held_together(row: Sequence[Cell | LiveCell], rules: Mapping[str, Sequence[str]], say: Say) -> None:
    """Hold the matches of a row against each other."""
    try:
        agree(row, rules)
    except Disagreement as found:
        say(f"  ENGINES DIFFER: {found}")
        void(row, found)


def _child(arguments: Sequence[str], limit: float) -> processes.Ended:
    return processes.run([sys.executable, "-m", "benchmarks.child", *arguments], limit)


def _trouble(ended: processes.Ended, limit: float) -> str:
    """Why there is no answer; empty where there is one."""
    if ended.status is None:
        return f"stopped after {limit:.0f} s"
    if ended.status == 0:
        return ""
    last = ended.errors.strip().splitlines()[-1] if ended.errors.strip() else ""
    if last.startswith(("ModuleNotFoundError", "ImportError")):
        return "not installed"
    return f"failed: {last[:120]}" if ended.status > 0 else f"ended by signal {-ended.status}"


def _answer(ended: processes.Ended) -> Any:
    """The last line of what a child printed: libraries may print before it."""
    return json.loads(ended.output.strip().splitlines()[-1])
