"""A process is measured with all that it starts, and stopped when its time is up."""

from __future__ import annotations

import sys

from benchmarks import processes
from benchmarks.aims import aims
from benchmarks.cells import Cell, LiveCell

_HOLD = "import time; held = b'x' * 80_000_000; time.sleep(0.4)"


def test_the_peak_counts_what_a_process_starts() -> None:
    alone = processes.run([sys.executable, "-c", _HOLD], 60)
    both = processes.run(
        [sys.executable, "-c", f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {_HOLD!r}]); {_HOLD}"],
        60,
    )
    assert alone.status == both.status == 0
    assert alone.peak > 80_000_000
    if sys.platform == "linux":
        assert both.peak > 160_000_000


def test_a_process_is_stopped_at_its_limit() -> None:
    ended = processes.run([sys.executable, "-c", "import time; time.sleep(60)"], 0.3)
    assert ended.status is None
    assert ended.seconds < 20


def test_a_failure_is_told() -> None:
    ended = processes.run([sys.executable, "-c", "raise SystemExit('no')"], 60)
    assert (ended.status, ended.errors.strip()) == (1, "no")


def test_aims_are_met_or_missed_by_the_figures_of_the_run() -> None:
    bulk = [
        Cell("ours_bulk", 1_000_000, seconds=[1.0, 3.0, 2.0], peak=1_600_000_000),
        Cell("duckdb_sql", 1_000_000, seconds=[1.0]),
        Cell("clips", 1_000_000, seconds=[100.0]),
    ]
    live = [LiveCell("ours_network", 100_000, seconds=[1e-6] * 100), LiveCell("clips", 100_000, seconds=[2e-6] * 100)]
    met = {aim.asked: aim.met for aim in aims(bulk, live, [])}
    assert [met[asked] for asked in met if "hand-written" in asked] == [False]
    assert [met[asked] for asked in met if "CLIPS" in asked] == [True, True, True]
    assert [met[asked] for asked in met if "1.5 GB" in asked] == [False]
    assert [met[asked] for asked in met if "raw durable_rules" in asked or "10⁷" in asked or "Shipped" in asked] == [
        None
    ] * 4
