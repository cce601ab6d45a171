"""The shipped rulebook on made-up facts, by the command line: the engines write the same memo, and a difference voids their times."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import processes, shipped_runs
from benchmarks.cells import VOID


def test_the_memos_of_two_engines_are_the_same_but_for_the_name(tmp_path: Path) -> None:
    told: list[str] = []
    cells = shipped_runs.run(["read_json", "network", "duckdb"], [1000], tmp_path, repeat=1, limit=200, say=told.append)
    if not all(cell.measured for cell in cells):
        pytest.fail("; ".join(told))


def test_memos_that_differ_void_the_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(command: list[str], limit: float) -> processes.Ended:
        name = command[command.index("--engine") + 1]
        words = "two ships" if name == "durable" else "one ship"
        Path(command[command.index("-o") + 1]).write_text(f"<p>engine: {name}</p><p>{words}</p>")
        return processes.Ended(0, "", "", 0.5, 1)

    monkeypatch.setattr(processes, "run", write)
    names = ["network", "reference"]
    assert all(cell.measured for cell in shipped_runs.run(names, [1000], tmp_path, 1, 60, lambda text: None))
    cells = shipped_runs.run([*names, "durable"], [1000], tmp_path, 1, 60, lambda text: None)
    assert not any(cell.measured for cell in cells)
    assert all(cell.why.startswith(VOID) for cell in cells)
