"""The shipped rulebook by the command line: from a file of facts to an HTML memo, process start to process end."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks import processes, shipped_facts
from benchmarks.cells import Cell, Disagreement, void
from benchmarks.eleven_facts import AS_OF
from benchmarks.runs import QUICK, Say

MOST = {
    "read_json": 10_000_000,
    "duckdb": 1_000_000,
    "network": 100_000,
    "durable": 10_000,
    "reference": 1_000,
    "spark": 10_000,
}
"""Engines of the command line, and the facts up to which each is tried; read_json is the file read and no more."""

_READ = "import sys, duckdb; duckdb.sql(f\"CREATE TABLE facts AS SELECT * FROM read_json('{sys.argv[1]}')\")"


def run(names: Sequence[str], sizes: Iterable[int], folder: Path, repeat: int, limit: float, say: Say) -> list[Cell]:
    """All engines at all sizes. Where two memos differ in more than the engine's name, nobody's times at that size are kept."""
    cells: list[Cell] = []
    for size in sorted(sizes):
        say(f"shipped rulebook, {size:,} facts")
        path = folder / f"shipped-{size}.jsonl"
        if not path.exists():
            shipped_facts.write(path, size)
        memos: dict[str, str] = {}
        row = []
        for name in names:
            cell = Cell(name, size)
            if size > MOST[name]:
                cell.why = f"not tried above {MOST[name]:,}"
            else:
                say(f"  … {name}")
                _measure(cell, path, folder / "memo.html", repeat, limit, memos)
            row.append(cell)
        if len(set(memos.values())) > 1:
            found = Disagreement(f"{size:,} facts: the memos of {', '.join(sorted(memos))} differ")
            say(f"  ENGINES DIFFER: {found}")
            void(row, found)
        for cell in row:
            say(f"  {cell.engine}: {f'{cell.median:.3f} s' if cell.measured else cell.why}")
        cells += row
    return cells


def _measure(cell: Cell, path: Path, memo: Path, repeat: int, limit: float, memos: dict[str, str]) -> None:
    own = [
        sys.executable,
        "-m",
        "countermove",
        "memo",
        str(path),
        "--as-of",
        AS_OF.isoformat(),
        "--engine",
        cell.engine,
        "-o",
        str(memo),
    ]
    command = [sys.executable, "-c", _READ, str(path)] if cell.engine == "read_json" else own
    while len(cell.seconds) < (1 if cell.seconds and cell.seconds[0] > QUICK else repeat):
        ended = processes.run(command, limit)
        if ended.status != 0:
            last = (ended.errors.strip() or "?").splitlines()[-1]
            cell.why = f"stopped after {limit:.0f} s" if ended.status is None else f"failed: {last[:120]}"
            cell.seconds.clear()
            return
        cell.seconds.append(ended.seconds)
        cell.peak = max(cell.peak, ended.peak)
    if cell.engine != "read_json":
        text = memo.read_text(encoding="utf-8")
        memos[cell.engine] = re.sub(r"\b(auto|reference|durable|network|duckdb|spark)\b", "ENGINE", text)
        memo.unlink()
